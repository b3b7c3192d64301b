// @ts-check
// Runs a target of the fuzz: gives it inputs, and holds every answer to what all answers must be. A refusal is a
// HarmoniumError with one printable sentence of fewer than 400 characters, after which nothing has changed. No answer is
// a crash.

import { door } from '../web/support.mjs';
import { Draw } from './draw.mjs';

/**
 * What is attacked. `give` draws an input and gives it; it resolves or throws as the attacked function does. `state`
 * is a text of what no refusal may change. `what` says what the last input was, for reports.
 * @typedef {{ give(draw: Draw): Promise<unknown>, state?(): Promise<string>, what(): string, end?(): Promise<void>,
 *   mayChange?(error: any): boolean, again?(): Promise<void> }} Target
 */
/** @typedef {{ name: string, prepare(seed: number): Promise<Target> }} Plan */
/** @typedef {{ index: number, what: string, why: string }} Failure */

const kPrintable = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+$/u;
const kLongestSentence = 399;
/** More failures are not worth reading. */
const kMostFailures = 20;

/** What is wrong with a refusal, or null. @param {any} error */
export function faultOf(error) {
  if (!(error instanceof door.HarmoniumError)) return `not a HarmoniumError: ${describe(error)}`;
  if (error.code === 'crashed') return `a crash: ${error.message}`;
  if (!kPrintable.test(error.message)) return `not printable: ${JSON.stringify(error.message)}`;
  if (error.message.length > kLongestSentence) return `${error.message.length} characters: ${error.message}`;
  if (!/[.!?)]$/.test(error.message)) return `no sentence: ${error.message}`;
  return null;
}

/** @param {any} error */
function describe(error) {
  try {
    return String(error?.stack ?? error).slice(0, 1000);
  } catch {
    return 'something that cannot be read';
  }
}

/**
 * @param {Plan} plan
 * @param {{ inputs: number, seed?: number, from?: number, stopped?: () => boolean }} how stopped: whether to end early
 * @returns {Promise<{ name: string, inputs: number, done: number, refused: number, changed: number, crashes: number,
 *   slowest: number, slowest_what: string, longest: string, failures: Failure[] }>}
 */
export async function fuzz({ name, prepare }, { inputs, seed = 1, from = 0, stopped = () => false }) {
  const report = { name, inputs: 0, done: 0, refused: 0, changed: 0, crashes: 0, slowest: 0, slowest_what: '', longest: '', failures: /** @type {Failure[]} */ ([]) };
  const target = await prepare(seed);
  let state = await target.state?.();
  for (let index = from; index < from + inputs && report.failures.length < kMostFailures; ++index) {
    if (stopped()) break;
    report.inputs += 1;
    const fail = (/** @type {string} */ why) => void report.failures.push({ index, what: target.what(), why });
    const began = performance.now();
    /** @type {any} */
    let refusal = null;
    try {
      await target.give(new Draw(seed, index));
      report.done += 1;
    } catch (error) {
      refusal = error;
      report.refused += 1;
    }
    const took = performance.now() - began;
    if (took > report.slowest) [report.slowest, report.slowest_what] = [took, target.what()];
    const fault = refusal === null ? null : faultOf(refusal);
    if (fault !== null) fail(fault);
    if (refusal?.message?.length > report.longest.length) report.longest = refusal.message;
    if (refusal?.code === 'crashed') {
      report.crashes += 1;
      await target.again?.();
      state = await target.state?.();
    } else if (target.state) {
      const now = await target.state();
      if (refusal !== null && now !== state && !target.mayChange?.(refusal)) {
        report.changed += 1;
        fail(`changed by a refusal: ${state} became ${now}`);
      }
      state = now;
    }
  }
  await target.end?.();
  return report;
}

/** @param {Awaited<ReturnType<typeof fuzz>>} report */
export function lineOf({ name, inputs, done, refused, changed, crashes, slowest, longest, failures }) {
  return (
    `${name}: ${inputs} inputs, ${done} taken, ${refused} refused, ${crashes} crashes, ${changed} changed state, ` +
    `${failures.length} failures, longest answer ${slowest.toFixed(0)} ms, longest sentence ${longest.length} characters`
  );
}
