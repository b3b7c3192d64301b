// @ts-check
// Writes files of a visitor byte by byte, as their formats' descriptions have it, and compares what is said of them.

import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';

/** @param {string} text */
export const bytesOf = (text) => new TextEncoder().encode(text);
/** Bytes written as Latin 1. @param {string} text */
export const latin = (text) => new Uint8Array(Buffer.from(text, 'latin1'));
/** @param {string} text */
export const base64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));
/** @param {...(Uint8Array | string | number[])} parts texts as Latin 1 */
export const joined = (...parts) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? latin(part) : part))));

/** A file of NumPy with this header. @param {string} header @param {ArrayBufferView} numbers @param {number} [version] */
export function npyWith(header, numbers, version = 1) {
  const front = version === 1 ? 10 : 12;
  const bytes = Buffer.alloc(front + header.length + numbers.byteLength);
  bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  if (version === 1) bytes.writeUInt16LE(header.length, 8);
  else bytes.writeUInt32LE(header.length, 8);
  bytes.write(header, front, 'latin1');
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).copy(bytes, front + header.length);
  return new Uint8Array(bytes);
}

/**
 * @param {string} descr @param {string} shape a tuple @param {ArrayBufferView} numbers
 * @param {{ fortran?: boolean, version?: number }} [how]
 */
export function npy(descr, shape, numbers, { fortran = false, version = 1 } = {}) {
  const type = descr[0] === '[' ? descr : `'${descr}'`;
  const header = `{'descr': ${type}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  return npyWith(header, numbers, version);
}

/** @param {number} type @param {number[]} shape @param {ArrayLike<number>} bytes */
export function idx(type, shape, bytes) {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, type, shape.length]);
  for (const [axis, side] of shape.entries()) head.writeUInt32BE(side, 4 + 4 * axis);
  return new Uint8Array(Buffer.concat([head, Buffer.from(Uint8Array.from(bytes))]));
}

/**
 * A zip archive.
 * @param {Record<string, Uint8Array | string>} files
 * @param {{ stored?: boolean, flags?: number, method?: number, size?: (bytes: number) => number, check?: number }} [how]
 *   what the archive says otherwise than is right
 */
export function zip(files, { stored = false, flags = 0, method, size = (bytes) => bytes, check } = {}) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(typeof content === 'string' ? latin(content) : content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const called = Buffer.from(name);
    const fields = (/** @type {Buffer} */ head, /** @type {number} */ from) => {
      head.writeUInt16LE(flags, from);
      head.writeUInt16LE(method ?? (stored ? 0 : 8), from + 2);
      head.writeUInt32LE(check ?? crcOf(bytes), from + 8);
      head.writeUInt32LE(packed.length, from + 12);
      head.writeUInt32LE(size(bytes.length), from + 16);
      head.writeUInt16LE(called.length, from + 20);
      return head;
    };
    const local = fields(Buffer.alloc(30), 6);
    local.writeUInt32LE(0x04034b50, 0);
    const entry = fields(Buffer.alloc(46), 8);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(at, 42);
    parts.push(local, called, packed);
    directory.push(entry, called);
    at += 30 + called.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, list, end]));
}

/** CRC-32, bit by bit. @param {Uint8Array} bytes */
function crcOf(bytes) {
  if (typeof crc32 === 'function') return crc32(bytes);
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; ++bit) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

/** A PNG's first bytes, as far as sizes are read from them. @param {number} width @param {number} height @param {number} [depth] */
export function png(width, height, depth = 8) {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes[24] = depth;
  return new Uint8Array(bytes);
}

/**
 * A refusal of a file: a sentence for a person in ASCII, with all these words in it.
 * @param {...(string | RegExp)} words
 */
export const says =
  (...words) =>
  (/** @type {any} */ error) => {
    assert.equal(error.code, 'invalid-data', String(error));
    for (const word of words)
      assert.ok(typeof word === 'string' ? error.message.includes(word) : word.test(error.message), error.message);
    assert.ok(error.message.length < 400 && /^[\x20-\x7e]*\.$/.test(error.message), error.message);
    return true;
  };
