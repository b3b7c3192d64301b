// @ts-check
// The board of the page: experiments that the visitor laid side by side. It is kept for as long as the tab lives, where the
// browser lets a page keep anything.

import { Comparison, measureAll, rowOf } from './compare.js';

/** @typedef {import('./compare.js').Row} Row */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/** What sessionStorage is, as far as it is used here. @typedef {{ getItem(key: string): string | null, setItem(key: string, text: string): void, removeItem(key: string): void }} Store */
/** @typedef {{ label: string, progress: number }} Busy */

const kKey = 'harmonium.board';
/** The experiment rests while it is measured for a row; what takes longer than this is left out. */
const kPatienceMilliseconds = 8000;
/** More would not fit any screen. */
const kMostRows = 50;
const kMostText = 500_000;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A row as it was kept, or null where it is none. What stands in the store may be of another version of the page.
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
      // not kept then
    }
    onChange();
  }

  return {
    table,

    get busy() {
      return busy;
    },

    /** @param {Row} row the oldest makes room for it */
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

    /** What is being measured for a row that comes. @param {Busy | null} now */
    work(now) {
      busy = now;
      onChange();
    },

    /** For the app: columns, and for every row a value or null in each of them. */
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
 * An experiment as a row of the board, with what it lacks measured now.
 * @param {{ engine: Pick<import('./harmonium.js').Engine, 'models' | 'datasets' | 'measures'>,
 *   experiment: import('./experiment.js').Experiment, board: ReturnType<typeof createBoard>, signal: AbortSignal }} of
 * @returns {Promise<Row>} it is on the board already
 */
export async function measureForBoard({ engine, experiment, board, signal }) {
  const { model } = experiment.spec;
  const title = engine.models.find(({ name }) => name === model)?.title ?? model;
  board.work({ label: title, progress: 0 });
  try {
    const { measures, progress } = await experiment.snapshot();
    const taken = measures.filter(({ updates }) => updates === progress.updates);
    const missing = missingMeasures(engine.measures, { model, taken: taken.map(({ name }) => name) });
    const { measurements, refused } = await measureAll(experiment, missing, {
      signal,
      patience: kPatienceMilliseconds,
      onProgress: ({ name, progress }) => {
        board.work({ label: engine.measures.find((known) => known.name === name)?.label ?? name, progress });
      },
    });
    const fresh = new Set(measurements.map(({ name }) => name));
    const all = [...taken.filter(({ name }) => !fresh.has(name)), ...measurements];
    const row = await rowOf(experiment, { measurements: all, refused });
    const data = engine.datasets.find(({ name }) => name === row.data)?.title ?? row.data;
    const labelled = { ...row, label: `${title}, ${data}` };
    board.add(labelled);
    return labelled;
  } finally {
    board.work(null);
  }
}

/**
 * Whether a measure can be asked of a model.
 * @param {readonly string[] | undefined} models of the measure; none: all
 * @param {string} model
 */
export const offeredTo = (models, model) => models === undefined || models.length === 0 || models.includes(model);

/**
 * What to take for a row, quick ones first: all by which two experiments can be told to be better or worse, beside what this
 * one was measured by already.
 * @param {readonly MeasureInfo[]} measures
 * @param {{ model: string, taken: readonly string[] }} of taken: names it was measured by
 * @returns {import('./names.js').MeasureName[]} those still to take
 */
export function missingMeasures(measures, { model, taken }) {
  const costs = ['instant', 'seconds', 'minutes'];
  return measures
    .filter(({ name, models, better }) => offeredTo(models, model) && better !== null && !taken.includes(name))
    .sort((a, b) => costs.indexOf(a.cost) - costs.indexOf(b.cost))
    .map(({ name }) => name);
}
