// @ts-check
// What a few repeated measurements say: the median, and the quartiles about it as the spread.

/** @typedef {{ median: number, low: number, high: number }} Spread */

/**
 * Quantile by linear interpolation between the two nearest values.
 * @param {number[]} values
 * @param {number} share 0 to 1
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** @param {number[]} values @returns {Spread} */
export const spreadOf = (values) => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

/**
 * How many times one thing is another, round by round: what wanders with the machine from round to round cancels out.
 * @param {number[]} above @param {number[]} below
 */
export const ratioOf = (above, below) => spreadOf(above.map((value, round) => value / below[round]));

/** A number in three digits. @param {number} value */
export function short(value) {
  if (!Number.isFinite(value)) return '?';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 10_000) return Math.round(Number(value.toPrecision(4))).toLocaleString('en-GB');
  if (size >= 100) return String(Math.round(value));
  return value.toPrecision(3).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

/** @param {Spread} spread */
export const withSpread = ({ median, low, high }) =>
  low === high ? short(median) : `${short(median)} (${short(low)} to ${short(high)})`;
