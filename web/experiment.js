// @ts-check
// An experiment as scripts hold it: a model, its data and its clock, somewhere behind the door. Every call is
// a request of the protocol; what it answers is kept here, so that spec, progress and status can be read at once.

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
/** What the engine calls of an experiment, and scripts do not. @typedef {{ id(): number, hear(event: any): void,
 *   lose(error: HarmoniumError): void, resume(client: Client, rung: Rung): Promise<void> }} EngineHooks */

/**
 * What an experiment says of itself, by event name.
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
   * Not for scripts: engine.open() and engine.load() make experiments.
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
      hear: (event) => this.#hear(event),
      lose: (error) => this.#lose(error),
      resume: (next, place) => this.#resume(next, place),
    });
  }

  // --- what is known without asking ----------------------------------------------------------------------------------

  /**
   * The experiment, every setting spelled out: a plain object that engine.open() opens again.
   * @returns {import('./names.js').FullSpec}
   */
  get spec() {
    return this.#spec;
  }

  /** Where training stands. @returns {Progress} */
  get progress() {
    return this.#state.progress;
  }

  /** The update in slow motion. @returns {Phase} */
  get phase() {
    return this.#state.phase;
  }

  /** What it is doing. @returns {Status} */
  get status() {
    return { ...this.#state.status, speed: this.#speed, rung: this.#rung };
  }

  /** The last save made by itself (every few seconds while it trains), to go on from after a crash. */
  get checkpoint() {
    return this.#checkpoint;
  }

  /**
   * How play() goes: "slow" one phase at a time, "normal" with time left for the page, "full" as fast as it can.
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
   * Listens. Returns a function that ends it.
   * @template {keyof ExperimentEvents} Name
   * @param {Name} name
   * @param {(what: ExperimentEvents[Name]) => void} listener
   * @returns {() => void}
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    if (name === 'snapshot' && listeners.size === 1) this.#tellListening();
    return () => {
      if (listeners.delete(listener) && name === 'snapshot' && listeners.size === 0) this.#tellListening();
    };
  }

  /**
   * Listens to snapshots as on('snapshot') does, for who draws each and keeps none: once a snapshot is not needed any more,
   * `giveBack()` lets the core write a later one into its memory. It can't be read from then on. What on('snapshot') hands
   * out is never written to again, and while somebody listens there nothing is given back. One borrows at a time.
   * @param {(snapshot: Snapshot, giveBack: () => void) => void} listener
   * @returns {() => void} ends it
   */
  borrow(listener) {
    this.#borrower = listener;
    this.#tellListening();
    return () => {
      if (this.#borrower !== listener) return;
      this.#borrower = null;
      this.#tellListening();
    };
  }

  // --- learning ------------------------------------------------------------------------------------------------------

  /**
   * Trains for so many updates or epochs, or to the end of the present stage, at full speed. Aborting keeps what was learnt
   * so far.
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

  /** Runs the next phase of an update, for slow motion. @returns {Promise<Phase>} */
  async stepPhase() {
    await this.#change('phase');
    return this.phase;
  }

  /**
   * Trains by itself until pause(). `phaseSeconds`: the pace of "slow".
   * @param {{ speed?: Speed, phaseSeconds?: number }} [options]
   */
  async play({ speed = this.speed, phaseSeconds } = {}) {
    await this.#ask('play', { speed, ...(phaseSeconds !== undefined && { phaseSeconds }) });
    this.#speed = speed;
    this.#client.expect(this.#id, true);
  }

  /** Stops playing. The last snapshot has been sent when the promise resolves, and nothing runs any more. */
  async pause() {
    await this.#change('pause');
  }

  /**
   * Changes a setting; one that is not live starts the experiment anew.
   * @param {string} option
   * @param {unknown} value
   */
  async set(option, value) {
    await this.#change('set', { option, value: toJson(value, `The value of "${option}"`) });
  }

  /** Starts anew with the same seed. */
  async reset() {
    await this.#change('reset');
  }

  /** Starts anew with another seed, the next one unless one is given. @param {number} [seed] */
  async reseed(seed = (this.spec.seed + 1) % (Number.MAX_SAFE_INTEGER + 1)) {
    await this.#change('reseed', { seed });
  }

  // --- looking -------------------------------------------------------------------------------------------------------

  /**
   * Says what snapshots carry: which views ("*": all), how many a second at most (12), how fast the fantasy chains move
   * (Gibbs steps a second, 10) and whether they move while nothing trains. Wishes left out stay as they are.
   * @param {WatchOptions} wish
   */
  async watch(wish) {
    await this.#ask('watch', { ...wish });
    this.#watched = { ...this.#watched, ...wish };
  }

  /** One snapshot, now. @param {string[]} [views] @returns {Promise<Snapshot>} */
  async snapshot(views = []) {
    return new Snapshot((await this.#ask('snapshot', { views })).bytes);
  }

  /** Moves the fantasy chains by so many Gibbs steps. @param {number} steps */
  async runChains(steps) {
    await this.#change('chains', { steps });
  }

  /** Starts the fantasy chains again from noise. */
  async restartChains() {
    await this.#change('restartChains');
  }

  /**
   * Turns the latent variables that the view "latent" decodes: at most as many as the model has, each from -100 to 100;
   * those left out are 0. Learning does not notice.
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
   * Holds the running samples at a class, counted from 0, or at none: of a model that knows classes, such as an RBM with
   * the option labels. It then dreams of that class.
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
   * How good is it? Names are in engine.measures. Measures that come along with the one asked for are in `others`.
   * @param {import('./names.js').MeasureName} name
   * @param {MeasureOptions} [options]
   * @returns {Promise<Measurement & { others: Measurement[] }>}
   */
  async measure(name, { onProgress, signal, ...options } = {}) {
    const fields = { name, options: toJson(options, 'The options of measure()'), report: !!onProgress };
    const { measurements } = await this.#ask('measure', fields, { onProgress, signal });
    return { ...measurements[0], others: measurements.slice(1) };
  }

  // --- taking away and bringing back ---------------------------------------------------------------------------------

  /** All parameters by name. @returns {Promise<Record<string, Tensor>>} */
  async parameters() {
    return readTensors((await this.#ask('parameters')).bytes).tensors;
  }

  /**
   * Weights from elsewhere: tensors by name, or the bytes of a safetensors file. All of them or nothing.
   * @param {Record<string, GivenTensor> | Uint8Array | ArrayBuffer} tensors
   */
  async setParameters(tensors) {
    const bytes =
      tensors instanceof ArrayBuffer || ArrayBuffer.isView(tensors)
        ? copyOf(tensors)
        : writeTensors(checkTensors(tensors));
    await this.#change('setParameters', { bytes }, { transfer: [bytes.buffer] });
  }

  /** Hex digest over all parameters: the same run gives the same digest everywhere. @returns {Promise<string>} */
  async hash() {
    return (await this.#ask('hash')).hash;
  }

  /** A file that engine.load() goes on from, bit for bit. @returns {Promise<Uint8Array>} */
  async save() {
    return (await this.#ask('save')).bytes;
  }

  /** Frees what it holds. Calls that wait are refused. */
  async close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#on_close();
    this.#client.expect(this.#id, false);
    await this.#client.ask('close', { experiment: this.#id }).catch(() => {}); // a dead host holds nothing
  }

  // --- for the engine ------------------------------------------------------------------------------------------------

  /** An event of the host. @param {any} event */
  #hear(event) {
    if (this.#closed) return;
    if (event.event === 'snapshot') {
      this.#client.tell('taken', { experiment: this.#id });
      const snapshot = new Snapshot(event.bytes);
      const shared = (this.#listeners.get('snapshot')?.size ?? 0) > 0;
      this.#call(() => this.#borrower?.(snapshot, () => shared || this.#giveBack(snapshot)));
      if (shared) this.#emit('snapshot', snapshot); // whoever listens from now on gets the next: this one may be given back
    } else if (event.event === 'state') {
      this.#take(event);
      const { updatesPerSecond, examplesPerSecond } = this.#state.status;
      this.#emit('progress', { ...this.progress, updatesPerSecond, examplesPerSecond });
    } else if (event.event === 'kept') {
      this.#checkpoint = event.bytes;
    } else if (event.event === 'error') {
      this.#emit('error', new HarmoniumError(event.error.code, event.error.message));
    }
  }

  /** The host has died. @param {HarmoniumError} error */
  #lose(error) {
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

  /** Goes on behind another line, paused. @param {Client} client @param {Rung} rung */
  async #resume(client, rung) {
    const answer = this.#checkpoint
      ? await client.ask('load', { bytes: this.#checkpoint })
      : await client.ask('open', { spec: JSON.stringify(this.#spec) });
    const { experiment, ...state } = answer;
    this.#client = client;
    this.#rung = rung;
    this.#id = experiment;
    this.#take(state);
    await this.#ask('watch', { ...this.#watched, listening: this.#listening });
    this.#emit('state', this.status);
  }

  // --- inside --------------------------------------------------------------------------------------------------------

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
   * A request that answers with the state after it.
   * @param {string} type
   * @param {object} [fields]
   * @param {Parameters<Client['ask']>[2]} [options]
   */
  async #change(type, fields, options) {
    this.#take(await this.#ask(type, fields, options));
  }

  /** @param {State & { spec?: string }} state */
  #take({ spec, progress, phase, status }) {
    if (spec !== undefined) {
      const { data, ...rest } = JSON.parse(spec);
      // A set given in place stays what it was; it would be too much to hear again with every change.
      this.#spec = { ...rest, data: data === 'inline' ? this.#spec.data : data };
    }
    const changed = spec !== undefined || JSON.stringify(status) !== JSON.stringify(this.#state.status);
    this.#state = { progress, phase, status };
    this.#client.expect(this.#id, status.running);
    if (changed) this.#emit('state', this.status);
  }

  #tellListening() {
    this.#ask('watch', { listening: this.#listening }).catch(() => {}); // closed or crashed: others say so
  }

  get #listening() {
    return this.#borrower !== null || (this.#listeners.get('snapshot')?.size ?? 0) > 0;
  }

  /** @param {Snapshot} snapshot that nobody reads any more */
  #giveBack(snapshot) {
    const { buffer } = snapshot.give();
    if (this.#closed || buffer.byteLength === 0) return; // given back before
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
        throw error; // the listener's own fault: said where such faults are said, and nothing else stops
      });
    }
  }
}
