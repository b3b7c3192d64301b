// @ts-check
// Opens experiments in a core. What one of them lacks is fetched first: the whole core, if the present one does not know
// a name in the request, and the files of the data set. Requests that lack the same wait for the same download.

import { loadFiles } from './datasets.js';
import { aborted, valueOf } from './errors.js';
import { SharedWork } from './shared.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./core.mjs').Session} Session */
/** @typedef {import('./run.js').OpenOutcome} OpenOutcome */
/** @template T @typedef {import('./run.js').Outcome<T>} Outcome */

/** Shortest time between two progress events of a download. */
const kReportMilliseconds = 100;

export class Opener {
  /** Requests that open an experiment, by id. @type {Map<number, AbortController>} */ #opening = new Map();
  #downloads = new SharedWork();
  #cores;
  #report;
  #clock;

  /**
   * @param {{ cores: import('./cores.js').Cores, report(request: number, progress: object): void, clock(): number }} host
   */
  constructor({ cores, report, clock }) {
    this.#cores = cores;
    this.#report = report;
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
   * @param {number} id of the request
   * @param {URL} folder of the data
   * @param {(core: Core) => OpenOutcome} ask
   * @param {() => void} beforeAsking is called each time before the core is asked
   * @returns {Promise<Session>}
   */
  async open(id, folder, ask, beforeAsking) {
    const control = new AbortController();
    const { signal } = control;
    this.#opening.set(id, control);
    try {
      // The whole core may arrive during a download. The request is then repeated on it, and it gets the data.
      for (;;) {
        if (signal.aborted) throw aborted();
        beforeAsking();
        const outcome = ask(/** @type {Core} */ (this.#cores.newest));
        if (outcome.missing) {
          const { missing } = outcome;
          const onProgress = (/** @type {object} */ progress) => this.#report(id, progress);
          const waiter = { signal, onProgress };
          await this.#downloads.wait(missing.dataset, (how) => this.#download(missing, folder, how), waiter);
        } else if (outcome.error?.code === 'unknown-name' && !this.#cores.complete) {
          this.#report(id, { what: 'download', label: 'The other models', received: 0, total: 0, progress: 0 });
          await this.#cores.fetchWhole();
        } else {
          return valueOf(/** @type {Outcome<Session>} */ (outcome));
        }
      }
    } finally {
      this.#opening.delete(id);
    }
  }

  /**
   * Fetches the missing files of a data set and gives them to the newest core.
   * @param {import('./run.js').Missing} missing
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
