// @ts-check
// Checks what scripts pass to an experiment, and prepares it for the core: values as JSON, bytes, numbers, tensors.
// Sizes are checked before anything is built.

import { HarmoniumError, invalidRequest, reading } from './errors.js';
import { isRecord } from './fields.js';
import { show, shortened, shownName } from './words.js';

/** @typedef {import('./types.js').GivenTensor} GivenTensor */

/** The core reads no longer text (src/session/json.h), and half as many numbers as these entries of a set in place. */
const kLongestJson = 64 * 1024 * 1024;
const kMostEntries = 16 * 1024 * 1024;
/** The deepest value of an experiment, an entry of a sequence, lies six levels deep. */
const kDeepest = 16;
/** Larger files are refused. No saved experiment is as large. */
export const kLargestFile = 512 * 1024 * 1024;
/** Numbers of all tensors together: they fit into such a file. */
const kMostTensorNumbers = kLargestFile / 4;
/** Lists in which NaN stands for an entry that is missing or free. JSON writes it as null. */
const kListsWithGaps = ['examples', 'sequences', 'test', 'clamp', 'label'];

/**
 * A value as JSON text. Typed arrays become lists. What JSON would drop or change without a word is refused: functions,
 * symbols, infinite numbers, NaN where it does not mean a missing entry, and entries of lists that are undefined.
 * @param {unknown} value
 * @param {string} what the value is, as the beginning of a sentence
 */
export function toJson(value, what) {
  return reading(what, () => {
    let room = kMostEntries;
    /** @param {string} path @param {unknown} part @param {string} allowed */
    const refuse = (path, part, allowed) => {
      const of_data = path.startsWith('data');
      const code = typeof part !== 'number' ? 'invalid-request' : of_data ? 'invalid-data' : 'invalid-option';
      return new HarmoniumError(code, `${path === '' ? what : `${what}: ${path}`} is ${show(part)}; allowed is ${allowed}.`);
    };
    /** @param {number} count @param {string} path */
    const take = (count, path) => {
      room -= count;
      if (room >= 0) return;
      throw invalidRequest(`${what}${path === '' ? '' : `: ${path}`} has too many entries; at most ${kMostEntries} are read.`);
    };
    /** The lists and objects that the present part lies in. @type {object[]} */
    const inside = [];
    /** @param {unknown} part @param {string} path @param {boolean} gaps @returns {unknown} */
    const copy = (part, path, gaps) => {
      if (typeof part === 'string' || typeof part === 'boolean' || part === null) return part;
      if (typeof part === 'number') {
        if (Number.isFinite(part)) return part;
        if (Number.isNaN(part) && gaps) return null;
        throw refuse(path, part, gaps ? 'a finite number, or null or NaN where there is none' : 'a finite number');
      }
      if (typeof part !== 'object') throw refuse(path, part, 'a number, a text, true, false, null, a list or an object');
      if (inside.length >= kDeepest || inside.includes(part)) {
        throw invalidRequest(`${what} can't be written as JSON: it has more than ${kDeepest} levels, or a circle.`);
      }
      inside.push(part);
      const made = copyParts(part, path, gaps);
      inside.pop();
      return made;
    };
    /** @param {object} part @param {string} path @param {boolean} gaps */
    const copyParts = (part, path, gaps) => {
      if (Array.isArray(part) || (ArrayBuffer.isView(part) && 'length' in part)) {
        const list = /** @type {ArrayLike<unknown>} */ (part);
        const { length } = list;
        take(length, path);
        const entries = new Array(length);
        for (let i = 0; i < length; ++i) {
          const entry = list[i];
          // The name of an entry is written only where it is needed: a set has millions of them.
          const plain = typeof entry === 'number' && Number.isFinite(entry);
          entries[i] = plain ? entry : copy(entry, `${path}[${i}]`, gaps);
        }
        return entries;
      }
      if (Object.prototype.toString.call(part) !== '[object Object]') {
        throw refuse(path, part, 'a list, or an object with named fields');
      }
      const names = Object.keys(part);
      take(names.length, path);
      /** @type {Record<string, unknown>} */
      const fields = Object.create(null); // without a prototype: a name such as "__proto__" stays an ordinary key
      for (const name of names) {
        const field = /** @type {Record<string, unknown>} */ (part)[name];
        if (field === undefined) continue;
        const where = shortened(path === '' ? shownName(name) : `${path}.${shownName(name)}`, 100);
        fields[name] = copy(field, where, gaps || kListsWithGaps.includes(name));
      }
      return fields;
    };
    if (value === undefined) throw refuse('', value, 'a value that JSON can hold');
    const text = JSON.stringify(copy(value, '', false));
    if (text.length <= kLongestJson) return text;
    throw invalidRequest(`${what} is ${text.length} characters long as JSON; at most ${kLongestJson} are read.`);
  });
}

/**
 * A copy of the caller's bytes. Its buffer may be transferred without taking the caller's away.
 * @param {unknown} given
 * @param {string} [what]
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function copyOf(given, what = 'The file') {
  return reading(what, () => {
    const whole = Object.prototype.toString.call(given) === '[object ArrayBuffer]'; // of any frame
    if (!whole && !ArrayBuffer.isView(given)) {
      throw invalidRequest(`${what} is ${show(given)}; allowed are bytes (a Uint8Array or ArrayBuffer).`);
    }
    const { byteLength } = /** @type {ArrayBuffer | ArrayBufferView} */ (given);
    if (byteLength > kLargestFile) {
      throw invalidRequest(`${what} has ${byteLength} bytes; at most ${kLargestFile} are read.`);
    }
    if (whole) return new Uint8Array(/** @type {ArrayBuffer} */ (given).slice(0));
    const view = /** @type {ArrayBufferView} */ (given);
    return new Uint8Array(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  });
}

/** The lists that are taken where numbers are wanted. @param {unknown} list */
const isNumberList = (list) =>
  Array.isArray(list) ||
  (ArrayBuffer.isView(list) && 'length' in list && !(list instanceof BigInt64Array) && !(list instanceof BigUint64Array));

/** The largest number of single precision, in which the core computes. */
const kLargestSingle = 3.4028234663852886e38;

/**
 * Checks the entries of a list. NaN is passed on: the core says where it is allowed.
 * @param {ArrayLike<unknown>} list
 * @param {string} what
 * @param {number} most largest magnitude
 */
function mustBeNumbers(list, what, most) {
  for (let i = 0; i < list.length; ++i) {
    const entry = list[i];
    if (typeof entry === 'number' && !(Math.abs(entry) > most)) continue;
    throw invalidRequest(`${what}[${i}] is ${show(entry)}; allowed is a number from ${-most} to ${most}.`);
  }
}

/**
 * A list of numbers from anything that has a length and entries.
 * @param {unknown} given
 * @param {string} what
 * @param {{ entries: number, magnitude: number }} most
 * @returns {number[]}
 */
export function numberList(given, what, most) {
  return reading(what, () => {
    const like = /** @type {ArrayLike<unknown>} */ (given);
    const length = typeof given === 'object' && given !== null ? like.length : undefined;
    if (!Number.isSafeInteger(length) || Number(length) < 0) {
      throw invalidRequest(`${what} is ${show(given)}; allowed is a list of numbers.`);
    }
    if (Number(length) > most.entries) {
      throw invalidRequest(`${what} has ${length} entries; allowed is a list of at most ${most.entries} numbers.`);
    }
    const list = Array.from({ length: Number(length) }, (_, i) => like[i]);
    mustBeNumbers(list, what, most.magnitude);
    return /** @type {number[]} */ (list);
  });
}

/** Tensors by name, with checked shapes, lengths and entries. @param {unknown} tensors @returns {Record<string, GivenTensor>} */
export function checkTensors(tensors) {
  return reading('The parameters', () => {
    if (!isRecord(tensors)) {
      throw invalidRequest(
        `The parameters are ${show(tensors)}; allowed are tensors by name, { W: { shape, data }, ... }.`,
      );
    }
    /** @type {Record<string, GivenTensor>} */
    const checked = Object.create(null);
    let room = kMostTensorNumbers;
    for (const [name, tensor] of Object.entries(/** @type {object} */ (tensors))) {
      const what = `Tensor "${shownName(name)}"`;
      const { shape, data } = isRecord(tensor) ? /** @type {any} */ (tensor) : {};
      const sides = Array.isArray(shape) && shape.length <= 8 ? Array.from(shape) : null;
      if (!sides?.every((side) => Number.isSafeInteger(side) && side >= 0) || !isNumberList(data)) {
        throw invalidRequest(`${what} is ${show(tensor)}; allowed is { shape: [sides], data: numbers }.`);
      }
      const size = sides.reduce((product, side) => product * side, 1);
      if (size !== data.length) {
        throw invalidRequest(`${what} has ${data.length} numbers, and its shape [${sides.join(', ')}] wants ${size}.`);
      }
      room -= size;
      if (room < 0) throw invalidRequest(`${what} is too large; all tensors have at most ${kMostTensorNumbers} numbers.`);
      if (!(data instanceof Float32Array)) mustBeNumbers(data, what, kLargestSingle);
      checked[name] = { shape: sides, data };
    }
    return checked;
  });
}
