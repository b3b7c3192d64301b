// @ts-check
// Sheets of pictures as people have them: a table of pixels, each with the tiles that are right and where such sheets come
// from. The pixels are given to the reader as a browser decodes them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bytesOf, joined, latin, png, says } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable, suggest } = await fromSite('own-data/read.js');

/** @typedef {{ width: number, height: number, data: Uint8ClampedArray }} Pixels */
/** @typedef {(row: number, column: number, tile: number) => number[]} Draw  red, green, blue and alpha of a pixel */
/**
 * @typedef {object} Plan
 * @property {number[]} tile rows and columns
 * @property {number[]} tiles tiles down and across
 * @property {number[]} [gap] @property {number[]} [margin] @property {number[]} [after] margin at the ends; as before if left out
 * @property {number} [full] tiles that are not empty
 * @property {number[]} [line] colour of gaps and margins; the paper if left out
 */

const grey = (/** @type {number} */ value) => [value, value, value, 255];

/** A sheet of strokes on paper. @param {Plan} plan @param {{ ink?: number[], paper?: number[], edge?: number, draw?: Draw }} [how] edge: blank pixels at the edges of tiles */
function sheet({ tile: [rows, cols], tiles: [down, across], gap = [0, 0], margin = [0, 0], after = margin, full = down * across, line }, { ink = grey(0), paper = grey(255), edge = 1, draw } = {}) {
  const height = margin[0] + down * (rows + gap[0]) - gap[0] + after[0];
  const width = margin[1] + across * (cols + gap[1]) - gap[1] + after[1];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; ++i) data.set(line ?? paper, 4 * i);
  const stroke = (/** @type {number} */ r, /** @type {number} */ c, /** @type {number} */ t) =>
    r >= edge && c >= edge && r < rows - edge && c < cols - edge && (r * 7 + c * 3 + t) % 5 < 3;
  for (let t = 0; t < down * across; ++t) {
    const [top, left] = [margin[0] + Math.floor(t / across) * (rows + gap[0]), margin[1] + (t % across) * (cols + gap[1])];
    for (let r = 0; r < rows; ++r) {
      for (let c = 0; c < cols; ++c) {
        const colour = t >= full ? paper : draw ? draw(r, c, t) : stroke(r, c, t) ? ink : paper;
        data.set(colour, 4 * ((top + r) * width + left + c));
      }
    }
  }
  return { width, height, data };
}

/** @param {Pixels} pixels @param {object} [options] @param {Uint8Array} [file] */
const read = (pixels, options = {}, file = png(pixels.width, pixels.height)) =>
  readTable({ name: 'sheet', bytes: file }, { decode: async () => pixels, ...options });

const clear = [0, 0, 0, 0];
/**
 * Where sheets come from, their pixels, and what is right: tile, number, values that occur, gap, margin.
 * @type {[string, Pixels, { tile: number[], count: number, values?: number[], gap?: number[], margin?: number[] }][]}
 */
const sheets = [
  ['faint ink of 2 of 255', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(2), paper: grey(0) }), { tile: [8, 8], count: 20, values: [0, 2] }],
  ['faint ink of 2 on white', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(253) }), { tile: [8, 8], count: 20, values: [0, 2] }],
  ['faint ink of 1', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(1), paper: grey(0) }), { tile: [8, 8], count: 20, values: [0, 1] }],
  ['faint ink, and empty tiles', sheet({ tile: [8, 8], tiles: [4, 5], full: 18 }, { ink: grey(2), paper: grey(0) }), { tile: [8, 8], count: 18, values: [0, 2] }],
  ['faint ink beside a dark tile', sheet({ tile: [8, 8], tiles: [4, 5] }, { draw: (r, c, t) => grey(r > 0 && c > 0 && r < 7 && c < 7 && (r * 7 + c * 3 + t) % 5 < 3 ? (t === 0 ? 0 : 253) : 255) }), { tile: [8, 8], count: 20, values: [0, 2, 255] }],
  ['grey paper', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(60), paper: grey(100) }), { tile: [8, 8], count: 20, values: [155, 195] }],
  ['bright ink on grey', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(240), paper: grey(180) }), { tile: [8, 8], count: 20, values: [180, 240] }],
  ['white ink on transparent', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(255), paper: clear }), { tile: [8, 8], count: 20, values: [0, 255] }],
  ['black ink on transparent', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(0), paper: clear }), { tile: [8, 8], count: 20, values: [0, 255] }],
  ['black ink on transparent white', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(0), paper: [255, 255, 255, 0] }), { tile: [8, 8], count: 20, values: [0, 255] }],
  ['ink in the alpha alone', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: [0, 0, 0, 51], paper: clear }), { tile: [8, 8], count: 20, values: [0, 51] }],
  ['white ink that is half transparent', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: [255, 255, 255, 102], paper: clear }), { tile: [8, 8], count: 20, values: [0, 102] }],
  ['yellow ink on transparent', sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: [255, 255, 0, 255], paper: clear }), { tile: [8, 8], count: 20, values: [0, 237] }],
  ['transparent with empty tiles', sheet({ tile: [8, 8], tiles: [4, 5], full: 17 }, { ink: grey(255), paper: clear }), { tile: [8, 8], count: 17 }],
  ['white paper with transparent corners', sheet({ tile: [8, 8], tiles: [4, 5] }, { draw: (r, c, t) => (r + c === 0 ? clear : grey(r > 0 && c > 0 && r < 7 && c < 7 && (r * 7 + c * 3 + t) % 5 < 3 ? 0 : 255)) }), { tile: [8, 8], count: 20, values: [0, 255] }],
  ['black lines of two pixels on black, as a grid of pictures is made', sheet({ tile: [28, 28], tiles: [8, 8], gap: [2, 2], margin: [2, 2] }, { ink: grey(255), paper: grey(0), edge: 0 }), { tile: [28, 28], count: 64, gap: [2, 2], margin: [2, 2] }],
  ['black lines on black around digits with a blank edge', sheet({ tile: [28, 28], tiles: [8, 8], gap: [2, 2], margin: [2, 2] }, { ink: grey(255), paper: grey(0), edge: 4 }), { tile: [28, 28], count: 64, gap: [2, 2], margin: [2, 2] }],
  ['lines without a margin', sheet({ tile: [28, 28], tiles: [5, 7], gap: [1, 1] }, { ink: grey(255), paper: grey(0), edge: 0 }), { tile: [28, 28], count: 35, gap: [1, 1], margin: [0, 0] }],
  ['white lines on black', sheet({ tile: [8, 8], tiles: [4, 5], gap: [1, 1], line: grey(255) }, { ink: grey(200), paper: grey(0) }), { tile: [8, 8], count: 20, gap: [1, 1], values: [0, 200] }],
  ['grey lines on white, all around', sheet({ tile: [9, 7], tiles: [3, 6], gap: [2, 2], margin: [2, 2], line: grey(128) }), { tile: [9, 7], count: 18, gap: [2, 2], margin: [2, 2], values: [0, 255] }],
  ['red lines', sheet({ tile: [16, 16], tiles: [3, 3], gap: [3, 3], line: [255, 0, 0, 255] }, { edge: 0 }), { tile: [16, 16], count: 9, gap: [3, 3] }],
  ['lines of another width down than across', sheet({ tile: [8, 8], tiles: [4, 5], gap: [1, 3], line: grey(100) }), { tile: [8, 8], count: 20, gap: [1, 3] }],
  ['lines that are transparent', sheet({ tile: [8, 8], tiles: [4, 5], gap: [2, 2], line: clear }, { ink: grey(0), paper: grey(220) }), { tile: [8, 8], count: 20, gap: [2, 2] }],
  ['lines and empty tiles', sheet({ tile: [8, 8], tiles: [4, 5], gap: [1, 1], line: grey(255), full: 16 }, { ink: grey(200), paper: grey(0) }), { tile: [8, 8], count: 16, gap: [1, 1] }],
  ['a blank frame', sheet({ tile: [28, 28], tiles: [3, 4], margin: [5, 5] }, { edge: 2 }), { tile: [28, 28], count: 12, margin: [5, 5], gap: [0, 0] }],
  ['a frame of another grey', sheet({ tile: [20, 12], tiles: [3, 4], margin: [3, 3], line: grey(90) }), { tile: [20, 12], count: 12, margin: [3, 3], gap: [0, 0] }],
  ['one row', sheet({ tile: [28, 28], tiles: [1, 10] }), { tile: [28, 28], count: 10 }],
  ['one column', sheet({ tile: [28, 28], tiles: [10, 1] }), { tile: [28, 28], count: 10 }],
  ['one row with lines', sheet({ tile: [28, 28], tiles: [1, 10], gap: [0, 2], line: grey(128) }), { tile: [28, 28], count: 10, gap: [0, 2] }],
  ['one row with blank lines', sheet({ tile: [16, 16], tiles: [1, 6], gap: [0, 3] }, { edge: 0 }), { tile: [16, 16], count: 6, gap: [0, 3] }],
  ['tiles that are no squares', sheet({ tile: [20, 12], tiles: [5, 6] }), { tile: [20, 12], count: 30 }],
  ['letters of a font', sheet({ tile: [16, 8], tiles: [6, 16], full: 95 }, { ink: grey(255), paper: grey(0) }), { tile: [16, 8], count: 95 }],
  ['8 x 8 digits that touch their edges', sheet({ tile: [8, 8], tiles: [10, 10] }, { edge: 0 }), { tile: [8, 8], count: 100 }],
  ['columns that alternate', sheet({ tile: [8, 8], tiles: [3, 4] }, { draw: (r, c, t) => grey((r > 0 && r < 7 && (c === 3 || c === 4)) || (t % 2 === 1 && (r === 3 || r === 4) && c > 0 && c < 7) ? 0 : 255) }), { tile: [8, 8], count: 12, gap: [0, 0] }],
  ['an empty tile between others', sheet({ tile: [8, 8], tiles: [2, 3] }, { draw: (r, c, t) => grey(t !== 2 && r > 0 && c > 0 && r < 7 && c < 7 && (r * 7 + c * 3 + t) % 5 < 3 ? 0 : 255) }), { tile: [8, 8], count: 6 }],
  ['blank lines wider than the margin', sheet({ tile: [8, 8], tiles: [6, 6], gap: [5, 5], margin: [2, 2] }, { edge: 0 }), { tile: [8, 8], count: 36, gap: [5, 5], margin: [2, 2] }],
  ['the same, of 28 pixels', sheet({ tile: [28, 28], tiles: [4, 5], gap: [5, 5], margin: [2, 2] }, { edge: 0 }), { tile: [28, 28], count: 20, gap: [5, 5], margin: [2, 2] }],
  ['blank lines narrower than the margin', sheet({ tile: [16, 16], tiles: [4, 5], gap: [3, 3], margin: [10, 10] }, { edge: 0 }), { tile: [16, 16], count: 20, gap: [3, 3], margin: [10, 10] }],
  ['blank lines of ten pixels', sheet({ tile: [28, 28], tiles: [3, 3], gap: [10, 10] }, { edge: 0 }), { tile: [28, 28], count: 9, gap: [10, 10], margin: [0, 0] }],
  ['two by two', sheet({ tile: [28, 28], tiles: [2, 2] }, { edge: 4 }), { tile: [28, 28], count: 4, gap: [0, 0] }],
  ['two by two with lines like the margin', sheet({ tile: [28, 28], tiles: [2, 2], gap: [2, 2], margin: [2, 2] }, { edge: 0 }), { tile: [28, 28], count: 4, gap: [2, 2] }],
  ['two by two small ones with a margin', sheet({ tile: [8, 8], tiles: [2, 2], margin: [4, 4], line: grey(128) }, { ink: grey(255), paper: grey(0) }), { tile: [8, 8], count: 4, margin: [4, 4] }],
  ['one row of digits with a wide blank edge', sheet({ tile: [28, 28], tiles: [1, 10] }, { edge: 4 }), { tile: [28, 28], count: 10, margin: [0, 0] }],
  ['a blank frame around digits with a blank edge', sheet({ tile: [28, 28], tiles: [3, 4], margin: [4, 4] }, { edge: 3 }), { tile: [28, 28], count: 12, margin: [4, 4] }],
  ['a row of empty tiles at the end', sheet({ tile: [8, 8], tiles: [4, 5], full: 15 }), { tile: [8, 8], count: 15 }],
];

describe('sheets of pictures', () => {
  for (const [source, pixels, right] of sheets) {
    it(`are cut as a person would: ${source}`, async () => {
      const { tile, count, values, guesses, shape, notes } = await read(pixels);
      assert.deepEqual([tile, count, shape], [right.tile, right.count, right.tile], notes.join(' '));
      assert.equal(values.length, count * tile[0] * tile[1]);
      if (right.values) assert.deepEqual([...new Set(values)].sort((a, b) => a - b), right.values);
      if (right.gap) assert.deepEqual(guesses.gap.value, right.gap);
      if (right.margin) assert.deepEqual(guesses.margin.value, right.margin);
      for (const [name, guess] of Object.entries(guesses)) {
        assert.ok(guess.title.length > 3 && /^[A-Z].*\.$/.test(guess.why) && typeof guess.open === 'boolean', name);
        assert.ok(guess.choices.some((/** @type {any} */ choice) => String(choice.value) === String(guess.value)), `${name} offers what was guessed`);
      }
    });
  }

  it('have every guess said otherwise, and the values of all guesses give the same table', async () => {
    const pixels = sheet({ tile: [8, 8], tiles: [4, 5], gap: [1, 1], margin: [1, 1], full: 18, line: grey(128) }, { ink: grey(255), paper: clear });
    const guessed = await read(pixels);
    const { tile, gap, margin, invert, ground, empty } = guessed.guesses;
    assert.deepEqual([tile.value, gap.value, margin.value, invert.value, ground.value, empty.value], [[8, 8], [1, 1], [1, 1], false, 'black', 'left out']);
    const values = Object.fromEntries(Object.entries(guessed.guesses).map(([name, { value }]) => [name, value]));
    const again = await read(pixels, values);
    assert.deepEqual([again.count, [...again.values]], [guessed.count, [...guessed.values]]);
    assert.deepEqual((await read(pixels, { empty: 'kept' })).count, 20);
    assert.equal(Math.min(...(await read(pixels, { invert: true })).values), 0);
    assert.equal(new Set((await read(pixels, { ground: 'white' })).values).size, 1, 'white ink on white');
    const plain = await read(pixels, { tile: [9, 9], gap: [0, 0], margin: [0, 0] });
    assert.deepEqual([plain.tile, plain.guesses.gap.value], [[9, 9], [0, 0]]);
    for (const change of [{ tile: [4, 8], gap: [5, 1] }, { tile: [8, 8] }, { gap: [1, 1] }, { margin: [1, 1] }]) {
      const changed = await read(pixels, change);
      assert.deepEqual(changed.guesses.margin.value.length, 2, JSON.stringify(change));
      if (!change.tile || change.tile[0] === 8) assert.equal(changed.count, 18, JSON.stringify(change));
    }
  });

  it('without transparent pixels say nothing of a ground', async () => {
    const { guesses } = await read(sheet({ tile: [8, 8], tiles: [2, 2] }));
    assert.deepEqual([guesses.ground, guesses.empty], [undefined, undefined]);
    assert.deepEqual([guesses.invert.value, guesses.tile.open], [true, false]);
  });

  it('of photographs are not turned over', async () => {
    const photo = sheet({ tile: [32, 32], tiles: [3, 3] }, { draw: (r, c, t) => grey((r * 37 + c * 91 + t * 53 + ((r * c * 7) % 23) * 11) % 256) });
    const { guesses, values } = await read(photo);
    assert.deepEqual([guesses.invert.value, values.length], [false, 96 * 96]);
    assert.equal(values[0], photo.data[0]);
    assert.equal(guesses.tile.open, true, 'nothing in the picture says so');
  });

  it('that were scanned, or of a file that does not keep pixels exactly, have empty tiles with some noise', async () => {
    const noisy = sheet({ tile: [16, 16], tiles: [3, 4], full: 10 });
    for (let i = 0; i < noisy.data.length; i += 4) {
      const value = noisy.data[i] + ((i * 7919) % 13) - 6;
      noisy.data.set([value, value, value], i);
    }
    const head = [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 48, 0, 64, 1, 0, 0, 0];
    const jpeg = await read(noisy, {}, Uint8Array.from(head));
    assert.deepEqual([jpeg.tile, jpeg.count], [[16, 16], 10]);
    const scan = await read(noisy);
    assert.deepEqual([scan.tile, scan.count, scan.guesses.invert.value], [[16, 16], 10, true]);
  });

  it('of faint ink become intensities of their own range', async () => {
    const faint = await read(sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(2), paper: grey(0) }));
    const { real, maximum } = suggest(faint);
    assert.deepEqual([real, maximum], [false, 2]);
    assert.equal(inlineData(faint).maximum, 2);
    const usual = await read(sheet({ tile: [8, 8], tiles: [4, 5] }, { ink: grey(200), paper: grey(0) }));
    assert.equal(suggest(usual).maximum, 255);
  });

  it('whose blank lines may belong to the tiles are asked about, and others are not', async () => {
    const open = async (/** @type {Plan} */ plan, edge = 0) => (await read(sheet(plan, { edge }))).guesses.tile.open;
    assert.equal(await open({ tile: [8, 8], tiles: [6, 6], gap: [5, 5], margin: [2, 2] }), true);
    assert.equal(await open({ tile: [28, 28], tiles: [4, 5], gap: [4, 4], margin: [1, 1] }, 3), true);
    assert.equal(await open({ tile: [9, 9], tiles: [2, 2] }, 1), true, 'two tiles of an unusual side');
    assert.equal(await open({ tile: [28, 28], tiles: [4, 5] }, 3), false);
    assert.equal(await open({ tile: [28, 28], tiles: [4, 5], gap: [2, 2], margin: [2, 2] }, 3), false, 'as grids of pictures are made');
    assert.equal(await open({ tile: [28, 28], tiles: [4, 5], gap: [5, 5], margin: [2, 2], line: grey(100) }, 3), false, 'lines of another grey');
  });

  it('of one grey are read and say so', async () => {
    const { count, notes, guesses } = await read(sheet({ tile: [8, 8], tiles: [2, 2] }, { ink: grey(255) }));
    assert.ok(count >= 1 && notes.some((note) => note.includes('same grey')));
    assert.equal(guesses.tile.open, true);
  });

  const square = sheet({ tile: [8, 8], tiles: [2, 4] });
  /** @type {[string, Pixels, object, (string | RegExp)[]][]} */
  const refused = [
    ['a tile that does not divide the sheet', square, { tile: [5, 8] }, ['16 rows and 32 columns', '5 x 8', 'gap']],
    ['a tile of no rows', square, { tile: [0, 8] }, ['0 x 8', 'tile']],
    ['a tile of half a pixel', square, { tile: [7.5, 8] }, ['7.5 x 8']],
    ['a tile with one side', square, { tile: [8] }, ['8', 'two whole numbers']],
    ['a tile that is a text', square, { tile: 'big' }, ['big', 'two whole numbers']],
    ['a tile larger than the sheet', square, { tile: [64, 64] }, ['64 x 64']],
    ['a tile of more values than are taken', sheet({ tile: [80, 80], tiles: [1, 1] }), { tile: [80, 80] }, ['6,400 values', '4,096']],
    ['gaps that leave no tile', square, { tile: [8, 8], gap: [1, 1], margin: [40, 40] }, ['do not fit']],
    ['gaps below zero', square, { tile: [8, 8], gap: [-1, 0] }, ['gap', '-1 x 0']],
    ['gaps without tiles', square, { gap: [7, 7] }, ['tile']],
    ['a ground that is none', square, { ground: 'green' }, ['ground', '"white" or "black"']],
    ['empty tiles that are neither', square, { empty: 'burnt' }, ['"left out" or "kept"']],
    ['dark or bright', square, { invert: 'yes' }, ['invert', 'true or false']],
    ['nothing but transparent pixels', sheet({ tile: [8, 8], tiles: [2, 2] }, { ink: clear, paper: clear }), {}, ['transparent']],
    ['fewer pixels than its sides say', { width: 8, height: 8, data: new Uint8ClampedArray(16) }, {}, ['not decoded']],
    ['sides that are none', /** @type {any} */ ({ width: NaN, height: 8, data: [] }), {}, ['not decoded']],
    ['no pixels', /** @type {any} */ (null), {}, ['not decoded']],
    ['sides that no tile fits', sheet({ tile: [71, 67], tiles: [1, 1] }, { draw: (r, c) => grey((r * 31 + c * 17) % 256) }), {}, ["can't be guessed", '67 x 71']],
  ];
  for (const [what, pixels, options, words] of refused) {
    it(`are refused with ${what}`, () => assert.rejects(read(pixels, options, png(8, 8)), says(...words)));
  }

  it('are cut in bounded time, whatever they show', async () => {
    const sides = [1024, 2048];
    const blank = { width: sides[1], height: sides[0], data: new Uint8ClampedArray(4 * sides[0] * sides[1]).fill(255) };
    blank.data.set([0, 0, 0], 4 * 513 * 2048);
    const { count } = await read(blank, {}, png(2048, 1024));
    assert.ok(count >= 1);
  });

  it('with labels in a text beside them have those', async () => {
    const pixels = sheet({ tile: [8, 8], tiles: [1, 3] });
    const files = [{ name: 'sheet.gif', bytes: joined('GIF89a\x18\0\x08\0\0\0\0,\0\0\0\0\x18\0\x08\0\0\x02\0;') }, { name: 'labels.txt', bytes: bytesOf('x\ny\nx') }];
    const { labels, classes } = await readTable(files, { decode: async () => pixels });
    assert.deepEqual([[...(labels ?? [])], classes], [[0, 1, 0], ['x', 'y']]);
    await assert.rejects(readTable({ name: 'a.gif', bytes: latin('GIF89a\x18\0\x08\0\0\0\0;') }), says('no size'));
  });
});
