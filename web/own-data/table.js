// @ts-check
// A visitor's own data as numbers: what every reader of a format makes, and what none of them may exceed. The core has
// the same limits (src/data/inline.h); here they are asked before memory is taken.

import { HarmoniumError } from '../errors.js';

/** Of a file as it comes, and unpacked. */
export const kMostBytes = 64 * 1024 * 1024;
export const kMostExamples = 100_000;
/** Of one example: 64 x 64. */
export const kMostValues = 4096;
/** Of all examples together. */
export const kMostNumbers = 8_388_608;
/** Bytes of the name of a value or a class, and of the title. */
export const kLongestName = 40;
export const kLongestTitle = 80;
/** Labels are whole numbers below this, or names, of which there are no more. */
export const kMostClasses = 256;

/**
 * Examples read from a file, and what could be found out about them.
 * @typedef {object} Table
 * @property {string} name of the file
 * @property {string} format what it was, in words: "CSV", "NumPy array", "IDX file", "sheet of pictures"
 * @property {number[]} shape of one example: [values], or [rows, columns] of a picture
 * @property {number} count of examples
 * @property {Float32Array} values one example after another; NaN where a value is missing
 * @property {string[]} names of the values; none where the file has none
 * @property {Int16Array | null} labels one an example, an index into `classes`, -1 for none
 * @property {string[]} classes
 * @property {Uint8Array | null} held which examples the file itself holds out for testing (1) or gives to learn from (0)
 * @property {Column[]} columns of a CSV: all of them, to choose the labels from
 * @property {string | null} label the column that holds the labels
 * @property {number[] | null} lengths of sequences: how many of the examples, in order, are frames of the first, the
 *   second and so on; null: the examples are independent
 * @property {string | null} sequence the column that says which rows are one sequence
 * @property {boolean} threeAxes whether it is an array of three axes, which can be read as pictures or as sequences
 * @property {number[] | null} tile of a sheet: the rows and columns it was cut by
 * @property {string[]} notes what was assumed or left out, a sentence each
 */
/** @typedef {{ name: string, kind: 'number' | 'text' }} Column */

/**
 * What a reader is told beside the bytes.
 * @typedef {object} ReadOptions
 * @property {string} [name] of the file
 * @property {string | null} [label] CSV: the column of the labels by its name, null for none; otherwise it is guessed
 * @property {string | null} [sequence] CSV: the column whose value is the same in all rows of one sequence, by its name;
 *   none otherwise
 * @property {boolean} [sequences] NPY and IDX: three axes are sequences, frames and values; otherwise they are examples, rows
 *   and columns, where such pictures are not too large
 * @property {number[] | null} [tile] sheet: rows and columns of one picture; otherwise they are guessed
 * @property {boolean} [invert] sheet: whether dark is high; otherwise it is where the background is bright
 */

/** @param {string} sentence */
export const refuse = (sentence) => new HarmoniumError('invalid-data', sentence);

/** A foreign text as it may be shown: short, and without line breaks. @param {string} text */
export function quote(text) {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return `"${plain.length > 40 ? `${plain.slice(0, 40)}...` : plain}"`;
}

/**
 * A foreign name, cut to so many bytes of UTF-8 at the end of a character.
 * @param {string} text
 * @param {number} bytes
 */
export function cut(text, bytes) {
  const letters = [...text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')];
  const size = (/** @type {string} */ part) => new TextEncoder().encode(part).length;
  let [end, room] = [0, bytes];
  while (end < letters.length && size(letters[end]) <= room) room -= size(letters[end++]);
  return letters.slice(0, end).join('');
}

/** A large number, readable. @param {number} n */
export const figure = (n) => (Number.isSafeInteger(n) ? n.toLocaleString('en') : String(n));

/**
 * Refuses what would be too much, before it is read.
 * @param {number} count
 * @param {number} values of one example
 */
export function checkSize(count, values) {
  if (!(count >= 1)) throw refuse('There is no example in it; at least one is needed.');
  if (!(values >= 1)) throw refuse('Its examples hold no values.');
  if (count > kMostExamples) {
    throw refuse(`It holds ${figure(count)} examples; at most ${figure(kMostExamples)} are taken.`);
  }
  if (values > kMostValues) {
    throw refuse(`One example has ${figure(values)} values; at most ${figure(kMostValues)} are taken (64 x 64 pixels).`);
  }
  if (count * values > kMostNumbers) {
    throw refuse(`It holds ${figure(count * values)} numbers; at most ${figure(kMostNumbers)} are taken.`);
  }
}

/**
 * Refuses values that are no numbers; what is missing (NaN) may stay.
 * @param {Float32Array} values
 * @param {number} width values of one example
 */
export function checkFinite(values, width) {
  for (let i = 0; i < values.length; ++i) {
    if (Number.isFinite(values[i]) || Number.isNaN(values[i])) continue;
    throw refuse(
      `Value ${(i % width) + 1} of example ${Math.floor(i / width) + 1} is infinite, or too large to be held; ` +
        'only finite numbers are taken.',
    );
  }
}

/**
 * An array of numbers as a table: one axis is examples of one value, two are examples and values, three are examples, rows
 * and columns or, where they are asked for or pictures would be too large, sequences, frames and values.
 * @param {string} format
 * @param {{ shape: number[], values: Float32Array }} array
 * @param {ReadOptions} options
 * @returns {Table}
 */
export function tableOfArray(format, { shape, values }, { sequences }) {
  const [count, ...example] = shape;
  if (!asSequences(shape, sequences)) {
    checkFinite(values, values.length / count);
    return tableOf({ format, shape: example.length > 0 ? example : [1], count, values, threeAxes: shape.length === 3 });
  }
  const [frames, width] = example;
  checkFinite(values, width);
  return tableOf({
    format,
    shape: [width],
    count: count * frames,
    values,
    lengths: new Array(count).fill(frames),
    threeAxes: true,
    notes: [`Its three axes were taken for ${figure(count)} sequences of ${figure(frames)} frames of ${figure(width)} values.`],
  });
}

/**
 * Refuses an array that is too large, before it is read.
 * @param {number[]} shape
 * @param {ReadOptions} options
 */
export function checkArray(shape, { sequences }) {
  const sizes = asSequences(shape, sequences) ? [shape[0] * shape[1], shape[2]] : [shape[0], shape.slice(1).reduce((product, side) => product * side, 1)];
  checkSize(sizes[0], sizes[1]);
}

/** @param {number[]} shape @param {boolean | undefined} asked */
function asSequences([count, rows, cols], asked) {
  if (cols === undefined || asked === false) return false;
  return asked === true || (rows * cols > kMostValues && cols <= kMostValues && count * rows <= kMostExamples);
}

/**
 * Labels that were whole numbers: classes by their number.
 * @param {ArrayLike<number>} numbers
 * @returns {{ labels: Int16Array, classes: string[] }}
 */
export function classesOfNumbers(numbers) {
  let largest = -1;
  for (let n = 0; n < numbers.length; ++n) {
    const label = numbers[n];
    if (!Number.isInteger(label) || label < -1 || label >= kMostClasses) {
      throw refuse(`Label ${n + 1} is ${label}; a label is a whole number from 0 to ${kMostClasses - 1}, or -1 for none.`);
    }
    largest = Math.max(largest, label);
  }
  return {
    labels: Int16Array.from(numbers),
    classes: Array.from({ length: largest + 1 }, (_, label) => String(label)),
  };
}

/**
 * Fills in what a format does not know.
 * @param {Pick<Table, 'format' | 'shape' | 'count' | 'values'> & Partial<Table>} known
 * @returns {Table}
 */
export function tableOf(known) {
  return {
    name: '',
    names: [],
    labels: null,
    classes: [],
    held: null,
    columns: [],
    label: null,
    lengths: null,
    sequence: null,
    threeAxes: false,
    tile: null,
    notes: [],
    ...known,
  };
}
