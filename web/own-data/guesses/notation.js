// @ts-check
// How numbers are written: the decimal sign, signs between thousands, signs of money, units. A cell that can be read in
// one way only is evidence for its column, and for columns without evidence of their own.

/** @typedef {'.' | ','} Decimal */

export const kDecimals = /** @type {const} */ ([
  { value: '.', label: 'point' },
  { value: ',', label: 'comma' },
]);

const kPlain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const kBlanks = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const kMinus = /[\u2212\ufe63\uff0d]|\u2013(?=\s?[\d.,])/g;
const kMoney =
  '(?:US\\$|R\\$|A\\$|C\\$|[\\p{Sc}]|USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|BRL|MXN|ZAR|' +
  'kr\\.?|Rs\\.?|Fr\\.?|z\u0142|K\u010d|Ft)';
/**
 * Sign, money, sign, digits with their signs, exponent, minus, unit. Brackets around an amount mean minus, and so does a
 * minus behind it, as programs of bookkeeping write it.
 */
const kAmount = new RegExp(
  `^(\\()?\\s*([+-]?)\\s*(${kMoney})?\\s*([+-]?)\\s*` +
    "([\\d., '\u2019]*\\d[., '\u2019]?(?:[eEdD][+-]?\\d+)?)" +
    `(-)?\\s*(${kMoney}|[%\u2030\u00b0\u00b5\\p{L}][\\p{L}\u00b0\u00b2\u00b3/%\u00b5]{0,9})?\\s*(\\))?$`,
  'u',
);
const kOfMoney = new RegExp(`^${kMoney}$`, 'u');
/** Thousands in threes, or as in India. A group never begins with 0: "0,123" has a decimal comma. */
const kDigits = {
  '.': /^(?:\d*|[1-9]\d{0,2}([ ,'\u2019])\d{3}(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3})(?:\.\d*)?(?:[eEdD][+-]?\d+)?$/,
  ',': /^(?:\d*|[1-9]\d{0,2}([ .'\u2019])\d{3}(?:\1\d{3})*)(?:,\d+)?(?:[eEdD][+-]?\d+)?$/,
};

/**
 * The number in a cell, or NaN.
 * @param {string} cell @param {Decimal} decimal
 */
export function numberIn(cell, decimal) {
  if (kPlain.test(cell) && (decimal === '.' || !cell.includes('.'))) return Number(cell);
  return amountIn(cell, decimal)?.value ?? NaN;
}

/**
 * The number in a cell and its unit: a percent sign, a sign of money, letters. Null where there is no number.
 * @param {string} cell @param {Decimal} decimal
 * @returns {{ value: number, unit: string, money: boolean } | null}
 */
export function amountIn(cell, decimal) {
  if (cell.length > 60) return null;
  const found = kAmount.exec(cell.replace(kBlanks, ' ').replace(kMinus, '-'));
  if (found === null) return null;
  const [, open, sign, money, inner, digits, behind, after, close] = found;
  if ((open === undefined) !== (close === undefined) || (sign !== '' && inner !== '') || (money && after)) return null;
  if (behind && (open || sign || inner || after)) return null;
  const shape = kDigits[decimal].exec(digits.trim());
  if (shape === null || !/\d/.test(digits)) return null;
  const bare = digits.replace(decimal === '.' ? /[ ,'\u2019]/g : /[ .'\u2019]/g, '').replace(',', '.').replace(/[dD]/, 'e');
  const value = Number(bare);
  const unit = money ?? after ?? '';
  return { value: open || behind || sign === '-' || inner === '-' ? -value : value, unit, money: kOfMoney.test(unit) };
}

/** Whether a cell is a number with a unit: 5 kg, 25%, 2theta. @param {string} cell */
export const hasUnit = (cell) => !kPlain.test(cell) && ((amountIn(cell, '.') ?? amountIn(cell, ','))?.unit ?? '') !== '';

/** Whether a cell is a number in some notation. @param {string} cell */
export const looksNumeric = (cell) => kPlain.test(cell) || amountIn(cell, '.') !== null || amountIn(cell, ',') !== null;

/**
 * What the cells of a column say of their notation.
 * @typedef {object} Evidence
 * @property {number} point cells that are numbers with a decimal point only
 * @property {number} comma cells that are numbers with a decimal comma only
 * @property {number} either cells that are another number with either: 3,456 or 3.456
 * @property {string} example the first cell of the last kind
 * @property {number} short whole numbers of one to three digits
 * @property {number} long whole numbers of more digits, without a sign in them
 */

/** @param {Iterable<string>} cells those that are not missing @returns {Evidence} */
export function evidenceIn(cells) {
  const found = { point: 0, comma: 0, either: 0, example: '', short: 0, long: 0 };
  for (const cell of cells) {
    if (/^[+-]?\d+$/.test(cell)) {
      if (cell.length > (/^\d/.test(cell) ? 3 : 4)) ++found.long;
      else ++found.short;
      continue;
    }
    const [point, comma] = [numberIn(cell, '.'), numberIn(cell, ',')];
    if (Number.isNaN(point) && Number.isNaN(comma)) continue;
    if (Number.isNaN(comma)) ++found.point;
    else if (Number.isNaN(point)) ++found.comma;
    else if (point !== comma && ++found.either === 1) found.example = cell;
  }
  return found;
}

/**
 * The decimal sign of all columns by the evidence of those that have some.
 * @param {Evidence[]} columns
 * @returns {Decimal | null} null where there is no evidence, or two kinds
 */
export function decimalOfFile(columns) {
  const points = columns.filter(({ point, comma }) => point > comma).length;
  const commas = columns.filter(({ point, comma }) => comma > point).length;
  if (points > 0 === commas > 0) return null;
  return points > 0 ? '.' : ',';
}

/**
 * The decimal sign of one column.
 * @param {Evidence} evidence
 * @param {Decimal | null} of_file
 * @param {string} delimiter
 * @returns {{ value: Decimal, why: string, open: boolean }}
 */
export function guessDecimal({ point, comma, either, example, short, long }, of_file, delimiter) {
  if (point !== comma) {
    const value = point > comma ? '.' : ',';
    return { value, why: `A decimal ${value === '.' ? 'point' : 'comma'} is the only way to read some of its cells.`, open: false };
  }
  if (either === 0) return { value: of_file ?? '.', why: 'Its numbers have no decimal sign.', open: false };
  if (of_file !== null) return { value: of_file, why: 'Other columns have this decimal sign.', open: false };
  const doubt = (/** @type {Decimal} */ value, /** @type {string} */ because) => ({
    value,
    why: `"${example}" is ${numberIn(example, '.')} with a decimal point and ${numberIn(example, ',')} with a decimal comma; ${because}.`,
    open: true,
  });
  if (example.includes('.')) {
    const certain = delimiter === ',';
    return { ...doubt('.', 'most files have a decimal point'), open: !certain };
  }
  if (delimiter === ',') return doubt('.', 'files with commas between cells seldom have decimal commas');
  if (long > 0) return doubt(',', 'longer numbers in the column have no sign between thousands');
  if (short === 0 && either > 1) return doubt(',', 'every number of the column has three digits after the comma');
  return doubt('.', 'shorter numbers of the column have no comma, so it stands between thousands');
}
