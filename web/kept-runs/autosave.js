// @ts-check
// Keeps the run of the page in the visitor's browser while it learns, and offers it again after a reload. The bytes are
// the automatic saves that the core makes anyway, at its own pace; here they are only put away.

import { figure } from '../words.js';
import { dataWords } from '../words-of-runs.js';
import { createRunList } from './list.js';
import { createRunStore } from './store.js';
import { createRunWriter } from './writer.js';

/** @typedef {import('../harmonium.js').Experiment} Experiment */
/** @typedef {import('./store.js').KeptRun} KeptRun */

/** How often it looks for a new save. The core makes one every five seconds at most. */
const kLookMilliseconds = 2000;
/** Larger saves are put away more rarely, so that it takes a small share of the processor's time: milliseconds per byte. */
const kMillisecondsPerByte = 1e-3;
/** A larger run is not kept: a browser's store is small. */
const kMostBytes = 32 * 1024 * 1024;

/** Megabytes of so many bytes. @param {number} bytes */
const megabytes = (bytes) => Math.ceil(bytes / 1024 / 1024);

/** A run in words, for a question. @param {Pick<KeptRun, 'model' | 'data' | 'updates'>} run */
export const runWords = ({ model, data, updates }) => `${model} on ${data} at update ${figure(updates)}`;

/**
 * @param {{ engine: import('../harmonium.js').Engine, here: ReturnType<typeof import('../playground.js').createPlayground>,
 *   window: Window & typeof globalThis, store?: ReturnType<typeof createRunStore>,
 *   writer?: ReturnType<typeof createRunWriter> }} page
 */
export function createAutosave({
  engine,
  here,
  window,
  store = createRunStore(() => window.indexedDB, () => window.localStorage),
  writer = createRunWriter({ store, hidden: () => window.document.visibilityState === 'hidden' }),
}) {
  /** What is known of the runs that this page has kept: their number in the store, by experiment and run.
   * @type {WeakMap<Experiment, Map<number, string>>} */
  const ids = new WeakMap();
  /** All numbers that this page has given. @type {Set<string>} */
  const mine = new Set();
  /** @type {Uint8Array | null} */
  let last = null;
  let not_before = 0;
  let busy = false;
  /** Experiments of which it was said that they are too large. @type {WeakSet<Experiment>} */
  const too_large = new WeakSet();
  /** The run of the offer. @type {KeptRun | null} */
  let offered = null;

  /** @param {Experiment} experiment @param {number} run */
  function idOf(experiment, run) {
    const known = ids.get(experiment) ?? new Map();
    ids.set(experiment, known);
    if (!known.has(run)) known.set(run, window.crypto.randomUUID?.() ?? `${Date.now()}-${window.performance.now()}`);
    mine.add(known.get(run));
    return /** @type {string} */ (known.get(run));
  }

  /** Puts the last automatic save away, if it is new. */
  async function look() {
    const experiment = here.experiment;
    const file = experiment?.checkpoint ?? null;
    if (busy || experiment === null || file === null || file === last) return;
    if (file.length > kMostBytes) {
      if (too_large.has(experiment)) return;
      too_large.add(experiment);
      const size = `${megabytes(file.length)} MB, and at most ${megabytes(kMostBytes)} MB are kept`;
      here.note(`This run is not kept in this browser: it is ${size}. Save a file before you leave the page.`);
      return;
    }
    const { run, updates } = experiment.checkpointAt;
    if (updates === 0 || window.performance.now() < not_before) return;
    busy = true;
    last = file;
    const { model, data, seed } = experiment.spec;
    const title = engine.models.find(({ name }) => name === model)?.title ?? model;
    const kept = { id: idOf(experiment, run), when: Date.now(), model: title, data: dataWords(engine, data), seed, updates, seconds: here.trainedSeconds };
    const began = window.performance.now();
    await writer.keep(kept, file, offered?.id);
    not_before = began + file.length * kMillisecondsPerByte;
    busy = false;
  }

  const timer = window.setInterval(() => void look(), kLookMilliseconds);
  // The core saves an experiment that comes to rest, as it does when the page is hidden.
  const hidden = () => {
    if (window.document.visibilityState === 'hidden') window.setTimeout(() => void look(), 100);
  };
  window.document.addEventListener('visibilitychange', hidden);
  window.addEventListener('pagehide', () => void look());
  void look();

  /** Opens a kept run. @param {KeptRun} run */
  async function open(run) {
    const bytes = await store.file(run.id);
    if (bytes === null) {
      here.note('This browser has not kept that run after all.');
      return;
    }
    if ((await here.act({ type: 'openFile', bytes })) !== null || here.experiment === null) return;
    // It is kept in its own place from now on.
    ids.set(here.experiment, new Map([[here.experiment.progress.run, run.id]]));
    here.note(`Went on with ${runWords({ ...run, updates: here.experiment.progress.updates })}.`);
  }

  return {
    look,

    /** Offers the newest run of an earlier visit, if there is one. */
    async offer() {
      [offered = null] = (await store.list()).filter(({ id }) => !mine.has(id));
      if (offered === null) return;
      here.offer({ sentence: `Go on with ${runWords(offered)}?`, label: 'Go on', action: 'goOn', other: 'Start anew', stays: true });
    },

    /** Goes on with the run that was offered. */
    async goOn() {
      const run = offered;
      here.offer(null);
      if (run !== null) await open(run);
    },

    /** The list of what is kept, for the form. @param {HTMLElement} place */
    list: (place) => createRunList({ place, store, open, words: runWords }),

    close() {
      window.clearInterval(timer);
      writer.close();
      window.document.removeEventListener('visibilitychange', hidden);
    },
  };
}

