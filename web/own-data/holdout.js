// @ts-check
// Which examples are held out where the file does not say it. The choice is drawn by a seed from what the examples hold
// and not from where they stand: the same examples in another order are held out all the same. Of every class as large
// a share is held out as of all examples; sequences are held out as a whole.

import { figure } from './table.js';

/** @typedef {import('./table.js').Table} Table */

/** The seed where none is given. It is fixed, so that a file gives the same experiment on every day. */
export const kHoldOutSeed = 1;

/**
 * What is drawn: an example, or a sequence of them.
 * @typedef {object} Unit
 * @property {number} first the first example
 * @property {number} length number of examples
 * @property {number} group the class; -1 where there is none, or where the examples of a sequence are of several
 * @property {number} rank by which units are drawn: a hash of the seed and of what the examples hold
 */

/**
 * Draws the examples that are held out.
 * @param {Pick<Table, 'count' | 'values' | 'labels' | 'classes' | 'lengths'>} table
 * @param {number} share of the examples, or of the sequences, 0 to 0.9
 * @param {number} [seed] a whole number
 * @returns {Uint8Array} 1 for held out, one per example
 */
export function holdOut(table, share, seed = kHoldOutSeed) {
  const held = new Uint8Array(table.count);
  const units = unitsOf(table, seed);
  /** @type {Map<number, Unit[]>} */
  const groups = new Map();
  for (const unit of units) {
    const group = groups.get(unit.group);
    if (group) group.push(unit);
    else groups.set(unit.group, [unit]);
  }
  const sorted = [...groups.values()].sort((a, b) => a[0].group - b[0].group);
  for (const [g, count] of shares(sorted.map(({ length }) => length), share).entries()) {
    const drawn = sorted[g].sort((a, b) => a.rank - b.rank).slice(0, count);
    for (const { first, length } of drawn) held.fill(1, first, first + length);
  }
  keepKnown(table, units, held);
  return held;
}

/**
 * How many of every group are held out: its share, rounded so that the sum is the share of all. One of each stays.
 * @param {number[]} sizes @param {number} share
 */
function shares(sizes, share) {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const counts = sizes.map((size) => Math.min(size - 1, Math.floor(share * size + 1e-9)));
  const rest = sizes.map((size, g) => ({ g, left: share * size - counts[g] })).sort((a, b) => b.left - a.left || a.g - b.g);
  let open = Math.floor(share * all + 1e-9) - counts.reduce((sum, count) => sum + count, 0);
  for (const { g, left } of rest) {
    if (open <= 0 || left <= 1e-9) break;
    if (counts[g] + 1 > sizes[g] - 1) continue;
    ++counts[g];
    --open;
  }
  return counts;
}

/** @param {Pick<Table, 'count' | 'values' | 'labels' | 'classes' | 'lengths'>} table @param {number} seed @returns {Unit[]} */
function unitsOf({ count, values, labels, classes, lengths }, seed) {
  const width = values.length / count;
  // The bits of the numbers, as the hash goes by bits. Zero has two patterns and a missing value has many.
  const whole = values instanceof Float64Array;
  const plain = new (whole ? Float64Array : Float32Array)(values.length);
  for (let i = 0; i < values.length; ++i) plain[i] = Number.isNaN(values[i]) ? NaN : values[i] + 0;
  const bits = new Int32Array(plain.buffer);
  const words = (whole ? 2 : 1) * width; // of one example
  const named = classes.map((name) => hashOf([...name].map((letter) => letter.codePointAt(0) ?? 0), 0));
  /** @type {Map<number, number>} */
  const seen = new Map();
  let first = 0;
  return (lengths ?? new Array(count).fill(1)).map((length) => {
    const mine = labels === null ? [] : [...labels.subarray(first, first + length)];
    let rank = hashOf(bits.subarray(first * words, (first + length) * words), seed);
    rank = hashOf(mine.map((label) => named[label] ?? 1), rank);
    // Equal examples are told apart by how many came before. Which of them is held out makes no difference.
    const before = seen.get(rank) ?? 0;
    seen.set(rank, before + 1);
    const unit = { first, length, group: new Set(mine).size === 1 ? mine[0] : -1, rank: hashOf([before], rank) };
    first += length;
    return unit;
  });
}

/**
 * A hash of whole numbers of 32 bits: the mixing of MurmurHash3 (A. Appleby), in two lanes of which 53 bits are kept.
 * @param {ArrayLike<number>} numbers @param {number} seed
 */
function hashOf(numbers, seed) {
  let [a, b] = [seed | 0, Math.floor(seed / 4294967296) ^ 0x9e3779b9];
  for (let i = 0; i < numbers.length; ++i) {
    a = mixed(a ^ numbers[i]);
    b = mixed((b + Math.imul(numbers[i], 0x85ebca6b) + i) | 0);
  }
  a = mixed(a ^ numbers.length);
  b = mixed(b ^ a);
  return (a >>> 0) + (b & 0x1fffff) * 4294967296;
}

/** @param {number} h */
function mixed(h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) + 0x5bd1e995) | 0;
}

/**
 * Every value has to be known in a training example. Where the only ones are held out, the last of them drawn is not.
 * @param {Pick<Table, 'count' | 'values'>} table @param {Unit[]} units @param {Uint8Array} held
 */
function keepKnown({ count, values }, units, held) {
  const width = values.length / count;
  const known = (/** @type {Unit} */ { first, length }, /** @type {number} */ c) => {
    for (let n = first; n < first + length; ++n) if (!Number.isNaN(values[n * width + c])) return true;
    return false;
  };
  for (let c = 0; c < width; ++c) {
    let trained = false;
    for (let n = 0; n < count && !trained; ++n) trained = held[n] === 0 && !Number.isNaN(values[n * width + c]);
    if (trained) continue;
    const [last] = units.filter((unit) => held[unit.first] === 1 && known(unit, c)).sort((a, b) => b.rank - a.rank);
    if (last) held.fill(0, last.first, last.first + last.length);
  }
}

/**
 * Says which examples are held out and how they were chosen.
 * @param {Pick<Table, 'count' | 'labels' | 'lengths' | 'held'>} table
 * @param {Uint8Array} held
 * @param {number} seed
 */
export function describeHoldOut({ labels, lengths, held: said }, held, seed) {
  const count = held.reduce((sum, one) => sum + one, 0);
  if (count === 0) return 'No example is held out: all are used for training.';
  const all = `${figure(count)} of ${figure(held.length)} ${lengths === null ? 'examples' : 'frames'} are held out`;
  if (said !== null) return `${all}, as the files say.`;
  const what = lengths === null ? '' : ' as whole sequences';
  const classes = labels === null ? '' : ', the same share of every class';
  return `${all}${what}${classes}. They are drawn by seed ${seed} from what they hold; the order of the file plays no part.`;
}
