// @ts-check
// Reads own data, for the page and for scripts: files become a Table, and a Table becomes the `data` of an experiment.
// No data leave the machine. It works in pages, in Workers and in Node; sheets of pictures need a browser or a given
// decoder.
//
//   import { inlineData, readTable } from './own-data/read.js';
//   const table = await readTable([{ name: 'iris.csv', bytes }]);
//   const experiment = await engine.open({ model: 'ppca', data: inlineData(table) });
//
// What a table as text does not say is guessed, and `table.understanding` holds every guess with its value, its choices
// and the reason: the delimiter, quotation marks, comments, rows above and below the table, where the names are, the
// decimal sign (of the file and of each column), the codes of missing values, the columns of labels, of sequences and of
// held-out examples, and which columns are numbers or left out (understanding.js has the type). `open` marks those that
// the file leaves open. Each can be said instead:
//
//   table.notes                                  // what was left out or changed, in sentences
//   await readTable(file, { understood: { decimal: ',', missing: ['-999'], columns: { id: { as: 'left out' } } } });
//   await readTable(file, { understood: valuesOf(table.understanding) });       // the same table again
//
// Of two tables, one with "test" in its name, the columns are matched by their names. Where no file says what is held
// out, heldOutOf() tells which examples inlineData() holds out, and how they are drawn.

import { HarmoniumError, describe } from '../errors.js';
import { show } from '../words.js';
import { filesOf } from './archive.js';
import { oneHotCells } from './array.js';
import { combineFiles, isHeld } from './combine.js';
import { readCsv } from './csv.js';
import { isArray, isPicture, kindOf } from './file_kind.js';
import { readIdx } from './idx.js';
import { labelLines } from './labels.js';
import { readNpy } from './npy.js';
import { decodePicture, isLossy, sizeOfPicture } from './picture.js';
import { plainOf } from './plain.js';
import { isRewritten, rewritten } from './rewrite.js';
import { cutSheet } from './sheet.js';
import { checkCells } from './rows.js';
import { checkBeginning } from './signs.js';
import { figure, kMostBytes, quote, refuse } from './table.js';
import { checkTextKind } from './text_kind.js';
import { fittingArrays } from './npz.js';
import { decodeText } from './text.js';
import { checkUnderstood } from './understanding.js';
import { tooLarge, tooMuch, unpack } from './unpack.js';

export { drawnData, heldOutOf, inlineData, suggest } from './dataset.js';
export { valuesOf } from './understanding.js';
export { tooLarge } from './unpack.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./picture.js').Pixels} Pixels */
/** @typedef {import('./combine.js').Part} Part */
/** @typedef {{ name: string, bytes: Uint8Array }} GivenFile */
/** Turns a picture file into pixels. @typedef {(bytes: Uint8Array, type: string) => Promise<Pixels>} Decode */
/**
 * How a file is read; `room` is what all files together may still unpack to, in bytes; `training` is whether a file
 * beside it is not held out.
 * @typedef {{ options: ReadOptions, decode: Decode, several: boolean, training: boolean, room: { left: number } }} How
 */

/** Of a text of more bytes the beginning, of so many bytes, is looked at first. */
const kLarge = 12 * 1024 * 1024;
const kBeginning = 4 * 1024 * 1024;
const kEnd = 16_384;
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
  const given = filesIn(files);
  const whole = given.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (whole > kMostBytes) throw refuse(tooLarge(given.length === 1 ? quote(given[0].name) : 'Together they', whole));
  const parts = [];
  const room = { left: kMostBytes };
  for (const { name, bytes } of given) {
    try {
      parts.push(...(await partsOf(name, bytes, { options, decode, several: given.length > 1, training: !given.every(isHeld), room }, 0)));
    } catch (error) {
      if (!(error instanceof HarmoniumError)) throw error;
      throw new HarmoniumError('invalid-data', `${quote(name)} was not read. ${error.message}`, error);
    }
  }
  const table = await combineFiles(parts, options);
  return given.length === 1 ? { ...table, name: given[0].name } : table;
}

/** @param {unknown} files @returns {GivenFile[]} */
function filesIn(files) {
  let list;
  try {
    list = Array.isArray(files);
  } catch {
    throw refuse('The files can not be read, since they break when they are touched.');
  }
  if (!list) return [fileOf(files, 0)];
  const all = /** @type {unknown[]} */ (files);
  const count = Number(all.length);
  if (count === 0) throw refuse('There is no file to read.');
  if (!(count <= kMostFiles)) throw refuse(`These are ${figure(count)} files; at most ${kMostFiles} belong together.`);
  return Array.from({ length: count }, (_, n) => fileOf(all[n], n));
}

/** The options that are checked by no reader. @param {ReadOptions & { decode?: Decode }} asked */
function checkOptions(asked) {
  if (typeof asked !== 'object') throw refuse(`The options are ${show(asked)}; they are an object.`);
  // `like` and `name` are for the readers among themselves.
  const { like: _, name: __, decode = decodePicture, ...rest } = plainOf(asked ?? {}, 'What is given with the files');
  /** @type {ReadOptions & { decode: Decode }} */
  const options = { ...rest, decode };
  for (const [field, what] of /** @type {const} */ ([['label', 'labels'], ['sequence', 'sequences']])) {
    const name = options[field];
    if (name === undefined || name === null || typeof name === 'string') continue;
    throw refuse(`The column of ${what} (${field}) is ${show(name)}; it is a name, or null for none.`);
  }
  if (typeof options.decode !== 'function') throw refuse(`What decodes pictures (decode) is ${show(options.decode)}; it is a function.`);
  return options;
}

/** Refuses what is no file: a script may give anything. @param {any} file @param {number} index @returns {GivenFile} */
function fileOf(file, index) {
  try {
    const { name, bytes } = file;
    if (typeof name === 'string' && bytes instanceof Uint8Array) return { name, bytes };
  } catch {
    // It is told below what it is.
  }
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
    const { files, left } = await filesOf(bytes, how.room.left);
    how.room.left -= files.reduce((sum, file) => sum + file.bytes.length, 0);
    // The only file of an archive keeps the name that the visitor knows.
    const inside = (/** @type {GivenFile} */ file) =>
      partsOf(files.length === 1 ? name : file.name, file.bytes, { ...how, several: how.several || files.length > 1, training: how.training || !files.every(isHeld) }, depth + 1);
    if (files.length > 1 && files.every(({ bytes }) => isArray(bytes))) return fittingArrays(files, async (file) => (await inside(file))[0]);
    const pictures = files.filter(({ bytes }) => isPicture(bytes));
    const parts = [];
    for (const file of files) if (!pictures.includes(file)) parts.push(...(await inside(file)));
    // Beside examples a picture shows them, and is none. Beside labels it is the sheet.
    const aside = [...pictures.map((picture) => picture.name), ...left];
    const table = aside.length === 0 ? undefined : parts.find((part) => part.table !== null && (part.cells === null || parts.length === 1 && left.length > 0));
    if (table?.table) {
      table.table.notes.push(`${aside.slice(0, 3).map(quote).join(', ')}${aside.length > 3 ? ' and others' : ''} ${aside.length === 1 ? 'is a picture beside a table and was' : 'are pictures beside a table and were'} left out.`);
      return parts;
    }
    for (const file of pictures) parts.push(...(await inside(file)));
    return parts;
  }
  const part = kind === 'text' ? await readText(name, bytes, how) : await readBinary(kind, bytes, how);
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
 * Refuses a large text by its beginning, if that is no table: the rest need not be decoded. Lists in brackets are told by
 * their ends too.
 * @param {Uint8Array} bytes @param {ReadOptions} options
 */
async function checkLarge(bytes, { understood, encoding }) {
  let end = kBeginning; // a multiple of four, as letters may be
  while (end > kBeginning - 4 && (bytes[end] & 0xc0) === 0x80) --end;
  const { text, guess } = decodeText(bytes.subarray(0, end), encoding);
  const wide = guess?.value.startsWith('utf-32'); // which no browser decodes
  const last = wide ? '' : new TextDecoder(guess?.value).decode(bytes.subarray(bytes.length - (bytes.length % 4) - kEnd));
  checkTextKind(text + last);
  if (isRewritten(text)) return;
  const signs = await checkBeginning(text, checkUnderstood(understood));
  if (!guess?.value.startsWith('utf-16') && !wide) checkCells(bytes, signs);
}

/**
 * A table as text. Among several files it may also be a list of labels.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {How} how
 * @returns {Promise<Omit<Part, 'name'>>}
 */
async function readText(name, bytes, { options, several, training }) {
  if (bytes.length > kLarge) await checkLarge(bytes, options);
  const { text: whole, notes, guess } = decodeText(bytes, options.encoding);
  checkTextKind(whole);
  const form = rewritten(whole);
  const text = form?.text ?? whole;
  /** @param {ReadOptions} asked @returns {Promise<Table>} */
  const reread = async (asked) => {
    const read = await readCsv(text, { ...asked, name, understood: form ? { ...form.understood, ...checkUnderstood(asked.understood) } : asked.understood });
    if (form) sayWhy(read, form, asked);
    return { ...read, name, notes: [...notes, ...(form?.notes ?? []), ...read.notes], guesses: { ...read.guesses, ...(guess && { encoding: guess }) } };
  };
  // What is understood holds for the training file. A file that is held out is read as the training file was.
  const aside = training && isHeld({ name });
  const mine = aside ? { ...options, understood: undefined, label: undefined, sequence: undefined } : options;
  try {
    const table = await reread(mine);
    if (!several) return { table, cells: null };
    const lines = labelLines(text);
    // Columns of zeros and ones may be labels, one column a class.
    return lines ? { table, ...lines, lines: true, reread } : { table, cells: table.labels === null ? oneHotCells(table) : null, reread };
  } catch (error) {
    // Names alone are no table, but they may be the labels of another file.
    const lines = labelLines(text);
    if (lines === null || !(error instanceof HarmoniumError)) throw error;
    return { table: null, ...lines, lines: true, fault: error };
  }
}

/**
 * Gives what a format says as the reason of what was understood by it.
 * @param {Table} table @param {import('./rewrite.js').Rewritten} form @param {ReadOptions} asked
 */
function sayWhy({ understanding }, form, { understood = {}, label }) {
  for (const field of /** @type {(keyof import('./understanding.js').Understood)[]} */ (Object.keys(form.understood))) {
    if (field === 'columns' || understanding === null || understood[field] !== undefined || (field === 'label' && label !== undefined)) continue;
    understanding[field].why = form.why;
  }
}
