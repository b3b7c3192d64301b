// @ts-check
// The numbers of a visitor's own data: the table that every reader makes, and the limits that all of them keep. The
// core has the same limits (src/data/inline.h). They are checked here too, before memory is taken.

import { HarmoniumError } from '../errors.js';
import { figure } from '../words.js';

/** Most bytes of all files together, as they come and unpacked. */
export const kMostBytes = 64 * 1024 * 1024;
export const kMostExamples = 100_000;
/** Most values of one example: 64 x 64. */
export const kMostValues = 4096;
/** Most values of all examples together. */
export const kMostNumbers = 8_388_608;
/** Most bytes of the name of a value or a class, and of the title. */
export const kLongestName = 40;
export const kLongestTitle = 80;
/** Most classes. Labels are names, or whole numbers below this. */
export const kMostClasses = 256;

/**
 * Examples that were read from files, and what is known about them.
 * @typedef {object} Table
 * @property {string} name of the file
 * @property {string} format the format in words: "CSV", "NumPy array", "IDX file", "sheet of pictures"
 * @property {number[]} shape shape of one example: [values], or [rows, columns] of a picture
 * @property {number} count number of examples
 * @property {Float32Array | Float64Array} values one example after another; NaN where a value is missing. In double
 *   precision where single precision would lose what a column holds (see precision.js)
 * @property {string[]} names names of the values; empty if the file has none
 * @property {Int16Array | null} labels one per example: an index into `classes`, or -1 for none
 * @property {string[]} classes
 * @property {Uint8Array | null} held for files that say it: 1 for examples held out, 0 for training examples
 * @property {Column[]} columns for a table as text: all columns of the file
 * @property {string | null} label the column that holds the labels
 * @property {number[] | null} lengths for sequences: the number of frames of each. The examples in order are the frames
 *   of the first sequence, then of the second, and so on; null if the examples are independent
 * @property {string | null} sequence the column that says which rows belong to one sequence
 * @property {boolean} threeAxes whether it is an array of three axes, which can be read as pictures or as sequences
 * @property {number[] | null} tile for a sheet: rows and columns of its tiles
 * @property {Record<string, Guess<any>>} guesses what was guessed about a picture, the encoding of a text or a file of
 *   labels, by the names of ReadOptions that say it otherwise
 * @property {string[] | null} keys for a table as text: the cells of the first column that names or numbers the rows, by
 *   which labels in a file of their own are matched; null if there is none
 * @property {string[]} notes what was assumed or left out, one sentence each
 * @property {import('./understanding.js').Understanding | null} understanding of a table as text: every guess
 */
/**
 * A column of a table as text.
 * @typedef {object} Column
 * @property {string} name as in the file; made up where there is none, and made different where two are the same
 * @property {'number' | 'yes or no' | 'date' | 'text' | 'empty'} kind what it holds
 * @property {'value' | 'label' | 'sequence' | 'held out' | 'left out'} as what it was taken for
 * @property {string} why what it holds, or why it was left out, as the end of a sentence: "holds text"
 * @property {number} missing cells of which nothing is known, odd ones included
 * @property {string[]} cells the first cells, as they are in the file
 */

/**
 * A guess about a file.
 * @template T
 * @typedef {object} Guess
 * @property {string} title what it is about, as the label of a control
 * @property {T} value
 * @property {{ value: T, label: string }[]} choices what else it may be; ReadOptions say where more is allowed
 * @property {string} why the evidence, in a sentence
 * @property {boolean} open whether the file leaves it open
 */

/**
 * What a reader needs to know besides the bytes.
 * @typedef {object} ReadOptions
 * @property {string} [name] of the file
 * @property {import('./understanding.js').Understood} [understood] table as text: what is known better than the guesses
 * @property {string | null} [label] table as text: the same as `understood.label`
 * @property {string | null} [sequence] table as text: the same as `understood.sequence`
 * @property {import('./understanding.js').Understanding} [like] table as text: what was understood of the training
 *   file, for a file of held-out examples
 * @property {boolean} [sequences] NPY and IDX: whether three axes are sequences, frames and values; if left out they
 *   are examples, rows and columns, unless such pictures would be too large
 * @property {number[] | null} [tile] sheet: rows and columns of one tile; guessed if left out, as are the next five
 * @property {number[]} [gap] sheet: rows and columns of pixels between tiles
 * @property {number[]} [margin] sheet: rows and columns of pixels before the first tile
 * @property {boolean} [invert] sheet: whether dark becomes high; if left out, it does on a bright background
 * @property {'white' | 'black'} [ground] sheet: what lies behind pixels that are not opaque
 * @property {'left out' | 'kept'} [empty] sheet: what becomes of empty tiles at its end
 * @property {string} [encoding] text: one of kEncodings (text.js)
 * @property {'none' | 'class'} [minusOne] labels that are numbers: what -1 means
 */

/** @param {string} sentence */
export const refuse = (sentence) => new HarmoniumError('invalid-data', sentence);

/** A text from a file, made safe to show: short and without line breaks. @param {string} text */
export function quote(text) {
  const plain = [...text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')];
  return `"${plain.length > 40 ? `${plain.slice(0, 40).join('')}...` : plain.join('')}"`;
}

/**
 * A name from a file, cut to a number of bytes in UTF-8. It never ends inside a character.
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

export { figure };

/**
 * Refuses sizes above the limits, before the values are read.
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
 * Refuses infinite values. Missing values (NaN) are allowed.
 * @param {Float32Array | Float64Array} values
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
 * Completes a table with the values of what its format does not have.
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
    guesses: {},
    keys: null,
    notes: [],
    understanding: null,
    ...known,
  };
}
