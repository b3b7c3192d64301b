// @ts-check
// The page's side of the protocol: asks, waits for answers, hears events, and notices when nobody answers any more.

import { HarmoniumError, aborted } from './errors.js';

/** @typedef {import('./rungs.js').Line} Line */
/**
 * @typedef {{ resolve(answer: any): void, reject(error: HarmoniumError): void, onProgress?: (progress: any) => void }}
 * Pending
 */

/**
 * While an answer or a snapshot is due, silence for so many seconds asks the host for a sign. It may be in the middle
 * of an update that takes long; only after many seconds it is taken for dead. (Mostly its death is noticed at once:
 * rungs.js.)
 */
const kAskAfterSeconds = 2;
const kDeadAfterSeconds = 30;

export class Client {
  /** @type {Map<number, Pending>} */ #pending = new Map();
  #last = 0;
  /** Experiments that go on by themselves. @type {Set<number>} */ #running = new Set();
  #quiet_seconds = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #watch;
  /** @type {HarmoniumError | null} */ #lost = null;

  /**
   * @param {Line} line
   * @param {{ onEvent(event: any): void, onCrash(error: HarmoniumError): void }} listeners
   */
  constructor(line, { onEvent, onCrash }) {
    this.line = line;
    this.onEvent = onEvent;
    this.onCrash = onCrash;
    line.onMessage = (message) => this.#hear(message);
    line.onLost = (error) => this.#lose(error);
    line.hold(false);
  }

  /**
   * Sends a request; the promise holds its answer.
   * @param {string} type
   * @param {object} [fields] as protocol.js names them
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
        this.#guard();
        this.line.post({ id, type, ...fields }, transfer);
      });
    } catch (error) {
      throw signal?.aborted && error instanceof HarmoniumError && error.code === 'aborted' ? aborted(signal) : error;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#pending.delete(id);
      this.#guard();
    }
  }

  /** Sends a notice, which has no answer. @param {string} type @param {object} fields @param {ArrayBuffer[]} [transfer] */
  tell(type, fields, transfer) {
    if (!this.#lost) this.line.post({ type, ...fields }, transfer);
  }

  /**
   * Whether an experiment works by itself, so that silence means something.
   * @param {number} experiment
   * @param {boolean} running
   */
  expect(experiment, running) {
    if (running) this.#running.add(experiment);
    else this.#running.delete(experiment);
    this.#guard();
  }

  /** Ends the line; whoever waits is told. @param {HarmoniumError} error */
  end(error) {
    this.#lost = error;
    clearInterval(this.#watch);
    this.line.end();
    for (const { reject } of this.#pending.values()) reject(error);
  }

  /** @param {any} message */
  #hear(message) {
    this.#quiet_seconds = 0;
    if (message.event === 'progress') this.#pending.get(message.request)?.onProgress?.(message.progress);
    else if (message.event === 'crash') this.#lose(new HarmoniumError('crashed', message.error.message));
    else if (message.event !== undefined) this.onEvent(message);
    else if (message.error)
      this.#pending.get(message.id)?.reject(new HarmoniumError(message.error.code, message.error.message));
    else this.#pending.get(message.id)?.resolve(message.ok);
  }

  /** @param {HarmoniumError} error */
  #lose(error) {
    if (this.#lost) return;
    this.end(error);
    this.onCrash(error);
  }

  /**
   * Watches while something is due. Seconds are counted in timer ticks, not on a clock: a page that slept has had no
   * ticks, and its host slept too.
   */
  #guard() {
    const due = !this.#lost && (this.#running.size > 0 || this.#pending.size > 0);
    if (!this.#lost) this.line.hold(due);
    if (due === (this.#watch !== undefined)) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#quiet_seconds = 0;
    if (!due) return;
    this.#watch = setInterval(() => {
      this.#quiet_seconds += 1;
      if (this.#quiet_seconds === kAskAfterSeconds) this.line.post({ id: ++this.#last, type: 'ping' });
      if (this.#quiet_seconds >= kDeadAfterSeconds) {
        this.#lose(
          new HarmoniumError('crashed', 'The Worker that trains has not answered for a while; it seems to have died.'),
        );
      }
    }, 1000);
    /** @type {any} */ (this.#watch).unref?.();
  }
}
