// @ts-check
// The page's table of compared experiments. It is kept in sessionStorage, which lasts as long as the tab, if the
// browser allows it.

import { Comparison } from './comparison.js';

/** @typedef {ReturnType<typeof createBoard>} Board */
/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./entries.js').Entry} Entry */
/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/**
 * The part of sessionStorage that is used here.
 * @typedef {{ getItem(key: string): string | null, setItem(key: string, text: string): void, removeItem(key: string): void }} Store
 */
/** @typedef {{ label: string, progress: number }} Busy */

const kKey = 'harmonium.board';
/** The most rows that are kept: several variants with several seeds each. */
const kMostRows = 100;
/** Longer text is stored without curves: browsers give a site about five megabytes. */
const kMostText = 2_000_000;
/** The most bytes of saved runs that are kept while the page is open. */
const kMostFiles = 64 * 1024 * 1024;

/** A number with the digits that a picture can show: the text is read on the main thread. @param {number} value */
const short = (value) => Number(value.toPrecision(5));

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
  const listed = (/** @type {any} */ list) => Array.isArray(list) && list.every((one) => typeof one === 'number');
  const curve = (/** @type {unknown} */ c) =>
    isRecord(c) && ['name', 'label', 'unit'].every((name) => typeof c[name] === 'string') && listed(c.x) && listed(c.y) && c.x.length === c.y.length;
  return (
    texts &&
    numbers &&
    isRecord(row.spec) &&
    isRecord(row.refused) &&
    Array.isArray(row.measurements) &&
    row.measurements.every(measured) &&
    ['string', 'undefined'].includes(typeof row.set) &&
    (row.curves === undefined || (Array.isArray(row.curves) && row.curves.every(curve)))
  );
}

/**
 * @param {{ measures: readonly MeasureInfo[], models?: readonly ModelInfo[], store?: () => Store, onChange: () => void }} options
 *   models: for the names of rows; store: may throw, as sessionStorage does in frames without an origin
 */
export function createBoard({ measures, models = [], store, onChange }) {
  const table = new Comparison(measures, kept());
  /** Saved runs of rows, by their digest; the oldest first. @type {Map<string, Uint8Array>} */
  const files = new Map();
  /** @type {Busy | null} */
  let busy = null;
  /** @type {Entry[] | null} */
  let entries = null;
  let stop = () => {};
  /** What makes entries of rows. Loaded when there is a row.
   * @type {(typeof import('./entries.js') & typeof import('./curve-words.js')) | null} */
  let made_by = null;
  /** The table for the app, until the rows change. @type {string | null} */
  let text = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  if (table.rows.length > 0) void load();

  /** Loads what is needed to show rows, and shows them. */
  function load() {
    loading ??= Promise.all([import('./entries.js'), import('./curve-words.js')]).then(([of_rows, of_curves]) => {
      made_by = { ...of_rows, ...of_curves };
      entries = text = null;
      onChange();
    });
    return loading;
  }

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
    entries = text = null;
    if (made_by === null && table.rows.length > 0) void load();
    try {
      const whole = JSON.stringify(table.rows);
      const fits = whole.length <= kMostText;
      store?.().setItem(kKey, fits ? whole : JSON.stringify(table.rows.map((row) => ({ ...row, curves: undefined }))));
    } catch {
      // The store is full or forbidden: the table lasts until the page is closed.
    }
    onChange();
  }

  /** @param {string | null} hash @param {Uint8Array | null | undefined} file */
  function keepFile(hash, file) {
    if (hash === null || !file) return;
    files.set(hash, file);
    let size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [oldest, { length }] of files) {
      if (size <= kMostFiles) break;
      files.delete(oldest);
      size -= length;
    }
  }

  return {
    table,

    get busy() {
      return busy;
    },

    /** What the table shows as one line each; none before ready(). @returns {Entry[]} */
    get entries() {
      return (entries ??= made_by?.entriesOf(table, models) ?? []);
    },

    /** Waits until rows can be shown. */
    ready: () => load(),

    /** The table for a file: no two rows have the same label. */
    get labelled() {
      const names = made_by?.rowNames(table.rows, models) ?? table.rows.map(({ label }) => label);
      return new Comparison(
        measures,
        table.rows.map((row, index) => ({ ...row, label: names[index] })),
      );
    },

    /** The saved run of a row, while the page is open. @param {Row} row */
    fileOf: (row) => files.get(row.hash ?? ''),

    /** Adds a row. The oldest row is removed if there are too many. @param {Row} row @param {Uint8Array | null} [file] its
     * saved run */
    add(row, file) {
      keepFile(row.hash, file);
      table.rows.push(row);
      table.rows.splice(0, table.rows.length - kMostRows);
      changed();
    },

    /** @param {number} index of an entry @returns {Entry | undefined} */
    remove(index) {
      const entry = this.entries[index];
      if (entry === undefined) return undefined;
      table.rows = table.rows.filter((row) => !entry.rows.includes(row));
      changed();
      return entry;
    },

    clear() {
      table.rows.length = 0;
      files.clear();
      changed();
    },

    /** Sets what is being measured for a new row, and how to stop it. @param {Busy | null} now @param {() => void} [toStop] */
    setBusy(now, toStop = stop) {
      busy = now;
      stop = now === null ? () => {} : toStop;
      onChange();
    },

    /** Stops what is being measured, where that can be done here. */
    stop: () => stop(),

    /** The table for the app: the columns, and for every entry one value per column, or null, and its curves. The same
     * text until the rows change. */
    json() {
      return (text ??= JSON.stringify({
        measures: table.columns.map(({ name, label, unit, better }) => ({
          name,
          label,
          unit,
          higherIsBetter: better === null ? null : better === 'higher',
        })),
        rows: this.entries.map((entry) => {
          const { name, rows, values } = entry;
          const [{ model, data, updates, epochs }] = rows;
          return {
            label: name,
            model,
            data,
            updates,
            epochs,
            seeds: rows.length,
            values: values.map(
              (value) =>
                value && { value: value.mean, standardError: value.error, exact: value.exact, certainty: value.certainty, note: value.note },
            ),
            curves: made_by?.tellingFirst(made_by.curvesOf(entry)).map(({ mean, sd, ...curve }) => ({ ...curve, y: mean.map(short), error: (sd ?? []).map(short) })),
          };
        }),
      }));
    },
  };
}

/**
 * Whether a measure applies to a model.
 * @param {readonly string[] | undefined} models of the measure; undefined or empty means all models
 * @param {string} model
 */
export const offeredTo = (models, model) => models === undefined || models.length === 0 || models.includes(model);
