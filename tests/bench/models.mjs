// @ts-check
// Prints the README's table that lays models of different kinds side by side: each is opened by its spec, trained in
// Chromium as a visitor's page would, and its samples are set against the same held-out examples by the same measures.
// Samples go to build/report/ as pictures.
// Every row has the digest of its parameters after training, which must come out again.
//
//   ./build-wasm.sh bench              the 8x8 digits
//   ./build-wasm.sh bench long         MNIST too (minutes)
//
// By hand, on a built site: node tests/bench/models.mjs [long] [part of a row's name]

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserVersion, compareDigest, inChromium, number, report, time, withError } from './support/chromium.mjs';

/** @type {{ name: string, set: string, digest: string, epochs: number, long?: boolean, spec: { model: string, data: string, seed: number, settings: object } }[]} */
const rows = [
  { name: 'PPCA, 20 factors', set: '8x8 digits', digest: '81d454a82c9260bb', epochs: 1, spec: { model: 'ppca', data: 'digits', seed: 1, settings: { factors: 20, method: 'closed' } } },
  { name: 'Factor analysis, 20 factors', set: '8x8 digits', digest: '2ca7e01c5824b3eb', epochs: 200, spec: { model: 'factorAnalysis', data: 'digits', seed: 1, settings: { factors: 20 } } },
  {
    name: 'RBM, 64 hidden, PCD-5',
    set: '8x8 digits',
    digest: '2aa24fa3d4abccd7',
    epochs: 300,
    spec: {
      model: 'rbm',
      data: 'digits',
      seed: 1,
      settings: { method: 'pcd', gibbsSteps: 5, centred: true, binarisation: 'sample', schedule: 'linear', scheduleEpochs: 300 },
    },
  },
  { name: 'GAN', set: '8x8 digits', digest: '3e92c9747fe508c2', epochs: 200, spec: { model: 'gan', data: 'digits', seed: 1, settings: { noiseSize: 16, generatorUnits: 128, discriminatorUnits: 128, discriminatorRate: 0.001 } } },
  { name: 'PPCA, 50 factors', set: 'MNIST', digest: '0f8ee4ebc6199f1e', long: true, epochs: 1, spec: { model: 'ppca', data: 'mnist', seed: 1, settings: { factors: 50, method: 'closed' } } },
  { name: 'Factor analysis, 50 factors', set: 'MNIST', digest: '90d51ae2034fb722', long: true, epochs: 100, spec: { model: 'factorAnalysis', data: 'mnist', seed: 1, settings: { factors: 50 } } },
  {
    name: 'RBM, 500 hidden, PCD-1',
    set: 'MNIST',
    digest: 'da59695714830b78',
    long: true,
    epochs: 10,
    spec: {
      model: 'rbm',
      data: 'mnist',
      seed: 1,
      settings: { hidden: 500, batchSize: 100, method: 'pcd', centred: true, binarisation: 'sample', schedule: 'linear', scheduleEpochs: 10 },
    },
  },
  {
    name: 'GAN',
    set: 'MNIST',
    digest: '85021a03c81f0b0a',
    long: true,
    epochs: 10,
    spec: {
      model: 'gan',
      data: 'mnist',
      seed: 1,
      settings: {
        noiseSize: 64,
        generatorUnits: 256,
        discriminatorUnits: 256,
        generatorRate: 0.0005,
        discriminatorRate: 0.0002,
        dropout: 0.4,
        smoothing: 0.1,
      },
    },
  },
];

const words = process.argv.slice(2);
const long = words.includes('long');
const part = words.find((word) => word !== 'long' && Number.isNaN(Number(word))) ?? '';
const wanted = rows.filter((row) => (long || !row.long) && `${row.name} ${row.set}`.includes(part));

/** Runs in the page. @param {(typeof rows)[number]} row */
async function run({ spec, epochs }) {
  const { createEngine } = await import(/** @type {any} */ ('/harmonium.js'));
  const engine = await createEngine();
  const experiment = await engine.open(spec);
  const begin = performance.now();
  const { updates } = await experiment.train({ epochs });
  const seconds = (performance.now() - begin) / 1000;
  /** @type {Record<string, any>} */
  const measures = {};
  /** @type {Record<string, number>} */
  const took = {};
  for (const name of ['parzen', 'mmd', 'classifierTwoSample', 'precisionRecall', 'classHistogram', 'logLikelihood']) {
    const from = performance.now();
    try {
      measures[name] = await experiment.measure(name, {});
    } catch (error) {
      const { code, message } = /** @type {any} */ (error);
      if (code !== 'not-available') throw error;
      measures[name] = { refused: message };
    }
    took[name] = (performance.now() - from) / 1000;
  }
  const samples = await experiment.sample({ count: 100, steps: 1000, probabilities: true });
  const png = await /** @type {any} */ (globalThis).samplesAsPng(samples);
  const hash = await experiment.hash();
  await engine.close();
  return { updates, seconds, measures, took, png, hash };
}

/** @param {any} m @param {number} digits */
const cell = (m, digits) => (m.refused ? '' : withError(m, digits));
/** @param {any} m @param {string} label */
const detail = (m, label) => m.details.find((/** @type {any} */ d) => d.label.toLowerCase().includes(label))?.value ?? Number.NaN;
/** @param {any} m */
const four = (m) =>
  m.refused ? '' : ['precision', 'recall', 'density', 'coverage'].map((label) => number(detail(m, label))).join(' / ');

const lines = [
  '| data | model | epochs | time | Parzen window, nats | MMD² x 1000 | two-sample accuracy | precision / recall / density / coverage | classes, nats from data | log-likelihood, nats |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];
/** @type {string[]} */
const specs = [];
await inChromium(async (page) => {
  for (const row of wanted) {
    process.stderr.write(`${row.set}, ${row.name} ...\n`);
    const result = await page.evaluate(run, row);
    const m = result.measures;
    const mmd = m.mmd.refused ? '' : number(1000 * m.mmd.value);
    lines.push(
      `| ${row.set} | ${row.name} | ${row.epochs} | ${time(result.seconds)} | ${cell(m.parzen, 1)} | ${mmd} | ` +
        `${cell(m.classifierTwoSample, 3)} | ${four(m.precisionRecall)} | ${cell(m.classHistogram, 3)} | ${cell(m.logLikelihood, 2)} |`,
    );
    specs.push(`${row.set}, ${row.name}: \`${JSON.stringify(row.spec)}\` (digest ${result.hash})`);
    const name = `${row.set}-${row.name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    writeFileSync(path.join(report, `${name}.png`), Buffer.from(result.png, 'base64'));
    writeFileSync(path.join(report, `${name}.json`), JSON.stringify({ ...row, ...result, png: undefined }, null, 1));
    compareDigest(row, result.hash);
    process.stderr.write(`${lines.at(-1)}\nmeasuring took ${JSON.stringify(result.took)}\n`);
  }
});
console.log(`${browserVersion()}, core in a Worker\n`);
console.log(lines.join('\n'));
console.log(`\n${specs.map((spec) => `- ${spec}`).join('\n')}`);
