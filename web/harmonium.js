// @ts-check
// Harmonium for scripts: deep generative models that train in a page, in a Worker or in Node (20 or newer).
//
//   import { createEngine } from './harmonium.js';
//   const engine = await createEngine();
//   const experiment = await engine.open({ model: 'rbm', data: 'digits', seed: 1 });
//   await experiment.train({ epochs: 3, onProgress: ({ done, total }) => console.log(done, total) });
//   const { shape, data } = await experiment.sample({ count: 16, steps: 1000 });
//   await engine.close();
//
// The core runs in a Worker where there is one, with several threads where a page is cross-origin isolated (threads.js),
// with the same results. Shapes are row-major with examples first, as in NumPy. Everything that
// can't be done is refused with a HarmoniumError, whose sentence names what was wrong and what is allowed; nothing has
// changed then.

import { Client } from './client.js';
import { compare } from './compare.js';
import { HarmoniumError, aborted, describe } from './errors.js';
import { Experiment } from './experiment.js';
import { copyOf, toJson } from './given.js';
import { kProtocolVersion, show } from './protocol.js';
import { kRungs, kSliceMilliseconds, kWorker, kWorkerWithFirstCore, kWorkerWithThreads, stepOn } from './rungs.js';
import { threadsFor } from './threads.js';

export { Comparison } from './compare.js';
export { HarmoniumError } from './errors.js';
export { Experiment } from './experiment.js';
export { readTensors, writeTensors } from './safetensors.js';
export { Snapshot } from './snapshot.js';

/** @typedef {import('./rungs.js').Rung} Rung */
/** @typedef {import('./errors.js').ErrorCode} ErrorCode */
/** @typedef {import('./safetensors.js').Tensor} Tensor */
/** @typedef {import('./names.js').Spec} Spec */
/** @typedef {import('./names.js').ModelName} ModelName */
/** @typedef {import('./names.js').DatasetName} DatasetName */
/** @typedef {import('./names.js').MeasureName} MeasureName */
/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').ModelOption} ModelOption */
/** @typedef {import('./types.js').DatasetInfo} DatasetInfo */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').TrainProgress} TrainProgress */
/** @typedef {import('./types.js').Phase} Phase */
/** @typedef {import('./types.js').Stage} Stage */
/** @typedef {import('./types.js').Speed} Speed */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Busy} Busy */
/** @typedef {import('./types.js').Curve} Curve */
/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').View} View */
/** @typedef {import('./types.js').TrainOptions} TrainOptions */
/** @typedef {import('./types.js').SampleOptions} SampleOptions */
/** @typedef {import('./types.js').MeasureOptions} MeasureOptions */
/** @typedef {import('./types.js').WatchOptions} WatchOptions */
/** @typedef {import('./types.js').OpenOptions} OpenOptions */
/** @typedef {import('./types.js').DownloadProgress} DownloadProgress */
/** @typedef {import('./types.js').EngineOptions} EngineOptions */
/** @typedef {import('./types.js').Preset} Preset */
/** @typedef {import('./types.js').Panel} Panel */
/** @typedef {import('./types.js').Mark} Mark */
/** @typedef {import('./types.js').Slider} Slider */
/** @typedef {import('./names.js').InlineData} InlineData */
/** @typedef {import('./compare.js').Row} Row */
/** @typedef {import('./compare.js').Contender} Contender */
/** @typedef {import('./compare.js').CompareOptions} CompareOptions */

const kKeepSeconds = 5;
const kCores = ['whole', 'first'];

/**
 * Starts the core.
 * @param {EngineOptions} [options]
 * @returns {Promise<Engine>}
 */
export async function createEngine(options = {}) {
  const { rung, base = new URL('./', import.meta.url) } = options;
  if (rung !== undefined && !kRungs.includes(rung)) {
    throw new HarmoniumError(
      'invalid-request',
      `rung is ${show(rung)}; allowed is ${kRungs.map((name) => `"${name}"`).join(', ')}.`,
    );
  }
  if (options.core !== undefined && !kCores.includes(options.core)) {
    throw new HarmoniumError('invalid-request', `core is ${show(options.core)}; allowed is "whole", "first".`);
  }
  const engine = new Engine({ ...options, base: new URL(base).href });
  await start(engine);
  return engine;
}

/** @type {(engine: Engine) => Promise<void>} */
let start;

export class Engine {
  static {
    start = (engine) => engine.#start();
  }

  #options;
  /** @type {Client | null} */ #client = null;
  /** @type {Rung} */ #rung = 'main-thread';
  #threads = 1;
  #catalogue = '';
  /** @type {any} */ #tables = {};
  /** @type {Map<Experiment, import('./experiment.js').EngineHooks>} */ #experiments = new Map();
  /** @type {Set<(error: HarmoniumError) => void>} */ #listeners = new Set();
  #closed = false;

  /** Not for scripts: createEngine() makes engines. @param {EngineOptions & { base: string }} options */
  constructor(options) {
    this.#options = options;
  }

  /** Where the core runs. */
  get rung() {
    return this.#rung;
  }

  /** How many threads share the work of an update. */
  get threads() {
    return this.#threads;
  }

  /** The version of the core. @returns {string} */
  get version() {
    return this.#tables.version;
  }

  /** The models, each with the table of its options. @returns {ModelInfo[]} */
  get models() {
    return this.#tables.models;
  }

  /** The data sets that are known by name. @returns {DatasetInfo[]} */
  get datasets() {
    return this.#tables.datasets;
  }

  /** What experiment.measure() knows. @returns {MeasureInfo[]} */
  get measures() {
    return this.#tables.measures;
  }

  /** All these tables as the core wrote them: JSON text. */
  get catalogue() {
    return this.#catalogue;
  }

  /**
   * Opens an experiment, fetching its data set if the core does not have it yet.
   * @param {Spec} spec
   * @param {OpenOptions} [options]
   * @returns {Promise<Experiment>}
   */
  async open(spec, options = {}) {
    return this.#adopt('open', { spec: toJson(spec, 'The experiment') }, options);
  }

  /**
   * Opens what experiment.save() made, and goes on from there bit for bit.
   * @param {Uint8Array | ArrayBuffer} file
   * @param {OpenOptions} [options]
   * @returns {Promise<Experiment>}
   */
  async load(file, options = {}) {
    const bytes = copyOf(file);
    return this.#adopt('load', { bytes }, { ...options, transfer: [bytes.buffer] });
  }

  /**
   * Lays experiments side by side: opens each, trains it, takes the same measures of all, closes it. A measure that can't be
   * had of one is missing in its row, with the reason.
   *
   *   const table = await engine.compare(
   *     [{ spec: { model: 'rbm', data: 'digits' }, train: { epochs: 10 } }, ...],
   *     ['reconstructionError', { name: 'mmd', seed: 3 }],
   *   );
   *   console.log(table.toCsv());
   * @param {readonly Contender[]} contenders
   * @param {readonly import('./compare.js').MeasureWish[]} measures
   * @param {CompareOptions} [options]
   */
  async compare(contenders, measures, options = {}) {
    this.#mustBeOpen();
    return compare(this, contenders, measures, options);
  }

  /**
   * Fetches what the option `core: "first"` left out, ahead of its use. Without a call it is fetched when an experiment is
   * opened that needs it. Does nothing where the whole core is here.
   */
  async prefetch() {
    await this.#open.ask('prefetch');
  }

  /**
   * Listens for the death of the Worker. Experiments stay, with what was last known of them; restart() is the way on.
   * @param {'crash'} name
   * @param {(error: HarmoniumError) => void} listener
   * @returns {() => void} ends it
   */
  on(name, listener) {
    if (name !== 'crash')
      throw new HarmoniumError('invalid-request', `An engine has no event ${show(name)}; allowed is "crash".`);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Starts the core again. Experiments go on, paused, from the last save that was kept of each, or else from their
   * beginning.
   */
  async restart() {
    this.#mustBeOpen();
    this.#client?.end(new HarmoniumError('crashed', 'The core was started again.'));
    await this.#start();
    const client = this.#open;
    await Promise.all([...this.#experiments.values()].map((hooks) => hooks.resume(client, this.#rung)));
  }

  /** Ends the Worker without a word, as a crash would: to try what a page does then. */
  kill() {
    this.#client?.line.kill();
  }

  /** Ends everything. */
  async close() {
    if (this.#closed) return;
    await Promise.all([...this.#experiments.keys()].map((experiment) => experiment.close()));
    this.#closed = true;
    this.#client?.end(new HarmoniumError('closed', 'The engine was closed.'));
  }

  /** Climbs down the ladder until a rung holds; the one with threads or with a small core is tried without them too. */
  async #start() {
    const { rung, base, sliceMilliseconds, keepSeconds = kKeepSeconds, core } = this.#options;
    const wanted = await threadsFor(this.#options.threads);
    const tries = (rung === undefined ? kRungs : [rung]).flatMap((next) => {
      const plain = { next, threads: 1, script: kWorker };
      if (next !== 'module-worker') return [plain];
      const shared = wanted > 1 ? [{ next, threads: wanted, script: kWorkerWithThreads }] : [];
      const small = core === 'first' ? [{ next, threads: 1, script: kWorkerWithFirstCore }] : [];
      return [...shared, ...small, plain];
    });
    const reasons = [];
    for (const { next, threads, script } of tries) {
      /** @type {Client | undefined} */
      let client;
      try {
        const line = await stepOn(next, base, script);
        client = new Client(line, {
          onEvent: (event) => this.#hear(event),
          onCrash: (error) => {
            if (client === this.#client) this.#lose(error); // before that it is one more rung that does not hold
          },
        });
        const answer = await client.ask('start', {
          version: kProtocolVersion,
          base,
          sliceMilliseconds: sliceMilliseconds ?? kSliceMilliseconds[next],
          keepSeconds,
          lock: line.lock,
          threads,
        });
        if (answer.locked) line.guard();
        this.#catalogue = answer.catalogue;
        this.#tables = freeze(JSON.parse(answer.catalogue));
        this.#client = client;
        this.#rung = next;
        this.#threads = answer.threads;
        return;
      } catch (error) {
        client?.end(new HarmoniumError('closed', 'This rung did not hold.'));
        if (error instanceof HarmoniumError && error.code === 'invalid-request') throw error;
        reasons.push(describe(error));
      }
    }
    throw new HarmoniumError('unsupported', `The core could not be started. ${reasons.join(' ')}`);
  }

  /** @param {string} type @param {object} fields @param {OpenOptions & { transfer?: ArrayBuffer[] }} options */
  async #adopt(type, fields, options) {
    const client = this.#open;
    const answer = await client.ask(type, fields, options);
    if (options.signal?.aborted) {
      client.ask('close', { experiment: answer.experiment }).catch(() => {});
      throw aborted(options.signal);
    }
    /** @type {import('./experiment.js').EngineHooks | undefined} */
    let hooks;
    const experiment = new Experiment({
      client,
      rung: this.#rung,
      answer,
      attach: (given) => {
        hooks = given;
      },
      onClose: () => void this.#experiments.delete(experiment),
    });
    if (hooks) this.#experiments.set(experiment, hooks);
    return experiment;
  }

  /** @param {any} event */
  #hear(event) {
    for (const hooks of this.#experiments.values()) if (hooks.id() === event.experiment) hooks.hear(event);
  }

  /** @param {HarmoniumError} error */
  #lose(error) {
    for (const hooks of this.#experiments.values()) hooks.lose(error);
    for (const listener of this.#listeners) listener(error);
  }

  get #open() {
    this.#mustBeOpen();
    return /** @type {Client} */ (this.#client);
  }

  #mustBeOpen() {
    if (this.#closed) throw new HarmoniumError('closed', 'The engine was closed.');
  }
}

/** Tables are shared by all who read them: nobody changes them. @template T @param {T} value @returns {T} */
function freeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
