// @ts-check
// Opens experiments in a core. What one of them lacks is fetched first: the whole core, if the present one does not know
// a name in the request, and the files of the data set. Requests that lack the same wait for the same download.

import { loadFiles } from './datasets.js';
import { kFirstSlice } from './errands.js';
import { aborted, valueOf } from './errors.js';
import { SharedWork } from './shared.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./core.mjs').Session} Session */
/** @typedef {import('./core.mjs').Task} Task */
/** @template T @typedef {import('./errors.js').Outcome<T>} Outcome */
/** @typedef {{ dataset: string, title: string, files: string[] }} Missing */
/**
 * The answer to opening an experiment: it may also name files of the data set that the core does not have yet.
 * @typedef {(Outcome<Session> & { missing?: undefined }) | { missing: Missing, error?: undefined, value?: undefined }}
 * OpenOutcome
 */

/** Shortest time between two progress events of a download. */
const kReportMilliseconds = 100;

/** The name of the download of the whole core. No data set has a blank in its name. */
const kWhole = 'the whole core';

export class Opener {
  /** Requests that open an experiment, by id. @type {Map<number, AbortController>} */ #opening = new Map();
  #downloads = new SharedWork();
  #cores;
  #report;
  #clock;
  #turn;

  /**
   * @param {{ cores: import('./cores.js').Cores, report(request: number, progress: object): void, clock(): number,
   *   turn(): Promise<number> }} host turn() ends when others have had their turn, and says how many milliseconds the next slice has
   */
  constructor({ cores, report, clock, turn }) {
    this.#cores = cores;
    this.#turn = turn;
    this.#report = (/** @type {number} */ id, /** @type {object} */ progress) => void (id > 0 && report(id, progress));
    this.#clock = clock;
  }

  /** Gives up a request. Does nothing if none of this id opens an experiment. @param {number} id */
  stop(id) {
    this.#opening.get(id)?.abort();
  }

  /** Gives up all requests. */
  end() {
    for (const opening of this.#opening.values()) opening.abort();
  }

  /**
   * @param {number} id of the request; 0 where nobody is told of its progress
   * @param {URL} folder of the data
   * @param {(core: Core) => Task} ask
   * @param {() => Promise<void>} beforeAsking is called each time before the core works
   * @returns {Promise<Session>}
   */
  async open(id, folder, ask, beforeAsking) {
    return this.#stoppable(id, async (signal) => {
      // The whole core may arrive during a download. The request is then repeated on it, and it gets the data.
      for (;;) {
        if (signal.aborted) throw aborted();
        await beforeAsking();
        if (signal.aborted) throw aborted();
        const core = /** @type {Core} */ (this.#cores.newest);
        const outcome = await this.#inSlices(ask(core), signal);
        if (outcome.missing) {
          const { missing } = outcome;
          const onProgress = (/** @type {object} */ progress) => this.#report(id, progress);
          const waiter = { signal, onProgress };
          await this.#downloads.wait(missing.dataset, (how) => this.#download(missing, folder, how), waiter);
        } else if (outcome.error?.code === 'unknown-name' && !this.#cores.complete) {
          await this.#fetchWhole(id, 'The other models', signal);
        } else {
          return this.#cores.opened(core, valueOf(/** @type {Outcome<Session>} */ (outcome)));
        }
      }
    });
  }

  /**
   * Does work of the core, and lets messages and other experiments in between two slices.
   * @param {Task} task
   * @param {AbortSignal} signal
   * @returns {Promise<OpenOutcome>}
   */
  async #inSlices(task, signal) {
    try {
      for (let slice = kFirstSlice; !task.advance(slice); ) {
        slice = await this.#turn();
        if (signal.aborted) throw aborted();
      }
      return /** @type {any} */ (task.answer());
    } finally {
      task.delete();
    }
  }

  /**
   * Moves an experiment from the small core to the whole one, for a measure that the small one lacks.
   * @param {number} id of the request
   * @param {import('./run.js').Run} run
   * @param {(bytes: Uint8Array<ArrayBuffer>) => Promise<Session>} load
   */
  moveToWhole(id, run, load) {
    return this.#stoppable(id, async (signal) => {
      await this.#fetchWhole(id, 'The other measures', signal);
      const move = async () => void (this.#cores.inFirst(run.session) && (await run.move(load)));
      await this.#downloads.wait(`the move of experiment ${run.id}`, move, { signal, onProgress() {} });
    });
  }

  /** @param {number} id @param {string} label @param {AbortSignal} signal */
  #fetchWhole(id, label, signal) {
    const onProgress = () => this.#report(id, { what: 'download', label, received: 0, total: 0, progress: 0 });
    onProgress();
    return this.#downloads.wait(kWhole, () => this.#cores.fetchWhole(), { signal, onProgress });
  }

  /** @template T @param {number} id @param {(signal: AbortSignal) => Promise<T>} work */
  async #stoppable(id, work) {
    const control = new AbortController();
    this.#opening.set(id, control);
    try {
      return await work(control.signal);
    } finally {
      this.#opening.delete(id);
    }
  }

  /**
   * Fetches the missing files of a data set and gives them to the newest core.
   * @param {Missing} missing
   * @param {URL} base
   * @param {import('./shared.js').Waiter} how
   */
  async #download({ dataset, title, files }, base, { onProgress, signal }) {
    let reported_at = -Infinity;
    const report = (/** @type {{ received: number, total: number }} */ { received, total }) => {
      const now = this.#clock();
      if (now - reported_at < kReportMilliseconds && received < total) return;
      reported_at = now;
      onProgress({ what: 'download', label: title, received, total, progress: total > 0 ? received / total : 0 });
    };
    this.#cores.provide(dataset, await loadFiles(files, { base, onProgress: report, signal }));
  }
}
