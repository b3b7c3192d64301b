// @ts-check
// The dialog that repeats the present experiment in variants, with several seeds, and shows what comes out. It runs in
// the background, goes on while the dialog is closed, and puts every run into the page's table.

import { offeredTo } from '../board.js';
import { Comparison } from '../comparison.js';
import { make, write } from '../elements.js';
import { entriesOf } from '../entries.js';
import { HarmoniumError } from '../errors.js';
import { refusalsOf } from '../repeat.js';
import { dataWords } from '../words-of-runs.js';
import { createResults } from './results.js';
import { createValues } from './values.js';
import { firstChoices, variantsOf } from './variants.js';

/** @typedef {import('../harmonium.js').Engine} Engine */
/** @typedef {import('../harmonium.js').Experiment} Experiment */

/** A measure that takes longer for one run is left out. */
const kMeasureSeconds = 20;
/** The table has room for so many rows (board.js). */
const kMostRuns = 100;

/**
 * @param {{ engine: Engine, board: import('../board.js').Board, experiment: () => Experiment | null,
 *   act: (action: { type: string, [field: string]: any }) => Promise<string | null>, save: () => void,
 *   say: (sentence: string) => void }} page save: offers the table as CSV
 */
export function createLaboratory({ engine, board, experiment, act, save, say }) {
  document.head.append(make('link', { rel: 'stylesheet', href: new URL('laboratory.css', import.meta.url).href }));
  /** @type {any} */
  let spec = null;
  let offered = ''; // the model and settings that the options were offered for
  /** @type {AbortController | null} */
  let running = null;
  /** Variants that the visitor does not want, by name. @type {Set<string>} */
  const unwanted = new Set();
  /** Why the core refuses a variant, by its settings. @type {Map<string, string>} */
  const refusals = new Map();
  /** @type {import('./variants.js').Variant[]} */
  let variants = [];
  let set = ''; // of the rows that are shown
  let shown = ''; // the rows that are shown: their set and how many

  const about = make('p', { id: 'lab-about' });
  const first = createValues({ id: 'lab-option', label: 'Vary', optional: false, onChange: () => showVariants() });
  const second = createValues({ id: 'lab-option-2', label: 'and', optional: true, onChange: () => showVariants() });
  const list = make('ul', { className: 'lab-checks', id: 'lab-variants', 'aria-label': 'Variants' });
  const amount = number('lab-amount', '2000', 1);
  const unit = make('select', { id: 'lab-unit' });
  unit.setAttribute('aria-label', 'updates or epochs');
  unit.append(make('option', { value: 'updates' }, 'updates'), make('option', { value: 'epochs' }, 'epochs'));
  const seeds = number('lab-seeds', '3', 1);
  const measures = make('ul', { className: 'lab-checks', 'aria-label': 'Measures' });
  const problem = make('p', { className: 'refusal', role: 'alert', hidden: true });
  const progress = make('progress', { id: 'lab-progress', max: 1, value: 0, hidden: true, 'aria-label': 'Progress' });
  const state = make('p', { id: 'lab-state', role: 'status' });
  const run = make('button', { type: 'button', id: 'lab-run', onclick: () => void start() }, 'Run all');
  const stop = make('button', { type: 'button', id: 'lab-stop', hidden: true, onclick: () => running?.abort() }, 'Stop');
  const csv = make('button', { type: 'button', id: 'lab-csv', hidden: true, onclick: save }, 'Save as CSV');
  const results = createResults({ onOpen: (entry, seed) => void openRun(entry, seed) });
  const dialog = make(
    'dialog',
    { id: 'laboratory', 'aria-labelledby': 'lab-title' },
    make('h2', { id: 'lab-title' }, 'Compare variants'),
    about,
    make(
      'fieldset',
      {},
      make('legend', {}, 'What differs'),
      make('div', { className: 'lab-two' }, first.element, second.element),
      make('p', { className: 'help' }, 'The variants are below. Untick those that you do not want.'),
      list,
    ),
    make(
      'fieldset',
      {},
      make('legend', {}, 'For each of them'),
      make(
        'div',
        { className: 'lab-two' },
        make('div', { className: 'field' }, make('label', { for: 'lab-amount' }, 'Train for'), make('span', { className: 'lab-pair' }, amount, unit)),
        field('Seeds', seeds),
      ),
      make('details', {}, make('summary', {}, 'Measured at the end'), measures),
    ),
    problem,
    make('div', { className: 'buttons' }, run, stop, csv, make('button', { type: 'button', onclick: () => dialog.close() }, 'Close')),
    progress,
    state,
    results.element,
  );
  document.body.append(dialog);

  /** @param {string} id @param {string} value @param {number} least */
  function number(id, value, least) {
    return make('input', { id, type: 'number', min: String(least), step: '1', value, oninput: () => showState() });
  }
  /** @param {string} label @param {HTMLElement} input */
  function field(label, input) {
    return make('div', { className: 'field' }, make('label', { for: input.id }, label), input);
  }

  /** @param {string | null} sentence */
  function fail(sentence) {
    write(problem, sentence ?? '');
    problem.hidden = sentence === null;
  }

  /** Offers the options and measures of the present experiment. */
  function offer() {
    const entry = engine.models.find(({ name }) => name === spec.model);
    const options = entry?.options ?? [];
    write(about, `Repeats this experiment, ${entry?.title ?? spec.model} on ${dataWords(engine, spec.data)}, with other values and everything else as it is. All runs make the same number of updates, each from its own start.`);
    const [one, other] = firstChoices(options, spec.settings);
    first.offer(options, spec.settings, one.name);
    second.offer(options, spec.settings, other?.name ?? '');
    measures.replaceChildren(
      ...engine.measures
        .filter(({ models, better }) => offeredTo(models, spec.model) && better !== null)
        .map(({ name, label, cost, exact }) =>
          make('li', {}, make('label', {}, make('input', { type: 'checkbox', value: name, checked: exact || cost === 'instant' }), label)),
        ),
    );
    unwanted.clear();
    refusals.clear();
    showVariants();
  }

  function showVariants() {
    const options = engine.models.find(({ name }) => name === spec.model)?.options ?? [];
    const choices = [first.read(), second.read()].filter((one) => one !== null);
    const right = first.right && second.right && choices.length > 0;
    variants = right ? variantsOf(options, spec.settings, choices) : [];
    list.replaceChildren(
      ...variants.map(({ name, settings }) => {
        const refusal = refusals.get(JSON.stringify(settings));
        const box = make('input', {
          type: 'checkbox',
          checked: !unwanted.has(name) && refusal === undefined,
          disabled: refusal !== undefined,
          onchange: () => {
            if (box.checked) unwanted.delete(name);
            else unwanted.add(name);
            showState();
          },
        });
        return make('li', {}, make('label', {}, box, name), ...(refusal ? [make('span', { className: 'help' }, ` ${refusal}`)] : []));
      }),
    );
    showState();
  }

  const wanted = () => variants.filter(({ name, settings }) => !unwanted.has(name) && !refusals.has(JSON.stringify(settings)));

  function showState() {
    run.hidden = running !== null;
    stop.hidden = progress.hidden = running === null;
    const runs = wanted().length * Math.max(0, seeds.valueAsNumber || 0);
    run.disabled = runs === 0 || runs > kMostRuns || !(amount.valueAsNumber > 0);
    write(run, runs > 0 ? `Run all ${runs}` : 'Run all');
    if (running === null && runs > kMostRuns) write(state, `These are ${runs} runs; at most ${kMostRuns} fit into the table.`);
  }

  /** Shows the rows of the last comparison, also of one from before a reload. */
  function showResults() {
    if (set === '') set = board.table.rows.findLast((row) => row.set !== undefined)?.set ?? '';
    const rows = board.table.rows.filter((row) => row.set !== undefined && row.set === set);
    const key = `${set} ${rows.length}`;
    if (key === shown) return;
    shown = key;
    // Named by what differs among them, whatever else is in the page's table.
    const table = new Comparison(engine.measures, rows);
    results.show(entriesOf(table, engine.models), table.columns);
    csv.hidden = rows.length === 0;
  }

  /** @param {import('../entries.js').Entry} entry @param {number} seed */
  async function openRun(entry, seed) {
    const row = entry.rows[seed];
    const index = board.entries.findIndex(({ rows }) => rows.includes(row));
    const refused = await act({ type: 'boardOpen', index, seed: board.entries[index]?.rows.indexOf(row) });
    if (refused === null) dialog.close();
    else fail(refused);
  }

  async function start() {
    fail(null);
    const control = (running = new AbortController());
    showState();
    const { signal } = control;
    try {
      const asked = wanted();
      const found = await refusalsOf(engine, spec, asked.map(({ settings }) => settings), signal);
      found.forEach((sentence, at) => sentence && refusals.set(JSON.stringify(asked[at].settings), sentence));
      if (refusals.size > 0) showVariants();
      const good = asked.filter((_, at) => found[at] === null);
      if (good.length === 0) throw new HarmoniumError('invalid-option', `No variant can be run. ${found[0]}`);
      set = '';
      await engine.repeat(spec, {
        variants: good.map(({ settings }) => settings),
        seeds: seeds.valueAsNumber,
        [unit.value]: amount.valueAsNumber,
        measures: [...measures.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => /** @type {any} */ (value)),
        secondsPerMeasure: kMeasureSeconds,
        files: true,
        signal,
        onRow: (row, file) => {
          set = row.set ?? '';
          board.add(row, file);
        },
        onProgress: ({ done, count, progress: share, label, what }) => {
          progress.value = share;
          const does = what === 'measure' ? 'measuring' : 'training';
          write(state, `${done} of ${count} runs are done; ${does} ${label}.`);
          board.setBusy({ label: `Comparing variants: ${done} of ${count} runs`, progress: share }, () => control.abort());
        },
      });
      write(state, 'All runs are done. The table \u201cSide by side\u201d has them too.');
      say('The comparison of variants is done');
      if (dialog.open) results.element.scrollIntoView({ block: 'start' });
    } catch (error) {
      if (signal.aborted) write(state, 'Stopped. The runs that had ended are kept.');
      else fail(error instanceof Error ? error.message : String(error));
    } finally {
      running = null;
      board.setBusy(null);
      showState();
      showResults();
    }
  }

  return {
    /** Shows the dialog for the present experiment. */
    open() {
      const at = experiment();
      if (at === null) return;
      if (running === null) {
        spec = at.spec;
        const key = JSON.stringify([spec.model, spec.settings, typeof spec.data === 'string' ? spec.data : null]);
        if (key !== offered) offer();
        offered = key;
      }
      fail(null);
      showState();
      showResults();
      dialog.showModal();
    },

    /** The table has changed. */
    show() {
      if (dialog.open) showResults();
    },
  };
}
