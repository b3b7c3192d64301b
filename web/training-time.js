// @ts-check
// How long runs have trained on the page, in seconds. What was trained elsewhere, before a file was saved, is not in it.

/** @typedef {import('./harmonium.js').Experiment} Experiment */

/** A longer silence of the core counts as this much: the page may have slept. */
const kLongestMilliseconds = 2000;

/** @param {() => number} clock milliseconds */
export function createTrainingTime(clock) {
  /** @type {WeakMap<Experiment, { run: number, updates: number, milliseconds: number, at: number }>} */
  const times = new WeakMap();
  return {
    /** The core has told where the experiment stands. @param {Experiment} experiment */
    note(experiment) {
      const { run, updates } = experiment.progress;
      const now = clock();
      const before = times.get(experiment);
      const same = before !== undefined && before.run === run;
      const passed = same && updates > before.updates ? Math.min(now - before.at, kLongestMilliseconds) : 0;
      times.set(experiment, { run, updates, milliseconds: (same ? before.milliseconds : 0) + passed, at: now });
    },

    /** Seconds of its present run. @param {Experiment} experiment */
    of: (experiment) => (times.get(experiment)?.milliseconds ?? 0) / 1000,
  };
}
