// @ts-check
// Arrays of NumPy and IDX as programs write them, and labels in a file of their own: a table of headers, types, axes and
// sets of files, each with the right values and the kind of program that it is from.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { bytesOf, idx, latin, npy, npyWith, png, says, zip } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable, suggest } = await fromSite('own-data/read.js');

const read = (/** @type {Uint8Array} */ bytes, /** @type {object} */ options = {}) => readTable({ name: 'a.npy', bytes }, options);
const six = Float32Array.of(0, 1, 2, 3, 4, 5);
const header = (/** @type {string} */ text) => npyWith(text, six);

/** Headers that mean [[0, 1], [2, 3], [4, 5]]. @type {[string, Uint8Array][]} */
const headers = [
  ['NumPy', header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }            \n")],
  ['NumPy of Python 2', header("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 2L), }\n")],
  ['NumPy of Python 2, with texts of letters', header("{u'descr': u'<f4', u'fortran_order': False, u'shape': (3l, 2l)}\n")],
  ['a writer with double quotation marks', header('{"descr": "<f4", "fortran_order": False, "shape": (3, 2)}\n')],
  ['a writer in another order', header("{'shape': (3, 2), 'fortran_order': False, 'descr': '<f4'}")],
  ['a writer without blanks', header("{'descr':'<f4','fortran_order':False,'shape':(3,2)}\n")],
  ['a writer with blanks and ends of lines', header("{ 'descr' : '<f4' ,\n  'fortran_order' : False ,\n  'shape' : ( 3 , 2 , ) }\n\n")],
  ['a writer with a list', header("{'descr': '<f4', 'fortran_order': False, 'shape': [3, 2]}\n")],
  ['a writer with native order', header("{'descr': '=f4', 'fortran_order': False, 'shape': (3, 2)}\n")],
  ['a writer without order', header("{'descr': 'f4', 'fortran_order': False, 'shape': (3, 2)}\n")],
  ['a writer with names of types', header("{'descr': 'float32', 'fortran_order': False, 'shape': (3, 2)}\n")],
  ['a writer that fills with zeros', header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)}\0\0\0\0")],
  ['a writer with more entries', header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), 'note': None}\n")],
  ['NumPy, version 2', npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }\n", six, 2)],
  ['NumPy, version 3', npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }\n", six, 3)],
  ["Fortran's order", npy('<f4', '(3, 2)', Float32Array.of(0, 2, 4, 1, 3, 5), { fortran: true })],
];

/** Bytes of numbers, big-endian. @param {number} width @param {(buffer: Buffer, at: number, value: number) => void} write @param {number[]} values */
function big(width, write, values) {
  const buffer = Buffer.alloc(width * values.length);
  for (const [n, value] of values.entries()) write(buffer, n * width, value);
  return new Uint8Array(buffer);
}

/** Types: how NumPy calls it, the bytes, the values. @type {[string, ArrayBufferView, number[]][]} */
const types = [
  ['|b1', Uint8Array.of(1, 0, 2), [1, 0, 1]],
  ['<b1', Uint8Array.of(1, 0, 1), [1, 0, 1]],
  ['?', Uint8Array.of(1, 0, 1), [1, 0, 1]],
  ['|u1', Uint8Array.of(0, 200, 255), [0, 200, 255]],
  ['B', Uint8Array.of(0, 200, 255), [0, 200, 255]],
  ['|i1', Int8Array.of(-128, 0, 127), [-128, 0, 127]],
  ['<u2', Uint16Array.of(0, 65535), [0, 65535]],
  ['<i2', Int16Array.of(-32768, 32767), [-32768, 32767]],
  ['<u4', Uint32Array.of(0, 4294967295), [0, 4294967296]],
  ['<i4', Int32Array.of(-2147483648, 7), [-2147483648, 7]],
  ['<u8', BigUint64Array.of(0n, 18446744073709551615n), [0, 2 ** 64]],
  ['<i8', BigInt64Array.of(-5n, 9007199254740993n), [-5, 2 ** 53]],
  ['<f2', Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000), [1, -2, 65504, 2 ** -24, -0]],
  ['<f4', Float32Array.of(0.1, -1e-30), [0.1, -1e-30].map(Math.fround)],
  ['<f8', Float64Array.of(0.1, 1e30), [0.1, 1e30].map(Math.fround)],
  ['>i2', big(2, (buffer, at, value) => buffer.writeInt16BE(value, at), [-300, 300]), [-300, 300]],
  ['>u4', big(4, (buffer, at, value) => buffer.writeUInt32BE(value, at), [1, 70000]), [1, 70000]],
  ['>i8', big(8, (buffer, at, value) => buffer.writeBigInt64BE(BigInt(value), at), [-1, 70000]), [-1, 70000]],
  ['>f2', Uint8Array.of(0x3c, 0, 0xc0, 0), [1, -2]],
  ['>f8', big(8, (buffer, at, value) => buffer.writeDoubleBE(value, at), [0.5, -0.25]), [0.5, -0.25]],
];

/** Axes: the shape in the file, the number of examples, the shape of one. @type {[string, number, number[]][]} */
const axes = [
  ['(6,)', 6, [1]],
  ['6', 6, [1]],
  ['(6, 1)', 6, [1]],
  ['(1, 6)', 1, [6]],
  ['(2, 1, 3)', 2, [3]],
  ['(2, 3, 1)', 2, [3]],
  ['(1, 2, 3)', 1, [2, 3]],
  ['(1, 1, 2, 3)', 1, [2, 3]],
  ['(3, 1, 1, 2)', 3, [2]],
  ['(1, 1, 6, 1)', 1, [6]],
  ['(6, 1, 1, 1)', 6, [1]],
  ['(1, 1, 1, 2, 3, 1)', 1, [2, 3]],
];

describe('arrays of NumPy', () => {
  for (const [source, bytes] of headers) {
    it(`are read as they are spelled by ${source}`, async () => {
      const { count, shape, values } = await read(bytes);
      assert.deepEqual([count, shape, [...values]], [3, [2], [0, 1, 2, 3, 4, 5]]);
    });
  }

  for (const [descr, numbers, values] of types) {
    it(`hold numbers of the type ${descr}`, async () => {
      const table = await read(npy(descr, `(1, ${values.length})`, numbers));
      assert.deepEqual([...table.values], values);
    });
  }

  for (const [shape, count, example] of axes) {
    it(`of the shape ${shape} hold ${count} of ${example.join(' x ')}`, async () => {
      const table = await read(npy('<f4', shape, six));
      assert.deepEqual([table.count, table.shape, [...table.values]], [count, example, [0, 1, 2, 3, 4, 5]]);
      const fortran = await read(npy('<f4', shape, six, { fortran: true }));
      assert.deepEqual([fortran.count, fortran.shape], [count, example]);
    });
  }

  it('with four axes, one of them of length 1, hold pictures', async () => {
    const numbers = Uint8Array.from({ length: 5 * 64 }, (_, n) => n % 251);
    for (const shape of ['(5, 1, 8, 8)', '(5, 8, 8, 1)', '(1, 5, 8, 8)', '(5, 8, 1, 8)']) {
      const table = await read(npy('|u1', shape, numbers));
      assert.deepEqual([table.count, table.shape, [...table.values]], [5, [8, 8], [...numbers]], shape);
      assert.ok(table.notes.some((note) => note.includes('length 1')));
    }
    const image = await readTable({ name: 'a', bytes: idx(8, [5, 1, 8, 8], numbers) });
    assert.deepEqual([image.count, image.shape], [5, [8, 8]]);
  });

  it("in Fortran's order with axes of length 1 are the same arrays", async () => {
    // A[i, 0, r, c] = 100 i + 10 r + c, the first axis fastest.
    const fortran = [];
    for (let c = 0; c < 4; ++c) for (let r = 0; r < 3; ++r) for (let i = 0; i < 2; ++i) fortran.push(100 * i + 10 * r + c);
    const { values } = await read(npy('<i4', '(2, 1, 3, 4)', Int32Array.from(fortran), { fortran: true }));
    assert.deepEqual([...values.slice(0, 6)], [0, 1, 2, 3, 10, 11]);
    assert.deepEqual([...values.slice(12, 14)], [100, 101]);
  });

  /** Colours 1, 2, 3 plus ten times the pixel: the luma of Rec. 709 is 0.2126 + 2 * 0.7152 + 3 * 0.0722 plus that. @type {[string, (n: number, c: number, i: number) => number, boolean][]} */
  const colours = [
    ['(2, 5, 4, 3)', (n, c, i) => n * 60 + i * 3 + c, false],
    ['(2, 3, 5, 4)', (n, c, i) => n * 60 + c * 20 + i, false],
    ['(1, 3, 5, 4)', (n, c, i) => n * 60 + c * 20 + i, false],
    ['(2, 3, 5, 4)', (n, c, i) => n + 2 * (c + 3 * (Math.floor(i / 4) + 5 * (i % 4))), true],
  ];
  for (const [shape, place, fortran] of colours) {
    it(`of three colours become grey and say so: ${shape}${fortran ? " in Fortran's order" : ''}`, async () => {
      const count = Number(shape[1]);
      const numbers = new Float32Array(count * 60);
      for (let n = 0; n < count; ++n) for (let c = 0; c < 3; ++c) for (let i = 0; i < 20; ++i) numbers[place(n, c, i)] = c + 1 + 10 * (20 * n + i);
      const table = await read(npy('<f4', shape, numbers, { fortran }));
      assert.deepEqual([table.count, table.shape], [count, [5, 4]]);
      table.values.forEach((value, at) => assert.ok(Math.abs(value - (0.2126 + 2 * 0.7152 + 3 * 0.0722 + 10 * at)) < 1e-3, `${at}: ${value}`));
      assert.match(table.notes.join(' '), /three colours, which became one grey/);
    });
  }

  const ok = Float32Array.of(1, 2);
  /** @type {[string, Uint8Array, (string | RegExp)[]][]} */
  const refused = [
    ['colours with alpha', npy('|u1', '(5, 8, 8, 4)', new Uint8Array(1280)), ['5 pictures of 8 x 8 pixels with 4 values each', 'last axis']],
    ['colours with alpha of PyTorch', npy('|u1', '(5, 4, 8, 8)', new Uint8Array(1280)), ['5 pictures of 8 x 8 pixels with 4 values each', 'second axis']],
    ['five axes', npy('|u1', '(2, 2, 2, 2, 2)', new Uint8Array(32)), ['5 axes', '2 x 2 x 2 x 2 x 2']],
    ['sixty axes', npy('|u1', `(${'1, '.repeat(55)}2, 2, 2, 2, 2)`, new Uint8Array(32)), ['5 axes']],
    ['a hundred axes', npy('|u1', `(${'1, '.repeat(100)})`, new Uint8Array(1)), ['at most 64']],
    ['a single number', npy('<f8', '()', Float64Array.of(1)), ['single number', 'without an axis']],
    ['complex numbers', npy('<c16', '(1,)', new Float64Array(2)), ['complex numbers', 'real part']],
    ['complex numbers by name', npy('complex64', '(1,)', ok), ['complex64']],
    ['Python objects', npy('|O', '(2,)', latin('\x80\x04.')), ['Python objects', 'pickle', 'astype']],
    ['records', npy("[('a', '<f4'), ('b', '<i2')]", '(2,)', new Uint8Array(12)), ['records', 'one array']],
    ['records with titles', npyWith("{'descr': [(('long', 'a'), '<f4', (2,))], 'fortran_order': False, 'shape': (1,)}", ok), ['records']],
    ['bytes without a type', npy('|V2', '(2,)', new Uint8Array(4)), ['bytes without a type']],
    ['dates', npy('<M8[D]', '(2,)', new BigInt64Array(2)), ['dates']],
    ['spans of time', npy('<m8[ns]', '(2,)', new BigInt64Array(2)), ['spans of time']],
    ['wide floats', npy('<f16', '(1,)', new Uint8Array(16)), ['floats of a width', 'float64']],
    ['numbers of a width that there is not', npy('<i3', '(1,)', new Uint8Array(3)), ['type', '<i3']],
    ['a type with a hostile name', npy('__proto__', '(1,)', ok), ['type']],
    ['a tower of texts', npy('<U3', '(2, 2)', new Uint8Array(48)), ['texts', 'one text per example']],
    ['texts as long as books', npy('<U99999', '(1,)', new Uint8Array(8)), ['99,999 characters']],
    ['several arrays in one file', Buffer.concat([npy('<f4', '(2,)', ok), npy('<f4', '(2,)', ok)]), ['more than one array']],
    ['a header that is a program', npyWith("{'descr': open('x'), 'fortran_order': False, 'shape': (1,)}", ok), ['dictionary']],
    ['a header with an end missing', npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1,", ok), ['dictionary']],
    ['a header as deep as a well', npyWith(`${'('.repeat(5000)}1${')'.repeat(5000)}`, ok), ['dictionary']],
    ['a header that is a number', npyWith('7', ok), ['no shape']],
    ['an order that is none', npyWith("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,)}", ok), ['order']],
    ['negative lengths', npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", ok), ['shape']],
    ['lengths that are texts', npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': ('2',)}", ok), ['shape']],
    ['a header longer than any', npyWith(' '.repeat(70_000), ok, 2), ['70,000 bytes', '65,536']],
    ['a header that lies about its length', npyWith("{'descr': '<f4'}", ok, 2).map((byte, i) => (i === 11 ? 0xff : byte)), ['damaged']],
    ['lengths whose product no number holds', npy('|u1', `(0, ${'9'.repeat(400)})`, new Uint8Array(0)), [/no example|no values/]],
  ];
  for (const [what, bytes, words] of refused) it(`are refused: ${what}`, () => assert.rejects(read(new Uint8Array(bytes)), says(...words)));

  it('of the file of a version with its mark, and of any length cut short, end in a sentence', async () => {
    const whole = npy('<f8', '(4, 2)', new Float64Array(8));
    for (let length = 0; length < whole.length; ++length) await assert.rejects(read(whole.slice(0, length)), says());
  });
});

describe('labels in a file of their own', () => {
  const table = bytesOf('a,b\n1,2\n3,4\n5,6\n');
  const array = npy('<f4', '(3, 2)', six);
  const images = idx(8, [3, 2, 2], [0, 255, 0, 255, 1, 2, 3, 4, 9, 9, 9, 9]);
  const utf32 = (/** @type {string[]} */ words, /** @type {number} */ width) =>
    Uint32Array.from(words.flatMap((word) => Array.from({ length: width }, (_, i) => word.charCodeAt(i) || 0)));

  /**
   * Labels for three examples: where they come from, the file, the label of each, and the classes.
   * @type {[string, Uint8Array, number[], string[]][]}
   */
  const good = [
    ['IDX', idx(8, [3], [7, 0, 7]), [1, 0, 1], ['0', '7']],
    ['IDX, packed', new Uint8Array(gzipSync(idx(8, [3], [3, 8, 3]))), [0, 1, 0], ['3', '8']],
    ['NumPy, whole numbers', npy('<i8', '(3,)', BigInt64Array.of(3n, 8n, 3n)), [0, 1, 0], ['3', '8']],
    ['NumPy, a column', npy('<i4', '(3, 1)', Int32Array.of(2, 1, 2)), [1, 0, 1], ['1', '2']],
    ['NumPy, a row', npy('<i4', '(3, 1, 1)', Int32Array.of(2, 1, 2)), [1, 0, 1], ['1', '2']],
    ['NumPy, floats that are whole', npy('<f8', '(3,)', Float64Array.of(0, 2, 0)), [0, 1, 0], ['0', '2']],
    ['NumPy, floats with NaN', npy('<f4', '(3,)', Float32Array.of(0, NaN, 2)), [0, -1, 1], ['0', '2']],
    ['NumPy, booleans', npy('|b1', '(3,)', Uint8Array.of(1, 0, 1)), [1, 0, 1], ['0', '1']],
    ['NumPy, numbers beyond 2^53', npy('<i8', '(3,)', BigInt64Array.of(9007199254740993n, 9007199254740992n, 9007199254740993n)), [1, 0, 1], ['9007199254740992', '9007199254740993']],
    ['NumPy, numbers beyond single precision', npy('<i4', '(3,)', Int32Array.of(16777217, 16777216, 16777217)), [1, 0, 1], ['16777216', '16777217']],
    ['NumPy, -1 and 1', npy('|i1', '(3,)', Int8Array.of(1, -1, 1)), [1, 0, 1], ['-1', '1']],
    ['NumPy, -1 for none', npy('|i1', '(3,)', Int8Array.of(0, -1, 4)), [0, -1, 1], ['0', '4']],
    ['NumPy, texts', npy('<U4', '(3,)', utf32(['dog', 'cat', 'dog'], 4)), [1, 0, 1], ['cat', 'dog']],
    ['NumPy, texts as a column', npy('<U3', '(3, 1)', utf32(['dog', 'cat', 'dog'], 3)), [1, 0, 1], ['cat', 'dog']],
    ['NumPy, bytes', npy('|S3', '(3,)', latin('b\0\0aa\0b\0\0')), [1, 0, 1], ['aa', 'b']],
    ['one 1 among zeros', npy('<f4', '(3, 4)', Float32Array.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0)), [1, 0, 1], ['0', '2']],
    ['one 1 among zeros, and none', npy('|u1', '(3, 2)', Uint8Array.of(0, 1, 0, 0, 1, 0)), [1, -1, 0], ['0', '1']],
    ['names of files and labels', bytesOf('file,label\na1.png,dog\na2.png,cat\na3.png,dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['names of files and numbers', bytesOf('a1.png\t3\na2.png\t8\na3.png\t3\n'), [0, 1, 0], ['3', '8']],
    ['one true among false', npy('|b1', '(3, 2)', Uint8Array.of(0, 1, 1, 0, 0, 1)), [1, 0, 1], ['0', '1']],
    ['columns of 0 and 1', bytesOf('cat,dog\n0,1\n1,0\n0,1\n'), [1, 0, 1], ['cat', 'dog']],
    ['lines of names', bytesOf('dog\ncat\ndog\n'), [1, 0, 1], ['cat', 'dog']],
    ['lines of names of two words', bytesOf('big dog\ncat\nbig dog'), [0, 1, 0], ['big dog', 'cat']],
    ['lines of numbers', bytesOf('3\r\n8\r\n3\r\n'), [0, 1, 0], ['3', '8']],
    ['lines below a name', bytesOf('species\ndog\ncat\ndog\n'), [1, 0, 1], ['cat', 'dog']],
    ['numbers below a name', bytesOf('"y"\n3\n8\n3\n'), [0, 1, 0], ['3', '8']],
    ['1 beside 1.0', bytesOf('1\n1.0\n2\n'), [0, 0, 1], ['1', '2']],
    ['names in quotation marks', bytesOf('"a, b"\n"c"\n"a, b"\n'), [0, 1, 0], ['a, b', 'c']],
    ['lines of codes of missing labels', bytesOf('dog\nNA\ncat\n'), [1, -1, 0], ['cat', 'dog']],
    ['a question mark for none', bytesOf('dog\n?\ncat\n'), [1, -1, 0], ['cat', 'dog']],
    ['names of files and labels, parted by blanks', bytesOf('a1.png dog\na2.png cat\na3.png dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['one line, as a row of a matrix', bytesOf('3,8,3\n'), [0, 1, 0], ['3', '8']],
    ['one line of words', bytesOf('dog cat dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['numbers of rows and labels, parted by blanks', bytesOf('0 dog\n1 cat\n2 dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['numbers of rows and labels, parted by colons', bytesOf('1: dog\n2: cat\n3: dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['an index of rows that were drawn', bytesOf(',class\n7,dog\n3,cat\n4,dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['lines that end with a comma', bytesOf('dog,\ncat,\ndog,\n'), [1, 0, 1], ['cat', 'dog']],
    ['a line without a label', bytesOf('dog\n\ncat\n'), [1, -1, 0], ['cat', 'dog']],
    ['numbers of rows and labels', bytesOf('id,label\n0,dog\n1,cat\n2,dog\n'), [1, 0, 1], ['cat', 'dog']],
    ['numbers of rows from 1', bytesOf('1;3\n2;8\n3;3\n'), [0, 1, 0], ['3', '8']],
    ['lines in UTF-16', Uint8Array.from(Array.from('\ufeffdog\ncat\ndog\n').flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])), [1, 0, 1], ['cat', 'dog']],
    ['lines in an archive', zip({ 'labels.txt': 'dog\ncat\ndog\n' }), [1, 0, 1], ['cat', 'dog']],
  ];
  for (const [source, bytes, labels, classes] of good) {
    for (const [beside, examples, values] of /** @type {[string, Uint8Array, number][]} */ ([['CSV', table, 2], ['NumPy', array, 2], ['IDX', images, 4]])) {
      it(`are those of the examples: ${source}, beside ${beside}`, async () => {
        const files = [
          { name: 'labels', bytes },
          { name: 'examples', bytes: examples },
        ];
        for (const given of [files, [...files].reverse()]) {
          const read = await readTable(given);
          assert.deepEqual([[...(read.labels ?? [])], read.classes, read.count], [labels, classes, 3]);
          assert.equal(read.values.length, 3 * values);
          assert.equal(read.name, 'examples');
        }
      });
    }
  }

  /** Examples and labels with names of rows: what they are, both texts, and the labels or the refusal. @type {[string, string, string, string[] | RegExp, RegExp?][]} */
  const keyed = [
    ['in another order', 'id,a,b\ns1,1,2\ns2,3,4\ns3,5,6\n', 'id,class\ns3,x\ns1,y\ns2,z\n', ['y', 'z', 'x'], /matched by their names/],
    ['an index in another order', ',a,b\n5,1,2\n2,3,4\n9,5,6\n', ',class\n9,x\n5,y\n2,z\n', ['y', 'z', 'x'], /matched by their names/],
    ['in the same order', ',a,b\n5,1,2\n2,3,4\n9,5,6\n', ',class\n5,x\n2,y\n9,z\n', ['x', 'y', 'z']],
    ['of more rows', 'file,a,b\np1.png,1,2\np3.png,3,4\n', 'file,class\np1.png,x\np2.png,y\np3.png,z\n', ['x', 'z']],
    ['one of which only counts', ',a,b\n5,1,2\n2,3,4\n9,5,6\n', '0,x\n1,y\n2,z\n', ['x', 'y', 'z']],
    ['that count from 0 and from 1', ',a,b\n0,1,2\n1,3,4\n2,5,6\n', '1,x\n2,y\n3,z\n', ['x', 'y', 'z']],
    ['one of which is another', 'id,a,b\ns1,1,2\ns2,3,4\ns4,5,6\n', 'id,class\ns1,x\ns2,y\ns3,z\n', /"labels\.csv" has no label for "s4", which "x\.csv" has/],
  ];
  for (const [what, examples, text, right, note] of keyed) {
    it(`go by the names of rows: ${what}`, async () => {
      const given = readTable([{ name: 'x.csv', bytes: bytesOf(examples) }, { name: 'labels.csv', bytes: bytesOf(text) }]);
      if (right instanceof RegExp) return assert.rejects(given, right);
      const read = await given;
      assert.deepEqual(Array.from(read.labels ?? [], (label) => read.classes[label]), right);
      assert.equal(read.notes.some((line) => /matched by their names/.test(line)), note !== undefined);
    });
  }

  it('say what -1 means, and can be read otherwise', async () => {
    const labels = (/** @type {number[]} */ numbers, /** @type {object} */ options = {}) =>
      readTable([{ name: 'x.csv', bytes: table }, { name: 'y.npy', bytes: npy('|i1', '(3,)', Int8Array.from(numbers)) }], options);
    const guessed = await labels([-1, 0, 1]);
    assert.deepEqual([guessed.classes, guessed.guesses.minusOne.value, guessed.guesses.minusOne.open], [['0', '1'], 'none', true]);
    assert.deepEqual((await labels([-1, 0, 1], { minusOne: 'class' })).classes, ['-1', '0', '1']);
    assert.deepEqual((await labels([-1, 1, 1], { minusOne: 'none' })).classes, ['1']);
    assert.equal((await labels([0, 1, 1])).guesses.minusOne, undefined);
    await assert.rejects(labels([-1, 0, 1], { minusOne: 3 }), says('minusOne', '"none" or "class"'));
  });

  it('go with pairs of training and held-out files, whatever the names look like', async () => {
    const one = npy('<f4', '(1, 2)', Float32Array.of(9, 9));
    for (const names of [
      ['X_train.npy', 'y_train.npy', 'X_test.npy', 'y_test.npy'],
      ['trainX.npy', 'trainY.npy', 'testX.npy', 'testY.npy'],
      ['xtrain.npy', 'ytrain.npy', 'xtest.npy', 'ytest.npy'],
      ['train-images', 'train-labels', 't10k-images', 't10k-labels'],
      ['data.npy', 'labels.txt', 'data_val.npy', 'labels_val.txt'],
      ['features', 'classes', 'features.validation', 'classes.validation'],
    ]) {
      const bytes = [array, npy('<i4', '(3,)', Int32Array.of(8, 3, 8)), one, npy('<i4', '(1,)', Int32Array.of(8))];
      const read = await readTable(names.map((name, n) => ({ name, bytes: bytes[n] })));
      const data = inlineData(read);
      assert.deepEqual([data.labels, data.testLabels, data.classes], [[1, 0, 1], [1], ['3', '8']], names.join());
    }
    for (const name of ['latest.npy', 'contest.npy', 'attestation.npy', 'greatest-values.npy']) {
      const read = await readTable([{ name, bytes: array }, { name: 'labels.txt', bytes: bytesOf('a\nb\na\n') }]);
      assert.equal(read.held, null, name);
    }
  });

  it('stay with the training set where the held-out set has none', async () => {
    const read = await readTable([
      { name: 'train.npy', bytes: array },
      { name: 'train_labels.txt', bytes: bytesOf('a\nb\na\n') },
      { name: 'test.npy', bytes: npy('<f4', '(1, 2)', Float32Array.of(9, 9)) },
    ]);
    assert.deepEqual([[...(read.labels ?? [])], read.classes], [[0, 1, 0, -1], ['a', 'b']]);
    assert.ok(read.notes.some((note) => note.includes('"test.npy" has no labels')));
  });

  it('are those of single numbers by their names alone', async () => {
    const numbers = npy('<f4', '(3,)', Float32Array.of(0.5, 1.5, 2.5));
    const read = await readTable([{ name: 'y.npy', bytes: npy('<i4', '(3,)', Int32Array.of(0, 1, 0)) }, { name: 'x.npy', bytes: numbers }]);
    assert.deepEqual([[...read.values], [...(read.labels ?? [])]], [[0.5, 1.5, 2.5], [0, 1, 0]]);
    await assert.rejects(readTable([{ name: 'p.npy', bytes: numbers }, { name: 'q.npy', bytes: numbers }]), says('roles', '"p.npy"', '"q.npy"'));
  });

  it('are single numbers beside examples of one 1 among zeros', async () => {
    const read = await readTable([
      { name: 'a.npy', bytes: npy('|u1', '(3, 3)', Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)) },
      { name: 'b.npy', bytes: npy('|u1', '(3,)', Uint8Array.of(5, 6, 5)) },
    ]);
    assert.deepEqual([read.shape, read.classes], [[3], ['5', '6']]);
  });

  it('go with archives of training, validation and test, of which those for validation are left out', async () => {
    const of = (/** @type {number} */ value) => npy('|u1', '(1, 2, 2)', new Uint8Array(4).fill(value));
    const label = (/** @type {number} */ value) => npy('|u1', '(1, 1)', Uint8Array.of(value));
    const bytes = zip({ 'train_images.npy': of(5), 'val_images.npy': of(7), 'test_images.npy': of(9), 'train_labels.npy': label(3), 'val_labels.npy': label(4), 'test_labels.npy': label(3) });
    const read = await readTable({ name: 'a.npz', bytes });
    assert.deepEqual([[...read.values], [...(read.held ?? [])], [...(read.labels ?? [])]], [[5, 5, 5, 5, 9, 9, 9, 9], [0, 1], [0, 0]]);
  });

  it('are none where two tables have one column each, one of them held out', async () => {
    const read = await readTable([{ name: 'train.csv', bytes: bytesOf('a\n1\n2\n3\n') }, { name: 'test.csv', bytes: bytesOf('a\n4\n5\n') }]);
    assert.deepEqual([[...read.values], [...(read.held ?? [])], read.labels], [[1, 2, 3, 4, 5], [0, 0, 0, 1, 1], null]);
  });

  it('of a sequence are those of all its frames', async () => {
    const read = await readTable([{ name: 'x.npy', bytes: npy('<f4', '(2, 3, 1)', six) }, { name: 'y.txt', bytes: bytesOf('a\nb\n') }], { sequences: true });
    assert.deepEqual([read.lengths, [...(read.labels ?? [])]], [[3, 3], [0, 0, 0, 1, 1, 1]]);
  });

  it('of a sheet count its tiles, with empty ones at the end or without', async () => {
    const pixels = { width: 24, height: 16, data: new Uint8Array(4 * 24 * 16).fill(255) };
    for (let t = 0; t < 5; ++t) {
      for (let i = 2; i < 6; ++i) pixels.data.set([0, 0, 0], 4 * ((Math.floor(t / 3) * 8 + i) * 24 + (t % 3) * 8 + 3));
    }
    const sheet = (/** @type {number} */ count) =>
      readTable([{ name: 'sheet.png', bytes: png(24, 16) }, { name: 'y.txt', bytes: bytesOf('a\nb\na\nb\na\nb\n'.slice(0, 2 * count)) }], { decode: async () => pixels });
    assert.equal((await sheet(5)).count, 5);
    assert.equal((await sheet(6)).count, 6);
    await assert.rejects(sheet(4), says('5 examples', '4 lines of labels'));
  });

  const x = { name: 'x.npy', bytes: array };
  /** @type {[string, { name: string, bytes: Uint8Array }[], (string | RegExp)[]][]} */
  const refused = [
    ['as many as there are examples', [x, { name: 'y.npy', bytes: npy('<i4', '(4,)', new Int32Array(4)) }], ['"x.npy" holds 3 examples', '"y.npy" holds 4 labels']],
    ['one line too many', [x, { name: 'y.txt', bytes: bytesOf('a\nb\na\nb\n') }], ['3 examples', '4 lines']],
    ['one number too many', [x, { name: 'y.txt', bytes: bytesOf('5\n1\n2\n1\n') }], ['3 examples', '4 lines']],
    ['lines of another number', [x, { name: 'y.txt', bytes: bytesOf('a\nb\n') }], ['3 examples', '2 lines']],
    ['numbers that were measured', [x, { name: 'y.npy', bytes: npy('<f4', '(3,)', Float32Array.of(1, 0.5, 2)) }], ['"y.npy"', 'Label 2 is "0.5"', 'measured']],
    ['more classes than are taken', [{ name: 'x.npy', bytes: npy('|u1', '(300, 2)', new Uint8Array(600)) }, { name: 'y.npy', bytes: npy('<i4', '(300,)', Int32Array.from({ length: 300 }, (_, n) => n)) }], ['300 different', '256']],
    ['names alone', [{ name: 'y.txt', bytes: bytesOf('a\nb\na\nb\n') }], ['"y.txt" holds 4 texts', 'labels', 'examples too']],
    ['texts of NumPy alone', [{ name: 'y.npy', bytes: npy('|S1', '(3,)', latin('aba')) }], ['3 texts', 'examples too']],
    ['two lists of names', [{ name: 'a.txt', bytes: bytesOf('a\nb\n') }, { name: 'b.txt', bytes: bytesOf('a\nb\n') }], ['roles']],
    ['labels of the test set that the training set lacks', [{ name: 'train.npy', bytes: array }, { name: 'train_y.txt', bytes: bytesOf('a\nb\na\n') }, { name: 'test.npy', bytes: array }, { name: 'test_y.txt', bytes: bytesOf('a\nb\nc\n') }], ['"c"', '"train.npy" does not have']],
    ['two sets of examples', [{ name: 'a.npy', bytes: array }, { name: 'b.npy', bytes: array }], ['roles', '"a.npy"']],
    ['a damaged file beside them', [x, { name: 'y.npy', bytes: npy('<i4', '(3,)', Int32Array.of(1, 2, 3)).slice(0, -2) }], ['"y.npy" was not read', 'cut short']],
    ['texts with letters that there are not', [x, { name: 'y.npy', bytes: npy('<U1', '(3,)', Uint32Array.of(97, 0x110000, 98)) }], ['"y.npy"', 'damaged']],
  ];
  for (const [what, files, words] of refused) it(`are refused: ${what}`, () => assert.rejects(readTable(files), says(...words)));

  it('of as many classes as are taken are suggested nothing else', async () => {
    const count = 512;
    const labels = Array.from({ length: count }, (_, n) => String(n % 256));
    const read = await readTable([
      { name: 'x.npy', bytes: npy('|u1', `(${count}, 2)`, new Uint8Array(2 * count)) },
      { name: 'y.txt', bytes: bytesOf(labels.join('\n')) },
    ]);
    assert.deepEqual([read.classes.length, read.classes[10], suggest(read).shape], [256, '10', [2]]);
  });
});
