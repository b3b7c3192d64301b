// @ts-check
// Updates and examples per second of a run.

/** Milliseconds over which they are averaged. Shorter spans make the figure jump. */
const kRateMilliseconds = 500;

/** @typedef {{ updates: number, examples: number }} Counts  done so far */

export class Rates {
  updatesPerSecond = 0;
  examplesPerSecond = 0;
  #at = 0;
  /** @type {Counts} */ #counts = { updates: 0, examples: 0 };

  /** Begins to count. @param {Counts} counts @param {number} now in milliseconds */
  begin(counts, now) {
    this.#mark(counts, now);
    this.updatesPerSecond = this.examplesPerSecond = 0;
  }

  /** @param {Counts} counts @param {number} now */
  take(counts, now) {
    const seconds = (now - this.#at) / 1000;
    if (1000 * seconds < kRateMilliseconds) return;
    this.updatesPerSecond = (counts.updates - this.#counts.updates) / seconds;
    this.examplesPerSecond = (counts.examples - this.#counts.examples) / seconds;
    this.#mark(counts, now);
  }

  /** @param {Counts} counts @param {number} now */
  #mark({ updates, examples }, now) {
    this.#counts = { updates, examples };
    this.#at = now;
  }
}
