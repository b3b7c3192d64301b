// @ts-check
// The address bar: it has the present experiment, and the browser's Back goes to the experiments before it. The runs of
// the last few are kept, so that Back finds them as they were left.

import { writeLink, writeLinkWithoutData } from './link.js';

/** How many runs are kept for Back, and how many bytes of them. */
const kMostRuns = 6;
const kMostBytes = 64 * 1024 * 1024;

/**
 * What an entry of the browser's history says besides its address: its number, and whether the visitor came by a link to
 * an experiment. Entries that the page has not written have nothing.
 * @typedef {{ harmonium: number, linked: boolean }} Entry
 */

/**
 * @param {Window} window
 * @param {{ linked: boolean }} start linked: whether the address had an experiment that this page did not write
 */
export function createAddress(window, { linked }) {
  // A page in another page leaves the history of that page alone.
  const framed = window.top !== window;
  /** @type {unknown} */
  let latest = null;
  let timer = 0;
  let entry = entryOf(window.history.state)?.harmonium ?? Date.now();
  let pushes = false; // whether the next address is a new entry
  let from_link = linked;
  /** Where the browser's Back has gone, until the experiment of that entry takes the place of the present one.
   * @type {Entry | null} */
  let arriving = null;
  /** Saved runs by entry, the oldest first. @type {Map<number, Promise<Uint8Array | null>>} */
  const runs = new Map();
  /** @type {Map<number, number>} */
  const sizes = new Map();

  const write = () => {
    timer = 0;
    const text = writeLink(latest) ?? writeLinkWithoutData(latest);
    if (text === null) return;
    const same = `#${text}` === window.location.hash;
    const now = entryOf(window.history.state);
    if (same && !pushes && now?.harmonium === entry && now.linked === from_link) return;
    const state = { harmonium: entry, linked: from_link };
    try {
      // Browsers call the method on the history of the page alone.
      if (pushes && !same) window.history.pushState(state, '', `#${text}`);
      else window.history.replaceState(state, '', `#${text}`);
    } catch {
      // A frame without an address of its own (srcdoc, sandbox) may refuse. The experiment is not affected.
    }
    pushes = false;
  };

  return {
    /** Writes the experiment into the address bar, at most twice per second. Browsers limit how often it may change.
     * @param {unknown} spec */
    keep(spec) {
      latest = spec;
      if (timer === 0) timer = window.setTimeout(write, 500);
    },

    /** The address of the experiment. `complete` says whether it contains the data. */
    address() {
      const whole = latest === null ? null : writeLink(latest);
      const text = whole ?? (latest === null ? null : writeLinkWithoutData(latest));
      return { address: text === null ? null : `${window.location.href.split('#')[0]}#${text}`, complete: whole !== null };
    },

    /** Another experiment takes the place of the present one: the address to come is a new entry of the history.
     * @param {Promise<Uint8Array | null>} run the saved run that is left, or null */
    leave(run) {
      if (framed) return;
      if (timer !== 0) {
        window.clearTimeout(timer);
        write();
      }
      const left = entry;
      runs.delete(left);
      runs.set(left, run);
      void run.then((file) => {
        sizes.set(left, file?.length ?? 0);
        let size = [...runs.keys()].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
        for (const oldest of [...runs.keys()]) {
          if (runs.size <= kMostRuns && size <= kMostBytes) break;
          size -= sizes.get(oldest) ?? 0;
          runs.delete(oldest);
          sizes.delete(oldest);
        }
      });
      entry = arriving?.harmonium ?? left + 1;
      while (arriving === null && runs.has(entry)) entry += 1;
      pushes = arriving === null;
      from_link = arriving?.linked ?? false;
    },

    /**
     * The browser has gone to another entry, by Back or by a new address. Opens its experiment.
     * @param {(run: Uint8Array | null) => Promise<unknown>} open is given the run that is kept of it, or null
     */
    async arrive(open) {
      arriving = entryOf(window.history.state) ?? { harmonium: Date.now(), linked: true };
      try {
        await open((await runs.get(arriving.harmonium)) ?? null);
      } finally {
        arriving = null;
      }
    },

    /** Whether the visitor came by a link to this experiment. */
    get linked() {
      return from_link;
    },
  };
}

/** @param {any} state @returns {Entry | null} */
export const entryOf = (state) =>
  typeof state?.harmonium === 'number' && typeof state.linked === 'boolean' ? { harmonium: state.harmonium, linked: state.linked } : null;
