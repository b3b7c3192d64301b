// @ts-check
// Checks what scripts pass to an experiment, and prepares it for the core: values as JSON, bytes, tensors.

import { HarmoniumError, describe } from './errors.js';
import { show } from './protocol.js';

/** @typedef {import('./types.js').GivenTensor} GivenTensor */

/**
 * A value as JSON text. Typed arrays become lists.
 * @param {unknown} value
 * @param {string} what
 */
export function toJson(value, what) {
  let text;
  try {
    text = JSON.stringify(value, (_, part) =>
      ArrayBuffer.isView(part) ? Array.from(/** @type {any} */ (part)) : part,
    );
  } catch (error) {
    throw new HarmoniumError('invalid-request', `${what} can't be written as JSON: ${describe(error)}`, error);
  }
  if (text === undefined)
    throw new HarmoniumError('invalid-request', `${what} is ${show(value)}; allowed is a value that JSON can hold.`);
  return text;
}

/**
 * A copy of the caller's bytes. Its buffer may be transferred without taking the caller's away.
 * @param {unknown} given
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function copyOf(given) {
  if (given instanceof ArrayBuffer) return new Uint8Array(given.slice(0));
  if (ArrayBuffer.isView(given))
    return new Uint8Array(new Uint8Array(given.buffer, given.byteOffset, given.byteLength));
  throw new HarmoniumError(
    'invalid-request',
    `The file is ${show(given)}; allowed are bytes (a Uint8Array or ArrayBuffer).`,
  );
}

/** Tensors by name, with checked shapes. @param {unknown} tensors @returns {Record<string, GivenTensor>} */
export function checkTensors(tensors) {
  if (typeof tensors !== 'object' || tensors === null) {
    throw new HarmoniumError(
      'invalid-request',
      `The parameters are ${show(tensors)}; allowed are tensors by name, { W: { shape, data }, ... }.`,
    );
  }
  for (const [name, tensor] of Object.entries(tensors)) {
    const { shape, data } = tensor ?? {};
    const whole = Array.isArray(shape) && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
    if (!whole || !(Array.isArray(data) || (ArrayBuffer.isView(data) && 'length' in data))) {
      throw new HarmoniumError(
        'invalid-request',
        `Tensor "${name}" is ${show(tensor)}; allowed is { shape: [sides], data: numbers }.`,
      );
    }
  }
  return /** @type {Record<string, GivenTensor>} */ (tensors);
}
