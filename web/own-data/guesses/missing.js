// @ts-check
// What cells hold of which nothing is known: words, runs of dashes and points, errors of spreadsheets, what C libraries
// print for no number. Numbers that may stand for it, such as -999, are never taken for it: the visitor is asked.
// Codes are compared without regard to case. A code that is a number stands for every way of writing it.

import { figure, quote } from '../table.js';

/** Blank cells are always missing. */
const kCodes = [
  'NA', 'N/A', 'n.a.', 'n. a.', '<NA>', 'NaN', 'null', '<null>', '(null)', 'none', 'nil', '?', '??', '*', '\\N', 'n/d', 'n.d.', 's/d',
  'k.A.', 'k. A.', 'keine Angabe', 'missing', '(missing)', 'blank', '(blank)', 'undefined', 'no data', 'not available', 'not applicable',
];
const kKnown = new Map(kCodes.map((code) => [code.toLowerCase(), code]));
const kLongest = Math.max(...kCodes.map(({ length }) => length));
/** Errors of spreadsheets in any language: #DIV/0!, #WERT!, #NOM?, #N/A. */
const kError = /^#(#{2,}|n\/?[ad]|nv|[\p{L}\u00a1][\p{L}\d/_.]*[!?])$/iu;
/** Dashes, points, points of SAS with a letter, and 1.#QNAN or -nan(ind) as C prints them. */
const kSigns = /^([-\u2010-\u2015\u2212]+|[.\u2026]+|\.[a-z_]|[+-]?(1\.#(qnan|snan|ind|nan)0*|nan(\([a-z\d]*\))?))$/i;
/** Numbers that programs write for it. */
const kNumbers = /^-?9{2,6}(\.9+)?$/;
/** A code is farther from the other numbers than they are from each other, by this factor. */
const kFar = 3;

/** The code of a cell, as it is said, or undefined. @param {string} cell */
function codeIn(cell) {
  if (cell === '' || cell.length > kLongest) return undefined;
  // Most cells are numbers, and few codes begin as they do.
  if (cell >= '0' && cell < ':' && !cell.includes('#')) return undefined;
  return kKnown.get(cell.toLowerCase()) ?? (kError.test(cell) || kSigns.test(cell) ? cell : undefined);
}

/**
 * The known codes that occur.
 * @param {string[][]} rows
 * @returns {{ value: string[], why: string }}
 */
export function guessMissing(rows) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const row of rows) {
    for (const cell of row) {
      const code = codeIn(cell);
      if (code !== undefined && found.size < 100) found.add(code);
    }
  }
  const value = [...found].sort();
  return { value, why: value.length > 0 ? 'These are common ways to write it.' : 'No known code for it occurs.' };
}

/**
 * Whether a cell says that nothing is known.
 * @param {readonly string[]} codes
 * @returns {(cell: string) => boolean}
 */
export function missingTest(codes) {
  const texts = new Set(codes.map((code) => code.trim().toLowerCase()));
  const numbers = new Set(codes.filter((code) => code.trim() !== '').map(Number).filter((code) => !Number.isNaN(code)));
  // Some letters have more code units in small; long cells are no codes.
  const longest = 2 + Math.max(0, ...codes.map(({ length }) => 2 * length));
  return (cell) => cell === '' || (cell.length <= longest && texts.has(cell.toLowerCase())) || (numbers.size > 0 && numbers.has(Number(cell)));
}

/**
 * Numbers that may stand for what is not known, such as -999: nines at one end of a column, far from all its other
 * numbers.
 * @param {{ name: string, values: Float64Array | null }[]} columns
 * @returns {{ codes: string[], why: string } | null} null if there are none
 */
export function guessNumberCodes(columns) {
  /** @type {Set<string>} */
  const codes = new Set();
  let why = '';
  for (const { name, values } of columns) {
    for (const [code, count] of values === null ? [] : codesAmong(values)) {
      if (why === '') {
        why = `${quote(name)} holds ${code} in ${count === 1 ? 'one row' : `${figure(count)} rows`}, far from its other numbers: it may stand for a missing value.`;
      }
      codes.add(String(code));
    }
  }
  return codes.size === 0 ? null : { codes: [...codes], why };
}

/** Codes at the ends of a column, and how often they occur. @param {Float64Array} values @returns {[number, number][]} */
function codesAmong(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high].flatMap((code) => {
    if (!kNumbers.test(String(code))) return [];
    let [count, least, most] = [0, Infinity, -Infinity];
    for (const value of values) {
      if (value === code) ++count;
      else {
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    const far = Math.min(Math.abs(least - code), Math.abs(most - code)) > kFar * (most - least);
    // A single 99 may be a number like others.
    return count > 0 && far && most > -Infinity && (count > 1 || Math.abs(code) > 900) ? [/** @type {[number, number]} */ ([code, count])] : [];
  });
}

/** Whether a line begins with an error of a spreadsheet, which is no comment. @param {string} line */
export const beginsWithError = (line) => kError.test(/^[^,;\t| ]*/.exec(line.slice(0, 40))?.[0] ?? '');
