// @ts-check
// Reads IDX, the format of MNIST: two zeros, the type, the number of axes, their lengths, then the numbers, all
// big-endian.

import { axesOf, checkArray, contentOfArray } from './array.js';
import { narrowed } from './precision.js';
import { figure, refuse } from './table.js';

/** @typedef {import('./table.js').ReadOptions} ReadOptions */

/** @type {Record<number, { width: number, read(view: DataView, at: number): number }>} */
const types = {
  0x08: { width: 1, read: (view, at) => view.getUint8(at) },
  0x09: { width: 1, read: (view, at) => view.getInt8(at) },
  0x0b: { width: 2, read: (view, at) => view.getInt16(at) },
  0x0c: { width: 4, read: (view, at) => view.getInt32(at) },
  0x0d: { width: 4, read: (view, at) => view.getFloat32(at) },
  0x0e: { width: 8, read: (view, at) => view.getFloat64(at) },
};

/**
 * Reads the array in a file. The sizes in the header are checked before memory is taken for them.
 * @param {Uint8Array} bytes
 * @param {ReadOptions} [options]
 * @returns {import('./array.js').Content}
 */
export function readIdx(bytes, options = {}) {
  const axes = bytes[3];
  const start = 4 + 4 * axes;
  if (bytes.length < start) throw refuse('It is an IDX file that ends inside its header.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const given = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const shape = axesOf(given, options);
  checkArray(shape, options);
  const { width, read } = types[bytes[2]];
  const count = shape.reduce((product, side) => product * side, 1);
  if (bytes.length - start !== count * width) {
    throw refuse(
      `Its header promises ${given.join(' x ')} numbers, ${figure(count * width)} bytes, and ${figure(bytes.length - start)} ` +
        'are there: the file is cut short or damaged.',
    );
  }
  const values = new (width === 8 ? Float64Array : Float32Array)(count);
  for (let i = 0; i < count; ++i) values[i] = read(view, start + i * width);
  const cell = (/** @type {number} */ n) => cellOf(read(view, start + n * width));
  const kept = values instanceof Float64Array ? narrowed(values, count / shape[0]) : values;
  return contentOfArray('IDX file', { shape, values: kept, cell }, given, options);
}

/** A number as a label: empty for none. @param {number} value */
export const cellOf = (value) => (Number.isNaN(value) ? '' : String(value));
