// @ts-check
// The client's side of the protocol: it sends requests, waits for answers, takes events, and detects a dead host.

import { HarmoniumError, aborted } from './errors.js';

/** @typedef {import('./rungs.js').Line} Line */
/**
 * @typedef {{ resolve(answer: any): void, reject(error: HarmoniumError): void, onProgress?: (progress: any) => void }}
 * Pending
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
  #last = 0;
  /** Experiments that run by themselves. @type {Set<number>} */ #running = new Set();
  #silent_seconds = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;
  /** @type {HarmoniumError | null} */ #lost = null;

  /**
   * @param {Line} line
   * @param {{ onEvent(event: any): void, onCrash(error: HarmoniumError): void }} listeners
   */
  constructor(line, { onEvent, onCrash }) {
    this.line = line;
    this.onEvent = onEvent;
    this.onCrash = onCrash;
    line.onMessage = (message) => this.#receive(message);
    line.onLost = (error) => this.#handleLoss(error);
    line.hold(false);
  }

  /**
   * Sends a request. The promise resolves to its answer.
   * @param {string} type
   * @param {object} [fields] named as in protocol.js
   * @param {{ onProgress?: (progress: any) => void, signal?: AbortSignal, transfer?: ArrayBuffer[] }} [options]
   * @returns {Promise<any>}
   */
  async ask(type, fields = {}, { onProgress, signal, transfer } = {}) {
    if (this.#lost) throw this.#lost;
    if (signal?.aborted) throw aborted(signal);
    const id = ++this.#last;
    const stop = () => this.tell('stop', { request: id });
    signal?.addEventListener('abort', stop);
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onProgress });
        this.#updateTimer();
        this.line.post({ id, type, ...fields }, transfer);
      });
    } catch (error) {
      // The host only knows that a request was stopped. The reason that the caller gave is here.
      throw signal?.aborted && error instanceof HarmoniumError && error.code === 'aborted' ? aborted(signal) : error;
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
    if (message.event === 'progress') this.#pending.get(message.request)?.onProgress?.(message.progress);
    else if (message.event === 'crash') this.#handleLoss(new HarmoniumError('crashed', message.error.message));
    else if (message.event !== undefined) this.onEvent(message);
    else if (message.error)
      this.#pending.get(message.id)?.reject(new HarmoniumError(message.error.code, message.error.message));
    else this.#pending.get(message.id)?.resolve(message.ok);
  }

  /** @param {HarmoniumError} error */
  #handleLoss(error) {
    if (this.#lost) return;
    this.end(error);
    this.onCrash(error);
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
