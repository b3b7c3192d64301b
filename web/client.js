// @ts-check
// The client's side of the protocol: it sends requests, waits for answers, takes events, and detects a dead host.

import { HarmoniumError, aborted, describe, invalidRequest } from './errors.js';
import { callSafely } from './listeners.js';
import { checkFields, requests } from './protocol.js';

/** @typedef {import('./rungs.js').Line} Line */
/**
 * A request that waits for its answer. `onLate` takes an answer that comes after the request was given up.
 * @typedef {{ type: string, experiment?: number, resolve(answer: any): void, reject(error: HarmoniumError): void,
 *   onProgress?: (progress: any) => unknown, onLate?: (answer: any) => void }} Pending
 */

/**
 * A host that is silent for this many seconds, while an answer or a snapshot is due, is asked for a sign of life. It
 * may be in the middle of a long update, so it counts as dead only after kDeadAfterSeconds. Most deaths are noticed at
 * once by a lock (rungs.js).
 */
const kPingAfterSeconds = 2;
const kDeadAfterSeconds = 30;

export class Client {
  /** @type {Map<number, Pending>} */ #pending = new Map();
  /** Takers of late answers, by request. @type {Map<number, (answer: any) => void>} */ #late = new Map();
  #last = 0;
  /** Experiments that run by themselves. @type {Set<number>} */ #running = new Set();
  #silent_seconds = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;
  /** @type {HarmoniumError | null} */ #lost = null;

  /**
   * @param {Line} line
   * @param {{ onEvent(event: any): void, onCrash(error: HarmoniumError, experiment?: number | null): void }} listeners
   *   `experiment`: the one that the host worked on, null: none, undefined: that is not known
   */
  constructor(line, { onEvent, onCrash }) {
    this.line = line;
    this.onEvent = onEvent;
    this.onCrash = onCrash;
    line.onMessage = (message) => this.#receive(message);
    line.onLost = (error) => this.#handleLoss(error);
    line.hold(false);
  }

  /** Why there is no connection any more, or null while there is one. */
  get lost() {
    return this.#lost;
  }

  /** Whether a request of an experiment waits, or the experiment runs by itself. @param {number} experiment */
  works(experiment) {
    return this.#running.has(experiment) || [...this.#pending.values()].some((one) => one.experiment === experiment);
  }

  /**
   * Sends a request. The promise resolves to its answer. It rejects as soon as `signal` aborts, whatever the host does.
   * @param {string} type
   * @param {Record<string, any>} [fields] named as in protocol.js
   * @param {{ onProgress?: (progress: any) => unknown, signal?: AbortSignal, transfer?: ArrayBuffer[],
   *   onLate?: (answer: any) => void }} [options]
   * @returns {Promise<any>}
   */
  async ask(type, fields = {}, { onProgress, signal, transfer, onLate } = {}) {
    if (this.#lost) throw this.#lost;
    if (signal?.aborted) throw aborted(signal);
    checkFields(type, fields);
    const id = ++this.#last;
    const stop = () => this.#giveUp(id, aborted(signal));
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { type, experiment: fields.experiment, resolve, reject, onProgress, onLate });
        signal?.addEventListener('abort', stop);
        this.#updateTimer();
        this.line.post({ id, type, ...fields }, transfer);
      });
    } catch (error) {
      if (error instanceof HarmoniumError) throw error;
      throw invalidRequest(`${type} could not be sent to the core: ${describe(error)}`, error);
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#pending.delete(id);
      this.#updateTimer();
    }
  }

  /**
   * Sends a notice, which gets no answer.
   * @param {string} type
   * @param {object} fields
   * @param {ArrayBuffer[]} [transfer]
   */
  tell(type, fields, transfer) {
    if (!this.#lost) this.line.post({ type, ...fields }, transfer);
  }

  /** Refuses a request at once and tells the host to stop it. @param {number} id @param {HarmoniumError} error */
  #giveUp(id, error) {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    if (pending.onLate) this.#late.set(id, pending.onLate);
    this.tell('stop', { request: id });
    pending.reject(error);
  }

  /**
   * Says whether an experiment runs by itself. While it does, messages are due and silence is watched.
   * @param {number} experiment
   * @param {boolean} running
   */
  expect(experiment, running) {
    if (running) this.#running.add(experiment);
    else this.#running.delete(experiment);
    this.#updateTimer();
  }

  /** Closes the connection and refuses all requests that wait. @param {HarmoniumError} error */
  end(error) {
    this.#lost = error;
    clearInterval(this.#timer);
    this.line.end();
    for (const { reject } of this.#pending.values()) reject(error);
  }

  /** @param {any} message */
  #receive(message) {
    this.#silent_seconds = 0;
    if (message.event === 'progress') this.#report(message.request, message.progress);
    else if (message.event === 'crash') {
      this.#handleLoss(new HarmoniumError('crashed', message.error.message), message.experiment);
    } else if (message.event !== undefined) this.onEvent(message);
    else this.#take(message);
  }

  /** Takes an answer. @param {any} message */
  #take({ id, ok, error }) {
    const late = this.#late.get(id);
    this.#late.delete(id);
    if (error) this.#pending.get(id)?.reject(new HarmoniumError(error.code, error.message));
    else if (late) late(ok);
    else this.#pending.get(id)?.resolve(ok);
  }

  /** @param {number} id of a request @param {unknown} progress */
  #report(id, progress) {
    const pending = this.#pending.get(id);
    const { onProgress } = pending ?? {};
    if (pending === undefined || onProgress === undefined) return;
    const { call = pending.type } = requests[pending.type];
    callSafely(
      () => onProgress(progress),
      (error) =>
        this.#giveUp(id, invalidRequest(`${call} was stopped, since its onProgress failed: ${describe(error)}`, error)),
    );
  }

  /** @param {HarmoniumError} error @param {number | null} [experiment] */
  #handleLoss(error, experiment) {
    if (this.#lost) return;
    this.end(error);
    this.onCrash(error, experiment);
  }

  /**
   * Starts the watch over silence when something is due, and stops it otherwise. Seconds are counted in timer ticks and
   * not on a clock: while a computer sleeps there are no ticks, and the host sleeps too.
   */
  #updateTimer() {
    const due = !this.#lost && (this.#running.size > 0 || this.#pending.size > 0);
    if (!this.#lost) this.line.hold(due);
    if (due === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#silent_seconds = 0;
    if (!due) return;
    this.#timer = setInterval(() => {
      this.#silent_seconds += 1;
      if (this.#silent_seconds === kPingAfterSeconds) this.line.post({ id: ++this.#last, type: 'ping' });
      if (this.#silent_seconds >= kDeadAfterSeconds) {
        this.#handleLoss(
          new HarmoniumError('crashed', 'The Worker that trains has not answered for a while. It counts as crashed.'),
        );
      }
    }, 1000);
    /** @type {any} */ (this.#timer).unref?.();
  }
}
