// @ts-check
// How the cost of an example grows: CD-1 at several densities of the data, sizes and batches, beside the same update
// through dense products alone. The steps have size 0, so that the density stays; half of the hidden units are on.

import { contest } from '../support/contest.mjs';
import { filled, uniform } from '../support/arrays.mjs';
import { machine, packed } from './tasks.mjs';

const kShapes = [
  ...[0.05, 0.13, 0.3, 0.5].map((density) => ({ density, hidden: 500, batch: 100 })),
  ...[64, 256, 1024, 4096].map((hidden) => ({ density: 0.13, hidden, batch: 100 })),
  ...[10, 30, 300, 1000].map((batch) => ({ density: 0.13, hidden: 500, batch })),
];

/** @param {import('../speed.mjs').Bench} _ @param {import('../support/places.mjs').Place} place */
export async function shapes(_, place) {
  const lines = [];
  for (const { density, hidden, batch } of kShapes) {
    const random = uniform(2);
    const batches = filled([2, batch, 784], () => (random() < density ? 1 : 0));
    const start = machine(784, hidden, 0.01, Math.log(density / (1 - density)));
    const task = packed({ batches, ...start, rate: 0 });
    const open = (/** @type {string} */ path) => () => place.open('trial', { trial: 'cd1', path, ...task });
    lines.push(
      ...(await contest({
        row: `CD-1 784-${hidden}, batch ${batch}, density ${density}`,
        where: place.name,
        unit: 'us/example',
        figure: (seconds) => (1e6 * seconds) / batch,
        less: true,
        ours: open('model'),
        others: [{ name: 'our dense products', open: open('dense') }],
        timing: { rounds: 5, seconds: 0.1, warm: 0.15 },
      })),
    );
  }
  return lines;
}
