// @ts-check
// Where the names of the columns are. A column of numbers whose first cell is no number speaks for names, and a number
// there against them: "x,y,90" over rows of numbers are names, and one odd cell among numbers makes no names. A row of
// years or of counted numbers over other numbers may be names: the visitor is asked.

import { booleanIn } from './kinds.js';
import { hasUnit, looksNumeric } from './notation.js';

/** @typedef {import('../understanding.js').Header} Header */

/** Rows that are looked at. */
const kRows = 50;
/** Share of the cells of a column that must be numbers. */
const kMost = 0.5;
/** First cells that are names wherever they stand over other cells. */
const kNames = /^(id|name|index|label|class|species|target|category|type|kind|date|time|year|country|group|set|split|unnamed: ?[\d.]+)$/i;

/**
 * @param {string[][]} rows of one length
 * @param {string[] | null} comment the cells of the comment above the first row, if it has as many
 * @param {(cell: string) => boolean} missing
 * @returns {{ value: Header, why: string, open: boolean }}
 */
export function guessHeader(rows, comment, missing) {
  const first = namesIn(rows, missing);
  const above = comment !== null && comment.some((cell) => !looksNumeric(cell)) && comment.every((cell) => cell !== '');
  if (first.value !== 'none' && !(first.open && first.over === 0 && above && rows[0].some(looksNumeric))) {
    const more = first.over > 0 ? wordRows(rows, missing) : 0;
    if (more === 0) return first;
    return { value: more === 1 ? 'two' : 'three', why: `The first ${more === 1 ? 'two' : 'three'} rows hold no numbers where the rows below do.`, open: false };
  }
  if (above) {
    return { value: 'comment', why: 'The comment above the first row has as many cells as the row.', open: false };
  }
  return first;
}

/**
 * Whether the first row has names, by the rows below it. `over`: columns of numbers with a text on top.
 * @param {string[][]} rows
 * @param {(cell: string) => boolean} missing
 * @returns {{ value: Header, why: string, open: boolean, over: number }}
 */
function namesIn(rows, missing) {
  const [top, ...body] = rows.slice(0, kRows);
  if (body.length === 0) {
    const text = top.every((cell) => !looksNumeric(cell) && !missing(cell));
    return { value: text ? 'first' : 'none', why: 'There is one row.', open: false, over: 0 };
  }
  let [over, numbers, repeated, strange, texts, named] = [0, 0, 0, 0, 0, 0];
  /** @type {number[]} */
  const columns = [];
  for (const [c, cell] of top.entries()) {
    const cells = body.map((row) => row[c]).filter((cell) => !missing(cell));
    if (cells.length === 0) {
      if (!missing(cell)) named += looksNumeric(cell) ? 0 : 1;
      continue;
    }
    const typed = cells.filter(looksNumeric).length >= kMost * cells.length;
    const truths = !typed && cells.filter((cell) => booleanIn(cell) !== null).length >= kMost * cells.length;
    if (missing(cell)) continue;
    const number = typed && isNumberOf(cell, cells);
    if (number) columns.push(c);
    if (number) ++numbers;
    else if (typed || (truths && booleanIn(cell) === null)) ++over;
    else if (!typed) {
      ++texts;
      if (cells.includes(cell)) ++repeated;
      else if (kNames.test(cell)) ++named;
      if (new Set(cells).size < cells.length) ++strange; // among words that repeat, one that does not
    }
  }
  const answer = (/** @type {Header} */ value, /** @type {string} */ why, open = false) => ({ value, why, open, over });
  if (over > 0 && over >= numbers) return answer('first', 'The first row holds words where the rows below hold numbers.');
  const indexed = top[0] === '' && isIndex(body.map(([cell]) => cell));
  if (numbers > 0 && (indexed ? columns.length === top.length - 1 : isCounted(top, body, columns, texts > 0 && repeated + strange === 0))) {
    return answer('first', 'The numbers of the first row go up evenly, and those of the rows below do not: they may be names, or values.', true);
  }
  if (over > 0) return answer('none', 'Most cells of the first row are numbers, as in the rows below, but not all.', true);
  if (numbers > 0) {
    if (named > 0 && repeated === 0) return answer('first', 'The first row begins with a name, but also holds numbers.', true);
    const from_zero = columns.length > 2 && columns.length === top.length && columns.every((c) => top[c] === String(c));
    if (from_zero) return answer('none', 'The first row counts from 0, and the rows below go up as it does: it may be names, or values.', true);
    return answer('none', 'The first row holds numbers, as the rows below do.', strange > 0 && repeated === 0);
  }
  if (repeated > 0 && named === 0) return answer('none', 'The first row holds words that occur below too.');
  return answer(texts + named > 0 ? 'first' : 'none', 'The first row holds words that do not occur below.', true);
}

/** Whether a cell is a number like those below it: with a unit only where one of them has one. 25% over 1, 2, 3 is a name.
 * @param {string} cell @param {string[]} cells */
const isNumberOf = (cell, cells) => looksNumeric(cell) && (!hasUnit(cell) || cells.some(hasUnit));

/** Whether cells are whole numbers, all of them different: an index below a blank cell. @param {string[]} cells */
const isIndex = (cells) => cells.every((cell) => /^\d+$/.test(cell)) && new Set(cells).size === cells.length;

/**
 * Whether the numbers of the first row are years or count up, and those of no row below do.
 * @param {string[]} top @param {string[][]} body @param {number[]} columns those with a number in the first row
 * @param {boolean} worded whether a word stands beside them, over different names of rows
 */
function isCounted(top, body, columns, worded) {
  const numbers = columns.map((c) => Number(top[c]));
  const years = (/** @type {number[]} */ of) => of.length > 1 && of.every((n) => Number.isInteger(n) && n >= 1800 && n <= 2100) && new Set(of).size === of.length;
  /** Numbers in equal steps upwards: 0, 1, 2 or 1, 2, 3 and on, or five and more in other steps. @param {number[]} of */
  const even = (of) => {
    const step = of[1] - of[0];
    const counted = of.length > 2 && step === 1 && (of[0] === 0 || of[0] === 1);
    return (counted || of.length > (worded ? 2 : 4)) && step > 0 && of.every((n, i) => i === 0 || Math.abs(n - of[i - 1] - step) < 1e-9 * Math.abs(n) + 1e-12);
  };
  const rising = (/** @type {number[]} */ of) => of.length > 1 && of.every((n, i) => i === 0 || n - of[i - 1] === of[1] - of[0]);
  const below = body.map((row) => columns.map((c) => row[c]).filter(looksNumeric).map(Number));
  if (years(numbers)) return !below.some(years);
  return even(numbers) && 2 * below.filter(rising).length <= below.length;
}

/**
 * How many rows below the names hold words too: units, types. At most two.
 * @param {string[][]} rows @param {(cell: string) => boolean} missing
 */
function wordRows(rows, missing) {
  if (rows.length < 3 || !isWords(rows[1], rows.slice(2), missing)) return 0;
  const third = rows.length > 3 && (isWords(rows[2], rows.slice(3), missing) || isOrange(rows));
  return third ? 2 : 1;
}

/** Whether the second and third row say types and parts of columns, as the program Orange writes them. @param {string[][]} rows */
const isOrange = ([, types, parts]) =>
  types.every((cell) => /^(c|d|s|t|continuous|discrete|string|time)$/i.test(cell)) && parts.every((cell) => /^(class|meta|ignore|c|m|i|)$/i.test(cell));

/**
 * Whether a row holds words where the rows below hold numbers, and no number there.
 * @param {string[]} row @param {string[][]} below @param {(cell: string) => boolean} missing
 */
export function isWords(row, below, missing) {
  let over = 0;
  for (const [c, cell] of row.entries()) {
    const cells = below.slice(0, kRows).map((other) => other[c] ?? '').filter((other) => !missing(other));
    if (cells.length === 0 || cells.filter(looksNumeric).length < kMost * cells.length || missing(cell)) continue;
    if (isNumberOf(cell, cells)) return false;
    ++over;
  }
  return over > 0;
}
