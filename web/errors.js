// @ts-check
// Errors of the JavaScript API: a code for programs, and one sentence for people that names what was wrong and what is
// allowed.

import { describe, printable, shortened } from './words.js';

export { describe } from './words.js';

/**
 * The codes of the core (src/base/result.cpp), then those of the JavaScript side.
 * @typedef {'invalid-option' | 'invalid-data' | 'invalid-file' | 'invalid-request' | 'unknown-name' | 'not-available'
 *   | 'diverged' | 'aborted' | 'crashed' | 'closed' | 'download-failed' | 'unsupported'} ErrorCode
 */

/**
 * The form in which an error is sent between the page and the Worker.
 * @typedef {{ code: ErrorCode, message: string }} Refusal
 */

/** Longest sentence of an error, in characters. A longer one would not be read. */
export const kLongestSentence = 399;

/** A message on one line, with an end. @param {string} message */
function sentence(message) {
  const text = printable(message).trim();
  return shortened(/[.!?)]$/.test(text) ? text : `${text}.`, kLongestSentence);
}

/** The error of every call that is refused or fails. Such a call has changed nothing. */
export class HarmoniumError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message it may quote texts of unknown origin
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(sentence(String(message)), cause === undefined ? undefined : { cause });
    this.name = 'HarmoniumError';
    /** @readonly The kind of failure, for programs. */
    this.code = code;
  }
}

/** @param {string} sentence @param {unknown} [cause] */
export const invalidRequest = (sentence, cause) => new HarmoniumError('invalid-request', sentence, cause);

/**
 * Runs something that reads values of a script. What its getters and proxies throw becomes a refusal.
 * @template T
 * @param {string} what is read, as the beginning of a sentence
 * @param {() => T} read
 * @returns {T}
 */
export function reading(what, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof HarmoniumError) throw error;
    throw invalidRequest(`${what} could not be read: ${describe(error)}`, error);
  }
}

/** Whether an error says that there was no memory left. The core and browsers say it in different words. */
const kOutOfMemory = /out of memory|memory\.grow|allocation failed|invalid (typed )?array length|could not allocate/i;

/**
 * Turns any thrown value into a refusal. Errors that are not ours get the code "crashed".
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refusalOf(error) {
  if (error instanceof HarmoniumError) return { code: error.code, message: error.message };
  const what = describe(error);
  if (kOutOfMemory.test(what)) {
    return {
      code: 'crashed',
      message:
        'The core has run out of memory: this needs more than a page may use. Choose smaller settings, such as ' +
        'fewer units, chains or samples.',
    };
  }
  return { code: 'crashed', message: `An internal error occurred: ${what}` };
}

/**
 * What a call of the core answers that may be refused: a value or an error.
 * @template T
 * @typedef {{ value: T, error?: undefined } | { error: Refusal, value?: undefined }} Outcome
 */

/**
 * Returns the core's answer, or throws its refusal.
 * @template T
 * @param {Outcome<T>} outcome
 * @returns {T}
 */
export function valueOf(outcome) {
  if (outcome.error) throw new HarmoniumError(outcome.error.code, outcome.error.message);
  return outcome.value;
}

/**
 * The error of a request that was stopped.
 * @param {AbortSignal} [signal]
 */
export function aborted(signal) {
  return new HarmoniumError('aborted', 'Stopped because the signal given with the call was aborted.', signal?.reason);
}
