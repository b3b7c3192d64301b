// @ts-check
// Comparison of experiments: the same measures for each, in one table that can be shown and saved as JSON or CSV.

import { HarmoniumError } from './errors.js';
import { show } from './protocol.js';

/** @typedef {import('./experiment.js').Experiment} Experiment */
/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/** @typedef {import('./names.js').MeasureName} MeasureName */
/**
 * A measure by its name, or its name with options.
 * @typedef {MeasureName | ({ name: MeasureName } & Record<string, unknown>)} MeasureWish
 */
/**
 * One experiment of a table.
 * @typedef {object} Row
 * @property {string} label
 * @property {string} model
 * @property {string} data its name, or the title of a set given in place
 * @property {number} seed
 * @property {number} updates number of updates of the measured parameters
 * @property {number} epochs
 * @property {number | null} seconds time that training took, if it was trainContender for this table
 * @property {any} spec the experiment, for engine.open(); a data set given in place is only the word "inline"
 * @property {string | null} hash digest of the parameters
 * @property {Measurement[]} measurements
 * @property {Record<string, string>} refused why a measure is missing, by the measure's name
 * @property {string | null} problem why training stopped by itself, or null
 */
/** A column. @typedef {{ name: string, label: string, unit: string, better: 'higher' | 'lower' | null }} Column */

/** Refusals with these codes leave one measure out of the row. Other errors end the whole call. */
const kSkippedCodes = ['not-available', 'invalid-data', 'invalid-option'];

/**
 * Takes measures one after another.
 * @param {Experiment} experiment
 * @param {readonly MeasureWish[]} measures
 * @param {{ signal?: AbortSignal, onProgress?: (now: { name: string, progress: number }) => void, timeout?: number }}
 *   [options] progress: 0 to 1 over all measures; timeout: milliseconds per measure, after which it is left out
 * @returns {Promise<Pick<Row, 'measurements' | 'refused'>>}
 */
export async function measureAll(experiment, measures, { signal, onProgress, timeout = Infinity } = {}) {
  /** @type {Measurement[]} */
  const measurements = [];
  /** @type {Record<string, string>} */
  const refused = {};
  for (const [done, wish] of measures.entries()) {
    const { name, ...options } = typeof wish === 'string' ? { name: wish } : wish;
    const tell = (/** @type {number} */ progress) => onProgress?.({ name, progress: (done + progress) / measures.length });
    tell(0);
    const limit = limitedSignal(signal, timeout);
    try {
      const { others, ...first } = await experiment.measure(name, {
        ...options,
        signal: limit.signal,
        onProgress: ({ progress }) => tell(progress),
      });
      // Measures that come along with another may be asked for by name too. The later result replaces the earlier one.
      for (const measurement of [first, ...others]) {
        const at = measurements.findIndex((other) => other.name === measurement.name);
        measurements.splice(at < 0 ? measurements.length : at, at < 0 ? 0 : 1, measurement);
      }
    } catch (error) {
      if (limit.late() && !signal?.aborted) {
        refused[name] = `It takes longer than ${timeout / 1000} s here. Measure it on its own first to include it.`;
      } else if (error instanceof HarmoniumError && kSkippedCodes.includes(error.code)) {
        refused[name] = error.message;
      } else {
        throw error;
      }
    } finally {
      limit.end();
    }
  }
  return { measurements, refused };
}

/**
 * A signal that aborts with another signal, or after a time.
 * @param {AbortSignal | undefined} signal
 * @param {number} milliseconds
 */
function limitedSignal(signal, milliseconds) {
  const control = new AbortController();
  let late = false;
  const stop = () => control.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const timer =
    milliseconds === Infinity
      ? undefined
      : setTimeout(() => {
          late = true;
          control.abort();
        }, milliseconds);
  return {
    signal: control.signal,
    late: () => late,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    },
  };
}

/**
 * The row of an experiment in its present state.
 * @param {Experiment} experiment
 * @param {Pick<Row, 'measurements' | 'refused'> & { label?: string, seconds?: number }} known
 * @returns {Promise<Row>}
 */
export async function rowOf(experiment, { measurements, refused, label, seconds }) {
  const { model, data, seed, settings } = /** @type {any} */ (experiment.spec);
  const { updates, epochs, message } = experiment.progress;
  const name = typeof data === 'string' ? data : (data.title ?? 'own data');
  return {
    label: label ?? `${model}, ${name}`,
    model,
    data: name,
    seed,
    updates,
    epochs,
    seconds: seconds ?? null,
    spec: { model, data: typeof data === 'string' ? data : 'inline', seed, settings: { ...settings } },
    hash: await experiment.hash(),
    measurements,
    refused,
    problem: message || null,
  };
}

/** A table of rows. Its columns are the measures that any row has, in the order of the engine's catalogue. */
export class Comparison {
  /**
   * @param {readonly MeasureInfo[]} known the engine's measures
   * @param {Row[]} [rows]
   */
  constructor(known, rows = []) {
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
    return row.measurements.find(({ name }) => name === column) ?? null;
  }

  /**
   * The best value of a column; null where no value is better than another.
   * @param {Column} column
   * @returns {number | null}
   */
  best({ name, better }) {
    const values = this.rows.map((row) => this.at(row, name)?.value).filter((value) => value !== undefined);
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

/**
 * An experiment to compare: one that is opened, trainContender and closed again, or one that is open already.
 * @typedef {object} Contender
 * @property {import('./names.js').Spec} [spec] to open
 * @property {Experiment} [experiment] or one that is open; it stays open
 * @property {{ epochs?: number, updates?: number }} [train] training before it is measured; none by default
 * @property {string} [label]
 */
/**
 * @typedef {object} CompareProgress
 * @property {number} index of the contender
 * @property {number} count of contenders
 * @property {string} label
 * @property {'open' | 'train' | 'measure'} what
 * @property {number} progress of this step, 0 to 1
 */
/**
 * @typedef {object} CompareOptions
 * @property {(progress: CompareProgress) => void} [onProgress]
 * @property {AbortSignal} [signal] stops it; nothing is answered then
 */

/**
 * Carries out Engine.compare().
 * @param {Pick<import('./harmonium.js').Engine, 'open' | 'measures'>} engine
 * @param {readonly Contender[]} contenders
 * @param {readonly MeasureWish[]} measures
 * @param {CompareOptions} [options]
 * @returns {Promise<Comparison>}
 */
export async function compare(engine, contenders, measures, { onProgress, signal } = {}) {
  checkCall(engine, contenders, measures);
  /** @type {Row[]} */
  const rows = [];
  for (const [index, contender] of contenders.entries()) {
    const given = /** @type {any} */ (contender.spec ?? contender.experiment?.spec);
    const label = contender.label ?? `${given.model}, ${typeof given.data === 'string' ? given.data : 'own data'}`;
    const tell = (/** @type {CompareProgress['what']} */ what, /** @type {number} */ progress) =>
      onProgress?.({ index, count: contenders.length, label, what, progress });
    tell('open', 0);
    const experiment =
      contender.experiment ??
      (await engine.open(given, { signal, onProgress: ({ progress }) => tell('open', progress) }));
    try {
      const seconds = await trainContender(experiment, contender.train, signal, (progress) => tell('train', progress));
      const found = await measureAll(experiment, measures, {
        signal,
        onProgress: ({ progress }) => tell('measure', progress),
      });
      rows.push(await rowOf(experiment, { ...found, label: contender.label, seconds }));
    } finally {
      if (contender.experiment === undefined) await experiment.close();
    }
  }
  return new Comparison(engine.measures, rows);
}

/**
 * Trains a contender if that is asked for. Divergence ends its training and not the comparison; its row says so.
 * @param {Experiment} experiment
 * @param {Contender['train']} wish
 * @param {AbortSignal | undefined} signal
 * @param {(progress: number) => void} tell
 */
async function trainContender(experiment, wish, signal, tell) {
  if (wish === undefined) return undefined;
  const began = performance.now();
  tell(0);
  try {
    await experiment.train({ ...wish, signal, onProgress: ({ done, total }) => tell(total > 0 ? done / total : 0) });
  } catch (error) {
    if (!(error instanceof HarmoniumError && error.code === 'diverged')) throw error;
  }
  return (performance.now() - began) / 1000;
}

/**
 * Checks all arguments before the first experiment is opened, since training may take hours.
 * @param {Pick<import('./harmonium.js').Engine, 'measures'>} engine
 * @param {unknown} contenders
 * @param {unknown} measures
 */
function checkCall(engine, contenders, measures) {
  const refuse = (/** @type {string} */ sentence) => new HarmoniumError('invalid-request', sentence);
  if (!Array.isArray(contenders) || contenders.length === 0) {
    throw refuse(`What to compare is ${show(contenders)}; allowed is a list of { spec, train } or { experiment }.`);
  }
  for (const [index, one] of contenders.entries()) {
    const named = Number(one?.spec !== undefined) + Number(one?.experiment !== undefined);
    if (named !== 1) throw refuse(`Entry ${index} of the comparison must have either "spec" or "experiment".`);
  }
  if (!Array.isArray(measures)) throw refuse(`The measures are ${show(measures)}; allowed is a list of names.`);
  for (const wish of measures) {
    const name = typeof wish === 'string' ? wish : wish?.name;
    if (!engine.measures.some((known) => known.name === name)) {
      throw new HarmoniumError(
        'unknown-name',
        `There is no measure ${show(name)}; there are ${engine.measures.map((known) => known.name).join(', ')}.`,
      );
    }
  }
}
