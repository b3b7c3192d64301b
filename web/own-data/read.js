// @ts-check
// Reads own data, for the page and for scripts: files become a Table, and a Table becomes the `data` of an experiment.
// No data leave the machine. It works in pages, in Workers and in Node; sheets of pictures need a browser or a given
// decoder.
//
//   import { inlineData, readTable } from './own-data/read.js';
//   const table = await readTable([{ name: 'iris.csv', bytes }]);
//   const experiment = await engine.open({ model: 'ppca', data: inlineData(table) });

import { HarmoniumError, describe } from '../errors.js';
import { combineFiles, singleFile } from './combine.js';
import { readCsv } from './csv.js';
import { isIdx, readIdx } from './idx.js';
import { isNpy, readNpy } from './npy.js';
import { cutSheet, isJpeg, isPng, sizeOfPicture } from './sheet.js';
import { figure, kMostBytes, quote, refuse } from './table.js';

export { drawnData, inlineData, suggest } from './dataset.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./sheet.js').Pixels} Pixels */
/** @typedef {{ name: string, bytes: Uint8Array }} GivenFile */
/** Turns a PNG or JPEG into pixels. @typedef {(bytes: Uint8Array, type: string) => Promise<Pixels>} Decode */

/**
 * Reads one file, or several files that belong combineFiles: examples, their labels, and the same for held-out examples
 * (`test` or `t10k` in the name). Fails with a HarmoniumError ("invalid-data") that names the file, the fault and what
 * is allowed.
 * @param {GivenFile[] | GivenFile} files
 * @param {ReadOptions & { decode?: Decode }} [options]
 * @returns {Promise<Table>}
 */
export async function readTable(files, { decode = decodePicture, ...options } = {}) {
  const given = Array.isArray(files) ? files : [files];
  if (given.length === 0) throw refuse('There is no file to read.');
  const whole = given.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (whole > kMostBytes) throw refuse(tooLarge(given.length === 1 ? given[0].name : 'Together they', whole));
  const tables = [];
  for (const { name, bytes } of given) {
    try {
      tables.push({ ...(await readOne(name, bytes, options, decode)), name });
    } catch (error) {
      if (!(error instanceof HarmoniumError)) throw error;
      throw new HarmoniumError('invalid-data', `${quote(name)} was not read. ${error.message}`, error);
    }
  }
  return tables.length === 1 ? singleFile(tables[0]) : combineFiles(tables);
}

/** @param {string} name @param {number} bytes */
export function tooLarge(name, bytes) {
  return `${name} is ${figure(Math.ceil(bytes / 1048576))} MB large; at most ${kMostBytes / 1048576} MB are read.`;
}

// The format is found from the first bytes and not from the name, which may be wrong. Text comes last, as it has no
// mark.
/** @param {string} name @param {Uint8Array} bytes @param {ReadOptions} options @param {Decode} decode @returns {Promise<Table>} */
async function readOne(name, bytes, options, decode) {
  if (bytes.length === 0) throw refuse('The file is empty.');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readOne(name, await unpack(bytes), options, decode);
  if (isNpy(bytes)) return readNpy(bytes, options);
  if (isPng(bytes) || isJpeg(bytes)) {
    sizeOfPicture(bytes); // refuses a huge picture before it is decoded
    return cutSheet(await decode(bytes, isPng(bytes) ? 'image/png' : 'image/jpeg'), options);
  }
  if (isIdx(bytes)) return readIdx(bytes, options);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw refuse('It is a zip archive (.npz too); unpack it first.');
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = windowsText(bytes);
  }
  if (text.includes('\0')) throw refuse('The format of the file is not known; CSV, NPY, IDX, PNG and JPEG are read.');
  return readCsv(text, options);
}

/** Text of older programs, which is not UTF-8. @param {Uint8Array} bytes */
const windowsText = (bytes) => new TextDecoder('windows-1252').decode(bytes);

/**
 * Unpacks gzip. The size is checked while unpacking, since a small file may unpack to a huge one.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
async function unpack(bytes) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > kMostBytes) throw refuse(tooLarge('Unpacked it', size));
      parts.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    if (error instanceof HarmoniumError) throw error;
    throw refuse(`It does not unpack: ${describe(error)}.`);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Decodes a picture with the browser. @type {Decode} */
async function decodePicture(bytes, type) {
  if (typeof createImageBitmap !== 'function') throw refuse('Pictures are decoded by a browser, and there is none here.');
  const { width, height } = sizeOfPicture(bytes);
  let bitmap;
  try {
    // The stored pixels are wanted, without conversion of colours or rotation.
    bitmap = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes)], { type }), {
      colorSpaceConversion: 'none',
      imageOrientation: 'none',
    });
  } catch (error) {
    throw refuse(`The browser can't decode it: ${describe(error)}`);
  }
  const [w, h] = [Math.min(bitmap.width, width), Math.min(bitmap.height, height)];
  const canvas =
    typeof OffscreenCanvas === 'function'
      ? new OffscreenCanvas(w, h)
      : Object.assign(document.createElement('canvas'), { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d', { willReadFrequently: true }));
  if (context === null) throw refuse('This browser offers no canvas to decode it with.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, w, h);
}
