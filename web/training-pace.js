// @ts-check
// How fast play() trains: phase by phase, so many updates a second, for a share of the time, or all the time; and where
// it rests. What is computed does not depend on it. All times are those of the host's clock, in milliseconds.

/** @typedef {import('./types.js').Speed} Speed */
/** Where training rests: the number of updates in all, and the sentence that says so.
 * @typedef {{ updates: number, sentence: string }} Goal */

/** Share of the time that training takes at normal speed. The rest keeps the machine cool and the page responsive. */
const kNormalDuty = 0.6;
/** Most updates of one call of the core's train(). The number stays exact as a double and as a 64-bit integer. */
export const kMostUpdates = 1e9;
/** Updates that came too late are made up for, if they are late by no more than this. */
const kLate = 100;

export class TrainingPace {
  /** @type {Speed} */ speed = 'normal';
  /** When training goes on; with a number of updates a second, when the next update is owed. */ due = 0;
  #phase_milliseconds = 1000; // between two phases of slow motion
  /** @type {Goal | null} */ #goal = null;

  /**
   * Training begins at once, or goes on with other wishes. A goal stays until it is reached, or training begins again.
   * @param {{ speed?: Speed, phaseSeconds?: number, goal?: Goal }} wish
   * @param {boolean} goes_on
   */
  begin({ speed = this.speed, phaseSeconds = this.#phase_milliseconds / 1000, goal }, goes_on) {
    this.speed = speed;
    this.#phase_milliseconds = 1000 * phaseSeconds;
    if (goal !== undefined || !goes_on) this.#goal = goal ?? null;
    this.due = 0;
  }

  /** Most updates between two readings of the curves: about a second's. 0: as many as their cost asks for. */
  get readEvery() {
    if (this.speed === 'slow') return 1;
    return typeof this.speed === 'number' ? Math.max(1, Math.round(this.speed)) : 0;
  }

  /** How many updates a slice may make that begins now. @param {number} now @param {number} updates made so far */
  most(now, updates) {
    const left = this.#goal === null ? kMostUpdates : this.#goal.updates - updates;
    if (typeof this.speed !== 'number') return left;
    // Nothing is owed before the first slice.
    const late = this.due === 0 ? 0 : Math.min(now - this.due, kLate);
    return Math.min(left, Math.floor((late * this.speed) / 1000) + 1);
  }

  /** A slice of training has ended. @param {number} began @param {number} now @param {number} updates that ended in it */
  trained(began, now, updates) {
    if (this.speed === 'normal') this.due = began + (now - began) / kNormalDuty;
    if (typeof this.speed !== 'number') return;
    this.due = Math.max((this.due || began) + (1000 * updates) / this.speed, now - kLate);
  }

  /** A phase of slow motion has ended. @param {number} began */
  steppedPhase(began) {
    // Phases keep to their schedule after a late turn, but at least half an interval lies between two of them.
    this.due = Math.max(this.due + this.#phase_milliseconds, began + this.#phase_milliseconds / 2);
  }

  /** The sentence of the goal once it is reached, or null. @param {number} updates made so far */
  reached(updates) {
    return this.#goal !== null && updates >= this.#goal.updates ? this.#goal.sentence : null;
  }
}
