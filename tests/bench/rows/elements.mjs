// @ts-check
// Functions value by value, 10,000 at a time.

import { contest } from '../support/contest.mjs';
import { filled, normal, uniform } from '../support/arrays.mjs';
import { packed, scaled } from './tasks.mjs';

const kSize = 10_000;

/** @param {import('../speed.mjs').Bench} _ @param {import('../support/places.mjs').Place} place */
export async function elements(_, place) {
  const lines = [];
  for (const kernel of ['exp', 'sigmoid', 'bernoulli']) {
    const draw = kernel === 'bernoulli' ? uniform(6) : scaled(normal(uniform(6)), 4);
    const task = packed({ kernel, x: filled([kSize], draw) });
    const open = (/** @type {string} */ build) => () => place.open('trial', { trial: 'elements', build, ...task });
    lines.push(
      ...(await contest({
        row: kernel,
        where: place.name,
        unit: 'G/s',
        figure: (seconds) => (1e-9 * kSize) / seconds,
        ours: open('simd'),
        others: [
          { name: 'our scalar build', open: open('scalar'), note: 'the compiler may have made vectors of it' },
          {
            name: kernel === 'bernoulli' ? 'loop with Math.random' : 'loop with Math.exp',
            open: () => place.open('loop', task),
          },
        ],
        check: {
          calls: 1,
          what: 'sum',
          judge: ({ y }) => y.data.reduce((/** @type {number} */ sum, /** @type {number} */ x) => sum + x, 0),
          tolerance: kernel === 'bernoulli' ? 0.05 : 1e-5,
        },
        timing: { rounds: 7, seconds: 0.06, warm: 0.1 },
      })),
    );
  }
  return lines;
}
