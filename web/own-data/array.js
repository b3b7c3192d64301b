// @ts-check
// Arrays of numbers, from whatever file: which axes mean what, and which sizes are taken.

import { checkFinite, checkSize, figure, kMostExamples, kMostValues, refuse, tableOf } from './table.js';

/** A square array of bytes may be one picture, from this side on. */
const kSide = 8;

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/**
 * What a file holds: a table, or one cell an example where it may be labels, or both.
 * @typedef {object} Content
 * @property {Table | null} table null for texts, which are labels and nothing else
 * @property {string[] | null} cells one label per example as it is written, empty for none; null if it can't be labels
 */
/**
 * An array from a file.
 * @typedef {object} NumberArray
 * @property {number[]} shape without axes that say nothing
 * @property {Float32Array | Float64Array} values row-major
 * @property {(n: number) => string} cell a number as it is written, with all its digits
 */

/**
 * The axes that say something. Beside the first those of length 1 say nothing; a first one of length 1 is left out if
 * there are still too many. Three axes stay as they are where they are asked for as sequences.
 * @param {number[]} shape
 * @param {ReadOptions} options
 */
export function axesOf(shape, { sequences }) {
  if (shape.length < 3 || (shape.length === 3 && sequences === true)) return shape;
  if (coloursOf(shape) !== null) return shape;
  const [count, ...rest] = shape;
  const kept = rest.filter((side) => side !== 1);
  return kept.length >= 3 && count === 1 ? kept : [count, ...kept];
}

/**
 * Refuses an array above the limits or of axes that are not understood, before the values are read.
 * @param {number[]} shape as axesOf() gives it
 * @param {ReadOptions} options
 */
export function checkArray(shape, { sequences }) {
  if (shape.length === 0) throw refuse('It is a single number without an axis; an array of examples is needed.');
  const colours = coloursOf(shape);
  if (colours !== null) return checkSize(shape[0], colours.rows * colours.cols);
  if (shape.length > 3) throw refuse(axesSentence(shape));
  const values = shape.slice(1).reduce((product, side) => product * side, 1);
  if (asSequences(shape, sequences)) checkSize(shape[0] * shape[1], shape[2]);
  else checkSize(shape[0], values);
}

/**
 * Pictures of three colours: four axes, the last or the second of which is 3 long, and no other as short.
 * @param {number[]} shape
 * @returns {{ last: boolean, rows: number, cols: number } | null}
 */
export function coloursOf(shape) {
  if (shape.length !== 4) return null;
  const [, first, second, last] = shape;
  if (last === 3 && first > 3 && second > 3) return { last: true, rows: first, cols: second };
  return first === 3 && second > 3 && last > 3 ? { last: false, rows: second, cols: last } : null;
}

/**
 * The greys of pictures of three colours, by the luma of Rec. 709, as sheets have them.
 * @template {Float32Array | Float64Array} T
 * @param {T} values row-major @param {number[]} shape four axes, as coloursOf() takes them
 * @returns {{ shape: number[], values: T, note: string }}
 */
export function greysOf(values, shape) {
  const { last, rows, cols } = /** @type {{ last: boolean, rows: number, cols: number }} */ (coloursOf(shape));
  const size = rows * cols;
  const grey = /** @type {T} */ (values.slice(0, shape[0] * size));
  const [step, next] = last ? [3, 1] : [1, size];
  for (let n = 0; n < shape[0]; ++n) {
    for (let i = 0; i < size; ++i) {
      const at = 3 * n * size + i * step;
      grey[n * size + i] = 0.2126 * values[at] + 0.7152 * values[at + next] + 0.0722 * values[at + 2 * next];
    }
  }
  const note = `Its ${last ? 'last' : 'second'} axis holds three colours, which became one grey: it holds ${figure(shape[0])} ${shape[0] === 1 ? 'picture' : 'pictures'} of ${rows} x ${cols} pixels.`;
  return { shape: [shape[0], rows, cols], values: grey, note };
}

/** Why more than three axes are not read. @param {number[]} shape */
function axesSentence(shape) {
  const [count, first, second, last] = shape;
  const colours = (/** @type {number} */ side) => side >= 2 && side <= 4;
  const sides = shape.map(figure).join(' x ');
  const grey = 'pictures of one grey value per pixel are read, so average over that axis first.';
  if (shape.length === 4 && colours(last)) {
    return `It holds ${figure(count)} pictures of ${first} x ${second} pixels with ${last} values each, colours on its last axis; ${grey}`;
  }
  if (shape.length === 4 && colours(first)) {
    return `It holds ${figure(count)} pictures of ${second} x ${last} pixels with ${first} values each, colours on its second axis; ${grey}`;
  }
  const shown = sides.length > 80 ? `${sides.slice(0, 80)}...` : sides;
  return (
    `It has ${shape.length} axes that are longer than 1 (${shown}); allowed are one (numbers), two (examples, values) or ` +
    'three (examples, rows, columns).'
  );
}

/** Whether an array is read as sequences. @param {number[]} shape @param {boolean | undefined} asked */
function asSequences([count, rows, cols], asked) {
  if (cols === undefined || asked === false) return false;
  return asked === true || (rows * cols > kMostValues && cols <= kMostValues && count * rows <= kMostExamples);
}

/**
 * The table of an array, and its cells if it has one number per example or exactly one 1 among zeros. One axis means
 * examples of one value, two mean examples and values. Three mean sequences, frames and values on request or if pictures
 * would be too large, else examples, rows and columns.
 * @param {string} format
 * @param {NumberArray} array
 * @param {number[]} given the axes in the file
 * @param {ReadOptions} options
 * @returns {Content}
 */
export function contentOfArray(format, array, given, { sequences }) {
  const grey = coloursOf(array.shape) === null ? null : greysOf(array.values, array.shape);
  const { shape, values } = grey ?? array;
  const { cell } = array;
  const [count, ...example] = shape;
  const width = values.length / count;
  const notes = grey ? [grey.note] : given.length === shape.length ? [] : [`Axes of length 1 were left out: its axes are ${given.join(' x ')}.`];
  const threeAxes = given.length === 3;
  if (asSequences(shape, sequences)) {
    const [frames, width] = example;
    checkFinite(values, width);
    notes.push(`Its three axes were taken for ${figure(count)} sequences of ${figure(frames)} frames of ${figure(width)} values.`);
    const lengths = new Array(count).fill(frames);
    return { table: tableOf({ format, shape: [width], count: count * frames, values, lengths, threeAxes, notes }), cells: null };
  }
  if (shape.length === 3 && (shape[2] === 3 || shape[2] === 4) && shape[0] === shape[1]) {
    notes.push(`If its last axis holds colours, it is one picture and not ${figure(count)} examples.`);
  }
  if (given.length === 2 && count === width && count >= kSide && values.every((value) => value >= 0 && value <= 255 && Number.isInteger(value))) {
    notes.push(`If it is one picture and not ${figure(count)} examples, give it an axis in front, in Python with array[None].`);
  }
  checkFinite(values, width);
  const table = tableOf({ format, shape: example.length > 0 ? example : [1], count, values, threeAxes, notes });
  const cells = width === 1 ? Array.from({ length: count }, (_, n) => cell(n)) : oneHotCells(table);
  return { table, cells };
}

/**
 * Labels that are written as one 1 among zeros: the name or the number of its column, and empty for rows of zeros if
 * most have a 1. Null if some row is otherwise.
 * @param {Pick<Table, 'values' | 'count' | 'names' | 'shape'>} table
 */
export function oneHotCells({ values, count, names, shape }) {
  const width = values.length / count;
  if (shape.length !== 1 || width < 2) return null;
  const cells = [];
  for (let n = 0; n < count; ++n) {
    let at = -1;
    for (let i = 0; i < width; ++i) {
      const value = values[n * width + i];
      if (value === 0) continue;
      if (value !== 1 || at >= 0) return null;
      at = i;
    }
    cells.push(at < 0 ? '' : (names[at] ?? String(at)));
  }
  return 2 * cells.filter((cell) => cell !== '').length > count ? cells : null;
}
