// @ts-check
// The cores of a host. Usually there is one, which has every model. A page may start with a small one, which has only
// the model of the first experiment and is fetched sooner. The whole core is added when the small one does not know
// what is asked for, or earlier while the page is idle (ahead.js). From then on experiments open on the whole core.
// Experiments on the small core stay there until they ask for a measure that it lacks, and the last of them to leave
// frees it. Both cores give the same bits.

import { loadJson } from './datasets.js';
import { HarmoniumError, describe, valueOf } from './errors.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./datasets.js').DataFile} DataFile */
/** @typedef {(options: object) => Promise<{ Core: { new (members: number): Core } }>} CreateCore */
/**
 * Loads the script of the whole core. Browsers may remember that a script could not be loaded, so each attempt names it
 * differently; `attempt` counts from 0.
 * @typedef {(attempt: number) => Promise<{ default: CreateCore }>} LoadWhole
 */

/** A thread that has not started after this time is given up. */
const kThreadStartMilliseconds = 10_000;
/** Data files of at most this size in total are kept for the whole core. Larger ones are read again from the cache. */
const kKeptBytes = 1 << 20;

/**
 * The catalogue that the site's file holds in fewer words (.toolchain/catalogue.mjs).
 * @param {any} file
 */
function unpacked(file) {
  /** @type {string[]} */ const names = file.datasets.map((/** @type {{ name: string }} */ { name }) => name);
  for (const model of file.models) {
    /** @type {[string, number[]][]} */ const refusals = model.refusals;
    const why = Object.fromEntries(refusals.flatMap(([sentence, of]) => of.map((at) => [names[at], sentence])));
    model.datasets = names.filter((name) => !(name in why));
    if (refusals.length > 0) model.refusals = why;
    else delete model.refusals;
  }
  for (const measure of file.measures) measure.sentence = `${measure.estimates} ${measure.whenNot}`;
  for (const { options } of [...file.models, ...file.measures]) {
    for (const option of options) {
      option.live ??= false;
      if ('maximum' in option) option.logarithmic ??= false;
    }
  }
  return file;
}

export class Cores {
  /** The small core; the whole one where there is no small one. @type {Core | null} */ #first = null;
  /** The whole core, if the first is a small one. @type {Core | null} */ #whole = null;
  /** @type {WeakSet<import('./core.mjs').Session>} */ #in_first = new WeakSet();
  /** @type {Promise<void> | null} */ #loading = null;
  #attempts = 0;
  #base = '';
  #closed = false;
  /** @type {{ dataset: string, files: DataFile[] }[]} */ #kept_files = [];
  #kept_size = 0;

  /**
   * @param {{ createCore: CreateCore, loadWhole?: LoadWhole, clock: () => number }} place with `loadWhole`, createCore makes
   *   a small core
   */
  constructor({ createCore, loadWhole, clock }) {
    this.createCore = createCore;
    this.loadWhole = loadWhole;
    this.clock = clock;
  }

  /** The core that new experiments open on; null before the start and after the end. */
  get newest() {
    return this.#whole ?? this.#first;
  }

  /** Whether all models are available. */
  get complete() {
    return this.loadWhole === undefined || this.#whole !== null;
  }

  /**
   * Starts the first core.
   * @param {string} base the folder of the site
   * @param {number} threads
   * @returns {Promise<any>} the catalogue of the whole core
   */
  async start(base, threads) {
    this.#base = base;
    const known = this.complete ? null : loadJson('catalogue.json', base);
    known?.catch(() => {}); // awaited below; without this a failure before that would count as unhandled
    const core = await this.#make(this.createCore, threads);
    this.#first = core;
    const catalogue = known === null ? JSON.parse(core.catalogue()) : unpacked(await known);
    await this.#waitForThreads(core, threads);
    return catalogue;
  }

  /** Fetches the whole core, unless it is here or on its way. A failed call may be repeated. */
  async fetchWhole() {
    if (this.complete) return;
    this.#loading ??= this.#addWhole(/** @type {LoadWhole} */ (this.loadWhole)).finally(() => {
      this.#loading = null;
    });
    await this.#loading;
  }

  /**
   * Gives files of a data set to the newest core.
   * @param {string} dataset
   * @param {DataFile[]} files
   */
  provide(dataset, files) {
    const core = /** @type {Core} */ (this.newest);
    for (const { name, bytes } of files) {
      valueOf(core.provide(dataset, name, /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
    }
    const size = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    if (this.complete || this.#kept_size + size > kKeptBytes) return;
    this.#kept_files.push({ dataset, files });
    this.#kept_size += size;
  }

  /** Notes in which core a session was opened. @param {Core} core @param {import('./core.mjs').Session} session */
  opened(core, session) {
    if (core === this.#first && this.loadWhole !== undefined) this.#in_first.add(session);
    return session;
  }

  /** Whether a session is in a small core. @param {import('./core.mjs').Session} session */
  inFirst(session) {
    return this.#in_first.has(session);
  }

  /** Frees the small core when it has no experiment left. New ones open on the whole core. */
  freeUnusedFirst() {
    if (this.#whole === null || this.#first === null || this.#first.liveHandles() > 0) return;
    this.#first.delete();
    this.#first = null;
  }

  /** Frees everything. */
  close() {
    this.#closed = true;
    this.#first?.delete();
    this.#whole?.delete();
    this.#first = this.#whole = null;
    this.#kept_files = [];
  }

  /** @param {LoadWhole} load */
  async #addWhole(load) {
    /** @type {Core} */
    let core;
    try {
      const { default: create } = await load(this.#attempts++);
      core = await this.#make(create, 1);
    } catch (error) {
      throw new HarmoniumError(
        'download-failed',
        `The other models and measures could not be fetched from ${this.#base}: ${describe(error)}`,
        error,
      );
    }
    // The engine may have been closed during the download.
    if (this.#closed) return core.delete();
    this.#whole = core;
    for (const { dataset, files } of this.#kept_files) this.provide(dataset, files);
    this.#kept_files = [];
    this.freeUnusedFirst();
  }

  /** @param {CreateCore} create @param {number} threads */
  async #make(create, threads) {
    const module = await create({ locateFile: (/** @type {string} */ name) => new URL(name, this.#base).href });
    return new module.Core(threads);
  }

  /**
   * Waits until all threads work. A thread starts while its maker is in the event loop, so this waits in short timers.
   * It waits here and not at the first update, since a failure now still lets the engine try another place.
   * @param {Core} core
   * @param {number} threads
   */
  async #waitForThreads(core, threads) {
    const deadline = this.clock() + kThreadStartMilliseconds;
    while (core.members() < threads) {
      if (this.clock() > deadline) {
        throw new HarmoniumError('unsupported', `Only ${core.members()} of ${threads} threads started.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
