// @ts-check
// Prints the README's table of what label units and mixtures reach. Every row is opened by its spec under Node, trained
// with several seeds and measured exactly on held-out examples; the digest of the first seed must come out again.
//
//   ./build-wasm.sh bench              the 8x8 digits
//   ./build-wasm.sh bench long         MNIST too (minutes)
//
// By hand, on a built site: node tests/bench/labels.mjs [long] [part of a row's name]

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { site } from '../../.toolchain/tools.mjs';
import { compareDigest, number } from './support/chromium.mjs';

// One recipe for the three objectives: grey pixels as they are, means in the reconstruction, no momentum, no decay.
const labels = {
  hidden: 100,
  labels: true,
  binarisation: 'none',
  reconstruction: 'probabilities',
  batchSize: 50,
  initialWeights: 0.05,
  momentum: 0,
  momentumStart: 0,
  weightDecay: 0,
};
const toZero = { schedule: 'linear', scheduleEpochs: 300 };

/** @type {{ name: string, digest: string, epochs: number, seeds: number, measure: string, factor: number, unit: string,
 *   beside: string, long?: boolean, spec: { model: string, data: string, settings: Record<string, unknown> } }[]} */
const rows = [
  {
    name: 'RBM, generative',
    digest: 'b7a2f1520098ae5c',
    epochs: 300,
    seeds: 3,
    measure: 'classError',
    factor: 100,
    unit: '% mistaken',
    beside: '8.4 to 9.2',
    spec: { model: 'rbm', data: 'digits', settings: { ...labels, learningRate: 0.3 } },
  },
  {
    name: 'RBM, discriminative',
    digest: '77137b96cdf57ffa',
    epochs: 300,
    seeds: 3,
    measure: 'classError',
    factor: 100,
    unit: '% mistaken',
    beside: '7.9 to 8.1',
    spec: { model: 'rbm', data: 'digits', settings: { ...labels, objective: 'discriminative', learningRate: 0.3 } },
  },
  {
    name: 'RBM, hybrid',
    digest: 'c2355eba71534058',
    epochs: 300,
    seeds: 3,
    measure: 'classError',
    factor: 100,
    unit: '% mistaken',
    beside: '6.3 to 6.8',
    spec: {
      model: 'rbm',
      data: 'digits',
      settings: { ...labels, ...toZero, objective: 'hybrid', generativeWeight: 0.1, learningRate: 1 },
    },
  },
  {
    name: 'Mixture, 500 components',
    digest: '34e54162f6812342',
    epochs: 30,
    seeds: 1,
    measure: 'logLikelihood',
    factor: 1,
    unit: 'nats per image',
    beside: '-137.64 (Salakhutdinov & Murray 2008)',
    long: true,
    spec: { model: 'mixture', data: 'mnist', settings: { components: 500, binarisation: 'sample' } },
  },
];

const words = process.argv.slice(2);
const part = words.find((word) => word !== 'long') ?? '';
const { createEngine } = await import(pathToFileURL(path.join(site, 'harmonium.js')).href);
const engine = await createEngine({ threads: 1 });
console.log('| data | model | epochs | seeds | held out | beside |\n| --- | --- | --- | --- | --- | --- |');
for (const row of rows.filter((each) => (words.includes('long') || !each.long) && each.name.includes(part))) {
  const values = [];
  for (let seed = 1; seed <= row.seeds; ++seed) {
    const experiment = await engine.open({ ...row.spec, seed });
    await experiment.train({ epochs: row.epochs });
    if (seed === 1) compareDigest(row, await experiment.hash());
    values.push(row.factor * (await experiment.measure(row.measure, { split: 'test' })).value);
    await experiment.close();
  }
  const figures = values.map((value) => number(value)).join(', ');
  console.log(`| ${row.spec.data} | ${row.name} | ${row.epochs} | ${row.seeds} | ${figures} ${row.unit} | ${row.beside} |`);
}
await engine.close();
