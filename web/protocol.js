// @ts-check
// Every message between the client (client.js) and the core's host (host.js). Both sides take the messages from this
// table.
//
// The directions are:
//
//   request   { id, type, ...fields }                     client -> host
//   answer    { id, ok: {...} } or { id, error: { code, message } }   host -> client, one per request
//   notice    { type, ...fields }                         client -> host, never answered
//   event     { event, ...fields }                        host -> client, unasked
//
// Bytes are sent as Uint8Array. Their buffers are transferred if the sender needs them no longer; no memory is shared.
// A message may come from any script. One that is not in the table, or that has a wrong field, is refused with a
// sentence.

import { HarmoniumError } from './errors.js';

/** Raised with every change of the table. A page and a Worker of different versions refuse each other. */
export const kProtocolVersion = 4;

/**
 * A kind of field: the test of a value, and the allowed values in words.
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
const json = text(256 * 1024 * 1024); // large enough for data given in place; the core has stricter limits
const short = text(256);
const seed = whole(0, kLargest);

// In the answers below, `state` is { progress, phase, status } (run.js).

/** The speeds of play(). */
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
      '{ catalogue, locked, threads }: JSON text, whether the host holds the Web Lock `lock` while it lives, ' +
      'and how many threads work. This request comes first. The core is loaded from the folder `base`.',
  },
  ping: { fields: {}, answer: '{}: the host is alive.' },
  prefetch: { fields: {}, answer: '{}: the core has all models, also if the host began with a small one.' },

  open: {
    fields: { spec: json },
    answer: '{ experiment, spec, ...state }: the number of the experiment in all later requests, and JSON text.',
  },
  load: { fields: { bytes }, answer: 'the same as for open, from a saved file.' },
  close: { fields: { experiment }, answer: '{}: everything that the experiment held is freed.' },

  set: {
    fields: { experiment, option: short, value: text(4096) },
    answer: '{ spec, ...state }; `value` is JSON text. In the spec a data set given in place is only "inline".',
  },
  reset: { fields: { experiment }, answer: 'state' },
  reseed: { fields: { experiment, seed }, answer: '{ spec, ...state }' },

  play: {
    fields: { experiment, speed: optional(oneOf(...kSpeeds)), phaseSeconds: optional(number(0.02, 60)) },
    answer: '{}: the experiment runs by itself from now on.',
  },
  pause: { fields: { experiment }, answer: 'state, sent after the last snapshot' },
  train: {
    fields: {
      experiment,
      updates: optional(whole(1, kLargest)),
      epochs: optional(number(1e-6, 1e9)),
      toEndOfStage: optional(toggle),
      report: optional(toggle),
    },
    answer: 'state, when the updates or epochs are done, or the present stage has ended.',
  },
  phase: { fields: { experiment }, answer: 'state: the next phase of the update has run.' },
  chains: { fields: { experiment, steps: whole(1, 10000) }, answer: 'state: the fantasy chains have moved.' },
  restartChains: { fields: { experiment }, answer: 'state' },
  holdClass: {
    fields: { experiment, label: whole(-1, 255) },
    answer: 'state: the running samples are clamped to that class; -1 releases them.',
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
      '{}: whether snapshots are sent, which views they carry, how many per second. Fields left out keep their values.',
  },
  snapshot: { fields: { experiment, views: names }, answer: '{ bytes }: one snapshot of the present state.' },

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
  stop: { fields: { request: whole(1, kLargest) } }, // gives up a request; its answer is the error "aborted"
  taken: { fields: { experiment } }, // the client has the last snapshot, so the next one may be sent
  spare: { fields: { experiment, bytes } }, // memory of an old snapshot, for a later one
};

/**
 * The events of the host:
 *   ready     { version }                     the script runs; `start` may come
 *   progress  { request, progress }           progress of a request that asked for reports
 *   state     { experiment, ...state }        something that a client shows has changed
 *   snapshot  { experiment, bytes }
 *   kept      { experiment, bytes }           an automatic save, to continue from if the Worker dies
 *   error     { experiment, error }           training stopped by itself: it diverged
 *   refused   { error }                       refusal of a message without an id, which cannot be answered
 *   crash     { error }                       an internal error; no message follows
 */
export const events = ['ready', 'progress', 'state', 'snapshot', 'kept', 'error', 'refused', 'crash'];

/**
 * Checks a message against the table. Throws a HarmoniumError that names the field, the value and what is allowed.
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
 * A value as part of a sentence, shortened.
 * @param {unknown} value
 */
export function show(value) {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
