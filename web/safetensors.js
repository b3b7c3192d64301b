// @ts-check
// The safetensors format: tensors by name in one block of bytes. It has 8 bytes with the length of a JSON header, the
// header with names, types, shapes and offsets, then the numbers, little-endian.
// https://github.com/huggingface/safetensors
//
// Snapshots, saved experiments and weights have this format. Only float32 is written. float64 is read too, for weights
// from NumPy, and so are bytes, for the small pictures of snapshots.

import { HarmoniumError, invalidRequest, reading } from './errors.js';
import { isRecord } from './fields.js';
import { checkTensors } from './given.js';
import { show, shownName } from './words.js';

/** Numbers in row-major order. @typedef {{ shape: number[], data: Float32Array }} Tensor */
/** @typedef {{ metadata: Record<string, string>, tensors: Record<string, Tensor> }} TensorFile */
/** @typedef {{ dtype: string, shape: number[], data_offsets: [number, number] }} Entry */

const kLengthBytes = 8;
/** A longer header is refused: it would be parsed before anything else is known about the file. */
const kMaximumHeader = 16 * 1024 * 1024;

/** @type {Record<string, { bytes: number, read(buffer: ArrayBuffer): Float32Array }>} */
const kinds = {
  F32: { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  F64: { bytes: 8, read: (buffer) => Float32Array.from(new Float64Array(buffer)) },
  U8: { bytes: 1, read: (buffer) => Float32Array.from(new Uint8Array(buffer)) },
};

/** @param {string} what */
const refuse = (what) => new HarmoniumError('invalid-file', `This is not a safetensors file that can be read: ${what}`);

/** Number of elements of a shape. @param {number[]} shape */
export const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

/**
 * Reads and checks the header against the length of the file. The numbers are not read.
 * @param {Uint8Array} bytes
 * @returns {{ metadata: Record<string, string>, entries: Map<string, Entry>, start: number }}
 */
export function readHeader(bytes) {
  if (!ArrayBuffer.isView(bytes)) throw refuse('it is no Uint8Array.');
  if (bytes.byteLength < kLengthBytes) throw refuse(`it has ${bytes.byteLength} bytes, and at least 8 are needed.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const start = kLengthBytes + length;
  if (length > kMaximumHeader || start > bytes.byteLength) {
    throw refuse(`its header claims ${length} bytes, and the file has ${bytes.byteLength}.`);
  }
  let header;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(kLengthBytes, start)));
  } catch {
    throw refuse('its header is not JSON.');
  }
  if (!isRecord(header)) throw refuse('its header is not a JSON object.');

  /** @type {Record<string, string>} */
  const metadata = Object.create(null); // without a prototype: a name such as "__proto__" stays an ordinary key
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isRecord(value)) throw refuse('its metadata is not a JSON object.');
      for (const [key, text] of Object.entries(value)) {
        if (typeof text !== 'string') throw refuse(`its metadata "${shownName(key)}" is not text.`);
        metadata[key] = text;
      }
    } else {
      entries.set(name, checkEntry(name, value, bytes.byteLength - start));
    }
  }
  return { metadata, entries, start };
}

/**
 * Checks one tensor of the header: its type, its shape, and that its bytes lie in the file.
 * @param {string} name
 * @param {unknown} value
 * @param {number} available bytes behind the header
 * @returns {Entry}
 */
function checkEntry(name, value, available) {
  const whole = (/** @type {unknown} */ n) => Number.isSafeInteger(n) && /** @type {number} */ (n) >= 0;
  if (!isRecord(value)) throw refuse(`tensor "${shownName(name)}" has no description.`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(kinds, dtype)) {
    throw refuse(`tensor "${shownName(name)}" has type ${show(dtype)}; allowed are F32, F64 and U8.`);
  }
  if (!Array.isArray(shape) || !shape.every(whole)) throw refuse(`tensor "${shownName(name)}" has no shape of whole numbers.`);
  if (
    !Array.isArray(offsets) ||
    offsets.length !== 2 ||
    !offsets.every(whole) ||
    offsets[0] > offsets[1] ||
    offsets[1] > available
  ) {
    throw refuse(`tensor "${shownName(name)}" lies outside the file.`);
  }
  if (offsets[1] - offsets[0] !== sizeOf(shape) * kinds[dtype].bytes) {
    throw refuse(
      `tensor "${shownName(name)}" of shape [${shape.slice(0, 8).join(', ')}] takes ${offsets[1] - offsets[0]} bytes, which does not fit.`,
    );
  }
  return { dtype, shape: /** @type {number[]} */ (shape), data_offsets: /** @type {[number, number]} */ (offsets) };
}

/**
 * Copies one tensor out of the file.
 * @param {Uint8Array} bytes
 * @param {Entry} entry
 * @param {number} start where the numbers begin
 * @param {{ step: number, zero: number }} [scale] of tensors stored as bytes: the values are step * (number - zero)
 * @returns {Tensor}
 */
export function readTensor(bytes, entry, start, scale) {
  const [from, to] = entry.data_offsets;
  // The copy is aligned, which the file's own bytes need not be. slice() of a Node Buffer would not copy.
  const copy = new Uint8Array(bytes.subarray(start + from, start + to));
  const data = kinds[entry.dtype].read(copy.buffer);
  if (scale !== undefined) for (let i = 0; i < data.length; ++i) data[i] = scale.step * (data[i] - scale.zero);
  return { shape: [...entry.shape], data };
}

/**
 * Reads a whole file. Throws a HarmoniumError if it is not in this format.
 * @param {Uint8Array} bytes
 * @returns {TensorFile}
 */
export function readTensors(bytes) {
  const { metadata, entries, start } = readHeader(bytes);
  /** @type {Record<string, Tensor>} */
  const tensors = Object.create(null);
  for (const [name, entry] of entries) tensors[name] = readTensor(bytes, entry, start);
  return { metadata, tensors };
}

/**
 * Writes tensors in the given order, with text beside them.
 * @param {Record<string, { shape: readonly number[], data: ArrayLike<number> }>} tensors
 * @param {Record<string, string>} [metadata]
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function writeTensors(tensors, metadata = {}) {
  const checked = checkTensors(tensors);
  const texts = reading('The metadata', () => {
    if (isRecord(metadata) && Object.values(metadata).every((text) => typeof text === 'string')) return { ...metadata };
    throw invalidRequest('The metadata of a tensor file must be an object whose values are texts.');
  });
  /** @type {[string, object][]} */
  const header = Object.keys(texts).length > 0 ? [['__metadata__', texts]] : [];
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(checked)) {
    header.push([name, { dtype: 'F32', shape: [...shape], data_offsets: [end, end + 4 * data.length] }]);
    end += 4 * data.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(text.length / 8) * 8; // the format wants the numbers to begin at a multiple of 8
  const bytes = new Uint8Array(kLengthBytes + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, kLengthBytes, kLengthBytes + padded); // spaces, which are allowed around JSON
  bytes.set(text, kLengthBytes);
  let at = kLengthBytes + padded;
  for (const { data } of Object.values(checked)) {
    const room = new Float32Array(bytes.buffer, at, data.length);
    room.set(data);
    at += 4 * data.length;
  }
  return bytes;
}
