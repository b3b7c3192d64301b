// @ts-check
// Prints the README's table of results again: every row is one experiment, opened by its spec, trained and measured in
// Chromium as a visitor's page would. Samples after 1,000 Gibbs steps go to build/report/ as pictures.
// Every row has the digest of its parameters after training, which must come out again.
//
//   ./build-wasm.sh bench              the short rows
//   ./build-wasm.sh bench long         the long rows too (tens of minutes)
//
// By hand, on a built site: node tests/bench/table.mjs [long] [part of a row's name]

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserVersion, compareDigest, inChromium, number, report, time, withError } from './support/chromium.mjs';

const mnist = { model: 'rbm', data: 'mnist', seed: 1 };
const digits = { model: 'rbm', data: 'digits', seed: 1 };

/** @type {{ name: string, digest: string, epochs: number, long?: boolean, temperatures: number, spec: object }[]} */
const rows = [
  { name: '8x8 digits, 64 hidden, CD-1', digest: '9a2846addd6aa4bd', epochs: 100, temperatures: 10_000, spec: { ...digits, settings: { weightDecay: 0.001 } } },
  {
    name: '8x8 digits, 16 hidden, CD-1 (exact)',
    digest: '5b1d9dedd0a7c19a',
    epochs: 100,
    temperatures: 1_000,
    spec: { ...digits, settings: { hidden: 16, weightDecay: 0.001 } },
  },
  {
    name: 'MNIST, 784-500, CD-1',
    digest: 'c092e31939803bac',
    epochs: 1,
    temperatures: 14_500,
    spec: { ...mnist, settings: { hidden: 500, batchSize: 100, learningRate: 0.1 } },
  },
  // As PyDeep's tutorial trains its small machine: exact test log-likelihood -149.053 as it stands, -142.564 centred.
  ...[false, true].map((centred) => ({
    name: `MNIST, 784-16, PCD-1${centred ? ' centred' : ''}`,
    digest: centred ? '1a08093bab5a4e06' : '0127aea8be1a0888',
    epochs: 50,
    long: true,
    temperatures: 1_000,
    spec: {
      ...mnist,
      settings: { hidden: 16, batchSize: 100, chains: 100, method: 'pcd', learningRate: 0.01, momentum: 0, momentumStart: 0, weightDecay: 0, centred },
    },
  })),
  {
    name: 'MNIST, 784-500, PCD-1 centred, fresh samples, rate to 0',
    digest: '3abb99a2e7604808',
    epochs: 30,
    long: true,
    temperatures: 14_500,
    spec: {
      ...mnist,
      settings: {
        hidden: 500,
        batchSize: 100,
        method: 'pcd',
        centred: true,
        binarisation: 'sample',
        schedule: 'linear',
        scheduleEpochs: 30,
      },
    },
  },
  {
    name: 'MNIST, 784-500, PCD-5 centred, fresh samples, rate to 0',
    digest: '5b3dadf3f8bd4705',
    epochs: 60,
    long: true,
    temperatures: 14_500,
    spec: {
      ...mnist,
      settings: {
        hidden: 500,
        batchSize: 100,
        method: 'pcd',
        gibbsSteps: 5,
        centred: true,
        binarisation: 'sample',
        schedule: 'linear',
        scheduleEpochs: 60,
      },
    },
  },
];

const words = process.argv.slice(2);
const long = words.includes('long');
const part = words.find((word) => word !== 'long' && Number.isNaN(Number(word))) ?? '';
const wanted = rows.filter((row) => (long || !row.long) && row.name.includes(part));

/** Runs in the page. @param {{ spec: any, epochs: number, temperatures: number }} row */
async function run({ spec, epochs, temperatures }) {
  const { createEngine } = await import(/** @type {any} */ ('/harmonium.js'));
  const engine = await createEngine();
  const experiment = await engine.open(spec);
  const begin = performance.now();
  const { updates } = await experiment.train({ epochs });
  const seconds = (performance.now() - begin) / 1000;
  const measure = (/** @type {string} */ name, /** @type {object} */ options = {}) => experiment.measure(name, options);
  const result = {
    rung: engine.rung,
    updates,
    seconds,
    rate: (updates * experiment.spec.settings.batchSize) / seconds,
    error: await measure('reconstructionError'),
    pseudo: await measure('pseudoLogLikelihood', { split: 'test', method: 'exact', examples: 1000 }),
    likelihood: await measure('logLikelihood', { split: 'test', chains: 100, temperatures }),
    train: await measure('logLikelihood', { split: 'train', chains: 100, temperatures: 1000 }),
    hash: await experiment.hash(),
    png: '',
  };

  const samples = await experiment.sample({ count: 100, steps: 1000, probabilities: true });
  result.png = await /** @type {any} */ (globalThis).samplesAsPng(samples);
  await engine.close();
  return result;
}

const lines = [
  '| experiment | epochs | time | examples/s | reconstruction error (test) | pseudo-likelihood (1,000 test images) | log-likelihood (test) | effective chains |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];
/** @type {string[]} */
const specs = [];
await inChromium(async (page) => {
  for (const [index, row] of wanted.entries()) {
    process.stderr.write(`${row.name} ...\n`);
    const result = await page.evaluate(run, row);
    const { likelihood } = result;
    const effective = likelihood.exact ? '' : `${Math.round(likelihood.effectiveSamples)} of 100, ${row.temperatures} temperatures`;
    lines.push(
      `| ${row.name} | ${row.epochs} | ${time(result.seconds)} | ${Math.round(result.rate)} | ${number(result.error.value, 4)} | ` +
        `${number(result.pseudo.value)} | ${withError(likelihood)} | ${effective} |`,
    );
    specs.push(`${row.name}: \`${JSON.stringify(row.spec)}\` (digest ${result.hash})`);
    const name = `samples-${index}.png`;
    writeFileSync(path.join(report, name), Buffer.from(result.png, 'base64'));
    writeFileSync(path.join(report, `result-${index}.json`), JSON.stringify({ ...row, ...result, png: name }, null, 1));
    compareDigest(row, result.hash);
    process.stderr.write(`${lines.at(-1)}\n`);
  }
});
console.log(`${browserVersion()}, core in a Worker\n`);
console.log(lines.join('\n'));
console.log(`\n${specs.map((spec) => `- ${spec}`).join('\n')}`);
