// @ts-check
// The experiment on the page: it carries out what the controls ask for, in the canvas or in the form. It uses the
// JavaScript API only and draws nothing.
//
// An action is a small object, { type, ... }. act() answers null, or the sentence that refused the action. A refused
// action changes nothing.

import { checkAction } from './actions.js';
import { firstThatOpens, forData, forModel, forOwnData, forPreset, withoutItsData } from './choices.js';
import { HarmoniumError, refusalOf } from './errors.js';
import { createMeasuring } from './measuring.js';
import { createRunning } from './running.js';
import { createTrainingTime } from './training-time.js';
import { createUndo, savedRun } from './undo.js';

/** @typedef {import('./link.js').Spec} Spec */
/** @typedef {import('./harmonium.js').Engine} Engine */
/** @typedef {import('./harmonium.js').Experiment} Experiment */

/**
 * @typedef {{ code: string, message: string, canResume: boolean }} Trouble
 * @typedef {{ what: string, label: string, progress: number, received?: number, total?: number, left?: number }} Busy
 * @typedef {{ running: boolean, suspended: boolean, speed: string, chainSpeed: number, phaseMode: boolean,
 *   busy: Busy | null, mayGoOn: boolean, examplesPerSecond: number, updatesPerSecond: number, rung: string, theme: string, error: Trouble | null,
 *   notice: string | null, offer: import('./undo.js').Offer | null, took: Record<string, number> }} Status
 * Seconds: took, by measure, when it ran last here; left, of a measure that runs
 */

/** Gibbs steps per second of the running chains. At this speed a viewer can follow them and still sees them change. */
const kChainSpeed = 10;

/** Actions that the canvas sends without the visitor's doing. They do not clear a message on the screen. */
const kAppActions = ['views', 'stage', 'chainSpeed', 'dismissError', 'latent', 'randomLatent', 'reached'];

/**
 * @param {{
 *   engine: Engine,
 *   board: import('./board.js').Board,
 *   onSnapshot: (snapshot: any, giveBack: () => void) => void,
 *   onStatus: (status: Status) => void,
 *   onSpec: (spec: Spec) => void,
 *   onProgress: (progress: any) => void,
 *   onLeave?: (run: Promise<Uint8Array | null>) => void,
 *   say: (sentence: string) => void,
 *   page: Record<string, (action: any) => void | Promise<void>>,
 *   first: { spec: Spec, updates: number },
 *   still?: boolean,
 * }} options page: actions that the page carries out itself (theme, save, load, ...); giveBack: to be called when a
 *   snapshot is needed no longer; onLeave: another experiment takes the place of the present one, whose saved run comes;
 *   first: the experiment of a first visit and its length; still: chains stand until the visitor chooses a pace
 */
export function createPlayground({ engine, board, onSnapshot, onStatus, onSpec, onProgress, onLeave, say, page, first, still = false }) {
  /** @type {Experiment | null} */
  let experiment = null;
  /** @type {(() => void)[]} */
  let listening = [];
  const running = createRunning({ engine, first, experiment: () => experiment });
  /** Chains run whether the model learns or rests, as long as the page is seen. */
  const watched = { views: /** @type {string[]} */ ([]), chainSpeed: still ? 0 : kChainSpeed, chainsWhilePaused: true };
  /** @type {Busy | null} */
  let busy = null;
  /** @type {Trouble | null} */
  let error = null;
  /** @type {string | null} */
  let notice = null;
  let theme = 'auto';
  /** @type {AbortController | null} */
  let opening = null;
  let latent_actions = /** @type {Promise<any> | null} */ (null); // loaded when somebody turns them
  /** @type {string | null} */
  let end = null; // the sentence with which the run rests at an end, from which it may go on
  let reported = ''; // the last status that was reported, as JSON
  let dismissed = ''; // the core's message that the visitor has dismissed
  /** @type {Trouble | null} */
  let crash = null; // set while the core is dead, even when the message is dismissed
  /** @type {unknown} */
  let shown_spec = null;
  /** @type {string[]} */
  let views_of_app = [];
  /** @type {string[]} */
  let views_of_form = [];
  const trained = createTrainingTime(() => performance.now());
  const measuring = createMeasuring({ experiment: requireExperiment, running, say });
  const undo = createUndo({ load: (file) => open((options) => engine.load(file, options)), say, onChange: () => tell() });

  /** @returns {Status} */
  function status() {
    const from_core = /** @type {Partial<Status>} */ (experiment?.status ?? {});
    return {
      ...running.status,
      running: running.wanted && crash === null,
      suspended: running.wanted && crash === null && running.suspended,
      chainSpeed: watched.chainSpeed,
      busy: busy ?? withTimeLeft(from_core.busy) ?? null,
      examplesPerSecond: from_core.examplesPerSecond ?? 0,
      updatesPerSecond: from_core.updatesPerSecond ?? 0,
      rung: engine.rung,
      theme,
      error: error ?? (from_core.error && from_core.error.message !== dismissed ? from_core.error : null),
      notice,
      mayGoOn: end !== null && notice === end,
      offer: undo.offer,
      took: experiment === null ? {} : measuring.took(experiment.spec),
    };
  }

  /** @param {Busy | null} [work] */
  const withTimeLeft = (work) => (work?.what === 'measure' ? { ...work, left: measuring.left(work.progress) } : work);

  /** Reports the status if it has changed. */
  function tell() {
    const now = status();
    const text = JSON.stringify(now);
    if (text === reported) return;
    reported = text;
    onStatus(now);
  }

  /**
   * Replaces the experiment. The old one closes last, so that the page is never without one.
   * @param {Experiment} next
   * @param {import('./ends.js').Until | null} [until] where its link says it rests
   */
  async function replaceExperiment(next, until = null) {
    const last = experiment;
    running.begin(next, until);
    const run = savedRun(last);
    if (last !== null) onLeave?.(run);
    for (const off of listening) off();
    experiment = next;
    error = null;
    listening = [
      next.borrow((snapshot, giveBack) => {
        onSnapshot(snapshot, giveBack);
        lookForEnd(next, snapshot);
      }),
      next.on('progress', (progress) => {
        if (progress.diverged) diverged(progress.message);
        trained.note(next);
        onProgress(progress);
        tell();
      }),
      next.on('state', () => {
        showSpec(next);
        lookForEnd(next);
        tell();
      }),
      next.on('error', (failure) => fail(failure)),
    ];
    showSpec(next);
    await next.watch({ ...watched });
    await running.apply();
    tell();
    undo.keep(await run);
    await last?.close();
  }

  /** Looks whether the run has come to an end. @param {Experiment} of @param {any} [snapshot] */
  function lookForEnd(of, snapshot) {
    const sentence = running.endOf(of, snapshot);
    if (sentence === null) return;
    notice = end = sentence;
    say(sentence);
    if (snapshot) void running.apply().catch(fail).finally(tell);
  }

  /** @param {Experiment} of */
  function showSpec(of) {
    if (of.spec === shown_spec) return; // the experiment makes a new object for every change
    shown_spec = of.spec;
    onSpec(of.spec);
  }

  /** @param {string} sentence */
  function diverged(sentence) {
    if (!running.wanted) return;
    running.stop();
    say(`Training stopped. ${sentence}`);
  }

  /**
   * Reports a failure in the status. A crash stays reported until the core runs again; an abort is no failure.
   * @param {unknown} failure
   * @returns {string} the sentence
   */
  function fail(failure) {
    const code = failure instanceof HarmoniumError ? failure.code : 'unexpected';
    const { message } = refusalOf(failure);
    if (code === 'diverged') diverged(message);
    else if (crash !== null && (code === 'crashed' || code === 'closed')) error = crash;
    else if (code !== 'aborted' && code !== 'closed') error = { code, message, canResume: crash !== null };
    tell();
    return message;
  }

  /** Opens an experiment. A later call aborts an earlier one that still waits.
   * @param {(options: { onProgress: (progress: any) => void, signal: AbortSignal }) => Promise<Experiment>} make
   * @param {import('./ends.js').Until} [until] */
  async function open(make, until) {
    opening?.abort();
    const mine = (opening = new AbortController());
    try {
      const next = await make({
        signal: mine.signal,
        onProgress: (progress) => {
          busy = { ...progress };
          tell();
        },
      });
      if (mine.signal.aborted) await next.close();
      else await replaceExperiment(next, until);
    } finally {
      if (opening === mine) {
        opening = null;
        busy = null;
        tell();
      }
    }
  }

  /**
   * Opens the first of several experiments that the core accepts.
   * @param {import('./choices.js').Candidate[]} candidates
   */
  async function choose(candidates) {
    /** @type {{ note: string | null, said: string | null }} */
    const messages = { note: null, said: null };
    await open(async (options) => {
      const { opened, ...found } = await firstThatOpens(candidates, (spec) => engine.open(/** @type {any} */ (spec), options));
      Object.assign(messages, found);
      return opened;
    });
    notice = messages.note;
    if (messages.said !== null) say(messages.said);
  }

  /** Opens the experiment of a link. The link may lack the data, if they were too large. @param {Spec} spec */
  function follow({ until, ...spec }) {
    if (spec.data === 'inline') return choose(withoutItsData(engine, experiment?.spec ?? null, spec));
    // The core checks every field of a link before it opens anything.
    return open((options) => engine.open(/** @type {any} */ (spec), options), until);
  }

  const latent = () => (latent_actions ??= import('./latent-actions.js').then((made) => made.latentActions(requireExperiment)));

  const words = async () => (await import('./words-of-runs.js')).describeRun(engine, requireExperiment());

  async function onBoard(/** @type {any} */ action) {
    const { boardActions } = await import('./board-actions.js');
    await boardActions({ board, engine, say, measureAtRest: measuring.atRest, open, follow, seconds: trained.of })[action.type](action);
  }

  /** @param {(at: Experiment) => Promise<void>} work @param {(at: Experiment) => string} said */
  const restart = (work, said) => undo.restart(requireExperiment(), work, said);

  /** The open experiment; refused where there is none. */
  function requireExperiment() {
    if (experiment === null) throw new HarmoniumError('closed', 'No experiment is open yet.');
    return experiment;
  }

  /** @param {boolean} run */
  async function run(run) {
    requireExperiment();
    if (run && crash !== null) await restartCore();
    running.choose(run);
    tell();
    // This comes before the core starts, since the core's own messages come later.
    if (run) say('Playing');
    await running.apply();
    if (!run) say(`Paused. ${(await import('./curve-words.js')).headline((await requireExperiment().snapshot([])).curves)}`.trim());
  }

  /** Starts a new Worker after a crash. */
  async function restartCore() {
    await engine.restart();
    crash = error = null;
    await experiment?.watch({ ...watched });
  }

  /** Pauses and then runs one step. @param {() => Promise<unknown>} step */
  async function pauseThen(step) {
    if (running.wanted) {
      running.choose(false);
      await running.apply();
    }
    await step();
  }

  /** @type {Record<string, (action: any) => unknown>} */
  const actions = {
    play: () => run(true),
    pause: () => run(false),
    update: () => pauseThen(() => requireExperiment().update(1)),
    phase: () =>
      pauseThen(async () => {
        running.stepByPhase();
        const phase = await requireExperiment().stepPhase();
        if (phase?.sentence) say(phase.sentence);
      }),
    speed: async ({ value }) => {
      running.setSpeed(value);
      await running.apply();
    },
    runTo: async ({ until }) => {
      running.ends.ask(until, requireExperiment().progress);
      onSpec(requireExperiment().spec);
      await run(true);
    },
    reset: () => restart((at) => at.reset(), () => 'Started again with the same seed'),
    newSeed: () => restart((at) => at.reseed(), (at) => `Started again with seed ${at.spec.seed}`),
    seed: ({ value }) => restart((at) => at.reseed(value), (at) => `Started again with seed ${at.spec.seed}`),
    set: ({ option, value }) => {
      const known = engine.models.find(({ name }) => name === requireExperiment().spec.model)?.options;
      const { label = option, live = true } = known?.find(({ name }) => name === option) ?? {};
      if (live) return requireExperiment().set(option, value);
      return restart((at) => at.set(option, value), () => `Started again with another value of \u201c${label}\u201d`);
    },
    undo: async () => {
      await undo.back();
      notice = `The run as it was: ${await words()}.`;
    },
    open: ({ spec }) => follow(spec),
    model: ({ value }) => choose(forModel(engine, requireExperiment().spec, value)),
    data: ({ value }) => choose(forData(engine, requireExperiment().spec, value)),
    preset: ({ value }) => choose(forPreset(engine, requireExperiment().spec, value)),
    openData: ({ data }) => choose(forOwnData(engine, requireExperiment().spec, data)),
    drawn: async ({ points }) => {
      const { drawnData } = await import('./own-data/dataset.js');
      await choose(forOwnData(engine, requireExperiment().spec, drawnData(points)));
    },
    openFile: async ({ bytes }) => {
      await open((options) => engine.load(bytes, options));
      notice = `The file holds a run: ${await words()}.`;
      say(notice);
    },
    measure: measuring.measure,
    stopMeasure: () => {
      measuring.stop();
      board.stop();
    },
    restartChains: () => requireExperiment().restartChains(),
    holdClass: ({ value }) => requireExperiment().holdClass(value),
    latent: async (action) => (await latent()).latent(action),
    randomLatent: async () => (await latent()).randomLatent(),
    ...Object.fromEntries(['boardAdd', 'boardRemove', 'boardOpen', 'boardClear'].map((type) => [type, onBoard])),
    views: ({ names }) => {
      views_of_app = names;
      return watchViews();
    },
    chainSpeed: async ({ value }) => {
      watched.chainSpeed = value; // for experiments that are opened later
      await experiment?.watch({ chainSpeed: value });
    },
    dismissError: () => {
      error = null;
      notice = undo.offer = null;
      dismissed = experiment?.status.error?.message ?? '';
    },
    resume: async () => {
      await restartCore();
      await running.apply();
      say(running.wanted ? 'Went on from the last good state; playing' : 'Went on from the last good state; paused');
    },
  };

  async function watchViews() {
    watched.views = [...new Set([...views_of_app, ...views_of_form])];
    await experiment?.watch({ views: watched.views });
  }

  engine.on('crash', (failure) => {
    crash = error = {
      code: failure.code,
      message: `${failure.message} Your experiment can go on from its last good state.`,
      canResume: true,
    };
    say(error.message);
    tell();
  });

  return {
    status,
    get experiment() {
      return experiment;
    },

    /** Where the visitor or the link asks the run to rest; null: nowhere. */
    get until() {
      return running.ends.asked;
    },

    /**
     * Does what a control asks for.
     * @param {{ type: string, [field: string]: any }} action
     * @returns {Promise<string | null>} why it was refused, or null
     */
    async act(action) {
      try {
        const checked = checkAction(action);
        const table = [page, actions].find((known) => Object.hasOwn(known, checked.type));
        if (table === undefined) return null; // an app of a newer version may send other actions: they change nothing
        if (!kAppActions.includes(checked.type)) {
          error = crash;
          notice = null;
          dismissed = '';
        }
        if (![...kAppActions, 'play', 'pause'].includes(checked.type)) undo.pass();
        await table[checked.type](checked);
        return null;
      } catch (failure) {
        return fail(failure);
      } finally {
        tell();
      }
    },

    /** Sets the views that the form shows, in addition to those of the canvas. @param {string[]} names */
    async showViews(names) {
      if (names.join() === views_of_form.join()) return;
      views_of_form = names;
      await watchViews().catch(() => {}); // a crash is reported elsewhere
    },

    /** Opens an experiment, and plays it if asked. Starts the core again if it has died. @param {Spec} spec @param {boolean} play */
    async begin(spec, play) {
      if (crash !== null) await restartCore();
      running.choose(play);
      await follow(spec);
    },

    /**
     * Suspends or resumes the run for a reason of the page. The visitor's choice of play or pause is kept.
     * @param {string} reason
     * @param {boolean} rest
     */
    async rest(reason, rest) {
      if (!running.suspend(reason, rest)) return;
      watched.chainsWhilePaused = !running.suspended;
      try {
        await experiment?.watch({ chainsWhilePaused: watched.chainsWhilePaused });
        await running.apply();
      } catch (failure) {
        fail(failure);
      }
      tell();
    },

    /** Shows and announces a sentence; null removes it. @param {string | null} sentence */
    note(sentence) {
      notice = sentence;
      if (sentence !== null) say(sentence);
      tell();
    },

    /** Shows and announces an offer. @param {import('./undo.js').Offer | null} next */
    offer(next) {
      undo.offer = next;
      if (next !== null) say(next.sentence);
      tell();
    },

    /** Seconds that the present run has trained on this page. */
    get trainedSeconds() {
      return experiment === null ? 0 : trained.of(experiment);
    },

    /** @param {string} name */
    showTheme(name) {
      theme = name;
      tell();
    },
  };
}
