// @ts-check
// When an experiment is saved by itself, so that it can go on after the core has died. One that rests is saved soon: what
// kills the core next is then the work of another. One that trains is saved every few seconds.

/** Largest share of the time that making saves takes while the experiment trains, and while it rests. */
const kTrainingShare = 0.01;
const kRestShare = 0.2;
/** The first save is made after this time and not after a whole interval, so that an early crash loses little. */
const kFirstSaveMilliseconds = 1000;

export class Keeper {
  /** Whether the experiment has changed since it was last saved. */
  needed = false;
  #interval;
  #training_from;
  /** @type {number} */ #saved_at = -Infinity;
  #cost = 0; // milliseconds of the last save

  /** @param {number} interval milliseconds between two saves while the experiment trains; 0: none is made @param {number} now */
  constructor(interval, now) {
    this.#interval = interval;
    this.#training_from = now + kFirstSaveMilliseconds;
  }

  /**
   * When the next save is due, on the clock of `now`: Infinity if none is.
   * @param {boolean} rests whether nothing trains, or whether another experiment is about to work
   */
  due(rests) {
    if (!this.needed || this.#interval <= 0) return Infinity;
    if (rests) return this.#saved_at + this.#cost / kRestShare;
    return Math.max(this.#training_from, this.#saved_at + Math.max(this.#interval, this.#cost / kTrainingShare));
  }

  /** A save was made. @param {number} began @param {number} now */
  saved(began, now) {
    this.needed = false;
    this.#saved_at = now;
    this.#cost = now - began;
  }
}
