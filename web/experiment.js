// @ts-check
// The public object of an experiment: a model, its data and its training run. The experiment itself lives in the core,
// mostly in a Worker. Every call is a request of the protocol (protocol.js). The last answers are kept here, so that
// spec, progress and status can be read without waiting.

import { HarmoniumError, reading } from './errors.js';
import { anObject, call, check, kMostNumbers, oneOf, optional, readOptions, whileItRuns } from './fields.js';
import { copyOf, numberList, toJson } from './given.js';
import { Listeners, callSafely } from './listeners.js';
import { kGoal, kSpeed, requests } from './protocol.js';
import { readTensors, writeTensors } from './safetensors.js';
import { Snapshot } from './snapshot.js';
import { shownName } from './words.js';

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
 * core, the way on after a restart, and the end where there is none. @typedef {{ id(): number,
 *   handleEvent(event: any): void, handleCrash(error: HarmoniumError): void,
 *   resume(client: Client, rung: Rung): Promise<void>, lose(error: HarmoniumError): void }} EngineHooks */

/**
 * The events of an experiment and what their listeners are given, by name.
 * @typedef {{
 *   snapshot: Snapshot,
 *   progress: import('./types.js').ProgressWithRates,
 *   state: Status,
 *   error: HarmoniumError,
 * }} ExperimentEvents
 */

/** The fields of a request that scripts may give as options: all but those named. @param {string} type @param {string[]} own */
const optionsOf = (type, ...own) =>
  Object.fromEntries(Object.entries(requests[type].fields).filter(([name]) => ![...own, 'experiment'].includes(name)));
const kTrainOptions = { ...optionsOf('train', 'report'), ...whileItRuns };
const kPlayOptions = { ...optionsOf('play', ...Object.keys(kGoal)), until: optional(anObject) };
const kWatchOptions = optionsOf('watch', 'listening');
const kEvents = oneOf('snapshot', 'progress', 'state', 'error');

export class Experiment {
  /** @type {Client} */ #client;
  #id;
  #rung;
  /** @type {State} */ #state;
  #spec;
  /** @type {Speed} */ #speed = 'normal';
  /** @type {WatchOptions} */ #watched = {};
  /** @type {Listeners<ExperimentEvents>} */ #listeners = new Listeners();
  /** @type {((snapshot: Snapshot, giveBack: () => void) => void) | null} */ #borrower = null;
  /** The last automatic save, the run that it belongs to, and the number of its updates. */
  #kept = { bytes: /** @type {Uint8Array | null} */ (null), run: 0, updates: 0 };
  /** @type {HarmoniumError | null} */ #lost = null;
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
      lose: (error) => this.#lose(error),
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

  /**
   * The last automatic save, or null. One is made when the experiment comes to rest, before another one opens, and every
   * few seconds while it trains; see `keepSeconds`.
   */
  get checkpoint() {
    return this.#kept.bytes;
  }

  /** The run that the last automatic save belongs to, and the number of its updates. */
  get checkpointAt() {
    return { run: this.#kept.run, updates: this.#kept.updates };
  }

  /**
   * How play() runs: "slow" runs one phase at a time, "normal" leaves time for the page, "full" takes all the time, a
   * number makes so many updates a second.
   * @returns {Speed}
   */
  get speed() {
    return this.#speed;
  }

  set speed(speed) {
    this.#speed = check('Experiment', 'speed', speed, kSpeed);
    if (this.#state.status.running) this.play({ speed }).catch((error) => this.#listeners.emit('error', error));
  }

  /**
   * Adds a listener. Returns a function that removes it.
   * @template {keyof ExperimentEvents} Name
   * @param {Name} name
   * @param {(what: ExperimentEvents[Name]) => void} listener
   * @returns {() => void}
   */
  on(name, listener) {
    check('on', 'name', name, kEvents);
    check('on', 'listener', listener, call);
    const remove = this.#listeners.add(name, listener);
    if (name === 'snapshot' && this.#listeners.count(name) === 1) this.#sendListening();
    return () => {
      if (remove() && name === 'snapshot' && this.#listeners.count(name) === 0) this.#sendListening();
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
    check('borrow', 'listener', listener, call);
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
  async train(options) {
    const { rest, onProgress, signal, ...wish } = readOptions('train', options, kTrainOptions);
    await this.#change('train', { ...wish, report: onProgress !== undefined }, { onProgress, signal });
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
   * Trains until pause() is called, or until a goal is reached; `status.notice` then says so. The goal is the number of
   * updates or epochs of the experiment in all, or the end of its present stage. What is computed does not depend on the
   * speed. `phaseSeconds`: seconds per phase at the speed "slow", 1 at first.
   * @param {{ speed?: Speed, phaseSeconds?: number, until?: { updates?: number, epochs?: number, toEndOfStage?: boolean } }}
   *   [options]
   */
  async play(options) {
    const { rest, speed = this.speed, until, ...wish } = readOptions('play', options, kPlayOptions);
    const { rest: _, ...goal } = readOptions('play, "until"', until, kGoal);
    await this.#ask('play', { speed, ...wish, ...goal });
    this.#speed = speed;
    this.#client.expect(this.#id, true);
  }

  /**
   * Stops play(). When the promise resolves, the last snapshot has been sent. An update that is under way then goes on for
   * at most a second, so that it ends; a longer one stands still (`progress.underWay`) until training goes on.
   */
  async pause() {
    await this.#change('pause');
  }

  /**
   * Changes a setting. A setting that is not live starts the experiment again.
   * @param {string} option
   * @param {unknown} value
   */
  async set(option, value) {
    check('set', 'option', option, requests.set.fields.option);
    await this.#change('set', { option, value: toJson(value, `set: the value of "${shownName(option)}"`) });
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
   * per second the running chains make (10), and whether they move while nothing trains. Options left out stay as they
   * are.
   * @param {WatchOptions} wish
   */
  async watch(wish) {
    const { rest, ...wished } = readOptions('watch', wish, kWatchOptions);
    await this.#ask('watch', wished);
    this.#watched = { ...this.#watched, ...wished };
  }

  /** Makes one snapshot of the present state. @param {string[]} [views] @returns {Promise<Snapshot>} */
  async snapshot(views = []) {
    const wanted = check('snapshot', 'views', views, requests.snapshot.fields.views);
    const { bytes, run } = await this.#ask('snapshot', { views: wanted });
    return new Snapshot(bytes, run);
  }

  /** Advances the running chains. @param {number} steps Gibbs steps */
  async runChains(steps) {
    await this.#change('chains', { steps });
  }

  /** Starts the running chains again from noise. */
  async restartChains() {
    await this.#change('restartChains');
  }

  /**
   * Sets the latent variables that the view "latent" decodes: at most as many as the model has, each from -100 to 100.
   * Those left out are 0. Training is not affected.
   * @param {ArrayLike<number>} values
   */
  async setLatent(values) {
    const most = { entries: kMostNumbers, magnitude: 100 };
    await this.#change('latent', { values: numberList(values, 'setLatent: the list of values', most) });
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
   * @returns {Promise<import('./types.js').Samples>}
   */
  async sample(options) {
    const { rest, onProgress, signal } = readOptions('sample', options, whileItRuns, { rest: true });
    const fields = { options: toJson(rest, 'sample'), report: !!onProgress };
    return this.#ask('sample', fields, { onProgress, signal });
  }

  /**
   * Measures how good the model is. engine.measures lists the names. Measures that come with this one are in `others`.
   * @param {import('./names.js').MeasureName} name
   * @param {MeasureOptions} [options]
   * @returns {Promise<Measurement & { others: Measurement[] }>}
   */
  async measure(name, options) {
    check('measure', 'name', name, requests.measure.fields.name);
    const { rest, onProgress, signal } = readOptions('measure', options, whileItRuns, { rest: true });
    const fields = { name, options: toJson(rest, 'measure'), report: !!onProgress };
    const { measurements } = await this.#ask('measure', fields, { onProgress, signal });
    const [first, ...others] = measurements.map((/** @type {Measurement} */ each) => ({ ...each, kind: each.certainty }));
    return { ...first, others };
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
    const bytes = reading('The parameters', () => {
      const packed = tensors instanceof ArrayBuffer || ArrayBuffer.isView(tensors);
      return packed ? copyOf(tensors, 'The parameters') : writeTensors(/** @type {any} */ (tensors));
    });
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
    if (this.#lost) return;
    await this.#client.ask('close', { experiment: this.#id }).catch(() => {}); // a host that has died holds nothing
  }

  // --- called by the engine ------------------------------------------------------------------------------------------

  /** Takes an event of the host. @param {any} event */
  #handleEvent(event) {
    if (this.#closed) return;
    if (event.event === 'snapshot') {
      this.#client.tell('taken', { experiment: this.#id });
      const snapshot = new Snapshot(event.bytes, event.run);
      const shared = this.#listeners.count('snapshot') > 0;
      callSafely(() => this.#borrower?.(snapshot, () => shared || this.#giveBack(snapshot)));
      // Listeners run last. One that is added during the loop gets the next snapshot, as this one may be given back.
      if (shared) this.#listeners.emit('snapshot', snapshot);
    } else if (event.event === 'state') {
      this.#applyState(event);
      const { updatesPerSecond, examplesPerSecond } = this.#state.status;
      this.#listeners.emit('progress', { ...this.progress, updatesPerSecond, examplesPerSecond });
    } else if (event.event === 'kept') {
      this.#kept = { bytes: event.bytes, run: event.run, updates: event.updates };
    } else if (event.event === 'error') {
      this.#listeners.emit('error', new HarmoniumError(event.error.code, event.error.message));
    }
  }

  /** The core's host has died. The last known state stays readable. @param {HarmoniumError} error */
  #handleCrash(error) {
    if (this.#lost === null) this.#stop(error, true);
  }

  /** The experiment has died with its core and is not opened again. @param {HarmoniumError} error */
  #lose(error) {
    this.#lost = error;
    this.#stop(error, false);
  }

  /** @param {HarmoniumError} error @param {boolean} canResume */
  #stop({ code, message }, canResume) {
    const rates = { updatesPerSecond: 0, examplesPerSecond: 0 };
    const status = { ...this.#state.status, running: false, busy: null, ...rates, error: { code, message, canResume } };
    this.#state = { ...this.#state, status };
    this.#listeners.emit('state', this.status);
  }

  /**
   * Opens the experiment again on another core, paused, from the last save.
   * @param {Client} client
   * @param {Rung} rung
   */
  async #resume(client, rung) {
    if (this.#closed) return;
    const { run } = this.progress;
    const answer = (await this.#fromCheckpoint(client)) ?? (await client.ask('open', { spec: this.#wholeSpec(), run }));
    const { experiment, ...state } = answer;
    // A script may have closed it meanwhile.
    if (this.#closed) return void client.ask('close', { experiment }).catch(() => {});
    this.#client = client;
    this.#rung = rung;
    this.#id = experiment;
    this.#applyState(state);
    await this.#ask('watch', { ...this.#watched, listening: this.#listening });
    this.#listeners.emit('state', this.status);
  }

  /**
   * Opens the last save, if there is one of the present run and the core takes it.
   * @param {Client} client
   */
  async #fromCheckpoint(client) {
    const { bytes, run } = this.#kept;
    if (bytes === null || run !== this.progress.run) return null;
    try {
      return await client.ask('load', { bytes, run });
    } catch (error) {
      if (client.lost) throw error;
      const { message } = /** @type {HarmoniumError} */ (error);
      const sentence = `The experiment began again, since its last save was refused: ${message}`;
      this.#listeners.emit('error', new HarmoniumError('crashed', sentence, error));
      return null;
    }
  }

  #wholeSpec() {
    return toJson(this.#spec, 'The experiment');
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
    if (this.#lost) throw this.#lost;
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
    if (changed) this.#listeners.emit('state', this.status);
  }

  #sendListening() {
    // A closed experiment and a crash are reported elsewhere.
    this.#ask('watch', { listening: this.#listening }).catch(() => {});
  }

  get #listening() {
    return this.#borrower !== null || this.#listeners.count('snapshot') > 0;
  }

  /** Sends the memory of a snapshot back to the core. @param {Snapshot} snapshot that the caller needs no longer */
  #giveBack(snapshot) {
    const { buffer } = snapshot.give();
    if (this.#closed || buffer.byteLength === 0) return; // it was given back before
    this.#client.tell('spare', { experiment: this.#id, bytes: new Uint8Array(buffer) }, [/** @type {any} */ (buffer)]);
  }
}
