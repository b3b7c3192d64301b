// @ts-check
// The core's side of the protocol: it takes requests, answers them, and gives every experiment its slices of time. The
// same host runs in a module Worker, in a classic Worker, on a page's main thread and in Node. Only `post` and `soon`
// differ. The cores themselves are in cores.js.

import { Cores } from './cores.js';
import { after } from './errands.js';
import { HarmoniumError, aborted, describe, refusalOf, valueOf } from './errors.js';
import { goalOf, updatesOf } from './goals.js';
import { Lines } from './lines.js';
import { Opener } from './opening.js';
import { buffersOf, checkMessage, idOf, kProtocolVersion } from './protocol.js';
import { Run } from './run.js';

/** @typedef {import('./core.mjs').Core} Core */
/** @typedef {import('./core.mjs').Task} Task */
/** @template T @typedef {import('./errors.js').Outcome<T>} Outcome */
/** A message whose fields were checked against the table of protocol.js. @typedef {any} Request */

/** Requests that cannot exhaust the memory or take long. Before any other, the other experiments are saved. */
const kHarmless = ['start', 'ping', 'close', 'pause', 'hash'];
/** Requests that do not wait for an experiment's work. */
const kAtOnce = ['start', 'ping', 'close'];

export class Host {
  /** @type {Cores} */ #cores;
  /** @type {Map<number, Run>} */ #runs = new Map();
  #last_run = 0;
  #next_turn = 0; // counts the slices; the experiments take turns in this order
  #opener;
  /** The experiment that the core works on now, or null. @type {number | null} */ #at_work = null;
  #base = '';
  /** Labels of the measures, by name. @type {Map<string, string>} */ #measure_labels = new Map();
  #slice = 16;
  #keep_milliseconds = 0;
  #dead = false;
  #lines = new Lines();
  #tick_scheduled = false; // a tick is scheduled
  /** Timer for a tick that is due later. @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {{
   *   createCore: import('./cores.js').CreateCore,
   *   loadWhole?: import('./cores.js').LoadWhole,
   *   post(message: object, transfer?: ArrayBuffer[]): void,
   *   soon(call: () => void): void,
   *   clock?: () => number,
   *   hold?: (lock: string) => Promise<boolean>,
   * }} place where the host runs. With `loadWhole`, createCore makes a small core (cores.js). `soon` calls back after
   * all
   *   waiting tasks, messages first. `hold` takes a Web Lock for the lifetime of the host and says whether it got it.
   */
  constructor({ createCore, loadWhole, post, soon, clock = () => performance.now(), hold = async () => false }) {
    this.#cores = new Cores({ createCore, loadWhole, clock });
    this.#opener = new Opener({
      cores: this.#cores,
      clock,
      report: (id, progress) => this.#sendProgress(id, progress),
      turn: () =>
        new Promise((resolve) =>
          this.soon(() => {
            this.#at_work = null; // what an experiment opens with may end the core, and no other is to blame
            resolve(this.#slice);
          }),
        ),
    });
    this.post = post;
    this.soon = soon;
    this.clock = clock;
    this.hold = hold;
  }

  /** Tells the client that it may send messages. */
  ready() {
    this.post({ event: 'ready', version: kProtocolVersion });
  }

  /** Takes a message from the client. Never throws. @param {unknown} message */
  receive(message) {
    if (this.#dead) return;
    // A message may change what any experiment wants, so all of them are asked again.
    for (const run of this.#runs.values()) run.due = 0;
    const id = idOf(message);
    try {
      const { kind, type } = checkMessage(message);
      const request = /** @type {Request} */ (message);
      if (kind === 'notice') this.#notice(request);
      else this.#answer(request, type);
    } catch (error) {
      if (id > 0) this.#refuse(id, error);
      else if (error instanceof HarmoniumError) this.post({ event: 'refused', error: refusalOf(error) });
      else this.#crash(error);
    }
    this.#scheduleTick();
  }

  /** Frees everything. The core must not be used afterwards. */
  close() {
    this.#dead = true;
    clearTimeout(this.#timer);
    const error = new HarmoniumError('closed', 'The engine was closed.');
    this.#opener.end();
    for (const run of this.#runs.values()) run.close(error);
    this.#runs.clear();
    this.#cores.close();
  }

  // --- requests ------------------------------------------------------------------------------------------------------

  /** @param {Request} request @param {string} type */
  #answer(request, type) {
    const answer = this.#begin(request, type);
    if (!(answer instanceof Promise)) return this.#sendAnswer(request.id, answer);
    answer.then(
      (value) => this.#sendAnswer(request.id, value),
      (error) => this.#refuse(request.id, error),
    );
  }

  /** Handles a request, at once where nothing is in its way. @param {Request} request @param {string} type */
  #begin(request, type) {
    const { id, experiment = 0 } = request;
    const begin = () => {
      this.#at_work = experiment || null;
      return this.#handlers[type](request);
    };
    const harmless = kHarmless.includes(type);
    const free = !this.#lines.has(experiment) && !this.#runs.get(experiment)?.busy;
    if (kAtOnce.includes(type) || (free && (harmless || this.#keepOthers(experiment)))) return begin();
    const ready = async () => {
      if (!harmless) await this.#othersKept(experiment);
      for (let run; (run = this.#runs.get(experiment))?.busy; ) await run.busy;
    };
    return this.#lines.wait({ experiment, id }, ready, begin);
  }

  /** @param {number} id @param {object} answer @param {ArrayBuffer[]} [transfer] */
  #sendAnswer(id, answer, transfer = buffersOf(answer)) {
    if (this.#dead) return;
    this.post({ id, ok: answer }, transfer);
    this.#scheduleTick();
  }

  /** @param {number} id @param {unknown} error */
  #refuse(id, error) {
    if (this.#dead) return;
    // The event of a crash ends all requests that wait, this one too. What follows their end knows of the crash then.
    if (!(error instanceof HarmoniumError)) return this.#crash(error);
    this.post({ id, error: refusalOf(error) });
    this.#scheduleTick();
  }

  /**
   * Reports an error that is no refusal, which is a bug of ours. The state of the core's memory is then unknown, so the
   * host does nothing any more.
   * @param {unknown} error
   */
  #crash(error) {
    if (this.#dead) return;
    this.#dead = true;
    clearTimeout(this.#timer);
    this.post({ event: 'crash', error: refusalOf(error), experiment: this.#at_work });
  }

  /**
   * Saves all experiments but one, before that one's work can exhaust the memory.
   * @param {number} [working]
   * @returns {boolean} whether they are saved; otherwise othersKept() waits for it
   */
  #keepOthers(working) {
    const others = [...this.#runs.values()].filter(({ id }) => id !== working);
    for (const run of others) run.keep();
    return others.every(({ busy }) => busy === null);
  }

  /** @param {number} [working] */
  async #othersKept(working) {
    for (const run of [...this.#runs.values()].filter(({ id }) => id !== working)) {
      while (run.busy !== null) await run.busy;
      if (this.#runs.has(run.id)) run.keep();
      while (run.busy !== null) await run.busy;
    }
  }

  /** @param {Request} request */
  #notice(request) {
    if (request.type === 'taken') this.#runs.get(request.experiment)?.pictures.taken();
    if (request.type === 'spare') this.#runs.get(request.experiment)?.pictures.spare(request.bytes);
    if (request.type === 'stop') {
      this.#lines.giveUp(request.request);
      this.#opener.stop(request.request);
      for (const run of this.#runs.values()) run.stop(request.request, aborted());
    }
  }

  get #started() {
    const core = this.#cores.newest;
    if (core === null) throw new HarmoniumError('invalid-request', 'The core has not been started; "start" comes first.');
    return core;
  }

  /** @param {Request} request */
  #run(request) {
    const run = this.#runs.get(request.experiment);
    if (run === undefined) {
      throw new HarmoniumError(
        'closed',
        `${request.type}: there is no experiment ${request.experiment}; it was closed or never opened.`,
      );
    }
    return run;
  }

  /** The handlers of all requests, by type. @type {Record<string, (request: Request) => object | Promise<object>>} */
  #handlers = {
    start: (request) => this.#start(request),
    ping: () => ({}),
    prefetch: async () => {
      void this.#started; // throws before the start
      await this.#cores.fetchWhole();
      return {};
    },

    open: (request) => this.#open(request, (core) => core.open(new TextEncoder().encode(request.spec))),
    load: (request) => this.#open(request, (core) => core.load(request.bytes)),
    close: (request) => {
      this.#run(request).close(new HarmoniumError('closed', 'The experiment was closed.'));
      this.#runs.delete(request.experiment);
      this.#cores.freeUnusedFirst();
      return {};
    },

    set: (request) => this.#changeSpec(request, (run) => run.session.set(request.option, request.value)),
    reseed: (request) => this.#changeSpec(request, (run) => run.session.reseed(request.seed)),
    reset: (request) => this.#change(request, (run) => run.session.reset()),
    setParameters: (request) => this.#change(request, (run) => run.session.setParameters(request.bytes)),
    phase: (request) => this.#phase(request),

    play: (request) => {
      const run = this.#run(request);
      run.play({ ...request, goal: goalOf(request, run.session.progress()) });
      return {};
    },
    pause: (request) => {
      const run = this.#run(request);
      run.pause();
      return run.whenFree(() => this.#run(request).state());
    },
    train: (request) => this.#train(request),

    chains: (request) => this.#runChains(request),
    restartChains: (request) => this.#moveChains(request, (run) => run.session.restartChains()),
    latent: (request) => this.#moveChains(request, (run) => run.session.setLatent(request.values)),
    holdClass: (request) => this.#moveChains(request, (run) => run.session.holdClass(request.label)),
    watch: (request) => {
      this.#run(request).watch(request);
      return {};
    },
    snapshot: (request) => {
      const run = this.#run(request);
      const begin = () => run.session.snapshot(request.views.join(' '));
      const answer = () => this.#do(request, begin, (bytes) => ({ bytes, run: run.number }));
      // Between two updates a snapshot has the readings that are due.
      return run.session.reading() ? run.finishUpdate().then(() => run.whenFree(answer)) : answer();
    },

    sample: (request) =>
      this.#work(
        request,
        'Sampling',
        (run) => run.session.sample(request.options),
        (job, _, begun) => {
          const { shape, values } = job.result();
          return { shape, data: values, ...begun };
        },
      ),
    measure: (request) =>
      this.#work(
        request,
        this.#measure_labels.get(request.name) ?? request.name,
        (run) => run.session.measure(request.name, request.options),
        (job, session, begun) => {
          session.remember(job); // does nothing with a measure of an earlier run
          return { measurements: job.result().measurements.map((text) => ({ ...JSON.parse(text), run: begun.run })) };
        },
      ),

    parameters: (request) => this.#do(request, (run) => run.session.parameters(), (bytes) => ({ bytes })),
    hash: (request) => this.#do(request, (run) => run.session.hash(), (hash) => ({ hash })),
    save: (request) => {
      const run = this.#run(request);
      const answer = () => this.#do(request, () => run.session.save(), (bytes) => ({ bytes }));
      // A file holds no half of an update.
      return run.settled ? answer() : run.finishUpdate().then(() => run.whenFree(answer));
    },
  };

  /** @param {Request} request */
  async #start({ version, base, sliceMilliseconds, keepSeconds, lock, threads = 1 }) {
    if (version !== kProtocolVersion) {
      throw new HarmoniumError(
        'unsupported',
        `The page speaks version ${version} of the protocol, the core's Worker ${kProtocolVersion}: reload the page.`,
      );
    }
    if (this.#cores.newest !== null) {
      throw new HarmoniumError('invalid-request', 'The core runs already; "start" comes once.');
    }
    this.#base = base;
    this.#slice = sliceMilliseconds;
    this.#keep_milliseconds = 1000 * keepSeconds;
    /** @type {any} */
    let catalogue;
    try {
      catalogue = await this.#cores.start(base, threads);
    } catch (error) {
      throw new HarmoniumError('unsupported', `The core could not be started from ${base}: ${describe(error)}`, error);
    }
    for (const { name, label } of catalogue.measures) this.#measure_labels.set(name, label);
    const locked = lock !== undefined && (await this.hold(lock));
    return { catalogue: JSON.stringify(catalogue), locked, threads: this.#started.members() };
  }

  /**
   * Opens an experiment.
   * @param {Request} request
   * @param {(core: Core) => Task} ask
   */
  async #open({ id, type, run }, ask) {
    void this.#started; // throws before the start
    const session = await this.#newSession(id, ask);
    const wake = () => this.#scheduleTick();
    const host = { post: this.post, clock: this.clock, wake, keepMilliseconds: this.#keep_milliseconds };
    const opened = new Run(++this.#last_run, session, host, { number: run, opensAgain: type === 'open' });
    this.#runs.set(opened.id, opened);
    const spec = new TextDecoder().decode(await opened.do(session.spec()));
    return { experiment: opened.id, spec, ...opened.state() };
  }

  /** @param {number} id @param {(core: Core) => Task} ask */
  #newSession(id, ask) {
    return this.#opener.open(id, new URL('data/', this.#base), ask, async () => {
      await this.#othersKept(); // others may have worked during a download
      this.#at_work = null;
    });
  }

  /** @param {number} request @param {object} progress */
  #sendProgress(request, progress) {
    this.post({ event: 'progress', request, progress });
  }

  /**
   * Makes a change after which the client needs the new spec.
   * @param {Request} request
   * @param {(run: Run) => Task} change
   */
  #changeSpec(request, change) {
    return after(this.#change(request, change), (state) => {
      return { ...state, spec: this.#run(request).session.briefSpec() };
    });
  }

  /** @param {Request} request @param {(run: Run) => Task} change */
  #change(request, change) {
    const before = this.#run(request).number;
    return this.#do(request, change, (outcome, run) => {
      valueOf(outcome);
      // Training goes on from parameters that were set, and not after a new start.
      run.changed(run.number !== before && request.type !== 'setParameters');
      return run.state();
    });
  }

  /**
   * Does work of the core for an experiment. Begin it only while nothing else is under way.
   * @template T
   * @param {Request} request
   * @param {(run: Run) => Task} begin
   * @param {(answer: any, run: Run) => T} use makes the answer of the request
   */
  #do(request, begin, use) {
    const run = this.#run(request);
    return after(run.do(begin(run)), (answer) => use(answer, run));
  }

  /**
   * Makes a change that affects the chains or a view and not the parameters.
   * @param {Request} request
   * @param {(run: Run) => Outcome<null> | void} move
   */
  #moveChains(request, move) {
    const run = this.#run(request);
    const outcome = move(run);
    if (outcome !== undefined) valueOf(outcome);
    run.chainsMoved();
    return run.state();
  }

  /** @param {Request} request @returns {Promise<object>} */
  #runChains({ id, steps, ...request }) {
    const run = this.#run(/** @type {Request} */ ({ id, ...request }));
    return new Promise((resolve, reject) => run.runChains(steps, { id, report: false, resolve, reject }));
  }

  /** @param {Request} request @returns {Promise<object>} */
  #train({ id, updates, epochs, toEndOfStage, report = false, ...request }) {
    const run = this.#run(/** @type {Request} */ ({ id, ...request }));
    const total = updatesOf({ updates, epochs, toEndOfStage }, run.session.progress());
    return new Promise((resolve, reject) => run.train({ id, report, left: total, total, resolve, reject }));
  }

  /** @param {Request} request @returns {Promise<object>} */
  #phase({ id, ...request }) {
    const run = this.#run(/** @type {Request} */ ({ id, ...request }));
    return new Promise((resolve, reject) =>
      run.train({ id, report: false, what: 'phase', left: 0, total: 0, resolve, reject }),
    );
  }

  /**
   * @param {Request} request
   * @param {string} label
   * @param {(run: Run) => Task} begin
   * @param {(job: import('./core.mjs').Job, session: import('./core.mjs').Session,
   *   begun: { run: number, updates: number }) => object} finish session: the one that the job began in; begun: the run
   *   and the number of updates that it began with
   * @returns {Promise<object>}
   */
  async #work(request, label, begin, finish) {
    const run = this.#run(request);
    if (run.moving !== null) await run.moving;
    const start = () => run.whenFree(() => (void this.#run(request), run.do(begin(run), request.id)));
    let outcome = start();
    if (outcome instanceof Promise) outcome = await outcome; // a stop may come right behind the request
    if (outcome.error?.code === 'unknown-name' && this.#cores.inFirst(run.session)) {
      await this.#opener.moveToWhole(request.id, run, (bytes) => this.#newSession(0, (core) => core.load(bytes)));
      this.#cores.freeUnusedFirst();
      outcome = await start();
    }
    /** @type {import('./core.mjs').Job} */
    const job = valueOf(outcome);
    const what = request.type === 'sample' ? 'sample' : 'measure';
    const { session } = run;
    const begun = { run: run.number, updates: session.progress().updates };
    return new Promise((resolve, reject) =>
      run.work({
        id: request.id,
        report: request.report ?? false,
        job,
        what,
        label,
        resolve,
        reject,
        finish: () => finish(job, session, begun),
      }),
    );
  }

  // --- slices of time ------------------------------------------------------------------------------------------------

  /** Schedules a tick behind all messages that wait. */
  #scheduleTick() {
    if (this.#tick_scheduled || this.#dead || this.#runs.size === 0) return;
    this.#tick_scheduled = true;
    clearTimeout(this.#timer);
    this.soon(() => this.#tick());
  }

  /** Gives one slice to one experiment. Messages are handled between two ticks. */
  #tick() {
    this.#tick_scheduled = false;
    if (this.#dead || this.#runs.size === 0) return;
    const runs = [...this.#runs.values()];
    const first = this.#next_turn++;
    // The search starts one further each time, so that every experiment that is due gets its turn.
    const now = this.clock();
    for (let i = 0; i < runs.length; ++i) {
      const run = runs[(first + i) % runs.length];
      if (run.due > now) continue;
      this.#at_work = run.id;
      try {
        run.due = run.turn(this.#slice);
      } catch (error) {
        return this.#crash(error);
      }
      break;
    }
    const wait = Math.min(...runs.map((run) => run.due)) - this.clock();
    if (wait <= 0) this.#scheduleTick();
    else if (wait < Infinity) this.#timer = setTimeout(() => this.#scheduleTick(), wait);
  }
}
