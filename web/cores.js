// @ts-check
// The cores of a host. Mostly it is one, which has every model. A page begins with a small one, which has the model of the
// first experiment only and is fetched sooner. The whole core joins it when something is asked for that the small one does
// not know, or ahead of that (ahead.js). From then on experiments open on the whole core. Those on the small one stay there,
// and it ends with the last of them. Both give the same bits.

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

/** A thread that has not started by then never will. */
const kThreadsMilliseconds = 10_000;
/** So many bytes of data sets are kept for the whole core; larger sets come from the browser's cache once more. */
const kKeptBytes = 1 << 20;

export class Cores {
  /** The small core, or the only one. @type {Core | null} */ #first = null;
  /** The whole core, where the first is a small one. @type {Core | null} */ #whole = null;
  /** @type {Promise<void> | null} */ #loading = null;
  #attempts = 0;
  #base = '';
  #closed = false;
  /** @type {{ dataset: string, files: DataFile[] }[]} */ #kept = [];
  #kept_bytes = 0;

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

  /** Whether every model is here. */
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
    known?.catch(() => {}); // awaited below, when the core is there
    const core = await this.#make(this.createCore, threads);
    this.#first = core;
    const catalogue = known === null ? JSON.parse(core.catalogue()) : await known;
    await this.#allAtWork(core, threads);
    return catalogue;
  }

  /** Fetches the whole core, unless it is here or on its way. Can be asked for again after a failure. */
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
    if (this.complete || this.#kept_bytes + size > kKeptBytes) return;
    this.#kept.push({ dataset, files });
    this.#kept_bytes += size;
  }

  /** Ends the small core if it has no experiment any more and nothing new will open on it. */
  tidy() {
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
    this.#kept = [];
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
        `The other models could not be fetched from ${this.#base}: ${describe(error)}`,
        error,
      );
    }
    if (this.#closed) return core.delete();
    this.#whole = core;
    for (const { dataset, files } of this.#kept) this.provide(dataset, files);
    this.#kept = [];
    this.tidy();
  }

  /** @param {CreateCore} create @param {number} threads */
  async #make(create, threads) {
    const module = await create({ locateFile: (/** @type {string} */ name) => new URL(name, this.#base).href });
    return new module.Core(threads);
  }

  /**
   * Threads start while their maker is back in its event loop. Now is the time to learn that they can't: later, work would
   * be under way.
   * @param {Core} core
   * @param {number} threads
   */
  async #allAtWork(core, threads) {
    const late = this.clock() + kThreadsMilliseconds;
    while (core.members() < threads) {
      if (this.clock() > late) {
        throw new HarmoniumError('unsupported', `Of ${threads} threads only ${core.members()} started.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
