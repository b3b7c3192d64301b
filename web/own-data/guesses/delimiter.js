// @ts-check
// The sign between cells. A line "sep=;" says it. Otherwise every sign is tried on the first rows: rows of one length,
// and cells that are numbers, speak for it.

import { isDate } from './kinds.js';
import { looksNumeric } from './notation.js';

export const kDelimiters = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'vertical bar' },
  { value: ' ', label: 'blanks, one or more' },
];
/** Signs that are tried where none of these parts the rows. @type {{ value: string, label: string }[]} */
export const kRare = [':', '^', '~', '\u00a7', '\u00a6', '!', '&', '*', '/', '_', '\u0001', '\u001f'].map((value) => ({ value, label: controlName(value) ?? `"${value}"` }));
/** Signs of control that programs put between cells. They stand in no cell. */
export const kControls = ['\u0001', '\u001f'];
/** A single column is not preferred unless cutting it makes worse rows. */
const kSingle = 0.6;
/** Closer than this the scores of two signs leave it open. */
const kClose = 0.02;

/** @param {string} sign */
function controlName(sign) {
  return sign === '\u0001' ? 'the sign 0x01, of Hive' : sign === '\u001f' ? 'the unit separator, 0x1F' : null;
}

/** @param {string} delimiter */
export const delimiterName = (delimiter) => kDelimiters.find(({ value }) => value === delimiter)?.label ?? delimiter;

/**
 * The line by which spreadsheets name the sign.
 * @param {string} text
 * @returns {{ delimiter: string, length: number } | null} length: of the line with its end
 */
export function namedDelimiter(text) {
  const found = /^"?sep=([^\r\n])"?[ \t]*(?:\r\n?|\n|$)/i.exec(text.slice(0, 40));
  return found && { delimiter: found[1], length: found[0].length };
}

/**
 * @param {(delimiter: string) => string[][]} cut the first rows, cut at a sign; empty where that is not possible
 * @param {boolean} [quoted] whether there are quotation marks in the first rows
 * @returns {{ value: string, why: string, open: boolean }}
 */
export function guessDelimiter(cut, quoted = false) {
  const scores = kDelimiters
    .map(({ value, label }) => ({ value, label, ...scoreOf(cut(value)) }))
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.score - a.score); // the order of kDelimiters stays among equals
  const [best, next] = scores;
  const single = scoreOf(cut('\0')).score * kSingle;
  if (best === undefined || best.score < single) {
    return rareDelimiter(cut) ?? { value: ',', why: 'The first rows are of one cell each, whatever separates them.', open: false };
  }
  const [example] = best.value === ',' && !quoted ? decimalsIn(cut(',')) : [];
  if (example !== undefined) {
    return { value: ';', why: `"${example}" is one number with a decimal comma, or two cells: ${/^\d/.test(cut(',')[0]?.[0] ?? '') ? 'a digit 0 stands first behind some commas' : 'there is one name above it'}.`, open: true };
  }
  // A tab is a blank too, and a comma with a blank behind it is one sign.
  const other = next !== undefined && next.value !== ' ' && best.value !== ' ' && best.numeric < 1;
  // One row of numbers may be parted by either of two signs.
  const either = next !== undefined && next.value !== ' ' && cut(best.value).length === 1 && best.numeric === 1 && /[,;]/.test(next.value);
  const open = either || (other && best.score - next.score < kClose && next.score > single);
  const rest = open ? ` Another sign, ${next.label}, would do nearly as well.` : '';
  return { value: best.value, why: `Most of the first rows then have ${best.width} cells.${rest}`, open };
}

/**
 * Rows of two whole numbers below a single name, or the second of which begin with 0: numbers with a decimal comma, or
 * cells.
 * @param {string[][]} rows
 */
function decimalsIn([top = [], ...body]) {
  const halves = (/** @type {string[]} */ row) =>
    row.length === 2 && /^(?:\p{Sc}|[A-Z]{3} )? ?[+-]?\d{1,3}(?:\.?\d{3})*$|^[+-]?\d+$/u.test(row[0]) && /^\d+(?: ?[\p{Sc}%]| [A-Z]{3})?$/u.test(row[1]);
  const all = [top, ...body];
  // No number begins with 0, but decimals do.
  if (all.length > 1 && all.every(halves) && all.some(([, cell]) => /^0\d/.test(cell))) return all.map((row) => row.join(','));
  const one = top.length === 1 && /^\p{L}[^\s;]*( [([].*[)\]])?$/u.test(top[0]) && body.length > 0;
  return one && body.every(halves) ? body.map((row) => row.join(',')) : [];
}

/** A sign that seldom parts cells, if all rows then have as many and most of them are numbers. Dates and times are one cell.
 * @param {(delimiter: string) => string[][]} cut */
function rareDelimiter(cut) {
  const whole = cut('\0').flat();
  if (2 * whole.filter((cell) => looksNumeric(cell) || isDate(cell)).length > whole.length) return null;
  // Programs write 1_000 for a thousand.
  if (whole.every((cell) => !/\d_\d/.test(cell) || /^[+-]?\d{1,3}(_\d{3})+$/.test(cell)) && whole.some((cell) => /\d_\d/.test(cell))) return null;
  for (const { value, label } of kRare) {
    const rows = cut(value);
    const { width, numeric } = scoreOf(rows);
    if (width > 1 && rows.length > 1 && numeric > 0.5 && rows.every((row) => row.length === width)) {
      return { value, why: `The first rows then have ${width} cells each, most of them numbers; ${label} is an uncommon sign.`, open: true };
    }
  }
  return null;
}

/**
 * How good rows are: the share of rows of the commonest length, and the share of cells that are numbers.
 * @param {string[][]} rows
 */
function scoreOf(rows) {
  /** @type {Map<number, number>} */
  const lengths = new Map();
  for (const { length } of rows) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  let [width, most] = [0, 0];
  for (const [length, count] of lengths) if (count > most || (count === most && length > width)) [width, most] = [length, count];
  const cells = rows.filter(({ length }) => length === width).flat().filter((cell) => cell !== '');
  const numbers = cells.filter(looksNumeric).length;
  const numeric = cells.length === 0 ? 0 : numbers / cells.length;
  return { width, numeric, score: rows.length === 0 ? 0 : (most / rows.length) * (0.5 + 0.5 * numeric) };
}
