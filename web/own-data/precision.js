// @ts-check
// Single precision where it is enough. A float keeps 24 bits: of values near 100,000 that differ by hundredths, such as
// air pressure in pascals, it keeps steps of 0.008. Such columns stay in double precision until the core has taken off
// what they have in common (src/data/offsets.h).

/** What the note of a table says of such columns. */
export const kTakenOff =
  'Values that lie far from zero and differ little are kept less a number near their mean, which their names say.';

/** A column stays whole if rounding moves a value by more than this share of the column's range. */
const kMostLost = 1e-6;

/**
 * The numbers in single precision, or as they are if a column would lose by it.
 * @param {Float64Array} values one example after another; NaN where a value is missing
 * @param {number} width values of one example
 * @returns {Float32Array | Float64Array}
 */
export function narrowed(values, width) {
  for (let column = 0; column < width; ++column) {
    let [low, high, lost] = [Infinity, -Infinity, 0];
    for (let at = column; at < values.length; at += width) {
      const value = values[at];
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      lost = Math.max(lost, Math.abs(value - Math.fround(value)));
    }
    if (high > low && Number.isFinite(lost) && lost > kMostLost * (high - low)) return values;
  }
  return Float32Array.from(values);
}

/**
 * Examples as lists of numbers, null where a value is missing.
 * @param {Float32Array | Float64Array} values
 * @param {number[]} chosen examples
 * @param {number[]} order columns, in the wanted order
 */
export function rowsOf(values, chosen, order) {
  const width = order.length;
  return chosen.map((n) =>
    order.map((column) => (Number.isNaN(values[n * width + column]) ? null : values[n * width + column])),
  );
}
