// @ts-check
// The guesses about tables as text, one by one: what each makes of evidence for it, against it, and of none.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromSite } from './support.mjs';

/** @param {string} name @returns {Promise<any>} */
const guess = (name) => fromSite(`own-data/guesses/${name}.js`);
const [comments, delimiter, edges, header, held, kinds, labels, missing, notation, quotes, rownumbers] = await Promise.all(
  ['comments', 'delimiter', 'edges', 'header', 'held', 'kinds', 'labels', 'missing', 'notation', 'quotes', 'rownumbers'].map(guess),
);

/** @type {typeof import('../../web/own-data/labels.js')} */
const { classesOf } = await fromSite('own-data/labels.js');

const blank = (/** @type {string} */ cell) => cell === '' || cell === 'NA';
const cut = (/** @type {string} */ text) => (/** @type {string} */ sign) => text.split('\n').map((line) => line.split(sign));

describe('guesses', () => {
  it('comments: lines that begin so, unless most do, or the first cell is that sign', () => {
    for (const [text, value] of [
      ['# a\n1,2\n3,4', '#'],
      ['% a\n% b\n1,2', '%'],
      ['// a\n1,2', '//'],
      ['%fat,b\n1,2', ''],
      ['#f00,1\n#0f0,2\n#00f,3', ''],
      ['#,b\n1,2\n2,3', ''],
      ['a,b\n1,2', ''],
    ]) {
      assert.equal(comments.guessComment(text).value, value, text);
    }
  });

  it('delimiter: rows of one length and cells that are numbers', () => {
    for (const [text, value] of [
      ['1,2\n3,4', ','],
      ['1,5;2,5\n3,5;4,5', ';'],
      ['1\t2\n3\t4', '\t'],
      ['1|2\n3|4', '|'],
      ['1 2\n3 4', ' '],
      ['1\n2\n3', ','],
      ['a, b\n1, 2', ','],
    ]) {
      assert.equal(delimiter.guessDelimiter(cut(text)).value, value, text);
    }
    assert.equal(delimiter.guessDelimiter(cut('a,b;c,d\ne,f;g,h')).open, true);
    for (const [text, value, open] of /** @type {[string, string, boolean][]} */ ([
      ['a:b\n1:2\n3:4', ':', true],
      ['a^b\n1^2\n3^4', '^', true],
      ['time\n12:30\n12:45', ',', false],
      ['12:30\n12:45\n13:00', ',', false],
      ['price\n1,5\n2,25', ';', true],
      ['price (EUR)\n-1,5\n2,25', ';', true],
      ['a title of words\n1,5\n2,25', ',', false],
      ['price\nx,5\ny,25', ',', false],
    ])) {
      const found = delimiter.guessDelimiter((/** @type {string} */ sign) => (sign === '\0' ? text.split('\n').map((line) => [line]) : cut(text)(sign)));
      assert.deepEqual([found.value, found.open], [value, open], text);
    }
    assert.equal(delimiter.guessDelimiter(cut('x\n1,5\n2,25'), true).value, ',', 'names of rows that stood in quotation marks');
    assert.deepEqual(delimiter.namedDelimiter('sep=;\r\na'), { delimiter: ';', length: 7 });
    assert.equal(delimiter.namedDelimiter('separate;a\n'), null);
  });

  it('edges: short rows above, totals and footnotes below', () => {
    assert.equal(edges.guessTop([['A title of words'], ['a', 'b', 'c'], ['1', '2', '3'], ['4', '5', '6']], 3).value, 1);
    assert.equal(edges.guessTop([['a', 'b', 'c'], ['1', '2', '3']], 3).value, 0);
    const rows = [['a', 'b'], ['x', '1'], ['y', '2']];
    assert.equal(edges.guessFoot([...rows, ['Total', '3']], 2).value, 1);
    assert.equal(edges.guessFoot([...rows, ['Total', '3'], ['z', '4']], 2).value, 0, 'not at the end');
    assert.equal(edges.guessFoot([...rows, ['Total', '1'], ['Total', '2']], 2).value, 0, 'a category');
    assert.equal(edges.guessFoot([...rows, ['z', '']], 2).value, 0);
    assert.equal(edges.guessFoot([...rows, ['a note of words']], 2).value, 1);
    assert.equal(edges.guessFoot([...rows, ['3']], 2).value, 0, 'a row that was cut short');
  });

  it('header: words over numbers, and years that may be names', () => {
    const of = (/** @type {string} */ text) => header.guessHeader(cut(text)(','), null, blank);
    for (const [text, value, open] of /** @type {[string, string, boolean][]} */ ([
      ['x,y\n1,2\n3,4', 'first', false],
      ['x,y,90\n1,2,3', 'first', false],
      ['1,2\n3,4', 'none', false],
      ['x,2,3\n4,5,6\n7,8,9', 'none', true],
      ['2010,2011\n5,6\n7,9', 'first', true],
      ['2010,5\n2011,6', 'none', false],
      ['0,1,2,3\n5,1,9,2', 'first', true],
      ['a,5\na,6\nb,7', 'none', false],
      ['c,5\na,6\na,7', 'none', true],
      ['name,5\nanna,6\nbert,7', 'first', true],
      ['cm,kg\n1,2', 'first', false],
      ['a,b\ncm,kg\n1,2', 'two', false],
      ['a,b\nNA,NA\n1,2', 'first', false],
      ['smoker\nyes\nno', 'first', false],
      ['1st,2nd\n1,2\n3,4', 'first', false],
      ['25%,75%\n1,2\n3,4', 'first', false],
      ['25%,75%\n10%,20%\n30%,40%', 'none', false],
    ])) {
      const found = of(text);
      assert.deepEqual([found.value, found.open], [value, open], text);
    }
    assert.equal(header.guessHeader([['1', '2'], ['3', '4']], ['x', 'y'], blank).value, 'comment');
    assert.equal(header.guessHeader([['1', '2'], ['3', '4']], ['7', '8'], blank).value, 'none');
  });

  it('held: a column of its name whose cells say train and test', () => {
    assert.equal(held.guessHeld([{ name: 'a', cells: ['1'] }, { name: 'split', cells: ['train', 'Test'] }]).value, 1);
    assert.equal(held.guessHeld([{ name: 'set', cells: ['train', 'x'] }]).value, -1);
    assert.equal(held.guessHeld([{ name: 'a', cells: ['train', 'test'] }]).value, -1);
  });

  it('kinds: numbers with an odd cell, yes and no, dates, text, nothing', () => {
    for (const [text, kind] of [
      ['1,2,3', 'number'],
      ['1,2,x', 'number'],
      ['1,x', 'text'],
      ['1,2,x,y', 'text'],
      ['TRUE,FALSE,NA', 'yes or no'],
      ['yes,maybe', 'text'],
      ['yes,true', 'text'],
      ['2021-02-03,2021-02-04', 'date'],
      ['3/4/2021,5/4/2021', 'date'],
      ['12:30,12:45', 'date'],
      ['NA,', 'empty'],
      ['Jan 3,Feb 4', 'text'],
    ]) {
      assert.equal(kinds.readColumn(text.split(','), blank, '.').kind, kind, text);
    }
    const { odd, values } = kinds.readColumn(['1', '2', 'x', '4'], blank, '.');
    assert.deepEqual([odd, [...values]], [[{ row: 2, cell: 'x', why: 'is no number' }], [1, 2, NaN, 4]]);
    const many = Array.from({ length: 100 }, (_, n) => (n % 25 === 0 ? 'x' : '1'));
    assert.equal(kinds.readColumn(many, blank, '.').kind, 'number', 'four odd cells of a hundred');
    assert.equal(kinds.readColumn(many.map((cell, n) => (n % 10 === 0 ? 'x' : cell)), blank, '.').kind, 'text');
  });

  it('labels: by the name, else the only text; classes as a person sees them', () => {
    const column = (/** @type {string} */ name, /** @type {string} */ text, aside = false) => {
      const cells = text.split(',');
      return { name, cells, aside, ...kinds.readColumn(cells, blank, '.') };
    };
    const of = (/** @type {any[]} */ ...columns) => labels.guessLabel(columns, blank).value;
    assert.equal(of(column('a', '1,2,3'), column('Class', '1,2,1')), 1);
    assert.equal(of(column('a', '1,2,3'), column('class', '1.5,2,1')), -1);
    assert.equal(of(column('a', '1,2,3,4'), column('b', 'x,y,x,y')), 1);
    assert.equal(of(column('a', '1,2,3,4'), column('b', 'x,y,x,y'), column('c', 'u,v,u,v')), -1);
    assert.equal(of(column('a', '1,2,3,4'), column('b', 'w,x,y,z')), -1, 'another text in every row');
    assert.equal(of(column('a', '1,2,3,4'), column('b', 'NA,NA,,NA')), -1);
    assert.equal(of(column('class', 'NA,NA,,NA')), -1);
    assert.equal(of(column('class', 'x,y,x,y', true)), -1);
    const asked = (/** @type {any[]} */ ...columns) => {
      const { value, open } = labels.guessLabel(columns, blank);
      return [value, open];
    };
    assert.deepEqual(asked(column('', '1,2,3,4'), column('', 'x,y,x,y'), column('', 'u,v,u,v')), [2, true], 'the last of a file without names');
    assert.deepEqual(asked(column('', '1.5,2,3,4'), column('', '1,2,3,5'), column('', '1,2,1,2')), [-1, true], 'numbers that may be labels');
    assert.deepEqual(asked(column('x1', '1,2,3,4'), column('y', '0,1,0,1')), [1, false]);
    assert.deepEqual(asked(column('x', '1,2,3,4'), column('y', '0,1,0,1')), [-1, false], 'points of a plane');
    assert.deepEqual(asked(column('class', 'a,b,a,b'), column('label', '0,1,0,1'), column('c', '1,2,3,4')), [0, true], 'two names');
    assert.deepEqual(asked(column('class_a', '1,0,1,0'), column('class_b', '0,1,0,1'), column('c', '1,2,3,4')), [-1, true], 'one column a class');
    const many = Array.from({ length: 30 }, (_, n) => n * 7).join();
    assert.deepEqual(asked(column('target', many)), [-1, false], 'another number in every row');
    const classes = (/** @type {string} */ text) => classesOf(labels.labelTexts(text.split(','), blank)).classes;
    assert.deepEqual(classes('1,1.0,2,10,NA'), ['1', '2', '10']);
    assert.deepEqual(classes('-1,1,-1'), ['-1', '1']);
    assert.deepEqual(classes('TRUE,true,False'), ['False', 'TRUE']);
    assert.deepEqual(classes('b,a,3,3.0,a\u0301,\u00e1'), ['3', 'a', 'b', '\u00e1']);
    assert.deepEqual([...classesOf(labels.labelTexts(['x', 'NA', 'y', 'x'], blank)).labels], [0, -1, 1, 0]);
    assert.deepEqual(labels.differInCapitals(['A', 'b', 'a']), ['A', 'a']);
  });

  it('missing: the codes that occur, and others by name', () => {
    assert.deepEqual(missing.guessMissing([['1', 'na'], ['?', 'x']]).value, ['?', 'NA']);
    const test = missing.missingTest(['NA', '-999']);
    for (const [cell, is] of /** @type {[string, boolean][]} */ ([['', true], ['na', true], ['-999', true], ['-999.0', true], ['?', false], ['0', false]]))
      assert.equal(test(cell), is, cell);
    for (const cell of ['#DIV/0!', '#N/A', '#NV', '#WERT!', '#NOM?', '\u2014', '...', '.A', '1.#QNAN', '-nan(ind)', 'n.a.', 'Keine Angabe', '(null)'])
      assert.equal(missing.guessMissing([[cell]]).value.length, 1, cell);
    for (const cell of ['#1', '#ff0000', '-5', '.5', '1.5', 'nan5', 'ND', 'unknown', 'a-b', '1.#INF', '']) assert.deepEqual(missing.guessMissing([[cell]]).value, [], cell);
  });

  it('missing: numbers that may be codes are asked about', () => {
    const of = (/** @type {number[]} */ ...values) => missing.guessNumberCodes([{ name: 'a', values: Float64Array.from(values) }])?.codes ?? [];
    assert.deepEqual(of(1, 2, 3, -999), ['-999']);
    assert.deepEqual(of(12, 13, 99.99, 99.99), ['99.99']);
    assert.deepEqual(of(3, 5, 99, 99), ['99']);
    assert.deepEqual(of(3, 5, 99), [], 'once');
    assert.deepEqual(of(-1500, -999, 2000), [], 'not the least');
    assert.deepEqual(of(-999, 500, -400), [], 'near the others');
    assert.deepEqual(of(-999, -999), [], 'no other number');
    assert.deepEqual(of(-9999, 9999, 1, 2), [], 'at both ends');
    assert.deepEqual(missing.guessNumberCodes([{ name: 'a', values: null }]), null);
  });

  it('notation: what a cell is by either decimal sign, and the sign by the evidence', () => {
    for (const [cell, point, comma] of /** @type {[string, number, number][]} */ ([
      ['12', 12, 12],
      ['2.75', 2.75, NaN],
      ['2,75', NaN, 2.75],
      ['3,456', 3456, 3.456],
      ['3.456', 3.456, 3456],
      ['0,123', NaN, 0.123],
      ['1234,567', NaN, 1234.567],
      ['1,234,567', 1234567, NaN],
      ['1.234,5', NaN, 1234.5],
      ['1,234.5', 1234.5, NaN],
      ['1 567', 1567, 1567],
      ['1 56', NaN, NaN],
      ["1'234.5", 1234.5, NaN],
      ['.5', 0.5, NaN],
      [',5', NaN, 0.5],
      ['5.', 5, NaN],
      ['\u22125', -5, -5],
      ['12 %', 12, 12],
      ['(3)', -3, -3],
      ['$ 1,000.50', 1000.5, NaN],
      ['1e3', 1000, 1000],
      ['1.2.3', NaN, NaN],
      ['01.02.2021', NaN, NaN],
      ['1-2', NaN, NaN],
      ['0x1f', NaN, NaN],
      ['', NaN, NaN],
      ['e5', NaN, NaN],
      ['A1', NaN, NaN],
      ['1,,2', NaN, NaN],
    ])) {
      assert.deepEqual([notation.numberIn(cell, '.'), notation.numberIn(cell, ',')], [point, comma], cell);
    }
    const decide = (/** @type {string} */ cells, /** @type {string | null} */ file = null, sign = ';') => {
      const { value, open } = notation.guessDecimal(notation.evidenceIn(cells.split(' ')), file, sign);
      return [value, open];
    };
    assert.deepEqual(decide('3,456 2,75'), [',', false]);
    assert.deepEqual(decide('3,456 12'), ['.', true]);
    assert.deepEqual(decide('3,456 12', ','), [',', false]);
    assert.deepEqual(decide('3,456 4,567'), [',', true]);
    assert.deepEqual(decide('3,456 4,567', null, ','), ['.', true]);
    assert.deepEqual(decide('3,456 1234'), [',', true]);
    assert.deepEqual(decide('3.456 12'), ['.', true]);
    assert.deepEqual(decide('3.456 12', null, ','), ['.', false]);
    assert.deepEqual(decide('1 2', ','), [',', false]);
    const evidence = (/** @type {string[]} */ ...columns) => columns.map((cells) => notation.evidenceIn(cells.split(' ')));
    assert.equal(notation.decimalOfFile(evidence('1,5', '2', '3,456')), ',');
    assert.equal(notation.decimalOfFile(evidence('1,5', '2.5')), null);
  });

  it('quotes: single ones only where there are no double ones', () => {
    assert.equal(quotes.guessQuote("'a','b'\n1,2").value, "'");
    assert.equal(quotes.guessQuote('"a",\'b\'\n1,2').value, '"');
    assert.equal(quotes.guessQuote("it's,don't\n1,2").value, '"');
  });

  it('row numbers: without a name, or with one that says so', () => {
    const of = (/** @type {string} */ name, /** @type {string} */ text, more = {}) => {
      const cells = text.split(',');
      const values = cells.every((cell) => !Number.isNaN(Number(cell))) ? Float64Array.from(cells, Number) : null;
      return rownumbers.guessRowNumber({ name, at: 0, headed: true, cells, values, beside: [name, 'b'], ...more }) !== null;
    };
    assert.equal(of('', '0,1,2'), true);
    assert.equal(of('', '3,5,9'), true);
    assert.equal(of('', '3,2,9'), true, 'rows that were drawn');
    assert.equal(of('', '3,2,3'), false);
    assert.equal(of('', '3,2,9', { at: 1 }), false);
    assert.equal(of('', 'x,y,z'), true);
    assert.equal(of('', 'x,y,x'), false);
    assert.equal(of('id', '7,3,5'), true);
    assert.equal(of('id', '7,3,7'), false);
    assert.equal(of('id', '1.5,3,7'), false);
    assert.equal(of('user_id', 'a,b,c'), true);
    assert.equal(of('a', '1,2,3'), false);
    assert.equal(of('nr', '1,2,3'), true);
    assert.equal(of('nr', '2,4,3'), false);
    assert.equal(of('X', '1,2,3'), true);
    assert.equal(of('X', '1,2,3', { beside: ['X', 'Y'] }), false);
    assert.equal(of('', '1,2,3,4,5', { headed: false }), true);
    assert.equal(of('', '1,2,3,4', { headed: false }), false);
    assert.equal(of('', '1,2,3,4,5', { headed: false, at: 1 }), false);
    assert.equal(of('humid', '5,3,7'), false);
  });
});
