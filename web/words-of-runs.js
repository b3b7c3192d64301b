// @ts-check
// A run in a sentence: its model, its data, its updates and its seed.

import { figure, shownName } from './words.js';

/**
 * The words for a data set: the title of a named one, or that of data given in place.
 * @param {Pick<import('./harmonium.js').Engine, 'datasets'>} tables
 * @param {any} data
 */
export const dataWords = ({ datasets }, data) =>
  datasets.find(({ name }) => name === data)?.title ?? shownName(String(data?.title ?? 'own data'));

/**
 * @param {Pick<import('./harmonium.js').Engine, 'models' | 'datasets'>} tables
 * @param {Pick<import('./harmonium.js').Experiment, 'spec' | 'progress'>} of
 */
export function describeRun(tables, { spec, progress }) {
  const model = tables.models.find(({ name }) => name === spec.model)?.title ?? spec.model;
  const epochs = Number(progress.epochs.toPrecision(3));
  const updates = `${figure(progress.updates)} update${progress.updates === 1 ? '' : 's'}`;
  return `${model}; ${dataWords(tables, spec.data)}; ${updates}, epoch ${figure(epochs)}; seed ${spec.seed}`;
}
