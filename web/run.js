// @ts-check
// One experiment on the core's side: its session, and whose turn it is. Training by itself, training that was
// asked for, the fantasy chains, long jobs, snapshots and saves share the time in slices; the host gives the slices
// (host.js).
//
// Nothing here touches what is computed: a run cut in other slices gives the same parameters, bit for bit.

import { HarmoniumError } from './errors.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./core.mjs').Session} Session */
/** @typedef {import('./core.mjs').Job} Job */
/** @typedef {import('./errors.js').Refusal} Refusal */
/**
 * What the core answers where it may refuse.
 * @template T
 * @typedef {{ value: T, error?: undefined } | { error: Refusal, value?: undefined }} Outcome
 */
/** @typedef {{ dataset: string, title: string, files: string[] }} Missing */
/**
 * Of opening: files of the data set may be missing.
 * @typedef {(Outcome<Session> & { missing?: undefined }) | { missing: Missing, error?: undefined, value?: undefined }}
 * OpenOutcome
 */
/** @typedef {import('./types.js').Speed} Speed */
/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').Phase} Phase */
/** @typedef {import('./types.js').Status} Status */
/**
 * What a client keeps of an experiment.
 * @typedef {{ progress: Progress, phase: Phase, status: Omit<Status, 'rung'> }} State
 */

/** A request that waits: it is answered once, with a value or with a refusal. @typedef {{ id: number, report: boolean,
 *   resolve(value: object): void, reject(error: HarmoniumError): void }} Waiting */
/** @typedef {Waiting & { left: number, total: number }} Training */
/** @typedef {Waiting & { job: Job, what: 'measure' | 'sample', label: string, finish(job: Job): object }} Work */

/** Share of the time that training takes at normal speed: the rest is the machine's, to stay cool and quick. */
const kNormalDuty = 0.6;
/** The fantasy chains take no more of the time than this. */
const kChainShare = 0.25;
/** Nor does making snapshots, or the save that is kept. */
const kSnapshotShare = 0.04;
const kKeepShare = 0.01;
/** How often what a client shows is told when no snapshot carries it, and over how long a rate is taken. */
const kStateMilliseconds = 250;
const kRateMilliseconds = 500;
/** The first save comes sooner than the others: little is lost by a Worker that dies young. */
const kFirstKeepMilliseconds = 1000;
/** A train() call never does more updates at once, so that whole numbers stay exact on every side. */
const kManyUpdates = 1e9;

export class Run {
  /** When it wants its next slice, on the host's clock; the host sets it. */
  due = 0;

  /** @type {Training[]} */ #trainings = [];
  /** @type {Work[]} */ #jobs = [];
  #jobs_turn = false;
  #worked = false; // in the last turn

  #playing = false;
  /** @type {Speed} */ #speed = 'normal';
  #phase_milliseconds = 250;
  #rest_until = 0;

  /** @type {string[]} */ #views = [];
  #listening = false;
  #rate = 12;
  #chain_speed = 10;
  #chains_while_paused = false;
  #chains_at = 0;
  #chain_cost = 0; // ms a step, smoothed

  #picture_changed = true;
  #snapshot_at = -Infinity;
  #snapshot_cost = 0;
  #on_the_way = false; // a snapshot that has not been taken yet
  #room = new Uint8Array(0); // memory of an earlier snapshot, which nobody reads any more

  #state_changed = false; // tell now
  #numbers_changed = false; // tell when there is time
  #state_at = -Infinity;
  /** @type {(Refusal & { canResume: boolean }) | null} */ #error = null;
  #rates = { at: 0, updates: 0, examples: 0, updatesPerSecond: 0, examplesPerSecond: 0 };

  #unkept = false;
  #kept_at;
  #keep_cost = 0;

  /**
   * @param {number} id
   * @param {Session} session
   * @param {{ post(message: object, transfer?: ArrayBuffer[]): void, clock(): number, keepMilliseconds: number }} host
   */
  constructor(id, session, host) {
    this.id = id;
    this.session = session;
    this.host = host;
    this.#kept_at = host.clock() + kFirstKeepMilliseconds - host.keepMilliseconds;
    this.#markRates();
  }

  // --- what a client wishes ------------------------------------------------------------------------------------------

  /** @param {{ speed?: Speed, phaseSeconds?: number }} wish */
  play({ speed, phaseSeconds }) {
    if (speed !== undefined) this.#speed = speed;
    if (phaseSeconds !== undefined) this.#phase_milliseconds = 1000 * phaseSeconds;
    if (!this.#playing) this.#markRates();
    this.#playing = true;
    this.#error = null;
    this.#rest_until = 0;
    this.#state_changed = true;
  }

  pause() {
    this.#playing = false;
    this.#sendSnapshot(this.host.clock());
    this.#kept_at = -Infinity; // a good moment for a save
    this.#state_changed = true;
  }

  /** @param {import('./types.js').WatchOptions & { listening?: boolean }} wish */
  watch({ listening, views, rate, chainSpeed, chainsWhilePaused }) {
    if (listening !== undefined) this.#listening = listening;
    if (views !== undefined) this.#views = views;
    if (rate !== undefined) this.#rate = rate;
    if (chainSpeed !== undefined) this.#chain_speed = chainSpeed;
    if (chainsWhilePaused !== undefined) this.#chains_while_paused = chainsWhilePaused;
    this.#chains_at = this.host.clock();
    this.#picture_changed = true;
  }

  /** Whether the model has had its one look at all examples, or takes none. */
  get prepared() {
    return this.session.progress().prepared >= 1;
  }

  /** The last snapshot has arrived: the next may be sent. */
  taken() {
    this.#on_the_way = false;
  }

  /** Memory that a snapshot went out in, come back for another. @param {Uint8Array<ArrayBuffer>} room */
  spare(room) {
    this.#room = room;
  }

  /** @param {Training} training */
  train(training) {
    if (this.#trainings.length === 0 && !this.#playing) this.#markRates();
    this.#error = null;
    this.#trainings.push(training);
    this.#state_changed = true;
  }

  /**
   * Updates were done beside the slices: saving finishes one that is under way. They count for who waits for training.
   * @param {number} updates
   */
  advanced(updates) {
    const training = this.#trainings[0];
    if (training === undefined) return;
    training.left -= updates;
    if (training.left <= 0) this.#endTraining(training);
  }

  /** @param {Work} work */
  work(work) {
    this.#jobs.push(work);
    this.#state_changed = true;
  }

  /**
   * Gives up a request that waits; nothing happens if there is none of that id.
   * @param {number} id
   * @param {HarmoniumError} error
   */
  stop(id, error) {
    const training = this.#trainings.find((other) => other.id === id);
    const work = this.#jobs.find((other) => other.id === id);
    if (training) this.#endTraining(training, error);
    if (work) this.#endWork(work, error);
  }

  /** The parameters are others now, by a wish and not by training. @param {boolean} anew the experiment began again */
  changed(anew) {
    this.#error = null;
    if (anew) {
      const error = new HarmoniumError('aborted', 'The experiment was started anew while it trained.');
      for (const training of [...this.#trainings]) this.#endTraining(training, error);
    }
    this.#markRates();
    this.#moved();
    this.#state_changed = true;
  }

  /** The chains are others now, and nothing else. */
  chainsMoved() {
    this.#picture_changed = this.#numbers_changed = true;
  }

  /** With every number as it is. @param {string[]} views @returns {Uint8Array<ArrayBuffer>} */
  snapshot(views) {
    return this.session.snapshot(views.join(' '));
  }

  /** To be drawn: small pictures are bytes. @returns {Uint8Array<ArrayBuffer>} */
  picture() {
    const room = this.#room;
    this.#room = new Uint8Array(0); // it leaves with the snapshot
    return this.session.picture(this.#views.join(' '), room);
  }

  /** @returns {State} */
  state() {
    const { updatesPerSecond, examplesPerSecond } = this.#rates;
    const phase = this.session.phase();
    const work = this.#jobs[0];
    return {
      progress: this.session.progress(),
      phase,
      status: {
        running: this.#playing || this.#trainings.length > 0,
        speed: this.#speed,
        phaseMode: phase.last >= 0,
        busy: work ? { what: work.what, label: work.label, progress: work.job.progress(), id: work.id } : null,
        updatesPerSecond,
        examplesPerSecond,
        error: this.#error,
        notice: null,
      },
    };
  }

  /** Frees what the core holds for it. @param {HarmoniumError} error for whoever still waits */
  close(error) {
    for (const training of [...this.#trainings]) this.#endTraining(training, error);
    for (const work of [...this.#jobs]) this.#endWork(work, error);
    this.session.delete();
  }

  // --- the clock -----------------------------------------------------------------------------------------------------

  /**
   * Does what is due, for about `slice` milliseconds.
   * @param {number} slice
   * @returns {number} when it wants the next slice, on the host's clock: now or earlier if at once, Infinity if never
   */
  turn(slice) {
    const began = this.host.clock();
    // What is to be seen has turns of its own: a slice that somebody waits behind does not get longer by it.
    const shown_first = this.#worked && this.#shownDue() <= began;
    this.#worked = !shown_first && this.#workDue() <= began;
    if (this.#worked) this.#work(began, slice);
    else this.#show();
    return Math.min(this.#workDue(), this.#shownDue());
  }

  /** @param {number} began @param {number} slice */
  #work(began, slice) {
    this.#jobs_turn = !this.#jobs_turn;
    if (this.#jobs.length > 0 && (this.#jobs_turn || !this.#wantsTraining(began))) this.#workOn(this.#jobs[0], slice);
    else this.#learn(began, slice);
  }

  #show() {
    this.#moveChains(this.host.clock());
    const now = this.host.clock();
    if (this.#snapshotDue() <= now) this.#sendSnapshot(now);
    if (this.#stateDue() <= now) this.#sendState(now);
    if (this.#keepDue() <= now) this.#keep(now);
  }

  #shownDue() {
    return Math.min(this.#chainsDue(), this.#snapshotDue(), this.#stateDue(), this.#keepDue());
  }

  #workDue() {
    if (this.#jobs.length > 0 || this.#trainings.length > 0) return 0;
    return this.#playing ? this.#rest_until : Infinity;
  }

  /** @param {number} now */
  #wantsTraining(now) {
    return this.#trainings.length > 0 || (this.#playing && this.#rest_until <= now);
  }

  /** @param {number} began @param {number} slice */
  #learn(began, slice) {
    const training = this.#trainings[0];
    if (training === undefined && !(this.#playing && this.#rest_until <= began)) return;
    if (training === undefined && this.#speed === 'slow' && this.prepared) {
      this.session.runPhase();
      this.#rest_until = Math.max(this.#rest_until + this.#phase_milliseconds, began + this.#phase_milliseconds / 2);
      this.#moved();
      if (this.session.progress().diverged) this.#diverged();
      return;
    }
    // A model may first look at all its data, in slices without an update.
    const wanted = training?.left ?? (this.#speed === 'slow' ? 0 : kManyUpdates);
    const { updates, diverged } = this.session.train(Math.min(wanted, kManyUpdates), slice);
    const took = this.host.clock() - began;
    this.#rest_until = this.#speed === 'normal' ? began + took / kNormalDuty : 0;
    this.#moved();
    if (training !== undefined) {
      training.left -= updates;
      if (training.left <= 0 && this.prepared) this.#endTraining(training);
    }
    if (diverged) this.#diverged();
  }

  #diverged() {
    const { message } = this.session.progress();
    const error = new HarmoniumError('diverged', message || 'Training stopped: the numbers ran away.');
    const asked = this.#trainings.length > 0;
    for (const training of [...this.#trainings]) this.#endTraining(training, error);
    this.#playing = false;
    this.#error = { code: error.code, message: error.message, canResume: false };
    // At once, so that whoever hears of it finds it in the state.
    this.#sendState(this.host.clock());
    if (!asked)
      this.host.post({ event: 'error', experiment: this.id, error: { code: error.code, message: error.message } });
  }

  /** @param {Work} work @param {number} slice */
  #workOn(work, slice) {
    const done = work.job.advance(slice);
    this.#numbers_changed = true;
    if (done) this.#endWork(work);
  }

  /** @param {number} now */
  #moveChains(now) {
    if (this.#chainsDue() > now) return;
    const interval = 1000 / this.#chain_speed;
    // Steps that the wall clock asks for, and steps that fit into the chains' share of the time. At least one step is
    // made, so that slow models move too; the next due time is then late enough to keep the share.
    const owed = Math.max(1, Math.floor((now - this.#chains_at) / interval));
    const affordable = Math.max(
      1,
      Math.floor((kChainShare * (now - this.#chains_at)) / Math.max(this.#chain_cost, 1e-3)),
    );
    const steps = Math.min(owed, affordable);
    this.session.runChains(steps);
    const took = this.host.clock() - now;
    this.#chain_cost += (took / steps - this.#chain_cost) / 4;
    this.#chains_at = Math.max(this.#chains_at + owed * interval, now + took / kChainShare - interval);
    this.chainsMoved();
  }

  /** Chains move only where somebody looks. */
  #chainsDue() {
    const moving = this.#playing || this.#chains_while_paused;
    if (!moving || this.#chain_speed <= 0 || !this.#watched || this.#views.length === 0) return Infinity;
    return this.#chains_at + 1000 / this.#chain_speed;
  }

  get #watched() {
    return this.#listening && this.#rate > 0;
  }

  #moved() {
    this.#picture_changed = this.#numbers_changed = this.#unkept = true;
  }

  #snapshotDue() {
    if (!this.#picture_changed || this.#on_the_way || !this.#watched) return Infinity;
    return this.#snapshot_at + Math.max(1000 / this.#rate, this.#snapshot_cost / kSnapshotShare);
  }

  /** @param {number} now */
  #sendSnapshot(now) {
    if (!this.#picture_changed || !this.#watched) return;
    const bytes = this.picture();
    this.#snapshot_cost += (this.host.clock() - now - this.#snapshot_cost) / 4;
    this.#snapshot_at = now;
    this.#picture_changed = false;
    this.#on_the_way = true;
    if (this.#numbers_changed) this.#sendState(now);
    this.host.post({ event: 'snapshot', experiment: this.id, bytes }, [bytes.buffer]);
  }

  #stateDue() {
    if (this.#state_changed) return 0;
    return this.#numbers_changed ? this.#state_at + kStateMilliseconds : Infinity;
  }

  /** @param {number} now */
  #sendState(now) {
    this.#takeRates(now);
    this.#state_at = now;
    this.#state_changed = this.#numbers_changed = false;
    const state = this.state();
    this.host.post({ event: 'state', experiment: this.id, ...state });
    for (const training of this.#trainings) {
      if (training.report)
        this.#report(training, { ...state.progress, done: training.total - training.left, total: training.total });
    }
    for (const work of this.#jobs) if (work.report) this.#report(work, { progress: work.job.progress() });
  }

  /** @param {Waiting} waiting @param {object} progress */
  #report(waiting, progress) {
    this.host.post({ event: 'progress', request: waiting.id, progress });
  }

  #markRates() {
    const { updates, examples } = this.session.progress();
    this.#rates = { at: this.host.clock(), updates, examples, updatesPerSecond: 0, examplesPerSecond: 0 };
  }

  /** @param {number} now */
  #takeRates(now) {
    if (!this.#playing && this.#trainings.length === 0) return this.#markRates();
    const seconds = (now - this.#rates.at) / 1000;
    if (1000 * seconds < kRateMilliseconds) return;
    const { updates, examples } = this.session.progress();
    const updatesPerSecond = (updates - this.#rates.updates) / seconds;
    const examplesPerSecond = (examples - this.#rates.examples) / seconds;
    this.#rates = { at: now, updates, examples, updatesPerSecond, examplesPerSecond };
  }

  #keepDue() {
    if (!this.#unkept || this.host.keepMilliseconds <= 0) return Infinity;
    return this.#kept_at + Math.max(this.host.keepMilliseconds, this.#keep_cost / kKeepShare);
  }

  /** @param {number} now */
  #keep(now) {
    if (this.session.phase().next !== 0) {
      // saving would finish the update that somebody steps through
      this.#unkept = false;
      return;
    }
    if (this.session.progress().underWay) return; // soon it is done, and then is the time
    const bytes = this.session.save();
    this.#keep_cost = this.host.clock() - now;
    this.#kept_at = now;
    this.#unkept = false;
    this.host.post({ event: 'kept', experiment: this.id, bytes }, [bytes.buffer]);
  }

  // --- the ends of what was asked for --------------------------------------------------------------------------------

  /** @param {Training} training @param {HarmoniumError} [error] */
  #endTraining(training, error) {
    this.#trainings.splice(this.#trainings.indexOf(training), 1);
    this.#state_changed = true;
    if (error) training.reject(error);
    else training.resolve(this.state());
  }

  /** @param {Work} work @param {HarmoniumError} [error] */
  #endWork(work, error) {
    this.#jobs.splice(this.#jobs.indexOf(work), 1);
    this.#state_changed = this.#picture_changed = true;
    try {
      if (error) work.reject(error);
      else work.resolve(work.finish(work.job));
    } finally {
      work.job.delete();
    }
  }
}
