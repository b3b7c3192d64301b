// @ts-check
// Reads comma-separated values (or semicolons, or tabs): one example per row, one value per column, and a first row of
// names if there is one. A column of text becomes the labels or is left out. A cell that is empty or NA is missing.

import { kTakenOff, narrowed } from './precision.js';
import { checkFinite, checkSize, figure, kMostClasses, kMostExamples, kMostNumbers, kMostValues } from './table.js';
import { quote, refuse, tableOf } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */

// Names are compared without regard to case. They are those of common public data sets.
const kMissing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-', '.']);
const kLabelName = /^(label|labels|class|species|target|category|digit|kind|type)$/i;
const kSplitName = /^(split|set|subset|part|partition)$/i;
const kTest = /^(test|testing|held.?out|validation|valid|val)$/i;
const kTrain = /^(train|training|learn)$/i;
const kNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const kDecimalComma = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i;
/** A column of whole numbers whose name says "label" is taken for labels only if it has at most this many values. */
const kFewLabels = 64;

/**
 * Reads a table. Fails with "invalid-data" and a sentence that names the row or the column.
 * @param {string} text
 * @param {ReadOptions} [options]
 * @returns {Promise<Table>}
 */
export async function readCsv(text, { label, sequence } = {}) {
  const { rows, delimiter } = await readRows(text);
  // If another sign separates the cells, a comma may be a decimal point.
  const comma = delimiter !== ',';
  /** The number in a cell, or NaN. @param {string} cell */
  const numberIn = (cell) => {
    if (kNumber.test(cell)) return Number(cell);
    return comma && kDecimalComma.test(cell) ? Number(cell.replace(',', '.')) : NaN;
  };
  const missing = (/** @type {string} */ cell) => kMissing.has(cell.toLowerCase());

  const width = rows[0].length;
  const headed = isHeader(rows, numberIn);
  const names = rows[0].map((cell, c) => (headed && cell !== '' ? cell : `column ${c + 1}`));
  const rest = headed ? rows.slice(1) : rows;
  if (rest.length === 0) throw refuse('It has a line of names and no example below it.');
  const marks = sequence == null ? -1 : columnNamed(names, sequence);
  const { body, lengths } = marks < 0 ? { body: rest, lengths: null } : inSequences(rest, marks, names[marks]);

  /** The numbers of every column; null for a column of text. @type {(Float64Array | null)[]} */
  const numbers = names.map((_, c) => {
    const column = new Float64Array(body.length);
    for (const [n, row] of body.entries()) {
      column[n] = numberIn(row[c]);
      if (Number.isNaN(column[n]) && !missing(row[c])) return null;
    }
    return column;
  });
  const columns = names.map((name, c) => ({ name, kind: /** @type {'number' | 'text'} */ (numbers[c] ? 'number' : 'text') }));
  /** @type {string[]} */
  const notes = [];

  const split = names.findIndex(
    (name, c) =>
      kSplitName.test(name) && numbers[c] === null && body.every((row) => kTest.test(row[c]) || kTrain.test(row[c])),
  );
  const chosen = labelColumn({ names, numbers, body, aside: [split, marks], headed, label });
  if (chosen >= 0 && chosen === marks) throw refuse(`The column ${quote(names[marks])} can't be both the labels and the sequences.`);
  const used = names.map((_, c) => c).filter((c) => ![chosen, split, marks].includes(c) && numbers[c] !== null);
  for (const [c, name] of names.entries()) {
    if (numbers[c] === null && ![chosen, split, marks].includes(c))
      notes.push(`The column ${quote(name)} holds text and was left out.`);
  }
  if (used.length === 0) throw refuse('No column of it holds numbers only; examples are made of numbers.');
  checkSize(body.length, used.length);

  const read = new Float64Array(body.length * used.length);
  for (const [at, c] of used.entries()) {
    const column = /** @type {Float64Array} */ (numbers[c]);
    for (let n = 0; n < column.length; ++n) read[n * used.length + at] = column[n];
  }
  const values = narrowed(read, used.length);
  checkFinite(values, used.length);
  const lost = read.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
  if (values instanceof Float64Array) notes.push(kTakenOff);
  if (lost > 0) notes.push(`${figure(lost)} of ${figure(values.length)} values are missing.`);
  if (width > 1 && !headed) notes.push('It has no line of names on top.');

  const found = chosen < 0 ? { labels: null, classes: [] } : classesOf(body.map((row) => row[chosen]), names[chosen]);
  if (chosen >= 0) notes.push(`The column ${quote(names[chosen])} was taken for the labels.`);
  if (split >= 0) notes.push(`The column ${quote(names[split])} says which examples are held out.`);
  if (lengths !== null)
    notes.push(`The column ${quote(names[marks])} says which rows are one sequence: there are ${figure(lengths.length)}.`);
  return tableOf({
    format: 'CSV',
    shape: [used.length],
    count: body.length,
    values,
    names: headed ? used.map((c) => names[c]) : [],
    ...found,
    held: split < 0 ? null : Uint8Array.from(body, (row) => Number(kTest.test(row[split]))),
    columns,
    label: chosen < 0 ? null : names[chosen],
    lengths,
    sequence: marks < 0 ? null : names[marks],
    notes,
  });
}

/**
 * Splits the text into cells. All rows have the same length.
 * @param {string} text
 * @returns {Promise<{ rows: string[][], delimiter: string }>}
 */
async function readRows(text) {
  // Loaded on first use, since few visitors bring a table.
  const { default: Papa } = await import('./papaparse.js');
  /** @type {string[][]} */
  const rows = [];
  /** @type {import('../errors.js').HarmoniumError | null} */
  let problem = null;
  let line = 0;
  let delimiter = ',';
  Papa.parse(text.replace(/^\ufeff/, ''), {
    delimiter: '', // the parser finds it
    skipEmptyLines: 'greedy',
    step({ data, errors, meta }, parser) {
      line += 1;
      delimiter = meta.delimiter;
      const unquoted = errors.some(({ type }) => type === 'Quotes');
      problem = unquoted
        ? refuse(`Row ${figure(line)} can't be read: a quotation mark is missing or misplaced.`)
        : checkRow(data, line, rows);
      if (problem !== null) return parser.abort();
      rows.push(data.map((cell) => cell.trim()));
    },
  });
  if (problem !== null) throw problem;
  if (rows.length === 0) throw refuse('There is no row in it.');
  return { rows, delimiter };
}

/**
 * Refuses a row before it is stored, so that a huge file takes little memory.
 * @param {string[]} data
 * @param {number} line
 * @param {string[][]} rows
 */
function checkRow(data, line, rows) {
  if (rows.length > 0 && data.length !== rows[0].length) {
    const [found, wanted] = [data.length, rows[0].length];
    return refuse(
      `Row ${figure(line)} has ${figure(found)} ${found === 1 ? 'cell' : 'cells'} and the rows before it have ` +
        `${figure(wanted)}; every row must have as many.`,
    );
  }
  if (data.length > kMostValues + 2) {
    return refuse(`Row ${figure(line)} has ${figure(data.length)} cells; at most ${figure(kMostValues)} values are taken.`);
  }
  if (rows.length > kMostExamples)
    return refuse(`It has more than ${figure(kMostExamples)} rows, which is the most that is taken.`);
  if (rows.length * data.length > kMostNumbers + 2 * kMostExamples)
    return refuse(`It has more than ${figure(kMostNumbers)} cells, which is the most that is taken.`);
  return null;
}

/**
 * Whether the first row holds names: none of its cells is a number, and the rows below it have numbers.
 * @param {string[][]} rows
 * @param {(cell: string) => number} numberIn
 */
function isHeader(rows, numberIn) {
  if (rows.length < 2 || rows[0].some((cell) => !Number.isNaN(numberIn(cell)))) return false;
  return rows.slice(1, 20).some((row) => row.some((cell) => !Number.isNaN(numberIn(cell))));
}

/** @param {string[]} names @param {string} name */
function columnNamed(names, name) {
  const at = names.indexOf(name);
  if (at < 0) throw refuse(`There is no column ${quote(name)}; there are ${names.slice(0, 12).map(quote).join(', ')}.`);
  return at;
}

/**
 * Sorts the rows into sequences, in the order in which the sequences begin. Rows of one sequence keep their order.
 * @param {string[][]} rows
 * @param {number} marks the column whose value is the same in all rows of a sequence
 * @param {string} name of that column
 */
function inSequences(rows, marks, name) {
  /** @type {Map<string, string[][]>} */
  const sequences = new Map();
  for (const [n, row] of rows.entries()) {
    const mark = row[marks];
    if (mark === '') throw refuse(`Example ${n + 1} says nothing in the column ${quote(name)}, so its sequence is not known.`);
    const frames = sequences.get(mark);
    if (frames) frames.push(row);
    else sequences.set(mark, [row]);
  }
  const all = [...sequences.values()];
  return { body: all.flat(), lengths: all.map((frames) => frames.length) };
}

/**
 * Finds the column of the labels: the one asked for, else one with a fitting name, else the only column of text with
 * few different values. Answers -1 if there is none.
 * @param {{ names: string[], numbers: (Float64Array | null)[], body: string[][], aside: number[], headed: boolean,
 *   label: string | null | undefined }} of `aside`: columns that have another meaning
 */
function labelColumn({ names, numbers, body, aside, headed, label }) {
  if (label === null) return -1;
  if (label !== undefined) return columnNamed(names, label);
  const distinct = (/** @type {number} */ c) => new Set(body.map((row) => row[c])).size;
  const named = names.findIndex((name, c) => {
    if (!headed || aside.includes(c) || !kLabelName.test(name)) return false;
    return numbers[c] === null ? distinct(c) <= kMostClasses : numbers[c].every(isLabel) && distinct(c) <= kFewLabels;
  });
  if (named >= 0) return named;
  const texts = names.map((_, c) => c).filter((c) => numbers[c] === null && !aside.includes(c));
  return texts.length === 1 && distinct(texts[0]) <= Math.min(kMostClasses, Math.max(2, body.length / 2)) ? texts[0] : -1;
}

/** @param {number} value */
const isLabel = (value) => Number.isInteger(value) && value >= 0 && value < kMostClasses;

/**
 * Turns cells into labels. Classes are sorted, whole numbers by value and texts by character.
 * @param {string[]} cells
 * @param {string} name
 */
function classesOf(cells, name) {
  const known = new Set(cells.filter((cell) => !kMissing.has(cell.toLowerCase())));
  if (known.size > kMostClasses) {
    throw refuse(
      `The column ${quote(name)} holds ${figure(known.size)} different labels; at most ${kMostClasses} are taken.`,
    );
  }
  const classes = [...known].sort((a, b) => {
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference;
  });
  const index = new Map(classes.map((label, n) => [label, n]));
  return { labels: Int16Array.from(cells, (cell) => index.get(cell) ?? -1), classes };
}
