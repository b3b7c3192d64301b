// @ts-check
// One step of D and one of G, both by Adam: 2-128-128-2 against 2-128-128-1, batch 256, one thread.

import { contest } from '../support/contest.mjs';
import { gameValue, net, packed, ringBatches } from './tasks.mjs';

/** @param {import('../speed.mjs').Bench} bench @param {import('../support/places.mjs').Place} place */
export async function gan({ python, program }, place) {
  const batches = ringBatches(10, 256);
  const task = packed({
    batches,
    G: net([2, 128, 128, 2], 1),
    D: net([2, 128, 128, 1], 2),
    rateG: 0.001,
    rateD: 0.001,
    beta1: 0.5,
    beta2: 0.999,
  });
  const tfjs = (/** @type {string} */ form) => () => place.open('tfjs-gan', { ...task, form });
  return contest({
    row: 'GAN step 2-128-128-2, batch 256, Adam',
    where: place.name,
    unit: 'steps/s',
    figure: (seconds) => 1 / seconds,
    ours: () => place.open('trial', { trial: 'gan', ...task }),
    others: [
      { name: 'as written', open: tfjs('written'), mark: { least: 10 } },
      { name: 'slopes with explicit transposes', open: tfjs('best') },
      ...(place.name === 'Chromium'
        ? [
            { name: 'native', open: () => python('torch_gan.py', task), mark: { least: 1 } },
            { name: 'ours natively', open: () => program({ trial: 'gan', ...task }) },
          ]
        : []),
    ],
    // The game swings later on, with the noise: by 0.4 nats from one seed to the next after 20 steps, by 0.07 after ten.
    check: { calls: 10, what: 'game value', judge: gameValue(batches, 3), tolerance: 0.08, absolute: true },
  });
}
