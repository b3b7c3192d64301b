// @ts-check
// Two threads against one through the public door, on a page that is cross-origin isolated.

import { availableParallelism } from 'node:os';
import { contest } from '../support/contest.mjs';

const kNets = [
  {
    row: 'CD-1 784-500, batch 100, MNIST',
    spec: { model: 'rbm', data: 'mnist', seed: 1, settings: { hidden: 500, batchSize: 100 } },
    mark: 1.7,
  },
  { row: 'CD-1 64-64, batch 20, digits', spec: { model: 'rbm', data: 'digits', seed: 1 }, mark: 0.95 },
];

/** @param {import('../speed.mjs').Bench} _ @param {import('../support/places.mjs').Place} place */
export async function threads(_, place) {
  const lines = [];
  for (const { row, spec, mark } of kNets) {
    const open = (/** @type {number} */ count) => () => place.open('door', { spec, options: { threads: count } });
    lines.push(
      ...(await contest({
        row: `2 threads, ${row}`,
        where: place.name,
        unit: 'updates/s',
        figure: (seconds) => 1 / seconds,
        ours: open(2),
        others: [{ name: 'one thread', open: open(1), mark: { least: mark }, note: `${availableParallelism()} cores` }],
        check: { calls: 20, what: 'sum of W', judge: ({ W }) => W.data.reduce((/** @type {number} */ s, /** @type {number} */ x) => s + x, 0), tolerance: 0 },
        timing: { rounds: 7, seconds: 0.6, warm: 1.5 }, // a young model looks at itself often
      })),
    );
  }
  return lines;
}
