// @ts-check
// Reads IDX, the format of MNIST: two zeros, the type, the number of axes, their lengths, then the numbers, all
// big-endian.

import { checkArray, refuse, tableOfArray } from './table.js';

/** @typedef {import('./table.js').Table} Table */
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

/** @param {Uint8Array} bytes */
export const isIdx = (bytes) =>
  bytes.length >= 8 && bytes[0] === 0 && bytes[1] === 0 && Object.hasOwn(types, bytes[2]) && bytes[3] >= 1 && bytes[3] <= 4;

/**
 * Reads the array in a file. The sizes in the header are checked before memory is taken for them.
 * @param {Uint8Array} bytes
 * @param {ReadOptions} [options]
 * @returns {{ shape: number[], values: Float32Array }}
 */
export function readIdxArray(bytes, options = {}) {
  const axes = bytes[3];
  const start = 4 + 4 * axes;
  if (axes > 3) throw refuse('It has four axes; allowed are one (labels), two or three (examples, rows, columns).');
  if (bytes.length < start) throw refuse('The file ends inside its header.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  checkArray(shape, options);
  const { width, read } = types[bytes[2]];
  const count = shape.reduce((product, side) => product * side, 1);
  if (bytes.length - start !== count * width) {
    throw refuse(
      `Its header promises ${shape.join(' x ')} numbers, ${count * width} bytes, and ${bytes.length - start} are there: ` +
        'the file is cut short or damaged.',
    );
  }
  const values = new Float32Array(count);
  for (let i = 0; i < count; ++i) values[i] = read(view, start + i * width);
  return { shape, values };
}

/** @param {Uint8Array} bytes @param {ReadOptions} [options] @returns {Table} */
export const readIdx = (bytes, options = {}) => tableOfArray('IDX file', readIdxArray(bytes, options), options);
