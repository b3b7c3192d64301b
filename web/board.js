// @ts-check
// The page's table of compared experiments. It is kept in sessionStorage, which lasts as long as the tab, if the
// browser allows it.

import { atOnce, measureAll, rowOf, stateOf } from './compare.js';
import { Comparison } from './comparison.js';
import { aborted } from './errors.js';

/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/**
 * The part of sessionStorage that is used here.
 * @typedef {{ getItem(key: string): string | null, setItem(key: string, text: string): void, removeItem(key: string): void }} Store
 */
/** @typedef {{ label: string, progress: number }} Busy */

const kKey = 'harmonium.board';
/** The experiment does not train while it is measured. Measures that take longer than this are left out of its row. */
const kMeasureMilliseconds = 8000;
/** More rows are not readable on a screen. */
const kMostRows = 50;
/** Longer text is not stored: browsers give a site about five megabytes. */
const kMostText = 500_000;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether a stored value is a row. The store may hold rows of another version of the page, or anything else.
 * @param {unknown} row
 */
function isRow(row) {
  if (!isRecord(row)) return false;
  const texts = ['label', 'model', 'data'].every((name) => typeof row[name] === 'string');
  const numbers = ['seed', 'updates', 'epochs'].every((name) => typeof row[name] === 'number');
  const measured = (/** @type {unknown} */ m) =>
    isRecord(m) &&
    ['name', 'label', 'unit', 'note'].every((name) => typeof m[name] === 'string') &&
    typeof m.value === 'number';
  return (
    texts &&
    numbers &&
    isRecord(row.spec) &&
    isRecord(row.refused) &&
    Array.isArray(row.measurements) &&
    row.measurements.every(measured)
  );
}

/**
 * @param {{ measures: readonly MeasureInfo[], store?: () => Store, onChange: () => void }} options store: may throw, as
 *   sessionStorage does in frames without an origin
 */
export function createBoard({ measures, store, onChange }) {
  const table = new Comparison(measures, kept());
  /** @type {Busy | null} */
  let busy = null;

  /** @returns {Row[]} */
  function kept() {
    try {
      const rows = JSON.parse(store?.().getItem(kKey) ?? '[]');
      return Array.isArray(rows) ? rows.filter(isRow).slice(0, kMostRows) : [];
    } catch {
      return [];
    }
  }

  function changed() {
    try {
      const text = JSON.stringify(table.rows);
      if (text.length <= kMostText) store?.().setItem(kKey, text);
    } catch {
      // The store is full or forbidden: the table lasts until the page is closed.
    }
    onChange();
  }

  return {
    table,

    get busy() {
      return busy;
    },

    /** Adds a row. The oldest row is removed if there are too many. @param {Row} row */
    add(row) {
      table.rows.push(row);
      table.rows.splice(0, table.rows.length - kMostRows);
      changed();
    },

    /** @param {number} index @returns {Row | undefined} */
    remove(index) {
      const [row] = Number.isInteger(index) && index >= 0 ? table.rows.splice(index, 1) : [];
      if (row !== undefined) changed();
      return row;
    },

    clear() {
      table.rows.length = 0;
      changed();
    },

    /** Sets what is being measured for a new row. @param {Busy | null} now */
    setBusy(now) {
      busy = now;
      onChange();
    },

    /** The table for the app: the columns, and for every row one value per column, or null. */
    json() {
      const columns = table.columns;
      return JSON.stringify({
        measures: columns.map(({ name, label, unit, better }) => ({
          name,
          label,
          unit,
          higherIsBetter: better === null ? null : better === 'higher',
        })),
        rows: table.rows.map((row) => ({
          label: row.label,
          model: row.model,
          data: row.data,
          seed: row.seed,
          updates: row.updates,
          epochs: row.epochs,
          spec: row.spec,
          hash: row.hash,
          values: columns.map(({ name }) => {
            const found = table.at(row, name);
            if (found === null) return null;
            const { value, standardError, exact, certainty, note, updates } = found;
            const kind = certainty ?? (exact ? 'exact' : 'estimate');
            return { value, standardError: standardError ?? null, exact: Boolean(exact), certainty: kind, note, updates };
          }),
        })),
        busy,
      });
    },
  };
}

/**
 * Adds an experiment to the board. Measures that were taken at the present parameters are used again; the others are
 * taken now.
 * @param {{ engine: Pick<import('./harmonium.js').Engine, 'models' | 'datasets' | 'measures'>,
 *   experiment: import('./experiment.js').Experiment, board: ReturnType<typeof createBoard>, signal: AbortSignal }} of
 * @returns {Promise<Row>} the row, which is on the board already
 */
export async function measureForBoard({ engine, experiment, board, signal }) {
  const { model } = experiment.spec;
  const title = engine.models.find(({ name }) => name === model)?.title ?? model;
  board.setBusy({ label: title, progress: 0 });
  try {
    return await atOnce(signal, measureRow({ engine, experiment, board, signal, title }));
  } finally {
    board.setBusy(null);
  }
}

/** @param {Parameters<typeof measureForBoard>[0] & { title: string }} of */
async function measureRow({ engine, experiment, board, signal, title }) {
  const state = await stateOf(experiment);
  const { measures } = await experiment.snapshot();
  const taken = measures.filter(({ run, updates }) => run === state.run && updates === state.updates);
  const missing = missingMeasures(engine.measures, { model: state.model, taken: taken.map(({ name }) => name) });
  const { measurements, refused } = await measureAll(experiment, missing, {
    signal,
    timeout: kMeasureMilliseconds,
    onProgress: ({ name, progress }) => {
      board.setBusy({ label: engine.measures.find((known) => known.name === name)?.label ?? name, progress });
    },
  });
  const fresh = new Set(measurements.map(({ name }) => name));
  const all = [...taken.filter(({ name }) => !fresh.has(name)), ...measurements];
  const data = engine.datasets.find(({ name }) => name === state.data)?.title ?? state.data;
  const row = rowOf(state, { measurements: all, refused, label: `${title}, ${data}` });
  if (signal.aborted) throw aborted(signal); // nobody waits for the row any more
  board.add(row);
  return row;
}

/**
 * Whether a measure applies to a model.
 * @param {readonly string[] | undefined} models of the measure; undefined or empty means all models
 * @param {string} model
 */
export const offeredTo = (models, model) => models === undefined || models.length === 0 || models.includes(model);

/**
 * The measures to take for a row, quick ones first: all that can rank two experiments and were not taken yet.
 * @param {readonly MeasureInfo[]} measures
 * @param {{ model: string, taken: readonly string[] }} of taken: names of the measures that were taken
 * @returns {import('./names.js').MeasureName[]} those still to take
 */
export function missingMeasures(measures, { model, taken }) {
  const costs = ['instant', 'seconds', 'minutes'];
  return measures
    .filter(({ name, models, better }) => offeredTo(models, model) && better !== null && !taken.includes(name))
    .sort((a, b) => costs.indexOf(a.cost) - costs.indexOf(b.cost))
    .map(({ name }) => name);
}
