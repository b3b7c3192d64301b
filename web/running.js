// @ts-check
// Whether the experiment on the page runs, how fast, and where it rests: what the visitor chose, what suspends it
// nevertheless (the page is hidden, the experiment is being measured), and its ends (ends.js).

import { createEnds, paceOf } from './ends.js';

/** @typedef {import('./harmonium.js').Experiment} Experiment */

/** The speeds that have names beside updates a second: phase by phase, all the time. */
const kNamed = ['slow', 'full'];

/**
 * @param {{ engine: import('./harmonium.js').Engine, first: { spec: import('./link.js').Spec, updates: number },
 *   experiment: () => Experiment | null }} options first: the experiment of a first visit and its length; experiment:
 *   the one that is open
 */
export function createRunning({ engine, first, experiment }) {
  const ends = createEnds(engine, first);
  let wanted = false; // the visitor chose to play
  let speed = '100';
  let speed_chosen = false; // by the visitor; otherwise it follows the length of the experiment
  let by_phase = false;
  /** @type {Set<string>} */
  const suspensions = new Set(); // why the run is suspended nevertheless

  return {
    ends,

    get wanted() {
      return wanted;
    },

    get suspended() {
      return suspensions.size > 0;
    },

    get status() {
      return { speed, phaseMode: by_phase || speed === 'slow' };
    },

    /** Starts or pauses the core as the visitor's choice and the suspensions demand. */
    async apply() {
      const at = experiment();
      if (at === null) return;
      if (!wanted || suspensions.size > 0) return void (await at.pause());
      const until = ends.goal(at);
      const wish = { speed: /** @type {any} */ (kNamed.includes(speed) ? speed : Number(speed)) };
      await at.play(until ? { ...wish, until } : wish);
    },

    /** Another experiment is open. @param {Experiment} next @param {import('./ends.js').Until | null} until of its link */
    begin(next, until) {
      ends.begin(until);
      const length = ends.lengthOf(next.spec);
      if (!speed_chosen && length > 0) speed = paceOf(length);
    },

    /** The visitor's choice. @param {boolean} run */
    choose(run) {
      wanted = run;
      if (run) by_phase = false;
    },

    /** The run has stopped by itself. */
    stop() {
      wanted = false;
    },

    /** The visitor goes from phase to phase. */
    stepByPhase() {
      by_phase = true;
    },

    /** @param {string} value "slow", "full" or updates a second */
    setSpeed(value) {
      speed = value;
      speed_chosen = true;
      by_phase = false;
    },

    /**
     * Adds a reason to suspend the run, or takes it away.
     * @param {string} reason
     * @param {boolean} rest
     * @returns {boolean} whether anything has changed
     */
    suspend(reason, rest) {
      if (rest === suspensions.has(reason)) return false;
      if (rest) suspensions.add(reason);
      else suspensions.delete(reason);
      return true;
    },

    /**
     * The sentence with which a run that is wanted has come to an end, or null: at a goal, or by itself where a snapshot
     * is given, after which the core has to be paused. The run is not wanted any more then.
     * @param {Experiment} of
     * @param {{ curves: import('./types.js').Curve[] }} [snapshot]
     */
    endOf(of, snapshot) {
      if (!wanted || suspensions.size > 0) return null;
      const sentence = snapshot ? ends.ended(of, snapshot.curves) : ends.atGoal(of);
      if (sentence === null) return null;
      wanted = false;
      return sentence;
    },
  };
}
