// @ts-check
// Which column holds the labels. Classes are those that a person sees: 1 beside 1.0 is one class, and so are TRUE beside
// true. A cell of which nothing is known is no class: such an example has no label.

import { kMostClasses, quote } from '../table.js';
import { booleanIn } from './kinds.js';
import { numberIn } from './notation.js';

const kName =
  /(^|[\s_.-])(labels?|class(es)?|species|targets?|category|digit|kind|type|variety|outcome|diagnosis|cultivar|klasse|classe|clase|kategorie|sorte|art|etikett)([\s_.-]|$)/i;
/** A column of whole numbers whose name says "label" is taken for labels only if it has at most this many values. */
const kFewLabels = 64;
/** As many different numbers are labels although each may stand once. */
const kSurelyFew = 10;

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
 * The column of labels: one with a fitting name, else the only column of text with few different values, else in a file
 * without names a last column of such text. Where that is not certain, or whole numbers may be labels, it is asked.
 * @param {Candidate[]} columns
 * @param {(cell: string) => boolean} missing
 * @returns {{ value: number, why: string, open: boolean }} value: the column, or -1
 */
export function guessLabel(columns, missing) {
  const known = (/** @type {Candidate} */ { cells }) => cells.filter((cell) => !missing(cell));
  const distinct = (/** @type {Candidate} */ column) => new Set(known(column).map(keyOf)).size;
  /** Whether a column holds few whole numbers, which recur where there are many. @param {Candidate} column */
  const fewNumbers = (column) => {
    if (column.values === null || !column.values.every((value) => Number.isNaN(value) || Number.isInteger(value))) return false;
    const different = distinct(column);
    return different <= kFewLabels && different <= Math.max(kSurelyFew, known(column).length / 2);
  };
  const others = new Set(columns.map(({ name }) => name.toLowerCase()));
  const candidates = columns.flatMap((column, c) => {
    const { name, kind, aside } = column;
    // Points of a plane have an x and a y.
    const target = /^y$/i.test(name) && c === columns.length - 1 && !others.has('x');
    if (aside || (!target && !kName.test(name)) || kind === 'empty' || kind === 'date') return [];
    return (kind === 'number' ? fewNumbers(column) && (!target || distinct(column) <= kSurelyFew) : distinct(column) <= kMostClasses) ? [c] : [];
  });
  const [named, second] = candidates;
  const ones = candidates.filter((c) => columns[c].values?.every((value) => value === 0 || value === 1));
  if (ones.length > 1 && ones.length === candidates.length && ones.length < columns.length) {
    return { value: -1, why: `The columns ${ones.slice(0, 3).map((c) => quote(columns[c].name)).join(', ')} hold 0 and 1 and may be one column a class.`, open: true };
  }
  if (second !== undefined) return { value: named, why: `Its name says so, and so does that of ${quote(columns[second].name)}.`, open: true };
  if (named !== undefined) return { value: named, why: 'Its name says so.', open: false };
  const texts = columns.flatMap((column, c) => (column.kind === 'text' && !column.aside && 2 * column.numbers < column.cells.length ? [c] : []));
  // Another text in every row is a name and no class.
  const few = (/** @type {number} */ c) => {
    const [classes, all] = [distinct(columns[c]), known(columns[c]).length];
    return classes > 1 && classes < all && classes <= Math.min(kMostClasses, Math.max(2, all / 2));
  };
  if (texts.length === 1 && few(texts[0])) return { value: texts[0], why: 'It is the only column of text, and holds few different ones.', open: false };
  const nameless = columns.every(({ name }) => name === '');
  const last = columns.length - 1;
  if (nameless && texts.includes(last) && few(last)) return { value: last, why: 'It is the last column, and holds few different texts.', open: true };
  const none = 'No column has a name of labels, and none is the only one of text with few different values.';
  if (nameless && columns.length > 2) {
    const counted = [last, columns.findIndex(({ aside }) => !aside)].find((c) => c >= 0 && !columns[c].aside && countsClasses(columns[c].values));
    const mixed = columns.some(({ values }) => values?.some((value) => !Number.isNaN(value) && !Number.isInteger(value)));
    if (counted !== undefined && mixed) {
      const which = columns[counted].values ?? [];
      return { value: -1, why: `Column ${counted + 1} holds the whole numbers ${Math.min(...new Set(which))} to ${Math.max(...new Set(which))}, which may be labels.`, open: true };
    }
  }
  return { value: -1, why: none, open: false };
}

/** Whether numbers are 0, 1, 2 or 1, 2, 3 and on, or -1 and 1, each of them more than once. @param {Float64Array | null} values */
function countsClasses(values) {
  if (values === null) return false;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const value of values) {
    if (!Number.isInteger(value) || counts.size > kSurelyFew) return false;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts.keys()].sort((a, b) => a - b);
  const counted = sorted.length > 1 && (sorted[0] === 0 || sorted[0] === 1) && sorted.every((value, n) => value === sorted[0] + n);
  return (counted || sorted.join() === '-1,1') && [...counts.values()].every((count) => count > 1);
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
