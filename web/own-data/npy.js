// @ts-check
// Reads NumPy's .npy: magic bytes, version, a header that is a Python dictionary, then the numbers. Texts are read as
// labels. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { axesOf, checkArray, contentOfArray } from './array.js';
import { cellOf } from './idx.js';
import { readLiteral } from './literal.js';
import { narrowed } from './precision.js';
import { figure, kMostExamples, quote, refuse } from './table.js';

/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./array.js').Content} Content */

/** NumPy's own headers have at most 10,000 bytes. */
const kLongestHeader = 65_536;
/** NumPy has at most as many axes. */
const kMostAxes = 64;
/** The longest text that may be a label, in characters. */
const kLongestText = 1024;

/**
 * Readers of one number, by NumPy's letter and width.
 * @type {Record<string, (view: DataView, at: number, little: boolean) => number>}
 */
const readers = {
  b1: (view, at) => Number(view.getUint8(at) !== 0),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** Other names of types, which some writers use. @type {Record<string, string>} */
const kAliases = {
  ...{ '?': 'b1', b: 'i1', B: 'u1', h: 'i2', H: 'u2', i: 'i4', I: 'u4', l: 'i8', L: 'u8', q: 'i8', Q: 'u8', e: 'f2', f: 'f4', d: 'f8' },
  ...{ bool: 'b1', bool_: 'b1', int8: 'i1', int16: 'i2', int32: 'i4', int64: 'i8', int: 'i8', uint8: 'u1', uint16: 'u2' },
  ...{ uint32: 'u4', uint64: 'u8', float16: 'f2', float32: 'f4', float64: 'f8', float: 'f8', double: 'f8', single: 'f4', half: 'f2' },
};

/** What types that are not read are, by their letter, and what to do. @type {Record<string, [string, string]>} */
const kOthers = {
  c: ['complex numbers', 'save the real part, the imaginary part or the size of them'],
  O: ['Python objects, which are a pickle that can run programs and is not opened', 'save numbers, with astype(float)'],
  V: ['records or bytes without a type', 'save their numbers, with astype(float)'],
  M: ['dates', 'save them as numbers'],
  m: ['spans of time', 'save them as numbers'],
  f: ['floats of a width that is not read', 'save them with astype("float64")'],
  g: ['floats of a width that is not read', 'save them with astype("float64")'],
};

/** A half-precision number (IEEE 754: sign, 5 bits of exponent, 10 of fraction). @param {number} bits */
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/**
 * Reads the array in a file. The sizes in the header are checked before memory is taken for them.
 * @param {Uint8Array} bytes
 * @param {ReadOptions} [options]
 * @returns {Content} row-major, whatever the order in the file
 */
export function readNpy(bytes, options = {}) {
  const { start, type, little, fortran, given } = headerOf(bytes);
  const size = given.reduce((product, side) => product * side, 1);
  const width = type.letter === 'U' ? 4 * type.width : type.width;
  const shape = axesOf(given, options);
  const texts = type.letter === 'U' || type.letter === 'S';
  if (texts) checkTexts(shape, type.width);
  else checkArray(shape, options);
  if (bytes.length - start !== size * width) {
    const most = bytes.length - start > size * width ? 'more than one array was saved in it, or it is damaged.' : 'the file is cut short or damaged.';
    throw refuse(`Its shape (${given.join(', ')}) takes ${figure(size * width)} bytes, and ${figure(bytes.length - start)} are there: ${most}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (texts) {
    const cells = Array.from({ length: size }, (_, n) => textAt(view, start + n * width, width, type.letter === 'U', little));
    return { table: null, cells };
  }
  const read = readers[type.letter + type.width];
  const double = type.letter === 'f' && type.width === 8;
  const values = new (double ? Float64Array : Float32Array)(size);
  if (fortran) {
    // The first axis varies fastest. Axes of length 1 change nothing about that.
    const [count, rows = 1, cols = 1, last = 1] = shape;
    let at = start;
    for (let d = 0; d < last; ++d) {
      for (let c = 0; c < cols; ++c) {
        for (let r = 0; r < rows; ++r) {
          for (let n = 0; n < count; ++n, at += width) values[((n * rows + r) * cols + c) * last + d] = read(view, at, little);
        }
      }
    }
  } else for (let n = 0; n < size; ++n) values[n] = read(view, start + n * width, little);
  const exact = type.width === 8 && type.letter !== 'f';
  const cell = (/** @type {number} */ n) => {
    const at = start + n * width; // with one number per example both orders are the same
    if (!exact) return cellOf(read(view, at, little));
    return String(type.letter === 'i' ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
  };
  const kept = values instanceof Float64Array ? narrowed(values, size / shape[0]) : values;
  return contentOfArray('NumPy array', { shape, values: kept, cell }, given, options);
}

/** @param {Uint8Array} bytes */
function headerOf(bytes) {
  if (bytes.length < 10) throw refuse('It is a NumPy file that ends inside its first line.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw refuse(`It is of version ${version} of NumPy's format; versions 1 to 3 are read.`);
  const long = version > 1;
  if (long && bytes.length < 12) throw refuse('It is a NumPy file that ends inside its first line.');
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (long ? 12 : 10) + length;
  if (length > kLongestHeader) {
    throw refuse(`Its header claims ${figure(length)} bytes; at most ${figure(kLongestHeader)} are read: the file is damaged.`);
  }
  if (start > bytes.length) throw refuse('It is a NumPy file that ends inside its header.');
  const header = readLiteral(new TextDecoder().decode(bytes.subarray(start - length, start)).replace(/\0+$/, ''));
  const { descr, fortran_order, shape } = /** @type {Record<string, unknown>} */ (header ?? {});
  const sides = typeof shape === 'number' ? [shape] : shape;
  if (descr === undefined || typeof fortran_order !== 'boolean' || !Array.isArray(sides)) {
    throw refuse('Its header says no shape, order and type that can be read.');
  }
  if (!sides.every((side) => typeof side === 'number' && side >= 0) || sides.length > kMostAxes) {
    throw refuse(`Its shape is no list of at most ${kMostAxes} lengths.`);
  }
  return { start, ...typeOf(descr), fortran: fortran_order, given: /** @type {number[]} */ (sides) };
}

/** @param {unknown} descr @returns {{ type: { letter: string, width: number }, little: boolean }} */
function typeOf(descr) {
  if (typeof descr !== 'string') throw refuse('It holds records of several types; save one array of numbers.');
  const [, order, name] = /** @type {RegExpExecArray} */ (/^([<>|=!]?)([^]*)$/.exec(descr));
  const spelled = Object.hasOwn(kAliases, name) ? kAliases[name] : name;
  const [, letter, digits] = /^([A-Za-z?])(\d{0,6})(\[.*\])?$/.exec(spelled) ?? [];
  const type = { letter, width: Number(digits) };
  if (Object.hasOwn(readers, spelled) || ((letter === 'U' || letter === 'S') && digits !== '')) {
    return { type, little: order !== '>' && order !== '!' };
  }
  if (letter !== undefined && Object.hasOwn(kOthers, letter)) {
    throw refuse(`It holds ${kOthers[letter][0]} (type ${quote(descr)}); ${kOthers[letter][1]}.`);
  }
  throw refuse(`Its numbers are of the type ${quote(descr)}; whole numbers, floats and booleans are read.`);
}

/** Refuses texts that are no labels: they have one axis. @param {number[]} shape @param {number} width */
function checkTexts(shape, width) {
  const list = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!list) throw refuse('It holds texts; examples are made of numbers, and labels have one text per example.');
  if (shape[0] > kMostExamples) throw refuse(`It holds ${figure(shape[0])} labels; at most ${figure(kMostExamples)} are taken.`);
  if (width > kLongestText) throw refuse(`It holds texts of up to ${figure(width)} characters, which are no labels.`);
}

/**
 * A text of fixed length, with zeros behind it.
 * @param {DataView} view @param {number} at @param {number} width bytes @param {boolean} wide UTF-32, else Latin 1
 * @param {boolean} little
 */
function textAt(view, at, width, wide, little) {
  let text = '';
  for (let i = 0; i < width; i += wide ? 4 : 1) {
    const code = wide ? view.getUint32(at + i, little) : view.getUint8(at + i);
    if (code > 0x10ffff) throw refuse('It holds texts with characters that there are not: the file is damaged.');
    text += String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, '');
}
