// @ts-check
// A table of experiments side by side: a row for each, a column for each measure. It can be saved as JSON or CSV.

import { invalidRequest, reading } from './errors.js';
import { isRecord } from './fields.js';
import { show } from './words.js';

/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/**
 * One experiment of a table.
 * @typedef {object} Row
 * @property {string} label
 * @property {string} model
 * @property {string} data its name, or the title of a set given in place
 * @property {number} seed
 * @property {number} [run] the run that was measured: see Progress
 * @property {number} updates number of updates of the measured parameters
 * @property {number} epochs
 * @property {number | null} seconds time that training took, where it is known
 * @property {any} spec the experiment, for engine.open(); a data set given in place is only the word "inline"
 * @property {string | null} hash digest of the parameters
 * @property {Measurement[]} measurements
 * @property {Record<string, string>} refused why a measure is missing, by the measure's name
 * @property {string | null} problem why training stopped by itself, or null
 * @property {string} [set] rows of one call of Engine.repeat() have the same
 * @property {RowCurve[]} [curves] of training, where they are kept
 */
/**
 * A curve with few enough points to be kept: x are updates, y its values. `reference` is a level to compare with, such as
 * an optimum, where there is one.
 * @typedef {{ name: string, label: string, unit: string, reference?: number, referenceLabel?: string, x: number[], y: number[] }} RowCurve
 */
/** A column. @typedef {{ name: string, label: string, unit: string, better: 'higher' | 'lower' | null }} Column */

/** Most entries of a list. One that says it has more is not looked through: that may take minutes. */
const kMostEntries = 100_000;
/** @param {unknown} list @param {(one: unknown) => boolean} fits */
const isListOf = (list, fits) =>
  reading('Comparison: a list', () => Array.isArray(list) && list.length <= kMostEntries && list.every(fits));
/** @param {unknown} one */
const isNamed = (one) => reading('Comparison: a part', () => isRecord(one) && typeof one.name === 'string');
/** @param {unknown} row */
const isRow = (row) => reading('Comparison: a row', () => isRecord(row) && isListOf(row.measurements, isNamed));

/** A table of rows. Its columns are the measures that any row has, in the order of the engine's catalogue. */
export class Comparison {
  /**
   * @param {readonly MeasureInfo[]} known the engine's measures
   * @param {Row[]} [rows]
   */
  constructor(known, rows = []) {
    if (!isListOf(known, isNamed)) {
      throw invalidRequest(`Comparison: "known" is ${show(known)}; allowed is the list "measures" of an engine.`);
    }
    if (!isListOf(rows, isRow)) {
      throw invalidRequest(`Comparison: "rows" is ${show(rows)}; allowed is a list of rows of comparisons.`);
    }
    this.known = known;
    this.rows = rows;
  }

  /** @returns {Column[]} */
  get columns() {
    /** @type {Map<string, Column>} */
    const found = new Map();
    for (const { name, label, unit } of this.rows.flatMap(({ measurements }) => measurements)) {
      const better = this.#kindOf(name)?.better ?? null;
      if (!found.has(name)) found.set(name, { name, label, unit, better });
    }
    const place = (/** @type {string} */ name) => {
      const at = this.known.findIndex((kind) => kind === this.#kindOf(name));
      return at < 0 ? this.known.length : at;
    };
    return [...found.values()].sort((a, b) => place(a.name) - place(b.name));
  }

  /** The catalogue's entry of a column. A part of a measure is named "measure.part". @param {string} name */
  #kindOf(name) {
    return this.known.find((kind) => kind.name === name) ?? this.known.find((kind) => kind.name === name.split('.')[0]);
  }

  /** @param {Row} row @param {string} column @returns {Measurement | null} */
  at(row, column) {
    if (!isRow(row)) throw invalidRequest(`Comparison: the row is ${show(row)}; allowed is a row of a comparison.`);
    return row.measurements.find(({ name }) => name === column) ?? null;
  }

  /**
   * The best value of a column; null where no value is better than another.
   * @param {Column} column
   * @param {readonly import('./entries.js').Entry[]} [entries] whose means are looked at, instead of the rows
   * @returns {number | null}
   */
  best(column, entries) {
    if (!isNamed(column)) {
      throw invalidRequest(`Comparison: the column is ${show(column)}; allowed is one of its columns.`);
    }
    const { name, better } = column;
    const at = this.columns.findIndex((other) => other.name === name);
    const all = entries?.map(({ values }) => values[at]?.mean) ?? this.rows.map((row) => this.at(row, name)?.value);
    const values = all.filter((value) => value !== undefined);
    if (better === null || values.length < 2) return null;
    return better === 'higher' ? Math.max(...values) : Math.min(...values);
  }

  /** The table as JSON text. */
  toJson() {
    return JSON.stringify({ harmonium: 'comparison', rows: this.rows }, null, 2);
  }

  /** The table as CSV (RFC 4180): one line per row, two cells per measure, the value and its standard error. */
  toCsv() {
    const columns = this.columns;
    const head = columns.flatMap(({ label, unit }) => [unit ? `${label} (${unit})` : label, `${label}, standard error`]);
    const lines = [['label', 'model', 'data', 'seed', 'updates', 'epochs', 'seconds', ...head, 'hash', 'spec']];
    for (const row of this.rows) {
      const values = columns.flatMap(({ name }) => {
        const measurement = this.at(row, name);
        return [measurement?.value ?? '', measurement?.standardError ?? ''];
      });
      const { label, model, data, seed, updates, epochs, seconds, hash, spec } = row;
      lines.push(
        [label, model, data, seed, updates, epochs, seconds ?? '', ...values, hash ?? '', JSON.stringify(spec)].map(String),
      );
    }
    return `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
  }
}

/** A CSV cell. A text that a spreadsheet would run as a formula gets a quote in front. @param {string} text */
function cell(text) {
  const plain = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
