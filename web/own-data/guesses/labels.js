// @ts-check
// Which column holds the labels. Classes are those that a person sees: 1 beside 1.0 is one class, and so are TRUE beside
// true. A cell of which nothing is known is no class: such an example has no label.

import { kMostClasses } from '../table.js';
import { booleanIn } from './kinds.js';
import { numberIn } from './notation.js';

const kName =
  /(^|[\s_.-])(labels?|class(es)?|species|targets?|category|digit|kind|type|variety|outcome|diagnosis|cultivar|klasse|classe|clase|kategorie|sorte|art|etikett)([\s_.-]|$)/i;
/** A column of whole numbers whose name says "label" is taken for labels only if it has at most this many values. */
const kFewLabels = 64;

/**
 * @typedef {object} Candidate
 * @property {string} name as in the file; empty where there is none
 * @property {import('./kinds.js').Kind} kind
 * @property {Float64Array | null} values
 * @property {string[]} cells
 * @property {number} numbers how many cells hold a number
 * @property {boolean} aside whether it is something else: row numbers, sequences, held out
 */

/**
 * The column of labels: one with a fitting name, else the only column of text with few different values.
 * @param {Candidate[]} columns
 * @param {(cell: string) => boolean} missing
 * @returns {{ value: number, why: string }} value: the column, or -1
 */
export function guessLabel(columns, missing) {
  const distinct = (/** @type {Candidate} */ { cells }) => new Set(cells.filter((cell) => !missing(cell)).map(keyOf)).size;
  const named = columns.findIndex((column) => {
    const { name, kind, values, aside } = column;
    if (aside || !kName.test(name) || kind === 'empty' || kind === 'date') return false;
    if (kind === 'text' || kind === 'yes or no') return distinct(column) <= kMostClasses;
    return values !== null && values.every((value) => Number.isNaN(value) || Number.isInteger(value)) && distinct(column) <= kFewLabels;
  });
  if (named >= 0) return { value: named, why: 'Its name says so.' };
  const texts = columns.flatMap((column, c) => (column.kind === 'text' && !column.aside && 2 * column.numbers < column.cells.length ? [c] : []));
  const [only] = texts;
  // Another text in every row is a name and no class.
  const classes = texts.length === 1 ? distinct(columns[only]) : 0;
  const known = texts.length === 1 ? columns[only].cells.filter((cell) => !missing(cell)).length : 0;
  if (classes > 1 && classes < known && classes <= Math.min(kMostClasses, Math.max(2, known / 2))) return { value: only, why: 'It is the only column of text, and holds few different ones.' };
  return { value: -1, why: 'No column has a name of labels, and none is the only one of text with few different values.' };
}

/** What is the same for all ways to write a class. @param {string} cell */
function keyOf(cell) {
  const number = numberIn(cell, '.');
  if (!Number.isNaN(number)) return String(number);
  return booleanIn(cell) === null ? cell.normalize('NFC').replace(/\s+/g, ' ') : cell.toLowerCase();
}

/**
 * Labels as labels.js takes them: one text for all ways to write a class, and an empty one for none.
 * @param {string[]} cells
 * @param {(cell: string) => boolean} missing
 * @returns {string[]}
 */
export function labelTexts(cells, missing) {
  /** The first way in which a class is written, but for numbers. @type {Map<string, string>} */
  const written = new Map();
  return cells.map((cell) => {
    if (missing(cell)) return '';
    const key = keyOf(cell);
    if (!written.has(key)) written.set(key, Number.isNaN(Number(key)) ? cell.normalize('NFC').replace(/\s+/g, ' ') : key);
    return /** @type {string} */ (written.get(key));
  });
}

/** Two classes that differ in capitals only. @param {string[]} classes */
export function differInCapitals(classes) {
  /** @type {Map<string, string>} */
  const lower = new Map();
  for (const name of classes) {
    const other = lower.get(name.toLowerCase());
    if (other !== undefined) return [other, name];
    lower.set(name.toLowerCase(), name);
  }
  return [];
}
