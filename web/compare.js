// @ts-check
// Comparison of experiments: opens and trains them, and takes the same measures of each. The page and the API load this
// when something is compared.

import { Comparison } from './comparison.js';
import { differences } from './entries.js';
import { HarmoniumError, aborted, describe, invalidRequest, reading } from './errors.js';
import { isRecord, optional, readOptions, text, whileItRuns } from './fields.js';
import { toJson } from './given.js';
import { callSafely } from './listeners.js';
import { requests } from './protocol.js';
import { show } from './words.js';

/** @typedef {import('./experiment.js').Experiment} Experiment */
/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/** @typedef {import('./names.js').MeasureName} MeasureName */
/**
 * A measure by its name, or its name with options.
 * @typedef {MeasureName | ({ name: MeasureName } & Record<string, unknown>)} MeasureWish
 */
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
        await experiment.hash(); // the core finishes its slice of that measure; the time of the next one begins then
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
 * What a row says of an experiment besides its measures. It is taken before the experiment is measured: it may start
 * again meanwhile.
 * @param {Experiment} experiment
 * @returns {Promise<Omit<Row, 'measurements' | 'refused' | 'seconds'> & { run: number }>}
 */
export async function stateOf(experiment) {
  const { model, data, seed, settings } = /** @type {any} */ (experiment.spec);
  const { run, updates, epochs, message } = experiment.progress;
  const name = typeof data === 'string' ? data : (data.title ?? 'own data');
  return {
    label: `${model}, ${name}`,
    model,
    data: name,
    seed,
    run,
    updates,
    epochs,
    spec: { model, data: typeof data === 'string' ? data : 'inline', seed, settings: { ...settings } },
    hash: await experiment.hash(),
    problem: message || null,
  };
}

/**
 * The row of an experiment. Measures of a later run are left out of it, with the reason.
 * @param {Awaited<ReturnType<typeof stateOf>>} state
 * @param {Pick<Row, 'measurements' | 'refused'> & { label?: string, seconds?: number }} known
 * @returns {Row}
 */
export function rowOf(state, { measurements, refused, label, seconds }) {
  /** @type {Record<string, string>} */
  const late = {};
  for (const { name, run } of measurements) {
    if (run !== state.run) late[name] = 'The experiment was started again before this measure began.';
  }
  return {
    ...state,
    label: label ?? state.label,
    seconds: seconds ?? null,
    measurements: measurements.filter(({ run }) => run === state.run),
    refused: { ...refused, ...late },
  };
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
 * @param {Pick<import('./harmonium.js').Engine, 'open' | 'measures' | 'models'>} engine
 * @param {readonly Contender[]} contenders
 * @param {readonly MeasureWish[]} measures
 * @param {CompareOptions} [options]
 * @returns {Promise<Comparison>}
 */
export async function compare(engine, contenders, measures, options) {
  const { onProgress, signal } = readOptions('compare', options, whileItRuns);
  const wanted = { contenders: checkContenders(contenders), measures: checkMeasures(engine, measures) };
  const control = new AbortController();
  const stop = () => control.abort(signal.reason);
  if (signal?.aborted) throw aborted(signal);
  signal?.addEventListener('abort', stop);
  /** @type {HarmoniumError | null} */
  let failure = null;
  /** @param {CompareProgress} progress */
  const tell = (progress) =>
    callSafely(
      () => onProgress?.(progress),
      (error) => {
        failure ??= invalidRequest(`compare was stopped, since its onProgress failed: ${describe(error)}`, error);
        control.abort();
      },
    );
  try {
    const table = await atOnce(control.signal, measureEach(engine, wanted, control.signal, tell));
    if (failure !== null) throw failure;
    return table;
  } catch (error) {
    throw failure ?? error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Waits for something, and no longer than until a signal aborts. What goes on then ends by itself.
 * @template T
 * @param {AbortSignal} signal
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function atOnce(signal, work) {
  /** @type {() => void} */
  let stop = () => {};
  try {
    return await new Promise((resolve, reject) => {
      stop = () => reject(aborted(signal));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
      work.then(resolve, reject);
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * @param {Pick<import('./harmonium.js').Engine, 'open' | 'measures' | 'models'>} engine
 * @param {{ contenders: Contender[], measures: MeasureWish[] }} wanted
 * @param {AbortSignal} signal
 * @param {(progress: CompareProgress) => void} tellCaller
 */
async function measureEach(engine, { contenders, measures }, signal, tellCaller) {
  /** @type {Row[]} */
  const rows = [];
  for (const [index, contender] of contenders.entries()) {
    const given = /** @type {any} */ (contender.spec ?? contender.experiment?.spec);
    const label = contender.label ?? `${given?.model}, ${typeof given?.data === 'string' ? given.data : 'own data'}`;
    const tell = (/** @type {CompareProgress['what']} */ what, /** @type {number} */ progress) =>
      tellCaller({ index, count: contenders.length, label, what, progress });
    tell('open', 0);
    const experiment =
      contender.experiment ??
      (await engine.open(given, { signal, onProgress: ({ progress }) => tell('open', progress) }));
    try {
      const seconds = await trainContender(experiment, contender.train, signal, (progress) => tell('train', progress));
      const state = await stateOf(experiment);
      const found = await measureAll(experiment, measures, {
        signal,
        onProgress: ({ progress }) => tell('measure', progress),
      });
      rows.push(rowOf(state, { ...found, label: contender.label, seconds }));
    } finally {
      if (contender.experiment === undefined) await experiment.close();
    }
  }
  // Rows that the caller has not named, and whose labels would be the same, say what differs.
  const unnamed = rows.filter((_, index) => contenders[index].label === undefined);
  for (const label of new Set(unnamed.map((row) => row.label))) {
    const same = unnamed.filter((row) => row.label === label);
    if (same.length > 1) differences(same, engine.models).forEach((words, at) => (same[at].label = `${label}, ${words}`));
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
export async function trainContender(experiment, wish, signal, tell) {
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

const { updates, epochs, toEndOfStage } = requests.train.fields;
const kTrainFields = { updates, epochs, toEndOfStage };
const kContenderFields = {
  spec: optional({ is: isRecord, allowed: 'an experiment, { model, data, seed, settings }' }),
  experiment: optional({
    is: (/** @type {any} */ value) => isRecord(value) && typeof value.measure === 'function',
    allowed: 'an experiment that is open',
  }),
  train: optional({ is: isRecord, allowed: 'an object such as { epochs: 10 }' }),
  label: optional(text(256)),
};

// Both functions check all arguments before the first experiment is opened, since training may take hours.

/** @param {unknown} contenders @returns {Contender[]} */
function checkContenders(contenders) {
  return reading('compare: what to compare', () => {
    if (!Array.isArray(contenders) || contenders.length === 0 || contenders.length > 1000) {
      throw invalidRequest(
        `compare: what to compare is ${show(contenders)}; allowed is a list of 1 to 1000 of { spec, train } or { experiment }.`,
      );
    }
    return Array.from(contenders, (one, index) => {
      const where = `Entry ${index} of the comparison`;
      const { rest, ...contender } = readOptions(where, one ?? null, kContenderFields);
      const named = Number(contender.spec !== undefined) + Number(contender.experiment !== undefined);
      if (named !== 1) throw invalidRequest(`${where} must have either "spec" or "experiment".`);
      if (contender.train !== undefined) {
        const { rest, ...wish } = readOptions(`${where}: train`, contender.train, kTrainFields);
        if (Object.keys(wish).length !== 1) throw invalidRequest(`${where}: train must have either "updates" or "epochs".`);
        contender.train = wish;
      }
      return contender;
    });
  });
}

/**
 * @param {Pick<import('./harmonium.js').Engine, 'measures'>} engine
 * @param {unknown} measures
 * @param {string} [call] who asks, for sentences
 * @returns {MeasureWish[]}
 */
export function checkMeasures(engine, measures, call = 'compare') {
  return reading(`${call}: the measures`, () => {
    if (!Array.isArray(measures) || measures.length > 1000) {
      throw invalidRequest(`${call}: the measures are ${show(measures)}; allowed is a list of names.`);
    }
    return Array.from(measures, (wish) => {
      const { rest, name } = readOptions(
        `${call}: a measure`,
        typeof wish === 'string' ? { name: wish } : (wish ?? null),
        { name: optional(text(256)) },
        { rest: true },
      );
      if (!engine.measures.some((known) => known.name === name)) {
        const known = engine.measures.map((measure) => measure.name).join(', ');
        throw new HarmoniumError('unknown-name', `There is no measure ${show(name)}; there are ${known}.`);
      }
      toJson(rest, `${call}: the options of ${name}`);
      return { ...rest, name };
    });
  });
}
