// @ts-check
// When the chains on screen take their next steps, and how many: as often as the visitor wishes, in a share of the time.

/** Largest share of the time that the chains take beside training, and while nothing trains. */
const kShare = 0.25;
const kShareAlone = 0.7;
/** Longest turn of the chains, in milliseconds. */
const kTurn = 10;

export class ChainPace {
  /** Steps a second that are wished; 0 for none. */ speed = 10;
  #at = 0; // time of the last step
  #cost = 0; // milliseconds per step, smoothed
  #spent = 0; // milliseconds that the step under way has taken

  /** The steps are counted from now on. @param {number} now */
  restart(now) {
    this.#at = now;
  }

  /** Time of the next step. */
  get due() {
    return this.speed > 0 ? this.#at + 1000 / this.speed : Infinity;
  }

  /**
   * Takes the steps that are due.
   * @param {() => number} clock
   * @param {(steps: number, milliseconds: number) => number} run returns how many steps ended
   * @param {boolean} alone nothing trains
   * @returns {boolean} whether a step has ended
   */
  take(clock, run, alone) {
    const now = clock();
    const share = alone ? kShareAlone : kShare;
    const interval = 1000 / this.speed;
    // Steps that the wall clock asks for, and steps that fit into the chains' share of the time. At least one step is
    // made, so that slow models move too; the next due time is then late enough to keep the share.
    const owed = Math.max(1, Math.floor((now - this.#at) / interval));
    const affordable = Math.max(1, Math.floor((share * (now - this.#at)) / Math.max(this.#cost, 1e-3)));
    const done = run(Math.min(owed, affordable), kTurn);
    const took = clock() - now;
    this.#spent += took;
    const rested = now + took / share - interval;
    if (done === 0) {
      this.#at = rested; // a step of a large model takes several turns
      return false;
    }
    this.#cost += (this.#spent / done - this.#cost) / 4;
    this.#spent = 0;
    this.#at = Math.max(this.#at + owed * interval, rested);
    return true;
  }
}

/**
 * Steps of the chains as a job.
 * @param {number} steps
 * @param {(most: number, slice: number) => number} run runs at most so many steps for so many milliseconds, and says how
 *   many ended
 */
export function chainsJob(steps, run) {
  let left = steps;
  return {
    advance: (/** @type {number} */ slice) => (left -= run(left, slice)) <= 0,
    progress: () => (steps - left) / steps,
    delete() {},
  };
}
