// @ts-check
// Dense products of real numbers.

import { contest } from '../support/contest.mjs';
import { filled, normal, uniform } from '../support/arrays.mjs';
import { packed } from './tasks.mjs';

const kShapes = [
  { m: 512, k: 512, n: 512, mark: 0.9 },
  { m: 100, k: 784, n: 500, mark: 0.8 },
];

/** @param {import('../speed.mjs').Bench} bench @param {import('../support/places.mjs').Place} place */
export async function products({ program }, place) {
  const lines = [];
  for (const { m, k, n, mark } of kShapes) {
    const draw = normal(uniform(4));
    const task = packed({ a: filled([m, k], draw), b: filled([k, n], draw) });
    const work = 2e-9 * m * k * n;
    lines.push(
      ...(await contest({
        row: `dense product ${m}x${k}x${n}`,
        where: place.name,
        unit: 'GFLOP/s',
        figure: (seconds) => work / seconds,
        ours: () => place.open('trial', { trial: 'product', ...task }),
        others: [
          {
            name: "this engine's multiply-add peak",
            open: () => place.open('trial', { trial: 'peak' }),
            figure: async (contender) => {
              const { operations } = await contender.parameters();
              return (seconds) => (1e-9 * operations.data[0]) / seconds;
            },
            unlike: true,
            mark: { least: mark },
          },
          { name: 'matMul', open: () => place.open('tfjs-product', task) },
          ...(place.name === 'Chromium'
            ? [{ name: 'ours natively, 128-bit vectors', open: () => program({ trial: 'product', ...task }) }]
            : []),
        ],
        check: {
          calls: 1,
          what: 'root of sum of squares',
          judge: ({ c }) => Math.sqrt(c.data.reduce((/** @type {number} */ sum, /** @type {number} */ x) => sum + x * x, 0)),
          tolerance: 1e-5,
        },
      })),
    );
  }
  return lines;
}
