// @ts-check
// What the page opens when a visitor chooses another model, other data or a preset. Each choice gives a list of
// candidate experiments, the one closest to the present experiment first. The page opens the first one that the core
// accepts.

/** @typedef {import('./link.js').Spec} Spec */
/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').DatasetInfo} DatasetInfo */
/** @typedef {Pick<import('./harmonium.js').Engine, 'models' | 'datasets'>} Tables */
/**
 * An experiment to try. If it is opened, `note` is shown until the visitor dismisses it, and `said` is announced once.
 * @typedef {{ spec: Spec, note: string | null, said?: string }} Candidate
 */

import { HarmoniumError } from './errors.js';
import { sameValue } from './option-values.js';
import { show } from './words.js';

/** Codes of refusals after which the next candidate is tried. Other errors would refuse every candidate. */
const kRetryCodes = ['invalid-data', 'invalid-option', 'not-available'];

/** @param {Tables} tables @param {string} name @returns {ModelInfo} */
function modelNamed({ models }, name) {
  const found = models.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new HarmoniumError(
    'unknown-name',
    `There is no model ${show(name)}; there are ${models.map((model) => model.name).join(', ')}.`,
  );
}

/** @param {Tables} tables @param {unknown} data */
function titleOf({ datasets }, data) {
  return datasets.find(({ name }) => name === data)?.title ?? 'Own data';
}

/** @param {ModelInfo} model @param {unknown} data @returns {Record<string, any> | undefined} */
const settingsFor = (model, data) => model.presets.find((preset) => preset.data === data)?.settings;

/**
 * Candidates for another model. First the same data, if the model takes them, with the settings of a preset for these
 * data if there is one. Then the model's first preset.
 * @param {Tables} tables
 * @param {Spec} now
 * @param {string} name
 * @returns {Candidate[]}
 */
export function forModel(tables, now, name) {
  const model = modelNamed(tables, name);
  const [preset] = model.presets;
  const { data, seed } = now;
  const first = { model: name, data: preset.data, seed, settings: { ...preset.settings } };
  const note = `The ${model.title} does not take ${titleOf(tables, data)}; it learns ${titleOf(tables, preset.data)} now.`;
  const fits = typeof data !== 'string' || /** @type {string[]} */ (model.datasets).includes(data);
  if (!fits) return [{ spec: first, note }];
  return [{ spec: { model: name, data, seed, settings: { ...settingsFor(model, data) } }, note: null }, { spec: first, note }];
}

/**
 * Candidates for other data with the same model: first the present settings, then those of a preset for these data,
 * then the model's defaults. If the present experiment is a preset without changes, a preset for the other data comes
 * first.
 * @param {Tables} tables
 * @param {Spec} now
 * @param {unknown} data
 * @returns {Candidate[]}
 */
export function forData(tables, now, data) {
  const model = modelNamed(tables, now.model);
  const note = `The settings were replaced, because the previous ones do not fit ${titleOf(tables, data)}.`;
  const preset = settingsFor(model, data);
  const untouched = preset !== undefined && presetOf(model, now) !== undefined;
  return [
    ...(untouched ? [{ spec: { ...now, data, settings: { ...preset } }, note: null }] : []),
    { spec: { ...now, data }, note: null },
    { spec: { ...now, data, settings: { ...preset } }, note },
  ];
}

/**
 * The candidate for a preset.
 * @param {Tables} tables
 * @param {Spec} now
 * @param {string} name
 * @returns {Candidate[]}
 */
export function forPreset(tables, now, name) {
  const model = modelNamed(tables, now.model);
  const preset = model.presets.find((other) => other.name === name);
  if (preset === undefined) {
    const names = model.presets.map((other) => other.name).join(', ');
    throw new HarmoniumError('unknown-name', `There is no preset ${show(name)} of this model; there are ${names}.`);
  }
  const { model: same, seed } = now;
  return [{ spec: { model: same, data: preset.data, seed, settings: { ...preset.settings } }, note: null, said: preset.sentence }];
}

/**
 * The preset whose data and settings an experiment has, or undefined.
 * @param {ModelInfo} model
 * @param {{ data?: unknown, settings?: Record<string, any> }} spec with every setting spelled out
 */
export function presetOf(model, { data, settings = {} }) {
  return model.presets.find(
    (preset) =>
      preset.data === data &&
      model.options.every(({ name, default: initial }) => sameValue(settings[name], preset.settings[name] ?? initial)),
  );
}

/**
 * Candidates for a visitor's own data: the present model first, then the other models.
 * @param {Tables} tables
 * @param {Spec} now
 * @param {import('./names.js').InlineData} data
 * @returns {Candidate[]}
 */
export function forOwnData(tables, now, data) {
  const current = modelNamed(tables, now.model);
  const picture = Array.isArray(data.shape) && data.shape.length > 1;
  /** Settings of a preset on data of the same kind: real or not, pictures or not. @param {ModelInfo} model */
  const similarPreset = (model) =>
    model.presets.find((preset) => {
      const set = tables.datasets.find(({ name }) => name === preset.data);
      return set !== undefined && Boolean(set.real) === Boolean(data.real) && (set.shape[0] > 1) === picture;
    })?.settings;
  return [
    ...forData(tables, now, data).map(({ spec }) => ({ spec, note: null })),
    { spec: { ...now, data, settings: { ...similarPreset(current) } }, note: null },
    ...tables.models
      .filter((model) => model !== current)
      .flatMap((model) =>
        [similarPreset(model) ?? {}, {}].map((settings) => ({
          spec: { model: model.name, data, seed: now.seed, settings: { ...settings } },
          note: `The ${current.title} does not take these data; the ${model.title} learns them now.`,
        })),
      ),
  ];
}

/**
 * Candidates for a link without its data: first the own data that are open now, then the data of a preset.
 * @param {Tables} tables
 * @param {{ data: unknown } | null} now
 * @param {Spec} spec
 * @returns {Candidate[]}
 */
export function withoutItsData(tables, now, spec) {
  const [preset] = modelNamed(tables, spec.model).presets;
  const note = 'The link is to an experiment on own data, which it does not contain; drop the file here to use them.';
  const mine = typeof now?.data === 'object' ? [{ spec: { ...spec, data: now.data }, note: null }] : [];
  return [
    ...mine,
    { spec: { ...spec, data: preset.data }, note },
    { spec: { ...spec, data: preset.data, settings: { ...preset.settings } }, note },
  ];
}

/**
 * Opens the first candidate that the core accepts. If it accepts none, the refusal of the first candidate is thrown.
 * @template T
 * @param {Candidate[]} candidates
 * @param {(spec: Spec) => Promise<T>} open
 * @returns {Promise<{ opened: T, note: string | null, said: string | null }>}
 */
export async function firstThatOpens(candidates, open) {
  /** @type {unknown} */
  let refused = null;
  for (const { spec, note, said } of candidates) {
    try {
      return { opened: await open(spec), note, said: said ?? note };
    } catch (error) {
      if (!(error instanceof HarmoniumError && kRetryCodes.includes(error.code))) throw error;
      refused ??= error;
    }
  }
  throw refused;
}
