// @ts-check
// Reads own data, for the page and for scripts: files become a Table, and a Table becomes the `data` of an experiment.
// No data leave the machine. It works in pages, in Workers and in Node; sheets of pictures need a browser or a given
// decoder.
//
//   import { inlineData, readTable } from './own-data/read.js';
//   const table = await readTable([{ name: 'iris.csv', bytes }]);
//   const experiment = await engine.open({ model: 'ppca', data: inlineData(table) });

import { HarmoniumError, describe } from '../errors.js';
import { show } from '../words.js';
import { filesOf } from './archive.js';
import { oneHotCells } from './array.js';
import { combineFiles } from './combine.js';
import { readCsv } from './csv.js';
import { kindOf } from './file_kind.js';
import { readIdx } from './idx.js';
import { labelLines } from './labels.js';
import { readNpy } from './npy.js';
import { decodePicture, isLossy, sizeOfPicture } from './picture.js';
import { cutSheet } from './sheet.js';
import { figure, kMostBytes, quote, refuse } from './table.js';
import { checkTextKind } from './text_kind.js';
import { decodeText } from './text.js';
import { tooLarge, tooMuch, unpack } from './unpack.js';

export { drawnData, inlineData, suggest } from './dataset.js';
export { tooLarge } from './unpack.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./picture.js').Pixels} Pixels */
/** @typedef {import('./combine.js').Part} Part */
/** @typedef {{ name: string, bytes: Uint8Array }} GivenFile */
/** Turns a picture file into pixels. @typedef {(bytes: Uint8Array, type: string) => Promise<Pixels>} Decode */
/**
 * How a file is read; `room` is what all files together may still unpack to, in bytes.
 * @typedef {{ options: ReadOptions, decode: Decode, several: boolean, room: { left: number } }} How
 */

/** More files are refused before they are read; examples and labels for training and held out are four. */
const kMostFiles = 16;
/** A file may be packed in a file that is packed; what is packed deeper is refused. */
const kDeepest = 2;

/**
 * Reads one file, or several files that belong together: examples, their labels, and the same for held-out examples
 * (`test` or `t10k` in the name). Fails with a HarmoniumError ("invalid-data") that names the file, the fault and what
 * is allowed.
 * @param {GivenFile[] | GivenFile} files
 * @param {ReadOptions & { decode?: Decode }} [asked]
 * @returns {Promise<Table>}
 */
export async function readTable(files, asked = {}) {
  const { decode, ...options } = checkOptions(asked);
  const given = Array.isArray(files) ? files : [files];
  if (given.length === 0) throw refuse('There is no file to read.');
  if (given.length > kMostFiles) throw refuse(`These are ${figure(given.length)} files; at most ${kMostFiles} belong together.`);
  given.forEach(checkGiven);
  const whole = given.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (whole > kMostBytes) throw refuse(tooLarge(given.length === 1 ? quote(given[0].name) : 'Together they', whole));
  const parts = [];
  const room = { left: kMostBytes };
  for (const { name, bytes } of given) {
    try {
      parts.push(...(await partsOf(name, bytes, { options, decode, several: given.length > 1, room }, 0)));
    } catch (error) {
      if (!(error instanceof HarmoniumError)) throw error;
      throw new HarmoniumError('invalid-data', `${quote(name)} was not read. ${error.message}`, error);
    }
  }
  const table = await combineFiles(parts, options);
  return given.length === 1 ? { ...table, name: given[0].name } : table;
}

/** The options that are checked by no reader. @param {ReadOptions & { decode?: Decode }} asked */
function checkOptions(asked) {
  let options;
  try {
    options = { decode: decodePicture, ...Object(asked) };
  } catch {
    throw refuse('The options can not be read: they break when they are touched.');
  }
  for (const [field, what] of /** @type {const} */ ([['label', 'labels'], ['sequence', 'sequences']])) {
    const name = options[field];
    if (name === undefined || name === null || typeof name === 'string') continue;
    throw refuse(`The column of ${what} (${field}) is ${show(name)}; it is a name, or null for none.`);
  }
  if (typeof options.decode !== 'function') throw refuse(`What decodes pictures (decode) is ${show(options.decode)}; it is a function.`);
  return options;
}

/** Refuses what is no file: a script may give anything. @param {any} file @param {number} index */
function checkGiven(file, index) {
  if (typeof file?.name === 'string' && file.bytes instanceof Uint8Array) return;
  throw refuse(`File ${index + 1} is ${show(file)}; a file is { name, bytes }, a text and a Uint8Array.`);
}

/**
 * What is in a file. An archive may hold several.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {How} how
 * @param {number} depth how often it was unpacked
 * @returns {Promise<Part[]>}
 */
async function partsOf(name, bytes, how, depth) {
  const kind = kindOf(bytes);
  if (kind === 'gzip' || kind === 'zip') {
    if (depth >= kDeepest) throw refuse('It is packed in a file that is packed in a file; unpack it and bring what is in it.');
    if (kind === 'gzip') {
      const whole = await unpack(bytes, 'gzip', how.room.left);
      if (whole === null) throw refuse(tooMuch(how.room.left));
      how.room.left -= whole.length;
      return partsOf(name, whole, how, depth + 1);
    }
    const files = await filesOf(bytes, how.room.left);
    how.room.left -= files.reduce((sum, file) => sum + file.bytes.length, 0);
    const parts = [];
    // The only file of an archive keeps the name that the visitor knows.
    for (const file of files) {
      const called = files.length === 1 ? name : file.name;
      parts.push(...(await partsOf(called, file.bytes, { ...how, several: how.several || files.length > 1 }, depth + 1)));
    }
    return parts;
  }
  const part = kind === 'text' ? await readText(bytes, how) : await readBinary(kind, bytes, how);
  return [{ ...part, name, table: part.table && { ...part.table, name } }];
}

/**
 * @param {Exclude<import('./file_kind.js').ReadKind, 'gzip' | 'zip' | 'text'>} kind
 * @param {Uint8Array} bytes
 * @param {How} how
 * @returns {Promise<Omit<Part, 'name'>>}
 */
async function readBinary(kind, bytes, { options, decode }) {
  if (kind === 'npy') return readNpy(bytes, options);
  if (kind === 'idx') return readIdx(bytes, options);
  const { notes } = sizeOfPicture(kind, bytes); // refuses a huge picture before it is decoded
  const pixels = await decoded(decode, bytes, `image/${kind}`);
  const again = (/** @type {ReadOptions} */ asked) => {
    const table = cutSheet(pixels, { ...asked, lossy: isLossy(kind, bytes) });
    return { ...table, notes: [...notes, ...table.notes] };
  };
  return { table: again(options), cells: null, again };
}

/** @param {Decode} decode @param {Uint8Array} bytes @param {string} type */
async function decoded(decode, bytes, type) {
  try {
    return await decode(bytes, type);
  } catch (error) {
    throw error instanceof HarmoniumError ? error : refuse(`The picture was not decoded: ${quote(describe(error))}.`);
  }
}

/**
 * A table as text. Among several files it may also be a list of labels.
 * @param {Uint8Array} bytes
 * @param {How} how
 * @returns {Promise<Omit<Part, 'name'>>}
 */
async function readText(bytes, { options, several }) {
  const { text, notes, guess } = decodeText(bytes, options.encoding);
  checkTextKind(text);
  const lines = labelLines(text);
  try {
    const read = await readCsv(text, options);
    const table = { ...read, notes: [...notes, ...read.notes], guesses: { ...read.guesses, ...(guess && { encoding: guess }) } };
    if (!several) return { table, cells: null };
    // Columns of zeros and ones may be labels, one column a class.
    return lines ? { table, cells: lines, lines: true } : { table, cells: table.labels === null ? oneHotCells(table) : null };
  } catch (error) {
    // Names alone are no table, but they may be the labels of another file.
    if (lines === null || !(error instanceof HarmoniumError)) throw error;
    return { table: null, cells: lines, lines: true, fault: error };
  }
}
