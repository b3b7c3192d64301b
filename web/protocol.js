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

import { invalidRequest } from './errors.js';
import {
  bytes,
  isRecord,
  kLargest,
  names,
  number,
  numbers,
  oneOf,
  optional,
  text,
  toggle,
  unknownField,
  whole,
} from './fields.js';
import { show, shownName } from './words.js';

/** @typedef {import('./fields.js').Field} Field */
/** @typedef {import('./fields.js').Fields} Fields */

/** Raised with every change of the table. A page and a Worker of different versions refuse each other. */
export const kProtocolVersion = 7;

const experiment = whole(1, kLargest);
const json = text(256 * 1024 * 1024); // large enough for data given in place; the core has stricter limits
const short = text(256);
const seed = whole(0, kLargest);
const run = whole(1, kLargest); // grows whenever an experiment starts again or gets other parameters (run.js)

// In the answers below, `state` is { progress, phase, status } (run.js).

/** The speeds of play() that have names. A number is that many updates a second. */
export const kSpeeds = /** @type {const} */ (['slow', 'normal', 'full']);
const kNamed = oneOf(...kSpeeds);
const kRate = number(0.1, 1000);
export const kSpeed = {
  is: (/** @type {unknown} */ value) => kNamed.is(value) || kRate.is(value),
  allowed: `${kNamed.allowed}, or updates a second: ${kRate.allowed}`,
};
/** Where play() rests. One of them is given. */
export const kGoal = {
  updates: optional(whole(1, kLargest)),
  epochs: optional(number(1e-6, 1e9)),
  toEndOfStage: optional(toggle),
};

/** Where the function of the API has another name than the request, `call` has it, for sentences.
 * @type {Record<string, { fields: Fields, answer: string, call?: string }>} */
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
    fields: { spec: json, run: optional(run) },
    answer:
      '{ experiment, spec, ...state }: the number of the experiment in all later requests, and JSON text. ' +
      '`run` is the number of its run, 1 where it is left out.',
  },
  load: { fields: { bytes, run: optional(run) }, answer: 'the same as for open, from a saved file.' },
  close: { fields: { experiment }, answer: '{}: everything that the experiment held is freed.' },

  set: {
    fields: { experiment, option: short, value: text(4096) },
    answer: '{ spec, ...state }; `value` is JSON text. In the spec a data set given in place is only "inline".',
  },
  reset: { fields: { experiment }, answer: 'state' },
  reseed: { fields: { experiment, seed }, answer: '{ spec, ...state }' },

  play: {
    fields: { experiment, speed: optional(kSpeed), phaseSeconds: optional(number(0.02, 60)), ...kGoal },
    answer: '{}: the experiment runs by itself from now on, until it has made so many updates or epochs in all.',
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
  phase: { call: 'stepPhase', fields: { experiment }, answer: 'state: the next phase of the update has run.' },
  chains: {
    call: 'runChains',
    fields: { experiment, steps: whole(1, 10000) },
    answer: 'state: the running chains have moved.',
  },
  restartChains: { fields: { experiment }, answer: 'state' },
  holdClass: {
    fields: { experiment, label: whole(-1, 255) },
    answer: 'state: the running samples are clamped to that class; -1 releases them.',
  },
  latent: {
    call: 'setLatent',
    fields: { experiment, values: numbers },
    answer: 'state: the view "latent" shows these latent variables.',
  },

  watch: {
    fields: {
      experiment,
      listening: optional(toggle),
      views: optional(names),
      rate: optional(number(0, 12)),
      chainSpeed: optional(number(0, 1e6)),
      chainsWhilePaused: optional(toggle),
    },
    answer:
      '{}: whether snapshots are sent, which views they carry, how many per second. Fields left out keep their values.',
  },
  snapshot: { fields: { experiment, views: names }, answer: '{ bytes, run }: one snapshot of the present state.' },

  sample: { fields: { experiment, options: json, report: optional(toggle) }, answer: '{ shape, data, run, updates }' },
  measure: {
    fields: { experiment, name: short, options: text(65536), report: optional(toggle) },
    answer: '{ measurements }, each with the run that it was begun in',
  },

  parameters: { fields: { experiment }, answer: '{ bytes }: tensors' },
  setParameters: { fields: { experiment, bytes }, answer: 'state' },
  hash: { fields: { experiment }, answer: '{ hash }' },
  save: { fields: { experiment }, answer: '{ bytes }' },
};

/** @type {Record<string, { fields: Fields, call?: string }>} */
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
 *   snapshot  { experiment, bytes, run }
 *   kept      { experiment, bytes, run, updates }   an automatic save, to continue from if the Worker dies
 *   error     { experiment, error }           training stopped by itself: it diverged
 *   refused   { error }                       refusal of a message without an id, which cannot be answered
 *   crash     { error, experiment }           an internal error while that experiment worked, null: while none did; no
 *                                             message follows
 */
export const events = ['ready', 'progress', 'state', 'snapshot', 'kept', 'error', 'refused', 'crash'];

/**
 * Checks the fields of a request or notice. Throws a HarmoniumError that names the field, the value and what is allowed.
 * @param {string} type
 * @param {Record<string, unknown>} fields
 */
export function checkFields(type, fields) {
  const { fields: table, call = type } = (Object.hasOwn(notices, type) ? notices : requests)[type];
  for (const [name, field] of Object.entries(table)) {
    const value = fields[name];
    if (value === undefined ? !field.optional : !field.is(value)) {
      throw invalidRequest(`${call}: "${name}" is ${show(value)}; allowed is ${field.allowed}.`);
    }
  }
  for (const name of Object.keys(fields)) if (!Object.hasOwn(table, name)) throw unknownField(call, name, table);
}

/**
 * Checks a message against the table, as checkFields() does.
 * @param {unknown} message
 * @returns {{ kind: 'request' | 'notice', id: number, type: string }}
 */
export function checkMessage(message) {
  if (!isRecord(message)) {
    throw invalidRequest(`A message is ${show(message)}; allowed is an object with a "type".`);
  }
  const { id, type, ...fields } = /** @type {Record<string, unknown>} */ (message);
  if (typeof type !== 'string') {
    throw invalidRequest(`A message has the type ${show(type)}; allowed is the name of a request.`);
  }
  const isNotice = Object.hasOwn(notices, type);
  if (!isNotice && !Object.hasOwn(requests, type)) {
    throw invalidRequest(
      `There is no message "${shownName(type)}"; allowed are ${Object.keys({ ...requests, ...notices }).join(', ')}.`,
    );
  }
  if (!isNotice && !whole(1, kLargest).is(id))
    throw invalidRequest(`${type}: "id" is ${show(id)}; allowed is ${whole(1, kLargest).allowed}.`);
  checkFields(type, fields);
  return { kind: isNotice ? 'notice' : 'request', id: isNotice ? 0 : Number(id), type };
}

/** The id of a request, or 0 where the message has none. @param {unknown} message */
export function idOf(message) {
  const id = typeof message === 'object' && message !== null ? /** @type {{ id?: unknown }} */ (message).id : 0;
  return Number.isSafeInteger(id) && Number(id) > 0 ? Number(id) : 0;
}

/**
 * The buffers of an answer, to be transferred. Each was made for this answer.
 * @param {object} answer
 * @returns {ArrayBuffer[]}
 */
export function buffersOf(answer) {
  return Object.values(answer).flatMap((value) =>
    ArrayBuffer.isView(value) ? [/** @type {ArrayBuffer} */ (value.buffer)] : [],
  );
}
