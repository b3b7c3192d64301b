// The form: every control of the canvas as plain HTML, for the keyboard, for screen readers, for phones that cannot
// type into a canvas, and for browsers without WebGL 2. It is made from the same option tables as the canvas.

import { offeredTo } from './board.js';
import { presetOf } from './choices.js';
import { createBoardTable } from './controls-board.js';
import { createGoal } from './controls-goal.js';
import { createOptions } from './controls-options.js';
import { createViews } from './controls-views.js';
import { curveWords } from './curve-words.js';
import { choice, duration, figure, make, measured, write } from './elements.js';
import { valuesOf } from './option-values.js';

/** @typedef {import('./playground.js').Status} Status */
/** @typedef {import('./harmonium.js').Engine} Engine */
/** @typedef {import('./board.js').Board} Board */

/** How certain a measured value is, in words. */
const kCertainty = {
  exact: 'Exact',
  'lower bound': 'A lower bound: the true value is at least this',
  estimate: 'An estimate',
};

/**
 * The row "Stage" of the numbers: which stage runs, and when it ends.
 * @param {import('./types.js').Stage[]} stages
 * @param {import('./types.js').Progress} progress
 */
function stageWords(stages, { stage, updates, stageEnd }) {
  const { label, sentence, trains } = stages[stage];
  const rest = stageEnd > updates ? `, ${figure(stageEnd - updates)} updates until it ends` : '';
  return `${stage + 1} of ${stages.length}, ${label}: trains ${trains}${rest}. ${sentence}`;
}

/** Steps a second of the running samples, as the canvas offers them. */
const kChainSpeeds = [
  ['0', 'still'],
  ['2', '2 steps a second'],
  ['10', '10 steps a second'],
  ['100', '100 steps a second'],
  ['100000', 'full'],
];

/**
 * @param {{
 *   form: HTMLFormElement,
 *   engine: Pick<Engine, 'models' | 'datasets' | 'measures'>,
 *   board: Board,
 *   watch: (views: string[]) => void,
 *   act: (action: { type: string, [field: string]: any }) => Promise<string | null>,
 * }} options watch: sets which views the form needs; act: answers with the sentence that refused the action, or null
 */
export function createControls({ form, engine, board, watch, act }) {
  /** @type {any} */
  let spec = null;
  let built_for = ''; // the model whose options the form shows

  const refusal = make('p', { id: 'form-refusal', className: 'refusal', role: 'alert', hidden: true });

  /** @param {string | null} sentence */
  function showRefusal(sentence) {
    refusal.textContent = sentence ?? '';
    refusal.hidden = sentence === null;
  }

  /** @param {{ type: string, [field: string]: any }} action */
  async function ask(action) {
    const sentence = await act(action);
    showRefusal(sentence);
    return sentence;
  }

  /**
   * @param {string} label
   * @param {string} type
   * @param {string} [help]
   */
  function button(label, type, help) {
    const properties = { type: 'button', onclick: () => void ask({ type }), ...(help ? { title: help } : {}) };
    const made = make('button', properties, label);
    made.dataset.action = type;
    return made;
  }

  const play = button('Play', 'play');
  play.onclick = () => void ask({ type: play.dataset.action ?? 'play' });
  const resume = button('Go on from the last good state', 'resume');
  const offered = make('p', { id: 'form-offer' });
  const accept = make('button', { type: 'button', hidden: true, onclick: () => void ask({ type: accept.value }) });
  const decline = make('button', { type: 'button', hidden: true, onclick: () => void ask({ type: 'dismissError' }) });
  const offer = make('div', { className: 'buttons', hidden: true }, offered, accept, decline);
  const speed = choice(
    'form-speed',
    'Pace',
    [
      { name: 'slow', label: 'slow motion, phase by phase' },
      ...['1', '10', '100'].map((name) => ({ name, label: name === '1' ? '1 update a second' : `${name} updates a second` })),
      { name: 'full', label: 'full' },
    ],
    (value) => void ask({ type: 'speed', value }),
  );
  const chains = choice(
    'form-chains',
    'Running samples',
    kChainSpeeds.map(([name, label]) => ({ name, label })),
    (value) => void ask({ type: 'chainSpeed', value: Number(value) }),
  );
  const theme = choice(
    'form-theme',
    'Theme',
    [
      { name: 'auto', label: 'as the system' },
      { name: 'light', label: 'light' },
      { name: 'dark', label: 'dark' },
    ],
    (value) => void ask({ type: 'theme', value }),
  );
  const running = make(
    'fieldset',
    {},
    make('legend', {}, 'Run'),
    make(
      'div',
      { className: 'buttons' },
      play,
      button('One update', 'update', 'Changes the parameters once'),
      button('One phase', 'phase', 'Runs the next part of an update'),
      button('Reset', 'reset', 'Starts again with the same seed'),
      button('New seed', 'newSeed', 'Starts again with another seed'),
      button('Undo', 'undo', 'Goes back to the run that a new start or another experiment ended'),
      button('Restart chains', 'restartChains', 'Starts the running samples again from noise; training continues'),
      resume,
    ),
    speed.row,
    createGoal({ ask }),
    chains.row,
    theme.row,
  );
  const address = make('input', { id: 'form-link', type: 'text', readOnly: true, onfocus: () => address.select() });
  const link_help = make('p', { id: 'form-link-help', className: 'help' });
  const keeping = make(
    'fieldset',
    {},
    make('legend', {}, 'Keep'),
    make(
      'div',
      { className: 'buttons' },
      button('Copy link', 'copyLink', 'Copies a link that starts this experiment from its beginning'),
      button('Save file', 'save', 'Saves weights, settings and progress as a safetensors file'),
      button('Open file', 'load', 'Opens a file that was saved here'),
    ),
    make('div', { className: 'field' }, make('label', { for: 'form-link' }, 'Link'), address, link_help),
    make('div', { id: 'form-runs' }),
  );

  const model = choice(
    'form-model',
    'Model',
    engine.models.map(({ name, title }) => ({ name, label: title })),
    (value) => void choose({ type: 'model', value }),
  );
  const model_help = make('p', { id: 'form-model-help', className: 'help' });
  model.select.setAttribute('aria-describedby', 'form-model-help');
  const preset = choice('form-preset', 'Try', [], (value) => {
    if (value !== '') void choose({ type: 'preset', value });
  });
  const preset_help = make('p', { id: 'form-preset-help', className: 'help' });
  preset.select.setAttribute('aria-describedby', 'form-preset-help');
  const data = choice('form-data', 'Data', [], (value) => {
    if (value !== 'inline') void choose({ type: 'data', value });
  });
  const data_help = make('p', { id: 'form-data-help', className: 'help' });
  data.select.setAttribute('aria-describedby', 'form-data-help');
  const seed = make('input', {
    id: 'form-seed',
    type: 'number',
    min: '0',
    max: String(Number.MAX_SAFE_INTEGER),
    step: '1',
    onchange: async () => {
      if (await ask({ type: 'seed', value: seed.valueAsNumber })) seed.value = String(spec?.seed ?? '');
    },
  });
  const experiment = make(
    'fieldset',
    {},
    make('legend', {}, 'Experiment'),
    model.row,
    model_help,
    preset.row,
    preset_help,
    data.row,
    data_help,
    make(
      'div',
      { className: 'buttons' },
      button('Own data', 'ownData', 'Opens a table, an array or pictures from your files, which stay on this device'),
    ),
    make('div', { className: 'field' }, make('label', { for: 'form-seed' }, 'Seed'), seed),
  );
  const settings = createOptions({ ask, refusal });
  const numbers = make('dl', { id: 'form-numbers' });
  const measures = make('div', { id: 'form-measures', className: 'buttons' });
  const times_help = 'A measure that has run on this device says how long it took. The others are not timed yet; each can be stopped.';
  const split = choice(
    'form-split',
    'Measured on',
    [
      { name: '', label: 'as the measure prefers' },
      { name: 'test', label: 'held-out data' },
      { name: 'train', label: 'training data' },
    ],
    () => {},
  );
  const view_controls = createViews({ ask, watch });
  const table = createBoardTable({ board, ask });
  const said = make('p', { id: 'form-state' });

  /** On a refusal the lists show the old choice again. @param {{ type: string, value: string }} action */
  async function choose(action) {
    if (await ask(action)) showSpec(spec);
  }

  /** Builds what depends on the model: its options, its measures and its views. */
  function build() {
    const entry = engine.models.find(({ name }) => name === spec.model);
    settings.build(entry?.options ?? []);
    const meant = engine.measures.filter(({ models }) => offeredTo(models, spec.model));
    measures.replaceChildren(
      ...meant.map(({ name, label, sentence, options }) =>
        make(
          'button',
          {
            type: 'button',
            title: sentence,
            name,
            value: label,
            onclick: () => {
              const splits = options?.some((option) => option.name === 'split') && split.select.value !== '';
              void ask({ type: 'measure', name, options: splits ? { split: split.select.value } : {} });
            },
          },
          label,
        ),
      ),
      button('Stop measuring', 'stopMeasure'),
    );
    showTimes();
    view_controls.showModel(entry?.views ?? []);
    built_for = spec.model;
  }

  /** @type {Status['took']} */
  let took = {};
  /** Writes how long each measure took last. */
  function showTimes() {
    for (const measure of measures.querySelectorAll('button')) {
      if (!measure.name) continue; // "Stop measuring"
      const seconds = took[measure.name];
      write(measure, seconds === undefined ? measure.value : `${measure.value} (took ${duration(seconds)})`);
    }
  }

  /** @param {any} next */
  function showSpec(next) {
    spec = next;
    if (spec.model !== built_for) build();
    const focused = document.activeElement;
    const entry = engine.models.find(({ name }) => name === spec.model);
    if (model.select !== focused) model.select.value = spec.model;
    write(model_help, entry ? `${entry.sentence} ${entry.paper}` : '');
    showPresets(entry);
    showData(entry);
    if (seed !== focused) seed.value = String(spec.seed);
    settings.show(spec.settings ?? {}, valuesOf(engine.datasets, spec.data));
  }

  /** @param {import('./types.js').ModelInfo | undefined} entry */
  function showPresets(entry) {
    const presets = entry?.presets ?? [];
    preset.offer([{ name: '', label: 'settings of your own' }, ...presets.map(({ name, title }) => ({ name, label: title }))]);
    const now = entry ? presetOf(entry, spec) : undefined;
    if (preset.select !== document.activeElement) preset.select.value = now?.name ?? '';
    write(preset_help, now?.sentence ?? 'These experiments are known to work. Choosing one starts it from its beginning.');
  }

  /** Offers the data sets that the model can learn from. @param {import('./types.js').ModelInfo | undefined} entry */
  function showData(entry) {
    const own = typeof spec.data !== 'string';
    const title = own ? (spec.data.title ?? 'Own data') : '';
    const fitting = engine.datasets.filter(({ name }) => entry?.datasets?.includes(name) ?? true);
    data.offer([...(own ? [{ name: 'inline', label: title }] : []), ...fitting.map(({ name, title }) => ({ name, label: title }))]);
    if (data.select !== document.activeElement || own) data.select.value = own ? 'inline' : spec.data;
    const set = engine.datasets.find(({ name }) => name === spec.data);
    write(data_help, set?.sentence ?? 'Your own data. They stay on this device.');
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.replaceChildren(
    said,
    offer,
    refusal,
    running,
    make('fieldset', {}, make('legend', {}, 'Numbers'), numbers, split.row, make('p', { className: 'help' }, times_help), measures),
    view_controls.fieldset,
    table.fieldset,
    experiment,
    settings.element,
    keeping,
  );

  return {
    showSpec,

    showBoard: table.show,

    /** Sets whether the form is open. @param {boolean} open */
    showOpen: view_controls.showOpen,

    /** @param {{ address: string | null, complete: boolean }} link */
    showLink({ address: link, complete }) {
      // A focused field may hold a selection that the visitor is about to copy.
      if (document.activeElement !== address) address.value = link ?? 'too long for a link: save a file instead';
      write(link_help, complete ? '' : 'Your own data are too large for a link: it names the model, the seed and the settings.');
    },

    /** @param {Status} status */
    showStatus(status) {
      write(play, status.running ? 'Pause' : 'Play');
      play.dataset.action = status.running ? 'pause' : 'play';
      resume.hidden = !status.error?.canResume;
      speed.select.value = status.speed;
      chains.select.value = String(status.chainSpeed);
      theme.select.value = status.theme;
      took = status.took;
      showTimes();
      const left = status.busy?.left ? `, about ${duration(status.busy.left)} left` : '';
      const doing = status.busy ? ` ${status.busy.label}: ${Math.round(100 * status.busy.progress)} %${left}.` : '';
      const resting = status.suspended ? ' (suspended while the page is out of sight)' : '';
      offer.hidden = status.offer === null;
      write(offered, status.offer?.sentence ?? '');
      accept.value = status.offer?.action ?? '';
      write(accept, status.offer?.label ?? '');
      write(decline, status.offer?.other ?? '');
      accept.hidden = status.offer === null;
      decline.hidden = !status.offer?.other;
      const why = status.error?.message ?? status.notice ?? '';
      write(said, `${status.running ? 'Playing' : 'Paused'}${resting}.${doing} ${why}`);
    },

    /**
     * Shows the numbers of a snapshot as text.
     * @param {any} snapshot
     * @param {Status} status
     */
    showNumbers(snapshot, status) {
      /** @type {[string, string][]} */
      const rows = [
        ['Updates', figure(snapshot.progress.updates)],
        ['Epochs', figure(snapshot.progress.epochs)],
        ['Examples per second', figure(Math.round(status.examplesPerSecond))],
      ];
      const { stages = [], progress } = snapshot;
      if (stages.length > 1) rows.push(['Stage', stageWords(stages, progress)]);
      if (snapshot.phase?.sentence && status.phaseMode) rows.push(['Phase', snapshot.phase.sentence]);
      if (snapshot.progress.prepared < 1)
        rows.push(['First pass over all examples', `${Math.round(100 * snapshot.progress.prepared)} %`]);
      for (const curve of snapshot.curves ?? []) rows.push([curve.label, curveWords(curve)]);
      for (const measurement of snapshot.measures ?? []) {
        const { label, note, details = [] } = measurement;
        const parts = details.map((/** @type {any} */ part) => `${part.label}: ${figure(part.value)}`).join(', ');
        const kind = kCertainty[/** @type {keyof typeof kCertainty} */ (measurement.certainty)];
        rows.push([label, [measured(measurement), kind, parts, note].filter((text) => text).join('. ')]);
      }
      if (snapshot.progress.message) rows.push(['Stopped', snapshot.progress.message]);
      view_controls.show(snapshot);
      numbers.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
    },
  };
}
