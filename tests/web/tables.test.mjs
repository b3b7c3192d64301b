// @ts-check
// Tables as text: the right values of files as people have them (table_cases*.mjs), every guess said instead, two files
// together, and files that are no tables.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromSite } from './support.mjs';
import { kTableCases } from './table_cases.mjs';
import { kInstrumentCases } from './table_cases_instruments.mjs';
import { kNotationCases } from './table_cases_notation.mjs';
import { kOtherCases } from './table_cases_others.mjs';
import { kProgramCases } from './table_cases_programs.mjs';
import { kShapeCases } from './table_cases_shape.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable, valuesOf } = await fromSite('own-data/read.js');
/** @type {typeof import('../../web/own-data/rows.js')} */
const { scanRows } = await fromSite('own-data/rows.js');

const cases = [...kTableCases, ...kProgramCases, ...kNotationCases, ...kShapeCases, ...kOtherCases, ...kInstrumentCases];
const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** @param {string} text @param {import('../../web/own-data/understanding.js').Understood} [understood] */
const read = (text, understood) => readTable({ name: 'table.csv', bytes: bytesOf(text) }, { understood });

/** The values as rows, null where one is missing. @param {import('../../web/own-data/table.js').Table} table */
function rowsOf({ values, count }) {
  const width = values.length / count;
  return Array.from({ length: count }, (_, n) =>
    Array.from(values.subarray(n * width, (n + 1) * width), (value) => (Number.isNaN(value) ? null : value)),
  );
}
/** @param {import('../../web/own-data/table.js').Table} table */
const labelsOf = ({ labels, classes }) => labels && Array.from(labels, (label) => (label < 0 ? null : classes[label]));

/** @param {RegExp} words */
const refused = (words) => (/** @type {any} */ error) => {
  assert.equal(error.code, 'invalid-data', String(error));
  assert.match(error.message, words);
  return true;
};

/** Bytes of a file that repeats a part, and how long the longest part of them was that somebody took to decode. @param {number} size @param {string} part */
function watched(size, part) {
  const bytes = new Uint8Array(Buffer.alloc(size, part));
  const taken = { bytes, longest: 0 };
  const subarray = bytes.subarray.bind(bytes);
  bytes.subarray = (from = 0, to = bytes.length) => ((taken.longest = Math.max(taken.longest, to - from)), subarray(from, to));
  return taken;
}

describe('a table as text', () => {
  for (const { kind, text, rows, names = [], labels = null, says, refused: words, understood } of cases) {
    it(`is read as a person reads it: ${kind}`, async () => {
      if (words) return assert.rejects(read(text, understood), refused(words));
      const table = await read(text, understood);
      // Columns that would lose by single precision keep double precision.
      const kept = (/** @type {number} */ value) => (table.values instanceof Float64Array ? value : Math.fround(value));
      const expected = rows?.map((row) => row.map((value) => (value === null ? null : kept(value))));
      assert.deepEqual(rowsOf(table), expected, table.notes.join(' '));
      assert.deepEqual(table.names, names);
      assert.deepEqual(labelsOf(table), labels);
      if (says) assert.match(table.notes.join(' '), says);
      for (const note of table.notes) assert.match(note, /^[A-Z\d"].*\.$/s);
    });
  }

  it('is the same again where all guesses are given', async () => {
    for (const { text, refused: words, understood } of cases) {
      if (words) continue;
      const first = await read(text, understood);
      const again = await read(text, valuesOf(/** @type {any} */ (first.understanding)));
      const { notes: _, understanding: __, ...rest } = first;
      const { notes: ___, understanding: ____, ...same } = again;
      assert.deepEqual(same, rest, text);
    }
  });

  it('gives for every guess a reason and choices among which the value is', async () => {
    const { understanding } = await read('a;b;class\n1,5;2;x\n2,5;NA;y\n');
    const { columns, ...guesses } = /** @type {NonNullable<typeof understanding>} */ (understanding);
    const all = [...Object.values(guesses), ...columns.flatMap(({ as, decimal }) => [as, decimal])];
    assert.equal(all.length, 11 + 2 * 3);
    for (const { title, value, choices, why } of all) {
      assert.ok(choices.some((choice) => choice.value === value), `${title}: ${value}`);
      assert.match(why, /^[A-Z"].*\.$/, title);
    }
  });

  /** Every guess of one text changed by itself, and what changes.
   * @type {[string, import('../../web/own-data/understanding.js').Understood, object][]} */
  const changes = [
    ['the delimiter', { delimiter: ' ' }, { names: ['a;b;class'], refused: /no column is left/ }],
    ['the names', { header: 'none' }, { rows: [[null, null], [1.5, 2], [2.5, null], [4, 5]] }],
    ['the decimal sign', { decimal: '.' }, { rows: [[2], [null], [5]], names: ['b'] }],
    ['the missing values', { missing: ['5'] }, { rows: [[1.5], [2.5], [4]], names: ['a'] }],
    ['the labels', { label: null }, { rows: [[1.5, 2], [2.5, null], [4, 5]], names: ['a', 'b'], labels: null }],
    ['a column', { columns: { a: { as: 'left out' } } }, { rows: [[2], [null], [5]], names: ['b'] }],
    ['the rows above', { top: 1 }, { rows: [[1.5, 2], [2.5, null], [4, 5]], names: [] }],
    ['the rows below', { foot: 1 }, { rows: [[1.5, 2], [2.5, null]], names: ['a', 'b'] }],
    ['the sequences', { sequence: 'class', label: null }, { rows: [[1.5, 2], [4, 5], [2.5, null]], names: ['a', 'b'] }],
  ];
  for (const [what, understood, wanted] of changes) {
    it(`has one guess changed: ${what}`, async () => {
      const { rows, names, refused: words } = /** @type {any} */ (wanted);
      const text = 'a;b;class\n1,5;2;x\n2,5;NA;y\n4;5;x\n';
      if (words) return assert.rejects(read(text, understood), refused(words));
      const table = await read(text, understood);
      assert.deepEqual(rowsOf(table), rows);
      if (names) assert.deepEqual(table.names, names);
    });
  }

  /** @type {[string, any, RegExp][]} */
  const bad = [
    ['a field that there is not', { separator: ';' }, /no field "separator"; there are delimiter, quote/],
    ['a sign that is none', { delimiter: 'x' }, /Cells are separated by \(delimiter\) is "x"; allowed are/],
    ['a header that is none', { header: true }, /\(header\) is true; allowed are "none", "first", "two"/],
    ['rows that there are not', { top: -1 }, /Rows above the table \(top\) is -1/],
    ['codes that are no texts', { missing: [-999] }, /Missing values \(missing\) is a list/],
    ['a column that there is not', { columns: { c: { as: 'number' } } }, /no column "c"; there are "a", "b"/],
    ['text for numbers', { columns: { b: { as: 'number' } } }, /Column b \(as\) is "number"; allowed is "left out"/],
    ['labels that there are not', { label: 'c' }, /no column "c"/],
    ['a split that is none', { held: 'a' }, /Line 2 says "1" in the column "a"; allowed are train and test/],
    ['nothing', null, /What is understood is null/],
  ];
  for (const [what, understood, words] of bad) {
    it(`refuses to understand ${what}`, () => assert.rejects(read('a,b\n1,x\n2,y\n', understood), refused(words)));
  }
});

describe('two tables', () => {
  /** @param {string} train @param {string} test @param {object} [options] */
  const both = (train, test, options) =>
    readTable([{ name: 'train.csv', bytes: bytesOf(train) }, { name: 'test.csv', bytes: bytesOf(test) }], options);

  /** @type {[string, string, string, { rows: (number | null)[][], labels?: (string | null)[], says?: RegExp }][]} */
  const joined = [
    ['by the names of their columns', 'a,b\n1,2\n3,4\n', 'b,a\n20,10\n40,30\n', { rows: [[1, 2], [3, 4], [10, 20], [30, 40]], says: /matched by their names/ }],
    ['where the held-out file has no labels', 'id,a,class\n1,2,x\n2,4,y\n', 'a,id\n20,5\n30,9\n', { rows: [[2], [4], [20], [30]], labels: ['x', 'y', null, null], says: /"test\.csv" has no labels/ }],
    ['by the names of their classes', 'a,class\n1,1\n3,2\n', 'class,a\n2.0,7\n1.0,6\n', { rows: [[1], [3], [7], [6]], labels: ['1', '2', '2', '1'] }],
    ['where one has no names', 'a,b\n1,2\n3,4\n', '5,6\n7,8\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]], says: /"test\.csv" has no names/ }],
    ['where both have none', '1,2\n3,4\n', '5,6\n7,8\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]] }],
    ['in their own delimiters and decimal signs', 'a;b\n1,5;2\n3,25;4\n', 'b,a\n3,1.5\n5,2.5\n', { rows: [[1.5, 2], [3.25, 4], [1.5, 3], [2.5, 5]] }],
    ['by the decimal sign of the first where the second leaves it open', 'a;b\n1,5;2\n3,25;4\n', 'b;a\n3;1,234\n5;12\n', { rows: [[1.5, 2], [3.25, 4], [1.234, 3], [12, 5]] }],
    ['where a column of the second knows nothing', 'a,b\n1,2\n3,4\n', 'a,b\n,6\nNA,8\n', { rows: [[1, 2], [3, 4], [null, 6], [null, 8]] }],
    ['where only the held-out file has labels', 'a,b\n1,2\n3,4\n', 'a,b,class\n5,6,x\n7,8,y\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]], says: /The labels of "test\.csv", in "class", were left out/ }],
    ['where only the held-out file has names', '1,2\n3,4\n', 'a,b\n5,6\n7,8\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]], says: /"train\.csv" has no names; the columns of "test\.csv" were taken in its order/ }],
    ['with a target of -1 and 1', 'a,y\n1,-1\n3,1\n', 'a,y\n5,1\n6,1\n', { rows: [[1], [3], [5], [6]], labels: ['-1', '1', '1', '1'] }],
    ['with indices of pandas that were drawn', ',a,b\n4,1,2\n1,3,4\n', ',a,b\n7,5,6\n3,7,8\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]] }],
    ['without a key that only one has', 'a,b\n1,2\n3,4\n', 'row_id,a,b\n7,5,6\n9,7,8\n', { rows: [[1, 2], [3, 4], [5, 6], [7, 8]] }],
  ];
  for (const [what, train, test, { rows, labels = null, says }] of joined) {
    it(`are put together ${what}`, async () => {
      const table = await both(train, test);
      assert.deepEqual(rowsOf(table), rows.map((row) => row.map((value) => (value === null ? null : Math.fround(value)))));
      assert.deepEqual(labelsOf(table), labels);
      assert.deepEqual([.../** @type {Uint8Array} */ (table.held)], rows.map((_, n) => Number(n >= 2)));
      if (says) assert.match(table.notes.join(' '), says);
      assert.equal(/** @type {any} */ (inlineData(table, { real: true })).test !== undefined, true);
    });
  }

  it('take what is understood for the first', async () => {
    const table = await both('a,b,c\n1,2,x\n3,4,y\n5,6,x\n', 'c,b,a\nx,7,8\ny,9,1\n', { label: 'c', understood: { columns: { b: { as: 'left out' } } } });
    assert.deepEqual([rowsOf(table), labelsOf(table)], [[[1], [3], [5], [8], [1]], ['x', 'y', 'x', 'x', 'y']]);
  });

  /** @type {[string, string, string, RegExp][]} */
  const bad = [
    ['of other names', 'a,b\n1,2\n3,4\n', 'b,c\n1,2\n3,4\n', /"test\.csv" lacks "a", and "train\.csv" lacks "c"/],
    ['of more columns without names', '1,2\n3,4\n', '5,6,1\n7,8,2\n', /they have 3 and 2 columns/],
    ['of as many names and more columns', 'a,b\n1,2\n3,4\n', '5,6,1\n7,8,2\n', /they have 3 and 2 columns/],
    ['of other kinds', 'a,b\n1,2\n3,4\n', 'a,b\nx,6\ny,8\n', /"test\.csv" holds text in the column "a", in which "train\.csv" holds numbers/],
    ['of one column, which might be labels', 'a,b\n1,2\n3,4\n', 'a\n20\n', /"test\.csv" lacks "b"/],
    ['without names, with other widths', '1,2\n3,4\n', '5,6,7\n', /they have 3 and 2 columns/],
    ['of classes written otherwise, as in UCI adult.test', '39, Private, 13, <=50K\n50, Private, 13, <=50K\n38, State, 9, >50K\n29, State, 9, >50K\n', '25, Private, 7, <=50K.\n38, State, 9, <=50K.\n40, State, 9, >50K.\n', /label "<=50K\.", which/],
    ['of other classes', 'a,class\n1,x\n3,y\n', 'a,class\n1,x\n3,z\n', /label "z", which "train\.csv" does not have/],
  ];
  for (const [what, train, test, words] of bad) it(`are refused ${what}`, () => assert.rejects(both(train, test), refused(words)));
});

describe('files that are no tables', () => {
  // Each is repeated to 4 MB. What is counted is how far the pass over the text went before it refused: the text is
  // handed over as an object that notes the last place looked at.
  const kSize = 4 * 1024 * 1024;
  /** @type {[string, string, RegExp, number][]} what, the part that repeats, the refusal, the most characters looked at */
  const files = [
    ['quotation marks', '"', /Line 1 .* quotation mark/, 2_000_100],
    ['quotation marks and line ends', '"\n', /100,000 rows|quotation mark/, 500_000],
    ['line ends', '\n', /1,000,000 lines/, 1_000_100],
    ['short rows', '1\n', /100,000 rows/, 300_000],
    ['short rows of two', '1,2\n', /100,000 rows/, 500_000],
    ['commas', ',', /Line 1 has more than .* cells/, 2_000_100],
    ['blanks', ' ', /Line 1 has more than 1,000,000 characters/, 2_000_100],
    ['one endless number', '7', /Line 1 has more than 1,000,000 characters/, 2_000_100],
    ['empty cells in quotation marks', '""\n', /100,000 rows/, 500_000],
  ];
  for (const [what, part, words, most] of files) {
    it(`are refused, long before their end: ${what}`, async () => {
      const text = part.repeat(kSize / part.length);
      await assert.rejects(read(text), refused(words));
      let furthest = 0;
      const watched = {
        length: text.length,
        charCodeAt: (/** @type {number} */ at) => text.charCodeAt((furthest = Math.max(furthest, at))),
        slice: (/** @type {number} */ from, /** @type {number} */ to) => text.slice(from, to),
      };
      const proxy = /** @type {any} */ (new Proxy(watched, { get: (of, name) => (/^\d+$/.test(String(name)) ? text[Number(name)] : /** @type {any} */ (of)[name]) }));
      assert.throws(() => scanRows(proxy, { delimiter: ',', quote: '"', comment: '' }), refused(words));
      assert.ok(furthest < most, `${furthest} characters were looked at`);
    });
  }

  // Rows of text, and rows of more cells than are taken in all.
  const long = /** @type {[string, string, RegExp][]} */ ([
    ['words and blanks', `${'abcdefgh '.repeat(100)}\n`, /It is text: none of 2\d\d rows .* holds a number, such as line 1/],
    ['words and commas', `${'abcdefg,'.repeat(112)}z\n`, /It is text: none of/],
    ['text in quotation marks with commas', `"${'word, '.repeat(100)}","${'x'.repeat(300)}"\n`, /It is text: none of/],
  ]);
  for (const [what, part, words] of long) {
    it(`are refused by their beginning: 13 MB of ${what}`, async () => {
      const taken = watched(13 * 1024 * 1024, part);
      await assert.rejects(readTable({ name: 'table.csv', bytes: taken.bytes }), refused(words));
      assert.ok(taken.longest <= 8 * 1024 * 1024, `${taken.longest} bytes were decoded`);
    });
  }

  it('are refused before they are decoded where they have too many cells', async () => {
    for (const row of [`${'1.5,'.repeat(299)}1\n`, `${'"1.5",'.repeat(299)}"1"\n`, `${'1.5 '.repeat(299)}1\n`]) {
      const taken = watched(60 * 1024 * 1024, row);
      await assert.rejects(readTable({ name: 'table.csv', bytes: taken.bytes }), refused(/more than 8,388,608 cells/));
      assert.ok(taken.longest <= 8 * 1024 * 1024, `${taken.longest} bytes were decoded`);
    }
  });

  // Of more than 12 MB the first 4 are looked at before the rest is decoded.
  for (const [what, part, words] of files) {
    it(`are refused by their beginning: 13 MB of ${what}`, async () => {
      const taken = watched(13 * 1024 * 1024, part);
      await assert.rejects(readTable({ name: 'table.csv', bytes: taken.bytes }), refused(words));
      assert.ok(taken.longest <= 8 * 1024 * 1024, `${taken.longest} bytes were decoded`);
    });
  }

  it('are not those of which the beginning ends within a letter, a cell or a row', async () => {
    const count = 27_000;
    for (const shift of [0, 1, 2]) {
      const row = `"${'\u20ac"",'.repeat(80)}\n",1.5\n`; // three bytes a letter
      const bytes = bytesOf(`${'n'.repeat(1 + shift)},b\n${row.repeat(count)}`);
      assert.ok(bytes.length > 12 * 1024 * 1024);
      const table = await readTable({ name: 'table.csv', bytes });
      assert.deepEqual([table.count, table.names], [count, ['b']]);
    }
  });
});
