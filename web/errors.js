// @ts-check
// Errors as people meet them: a code that a program can test and one sentence that names what was wrong and
// what is allowed.

/**
 * The core's own codes (src/base/result.cpp), then those of this side of the door.
 * @typedef {'invalid-option' | 'invalid-data' | 'invalid-file' | 'invalid-request' | 'unknown-name' | 'not-available'
 *   | 'diverged' | 'aborted' | 'crashed' | 'closed' | 'download-failed' | 'unsupported'} ErrorCode
 */

/**
 * What crosses between the two sides instead of an exception.
 * @typedef {{ code: ErrorCode, message: string }} Refusal
 */

/** Every refusal and every failure of this library. Nothing was changed by the call that throws one. */
export class HarmoniumError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HarmoniumError';
    /** @readonly What went wrong, for programs. */
    this.code = code;
  }
}

/** @param {unknown} error @returns {Refusal} */
export function refusalOf(error) {
  if (error instanceof HarmoniumError) return { code: error.code, message: error.message };
  return { code: 'crashed', message: `Something broke that should not have: ${describe(error)}` };
}

/** @param {unknown} error */
export function describe(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What the core answered, or its refusal thrown.
 * @template T
 * @param {import('./run.js').Outcome<T>} outcome
 * @returns {T}
 */
export function valueOf(outcome) {
  if (outcome.error) throw new HarmoniumError(outcome.error.code, outcome.error.message);
  return outcome.value;
}

/**
 * The error of a stopped request.
 * @param {AbortSignal} [signal]
 */
export function aborted(signal) {
  return new HarmoniumError('aborted', 'Stopped because the signal given with the call was aborted.', signal?.reason);
}
