// @ts-check
// Measures the open experiment for the page's table of compared experiments. Loaded when the first one is added.

import { offeredTo } from './board.js';
import { atOnce, measureAll, rowOf, stateOf } from './compare.js';
import { fewPoints } from './entries.js';
import { aborted } from './errors.js';

/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {import('./types.js').MeasureInfo} MeasureInfo */

/** The experiment does not train while it is measured. Measures that take longer than this are left out of its row. */
const kMeasureMilliseconds = 8000;

/**
 * Adds an experiment to the board. Measures that were taken at the present parameters are used again; the others are
 * taken now.
 * @param {{ engine: Pick<import('./harmonium.js').Engine, 'models' | 'datasets' | 'measures'>,
 *   experiment: import('./experiment.js').Experiment, board: import('./board.js').Board, signal: AbortSignal,
 *   seconds?: number }} of seconds: time that training took
 * @returns {Promise<Row>} the row, which is on the board already
 */
export async function measureForBoard({ engine, experiment, board, signal, seconds }) {
  const { model } = experiment.spec;
  const title = engine.models.find(({ name }) => name === model)?.title ?? model;
  board.setBusy({ label: title, progress: 0 });
  try {
    return await atOnce(signal, measureRow({ engine, experiment, board, signal, seconds, title }));
  } finally {
    board.setBusy(null);
  }
}

/** @param {Parameters<typeof measureForBoard>[0] & { title: string }} of */
async function measureRow({ engine, experiment, board, signal, seconds, title }) {
  const state = await stateOf(experiment);
  const { measures, curves } = await experiment.snapshot();
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
  const row = { ...rowOf(state, { measurements: all, refused, label: `${title}, ${data}`, seconds }), curves: fewPoints(curves) };
  const file = await experiment.save();
  if (signal.aborted) throw aborted(signal); // nobody waits for the row any more
  board.add(row, file);
  return row;
}

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
