// @ts-check
// Harmonium's JavaScript API: deep generative models that train in a page, in a Worker or in Node (20 or newer).
//
//   import { createEngine } from './harmonium.js';
//   const engine = await createEngine();
//   const experiment = await engine.open({ model: 'rbm', data: 'digits', seed: 1 });
//   await experiment.train({ epochs: 3, onProgress: ({ done, total }) => console.log(done, total) });
//   const { shape, data } = await experiment.sample({ count: 16, steps: 1000 });
//   await engine.close();
//
// The core runs in a Worker where there is one, and with several threads where a page is cross-origin isolated
// (threads.js); the results are the same. Shapes are row-major with examples first, as in NumPy. A call that cannot be
// carried out throws a HarmoniumError. Its sentence names the field, the value and what is allowed. Nothing has changed
// then.

import { Client } from './client.js';
import { HarmoniumError, describe, invalidRequest } from './errors.js';
import { Experiment } from './experiment.js';
import { call, check, number, oneOf, optional, readOptions, whileItRuns } from './fields.js';
import { copyOf, toJson } from './given.js';
import { Listeners } from './listeners.js';
import { kProtocolVersion } from './protocol.js';
import { mustRunHere } from './platform.js';
import { resumeAll } from './restart.js';
import { kRungs, kSliceMilliseconds, kWorker, kWorkerWithFirstCore, kWorkerWithThreads, openLine } from './rungs.js';
import { threadsFor, workersFor } from './threads.js';
import { show } from './words.js';

export { Comparison } from './comparison.js';
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
/** @typedef {import('./types.js').Samples} Samples */
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
/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./compare.js').Contender} Contender */
/** @typedef {import('./compare.js').CompareOptions} CompareOptions */
/** @typedef {import('./repeat.js').RepeatOptions} RepeatOptions */
/** @typedef {import('./repeat.js').Repetition} Repetition */
/** @typedef {import('./entries.js').Entry} Entry */

/** Seconds between two automatic saves while an experiment trains. */
const kKeepSeconds = 5;
/** The options of createEngine(). `threads` is checked where the number of threads is chosen (threads.js). */
const kEngineOptions = {
  rung: optional(oneOf(...kRungs)),
  core: optional(oneOf('whole', 'first')),
  threads: { is: () => true, allowed: '', optional: true },
  base: optional({
    is: (/** @type {unknown} */ value) => typeof value === 'string' || value instanceof URL,
    allowed: 'an address: text, or a URL',
  }),
  sliceMilliseconds: optional(number(1, 100)),
  keepSeconds: optional(number(0, 3600)),
};

/**
 * Starts the core.
 * @param {EngineOptions} [options]
 * @returns {Promise<Engine>}
 */
export async function createEngine(options) {
  const { rest, base, ...given } = readOptions('createEngine', options, kEngineOptions);
  /** @type {URL} */
  let folder;
  try {
    folder = new URL(base ?? './', import.meta.url);
  } catch (error) {
    throw invalidRequest(`createEngine: "base" is ${show(base)}; allowed is the address of a folder.`, error);
  }
  mustRunHere();
  const engine = new Engine({ ...given, base: folder.href });
  await start(engine);
  return engine;
}

// The class assigns it in its static block, so that createEngine() can start an engine and scripts cannot.
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
  /** @type {Listeners<{ crash: HarmoniumError }>} */ #listeners = new Listeners();
  /** The experiment that the core worked on when it died; null: none, or that is not known. @type {number | null} */
  #last_at_work = null;
  /** @type {Promise<void> | null} */ #restarting = null;
  #closed = false;

  /** Scripts do not call this: createEngine() makes engines. @param {EngineOptions & { base: string }} options */
  constructor(options) {
    this.#options = options;
  }

  /** The kind of place where the core runs (rungs.js). */
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

  /** The data sets that have a name. @returns {DatasetInfo[]} */
  get datasets() {
    return this.#tables.datasets;
  }

  /** The measures that experiment.measure() takes. @returns {MeasureInfo[]} */
  get measures() {
    return this.#tables.measures;
  }

  /** The tables of models, data sets and measures as the core wrote them: JSON text. */
  get catalogue() {
    return this.#catalogue;
  }

  /**
   * Opens an experiment. Fetches its data set if the core does not have it yet.
   * @param {Spec} spec
   * @param {OpenOptions} [options]
   * @returns {Promise<Experiment>}
   */
  async open(spec, options) {
    const { rest, ...given } = readOptions('open', options, whileItRuns);
    return this.#openExperiment('open', { spec: toJson(spec, 'The experiment') }, given);
  }

  /**
   * Opens a file that experiment.save() made, and continues the run bit for bit.
   * @param {Uint8Array | ArrayBuffer} file
   * @param {OpenOptions} [options]
   * @returns {Promise<Experiment>}
   */
  async load(file, options) {
    const { rest, ...given } = readOptions('load', options, whileItRuns);
    const bytes = copyOf(file);
    return this.#openExperiment('load', { bytes }, { ...given, transfer: [bytes.buffer] });
  }

  /**
   * Compares experiments: opens each one, trains it, takes the same measures, and closes it. A measure that an
   * experiment refuses is missing in its row, with the reason.
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
  async compare(contenders, measures, options) {
    this.#mustBeOpen();
    const { compare } = await import('./compare.js');
    return compare(this, contenders, measures, options);
  }

  /**
   * Repeats an experiment with other settings: each variant with each seed, all with the same number of updates, in
   * Workers of their own. The table has a row for each run, with its curves, and means with their spread over seeds.
   *
   *   const table = await engine.repeat(
   *     { model: 'rbm', data: 'bars-and-stripes', settings: { hidden: 8 } },
   *     { variants: [{ gibbsSteps: 1 }, { gibbsSteps: 10 }, { method: 'exact' }], updates: 2000, seeds: 3, measures: ['logLikelihood'] },
   *   );
   *   for (const { name, values } of table.entries) console.log(name, values[0].mean, values[0].sd);  // CD-1, CD-10, exact
   * @param {Spec} spec
   * @param {import('./repeat.js').RepeatOptions} options
   */
  async repeat(spec, options) {
    this.#mustBeOpen();
    const { repeat } = await import('./repeat.js');
    const alone = this.#rung === 'main-thread';
    return repeat(this, spec, options, {
      workers: alone ? 0 : await workersFor(),
      spawn: () => createEngine({ ...this.#options, rung: this.#rung, threads: 1, keepSeconds: 0 }),
    });
  }

  /**
   * Fetches the models that the option `core: "first"` left out, before they are needed. Otherwise they are fetched
   * when an experiment is opened that needs them. Does nothing where the core has all models.
   */
  async prefetch() {
    await this.#openClient.ask('prefetch');
  }

  /**
   * Listens for a crash of the Worker. Experiments keep their last known state; restart() continues them.
   * @param {'crash'} name
   * @param {(error: HarmoniumError) => void} listener
   * @returns {() => void} ends it
   */
  on(name, listener) {
    check('on', 'name', name, oneOf('crash'));
    check('on', 'listener', listener, call);
    const remove = this.#listeners.add(name, listener);
    return () => void remove();
  }

  /**
   * Starts the core again. Experiments continue, paused, where they were last kept: where they rested, or at the last
   * automatic save of a run that was under way. One that kills the core once more is not opened again: its calls are
   * refused, and the others go on.
   */
  async restart() {
    this.#mustBeOpen();
    // A second call waits for the first: it would end the core on which the first one opens the experiments.
    this.#restarting ??= this.#resumeAll().finally(() => {
      this.#restarting = null;
    });
    await this.#restarting;
  }

  async #resumeAll() {
    const given_up = await resumeAll({
      experiments: [...this.#experiments.values()],
      suspect: this.#last_at_work,
      startCore: async () => {
        this.#client?.end(new HarmoniumError('crashed', 'The core was started again.'));
        await this.#start();
        return { client: this.#openClient, rung: this.#rung };
      },
    });
    for (const [experiment, hooks] of this.#experiments) if (given_up.has(hooks)) this.#experiments.delete(experiment);
    if (this.#client?.lost) throw this.#client.lost;
  }

  /** Ends the Worker without notice, as a crash does. Tests use it. */
  kill() {
    this.#client?.line.kill();
  }

  /** Closes all experiments and ends the core. */
  async close() {
    if (this.#closed) return;
    await this.#restarting?.catch(() => {}); // its failure is told to who asked for it
    await Promise.all([...this.#experiments.keys()].map((experiment) => experiment.close()));
    this.#closed = true;
    this.#client?.end(new HarmoniumError('closed', 'The engine was closed.'));
  }

  /**
   * Tries the places in the order of kRungs until the core starts in one. A module Worker is tried with threads first,
   * then with the small core, then without either.
   */
  async #start() {
    const { rung, base, sliceMilliseconds, keepSeconds = kKeepSeconds, core } = this.#options;
    const wanted = await threadsFor(this.#options.threads);
    const attempts = (rung === undefined ? kRungs : [rung]).flatMap((next) => {
      const plain = { next, threads: 1, script: kWorker };
      if (next !== 'module-worker') return [plain];
      const shared = wanted > 1 ? [{ next, threads: wanted, script: kWorkerWithThreads }] : [];
      const small = core === 'first' ? [{ next, threads: 1, script: kWorkerWithFirstCore }] : [];
      return [...shared, ...small, plain];
    });
    const reasons = [];
    for (const { next, threads, script } of attempts) {
      /** @type {Client | undefined} */
      let client;
      try {
        const line = await openLine(next, base, script);
        client = new Client(line, {
          onEvent: (event) => this.#handleEvent(event),
          onCrash: (error, experiment = null) => {
            // A crash during the start is handled by the catch below.
            if (client === this.#client) this.#handleCrash(error, experiment);
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
        if (answer.locked) line.watchLock();
        this.#catalogue = answer.catalogue;
        this.#tables = freeze(JSON.parse(answer.catalogue));
        this.#client = client;
        this.#rung = next;
        this.#threads = answer.threads;
        return;
      } catch (error) {
        client?.end(new HarmoniumError('closed', 'The core did not start here.'));
        // A wrong option is wrong in every place, so the next place is not tried.
        if (error instanceof HarmoniumError && error.code === 'invalid-request') throw error;
        reasons.push(describe(error));
      }
    }
    throw new HarmoniumError('unsupported', `The core could not be started. ${reasons.join(' ')}`);
  }

  /** @param {string} type @param {Record<string, any>} fields @param {OpenOptions & { transfer?: ArrayBuffer[] }} options */
  async #openExperiment(type, fields, options) {
    const client = this.#openClient;
    const answer = await client.ask(type, fields, {
      ...options,
      // The call was given up while the core opened the experiment: nobody will close it otherwise.
      onLate: ({ experiment }) => void client.ask('close', { experiment }).catch(() => {}),
    });
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
  #handleEvent(event) {
    for (const hooks of this.#experiments.values()) if (hooks.id() === event.experiment) hooks.handleEvent(event);
  }

  /** @param {HarmoniumError} error @param {number | null} at_work */
  #handleCrash(error, at_work) {
    if (this.#restarting !== null) return; // restart() sees it itself
    this.#last_at_work = at_work;
    for (const hooks of this.#experiments.values()) hooks.handleCrash(error);
    this.#listeners.emit('crash', error);
  }

  get #openClient() {
    this.#mustBeOpen();
    return /** @type {Client} */ (this.#client);
  }

  #mustBeOpen() {
    if (this.#closed) throw new HarmoniumError('closed', 'The engine was closed.');
  }
}

/** Freezes a table with all its parts, since all readers share it. @template T @param {T} value @returns {T} */
function freeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
