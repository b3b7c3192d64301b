// @ts-check
// Annealed importance sampling of a 784-500 machine, 100 chains through 1,000 temperatures.

import { contest } from '../support/contest.mjs';
import { filled } from '../support/arrays.mjs';
import { machine, packed } from './tasks.mjs';

/** @param {import('../speed.mjs').Bench} bench @param {import('../support/places.mjs').Place} place */
export async function ais({ python }, place) {
  const task = packed({
    ...machine(784, 500, 0.03, -1.5, -0.5),
    base: filled([784], () => -1.5),
    chains: 100,
    temperatures: 1000,
  });
  return contest({
    row: 'AIS 784-500, 100 chains, 1,000 temperatures',
    where: place.name,
    unit: 's',
    figure: (seconds) => seconds,
    less: true,
    ours: () => place.open('trial', { trial: 'ais', ...task }),
    others: place.name === 'Chromium' ? [{ name: 'native', open: () => python('numpy_ais.py', task) }] : [],
    check: { calls: 1, what: 'log Z, nats', judge: ({ logZ }) => logZ.data[0], tolerance: 1, absolute: true },
    timing: { rounds: 3, seconds: 0.5, warm: 0 },
  });
}
