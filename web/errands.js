// @ts-check
// Work of the core that an experiment waits for: a new start, a save, pictures, the begin of a measure. What fits a slice
// is done at once. The rest goes in slices, between which messages are heard and other experiments have their turns.
// Nothing else may be asked of the session meanwhile, so whoever wants something waits for `busy` first.

/** @typedef {import('./core.mjs').Task} Task */

/** Milliseconds of the first slice, in which most of this work ends. */
export const kFirstSlice = 16;

/** @template T, U @param {T | Promise<T>} value @param {(value: T) => U} call @returns {U | Promise<U>} what the call gives, at once where the value is there */
export function after(value, call) {
  return value instanceof Promise ? value.then(call) : call(value);
}

/** Gives the answer of a task that is done. @param {Task} task @returns {any} */
function answerOf(task) {
  try {
    return task.answer();
  } finally {
    task.delete();
  }
}

/** @typedef {{ task: Task, id: number, use(answer: any): void, refuse(error: Error): void, ended(): void }} Errand */

export class Errands {
  /** @type {Errand | null} */ #errand = null;
  /** Ends when the present work is done or given up; null while there is none. @type {Promise<void> | null} */ busy = null;
  #wake;

  /** @param {() => void} wake is called where slices are wanted */
  constructor(wake) {
    this.#wake = wake;
  }

  /**
   * Does the work of a task. Call it only while nothing is under way.
   * @param {Task} task
   * @param {number} [id] of the request that can give it up
   * @returns {any} its answer, or a promise of it
   */
  do(task, id = 0) {
    if (task.advance(kFirstSlice)) return answerOf(task);
    return new Promise((resolve, reject) => this.#begin({ task, id, use: resolve, refuse: reject }));
  }

  /**
   * Does the work of a task, and uses its answer, at once or later. Of work that is given up there is none.
   * @param {Task} task
   * @param {(answer: any) => void} use
   */
  doThen(task, use) {
    if (task.advance(kFirstSlice)) use(answerOf(task));
    else this.#begin({ task, id: 0, use, refuse() {} });
  }

  /** Calls once nothing is under way. @template T @param {() => T | Promise<T>} call @returns {T | Promise<T>} what it gives */
  whenFree(call) {
    const wait = async () => {
      while (this.busy !== null) await this.busy;
      return call();
    };
    return this.busy === null ? call() : wait();
  }

  /** Goes on with the present work. Returns whether there is any. @param {number} slice milliseconds */
  goOn(slice) {
    const errand = this.#errand;
    if (errand === null) return false;
    if (errand.task.advance(slice)) this.#end(errand, () => errand.use(answerOf(errand.task)));
    return true;
  }

  /** Gives up the present work, or only that for one request. @param {Error} error its answer @param {number} [id] */
  giveUp(error, id) {
    const errand = this.#errand;
    if (errand === null || (id !== undefined && errand.id !== id)) return;
    errand.task.delete();
    this.#end(errand, () => errand.refuse(error));
  }

  /** @param {Omit<Errand, 'ended'>} errand */
  #begin(errand) {
    this.busy = new Promise((ended) => (this.#errand = { ...errand, ended }));
    this.#wake();
  }

  /** @param {Errand} errand @param {() => void} tell */
  #end(errand, tell) {
    this.#errand = this.busy = null;
    tell();
    errand.ended();
  }
}
