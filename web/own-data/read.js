// @ts-check
// Own data for the playground and for scripts: files become a Table, a Table becomes the `data` of an experiment. Nothing
// leaves the machine. Works in pages, in Workers and in Node; only sheets of pictures want a browser, or pixels.
//
//   import { inlineData, readTable } from './own-data/read.js';
//   const table = await readTable([{ name: 'iris.csv', bytes }]);
//   const experiment = await engine.open({ model: 'ppca', data: inlineData(table) });

import { HarmoniumError, describe } from '../errors.js';
import { readCsv } from './csv.js';
import { isIdx, readIdx } from './idx.js';
import { isNpy, readNpy } from './npy.js';
import { cutSheet, isJpeg, isPng, sizeOfPicture } from './sheet.js';
import { classesOfNumbers, figure, kMostBytes, quote, refuse } from './table.js';

export { drawnData, inlineData, suggest } from './dataset.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./sheet.js').Pixels} Pixels */
/** @typedef {{ name: string, bytes: Uint8Array }} GivenFile */
/** Turns a PNG or JPEG into pixels. @typedef {(bytes: Uint8Array, type: string) => Promise<Pixels>} Decode */

/**
 * Reads one file, or files that belong together: examples, their labels, and the same held out (`test` or `t10k` in the
 * name). Fails with a HarmoniumError (invalid-data) whose sentence says which file, what was wrong, what is allowed.
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
  return tables.length === 1 ? alone(tables[0]) : together(tables);
}

/** @param {string} name @param {number} bytes */
export function tooLarge(name, bytes) {
  return `${name} is ${figure(Math.ceil(bytes / 1048576))} MB large; at most ${kMostBytes / 1048576} MB are read.`;
}

/** @param {string} name @param {Uint8Array} bytes @param {ReadOptions} options @param {Decode} decode @returns {Promise<Table>} */
async function readOne(name, bytes, options, decode) {
  if (bytes.length === 0) throw refuse('The file is empty.');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readOne(name, await unpack(bytes), options, decode);
  if (isNpy(bytes)) return readNpy(bytes, options);
  if (isPng(bytes) || isJpeg(bytes)) {
    sizeOfPicture(bytes);
    return cutSheet(await decode(bytes, isPng(bytes) ? 'image/png' : 'image/jpeg'), options);
  }
  if (isIdx(bytes)) return readIdx(bytes, options);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw refuse('It is a zip archive (.npz too); unpack it first.');
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = latin(bytes);
  }
  if (text.includes('\0')) throw refuse('It is no file that is known here; CSV, NPY, IDX, PNG and JPEG are read.');
  return readCsv(text, options);
}

/** Text of older programs. @param {Uint8Array} bytes */
const latin = (bytes) => new TextDecoder('windows-1252').decode(bytes);

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
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

/** With the browser's own decoder. @type {Decode} */
async function decodePicture(bytes, type) {
  if (typeof createImageBitmap !== 'function') throw refuse('Pictures are decoded by a browser, and there is none here.');
  const { width, height } = sizeOfPicture(bytes);
  let bitmap;
  try {
    // The pixels as the file has them: no colour profile, no turning.
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

/** A file on its own. @param {Table} table @returns {Table} */
function alone(table) {
  if (isLabels(table)) {
    throw refuse(
      `${quote(table.name)} holds ${figure(table.count)} whole numbers, one an example: labels. Bring the examples too.`,
    );
  }
  return table;
}

/** What only labels are: one small whole number an example, in a binary file. @param {Table} table */
const isLabels = ({ format, shape, values }) =>
  format === 'IDX file' && shape.length === 1 && shape[0] === 1 && values.every((v) => Number.isInteger(v) && v >= -1 && v < 256);

/** One number an example: it may be labels if there are other files. @param {Table} table */
const mayBeLabels = ({ columns, shape, values }) =>
  columns.length === 0 && shape.length === 1 && shape[0] === 1 && values.every((v) => Number.isInteger(v) && v >= -1 && v < 256);

/** @param {Table} table */
const isHeld = ({ name }) => /(^|[^a-z])(test|t10k|valid|val)([^a-z]|$)/i.test(name);

/** Examples with their labels, and the same held out. @param {Table[]} tables @returns {Table} */
function together(tables) {
  const labels = tables.filter(mayBeLabels);
  const examples = tables.filter((table) => !mayBeLabels(table));
  const [learn, more] = [examples.filter((table) => !isHeld(table)), examples.filter(isHeld)];
  if (examples.length === 1) return labelled(examples[0], labels, labels.length);
  if (learn.length !== 1 || more.length !== 1) {
    throw refuse(
      'Which of these files is which can not be told: bring one file of examples, with a file of labels if there is one, ' +
        'and the same with "test" in their names.',
    );
  }
  const train = labelled(learn[0], labels.filter((table) => !isHeld(table)), labels.length);
  const test = labelled(more[0], labels.filter(isHeld), labels.length);
  if (train.shape.join() !== test.shape.join()) {
    throw refuse(
      `${quote(train.name)} has examples of ${train.shape.join(' x ')} values and ${quote(test.name)} of ${test.shape.join(' x ')}.`,
    );
  }
  if (train.classes.join() !== test.classes.join() && test.classes.some((name) => !train.classes.includes(name))) {
    throw refuse(`${quote(test.name)} has labels that ${quote(train.name)} does not have.`);
  }
  const values = new Float32Array(train.values.length + test.values.length);
  values.set(train.values);
  values.set(test.values, train.values.length);
  const both = train.labels !== null && test.labels !== null;
  return {
    ...train,
    count: train.count + test.count,
    values,
    labels: both
      ? Int16Array.from([
          .../** @type {Int16Array} */ (train.labels),
          ...Array.from(/** @type {Int16Array} */ (test.labels), (n) => train.classes.indexOf(test.classes[n])),
        ])
      : null,
    classes: both ? train.classes : [],
    lengths: train.lengths && test.lengths && [...train.lengths, ...test.lengths],
    held: new Uint8Array(train.count + test.count).fill(1, train.count),
    notes: [...new Set([...train.notes, ...test.notes]), `${quote(test.name)} is held out.`],
  };
}

/** @param {Table} table @param {Table[]} labels that may belong to it @param {number} all label files there are @returns {Table} */
function labelled(table, labels, all) {
  const mine = labels.find(({ count }) => count === table.count);
  if (mine === undefined) {
    if (all === 0) return table;
    throw refuse(
      `${quote(table.name)} holds ${figure(table.count)} examples, and no file of labels holds as many` +
        `${labels.length > 0 ? ` (${quote(labels[0].name)}: ${figure(labels[0].count)})` : ''}.`,
    );
  }
  return {
    ...table,
    ...classesOfNumbers(mine.values),
    notes: [...table.notes, `The labels are those of ${quote(mine.name)}.`],
  };
}
