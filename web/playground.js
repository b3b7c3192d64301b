// @ts-check
// The experiment on the page: what every control, in the canvas or in the form, asks for. It knows the door and no screen.
//
// An action is a small object, { type, ... }; act() answers with null or with the sentence that refused it. Whatever is
// refused leaves everything as it was.

import { measureForBoard } from './board.js';
import { firstThatOpens, forData, forModel, forOwnData, forPreset, withoutItsData } from './choices.js';
import { HarmoniumError } from './errors.js';
import { newestOnly } from './newest.js';
import { createNormals } from './normals.js';

/** @typedef {import('./link.js').Spec} Spec */
/** @typedef {import('./harmonium.js').Engine} Engine */
/** @typedef {import('./harmonium.js').Experiment} Experiment */

/**
 * @typedef {{ code: string, message: string, canResume: boolean }} Trouble
 * @typedef {{ what: string, label: string, progress: number, received?: number, total?: number }} Busy
 * @typedef {{ running: boolean, suspended: boolean, speed: string, phaseMode: boolean, busy: Busy | null,
 *   examplesPerSecond: number, updatesPerSecond: number, rung: string, theme: string, error: Trouble | null,
 *   notice: string | null }} Status
 */

/** Gibbs steps a second of the fantasy chains: slow enough to follow, quick enough to change. */
const kChainSpeed = 10;

/** What the canvas asks for by itself: no sign that a message has been read. */
const kQuiet = ['views', 'stage', 'chainSpeed', 'dismissError', 'latent', 'randomLatent'];

/**
 * @param {{
 *   engine: Engine,
 *   board: ReturnType<typeof import('./board.js').createBoard>,
 *   onSnapshot: (snapshot: any, giveBack: () => void) => void,
 *   onStatus: (status: Status) => void,
 *   onSpec: (spec: Spec) => void,
 *   onProgress: (progress: any) => void,
 *   say: (sentence: string) => void,
 *   page: Record<string, (action: any) => void | Promise<void>>,
 * }} options page: actions that are the page's own (theme, save, load, ...); giveBack: to be called when a snapshot is not
 *   needed any more
 */
export function createPlayground({ engine, board, onSnapshot, onStatus, onSpec, onProgress, say, page }) {
  /** @type {Experiment | null} */
  let experiment = null;
  /** @type {(() => void)[]} */
  let listening = [];
  let wanted = false; // what the visitor chose: running or not
  /** @type {Set<string>} */
  const reasons = new Set(); // why it rests all the same: hidden, off screen
  let speed = 'normal';
  let by_phase = false;
  /** @type {{ views: string[], chainSpeed: number }} */
  const watched = { views: [], chainSpeed: kChainSpeed };
  /** @type {Busy | null} */
  let busy = null;
  /** @type {Trouble | null} */
  let error = null;
  /** @type {string | null} */
  let notice = null;
  let theme = 'auto';
  /** @type {AbortController | null} */
  let opening = null;
  /** @type {AbortController | null} */
  let measuring = null;
  let told = '';
  let dismissed = ''; // a message of the core's that the visitor has read
  /** @type {Trouble | null} */
  let crash = null; // the core is dead, whether or not its message has been put away
  /** @type {unknown} */
  let shown_spec = null;
  /** @type {string[]} */
  let views_of_app = [];
  /** @type {string[]} */
  let views_of_form = [];
  const turn = newestOnly((/** @type {ArrayLike<number>} */ values) => need().setLatent(values));
  const normal = createNormals(1);

  /** @returns {Status} */
  function status() {
    const door = /** @type {Partial<Status>} */ (experiment?.status ?? {});
    return {
      running: wanted && crash === null,
      suspended: wanted && crash === null && reasons.size > 0,
      speed,
      phaseMode: by_phase || speed === 'slow',
      busy: busy ?? door.busy ?? null,
      examplesPerSecond: door.examplesPerSecond ?? 0,
      updatesPerSecond: door.updatesPerSecond ?? 0,
      rung: engine.rung,
      theme,
      error: error ?? (door.error && door.error.message !== dismissed ? door.error : null),
      notice: notice ?? door.notice ?? null,
    };
  }

  function tell() {
    const now = status();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    onStatus(now);
  }

  /** Brings the core to what is wanted now. */
  async function settle() {
    if (experiment === null) return;
    if (wanted && reasons.size === 0) await experiment.play({ speed: /** @type {any} */ (speed) });
    else await experiment.pause();
  }

  /** @param {Experiment} next */
  async function adopt(next) {
    const last = experiment;
    for (const off of listening) off();
    experiment = next;
    error = null;
    listening = [
      next.borrow(onSnapshot),
      next.on('progress', (progress) => {
        if (progress.diverged) diverged(progress.message);
        onProgress(progress);
        tell();
      }),
      next.on('state', () => {
        showSpec(next);
        tell();
      }),
      next.on('error', (failure) => fail(failure)),
    ];
    showSpec(next);
    await next.watch({ ...watched });
    await settle();
    tell();
    await last?.close();
  }

  /** @param {Experiment} of */
  function showSpec(of) {
    if (of.spec === shown_spec) return; // the door makes a new object whenever it changes
    shown_spec = of.spec;
    onSpec(of.spec);
  }

  /** @param {string} sentence */
  function diverged(sentence) {
    if (!wanted) return;
    wanted = false;
    say(`Training stopped. ${sentence}`);
  }

  /**
   * @param {unknown} failure
   * @returns {string}
   */
  function fail(failure) {
    const code = failure instanceof HarmoniumError ? failure.code : 'unexpected';
    const message = failure instanceof Error ? failure.message : String(failure);
    if (code === 'diverged') diverged(message);
    else if (crash !== null && (code === 'crashed' || code === 'closed')) error = crash;
    else if (code !== 'aborted' && code !== 'closed') error = { code, message, canResume: crash !== null };
    tell();
    return message;
  }

  /** @param {(options: { onProgress: (progress: any) => void, signal: AbortSignal }) => Promise<Experiment>} make */
  async function open(make) {
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
      else await adopt(next);
    } finally {
      if (opening === mine) {
        opening = null;
        busy = null;
        tell();
      }
    }
  }

  /** Opens the first of several experiments that the core takes. @param {import('./choices.js').Candidate[]} candidates */
  async function choose(candidates) {
    /** @type {{ note: string | null, said: string | null }} */
    const words = { note: null, said: null };
    await open(async (options) => {
      const { opened, ...found } = await firstThatOpens(candidates, (spec) => engine.open(/** @type {any} */ (spec), options));
      Object.assign(words, found);
      return opened;
    });
    notice = words.note;
    if (words.said !== null) say(words.said);
  }

  /** Opens what a link asks for; its data may have been too large for it. @param {Spec} spec */
  function follow(spec) {
    if (spec.data === 'inline') return choose(withoutItsData(engine, experiment?.spec ?? null, spec));
    // A link may ask for anything; the core looks at it before it does anything.
    return open((options) => engine.open(/** @type {any} */ (spec), options));
  }

  /** Measures the experiment as it stands, at rest, and lays it beside the others. */
  async function addToBoard() {
    const at = need();
    if (board.busy !== null)
      throw new HarmoniumError('invalid-request', 'An experiment is being measured for the table; add the next one after it.');
    measuring?.abort();
    const mine = (measuring = new AbortController());
    reasons.add('being measured');
    try {
      await settle();
      const row = await measureForBoard({ engine, experiment: at, board, signal: mine.signal });
      say(`${row.label}: added to the table, with ${row.measurements.length} measures`);
    } finally {
      if (measuring === mine) measuring = null;
      reasons.delete('being measured');
      await settle();
    }
  }

  /** @param {any} action */
  async function measure({ name, options }) {
    measuring?.abort();
    const mine = (measuring = new AbortController());
    try {
      const result = await need().measure(name, { ...options, signal: mine.signal });
      if (result?.label) say(`${result.label}: ${Number(result.value).toPrecision(5)} ${result.unit ?? ''}`.trim());
    } finally {
      if (measuring === mine) measuring = null;
    }
  }

  function need() {
    if (experiment === null) throw new HarmoniumError('closed', 'No experiment is open yet.');
    return experiment;
  }

  /** @param {boolean} run */
  async function run(run) {
    need();
    if (run && crash !== null) await revive();
    wanted = run;
    if (run) by_phase = false;
    tell();
    say(run ? 'Playing' : 'Paused'); // before the core begins: what it says of itself comes later
    await settle();
  }

  /** A new Worker in the place of a dead one. */
  async function revive() {
    await engine.restart();
    crash = error = null;
    await experiment?.watch({ ...watched });
  }

  /** @param {() => Promise<unknown>} step */
  async function single(step) {
    if (wanted) {
      wanted = false;
      await settle();
    }
    await step();
  }

  /** @type {Record<string, (action: any) => unknown>} */
  const actions = {
    play: () => run(true),
    pause: () => run(false),
    update: () => single(() => need().update(1)),
    phase: () =>
      single(async () => {
        by_phase = true;
        const phase = await need().stepPhase();
        if (phase?.sentence) say(phase.sentence);
      }),
    speed: async ({ value }) => {
      if (!['slow', 'normal', 'full'].includes(value)) {
        throw new HarmoniumError(
          'invalid-request',
          `Speed is ${JSON.stringify(value)}; it must be slow, normal or full.`,
        );
      }
      speed = value;
      by_phase = false;
      await settle();
    },
    reset: async () => {
      await need().reset();
      say('Started again with the same seed');
    },
    newSeed: async () => {
      await need().reseed();
      say(`Started again with seed ${need().spec.seed}`);
    },
    seed: async ({ value }) => {
      await need().reseed(value);
      say(`Started again with seed ${need().spec.seed}`);
    },
    set: ({ option, value }) => need().set(option, value),
    open: ({ spec }) => follow(spec),
    model: ({ value }) => choose(forModel(engine, need().spec, value)),
    data: ({ value }) => choose(forData(engine, need().spec, value)),
    preset: ({ value }) => choose(forPreset(engine, need().spec, value)),
    openData: ({ data }) => choose(forOwnData(engine, need().spec, data)),
    drawn: async ({ points }) => {
      const { drawnData } = await import('./own-data/dataset.js');
      await choose(forOwnData(engine, need().spec, drawnData(points)));
    },
    openFile: ({ bytes }) => open((options) => engine.load(bytes, options)),
    measure,
    stopMeasure: () => measuring?.abort(),
    restartChains: () => need().restartChains(),
    holdClass: ({ value }) => need().holdClass(value),
    latent: ({ values }) => turn(values),
    randomLatent: async () => {
      const { views } = await need().snapshot(['latent']);
      if (views.length === 0) throw new HarmoniumError('not-available', 'This model has no latent variables to turn.');
      await turn(views[0].sliders.map(({ low, high }) => Math.min(high, Math.max(low, normal()))));
    },
    boardAdd: addToBoard,
    boardRemove: ({ index }) => {
      const row = board.remove(index);
      if (row !== undefined) say(`${row.label} was taken off the table`);
    },
    boardClear: () => {
      board.clear();
      say('The table is empty');
    },
    views: ({ names }) => {
      views_of_app = names;
      return watchViews();
    },
    chainSpeed: async ({ value }) => {
      watched.chainSpeed = value;
      await experiment?.watch({ chainSpeed: value });
    },
    dismissError: () => {
      error = null;
      notice = null;
      dismissed = experiment?.status.error?.message ?? '';
    },
    resume: async () => {
      await revive();
      await settle();
      say(wanted ? 'Went on from the last good state; playing' : 'Went on from the last good state; paused');
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

    /**
     * Does what a control asks for.
     * @param {{ type: string, [field: string]: any }} action
     * @returns {Promise<string | null>} why it was refused, or null
     */
    async act(action) {
      const own = page[action.type];
      const step = own ?? actions[action.type];
      if (step === undefined) return null; // an app from another version may know more; nothing is changed
      try {
        if (!kQuiet.includes(action.type)) {
          error = crash;
          notice = null;
          dismissed = '';
        }
        await step(action);
        return null;
      } catch (failure) {
        return fail(failure);
      } finally {
        tell();
      }
    },

    /**
     * Views that the form shows, beside those of the canvas.
     * @param {string[]} names
     */
    async showViews(names) {
      if (names.join() === views_of_form.join()) return;
      views_of_form = names;
      await watchViews().catch(() => {}); // a dead core says so elsewhere
    },

    /**
     * Opens, and plays if wanted, without an action.
     * @param {Spec} spec
     * @param {boolean} play
     */
    async begin(spec, play) {
      wanted = play;
      await follow(spec);
    },

    /**
     * Rests, or goes on, for a reason of the page's; what the visitor chose stays chosen.
     * @param {string} reason
     * @param {boolean} rest
     */
    async rest(reason, rest) {
      if (rest === reasons.has(reason)) return;
      if (rest) reasons.add(reason);
      else reasons.delete(reason);
      try {
        await settle();
      } catch (failure) {
        fail(failure);
      }
      tell();
    },

    /** @param {string | null} sentence */
    note(sentence) {
      notice = sentence;
      if (sentence !== null) say(sentence);
      tell();
    },

    /** @param {string} name */
    showTheme(name) {
      theme = name;
      tell();
    },
  };
}
