// @ts-check
// Every message between the door (harmonium.js) and the core's host (host.js), once. Both sides dispatch from
// this table.
//
//   request   { id, type, ...fields }                     door -> host
//   answer    { id, ok: {...} } or { id, error: { code, message } }   host -> door, once for every request
//   notice    { type, ...fields }                         door -> host, never answered
//   event     { event, ...fields }                        host -> door, of itself
//
// Bytes cross as Uint8Array whose buffers are transferred where the sender has no more use for them; nothing is shared.
// A message may come from anywhere: one that is not in the table, or whose fields are wrong, is refused with a
// sentence.

import { HarmoniumError } from './errors.js';

/** Both sides must have been built from the same table. */
export const kProtocolVersion = 4;

/**
 * A kind of field: whether a value is one, and in words what is allowed.
 * @typedef {{ is(value: unknown): boolean, allowed: string, optional?: boolean }} Field
 */

/** @param {number} from @param {number} to @returns {Field} */
const whole = (from, to) => ({
  is: (value) => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to,
  allowed: `a whole number from ${from} to ${to}`,
});
/** @param {number} from @param {number} to @returns {Field} */
const number = (from, to) => ({
  is: (value) => typeof value === 'number' && value >= from && value <= to,
  allowed: `a number from ${from} to ${to}`,
});
/** @param {number} longest @returns {Field} */
const text = (longest) => ({
  is: (value) => typeof value === 'string' && value.length <= longest,
  allowed: `text of at most ${longest} characters`,
});
/** @param {string[]} words @returns {Field} */
const oneOf = (...words) => ({
  is: (value) => typeof value === 'string' && words.includes(value),
  allowed: words.map((word) => `"${word}"`).join(', '),
});
/** @param {Field} field @returns {Field} */
const optional = (field) => ({ ...field, optional: true });
/** @type {Field} */
const toggle = { is: (value) => typeof value === 'boolean', allowed: 'true or false' };
/** @type {Field} */
const bytes = {
  is: (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
  allowed: 'bytes (a Uint8Array, in no shared memory)',
};
/** Of views, by name or with choices. @type {Field} */
const names = {
  is: (value) =>
    Array.isArray(value) && value.length <= 64 && value.every((name) => typeof name === 'string' && name.length <= 256),
  allowed: 'a list of at most 64 names, each of at most 256 characters',
};

/** @type {Field} */
const numbers = {
  is: (value) => Array.isArray(value) && value.length <= 4096 && value.every((number) => typeof number === 'number'),
  allowed: 'a list of at most 4096 numbers',
};

const kLargest = Number.MAX_SAFE_INTEGER;
const experiment = whole(1, kLargest);
const json = text(256 * 1024 * 1024); // data given in place may be large; the core has limits of its own
const short = text(256);
const seed = whole(0, kLargest);

// `state` is { progress, phase, status }, as run.js describes them.

/** The three paces of playing. */
export const kSpeeds = /** @type {const} */ (['slow', 'normal', 'full']);

/** @type {Record<string, { fields: Record<string, Field>, answer: string }>} */
export const requests = {
  start: {
    fields: {
      version: whole(1, 1e6),
      base: text(4096),
      sliceMilliseconds: number(1, 100),
      keepSeconds: number(0, 3600),
      lock: optional(short),
      threads: optional(whole(1, 64)),
    },
    answer:
      '{ catalogue, locked, threads }: JSON text, whether the Web Lock named `lock` is held as long as the host lives, ' +
      'and how many threads are at work. The first request of all; the core is loaded from the folder `base`.',
  },
  ping: { fields: {}, answer: '{}: the host is alive.' },
  prefetch: { fields: {}, answer: '{}: the whole core is here; it has been fetched if the host began with a small one.' },

  open: {
    fields: { spec: json },
    answer: '{ experiment, spec, ...state }: a number that names it from now on, and JSON text.',
  },
  load: { fields: { bytes }, answer: 'as open, from a saved file.' },
  close: { fields: { experiment }, answer: '{}: everything it held is free.' },

  set: {
    fields: { experiment, option: short, value: text(4096) },
    answer: '{ spec, ...state }; `value` is JSON text. In the spec a set given in place is only called "inline".',
  },
  reset: { fields: { experiment }, answer: 'state' },
  reseed: { fields: { experiment, seed }, answer: '{ spec, ...state }' },

  play: {
    fields: { experiment, speed: optional(oneOf(...kSpeeds)), phaseSeconds: optional(number(0.02, 60)) },
    answer: '{}: it runs by itself from now on.',
  },
  pause: { fields: { experiment }, answer: 'state, behind the last snapshot' },
  train: {
    fields: {
      experiment,
      updates: optional(whole(1, kLargest)),
      epochs: optional(number(1e-6, 1e9)),
      toEndOfStage: optional(toggle),
      report: optional(toggle),
    },
    answer: 'state, once that many updates (or epochs, or those to the end of the present stage) are done.',
  },
  phase: { fields: { experiment }, answer: 'state: the next phase of the update has run.' },
  chains: { fields: { experiment, steps: whole(1, 10000) }, answer: 'state: the fantasy chains have moved.' },
  restartChains: { fields: { experiment }, answer: 'state' },
  holdClass: {
    fields: { experiment, label: whole(-1, 255) },
    answer: 'state; the running samples are held at that class, -1: at none.',
  },
  latent: { fields: { experiment, values: numbers }, answer: 'state: the view "latent" shows these latent variables.' },

  watch: {
    fields: {
      experiment,
      listening: optional(toggle),
      views: optional(names),
      rate: optional(number(0, 12)),
      chainSpeed: optional(number(0, 1000)),
      chainsWhilePaused: optional(toggle),
    },
    answer:
      '{}: whether snapshots are sent at all, which views they carry, how many a second. What is left out stays as it is.',
  },
  snapshot: { fields: { experiment, views: names }, answer: '{ bytes }: one snapshot, now.' },

  sample: { fields: { experiment, options: json, report: optional(toggle) }, answer: '{ shape, data }' },
  measure: {
    fields: { experiment, name: short, options: text(65536), report: optional(toggle) },
    answer: '{ measurements }',
  },

  parameters: { fields: { experiment }, answer: '{ bytes }: tensors' },
  setParameters: { fields: { experiment, bytes }, answer: 'state' },
  hash: { fields: { experiment }, answer: '{ hash }' },
  save: { fields: { experiment }, answer: '{ bytes }' },
};

/** @type {Record<string, { fields: Record<string, Field> }>} */
export const notices = {
  stop: { fields: { request: whole(1, kLargest) } }, // give that request up; it is answered with the error "aborted"
  taken: { fields: { experiment } }, // the last snapshot has arrived; the next may be sent
  spare: { fields: { experiment, bytes } }, // memory of a snapshot that nobody reads any more: another may go out in it
};

/**
 * What the host says of itself:
 *   ready     { version }                     the script runs; `start` may come
 *   progress  { request, progress }           of a request that asked for reports
 *   state     { experiment, ...state }        something a client shows has changed
 *   snapshot  { experiment, bytes }
 *   kept      { experiment, bytes }           a save to go on from should the Worker die
 *   error     { experiment, error }           it stopped by itself: the numbers ran away
 *   refused   { error }                       a message that can't be answered because it has no id
 *   crash     { error }                       a bug of ours; nothing more will come
 */
export const events = ['ready', 'progress', 'state', 'snapshot', 'kept', 'error', 'refused', 'crash'];

/**
 * Checks a message from outside against the table. Throws a HarmoniumError that names the field, the value and what is
 * allowed.
 * @param {unknown} message
 * @returns {{ kind: 'request' | 'notice', id: number, type: string }}
 */
export function checkMessage(message) {
  const refuse = (/** @type {string} */ sentence) => new HarmoniumError('invalid-request', sentence);
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw refuse(`A message is ${show(message)}; allowed is an object with a "type".`);
  }
  const { id, type, ...fields } = /** @type {Record<string, unknown>} */ (message);
  if (typeof type !== 'string') throw refuse(`A message has the type ${show(type)}; allowed is the name of a request.`);
  const isNotice = Object.hasOwn(notices, type);
  if (!isNotice && !Object.hasOwn(requests, type)) {
    throw refuse(
      `There is no message "${type.slice(0, 64)}"; allowed are ${Object.keys({ ...requests, ...notices }).join(', ')}.`,
    );
  }
  if (!isNotice && !whole(1, kLargest).is(id))
    throw refuse(`${type}: "id" is ${show(id)}; allowed is ${whole(1, kLargest).allowed}.`);
  const table = (isNotice ? notices : requests)[type].fields;
  for (const [name, field] of Object.entries(table)) {
    const value = fields[name];
    if (value === undefined ? !field.optional : !field.is(value)) {
      throw refuse(`${type}: "${name}" is ${show(value)}; allowed is ${field.allowed}.`);
    }
  }
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(table, name)) {
      throw refuse(
        `${type}: there is no field "${name.slice(0, 64)}"; allowed are ${Object.keys(table).join(', ') || 'none'}.`,
      );
    }
  }
  return { kind: isNotice ? 'notice' : 'request', id: isNotice ? 0 : Number(id), type };
}

/**
 * A value in a sentence, cut short.
 * @param {unknown} value
 */
export function show(value) {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
