// @ts-check
// Errors of the JavaScript API: a code for programs, and one sentence for people that names what was wrong and what is
// allowed.

/**
 * The codes of the core (src/base/result.cpp), then those of the JavaScript side.
 * @typedef {'invalid-option' | 'invalid-data' | 'invalid-file' | 'invalid-request' | 'unknown-name' | 'not-available'
 *   | 'diverged' | 'aborted' | 'crashed' | 'closed' | 'download-failed' | 'unsupported'} ErrorCode
 */

/**
 * The form in which an error is sent between the page and the Worker.
 * @typedef {{ code: ErrorCode, message: string }} Refusal
 */

/** The error of every call that is refused or fails. Such a call has changed nothing. */
export class HarmoniumError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HarmoniumError';
    /** @readonly The kind of failure, for programs. */
    this.code = code;
  }
}

/**
 * Turns any thrown value into a refusal. Errors that are not ours get the code "crashed".
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refusalOf(error) {
  if (error instanceof HarmoniumError) return { code: error.code, message: error.message };
  return { code: 'crashed', message: `An internal error occurred: ${describe(error)}` };
}

/** The message of a thrown value. @param {unknown} error */
export function describe(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Returns the core's answer, or throws its refusal.
 * @template T
 * @param {import('./run.js').Outcome<T>} outcome
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
