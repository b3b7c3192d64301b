// @ts-check
// One step back: what a new start, or another experiment, has ended. The run is saved by the core before it ends and is
// opened again by undo, which keeps the run that it ends in the same way. So a second undo goes forward again.

import { HarmoniumError } from './errors.js';
import { figure } from './words.js';

/** @typedef {import('./harmonium.js').Experiment} Experiment */
/** A question or a way back that the page offers: a sentence, a button, and the action that the button asks for. `other`
 * is the label of the button that declines. One that stays is there until it is answered.
 * @typedef {{ sentence: string, label: string, action: string, other: string | null, stays: boolean }} Offer */

/** An offer of a way back vanishes after this time. */
const kOfferMilliseconds = 20_000;

/**
 * The saved run of an experiment; null where nothing was learnt yet, or where the core has died.
 * @param {Experiment | null} experiment
 * @returns {Promise<Uint8Array | null>}
 */
export async function savedRun(experiment) {
  if (experiment === null || experiment.progress.updates === 0) return null;
  return experiment.save().catch(() => null);
}

/** @param {{ load: (file: Uint8Array) => Promise<void>, say: (sentence: string) => void, onChange: () => void }} page
 * load: opens a saved run */
export function createUndo({ load, say, onChange }) {
  /** @type {Uint8Array | null} */
  let run = null;
  /** @type {Offer | null} */
  let offer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  return {
    get offer() {
      return offer;
    },

    /** @param {Offer | null} next */
    set offer(next) {
      offer = next;
      clearTimeout(timer);
      if (next === null || next.stays) return;
      timer = setTimeout(() => {
        offer = null;
        onChange();
      }, kOfferMilliseconds);
    },

    /** Something else is done: an offer that does not stay is withdrawn. */
    pass() {
      if (!offer?.stays) this.offer = null;
    },

    /** Keeps the run that has ended, if it had learnt something. @param {Uint8Array | null} ended */
    keep(ended) {
      run = ended ?? run;
    },

    /**
     * Starts an experiment again. Offers the way back if something had been learnt.
     * @param {Experiment} experiment
     * @param {(experiment: Experiment) => Promise<unknown>} work
     * @param {(experiment: Experiment) => string} words what was done, for the sentence
     */
    async restart(experiment, work, words) {
      const before = experiment.progress;
      const ended = await savedRun(experiment);
      await work(experiment);
      if (experiment.progress.run === before.run) return; // the same value again
      say(words(experiment));
      if (ended === null) return;
      run = ended;
      const sentence = `${words(experiment)}. It was at update ${figure(before.updates)}.`;
      this.offer = { sentence, label: 'Undo', action: 'undo', other: null, stays: false };
    },

    /** Goes back to the run that ended last. */
    async back() {
      if (run === null) throw new HarmoniumError('not-available', 'There is nothing to undo: no run was ended on this page.');
      const file = run;
      run = null;
      try {
        await load(file); // which keeps the present run
      } catch (error) {
        run ??= file;
        throw error;
      }
    },
  };
}
