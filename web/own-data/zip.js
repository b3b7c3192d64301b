// @ts-check
// Reads zip archives: a list of what is in them, and the bytes of an entry. Sizes are those of the central directory at
// the end of the file, and are checked against the bytes. APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

import { figure, quote, refuse } from './table.js';
import { tooMuch, unpack } from './unpack.js';

/**
 * A file in an archive.
 * @typedef {{ name: string, method: number, locked: boolean, check: number, packed: number, size: number, at: number }} Entry
 */

const kEnd = 0x06054b50;
const kEntry = 0x02014b50;
const kLocal = 0x04034b50;
const kEndBytes = 22;
const kEntryBytes = 46;
const kLocalBytes = 30;
/** The comment at the end of an archive has at most as many bytes. */
const kLongestComment = 65_535;
/** More entries are refused: an archive of so many files is no data set that is read. */
const kMostEntries = 20_000;

/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The files in an archive, without folders.
 * @param {Uint8Array} bytes
 * @returns {Entry[]}
 */
export function entriesOf(bytes) {
  const view = viewOf(bytes);
  const end = endOf(bytes, view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > kMostEntries) throw refuse(`It is a zip archive of ${figure(count)} files or more; unpack it first.`);
  /** @type {Entry[]} */
  const entries = [];
  for (let n = 0; n < count; ++n) {
    if (at + kEntryBytes > end || view.getUint32(at, true) !== kEntry) throw cutShort();
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    if (at + kEntryBytes + name > end) throw cutShort();
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + kEntryBytes, at + kEntryBytes + name)),
      method: view.getUint16(at + 10, true),
      locked: (view.getUint16(at + 8, true) & 1) === 1,
      check: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += kEntryBytes + name + extra + comment;
  }
  return entries.filter(({ name }) => !name.endsWith('/'));
}

/**
 * The bytes of an entry, unpacked. Fails with "invalid-data" if they are not as the archive says.
 * @param {Uint8Array} bytes of the archive
 * @param {Entry} entry
 * @param {number} most bytes that are taken
 */
export async function entryBytes(bytes, { name, method, locked, check, packed, size, at }, most) {
  if (locked) throw refuse(`It is a zip archive, and ${quote(name)} in it is locked by a password; unpack it first.`);
  if (method !== 0 && method !== 8) {
    throw refuse(`It is a zip archive, and ${quote(name)} in it is packed by a method that is not read (${method}); unpack it first.`);
  }
  if (size > most) throw refuse(tooMuch(most));
  const view = viewOf(bytes);
  if (at + kLocalBytes > bytes.length || view.getUint32(at, true) !== kLocal) throw cutShort();
  const start = at + kLocalBytes + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > bytes.length) throw cutShort();
  const stored = bytes.subarray(start, start + packed);
  const whole = method === 0 ? stored : await unpack(stored, 'deflate-raw', size);
  if (whole === null || whole.length !== size || crc32(whole) !== check) {
    throw refuse(`It is a zip archive, and ${quote(name)} in it is damaged: its bytes are not those that were packed.`);
  }
  return whole;
}

/** The place of the record that ends an archive. @param {Uint8Array} bytes @param {DataView} view */
function endOf(bytes, view) {
  const first = Math.max(0, bytes.length - kEndBytes - kLongestComment);
  for (let at = bytes.length - kEndBytes; at >= first; --at) if (view.getUint32(at, true) === kEnd) return at;
  throw cutShort();
}

const cutShort = () => refuse('It is a zip archive that is cut short or damaged: the list of its files is not in order.');

/** Remainders of a byte, and of a byte with one to three zeros behind it. @type {Int32Array[] | null} */
let remainders = null;

/** The checksum of zip archives (CRC-32, polynomial 0xedb88320), four bytes at a time. @param {Uint8Array} bytes */
export function crc32(bytes) {
  remainders ??= tables();
  const [one, two, three, four] = remainders;
  const whole = bytes.length - (bytes.length % 4);
  let sum = -1;
  for (let i = 0; i < whole; i += 4) {
    sum ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    sum = four[sum & 255] ^ three[(sum >>> 8) & 255] ^ two[(sum >>> 16) & 255] ^ one[sum >>> 24];
  }
  for (let i = whole; i < bytes.length; ++i) sum = one[(sum ^ bytes[i]) & 255] ^ (sum >>> 8);
  return (sum ^ -1) >>> 0;
}

function tables() {
  const one = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; ++bit) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
  const all = [one];
  for (let n = 1; n < 4; ++n) all.push(all[n - 1].map((rest) => (rest >>> 8) ^ one[rest & 255]));
  return all;
}
