// @ts-check
// CD-1 of a 784-500 machine on binarised MNIST, batches of 100, plain steps: examples a second on one thread.

import { contest } from '../support/contest.mjs';
import { machine, mnistBatches, packed, reconstructionError } from './tasks.mjs';

const kHidden = 500;
const kBatch = 100;
const kRate = 0.1;

/** @param {import('../speed.mjs').Bench} bench @param {import('../support/places.mjs').Place} place */
export async function cd1({ python, program }, place) {
  const batches = mnistBatches(10, kBatch);
  const start = machine(784, kHidden);
  const task = packed({ batches, ...start, rate: kRate });
  const door = {
    spec: {
      model: 'rbm',
      data: 'mnist',
      seed: 1,
      settings: {
        hidden: kHidden,
        batchSize: kBatch,
        learningRate: kRate,
        momentum: 0,
        momentumStart: 0,
        weightDecay: 0,
        biasFromData: false,
      },
    },
    parameters: packed(start),
    options: { threads: 1 },
  };
  const openDoor = () => place.open('door', door);
  const tfjs = (/** @type {string} */ form) => () => place.open('tfjs-cd1', { ...task, form });
  const check = { calls: 60, what: 'reconstruction error', judge: reconstructionError(batches), tolerance: 0.1 };
  return contest({
    row: 'CD-1 784-500, batch 100, MNIST',
    where: place.name,
    unit: 'examples/s',
    figure: (seconds) => kBatch / seconds,
    ours: () => place.open('trial', { trial: 'cd1', ...task }),
    also: { name: ', through the door', open: openDoor, note: 'experiment.train(), core in a Worker, looks at itself included' },
    others: [
      { name: 'as written', open: tfjs('written'), mark: { least: 30 } },
      { name: 'best form', open: tfjs('best'), mark: { least: 5 } },
      ...(place.name === 'Chromium'
        ? [
            { name: 'native', open: () => python('numpy_cd1.py', task), mark: { least: 2 } },
            { name: 'native', open: () => python('sklearn_cd1.py', task), unlike: true, note: 'PCD-1 (it has no CD-1)' },
            { name: 'native', open: () => python('torch_cd1.py', task) },
            { name: 'our update natively', open: () => program({ trial: 'cd1', ...task }) },
          ]
        : []),
    ],
    check,
    timing: { rounds: 9, seconds: 0.2, warm: 1 }, // a young model looks at itself often
  });
}
