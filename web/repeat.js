// @ts-check
// Engine.repeat(): the same experiment with other settings, each variant with several seeds, all with the same number of
// updates. The runs are shared among Workers of their own, so that an open experiment goes on beside them.

import { Comparison } from './comparison.js';
import { atOnce, checkMeasures, measureAll, rowOf, stateOf, trainContender } from './compare.js';
import { curvesOf, differingIn, entriesOf, fewPoints, rowNames, settingsName } from './entries.js';
import { HarmoniumError, aborted, describe, invalidRequest } from './errors.js';
import { call, isRecord, kLargest, number, optional, readOptions, text, toggle, whileItRuns, whole } from './fields.js';
import { toJson } from './given.js';
import { callSafely } from './listeners.js';

/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./compare.js').MeasureWish} MeasureWish */
/** @typedef {import('./harmonium.js').Engine} Engine */
/** @typedef {import('./names.js').Spec} Spec */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */
/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').OptionValue} OptionValue */
/** A variant: the settings that differ from those of the experiment. @typedef {Record<string, OptionValue>} Variant */
/**
 * @typedef {object} RepeatProgress
 * @property {number} done runs that have ended
 * @property {number} count of all runs
 * @property {number} progress of all of them, 0 to 1
 * @property {string} label of the run that went on
 * @property {'open' | 'train' | 'measure'} what it does
 */
/**
 * @typedef {object} RepeatOptions
 * @property {readonly Variant[]} variants 1 to 100, such as [{ method: 'cd', gibbsSteps: 10 }, { method: 'exact' }]
 * @property {number | readonly number[]} [seeds] how many, from the experiment's own seed on, or which; 1
 * @property {number} [updates] of every run; give this or `epochs`
 * @property {number} [epochs] of the experiment as it was given. They are counted in its updates, so that variants with
 *   another batch size make as many updates and see more or fewer examples
 * @property {readonly MeasureWish[]} [measures] taken of every run at its end; none
 * @property {number} [secondsPerMeasure] a measure that takes longer is left out; no limit
 * @property {number} [workers] that share the runs, 0 to 16; 0: the engine's own core does them. By default one less
 *   than there are processor cores, one to four, and 0 where the core runs without a Worker
 * @property {(row: Row, file: Uint8Array | null) => void} [onRow] is given each run at its end, and the saved experiment
 *   if `files` is set
 * @property {boolean} [files] whether onRow gets saved experiments; false
 * @property {(progress: RepeatProgress) => void} [onProgress]
 * @property {AbortSignal} [signal] stops it; nothing is answered then
 */
/** What the engine gives: how to start another core. @typedef {{ workers: number, spawn(): Promise<Engine> }} Place */

const kMostVariants = 100;
/** Most runs of one call. */
const kMostRuns = 1000;

/** @type {import('./fields.js').Field} */
const kSeeds = {
  is: (value) =>
    whole(1, kMostRuns).is(value) ||
    (Array.isArray(value) && value.length > 0 && value.length <= kMostRuns && new Set(value).size === value.length && value.every(whole(0, kLargest).is)),
  allowed: `a number of seeds from 1 to ${kMostRuns}, or a list of different seeds`,
  copy: (value) => (Array.isArray(value) ? Array.from(value) : value),
};
/** @type {import('./fields.js').Field} */
const kVariants = {
  is: (value) => Array.isArray(value) && value.length > 0 && value.length <= kMostVariants && Array.from(value).every(isRecord),
  allowed: `a list of 1 to ${kMostVariants} objects with settings`,
  copy: (value) => Array.from(value, (variant) => ({ ...variant })),
};
const kOptions = {
  variants: kVariants,
  seeds: optional(kSeeds),
  updates: optional(whole(1, kLargest)),
  epochs: optional(number(1e-6, 1e9)),
  measures: optional({ is: Array.isArray, allowed: 'a list of measures' }),
  secondsPerMeasure: optional(number(0.01, 1e6)),
  workers: optional(whole(0, 16)),
  onRow: optional(call),
  files: optional(toggle),
  ...whileItRuns,
};

/** The result of Engine.repeat(): a table with a row for each run, and means over the seeds of each variant. */
export class Repetition extends Comparison {
  #models;

  /** @param {readonly MeasureInfo[]} known @param {readonly ModelInfo[]} models @param {Row[]} rows */
  constructor(known, models, rows) {
    super(known, rows);
    this.#models = models;
  }

  /** One entry per variant: its name, its rows, and for every column the mean over its seeds with their standard deviation. */
  get entries() {
    return entriesOf(this, this.#models);
  }

  /** The curves of each entry: means over its seeds, with their standard deviation. */
  get curves() {
    return this.entries.map((entry) => ({ name: entry.name, curves: curvesOf(entry) }));
  }
}

/**
 * The refusals of variants: for each the sentence, or null if the core accepts it.
 * @param {Pick<Engine, 'open'>} engine
 * @param {Spec} spec
 * @param {readonly Variant[]} variants
 * @param {AbortSignal} [signal]
 * @returns {Promise<(string | null)[]>}
 */
export async function refusalsOf(engine, spec, variants, signal) {
  /** @type {(string | null)[]} */
  const found = [];
  for (const variant of variants) {
    try {
      const wanted = /** @type {any} */ ({ ...spec, settings: { ...spec.settings, ...variant } });
      await (await engine.open(wanted, { signal })).close();
      found.push(null);
    } catch (error) {
      if (signal?.aborted || !(error instanceof HarmoniumError) || ['closed', 'crashed'].includes(error.code)) throw error;
      found.push(error.message);
    }
  }
  return found;
}

/** @typedef {{ spec: any, variant: number, name: string, label: string }} Job */

/**
 * Carries out Engine.repeat().
 * @param {Engine} engine
 * @param {Spec} spec
 * @param {RepeatOptions} options
 * @param {Place} place
 * @returns {Promise<Repetition>}
 */
export async function repeat(engine, spec, options, place) {
  const given = readOptions('repeat', options ?? null, kOptions);
  const { variants, seeds = 1, updates, epochs, onProgress, onRow, signal } = given;
  if (variants === undefined) throw invalidRequest(`repeat: "variants" is missing; allowed is ${kVariants.allowed}.`);
  if ((updates === undefined) === (epochs === undefined)) throw invalidRequest('repeat: give either "updates" or "epochs".');
  const base = /** @type {Spec} */ (JSON.parse(toJson(spec, 'The experiment')));
  const settings = variants.map((/** @type {unknown} */ one, /** @type {number} */ at) => JSON.parse(toJson(one, `repeat: variant ${at + 1}`)));
  const count = settings.length * (typeof seeds === 'number' ? seeds : seeds.length);
  if (count > kMostRuns) throw invalidRequest(`repeat: variants times seeds are ${count} runs; allowed are at most ${kMostRuns}.`);
  const measures = checkMeasures(engine, given.measures ?? [], 'repeat');
  if (signal?.aborted) throw aborted(signal);

  const control = new AbortController();
  const stop = () => control.abort(signal.reason);
  signal?.addEventListener('abort', stop);
  /** @type {HarmoniumError | null} */
  let failure = null;
  /** @param {string} name @param {() => unknown} work */
  const tell = (name, work) => {
    if (control.signal.aborted) return; // what was under way tells of itself after the answer too
    callSafely(work, (error) => {
      failure ??= invalidRequest(`repeat was stopped, since its ${name} failed: ${describe(error)}`, error);
      control.abort();
    });
  };
  try {
    const { jobs, total } = await prepare(engine, base, settings, { seeds, updates, epochs, signal: control.signal });
    const rows = await atOnce(
      control.signal,
      share(engine, jobs, given.workers ?? place.workers, place, {
        measures,
        updates: total,
        timeout: 1000 * (given.secondsPerMeasure ?? Infinity),
        files: given.files === true,
        signal: control.signal,
        onRow: (row, file) => tell('onRow', () => onRow?.(row, file)),
        onProgress: (progress) => tell('onProgress', () => onProgress?.(progress)),
      }),
    );
    if (failure !== null) throw failure;
    const names = rowNames(rows, engine.models);
    return new Repetition(engine.measures, engine.models, rows.map((row, index) => ({ ...row, label: names[index] })));
  } catch (error) {
    throw failure ?? error;
  } finally {
    signal?.removeEventListener('abort', stop);
    control.abort();
  }
}

/**
 * Checks the experiment and all variants, which may take hours later, and lists the runs: all variants with the first
 * seed, then with the second.
 * @param {Engine} engine
 * @param {Spec} base
 * @param {Variant[]} variants
 * @param {{ seeds: number | number[], updates?: number, epochs?: number, signal: AbortSignal }} how
 * @returns {Promise<{ jobs: Job[], total: number }>}
 */
async function prepare(engine, base, variants, { seeds, updates, epochs, signal }) {
  const opened = await engine.open(/** @type {any} */ (base), { signal });
  const { progress, spec: full } = opened;
  await opened.close();
  const options = engine.models.find(({ name }) => name === full.model)?.options ?? [];
  const all = variants.map((variant) => ({ .../** @type {any} */ (full.settings), ...variant }));
  const refused = await refusalsOf(engine, base, variants, signal);
  const at = refused.findIndex((sentence) => sentence !== null);
  if (at >= 0) throw new HarmoniumError('invalid-option', `repeat: variant ${at + 1} is refused: ${refused[at]}`);
  const by = differingIn(options, all);
  const list = typeof seeds === 'number' ? Array.from({ length: seeds }, (_, i) => (full.seed + i) % (kLargest + 1)) : seeds;
  const jobs = list.flatMap((seed) =>
    variants.map((variant, index) => {
      const name = settingsName(options, by, all[index]);
      const label = [name, list.length > 1 || name === '' ? `seed ${seed}` : ''].filter((part) => part !== '').join(', ');
      return { spec: { ...base, seed, settings: { ...base.settings, ...variant } }, variant: index, name, label };
    }),
  );
  return { jobs, total: updates ?? Math.max(1, Math.round(Number(epochs) * progress.updatesPerEpoch)) };
}

/** The runs by variant, and then by seed: their indices. @param {Job[]} jobs */
const variantsInOrder = (jobs) => jobs.map((_, index) => index).sort((a, b) => jobs[a].variant - jobs[b].variant || a - b);

/**
 * @typedef {{ measures: MeasureWish[], updates: number, timeout: number, files: boolean, signal: AbortSignal,
 *   onRow(row: Row, file: Uint8Array | null): void, onProgress(progress: RepeatProgress): void }} Work
 */

/**
 * Shares the runs among workers. Each takes the next run when it has ended one.
 * @param {Engine} engine
 * @param {Job[]} jobs
 * @param {number} wanted
 * @param {Place} place
 * @param {Work} work
 */
async function share(engine, jobs, wanted, place, work) {
  const set = crypto.randomUUID?.() ?? `${Date.now()}-${performance.now()}`;
  /** @type {Row[]} */
  const rows = new Array(jobs.length);
  const shares = new Float64Array(jobs.length); // of each run that is done
  let next = 0;
  let done = 0;
  const tell = (/** @type {number} */ index, /** @type {RepeatProgress['what']} */ what, /** @type {number} */ progress) => {
    shares[index] = progress;
    const all = shares.reduce((sum, one) => sum + one, 0) / jobs.length;
    work.onProgress({ done, count: jobs.length, progress: all, label: jobs[index].label, what });
  };
  /** @param {Engine} at */
  const run = async (at) => {
    while (next < jobs.length && !work.signal.aborted) {
      const index = next++;
      const { row, file } = await runOne(at, jobs[index], work, (what, progress) => tell(index, what, progress));
      rows[index] = { ...row, set };
      done += 1;
      tell(index, 'measure', 1);
      work.onRow(rows[index], file);
    }
  };
  const members = Array.from({ length: Math.min(wanted, jobs.length) }, async () => {
    const spawned = await place.spawn();
    const stop = () => void spawned.close();
    work.signal.addEventListener('abort', stop);
    try {
      await run(spawned);
    } finally {
      work.signal.removeEventListener('abort', stop);
      await spawned.close();
    }
  });
  if (members.length === 0) members.push(run(engine));
  await Promise.all(members);
  // The first seed of every variant is run first, and the table has the seeds of a variant side by side.
  return variantsInOrder(jobs).map((index) => rows[index]);
}

/**
 * @param {Engine} engine
 * @param {Job} job
 * @param {Work} work
 * @param {(what: RepeatProgress['what'], progress: number) => void} tell
 */
async function runOne(engine, { spec, label }, { measures, updates, timeout, files, signal }, tell) {
  tell('open', 0);
  const experiment = await engine.open(spec, { signal });
  // Measures count as a tenth of a run.
  const part = measures.length > 0 ? 0.9 : 1;
  try {
    const seconds = await trainContender(experiment, { updates }, signal, (progress) => tell('train', part * progress));
    await experiment.pause(); // takes the readings at the last update
    const state = await stateOf(experiment);
    const { curves } = await experiment.snapshot();
    const found = await measureAll(experiment, measures, {
      signal,
      timeout,
      onProgress: ({ progress }) => tell('measure', part + (1 - part) * progress),
    });
    const row = { ...rowOf(state, { ...found, label, seconds }), curves: fewPoints(curves) };
    return { row, file: files ? await experiment.save() : null };
  } finally {
    await experiment.close();
  }
}

