// @ts-check
// One experiment on the core's side: a Run owns a session and decides what the session does next. Training by play(),
// training by train(), the running chains, jobs (measures and samples), snapshots and saves share the time in slices.
// The host hands out the slices (host.js).
//
// Slicing does not change what is computed: a run that is cut into other slices gives the same parameters, bit for bit.

import { ChainPace, chainsJob } from './chain-pace.js';
import { Errands } from './errands.js';
import { HarmoniumError } from './errors.js';
import { Keeper } from './keeper.js';
import { Pictures } from './pictures.js';
import { Rates } from './rates.js';
import { TrainingPace, kMostUpdates } from './training-pace.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./core.mjs').Session} Session */
/** @typedef {{ advance(milliseconds: number): boolean, progress(): number, delete(): void }} Job what goes in slices */
/** @typedef {import('./errors.js').Refusal} Refusal */
/** @typedef {import('./types.js').Progress} Progress */
/**
 * What a client knows of an experiment without asking.
 * @typedef {{ progress: Progress, phase: import('./types.js').Phase,
 *   status: Omit<import('./types.js').Status, 'rung'> }} State
 */

/** A request that waits. It is answered once, by resolve() or by reject(). `report`: the client wants progress events.
 * @typedef {{ id: number, report: boolean,
 *   resolve(value: object): void, reject(error: HarmoniumError): void }} Waiting */
/** `what`: `left` updates (undefined), the next phase of slow motion, or the rest of the update under way.
 * @typedef {Waiting & { left: number, total: number, what?: 'phase' | 'rest' }} Training */
/** @typedef {Waiting & { job: Job, what: 'measure' | 'sample', label: string, finish(job: Job): object,
 *   ended?(): void }} Work */

/** Milliseconds between two state events while no snapshot is sent. */
const kStateMilliseconds = 250;
/** An update under way when the visitor pauses goes on for so long, so that it ends and the experiment can be kept. */
const kFinishMilliseconds = 1000;

const closed = () => new HarmoniumError('closed', 'The experiment was closed.');

export class Run extends Errands {
  /** Time on the host's clock (ms) at which this run wants its next slice. The host sets it. */
  due = 0;
  /** @type {Training[]} */ #trainings = [];
  /** @type {Work[]} */ #jobs = [];
  #jobs_turn = false; // a job and training share the time by turns
  #worked_last_turn = false; // whether the last turn trained or worked on a job

  #playing = false;
  #pace = new TrainingPace();
  #finish_until = 0; // a paused run works on an update under way until this time

  /** The snapshots for drawing. */ pictures = new Pictures();
  /** Ends when the experiment has moved to another core; null while it does not move. @type {Promise<void> | null} */
  moving = null;
  #chains = new ChainPace();
  #chains_while_paused = false;

  #changes = 0; // by requests
  #held = false; // while it moves to another core
  #closed = false;

  #state_changed = false; // a state event is due at once
  #numbers_changed = false; // a state event is due within kStateMilliseconds
  #state_at = -Infinity;
  /** @type {(Refusal & { canResume: boolean }) | null} */ #error = null;
  /** @type {string | null} */ #notice = null;
  #rates = new Rates();

  #keeper;
  #save_waits = false; // for the end of an update; it is tried again after the next change
  #runs_before; // runs of this experiment on cores that have died; the session counts its own

  /**
   * @param {number} id
   * @param {Session} session
   * @param {{ post(message: object, transfer?: ArrayBuffer[]): void, clock(): number, wake(): void,
   *   keepMilliseconds: number }} host wake() asks for a turn
   * @param {{ number?: number, opensAgain?: boolean }} [run] its number, and whether opening its spec gives the same
   */
  constructor(id, session, host, { number = 1, opensAgain = true } = {}) {
    super(() => {
      this.due = 0;
      host.wake();
    });
    this.id = id;
    this.session = session;
    this.host = host;
    this.#runs_before = number - session.progress().run;
    this.#keeper = new Keeper(host.keepMilliseconds, host.clock());
    this.#keeper.needed = !opensAgain;
    this.#markRates();
  }

  /** The number of the present run: see Progress. */
  get number() {
    return this.#runs_before + this.session.progress().run;
  }

  // --- what a client wishes ------------------------------------------------------------------------------------------

  /** @param {{ speed?: import('./types.js').Speed, phaseSeconds?: number, goal?: import('./training-pace.js').Goal }} wish */
  play(wish) {
    this.#pace.begin(wish, this.#playing);
    this.session.readEvery(this.#pace.readEvery);
    if (!this.#playing) this.#markRates();
    this.#playing = true;
    this.#error = this.#notice = null;
    this.#state_changed = true;
  }

  pause() {
    if (this.#playing && this.session.phase().next === 0) this.#finish_until = this.host.clock() + kFinishMilliseconds;
    this.#playing = false;
    this.session.readNow();
    this.#sendSnapshot(this.host.clock());
    this.keep();
    this.#state_changed = true;
  }

  /** @param {import('./types.js').WatchOptions & { listening?: boolean }} wish */
  watch({ chainSpeed, chainsWhilePaused, ...wish }) {
    this.pictures.wish(wish);
    if (chainSpeed !== undefined) this.#chains.speed = chainSpeed;
    if (chainsWhilePaused !== undefined) this.#chains_while_paused = chainsWhilePaused;
    this.#chains.restart(this.host.clock());
  }

  /** Whether the pass over all examples before the first update is done, or none is needed. */
  get prepared() {
    return this.session.progress().prepared >= 1;
  }

  /** @param {Training} training */
  train(training) {
    if (this.#trainings.length === 0 && !this.#playing) this.#markRates();
    this.#error = this.#notice = null;
    this.#finish_until = 0; // the update of a phase that is asked for ends when the client wishes
    this.#trainings.push(training);
    this.#state_changed = true;
  }

  /** Ends the update under way and its readings. It counts for the train() call that waits. @returns {Promise<object>} */
  finishUpdate() {
    return new Promise((resolve, reject) => {
      this.#trainings.unshift({ id: 0, report: false, what: 'rest', left: 0, total: 0, resolve, reject });
    });
  }

  /** Whether neither an update is under way nor readings of the curves, so that the experiment can be saved at once. */
  get settled() {
    return !this.session.progress().underWay && !this.session.reading();
  }

  /** @param {Work} work */
  work(work) {
    this.#jobs.push(work);
    this.#state_changed = true;
  }

  /** Ends the waiting request of this id, if there is one. @param {number} id @param {HarmoniumError} error */
  stop(id, error) {
    const training = this.#trainings.find((other) => other.id === id);
    const work = this.#jobs.find((other) => other.id === id);
    this.giveUp(error, id);
    if (training) this.#endTraining(training, error);
    if (work) this.#endWork(work, error);
  }

  /** A request has changed the experiment. @param {boolean} restarted whether it was started again */
  changed(restarted) {
    this.#changes += 1;
    this.#error = this.#notice = null;
    if (restarted) {
      const error = new HarmoniumError('aborted', 'The experiment was started again while it trained.');
      for (const training of [...this.#trainings]) this.#endTraining(training, error);
    }
    this.#markRates();
    this.#markParametersChanged();
    this.#state_changed = true;
  }

  /** Runs steps of the chains, in slices, and then answers. @param {number} steps @param {Waiting} waiting */
  runChains(steps, waiting) {
    const job = chainsJob(steps, (most, slice) => this.session.runChains(most, slice));
    const finish = () => (this.chainsMoved(), this.state());
    this.#jobs.unshift({ ...waiting, job, what: 'sample', label: 'Running the chains', finish });
    this.#state_changed = true;
  }

  /** What is drawn has changed, and no parameter: the chains, or readings. */
  chainsMoved() {
    this.#changes += 1;
    this.pictures.changed = this.#numbers_changed = true;
  }

  /** Saves the experiment, if that is due now: it has come to rest, or another one is about to work. */
  keep() {
    if (this.busy !== null) return;
    // Short readings end first. Nobody counts the updates of a run that rests.
    if (this.#rests && this.session.reading()) this.session.train(0, 20);
    const now = this.host.clock();
    if (this.#keeper.due(true) <= now) this.#sendSave(now);
  }

  /** @returns {State} */
  state() {
    const { updatesPerSecond, examplesPerSecond } = this.#rates;
    const phase = this.session.phase();
    const work = this.#jobs[0];
    return {
      progress: { ...this.session.progress(), run: this.number },
      phase,
      status: {
        running: this.#playing || this.#trainings.length > 0,
        speed: this.#pace.speed,
        phaseMode: phase.last >= 0,
        busy: work ? { what: work.what, label: work.label, progress: work.job.progress(), id: work.id } : null,
        updatesPerSecond,
        examplesPerSecond,
        error: this.#error,
        notice: this.#notice,
      },
    };
  }

  /**
   * Goes on in another core, with the same bits, once the jobs that have begun and the update under way are done.
   * Nothing trains meanwhile.
   * @param {(bytes: Uint8Array<ArrayBuffer>) => Promise<Session>} load opens a save in that core
   */
  move(load) {
    const moved = this.#move(load).finally(() => {
      this.moving = null;
      this.#held = false;
      this.due = 0;
    });
    this.moving = moved.catch(() => {});
    return moved;
  }

  /** @param {(bytes: Uint8Array<ArrayBuffer>) => Promise<Session>} load */
  async #move(load) {
    await Promise.all(this.#jobs.map((work) => new Promise((resolve) => (work.ended = () => resolve(null)))));
    if (this.#closed) throw closed();
    if (!this.settled) await this.finishUpdate();
    this.#held = true;
    for (;;) {
      while (this.busy !== null) await this.busy;
      if (this.#closed) throw closed();
      const changes = this.#changes;
      const session = await load(await this.do(this.session.save()));
      const again = this.#changes !== changes || this.busy !== null; // a change would be lost
      if (this.#closed || again) session.delete();
      if (this.#closed) throw closed();
      if (again) continue;
      const { number } = this;
      this.session.delete();
      this.session = session;
      session.readEvery(this.#pace.readEvery);
      session.runChains(100, 40); // steps, milliseconds: a save holds no chains, and new ones are noise
      this.#runs_before = number - session.progress().run;
      return;
    }
  }

  /** Frees what the core holds for this experiment. @param {HarmoniumError} error given to every request that waits */
  close(error) {
    this.#closed = true;
    this.giveUp(error);
    this.#keeper.needed = false;
    for (const training of [...this.#trainings]) this.#endTraining(training, error);
    for (const work of [...this.#jobs]) this.#endWork(work, error);
    this.session.delete();
  }

  // --- the clock -----------------------------------------------------------------------------------------------------

  /**
   * Does one thing that is due, for about `slice` milliseconds.
   * @param {number} slice
   * @returns {number} time on the host's clock of the next slice: at most now if at once, Infinity if none is wanted
   */
  turn(slice) {
    if (this.goOn(slice)) return 0;
    if (this.#held) return Infinity;
    const began = this.host.clock();
    // Chains, snapshots, states and saves get turns of their own, so that they do not lengthen a slice of training.
    const display_first = this.#worked_last_turn && this.#displayDue() <= began;
    this.#worked_last_turn = !display_first && this.#workDue() <= began;
    if (this.#worked_last_turn) this.#work(began, slice);
    else this.#runDisplay();
    return this.busy === null ? Math.min(this.#workDue(), this.#displayDue()) : 0;
  }

  /** @param {number} began @param {number} slice */
  #work(began, slice) {
    this.#jobs_turn = !this.#jobs_turn;
    // Jobs and training alternate while both want time. Neither can starve the other.
    const job_first = this.#jobs.length > 0 && (this.#jobs_turn || this.#trainingDue() > began);
    if (job_first) this.#advanceJob(this.#jobs[0], slice);
    else this.#runTraining(began, slice);
  }

  #runDisplay() {
    this.#moveChains(this.host.clock());
    const now = this.host.clock();
    if (this.pictures.due <= now) this.#sendSnapshot(now);
    if (this.#stateDue() <= now) this.#sendState(now);
    if (this.#saveDue() <= now) this.#sendSave(now);
  }

  #displayDue() {
    return Math.min(this.#chainsDue(), this.pictures.due, this.#stateDue(), this.#saveDue());
  }

  #workDue() {
    return this.#jobs.length > 0 ? 0 : this.#trainingDue();
  }

  #trainingDue() {
    if (this.#trainings.length > 0) return 0;
    if (this.#playing) return this.#pace.due;
    // Readings are taken even where nothing trains. A paused run still works on the update under way.
    if (this.session.reading()) return 0;
    return this.host.clock() < this.#finish_until && this.session.progress().underWay ? 0 : Infinity;
  }

  /** @param {number} began @param {number} slice */
  #runTraining(began, slice) {
    if (this.#trainingDue() > began) return;
    const training = this.#trainings[0];
    const slow = training === undefined && this.#playing && this.#pace.speed === 'slow';
    if ((slow || training?.what === 'phase') && this.prepared) return this.#runPhase(began, slice, training);
    // A model may pass over all data before its first update. Such slices make no update.
    // Slow motion asks for 0 updates here, so that the pass runs and the first update is left to #runPhase().
    // A save waits for the end of an update, so the slice ends there.
    const most = this.#playing ? this.#pace.most(began, this.session.progress().updates) : 0;
    const wanted = training?.left ?? (slow ? 0 : most);
    const { updates, diverged } = this.session.train(Math.min(wanted, this.#save_waits ? 1 : kMostUpdates), slice);
    if (training === undefined) this.#pace.trained(began, this.host.clock(), updates);
    if (this.#playing || training !== undefined || updates > 0) this.#markParametersChanged();
    else this.chainsMoved();
    this.#save_waits = false;
    if (diverged) return this.#diverged();
    this.#restAtGoal();
    if (training === undefined) return;
    training.left -= updates;
    if (training.what === 'rest' && this.#trainings.length > 1) this.#trainings[1].left -= updates;
    // The rest of an update leaves nothing to do where a phase of slow motion has ended it meanwhile.
    const done = training.what === 'rest' ? this.settled : training.left <= 0 && this.prepared;
    if (done && training.what !== 'phase') this.#endTraining(training);
    const next = this.#trainings[0];
    if (next !== undefined && next !== training && next.what === undefined && next.left <= 0) this.#endTraining(next);
  }

  /** Works on a phase. @param {number} began @param {number} slice @param {Training | undefined} training who asks */
  #runPhase(began, slice, training) {
    if (!this.session.runPhase(slice)) return;
    this.#pace.steppedPhase(began);
    this.#error = null;
    this.#markRates();
    this.#markParametersChanged();
    if (this.session.progress().diverged) return this.#diverged();
    this.#restAtGoal();
    if (training !== undefined) this.#endTraining(training);
  }

  #restAtGoal() {
    const reached = this.#playing ? this.#pace.reached(this.session.progress().updates) : null;
    if (reached === null) return;
    this.#notice = reached;
    this.pause();
  }

  #diverged() {
    const { message } = this.session.progress();
    const error = new HarmoniumError('diverged', message || 'Training stopped: it diverged.');
    const asked = this.#trainings.some(({ what }) => what !== 'rest');
    // A save that waits for the end of the update gets the last good state.
    for (const training of [...this.#trainings]) this.#endTraining(training, training.what === 'rest' ? undefined : error);
    this.#playing = false;
    this.#error = { code: error.code, message: error.message, canResume: false };
    // The state goes first, so that a listener of the error event finds the error in the state.
    this.#sendState(this.host.clock());
    if (!asked)
      this.host.post({ event: 'error', experiment: this.id, error: { code: error.code, message: error.message } });
  }

  /** @param {Work} work @param {number} slice */
  #advanceJob(work, slice) {
    const done = work.job.advance(slice);
    this.#numbers_changed = true;
    if (done) this.#endWork(work);
  }

  /** @param {number} now */
  #moveChains(now) {
    if (this.#chainsDue() > now) return;
    const stepped = this.#chains.take(this.host.clock, (most, slice) => this.session.runChains(most, slice), this.#rests);
    if (stepped) this.chainsMoved();
  }

  /** Chains move only while a client watches a view. */
  #chainsDue() {
    const moving = this.#playing || this.#chains_while_paused;
    const { watched, views } = this.pictures;
    return moving && watched && views.length > 0 ? this.#chains.due : Infinity;
  }

  #markParametersChanged() {
    this.pictures.changed = this.#numbers_changed = this.#keeper.needed = true;
    this.#save_waits = false;
  }

  /** @param {number} now */
  #sendSnapshot(now) {
    if (this.busy !== null || !this.pictures.changed || !this.pictures.watched) return;
    this.pictures.take(
      this.host.clock,
      (views, memory, use) => this.doThen(this.session.picture(views, memory), use),
      (bytes) => {
        // The state goes before the snapshot, so that the client shows both together.
        if (this.#numbers_changed) this.#sendState(now);
        this.host.post({ event: 'snapshot', experiment: this.id, bytes, run: this.number }, [bytes.buffer]);
      },
    );
  }

  #stateDue() {
    if (this.#state_changed) return 0;
    return this.#numbers_changed ? this.#state_at + kStateMilliseconds : Infinity;
  }

  /** @param {number} now */
  #sendState(now) {
    if (this.#rests) this.#markRates();
    else this.#rates.take(this.session.progress(), now);
    this.#state_at = now;
    this.#state_changed = this.#numbers_changed = false;
    const state = this.state();
    this.host.post({ event: 'state', experiment: this.id, ...state });
    const report = (/** @type {Waiting} */ { id, report }, /** @type {object} */ progress) =>
      report && this.host.post({ event: 'progress', request: id, progress });
    for (const training of this.#trainings)
      report(training, { ...state.progress, done: training.total - training.left, total: training.total });
    for (const work of this.#jobs) report(work, { progress: work.job.progress() });
  }

  #markRates() {
    this.#rates.begin(this.session.progress(), this.host.clock());
  }

  get #rests() {
    return !this.#playing && this.#trainings.length === 0;
  }

  #saveDue() {
    return this.#save_waits ? Infinity : this.#keeper.due(this.#rests);
  }

  /** @param {number} now */
  #sendSave(now) {
    if (this.busy !== null) return;
    // A file holds no half of an update, and a visitor who steps through the phases ends it himself.
    const { last, next } = this.session.phase();
    this.#save_waits = !this.settled || (last >= 0 && next !== 0);
    if (this.#save_waits) return;
    this.doThen(this.session.save(), (bytes) => {
      this.#keeper.saved(now, this.host.clock());
      const { updates } = this.session.progress();
      this.host.post({ event: 'kept', experiment: this.id, bytes, run: this.number, updates }, [bytes.buffer]);
    });
  }

  // --- the ends of what was asked for --------------------------------------------------------------------------------

  /** @param {Training} training @param {HarmoniumError} [error] */
  #endTraining(training, error) {
    this.#trainings.splice(this.#trainings.indexOf(training), 1);
    this.#state_changed = true;
    if (this.#rests) this.keep();
    if (error) training.reject(error);
    else training.resolve(this.state());
  }

  /** @param {Work} work @param {HarmoniumError} [error] */
  #endWork(work, error) {
    this.#jobs.splice(this.#jobs.indexOf(work), 1);
    this.#state_changed = this.pictures.changed = true;
    try {
      if (error) work.reject(error);
      else work.resolve(work.finish(work.job));
    } finally {
      work.job.delete();
      work.ended?.();
    }
  }
}
