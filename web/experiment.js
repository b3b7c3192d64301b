// @ts-check
// The public object of an experiment: a model, its data and its training run. The experiment itself lives in the core,
// mostly in a Worker. Every call is a request of the protocol (protocol.js). The last answers are kept here, so that
// spec, progress and status can be read without waiting.

import { HarmoniumError } from './errors.js';
import { checkTensors, copyOf, toJson } from './given.js';
import { kSpeeds, show } from './protocol.js';
import { readTensors, writeTensors } from './safetensors.js';
import { Snapshot } from './snapshot.js';

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./rungs.js').Rung} Rung */
/** @typedef {import('./run.js').State} State */
/** @typedef {import('./safetensors.js').Tensor} Tensor */
/** @typedef {import('./types.js').Speed} Speed */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').Phase} Phase */
/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').TrainOptions} TrainOptions */
/** @typedef {import('./types.js').SampleOptions} SampleOptions */
/** @typedef {import('./types.js').MeasureOptions} MeasureOptions */
/** @typedef {import('./types.js').WatchOptions} WatchOptions */
/** @typedef {import('./types.js').GivenTensor} GivenTensor */
/** What the engine calls on an experiment, and scripts do not: its number in the protocol, its events, the loss of the
 * core, and the way on after a restart. @typedef {{ id(): number, handleEvent(event: any): void,
 *   handleCrash(error: HarmoniumError): void, resume(client: Client, rung: Rung): Promise<void> }} EngineHooks */

/**
 * The events of an experiment and what their listeners are given, by name.
 * @typedef {{
 *   snapshot: Snapshot,
 *   progress: import('./types.js').ProgressWithRates,
 *   state: Status,
 *   error: HarmoniumError,
 * }} ExperimentEvents
 */

export class Experiment {
  /** @type {Client} */ #client;
  #id;
  #rung;
  /** @type {State} */ #state;
  #spec;
  /** @type {Speed} */ #speed = 'normal';
  /** @type {WatchOptions} */ #watched = {};
  /** @type {Map<string, Set<(what: any) => void>>} */ #listeners = new Map();
  /** @type {((snapshot: Snapshot, giveBack: () => void) => void) | null} */ #borrower = null;
  /** @type {Uint8Array | null} */ #checkpoint = null;
  #on_close;
  #closed = false;

  /**
   * Scripts do not call this: engine.open() and engine.load() make experiments.
   * @param {{ client: Client, rung: Rung, answer: State & { experiment: number, spec: string },
   *   attach(hooks: EngineHooks): void, onClose(): void }} made
   */
  constructor({ client, rung, answer, attach, onClose }) {
    const { experiment, spec, ...state } = answer;
    this.#client = client;
    this.#rung = rung;
    this.#id = experiment;
    this.#state = state;
    this.#spec = JSON.parse(spec);
    this.#on_close = onClose;
    attach({
      id: () => this.#id,
      handleEvent: (event) => this.#handleEvent(event),
      handleCrash: (error) => this.#handleCrash(error),
      resume: (next, place) => this.#resume(next, place),
    });
  }

  // --- the last known state ------------------------------------------------------------------------------------------

  /**
   * The experiment with all settings, as a plain object. engine.open() opens it again.
   * @returns {import('./names.js').FullSpec}
   */
  get spec() {
    return this.#spec;
  }

  /** Where training stands. @returns {Progress} */
  get progress() {
    return this.#state.progress;
  }

  /** Which phase of an update ran last, and which runs next. @returns {Phase} */
  get phase() {
    return this.#state.phase;
  }

  /** Whether it runs, how fast, and what it works on. @returns {Status} */
  get status() {
    return { ...this.#state.status, speed: this.#speed, rung: this.#rung };
  }

  /** The last automatic save, or null. One is made every few seconds while the experiment trains; see `keepSeconds`. */
  get checkpoint() {
    return this.#checkpoint;
  }

  /**
   * How play() runs: "slow" runs one phase at a time, "normal" leaves time for the page, "full" takes all the time.
   * @returns {Speed}
   */
  get speed() {
    return this.#speed;
  }

  set speed(speed) {
    if (!kSpeeds.includes(speed)) {
      throw new HarmoniumError(
        'invalid-request',
        `speed is ${show(speed)}; allowed is ${kSpeeds.map((name) => `"${name}"`).join(', ')}.`,
      );
    }
    this.#speed = speed;
    if (this.#state.status.running) this.play({ speed }).catch((error) => this.#emit('error', error));
  }

  /**
   * Adds a listener. Returns a function that removes it.
   * @template {keyof ExperimentEvents} Name
   * @param {Name} name
   * @param {(what: ExperimentEvents[Name]) => void} listener
   * @returns {() => void}
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    if (name === 'snapshot' && listeners.size === 1) this.#sendListening();
    return () => {
      if (listeners.delete(listener) && name === 'snapshot' && listeners.size === 0) this.#sendListening();
    };
  }

  /**
   * Listens to snapshots as on('snapshot') does, for a caller that draws each snapshot and keeps none. The caller calls
   * `giveBack()` when it needs a snapshot no longer. The core then writes a later snapshot into the same memory, and
   * the old one cannot be read any more. Snapshots of on('snapshot') are never overwritten: while such a listener
   * exists, giveBack() does nothing. There is one borrower at a time; a second call replaces the first.
   * @param {(snapshot: Snapshot, giveBack: () => void) => void} listener
   * @returns {() => void} ends it
   */
  borrow(listener) {
    this.#borrower = listener;
    this.#sendListening();
    return () => {
      if (this.#borrower !== listener) return;
      this.#borrower = null;
      this.#sendListening();
    };
  }

  // --- training ------------------------------------------------------------------------------------------------------

  /**
   * Trains at full speed for a number of updates or epochs, or to the end of the present stage. When `signal` aborts,
   * the parameters keep what was learnt so far.
   * @param {TrainOptions} options
   * @returns {Promise<Progress>}
   */
  async train({ updates, epochs, toEndOfStage, onProgress, signal } = {}) {
    const fields = {
      ...(updates !== undefined && { updates }),
      ...(epochs !== undefined && { epochs }),
      ...(toEndOfStage !== undefined && { toEndOfStage }),
    };
    await this.#change('train', { ...fields, report: onProgress !== undefined }, { onProgress, signal });
    return this.progress;
  }

  /** @param {number} [n] updates @returns {Promise<Progress>} */
  update(n = 1) {
    return this.train({ updates: n });
  }

  /** Runs the next phase of an update. @returns {Promise<Phase>} the phase that ran and the one that is next */
  async stepPhase() {
    await this.#change('phase');
    return this.phase;
  }

  /**
   * Trains until pause() is called. `phaseSeconds`: seconds per phase at the speed "slow".
   * @param {{ speed?: Speed, phaseSeconds?: number }} [options]
   */
  async play({ speed = this.speed, phaseSeconds } = {}) {
    await this.#ask('play', { speed, ...(phaseSeconds !== undefined && { phaseSeconds }) });
    this.#speed = speed;
    this.#client.expect(this.#id, true);
  }

  /** Stops play(). When the promise resolves, the last snapshot has been sent and nothing runs any more. */
  async pause() {
    await this.#change('pause');
  }

  /**
   * Changes a setting. A setting that is not live starts the experiment again.
   * @param {string} option
   * @param {unknown} value
   */
  async set(option, value) {
    await this.#change('set', { option, value: toJson(value, `The value of "${option}"`) });
  }

  /** Starts the experiment again with the same seed. */
  async reset() {
    await this.#change('reset');
  }

  /** Starts the experiment again with another seed: the given one, or the next. @param {number} [seed] */
  async reseed(seed = (this.spec.seed + 1) % (Number.MAX_SAFE_INTEGER + 1)) {
    await this.#change('reseed', { seed });
  }

  // --- snapshots and samples -----------------------------------------------------------------------------------------

  /**
   * Sets what snapshots carry: which views ("*": all), how many snapshots per second at most (12), how many Gibbs steps
   * per second the fantasy chains make (10), and whether they move while nothing trains. Options left out stay as they
   * are.
   * @param {WatchOptions} wish
   */
  async watch(wish) {
    await this.#ask('watch', { ...wish });
    this.#watched = { ...this.#watched, ...wish };
  }

  /** Makes one snapshot of the present state. @param {string[]} [views] @returns {Promise<Snapshot>} */
  async snapshot(views = []) {
    return new Snapshot((await this.#ask('snapshot', { views })).bytes);
  }

  /** Advances the fantasy chains. @param {number} steps Gibbs steps */
  async runChains(steps) {
    await this.#change('chains', { steps });
  }

  /** Starts the fantasy chains again from noise. */
  async restartChains() {
    await this.#change('restartChains');
  }

  /**
   * Sets the latent variables that the view "latent" decodes: at most as many as the model has, each from -100 to 100.
   * Those left out are 0. Training is not affected.
   * @param {ArrayLike<number>} values
   */
  async setLatent(values) {
    if (typeof values !== 'object' || values === null || !Number.isSafeInteger(values.length)) {
      throw new HarmoniumError(
        'invalid-request',
        `The latent variables are ${show(values)}; allowed is a list of numbers.`,
      );
    }
    await this.#change('latent', { values: Array.from(values) });
  }

  /**
   * Clamps the class of the running samples, for a model that knows classes, such as an RBM with the option `labels`.
   * The chains then sample from that class. Classes count from 0; null releases them.
   * @param {number | null} label
   */
  async holdClass(label) {
    await this.#change('holdClass', { label: label ?? -1 });
  }

  /**
   * Draws samples with chains of their own: [count, rows, cols] after `steps` Gibbs steps.
   * @param {SampleOptions} [options]
   * @returns {Promise<Tensor>}
   */
  async sample({ onProgress, signal, ...options } = {}) {
    return this.#ask(
      'sample',
      { options: toJson(options, 'The options of sample()'), report: !!onProgress },
      { onProgress, signal },
    );
  }

  /**
   * Measures how good the model is. engine.measures lists the names. Measures that come with this one are in `others`.
   * @param {import('./names.js').MeasureName} name
   * @param {MeasureOptions} [options]
   * @returns {Promise<Measurement & { others: Measurement[] }>}
   */
  async measure(name, { onProgress, signal, ...options } = {}) {
    const fields = { name, options: toJson(options, 'The options of measure()'), report: !!onProgress };
    const { measurements } = await this.#ask('measure', fields, { onProgress, signal });
    return { ...measurements[0], others: measurements.slice(1) };
  }

  // --- saving and loading --------------------------------------------------------------------------------------------

  /** All parameters by name. @returns {Promise<Record<string, Tensor>>} */
  async parameters() {
    return readTensors((await this.#ask('parameters')).bytes).tensors;
  }

  /**
   * Replaces all parameters: tensors by name, or the bytes of a safetensors file. A refusal changes none of them.
   * @param {Record<string, GivenTensor> | Uint8Array | ArrayBuffer} tensors
   */
  async setParameters(tensors) {
    const bytes =
      tensors instanceof ArrayBuffer || ArrayBuffer.isView(tensors)
        ? copyOf(tensors)
        : writeTensors(checkTensors(tensors));
    await this.#change('setParameters', { bytes }, { transfer: [bytes.buffer] });
  }

  /** Hex digest over all parameters. The same run gives the same digest on every machine. @returns {Promise<string>} */
  async hash() {
    return (await this.#ask('hash')).hash;
  }

  /** A saved experiment. engine.load() continues it bit for bit. @returns {Promise<Uint8Array>} */
  async save() {
    return (await this.#ask('save')).bytes;
  }

  /** Frees the experiment. Requests that wait are refused. */
  async close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#on_close();
    this.#client.expect(this.#id, false);
    await this.#client.ask('close', { experiment: this.#id }).catch(() => {}); // a host that has died holds nothing
  }

  // --- called by the engine ------------------------------------------------------------------------------------------

  /** Takes an event of the host. @param {any} event */
  #handleEvent(event) {
    if (this.#closed) return;
    if (event.event === 'snapshot') {
      this.#client.tell('taken', { experiment: this.#id });
      const snapshot = new Snapshot(event.bytes);
      const shared = (this.#listeners.get('snapshot')?.size ?? 0) > 0;
      this.#call(() => this.#borrower?.(snapshot, () => shared || this.#giveBack(snapshot)));
      // Listeners run last. One that is added during the loop gets the next snapshot, as this one may be given back.
      if (shared) this.#emit('snapshot', snapshot);
    } else if (event.event === 'state') {
      this.#applyState(event);
      const { updatesPerSecond, examplesPerSecond } = this.#state.status;
      this.#emit('progress', { ...this.progress, updatesPerSecond, examplesPerSecond });
    } else if (event.event === 'kept') {
      this.#checkpoint = event.bytes;
    } else if (event.event === 'error') {
      this.#emit('error', new HarmoniumError(event.error.code, event.error.message));
    }
  }

  /** The core's host has died. The last known state stays readable. @param {HarmoniumError} error */
  #handleCrash(error) {
    const { code, message } = error;
    this.#state.status = {
      ...this.#state.status,
      running: false,
      busy: null,
      updatesPerSecond: 0,
      examplesPerSecond: 0,
    };
    this.#state.status.error = { code, message, canResume: true };
    this.#emit('state', this.status);
  }

  /**
   * Opens the experiment again on another core, paused, from the last save.
   * @param {Client} client
   * @param {Rung} rung
   */
  async #resume(client, rung) {
    const answer = this.#checkpoint
      ? await client.ask('load', { bytes: this.#checkpoint })
      : await client.ask('open', { spec: JSON.stringify(this.#spec) });
    const { experiment, ...state } = answer;
    this.#client = client;
    this.#rung = rung;
    this.#id = experiment;
    this.#applyState(state);
    await this.#ask('watch', { ...this.#watched, listening: this.#listening });
    this.#emit('state', this.status);
  }

  // --- requests and listeners ----------------------------------------------------------------------------------------

  /**
   * @param {string} type
   * @param {object} [fields]
   * @param {Parameters<Client['ask']>[2]} [options]
   * @returns {Promise<any>}
   */
  async #ask(type, fields = {}, options = {}) {
    if (this.#closed) throw new HarmoniumError('closed', `${type}: this experiment was closed.`);
    return this.#client.ask(type, { experiment: this.#id, ...fields }, options);
  }

  /**
   * Sends a request whose answer is the state after it.
   * @param {string} type
   * @param {object} [fields]
   * @param {Parameters<Client['ask']>[2]} [options]
   */
  async #change(type, fields, options) {
    this.#applyState(await this.#ask(type, fields, options));
  }

  /** @param {State & { spec?: string }} state */
  #applyState({ spec, progress, phase, status }) {
    if (spec !== undefined) {
      const { data, ...rest } = JSON.parse(spec);
      // The core names a data set given in place only "inline": sending it with every change would be too much.
      this.#spec = { ...rest, data: data === 'inline' ? this.#spec.data : data };
    }
    const changed = spec !== undefined || JSON.stringify(status) !== JSON.stringify(this.#state.status);
    this.#state = { progress, phase, status };
    this.#client.expect(this.#id, status.running);
    if (changed) this.#emit('state', this.status);
  }

  #sendListening() {
    // A closed experiment and a crash are reported elsewhere.
    this.#ask('watch', { listening: this.#listening }).catch(() => {});
  }

  get #listening() {
    return this.#borrower !== null || (this.#listeners.get('snapshot')?.size ?? 0) > 0;
  }

  /** Sends the memory of a snapshot back to the core. @param {Snapshot} snapshot that the caller needs no longer */
  #giveBack(snapshot) {
    const { buffer } = snapshot.give();
    if (this.#closed || buffer.byteLength === 0) return; // it was given back before
    this.#client.tell('spare', { experiment: this.#id, bytes: new Uint8Array(buffer) }, [/** @type {any} */ (buffer)]);
  }

  /** @param {string} name @param {unknown} what */
  #emit(name, what) {
    for (const listener of this.#listeners.get(name) ?? []) this.#call(() => listener(what));
  }

  /** @param {() => void} listener */
  #call(listener) {
    try {
      listener();
    } catch (error) {
      queueMicrotask(() => {
        // An error of a listener is reported as an uncaught error, and the other listeners still run.
        throw error;
      });
    }
  }
}
