// @ts-check
// Measures of the open experiment: one at a time, and how long each took here. What a measure costs depends on the
// machine as much as on the model, so the page tells what it has seen and guesses nothing.

/** @typedef {import('./harmonium.js').Experiment} Experiment */

const kStoreKey = 'harmonium.seconds';
/** So many times are kept; the oldest go first. */
const kMostTimes = 200;
/** Below this share of the work the time that is left can't be told. */
const kLeastProgress = 0.02;

/**
 * @param {{
 *   experiment: () => Experiment,
 *   running: { suspend(reason: string, on: boolean): unknown, apply(): Promise<unknown> },
 *   say: (sentence: string) => void,
 *   now?: () => number,
 *   store?: () => Storage,
 * }} options experiment: the open one, or throws; now: milliseconds; store: where times are kept from visit to visit
 */
export function createMeasuring({ experiment, running, say, now = () => performance.now(), store = () => window.localStorage }) {
  /** @type {AbortController | null} */
  let control = null;
  let began = 0;
  /** Seconds, by model, data and measure. @type {Map<string, number> | null} */
  let times = null;

  function known() {
    if (times !== null) return times;
    try {
      const kept = Object.entries(JSON.parse(store().getItem(kStoreKey) ?? '{}'));
      times = new Map(kept.filter((entry) => Number.isFinite(entry[1])));
    } catch {
      times = new Map(); // a browser that keeps nothing
    }
    return times;
  }

  /** @param {import('./link.js').Spec} spec */
  const keyOf = ({ model, data }) => `${model} ${typeof data === 'string' ? data : 'inline'} `;

  /** @param {import('./link.js').Spec} spec @param {string} name @param {number} seconds */
  function note(spec, name, seconds) {
    const all = known();
    const key = keyOf(spec) + name;
    all.delete(key); // so that it becomes the newest
    all.set(key, seconds);
    if (all.size > kMostTimes) all.delete(/** @type {string} */ (all.keys().next().value));
    try {
      store().setItem(kStoreKey, JSON.stringify(Object.fromEntries(all)));
    } catch {
      // The times of this visit are known all the same.
    }
  }

  /** Ends the measure that runs, and begins another. */
  function begin() {
    control?.abort();
    began = now();
    return (control = new AbortController());
  }

  return {
    /** @param {any} action */
    async measure({ name, options }) {
      const at = experiment();
      const mine = begin();
      try {
        const result = await at.measure(name, { ...options, signal: mine.signal });
        note(at.spec, name, (now() - began) / 1000);
        if (result?.label) say(`${result.label}: ${Number(result.value).toPrecision(5)} ${result.unit ?? ''}`.trim());
      } finally {
        if (control === mine) control = null;
      }
    },

    /**
     * Measures the experiment while it rests.
     * @param {(experiment: Experiment, signal: AbortSignal) => Promise<void>} work
     */
    async atRest(work) {
      const at = experiment();
      const mine = begin();
      running.suspend('being measured', true);
      try {
        await running.apply();
        await work(at, mine.signal);
      } finally {
        if (control === mine) control = null;
        running.suspend('being measured', false);
        await running.apply();
      }
    },

    stop: () => control?.abort(),

    /** Seconds that each measure of such an experiment took last. @param {import('./link.js').Spec} spec */
    took(spec) {
      const key = keyOf(spec);
      const entries = [...known()].filter(([name]) => name.startsWith(key));
      return Object.fromEntries(entries.map(([name, seconds]) => [name.slice(key.length), seconds]));
    },

    /** Seconds until the measure that runs is done, as fast as it has gone so far. @param {number} progress 0 to 1 */
    left(progress) {
      if (control === null || progress < kLeastProgress) return undefined;
      return Math.max(1, Math.round(((now() - began) / 1000) * (1 / progress - 1)));
    },
  };
}
