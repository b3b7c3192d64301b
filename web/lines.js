// @ts-check
// Requests that can't begin at once: the core does work for their experiment, or another experiment is saved first.
// Those of one experiment begin in the order in which they came.

import { aborted } from './errors.js';

export class Lines {
  /** The end of each line: it ends when the last request there has begun. @type {Map<number, Promise<null>>} */ #ends = new Map();
  /** Refuse the requests that wait, by id. @type {Map<number, (error: Error) => void>} */ #waiting = new Map();

  /** Whether a request of this experiment waits. @param {number} experiment */
  has(experiment) {
    return this.#ends.has(experiment);
  }

  /**
   * @template T
   * @param {{ experiment: number, id: number }} request
   * @param {() => Promise<void>} ready ends when nothing is in the way
   * @param {() => T | Promise<T>} begin is not called where the request was given up meanwhile
   * @returns {Promise<T>} what `begin` gives
   */
  wait(request, ready, begin) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, reject);
      this.#take(request, ready, () => resolve(begin())).catch(reject);
    });
  }

  /** Refuses a request, if it waits. @param {number} id */
  giveUp(id) {
    this.#waiting.get(id)?.(aborted());
    this.#waiting.delete(id);
  }

  /** @param {{ experiment: number, id: number }} request @param {() => Promise<void>} ready @param {() => void} begin */
  async #take({ experiment, id }, ready, begin) {
    const before = this.#ends.get(experiment);
    let begun = () => {};
    const line = new Promise((/** @type {(value: null) => void} */ resolve) => (begun = () => resolve(null)));
    this.#ends.set(experiment, line);
    try {
      await before;
      await ready();
      if (this.#waiting.delete(id)) begin();
    } finally {
      if (this.#ends.get(experiment) === line) this.#ends.delete(experiment);
      begun();
    }
  }
}
