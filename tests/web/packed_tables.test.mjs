// @ts-check
// Archives that hold more than a table: pictures beside it, and arrays that are no examples (.npz).

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { npy, png, says, zip } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { readTable } = await fromSite('own-data/read.js');
const read = (/** @type {Uint8Array} */ bytes) => readTable({ name: 'a.zip', bytes });

const six = npy('<f4', '(3, 2)', Float32Array.of(0, 1, 2, 3, 4, 5));
const labels = npy('<i4', '(3,)', Int32Array.of(0, 1, 0));
/** @param {string[]} words @param {string} shape */
const texts = (words, shape = `(${words.length},)`) => {
  const letters = new Uint32Array(words.length * 8);
  for (const [n, word] of words.entries()) for (const [i, letter] of [...word].entries()) letters[8 * n + i] = /** @type {number} */ (letter.codePointAt(0));
  return npy('<U8', shape, letters);
};
const one = npy('<f8', '()', Float64Array.of(3));

describe('arrays that were saved together', () => {
  /** @type {[string, Record<string, Uint8Array>, { names?: string[], labels?: number[], says: RegExp }][]} */
  const cases = [
    ['a single number', { 'x.npy': six, 'n.npy': one }, { says: /"n\.npy" in the archive was left out\. It is a single number/ }],
    ['a text', { 'x.npy': six, 'note.npy': texts(['hello'], '()') }, { says: /"note\.npy" in the archive was left out\. It holds texts/ }],
    ['means', { 'x.npy': six, 'mean.npy': npy('<f4', '(2,)', Float32Array.of(2, 3)) }, { says: /"mean\.npy" in the archive was left out\. It holds 2 rows, and there are 3 examples/ }],
    ['Python objects', { 'x.npy': six, 'y.npy': labels, 'info.npy': npy('|O', '()', Uint8Array.of(0x80, 4, 0x2e)) }, { labels: [0, 1, 0], says: /"info\.npy" .* Python objects/ }],
    ['names of values and of classes', { 'X.npy': six, 'y.npy': labels, 'feature_names.npy': texts(['len', 'width']), 'target_names.npy': texts(['u', 'v']) }, { names: ['len', 'width'], labels: [0, 1, 0], says: /names of the values are those of "feature_names\.npy"/ }],
  ];
  for (const [what, files, right] of cases) {
    it(`are read beside what is no example: ${what}`, async () => {
      const table = await read(zip(files));
      assert.deepEqual([[...table.values], table.names], [[0, 1, 2, 3, 4, 5], right.names ?? []]);
      assert.deepEqual(table.labels && [...table.labels], right.labels ?? null);
      assert.match(table.notes.join(' '), right.says);
    });
  }

  it('are refused where none holds examples, and where one is damaged', async () => {
    await assert.rejects(read(zip({ 'n.npy': one, 'm.npy': one })), says('single number'));
    await assert.rejects(read(zip({ 'x.npy': six, 'y.npy': labels.slice(0, -1) })), says('cut short'));
  });
});

describe('pictures beside a table in an archive', () => {
  const picture = png(640, 480);
  it('are left out and said', async () => {
    const { values, notes } = await read(zip({ 'a.csv': 'a,b\n1,2\n3,4\n', 'plot.png': picture }));
    assert.deepEqual([...values], [1, 2, 3, 4]);
    assert.match(notes.join(' '), /"plot\.png" is a picture beside a table and was left out/);
  });

  it('are left out where they are many', async () => {
    const plots = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`plots/${n}.png`, picture]));
    const { values, notes } = await read(zip({ 'a.csv': 'a,b\n1,2\n3,4\n', ...plots }));
    assert.deepEqual([...values], [1, 2, 3, 4]);
    assert.match(notes.join(' '), /"0\.png", "1\.png", "2\.png" and others are pictures beside a table/);
  });

  it('are the examples where the text is their labels', async () => {
    const pixels = { width: 24, height: 8, data: new Uint8ClampedArray(4 * 24 * 8).fill(255) };
    for (let t = 0; t < 3; ++t) for (let i = 2; i < 6; ++i) for (let c = 2; c < 6; ++c) pixels.data.set([0, 0, 0], 4 * (i * 24 + 8 * t + c));
    const bytes = zip({ 'labels.txt': 'x\ny\nx\n', 'sheet.png': png(24, 8) });
    const table = await readTable({ name: 'a.zip', bytes }, { decode: async () => pixels });
    assert.deepEqual([table.count, [...(table.labels ?? [])]], [3, [0, 1, 0]]);
  });
});
