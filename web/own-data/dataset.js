// @ts-check
// Turns a table into the `data` of an experiment: intensities in [0, 1], real numbers or parts, with a shape,
// sequences, and the examples that are held out.

import { HarmoniumError } from '../errors.js';
import { show } from '../words.js';
import { describeHoldOut, holdOut, kHoldOutSeed } from './holdout.js';
import { plainOf } from './plain.js';
import { rowsOf } from './precision.js';
import { cut, figure, kLongestName, kLongestTitle, kMostValues, quote, refuse } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/**
 * What the visitor may choose about a table. suggest() sets all of it except `parts`, which are used only on request.
 * @typedef {object} Choices
 * @property {boolean} real whether values stay as they are; otherwise they are intensities, divided by `maximum`
 * @property {number} maximum for intensities: the value that becomes 1
 * @property {number[]} shape shape of one example: [values] or [rows, columns]
 * @property {boolean} [parts] for a table of columns: whether columns of 0 and 1, of counts and of other numbers become
 *   separate parts, in this order. `real` and `maximum` are then ignored
 * @property {number} heldOut share of the examples that is held out, 0 to 0.9, or of the sequences: drawn from what
 *   they hold, of every class the same share (holdout.js). It is ignored if the file itself says which are held out
 * @property {number} [heldOutSeed] the seed of that draw, a whole number from 0; 1 if left out
 */

/** Largest absolute value of a number. */
const kLargest = 1e6;
/** Share that is held out if the file does not say which. */
const kHeldOut = 0.2;
/** No example is held out of fewer examples. */
const kFewestToHoldOut = 10;
/** Sheets with no value above this are faint: their highest value becomes 1. */
const kFaint = 64;
/** Vectors with at least this many values are shown as pictures if they fill a square. */
const kFewestInSquare = 16;

/** @param {Float32Array | Float64Array} values */
function rangeOf(values) {
  let [low, high, whole, missing] = [Infinity, -Infinity, true, false];
  for (const value of values) {
    if (Number.isNaN(value)) {
      missing = true;
      continue;
    }
    if (value < low) low = value;
    if (value > high) high = value;
    whole &&= Number.isInteger(value);
  }
  return { low, high, whole, missing };
}

/**
 * Guesses what the numbers mean.
 * @param {Table} table
 * @returns {Choices}
 */
export function suggest(table) {
  checkTable(table);
  const { shape, values, count, tile } = table;
  const { low, high, whole, missing } = rangeOf(values);
  const width = values.length / count;
  const side = Math.sqrt(width);
  const square = shape.length === 1 && width >= kFewestInSquare && Number.isInteger(side);
  const picture = shape.length === 2 || square;
  const intensities =
    !missing && low >= 0 && high > 0 && ((whole && high === 1 && width > 2) || (picture && (whole ? high <= 255 : high <= 1)));
  // Most pictures use values up to 255. Those with 17 grey levels, such as the 8x8 digits, use values up to 16.
  const maximum = tile !== null ? (high < kFaint ? high : 255) : !whole || high <= 1 ? 1 : high <= 16 ? 16 : 255;
  return {
    real: !intensities,
    maximum: intensities ? maximum : 1,
    shape: intensities && square ? [side, side] : [...shape],
    heldOut: count < kFewestToHoldOut ? 0 : kHeldOut,
  };
}

/**
 * Writes a table as the `data` of an experiment. Fails with "invalid-data" if the choices do not fit the table.
 * @param {Table} table
 * @param {Partial<Choices>} [choices] those left out are taken from suggest()
 * @returns {import('../names.js').InlineData}
 */
export function inlineData(table, choices = {}) {
  checkTable(table);
  const { parts = false, maximum, ...chosen } = { ...suggest(table), ...plainOf(choices, 'What is chosen') };
  const { shape } = chosen;
  const real = parts || chosen.real;
  const width = table.values.length / table.count;
  check(table, { ...chosen, real, maximum, parts }, width);
  const { held } = heldOutOf(table, chosen);
  if (table.lengths !== null) checkWhole(table.lengths, held);
  /** @param {number} which @returns {number[]} */
  const indices = (which) => Array.from(held.keys()).filter((n) => held[n] === which);
  const [train, test] = [indices(0), indices(1)];
  if (train.length === 0) throw refuse('Every example is held out; at least one is needed to learn from.');
  checkKnown(table, train, width);
  const { whole } = rangeOf(table.values);
  // Whole intensities are stored as bytes, which take a quarter of the room of floats in a link and in a saved file.
  const as_bytes = !real && whole && maximum <= 255 && Number.isInteger(maximum);
  const kinds = parts ? partsOf(table) : [];
  const order = parts ? kinds.flatMap(({ columns }) => columns) : Array.from({ length: width }, (_, i) => i);
  // Numbers that need double precision go as lists.
  const lists = real && table.values instanceof Float64Array;
  const rows = (/** @type {number[]} */ chosen) => rowsOf(table.values, chosen, order);
  const pack = (/** @type {number[]} */ chosen) => packed(table, chosen, as_bytes, real || as_bytes ? 1 : maximum, order);
  const labels = table.labels;
  const pick = (/** @type {number[]} */ chosen) => chosen.map((n) => /** @type {Int16Array} */ (labels)[n]);
  /** Lengths of the sequences that are held out (1) or not (0). @param {number} which */
  const lengths = (which) => lengthsOf(table, held, which);
  return {
    ...(parts ? { parts: kinds.map((part) => writtenPart(part, table.names)) } : { shape: [...shape], real }),
    ...(table.name !== '' && { title: cut(table.name, kLongestTitle) }),
    ...(table.names.length > 0 && !parts && { names: table.names.map(nameOf) }),
    ...(labels !== null && table.classes.length > 0 && { classes: table.classes.map(nameOf) }),
    ...(lists ? { examples: rows(train) } : as_bytes ? { bytes: pack(train), maximum } : { floats: pack(train) }),
    ...(table.lengths !== null && { lengths: lengths(0) }),
    ...(labels !== null && { labels: pick(train) }),
    ...(test.length > 0 && {
      test: lists ? rows(test) : pack(test),
      ...(table.lengths !== null && { testLengths: lengths(1) }),
      ...(labels !== null && { testLabels: pick(test) }),
    }),
  };
}

/**
 * Which examples are held out, and a sentence that says so. Fails as inlineData() does.
 * @param {Table} table
 * @param {Partial<Choices>} [choices] those left out are taken from suggest()
 * @returns {{ held: Uint8Array, sentence: string }} held: 1 for held out, one per example
 */
export function heldOutOf(table, choices = {}) {
  checkTable(table);
  const { heldOut = suggest(table).heldOut, heldOutSeed = kHoldOutSeed } = { ...plainOf(choices, 'What is chosen') };
  checkHoldOut(heldOut, heldOutSeed);
  const held = table.held ?? holdOut(table, heldOut, heldOutSeed);
  return { held, sentence: describeHoldOut(table, held, heldOutSeed) };
}

/** Refuses what is no table: a script may give anything. @param {unknown} table */
function checkTable(table) {
  try {
    const { values, count, shape, names, notes } = /** @type {any} */ (table);
    const numbers = values instanceof Float32Array || values instanceof Float64Array;
    if (numbers && Number.isInteger(count) && count > 0 && [shape, names, notes].every(Array.isArray)) return;
  } catch {
    // It is told below what it is.
  }
  throw refuse(`The table is ${show(table)}; it is a table as readTable() gives it.`);
}

/** @param {number} share @param {number} seed */
function checkHoldOut(share, seed) {
  if (!(typeof share === 'number' && share >= 0 && share <= 0.9)) throw refuse(`The share held out is ${show(share)}; it must be from 0 to 0.9.`);
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw refuse(`The seed of the examples held out is ${show(seed)}; it must be a whole number from 0.`);
}

/** The kinds of columns, and the names of their parts. */
const kKinds = /** @type {const} */ ({ binary: 'yes or no', counts: 'counts', real: 'numbers' });
/** @typedef {{ kind: keyof typeof kKinds, columns: number[] }} ColumnPart */

/**
 * Sorts the columns of a table by kind: only 0 and 1; whole numbers from 0; all others, and columns with missing
 * values.
 * @param {Table} table
 * @returns {ColumnPart[]} the kinds that have columns
 */
export function partsOf({ values, count }) {
  const width = values.length / count;
  /** @type {Record<keyof typeof kKinds, number[]>} */
  const columns = { binary: [], counts: [], real: [] };
  for (let c = 0; c < width; ++c) {
    let [bits, whole] = [true, true];
    for (let n = 0; n < count; ++n) {
      const value = values[n * width + c];
      bits &&= value === 0 || value === 1;
      whole &&= Number.isInteger(value) && value >= 0;
    }
    columns[bits ? 'binary' : whole ? 'counts' : 'real'].push(c);
  }
  return /** @type {ColumnPart['kind'][]} */ (Object.keys(kKinds))
    .filter((kind) => columns[kind].length > 0)
    .map((kind) => ({ kind, columns: columns[kind] }));
}

/** @param {ColumnPart} part @param {string[]} names */
const writtenPart = ({ kind, columns }, names) => ({
  name: kKinds[kind],
  kind,
  shape: [columns.length],
  ...(names.length > 0 && { names: columns.map((c) => nameOf(names[c], c)) }),
});

/** @param {Table} table @param {Uint8Array} held @param {number} which */
function lengthsOf({ lengths }, held, which) {
  let first = 0;
  return (lengths ?? []).filter((length) => {
    first += length;
    return held[first - length] === which;
  });
}

/** Refuses a sequence of which only some frames are held out. @param {number[]} lengths @param {Uint8Array} held */
function checkWhole(lengths, held) {
  let first = 0;
  for (const [s, length] of lengths.entries()) {
    if (held.subarray(first, first + length).some((which) => which !== held[first])) {
      throw refuse(`Sequence ${figure(s + 1)} is held out in part; a sequence is held out as a whole or not at all.`);
    }
    first += length;
  }
}

/** Refuses a value of which no training example knows anything. @param {Table} table @param {number[]} train @param {number} width */
function checkKnown({ values, names }, train, width) {
  for (let c = 0; c < width; ++c) {
    if (train.some((n) => !Number.isNaN(values[n * width + c]))) continue;
    const what = names[c] === undefined ? `Value ${c + 1} of ${figure(width)}` : `The value ${quote(names[c])}`;
    throw refuse(`${what} is missing in all training examples; it must be known in one at least. Leave its column out.`);
  }
}

/** @param {string} name @param {number} index */
const nameOf = (name, index) => cut(name, kLongestName) || String(index + 1);

/** @param {Table} table @param {Choices} choices @param {number} width */
function check(table, { real, maximum, shape, parts, heldOut, heldOutSeed = kHoldOutSeed }, width) {
  if (!Array.isArray(shape)) throw refuse(`The shape of an example (shape) is ${show(shape)}; it is a list of one or two whole numbers.`);
  for (const [field, value] of /** @type {[string, unknown][]} */ ([['real', real], ['parts', parts]])) {
    if (typeof value !== 'boolean') throw refuse(`${field} is ${show(value)}; it is true or false.`);
  }
  const sides = shape.length >= 1 && shape.length <= 2 && shape.every((side) => Number.isInteger(side) && side >= 1);
  if (!sides || shape.reduce((product, side) => product * side, 1) !== width) {
    throw refuse(`A shape of ${shape.slice(0, 4).map((side) => (typeof side === 'number' ? side : show(side))).join(' x ')} does not fit examples of ${figure(width)} values.`);
  }
  if (width > kMostValues) throw refuse(`One example has ${figure(width)} values; at most ${figure(kMostValues)} are taken.`);
  if (parts && table.shape.length !== 1) throw refuse('Parts are made of the columns of a table, and these are pictures.');
  checkHoldOut(heldOut, heldOutSeed);
  const { low, high, missing } = rangeOf(table.values);
  if (real && (low < -kLargest || high > kLargest)) {
    const at = table.values.findIndex((value) => Math.abs(value) > kLargest);
    const name = table.names[at % width];
    throw refuse(
      `${name === undefined ? `Value ${(at % width) + 1}` : quote(name)} of example ${figure(Math.floor(at / width) + 1)} is ${table.values[at]}; ` +
        'numbers up to a million either way are taken.',
    );
  }
  if (real) return;
  if (!(Number.isFinite(maximum) && maximum > 0)) throw refuse(`The highest intensity is ${show(maximum)}; it must be above 0.`);
  if (missing) throw refuse('Some values are missing, which intensities may not be; take them as numbers.');
  if (low < 0 || high > maximum) {
    throw refuse(
      `As intensities its values must lie from 0 to ${maximum}; they lie from ${low} to ${high}. Take them as numbers, ` +
        'or say a higher maximum.',
    );
  }
}

/**
 * Packs examples as base64: bytes for whole intensities, else single precision.
 * @param {Table} table
 * @param {number[]} chosen
 * @param {boolean} as_bytes
 * @param {number} unit the value that becomes 1
 * @param {number[]} order the columns in the wanted order
 */
function packed({ values }, chosen, as_bytes, unit, order) {
  const width = order.length;
  const numbers = as_bytes ? new Uint8Array(chosen.length * width) : new Float32Array(chosen.length * width);
  for (const [at, n] of chosen.entries()) {
    for (let i = 0; i < width; ++i) numbers[at * width + i] = values[n * width + order[i]] / unit;
  }
  return base64(numbers);
}

/**
 * Base64 of the numbers' bytes, little-endian as on every machine that runs WebAssembly.
 * @param {Uint8Array | Float32Array} numbers
 */
export function base64(numbers) {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const parts = [];
  // Each piece fits into an argument list. Its length is a multiple of three, so no padding stands between pieces.
  const piece = 24_573;
  for (let at = 0; at < bytes.length; at += piece) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + piece))));
  }
  return parts.join('');
}

/**
 * The data set of points that were drawn by hand, with two values each.
 * @param {readonly number[]} points x0, y0, x1, y1, ...
 * @returns {import('../names.js').InlineData}
 */
export function drawnData(points) {
  const even = Array.isArray(points) && points.length % 2 === 0 && points.every(Number.isFinite);
  if (!even) throw new HarmoniumError('invalid-request', 'Drawn points are a list of x0, y0, x1, y1, ...: finite numbers.');
  if (points.length < 4) throw refuse('Draw at least two points.');
  if (points.length > 40_000) throw refuse('That is more than 20,000 points, which is the most that can be drawn.');
  const floats = base64(Float32Array.from(points));
  return { shape: [2], real: true, title: 'drawn by hand', names: ['x', 'y'], floats };
}
