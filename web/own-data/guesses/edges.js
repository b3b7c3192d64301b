// @ts-check
// Rows above a table and below it that do not belong to it: a title, lines about the export, totals, a footnote.

import { isWords } from './header.js';
import { looksNumeric } from './notation.js';

/** Most rows above or below that are left out without being asked for. */
const kMost = 30;
const kNote = /^(sources?|notes?|data from|last updated|remarks?|footnotes?|legend|copyright|quellen?|stand|hinweis|anmerkung(en)?|fuentes?|nota|fonte)\b|^[*\u2020\u00a9]|^\(\d+ rows?( affected| selected)?\)$/i;
const kCounted = /^\(?\d+ rows? (selected|affected|returned|in set)\b/i;
const kTotal = /^(grand |sub)?(total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|somme|totale|mean|average|mittelwert|durchschnitt|moyenne)\b/i;

/**
 * How many rows above the table are none of it: rows much shorter than most, or with hardly a cell that holds something.
 * @param {string[][]} rows @param {number} width length of most rows
 * @returns {{ value: number, why: string }}
 */
export function guessTop(rows, width) {
  const [[count, values, ...words] = []] = rows;
  if (rows.length > 2 && count === String(rows.length - 1) && values === String(width - 1) && words.length > 0 && !words.some(looksNumeric)) {
    return { value: 1, why: 'It says how many rows and values there are, as files of scikit-learn do.' };
  }
  if (count === 'TOA5' && rows.length > 4) return { value: 1, why: 'It begins as files of Campbell loggers do.' };
  let value = 0;
  while (value < Math.min(kMost, rows.length - 2) && isAbove(rows[value], rows[value + 1], width)) ++value;
  value = Math.max(value, namesBelow(rows, width));
  return { value, why: value > 0 ? 'They have fewer cells than the others.' : 'The first row has as many cells as the others.' };
}

/**
 * How many rows stand above the first that has a word in every cell, over numbers: rows that end before it does. 0 if
 * there are none.
 * @param {string[][]} rows @param {number} width
 */
function namesBelow(rows, width) {
  const blank = (/** @type {string} */ cell) => cell === '';
  // Behind a shorter line, such as [Data], the table begins.
  for (let n = Math.min(kMost, rows.length - 2); n > 0; --n) {
    const behind = rows.slice(n, n + kMost);
    if (rows[n - 1].length < width && behind.every(({ length }) => length === width) && isWords(rows[n], behind.slice(1), blank)) return n;
  }
  // Lines of a word and what it is, as instruments write them, above names and rows of numbers alone.
  for (let n = 1; n < Math.min(kMost, rows.length - 2); ++n) {
    if (looksNumeric(rows[n - 1][0])) break;
    const behind = rows.slice(n + 1, n + 1 + kMost);
    const numbers = behind.length > 1 && behind.every((row) => row.length === width && row.every(looksNumeric));
    const named = rows[n].length === width && rows[n].every((cell) => cell !== '' && !looksNumeric(cell));
    if (numbers && named) {
      if (n > 1 && rows.slice(0, n).some((row) => row.slice(1).some(looksNumeric))) return n;
      break;
    }
  }
  for (let n = 0; n < Math.min(kMost, rows.length - 2); ++n) {
    const row = rows[n];
    if (row.length === width && !row.some(blank)) return n > 0 && isWords(row, rows.slice(n + 1), blank) ? n : 0;
    const filled = row.findIndex(blank);
    const ends = filled < 0 ? row.length < width : row.slice(filled).every(blank);
    if (!ends) return 0;
  }
  return 0;
}

/** @param {string[]} row @param {string[]} next @param {number} width */
function isAbove(row, next, width) {
  if (width < 2) return false;
  const filled = row.filter((cell) => cell !== '');
  if (row.length < width - 1) return true;
  // One name over two columns is a table with row names; one of many words is a title.
  if (row.length === 1) return /\s/.test(row[0]) || next.length < width;
  return width >= 3 && row.length === width && row[0] !== '' && !looksNumeric(row[0]) && filled.length <= Math.max(1, Math.floor(width / 3));
}

/** Which rows within the table call themselves a total. @param {string[][]} rows */
export const totalsIn = (rows) => rows.flatMap((row, n) => (row.slice(0, 2).some((cell) => kTotal.test(cell)) && row.some(looksNumeric) ? [n] : []));

/**
 * How many rows below the table are none of it: a footnote in one cell, or a row that calls itself a total.
 * @param {string[][]} rows without those above @param {number} width
 * @returns {{ value: number, why: string }}
 */
export function guessFoot(rows, width) {
  let value = 0;
  let total = '';
  while (value < Math.min(kMost, rows.length - 2)) {
    const row = rows[rows.length - 1 - value];
    const word = row.slice(0, 2).find((cell) => kTotal.test(cell));
    const note = width > 1 && row.length === 1 && (kNote.test(row[0]) || (!looksNumeric(row[0]) && !/^[^\s]{1,12}$/.test(row[0])));
    const counted = kCounted.test(row.join(' '));
    const padded = (width > 2 || kNote.test(row[0])) && row.length === width && row[0] !== '' && !looksNumeric(row[0]) && row.slice(1).every((cell) => cell === '');
    const single = word !== undefined && rows.filter((other) => other.includes(word)).length === 1 && row.some(looksNumeric);
    if (single) total = word;
    else if (!note && !padded && !counted) break;
    ++value;
  }
  const why = total !== '' ? `A row says "${total.slice(0, 40)}".` : value > 0 ? 'They have one cell, of words.' : 'The last row is like the others.';
  return { value, why };
}
