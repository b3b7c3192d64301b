// @ts-check
// The page. It starts the core and the canvas at the same time, opens the experiment of the address, and connects
// controls, canvas, form, address bar and the settings of the visitor's system. playground.js carries out what the
// controls ask for.

import { createAddress, entryOf } from './address.js';
import { createPrefetch } from './ahead.js';
import { createBoard } from './board.js';
import { startCanvasApp } from './canvas-app.js';
import { createHost } from './canvas-host.js';
import { createFileInput, download, fileName } from './files.js';
import { createEngine } from './harmonium.js';
import { parseLink } from './link.js';
import { createLateForm } from './late-form.js';
import { createLinkGuard } from './link-guard.js';
import { createPlayground } from './playground.js';
import { createTheme } from './theme.js';

/**
 * The experiment of a first visit. It shows digits within a second. The weight decay keeps the samples good for hours.
 */
const kFirstExperiment = { model: 'rbm', data: 'digits', seed: 1, settings: { weightDecay: 0.001 } };
/** After so many updates its chains have dreamt clear digits for a while, and the page rests. */
const kFirstUpdates = 5000;
/** Milliseconds between two updates of the numbers in the form. */
const kNumbersMilliseconds = 500;
/** Shortest time between two announcements of an epoch to screen readers. */
const kEpochMilliseconds = 10_000;
/** So long after the first updates a run begins to be kept: what comes before is soon learnt again. */
const kKeepMilliseconds = 2500;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

const root = document.documentElement;
const canvas = /** @type {HTMLCanvasElement} */ (find('canvas'));
const box = find('box');
const cover = find('cover');
const details = /** @type {HTMLDetailsElement} */ (find('controls'));
const query = new URLSearchParams(window.location.search);
const reduced_motion = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Announces a sentence to screen readers. @param {string} sentence */
function say(sentence) {
  find('now').textContent = sentence;
}

/**
 * Shows a sentence above the canvas, where the canvas cannot show it itself.
 * @param {string | null} sentence
 * @param {boolean} [resumable]
 */
function showMessage(sentence, resumable = false) {
  find('message').hidden = sentence === null;
  find('message-text').textContent = sentence ?? '';
  find('message-resume').hidden = !resumable;
}

/** @type {import('./canvas-app.js').CanvasApp | null} */
let app = null;
/** @type {ReturnType<typeof createPlayground> | null} */
let playground = null;

/**
 * Continues without the canvas: says why, and opens the form, which has all controls.
 * @param {string} why
 */
function continueWithoutCanvas(why) {
  app = null;
  if (root.dataset.state === 'failed') return; // the start has failed, and its message stays
  root.dataset.app = 'none';
  details.open = true;
  cover.hidden = false;
  cover.textContent = `${why} Everything else works: the controls and the numbers are in the form below.`;
  void playground?.act({ type: 'views', names: [] });
}

const host = createHost({
  canvas,
  box,
  onFailure: (error) => {
    console.error(error);
    continueWithoutCanvas('The picture stopped with an error.');
  },
  onContext: (lost) =>
    say(lost ? 'The graphics context was lost; the browser may restore it' : 'The graphics context was restored'),
});
const theme = createTheme({
  root,
  asked: query.get('theme'),
  onChange: (dark, name) => {
    host.theme(dark);
    playground?.showTheme(name);
  },
});

/** Starts the app in the canvas. The rest of the page does not wait for it. */
async function startApp() {
  root.dataset.app = 'waiting';
  try {
    const started = await startCanvasApp({
      canvas,
      dark: theme.isDark(),
      onAction: (action) => void playground?.act(action),
      // In a page of its own the canvas is the page. In a frame the reader scrolls the page around it.
      wheelAtOnce: window.top === window,
      requestFrame: () => host.requestFrame(),
    });
    if (started === null) {
      continueWithoutCanvas('This browser offers no WebGL 2, so the pictures cannot be drawn here.');
      return null;
    }
    started.reducedMotion(reduced_motion.matches);
    return started;
  } catch (error) {
    console.error(error);
    continueWithoutCanvas('The part of the page that draws could not be loaded.');
    return null;
  }
}

const guard = createLinkGuard(() => window.sessionStorage);
window.addEventListener('pagehide', () => guard.survived());

/**
 * Opens the experiment of the address. If it is refused, or has ended the page before, opens the experiment of a first
 * visit and shows the reason.
 */
async function openFirst(/** @type {ReturnType<typeof createPlayground>} */ at) {
  const link = window.location.hash;
  const { spec, refusal } = readAddress(link);
  const play = !reduced_motion.matches;
  let reason = refusal;
  if (guard.ended(link) && spec !== null) {
    reason = 'The link was not followed: it stopped this page before, most likely by asking for too much memory.';
  } else if (spec !== null) {
    guard.begin(link);
    try {
      await at.begin(spec, play);
    } catch (error) {
      reason = `The link was not followed: ${/** @type {Error} */ (error).message}`;
      guard.end();
    }
  }
  if (at.experiment === null) await at.begin(kFirstExperiment, play);
  if (reason !== null) at.note(`${reason} This is the usual first experiment instead.`);
  else if (!play) at.note('Paused, since your system asks for less motion. Press play to begin.');
}

/**
 * Reads the fragment of an address. One that names an element of the page is an ordinary anchor.
 * @param {string} hash
 */
function readAddress(hash) {
  if (hash.length > 1 && document.getElementById(hash.slice(1)) !== null) return { spec: null, refusal: null };
  return parseLink(hash);
}

/** Greets a first visit, which has no link, is no part of another page, and left nothing here before. */
async function greet() {
  if (window.top !== window || window.location.hash.length > 1 || remembered('harmonium.met') || remembered('harmonium.runs')) return;
  const { showWelcome } = await import('./welcome.js');
  showWelcome({ before: box, focus: canvas, act: (action) => playground?.act(action), store: () => window.localStorage });
}

async function start() {
  void greet().catch(console.error);
  const loading_app = startApp();
  const rung = query.get('rung');
  const { spec: asked, refusal: bad } = readAddress(window.location.hash);
  // After a reload the address has the experiment that this page wrote there itself.
  const linked = (asked !== null || bad !== null) && entryOf(window.history.state)?.linked !== false;
  const engine = await createEngine({
    ...(rung === null ? {} : { rung: /** @type {any} */ (rung) }),
    core: asked === null || asked.model === kFirstExperiment.model ? 'first' : 'whole',
  });
  engine.on('crash', () => guard.crashed());
  const keeper = createAddress(window, { linked });
  /** @param {import('./link.js').Spec} spec */
  const keepAddress = (spec) => keeper.keep(here.until === null ? spec : { ...spec, until: here.until });
  let numbers_timer = 0;
  let keep_timer = 0;
  let learning = false;
  let epoch_said = performance.now();
  /** @type {any} */
  let newest = null;
  let giveNewestBack = () => {};
  /** The name of the canvas, which says what it shows. @type {ReturnType<typeof import('./canvas-name.js').nameCanvas> | null} */
  let named = null;
  /**
   * Loaded with the visitor's first own data.
   * @type {Promise<ReturnType<typeof import('./own-data/dialog.js').createOwnData>> | null}
   */
  let own_data = null;
  /**
   * Keeps runs in this browser, where the page is not a part of another. Loaded when there is something to keep.
   * @type {Promise<ReturnType<typeof import('./kept-runs/autosave.js').createAutosave>> | null}
   */
  let runs = null;
  function keepRuns() {
    if (window.top === window) {
      runs ??= import('./kept-runs/autosave.js').then(({ createAutosave }) => createAutosave({ engine, here, window }));
    }
    return runs;
  }
  /** @param {File[]} [files] @param {string} [text] */
  async function openOwnData(files, text) {
    own_data ??= import('./own-data/dialog.js').then(({ createOwnData }) => createOwnData({ act: here.act }));
    (await own_data).open(files, text);
  }
  const files = createFileInput({
    target: box,
    onFile: (bytes) => void here.act({ type: 'openFile', bytes }),
    onData: (given, text) => void openOwnData(given, text),
    onFailure: (error) => here.note(/** @type {Error} */ (error).message),
  });

  /** Loaded when variants are compared first. @type {ReturnType<typeof import('./laboratory/dialog.js').createLaboratory> | null} */
  let laboratory = null;
  const board = createBoard({
    measures: engine.measures,
    models: engine.models,
    store: () => window.sessionStorage,
    onChange: () => {
      host.board(board.json(), board.busy);
      controls.showBoard();
      laboratory?.show();
    },
  });
  /** @param {'json' | 'csv'} format */
  async function saveBoard(format) {
    await board.ready();
    if (format === 'json') download(board.labelled.toJson(), 'harmonium-comparison.json', 'application/json');
    else download(board.labelled.toCsv(), 'harmonium-comparison.csv', 'text/csv');
  }
  const here = createPlayground({
    engine,
    board,
    say,
    first: { spec: kFirstExperiment, updates: kFirstUpdates },
    still: reduced_motion.matches,
    onSnapshot: (snapshot, giveBack) => {
      newest = snapshot;
      if (app !== null) host.snapshot(snapshot.bytes); // replaces the previous snapshot, whether it was drawn or not
      // The canvas no longer reads the previous snapshot, so its memory goes back to the core.
      giveNewestBack();
      giveNewestBack = giveBack;
      if (app !== null && !learning && snapshot.progress.updates > 0) {
        learning = true;
        performance.mark('harmonium-learning'); // measurements read the time until the first learnt picture
      }
      prefetchWhenIdle(snapshot.progress.updates);
      void named?.later();
      if (snapshot.progress.updates > 0 && keep_timer === 0) keep_timer = window.setTimeout(keepRuns, kKeepMilliseconds);
      if (snapshot.progress.updates > 0) guard.survived();
      if (root.dataset.state === 'loading') root.dataset.state = 'open';
      showNumbers();
    },
    onProgress: (progress) => {
      const now = performance.now();
      if (now - epoch_said < kEpochMilliseconds || progress.epochs < 1) return;
      epoch_said = now;
      const curves = newest?.curves ?? [];
      void import('./curve-words.js').then(({ headline }) => say(`Epoch ${Math.floor(progress.epochs)}. ${headline(curves)}`));
    },
    onSpec: (spec) => {
      keepAddress(spec);
      controls.showSpec(spec);
      const shown = keeper.address();
      controls.showLink(shown);
      if (shown.address !== null) guard.renamed(new URL(shown.address).hash);
    },
    onLeave: (run) => keeper.leave(run),
    onStatus: (status) => {
      const running = String(status.running && !status.suspended);
      const turned = root.dataset.running !== running;
      root.dataset.running = running;
      if (turned) void named?.show();
      host.status(status);
      controls.showStatus(status);
      if (app === null) showMessage(status.error?.message ?? status.notice, status.error?.canResume);
      else showMessage(null);
    },
    page: {
      theme: ({ value }) => theme.set(value),
      load: () => files.pick(),
      save: async () => {
        const at = here.experiment;
        if (at !== null) download(await at.save(), fileName(at.spec, at.progress.updates));
      },
      copyLink: () => copyLink(),
      ownData: () => openOwnData(),
      boardExport: ({ format }) => saveBoard(format),
      laboratory: async () => {
        const { createLaboratory } = await import('./laboratory/dialog.js');
        const { act } = here;
        laboratory ??= createLaboratory({ engine, board, experiment: () => here.experiment, act, save: () => void saveBoard('csv'), say });
        laboratory.open();
      },
      reached: ({ value }) => say(value),
      goOn: async () => (await runs)?.goOn(),
      stage: () => {
        say(app?.describe() ?? '');
        void named?.show();
      },
    },
  });
  const prefetchWhenIdle = createPrefetch({
    fetchWhole: () => engine.prefetch(),
    busy: () => here.status().busy !== null,
    window,
  });
  const form = /** @type {HTMLFormElement} */ (find('form'));
  const controls = createLateForm({
    details,
    form,
    load: async () => {
      const { createControls } = await import('./controls.js');
      return createControls({ form, engine, board, watch: (views) => void here.showViews(views), act: here.act });
    },
  });
  playground = here;
  here.showTheme(theme.theme);

  function showNumbers() {
    if (numbers_timer !== 0 || !details.open || newest === null) return;
    controls.showNumbers(newest, here.status());
    const shown = newest;
    numbers_timer = window.setTimeout(() => {
      numbers_timer = 0;
      if (newest !== shown) showNumbers();
    }, kNumbersMilliseconds);
  }
  async function formToggled() {
    if (!details.open) return controls.closed();
    await controls.open();
    showNumbers();
    const place = document.getElementById('form-runs'); // none where the form could not be loaded
    if (place !== null) (await keepRuns())?.list(place).show();
  }
  details.addEventListener('toggle', formToggled);
  if (details.open) void formToggled();

  async function copyLink() {
    const { address, complete } = keeper.address();
    if (address === null) {
      here.note('This experiment is too large for a link. Save a file instead.');
      return;
    }
    try {
      await navigator.clipboard.writeText(address);
      here.note(
        complete
          ? 'Link copied: it opens this experiment from its beginning.'
          : 'Link copied. Your own data are too large for it: it names the model, the seed and the settings.',
      );
    } catch {
      await controls.open();
      document.getElementById('form-link')?.focus();
      here.note('This browser does not let the page copy. The form below shows the link, selected.');
    }
  }

  find('message-resume').addEventListener('click', () => void here.act({ type: 'resume' }));
  find('message-dismiss').addEventListener('click', () => void here.act({ type: 'dismissError' }));
  const visibility = () => void here.rest('hidden', document.hidden);
  document.addEventListener('visibilitychange', visibility);
  visibility();
  // The whole page and not the canvas alone: the form below the canvas shows changing numbers too.
  new IntersectionObserver((entries) => {
    void here.rest('off screen', !entries[entries.length - 1].isIntersecting);
  }).observe(document.body);
  window.addEventListener('hashchange', async (event) => {
    // The event's address is read, since the page may have replaced the present one already.
    const { spec, refusal } = readAddress(new URL(event.newURL).hash);
    if (refusal !== null) here.note(`${refusal} Nothing was changed.`);
    else if (spec !== null) await keeper.arrive((run) => here.act(run ? { type: 'openFile', bytes: run } : { type: 'open', spec }));
    if (here.experiment !== null) keepAddress(here.experiment.spec); // also replaces a refused address
  });

  window.addEventListener('keydown', (event) => {
    const undoes = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    // In a field the keys undo what was typed.
    const inside = /** @type {Element | null} */ (event.target)?.closest?.('input, textarea, select, dialog');
    if (!undoes || inside || event.defaultPrevented) return;
    event.preventDefault();
    void here.act({ type: 'undo' });
  });

  // The page's own objects, for scripts on the page and for tests.
  Object.assign(globalThis, { harmonium: { engine, host, board, playground: here } });

  const opening = openFirst(here);
  app = await loading_app;
  if (app !== null) {
    app.catalogue(engine.catalogue);
    cover.hidden = true;
    // Data that arrived before the app started are passed on now.
    root.dataset.app = 'ready';
    host.attach(app);
    host.status(here.status());
    host.board(board.json(), board.busy);
    if (newest !== null) host.snapshot(newest.bytes);
    const { nameCanvas } = await import('./canvas-name.js');
    named = nameCanvas({ canvas, describe: () => app?.describe() ?? '', snapshot: () => newest, running: () => root.dataset.running === 'true' });
  }
  await opening;
  if (!linked && remembered('harmonium.runs')) await (await keepRuns())?.offer();
}

/** Whether an earlier visit left something of this name in this browser. @param {string} name */
function remembered(name) {
  try {
    return window.localStorage.getItem(name) !== null;
  } catch {
    return false;
  }
}

document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault(); // the fragment of the address is the experiment, so it must not become "#controls"
  details.open = true;
  details.querySelector('summary')?.focus();
});

start().catch((error) => {
  console.error(error);
  root.dataset.state = 'failed';
  root.dataset.app = 'none';
  cover.hidden = true;
  showMessage(
    `The playground could not start. ${error instanceof Error ? error.message : error} Reloading the page may help.`,
  );
});
