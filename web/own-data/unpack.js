// @ts-check
// Unpacks what is compressed. The size is checked while unpacking, since a small file may unpack to a huge one.

import { figure, kMostBytes, refuse } from './table.js';

/** @param {string} name @param {number} bytes */
export function tooLarge(name, bytes) {
  return `${name} is ${figure(Math.ceil(bytes / 1048576))} MB large; at most ${kMostBytes / 1048576} MB are read.`;
}

/** Why no more is unpacked. @param {number} left bytes that were left for it */
export function tooMuch(left) {
  const room = left < kMostBytes ? ` and ${figure(Math.floor(left / 1048576))} MB are left` : '';
  return `Unpacked it is too large: at most ${kMostBytes / 1048576} MB are read, all files together${room}.`;
}

/**
 * The bytes of a compressed stream. Fails with "invalid-data" if it is damaged.
 * @param {Uint8Array} bytes
 * @param {'gzip' | 'deflate-raw'} format
 * @param {number} most bytes
 * @returns {Promise<Uint8Array | null>} null if there are more
 */
export async function unpack(bytes, format, most) {
  const parts = [];
  let size = 0;
  let reader;
  try {
    const packed = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
    reader = packed.pipeThrough(new DecompressionStream(/** @type {CompressionFormat} */ (format))).getReader();
    while (size <= most) {
      const { done, value } = await reader.read();
      if (done) return joined(parts, size);
      size += value.length;
      parts.push(value);
    }
  } catch {
    throw refuse('It is compressed and does not unpack: the file is cut short or damaged.');
  } finally {
    await reader?.cancel().catch(() => {});
  }
  return null;
}

/** @param {Uint8Array[]} parts @param {number} size */
function joined(parts, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
