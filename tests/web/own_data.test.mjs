// @ts-check
// Own data: what every reader makes of good files, what it says of bad ones, and what becomes of a table.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { bytesOf, idx, npy, png, says } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { drawnData, inlineData, readTable, suggest } = await fromSite('own-data/read.js');
/** @type {typeof import('../../web/own-data/picture.js')} */
const { sizeOfPicture } = await fromSite('own-data/picture.js');

const csv = (/** @type {string} */ text, /** @type {object} */ options = {}) =>
  readTable({ name: 'table.csv', bytes: bytesOf(text) }, options);

describe('CSV', () => {
  it('reads names, numbers, a column of labels and what is missing', async () => {
    const table = await csv('length,width,species\n5.1,3.5,setosa\n4.9,NA,setosa\n6.3,2.5,virginica\n');
    assert.deepEqual([table.count, table.shape, table.names], [3, [2], ['length', 'width']]);
    assert.deepEqual([...table.values], [5.1, 3.5, 4.9, NaN, 6.3, 2.5].map(Math.fround));
    assert.deepEqual([[.../** @type {Int16Array} */ (table.labels)], table.classes, table.label], [[0, 0, 1], ['setosa', 'virginica'], 'species']);
    assert.ok(table.notes.some((note) => note.includes('1 of 6 values are missing')));
  });

  it('takes labels from the column that is chosen, or from none', async () => {
    const text = 'a,b,species\n1,0,x\n2,1,y\n3,1,x\n';
    const other = await csv(text, { label: 'b' });
    assert.deepEqual([other.label, other.names, other.classes], ['b', ['a'], ['0', '1']]);
    assert.ok(other.notes.some((note) => /"species" holds text; it was left out/.test(note)));
    const none = await csv(text, { label: null });
    assert.deepEqual([none.labels, none.shape], [null, [2]]);
    assert.deepEqual(
      none.columns.map(({ name, kind, as }) => [name, kind, as]),
      [
        ['a', 'number', 'value'],
        ['b', 'number', 'value'],
        ['species', 'text', 'left out'],
      ],
    );
    await assert.rejects(csv(text, { label: 'c' }), says('no column "c"', '"species"'));
  });

  it('reads semicolons with decimal commas, tabs, quotes, blank lines, a mark of byte order, old Windows text', async () => {
    assert.deepEqual([...(await csv('x;y\r\n0,5;1\r\n-1,25;2e1\r\n')).values], [0.5, 1, -1.25, 20]);
    assert.deepEqual([...(await csv('1\t2\n\n3\t4\n\n')).values], [1, 2, 3, 4]);
    assert.deepEqual((await csv('\ufeff"a, b",c\n"1",2\n')).names, ['a, b', 'c']);
    const old = await readTable({ name: 'x.csv', bytes: Uint8Array.from([0xe4, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32]) });
    assert.deepEqual(old.names, ['\u00e4', 'b']);
  });

  it('tells a first line of numbers from a line of names', async () => {
    const plain = await csv('1,2\n3,4\n');
    assert.deepEqual([plain.count, plain.names], [2, []]);
    assert.equal((await csv('7\n')).count, 1);
  });

  it('sees pictures in rows of pixels with a label, and what the file itself holds out', async () => {
    const row = (/** @type {number} */ label) => [label, ...Array.from({ length: 16 }, (_, i) => (i * label) % 256)].join();
    const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join();
    const table = await csv([header, row(3), row(19), row(3)].join('\n'));
    assert.deepEqual([table.label, table.classes], ['label', ['3', '19']]);
    assert.deepEqual(suggest(table), { real: false, maximum: 255, shape: [4, 4], heldOut: 0 });
    const split = await csv('x,y,set\n1,2,train\n3,4,test\n5,6,train\n');
    assert.deepEqual([.../** @type {Uint8Array} */ (split.held)], [0, 1, 0]);
    const data = inlineData(split);
    assert.deepEqual(floats(data.floats), [1, 2, 5, 6]);
    assert.deepEqual(floats(data.test), [3, 4]);
  });

  /** @type {[string, string, (string | RegExp)[]][]} */
  const bad = [
    ['nothing', '', ['empty']],
    ['blanks', ' \n\n \n', ['no row']],
    ['rows of two lengths', 'a,b\n1,2\n3,4,5\n', ['Line 3 has 3 cells', 'line 1 has 2']],
    ['an open quotation mark', 'a,b\n1,"2\n3,4\n', ['Line 2', 'quotation mark']],
    ['text alone', 'name,place\nx,y\nz,w\n', ['"name" holds text, "place" holds text']],
    ['values that no float holds', 'a\n1e99\n2e99\n', ['"a" holds numbers too large to be held']],
    ['a wide row', `${new Array(5000).fill('1').join()}\n`, ['5,000 cells', '4,096']],
    ['bytes of some program', 'MZ\0\0\x01\x02', ['a program for Windows', 'CSV, NPY, NPZ, IDX']],
  ];
  for (const [what, text, words] of bad) it(`refuses ${what}`, () => assert.rejects(csv(text), says(...words)));

  it('refuses a row too many, long before the end of the file', async () => {
    await assert.rejects(csv('1\n'.repeat(150_000)), says('more than 100,000 rows'));
    await assert.rejects(csv(`${new Array(1000).fill('1').join()}\n`.repeat(9000)), says(/8,388,608 cells/));
  });

  it('shows a hostile name short and on one line', async () => {
    const bytes = bytesOf('a\n\u202eb');
    await assert.rejects(readTable({ name: `${'x'.repeat(300)}\n\u202e<b>`, bytes }), says('xxx...'));
  });
});

describe('NPY', () => {
  const numbers = [0, 1, 2, 3, 4, 5];
  /** @type {[string, ArrayBufferView][]} */
  const kinds = [
    ['<f4', Float32Array.from(numbers)],
    ['<f8', Float64Array.from(numbers)],
    ['|u1', Uint8Array.from(numbers)],
    ['|i1', Int8Array.from(numbers)],
    ['<i2', Int16Array.from(numbers)],
    ['<u4', Uint32Array.from(numbers)],
    ['<i8', BigInt64Array.from(numbers.map(BigInt))],
    ['<f2', Uint16Array.from([0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500])],
  ];
  for (const [descr, array] of kinds) {
    it(`reads ${descr}`, async () => {
      const table = await readTable({ name: 'a.npy', bytes: npy(descr, '(3, 2)', array) });
      assert.deepEqual([table.count, table.shape, [...table.values]], [3, [2], numbers]);
    });
  }

  it('reads big-endian numbers, booleans, one axis, three axes, and later versions', async () => {
    const big = Buffer.alloc(8);
    big.writeFloatBE(1.5, 0);
    big.writeFloatBE(-2, 4);
    const one = await readTable({ name: 'a.npy', bytes: npy('>f4', '(2,)', new Uint8Array(big)) });
    assert.deepEqual([one.count, one.shape, [...one.values]], [2, [1], [1.5, -2]]);
    const bools = await readTable({ name: 'a.npy', bytes: npy('|b1', '(1, 3)', Uint8Array.of(1, 0, 1), { version: 2 }) });
    assert.deepEqual([...bools.values], [1, 0, 1]);
    const three = await readTable({ name: 'a.npy', bytes: npy('|u1', '(1, 2, 3)', Uint8Array.from(numbers), { version: 3 }) });
    assert.deepEqual([three.count, three.shape], [1, [2, 3]]);
  });

  it("reads Fortran's order as the same array", async () => {
    // A[i, r, c] = 100 i + 10 r + c, first axis fastest.
    const shape = [2, 3, 4];
    const fortran = [];
    for (let c = 0; c < 4; ++c) for (let r = 0; r < 3; ++r) for (let i = 0; i < 2; ++i) fortran.push(100 * i + 10 * r + c);
    const bytes = npy('<i4', `(${shape})`, Int32Array.from(fortran), { fortran: true });
    const { values } = await readTable({ name: 'a.npy', bytes });
    const expected = [];
    for (let i = 0; i < 2; ++i) for (let r = 0; r < 3; ++r) for (let c = 0; c < 4; ++c) expected.push(100 * i + 10 * r + c);
    assert.deepEqual([...values], expected);
  });

  it('keeps NaN as missing and refuses infinity', async () => {
    const { values } = await readTable({ name: 'a.npy', bytes: npy('<f4', '(1, 2)', Float32Array.of(NaN, 1)) });
    assert.deepEqual([...values], [NaN, 1]);
    const bytes = npy('<f4', '(1, 2)', Float32Array.of(0, Infinity));
    await assert.rejects(readTable({ name: 'a.npy', bytes }), says('Value 2 of example 1'));
  });

  const ok = Float32Array.of(1, 2);
  /** @type {[string, Uint8Array, (string | RegExp)[]][]} */
  const bad = [
    ['a file cut short', npy('<f4', '(1, 2)', ok).slice(0, -3), ['cut short']],
    ['a file that ends in its header', npy('<f4', '(1, 2)', ok).slice(0, 30), ['inside its header']],
    ['a file of eight bytes', npy('<f4', '(1, 2)', ok).slice(0, 8), ['ends inside']],
    ['objects', npy('|O', '(1, 2)', ok), ['Python objects', '"|O"', 'astype(float)']],
    ['records', npy("[('a', '<f4'), ('b', '<f4')]", '(1, 2)', ok), [/type|shape|read/]],
    ['complex numbers', npy('<c8', '(1,)', ok), ['complex numbers', 'c8', 'real part']],
    ['four axes', npy('<f4', '(2, 5, 6, 7)', ok), ['4 axes', '2 x 5 x 6 x 7']],
    ['no axis', npy('<f4', '()', ok), ['without an axis']],
    ['a shape that would fill the memory', npy('<f4', '(99999, 99999)', ok), ['99,999 values', '4,096']],
    ['a shape beyond all numbers', npy('<f4', `(${'9'.repeat(400)}, 1)`, ok), [/at most 100,000/]],
    ['no examples', npy('<f4', '(0, 2)', new Float32Array()), ['no example']],
    ['a version to come', npy('<f4', '(1, 2)', ok).map((byte, i) => (i === 6 ? 9 : byte)), ['version 9']],
  ];
  for (const [what, bytes, words] of bad)
    it(`refuses ${what}`, () => assert.rejects(readTable({ name: 'a.npy', bytes }), says(...words)));
});

describe('IDX', () => {
  const images = idx(8, [3, 2, 2], [0, 255, 0, 255, 1, 2, 3, 4, 9, 9, 9, 9]);
  const labels = idx(8, [3], [7, 0, 7]);

  it('reads pictures, packed or not, and the labels beside them', async () => {
    for (const bytes of [images, new Uint8Array(gzipSync(images))]) {
      const table = await readTable([
        { name: 'train-images.idx', bytes },
        { name: 'train-labels.idx', bytes: labels },
      ]);
      assert.deepEqual([table.count, table.shape], [3, [2, 2]]);
      assert.deepEqual([...(table.labels ?? [])], [1, 0, 1]);
      assert.deepEqual(table.classes, ['0', '7'], 'the labels that occur');
      assert.deepEqual(suggest(table), { real: false, maximum: 255, shape: [2, 2], heldOut: 0 });
    }
  });

  it('reads numbers of other types', async () => {
    const float = Buffer.alloc(4);
    float.writeFloatBE(0.25);
    assert.deepEqual([...(await readTable({ name: 'a', bytes: idx(0x0d, [1, 1], [...float]) })).values], [0.25]);
    assert.deepEqual([...(await readTable({ name: 'a', bytes: idx(0x0b, [1, 1], [0xff, 0xfe]) })).values], [-2]);
  });

  it('puts four files together, by their names', async () => {
    const table = await readTable([
      { name: 't10k-labels-idx1-ubyte', bytes: idx(8, [1], [7]) },
      { name: 'train-images-idx3-ubyte', bytes: images },
      { name: 't10k-images-idx3-ubyte', bytes: idx(8, [1, 2, 2], [5, 6, 7, 8]) },
      { name: 'train-labels-idx1-ubyte', bytes: labels },
    ]);
    const data = inlineData(table);
    assert.deepEqual([data.labels, data.testLabels, data.classes], [[1, 0, 1], [1], ['0', '7']]);
    assert.deepEqual([...Buffer.from(String(data.test), 'base64')], [5, 6, 7, 8]);
  });

  /** @type {[string, { name: string, bytes: Uint8Array }[], (string | RegExp)[]][]} */
  const bad = [
    ['labels alone', [{ name: 'l', bytes: labels }], ['labels', 'examples too']],
    ['labels for other examples', [{ name: 'i', bytes: images }, { name: 'l', bytes: idx(8, [2], [1, 1]) }], ['3 examples', '2']],
    ['two sets', [{ name: 'a', bytes: images }, { name: 'b', bytes: images }], ['roles of these']],
    ['a file cut short', [{ name: 'i', bytes: images.slice(0, -1) }], ['cut short']],
    ['a file with more than it says', [{ name: 'i', bytes: Uint8Array.from([...images, 1]) }], ['damaged']],
    ['sizes that would fill the memory', [{ name: 'i', bytes: idx(8, [60000, 4000, 4000], []) }], ['16,000,000 values']],
    ['test pictures of another size', [{ name: 'train', bytes: images }, { name: 'test', bytes: idx(8, [1, 3, 2], [1, 2, 3, 4, 5, 6]) }], ['2 x 2', '3 x 2']],
  ];
  for (const [what, files, words] of bad) it(`refuses ${what}`, () => assert.rejects(readTable(files), says(...words)));

  it('refuses a small file that unpacks to a mountain', async () => {
    const bytes = new Uint8Array(gzipSync(Buffer.alloc(80 * 1024 * 1024)));
    assert.ok(bytes.length < 100_000);
    await assert.rejects(readTable({ name: 'bomb.gz', bytes }), says('Unpacked', '64 MB'));
    await assert.rejects(readTable({ name: 'cut.gz', bytes: bytes.slice(0, 1000) }), says('unpack'));
  });
});

describe('sheets of pictures', () => {
  /** Tiles of ink with a clean edge, on paper. @param {{ tile: number, across: number, down: number, empty?: number, paper?: number, ink?: number }} how */
  function sheet({ tile, across, down, empty = 0, paper = 255, ink = 0 }) {
    const [width, height] = [tile * across, tile * down];
    const data = new Uint8ClampedArray(4 * width * height);
    for (let y = 0; y < height; ++y) {
      for (let x = 0; x < width; ++x) {
        const t = Math.floor(y / tile) * across + Math.floor(x / tile);
        const [r, c] = [y % tile, x % tile];
        const drawn = t < across * down - empty && r > 0 && c > 0 && r < tile - 1 && c < tile - 1 && (r * 7 + c * 3 + t) % 5 < 3;
        data.set([drawn ? ink : paper, drawn ? ink : paper, drawn ? ink : paper, 255], 4 * (y * width + x));
      }
    }
    return { width, height, data };
  }
  /** @param {ReturnType<typeof sheet>} pixels @param {object} [options] */
  const read = (pixels, options = {}) =>
    readTable({ name: 'sheet.png', bytes: png(pixels.width, pixels.height) }, { decode: async () => pixels, ...options });

  for (const tile of [8, 16, 28]) {
    it(`guesses tiles of ${tile} pixels by their clean edges, turns dark on bright, and drops empty ones`, async () => {
      const table = await read(sheet({ tile, across: 6, down: 4, empty: 2 }));
      assert.deepEqual([table.tile, table.count], [[tile, tile], 22]);
      assert.equal(table.values[0], 0, 'paper is low');
      assert.equal(Math.max(...table.values), 255);
      assert.deepEqual(suggest(table).real, false);
    });
  }

  it('cuts by the tiles that are asked for, bright on dark as it is', async () => {
    const table = await read(sheet({ tile: 8, across: 4, down: 2, paper: 10, ink: 200 }), { tile: [4, 16] });
    assert.deepEqual([table.shape, table.count], [[4, 16], 8]);
    assert.deepEqual(new Set(table.values), new Set([10, 200]));
    await assert.rejects(read(sheet({ tile: 8, across: 4, down: 2 }), { tile: [5, 8] }), says('16 rows and 32 columns', '5 x 8'));
    await assert.rejects(read(sheet({ tile: 8, across: 4, down: 2 }), { tile: [0, 8] }), says('0 x 8'));
  });

  it('refuses, before anything is decoded, what would be a wall of pixels', async () => {
    let decoded = 0;
    const decode = async () => (++decoded, sheet({ tile: 8, across: 1, down: 1 }));
    await assert.rejects(readTable({ name: 'wall.png', bytes: png(100_000, 100_000) }, { decode }), says('100,000 x 100,000'));
    await assert.rejects(readTable({ name: 'none.png', bytes: png(0, 8) }, { decode }), says('no size'));
    await assert.rejects(readTable({ name: 'cut.png', bytes: png(8, 8).slice(0, 12) }, { decode }), says('damaged'));
    assert.equal(decoded, 0);
  });

  it('finds the size of a JPEG behind its other segments', () => {
    const head = [0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xc4, 0, 4, 9, 9];
    const { width, height } = sizeOfPicture('jpeg', Uint8Array.from([...head, 0xff, 0xc2, 0, 11, 8, 0, 40, 0, 30, 1, 0, 0, 0]));
    assert.deepEqual([width, height], [30, 40]);
    assert.throws(() => sizeOfPicture('jpeg', Uint8Array.from([...head, 1, 2, 3])), says('damaged'));
  });

  it('wants a browser for decoding', () => assert.rejects(readTable({ name: 'a.png', bytes: png(8, 8) }), says('browser')));
});

/** What base64 text holds as floats. @param {unknown} text */
function floats(text) {
  const bytes = new Uint8Array(Buffer.from(String(text), 'base64'));
  return [...new Float32Array(bytes.buffer)];
}

describe('a table as data', () => {
  it('holds out a fifth of every class', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `${n},${n < 10 ? 'a' : 'b'}`);
    const data = inlineData(await csv(['value,label', ...rows].join('\n')));
    assert.deepEqual(floats(data.test).length, 4);
    assert.deepEqual(data.testLabels, [0, 0, 1, 1]);
    assert.equal(floats(data.floats).length, 16);
    assert.deepEqual([data.shape, data.real, data.names, data.classes], [[1], true, ['value'], ['a', 'b']]);
    assert.equal(inlineData(await csv(rows.join('\n')), { heldOut: 0 }).test, undefined);
    assert.equal(floats(inlineData(await csv(rows.join('\n')), { heldOut: 0.5 }).test).length, 10);
  });

  it('carries names no longer than the core takes them', async () => {
    const table = await readTable({ name: `${'\u00e9'.repeat(60)}.csv`, bytes: bytesOf(`${'\u{1f600}'.repeat(30)},b\n1,5\n2,9\n`) });
    const { title, names } = inlineData(table);
    assert.deepEqual([title, names], ['\u00e9'.repeat(40), ['\u{1f600}'.repeat(10), 'b']]);
  });

  it('takes zeros and ones for intensities, and keeps numbers as they are', async () => {
    const binary = await csv('0,1,1\n1,0,1\n');
    assert.deepEqual(inlineData(binary), { shape: [3], real: false, title: 'table.csv', bytes: 'AAEBAQAB', maximum: 1 });
    const numbers = await csv('0.5,-3\n,2\n');
    assert.deepEqual(floats(inlineData(numbers).floats), [0.5, -3, NaN, 2]);
  });

  /** @type {[string, object, (string | RegExp)[]][]} */
  const bad = [
    ['a shape that does not fit', { shape: [3, 3] }, ['3 x 3', '2 values']],
    ['a share that is none', { heldOut: 2 }, ['2', '0.9']],
    ['intensities below zero', { real: false, maximum: 5 }, ['from 0 to 5', '-3']],
    ['a maximum that is none', { real: false, maximum: 0 }, ['above 0']],
  ];
  for (const [what, choices, words] of bad) {
    it(`refuses ${what}`, async () => {
      const table = await csv('0.5,-3\n4,2\n');
      assert.throws(() => inlineData(table, choices), says(...words));
    });
  }

  it('refuses missing intensities, and numbers beyond a million', async () => {
    const missing = await csv('1,\n0,1\n');
    assert.throws(() => inlineData(missing, { real: false }), says('missing'));
    const bytes = npy('<f4', '(2, 2)', Float32Array.of(1, 2e6, 0, 1));
    const large = await readTable({ name: 'a.npy', bytes });
    assert.throws(() => inlineData(large), says('Value 2 of example 1 is 2000000', 'million'));
    const named = await csv('a,b\n1,2e6\n0,1\n', { understood: { columns: { b: { as: 'number' } } } });
    assert.throws(() => inlineData(named), says('"b" of example 1 is 2000000'));
  });

  it('is quick with as many numbers as are taken', async () => {
    const bytes = npy('|u1', '(10000, 28, 28)', new Uint8Array(7_840_000).fill(7));
    const data = inlineData(await readTable({ name: 'large.npy', bytes }));
    assert.equal(String(data.bytes).length, 4 * Math.ceil((8000 * 784) / 3));
  });

  it('is made of drawn points too', () => {
    assert.deepEqual(floats(drawnData([0, 1, 0.5, -2]).floats), [0, 1, 0.5, -2]);
    assert.throws(() => drawnData([1, 2]), says('two points'));
    assert.throws(() => drawnData(new Array(50_000).fill(0)), says('20,000'));
    assert.throws(() => drawnData([1, NaN, 2, 3]), /finite/);
  });
});
