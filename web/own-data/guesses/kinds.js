// @ts-check
// What a column holds: numbers, yes and no, dates, text, or nothing. A few odd cells among numbers are missing values,
// and are said; more of them make a column of text.

import { amountIn, numberIn } from './notation.js';

/** @typedef {'number' | 'yes or no' | 'date' | 'text' | 'empty'} Kind */
/** A cell that is no number in a column of numbers. @typedef {{ row: number, cell: string, why: string }} Odd */

/** Share of the known cells that may be odd. One always may, if there are two numbers for it. */
const kOdd = 0.05;
const kLargest = 3.4e38; // the largest number in single precision
const kDate =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-. ][A-Za-z]{3,9}\.?[-. ,]*\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})([T ,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s?([AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?$|^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?$/;
const kTruths = [
  ['true', 'false'], ['yes', 'no'], ['t', 'f'], ['y', 'n'], ['on', 'off'],
  ['ja', 'nein'], ['wahr', 'falsch'], ['oui', 'non'], ['vrai', 'faux'], ['si', 'no'], ['s\u00ed', 'no'], ['s\u00ec', 'no'],
  ['verdadero', 'falso'], ['vero', 'falso'], ['sim', 'n\u00e3o'], ['verdadeiro', 'falso'], ['ja', 'nee'], ['waar', 'onwaar'],
  ['ja', 'nej'], ['sand', 'falsk'], ['sant', 'falskt'], ['sann', 'usann'], ['tak', 'nie'], ['prawda', 'fa\u0142sz'], ['ano', 'ne'],
  ['\u00e1no', 'nie'], ['pravda', 'nepravda'], ['da', 'ne'], ['da', 'nu'], ['igen', 'nem'], ['igaz', 'hamis'], ['evet', 'hay\u0131r'],
  ['do\u011fru', 'yanl\u0131\u015f'], ['kyll\u00e4', 'ei'], ['tosi', 'ep\u00e4tosi'], ['\u0434\u0430', '\u043d\u0435\u0442'], ['\u0442\u0430\u043a', '\u043d\u0456'],
  ['\u0438\u0441\u0442\u0438\u043d\u0430', '\u043b\u043e\u0436\u044c'], ['\u03bd\u03b1\u03b9', '\u03cc\u03c7\u03b9'], ['\u662f', '\u5426'], ['\u771f', '\u5047'], ['\u306f\u3044', '\u3044\u3044\u3048'],
];
/** The longest word of these. */
const kLongest = 10;
const kTruth = new Map(kTruths.flatMap(([yes, no]) => [[yes, 1], [no, 0]]));

/** 1 for yes, 0 for no, in words; null for other cells. @param {string} cell */
export const booleanIn = (cell) => (cell.length > kLongest ? null : (kTruth.get(cell.toLowerCase()) ?? null));

/** Whether cells are two words that belong together, one of them at least. @param {Set<string>} words in lower case */
const areTruths = (words) => words.size > 0 && kTruths.some((pair) => [...words].every((word) => pair.includes(word)));

/** Whether a cell is a date or a time of day. @param {string} cell */
export const isDate = (cell) => cell.length >= 4 && cell.length < 40 && kDate.test(cell);

/**
 * Reads a column.
 * @param {string[]} cells
 * @param {(cell: string) => boolean} missing
 * @param {'.' | ','} decimal
 * @returns {{ kind: Kind, why: string, values: Float64Array | null, odd: Odd[], numbers: number, missing: number,
 *   zeros: string }}
 *   values: NaN where nothing is known or a cell is odd; null for a column of text. odd: for a column of text only the
 *   first. numbers: how many cells hold one. zeros: the first whole number that begins with 0
 */
export function readColumn(cells, missing, decimal) {
  const values = new Float64Array(cells.length).fill(NaN);
  /** @type {Odd[]} */
  const odd = [];
  /** Rows of every unit. @type {Map<string, number[]>} */
  const units = new Map();
  let [known, lost, dates, large] = [0, 0, 0, 0];
  /** @type {Set<string>} */
  const words = new Set();
  let zeros = '';
  const enough = () => odd.length <= Math.max(1, Math.ceil(kOdd * cells.length));
  for (const [row, cell] of cells.entries()) {
    if (missing(cell)) {
      ++lost;
      continue;
    }
    ++known;
    const plain = Number(cell);
    if (!Number.isNaN(plain) && cell !== '' && (decimal === '.' || !cell.includes('.')) && !/[xbo_]/i.test(cell) && Math.abs(plain) < kLargest) {
      values[row] = plain;
      if (zeros === '' && plain !== 0 && cell.length > 1 && /^0\d+$/.test(cell)) zeros = cell;
      continue;
    }
    const value = numberIn(cell, decimal);
    if (Number.isNaN(value)) {
      if (words.size < 3) words.add(cell.toLowerCase());
      if (isDate(cell)) ++dates;
      if (enough()) odd.push({ row, cell, why: 'is no number' });
      else odd.length += 1; // counted, and not kept
    } else if (Math.abs(value) >= kLargest) {
      odd.push({ row, cell, why: 'is a number too large to be held' });
      ++large;
    } else {
      values[row] = value;
      const { unit = '' } = amountIn(cell, decimal) ?? {};
      if (unit === '') continue;
      const rows = units.get(unit);
      if (rows) rows.push(row);
      else units.set(unit, [row]);
    }
  }
  const answer = (/** @type {Kind} */ kind, /** @type {string} */ why, /** @type {Float64Array | null} */ of = null) => ({
    kind,
    why,
    values: of,
    odd: of ? odd : odd.slice(0, 1),
    numbers: known - odd.length + large,
    missing: lost,
    zeros,
  });
  if (known === 0) return answer('empty', 'holds nothing', values);
  if (odd.length === known && areTruths(words)) {
    odd.length = 0;
    return answer('yes or no', 'holds yes and no: 1 and 0', Float64Array.from(cells, (cell) => (missing(cell) ? NaN : (booleanIn(cell) ?? NaN))));
  }
  if (dates > 0 && dates >= known - dates) return answer('date', 'holds dates');
  const unit = settleUnits({ units, values, odd, cells, known });
  if (unit === null) return answer('text', 'holds numbers with different units');
  const words_in_it = odd.length - large;
  const numbers = known - words_in_it;
  if (words_in_it > 0 && !(numbers >= 2 * words_in_it && words_in_it <= Math.max(1, kOdd * known))) return answer('text', 'holds text');
  if (large === known) return answer('text', 'holds numbers too large to be held');
  odd.sort((a, b) => a.row - b.row);
  return answer('number', unit === '' ? 'holds numbers' : `holds numbers in "${unit}"`, values);
}

/**
 * One unit for a column. A sign of money may be left out in some cells; a percent sign or letters may not: such cells
 * are odd.
 * @param {{ units: Map<string, number[]>, values: Float64Array, odd: Odd[], cells: string[], known: number }} column
 * @returns {string | null} null where units differ
 */
function settleUnits({ units, values, odd, cells, known }) {
  if (units.size === 0) return '';
  const with_unit = [...units.values()].reduce((sum, { length }) => sum + length, 0);
  const [[unit, rows]] = [...units].sort(([, a], [, b]) => b.length - a.length);
  const bare = known - odd.length - with_unit;
  const money = amountIn(`1 ${unit}`, '.')?.money === true;
  /** @param {(row: number) => boolean} is_odd @param {string} why */
  const strike = (is_odd, why) => {
    for (const [row, cell] of cells.entries()) {
      if (Number.isNaN(values[row]) || !is_odd(row)) continue;
      values[row] = NaN;
      odd.push({ row, cell, why });
    }
  };
  const mine = new Set(rows);
  const all = new Set([...units.values()].flat());
  if (units.size > 1) {
    if (with_unit - rows.length > Math.max(1, kOdd * known)) return null;
    strike((row) => all.has(row) && !mine.has(row), 'has another unit than the column');
  }
  if (bare === 0 || money) return unit;
  if (bare >= rows.length) {
    strike((row) => all.has(row), 'has a unit, and other cells have none');
    return '';
  }
  strike((row) => !all.has(row), 'has no unit, and other cells have one');
  return unit;
}
