// @ts-check
// What a script or a message may give: kinds of values, and the checks of a value, of an object of options and of a
// list. Every public function and every message of the protocol uses them, so all refuse in the same words.

import { invalidRequest, reading } from './errors.js';
import { show, shownName } from './words.js';

/**
 * A kind of value: the test, and the allowed values in words. `copy` makes a plain copy of a list, for values that a
 * caller may change later.
 * @typedef {{ is(value: unknown): boolean, allowed: string, optional?: boolean, copy?(value: any): unknown }} Field
 */
/** @typedef {Record<string, Field>} Fields  by name */

/** @param {number} from @param {number} to @returns {Field} */
export const whole = (from, to) => ({
  is: (value) => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to,
  allowed: `a whole number from ${from} to ${to}`,
});
/** @param {number} from @param {number} to @returns {Field} */
export const number = (from, to) => ({
  is: (value) => typeof value === 'number' && value >= from && value <= to,
  allowed: `a number from ${from} to ${to}`,
});
/** @param {number} longest @returns {Field} */
export const text = (longest) => ({
  is: (value) => typeof value === 'string' && value.length <= longest,
  allowed: `text of at most ${longest} characters`,
});
/** @param {readonly string[]} words @returns {Field} */
export const oneOf = (...words) => ({
  is: (value) => typeof value === 'string' && words.includes(value),
  allowed: words.map((word) => `"${word}"`).join(', '),
});
/** @param {Field} field @returns {Field} */
export const optional = (field) => ({ ...field, optional: true });
/** @type {Field} */
export const toggle = { is: (value) => typeof value === 'boolean', allowed: 'true or false' };
/** @type {Field} */
export const bytes = {
  is: (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
  allowed: 'bytes (a Uint8Array, in no shared memory)',
};
/** Of views, by name or with choices. @type {Field} */
export const names = {
  is: (value) =>
    Array.isArray(value) && value.length <= 64 && value.every((name) => typeof name === 'string' && name.length <= 256),
  allowed: 'a list of at most 64 names, each of at most 256 characters',
  copy: (value) => Array.from(value),
};
/** Most entries of a list of numbers in a message. */
export const kMostNumbers = 4096;
/** @type {Field} */
export const numbers = {
  is: (value) =>
    Array.isArray(value) && value.length <= kMostNumbers && value.every((number) => typeof number === 'number'),
  allowed: `a list of at most ${kMostNumbers} numbers`,
};
/** @type {Field} */
export const call = { is: (value) => typeof value === 'function', allowed: 'a function' };
/** Tested by what it can do: a signal may come from another frame, which has a class of its own. @type {Field} */
export const abortSignal = {
  is: (value) =>
    typeof value === 'object' &&
    value !== null &&
    typeof (/** @type {any} */ (value).aborted) === 'boolean' &&
    typeof (/** @type {any} */ (value).addEventListener) === 'function' &&
    typeof (/** @type {any} */ (value).removeEventListener) === 'function',
  allowed: 'an AbortSignal',
};

/** Seeds and counts: JavaScript holds whole numbers up to this one exactly. */
export const kLargest = Number.MAX_SAFE_INTEGER;

/** What every call that takes some time accepts besides its own options. @type {Fields} */
export const whileItRuns = { onProgress: optional(call), signal: optional(abortSignal) };

/**
 * Checks a value. Returns it, or a copy of it if it is a list.
 * @param {string} where the call, as the beginning of the sentence
 * @param {string} name of the argument
 * @param {unknown} value
 * @param {Field} field
 * @returns {any}
 */
export function check(where, name, value, field) {
  return reading(`${where}: "${name}"`, () => {
    if (value === undefined && field.optional) return undefined;
    if (!field.is(value)) throw invalidRequest(`${where}: "${name}" is ${show(value)}; allowed is ${field.allowed}.`);
    return field.copy ? field.copy(value) : value;
  });
}

/**
 * Whether a value is an object with named parts: no list, no function, no null.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Options within options. @type {Field} */
export const anObject = { is: isRecord, allowed: 'an object' };

/** @param {Fields} table */
const namesOf = (table) => Object.keys(table).join(', ') || 'none';

/**
 * Reads an object of options: every field once, checked. Options that are undefined count as left out.
 * @param {string} where the call, as the beginning of the sentence
 * @param {unknown} given
 * @param {Fields} table
 * @param {{ rest?: boolean }} [how] rest: whether fields that the table does not have are returned in `rest` instead of
 *   being refused
 * @returns {{ [name: string]: any, rest: Record<string, unknown> }}
 */
export function readOptions(where, given, table, { rest = false } = {}) {
  return reading(`${where}: the options`, () => {
    /** @type {{ [name: string]: any, rest: Record<string, unknown> }} */
    const found = { rest: Object.create(null) };
    if (given === undefined) return found;
    if (!isRecord(given)) {
      const fields = rest ? '' : ` with fields of these: ${namesOf(table)}`;
      throw invalidRequest(`${where}: the options are ${show(given)}; allowed is an object${fields}.`);
    }
    const options = /** @type {Record<string, unknown>} */ (given);
    for (const [name, field] of Object.entries(table)) {
      const value = check(where, name, options[name], field);
      if (value !== undefined) found[name] = value;
    }
    for (const name of Reflect.ownKeys(options)) {
      if (typeof name === 'string' && Object.hasOwn(table, name)) continue;
      if (!Object.prototype.propertyIsEnumerable.call(options, name)) continue;
      if (!rest || typeof name !== 'string') throw unknownField(where, name, table);
      found.rest[name] = options[name];
    }
    return found;
  });
}

/** @param {string} where @param {string | symbol} name @param {Fields} table */
export function unknownField(where, name, table) {
  const shown = typeof name === 'string' ? `"${shownName(name)}"` : 'that is a symbol';
  return invalidRequest(`${where}: there is no field ${shown}; allowed are ${namesOf(table)}.`);
}
