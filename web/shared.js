// @ts-check
// Work that several requests need, such as the download of a data set: it is done once, and all of them wait for it.

import { aborted } from './errors.js';

/** @typedef {{ onProgress(progress: any): void, signal: AbortSignal }} Waiter */
/** @typedef {{ waiters: Set<Waiter>, control: AbortController, last: any, done: Promise<void> }} Work */

export class SharedWork {
  /** @type {Map<string, Work>} */ #going = new Map();

  /**
   * Waits for the work of this name, and begins it if nobody has. A waiter whose signal aborts leaves; when the last one
   * has left, the work is given up. A failure is the failure of all who wait.
   * @param {string} name
   * @param {(how: Waiter) => Promise<void>} begin
   * @param {Waiter} waiter
   */
  async wait(name, begin, waiter) {
    const work = this.#going.get(name) ?? this.#begin(name, begin);
    work.waiters.add(waiter);
    if (work.last !== undefined) waiter.onProgress(work.last);
    const { signal } = waiter;
    /** @type {(() => void) | undefined} */
    let leave;
    try {
      await new Promise((resolve, reject) => {
        leave = () => reject(aborted(signal));
        signal.addEventListener('abort', leave);
        work.done.then(() => resolve(undefined), reject);
      });
    } finally {
      if (leave) signal.removeEventListener('abort', leave);
      work.waiters.delete(waiter);
      if (work.waiters.size === 0) this.#end(name, work);
    }
  }

  /** @param {string} name @param {(how: Waiter) => Promise<void>} begin */
  #begin(name, begin) {
    const control = new AbortController();
    /** @type {Work} */
    const work = { waiters: new Set(), control, last: undefined, done: Promise.resolve() };
    this.#going.set(name, work);
    work.done = begin({
      signal: control.signal,
      onProgress: (progress) => {
        work.last = progress;
        for (const { onProgress } of work.waiters) onProgress(progress);
      },
    }).finally(() => this.#end(name, work));
    return work;
  }

  /** @param {string} name @param {Work} work */
  #end(name, work) {
    if (this.#going.get(name) === work) this.#going.delete(name);
    work.control.abort(); // does nothing to work that is done
  }
}
