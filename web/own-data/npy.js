// @ts-check
// Reads NumPy's .npy: magic bytes, version, a header that is a Python dictionary, then the numbers. One axis means
// examples of one value, two mean [examples, values], three mean [examples, rows, columns], or [sequences, frames,
// values] on request. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { checkArray, quote, refuse, tableOfArray } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */

const kMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Readers of one number, by NumPy's letter and width.
 * @type {Record<string, (view: DataView, at: number, little: boolean) => number>}
 */
const readers = {
  b1: (view, at) => Number(view.getUint8(at) !== 0),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** A half-precision number (IEEE 754: sign, 5 bits of exponent, 10 of fraction). @param {number} bits */
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/** @param {Uint8Array} bytes */
export const isNpy = (bytes) => kMagic.every((byte, i) => bytes[i] === byte);

/**
 * Reads the array in a file. The sizes in the header are checked before memory is taken for them.
 * @param {Uint8Array} bytes
 * @param {ReadOptions} [options]
 * @returns {{ shape: number[], values: Float32Array }} row-major, whatever the order in the file
 */
export function readNpyArray(bytes, options = {}) {
  if (bytes.length < 10) throw refuse('The file ends inside its first line.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw refuse(`It is of version ${version} of NumPy's format; versions 1 to 3 are read.`);
  const long = version > 1;
  if (long && bytes.length < 12) throw refuse('The file ends inside its first line.');
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (long ? 12 : 10) + length;
  if (start > bytes.length) throw refuse('The file ends inside its header.');
  const header = new TextDecoder().decode(bytes.subarray(start - length, start));

  const descr = /'descr'\s*:\s*'([<>|=]?)([a-z]\d+)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const sides = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (!order || !sides) throw refuse('Its header says no shape that can be read.');
  if (!descr || !Object.hasOwn(readers, descr[2])) {
    const found = /'descr'\s*:\s*([^,}]*)/.exec(header)?.[1].trim() ?? 'nothing';
    throw refuse(`Its numbers are of the type ${quote(found)}; whole numbers, floats and booleans are read.`);
  }
  const shape = sides[1]
    .split(',')
    .map((side) => side.trim())
    .filter((side) => side !== '')
    .map(Number);
  if (shape.length < 1 || shape.length > 3) {
    throw refuse(
      `It has ${shape.length} axes; allowed are one (numbers), two (examples, values) or three (examples, rows, columns).`,
    );
  }
  checkArray(shape, options);

  const width = Number(descr[2].slice(1));
  const count = shape.reduce((product, side) => product * side, 1);
  if (bytes.length - start !== count * width) {
    throw refuse(
      `Its shape (${shape.join(', ')}) takes ${count * width} bytes, and ${bytes.length - start} are there: ` +
        'the file is cut short or damaged.',
    );
  }
  const read = readers[descr[2]];
  const little = descr[1] !== '>';
  const values = new Float32Array(count);
  if (order[1] === 'False') {
    for (let i = 0; i < count; ++i) values[i] = read(view, start + i * width, little);
    return { shape, values };
  }
  // In Fortran's order the first axis varies fastest.
  const [n, rows = 1, cols = 1] = shape;
  let at = start;
  for (let c = 0; c < cols; ++c) {
    for (let r = 0; r < rows; ++r) {
      for (let i = 0; i < n; ++i, at += width) values[(i * rows + r) * cols + c] = read(view, at, little);
    }
  }
  return { shape, values };
}

/** @param {Uint8Array} bytes @param {ReadOptions} [options] @returns {Table} */
export const readNpy = (bytes, options = {}) => tableOfArray('NumPy array', readNpyArray(bytes, options), options);
