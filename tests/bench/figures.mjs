// @ts-check
// Prints again every figure that the README's list of models and the sentences of presets name: with its spec, its number
// of seeds, and the median and range over them. A figure that lies outside the bounds that its text claims fails the
// program.
//
//   ./build-wasm.sh bench results          those that take seconds
//   ./build-wasm.sh bench long             all
//
// By hand, on a built site: node tests/bench/figures.mjs [long] [part of a row's name]

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { site } from '../../.toolchain/tools.mjs';
import { number } from './support/chromium.mjs';
import { quantile } from './support/statistics.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} text where the figure stands, and what it says
 * @property {{ model: string, preset?: string, data?: string, settings?: Record<string, unknown> }} spec a preset, or data
 *   with settings, or a preset with other settings
 * @property {number} updates that it is trained for
 * @property {number} seeds 1 to this
 * @property {string} unit
 * @property {(experiment: any) => Promise<number>} figure
 * @property {[number, number]} within what the text claims of the median
 * @property {number} [digits]
 * @property {boolean} [long]
 */

/** A measure's value. @param {string} name @param {Record<string, unknown>} [options] */
const measured = (name, options) => async (/** @type {any} */ experiment) =>
  (await experiment.measure(name, options)).value;
const likelihood = measured('logLikelihood', { split: 'train' });
/** The newest point of a curve. @param {string} name @param {number} [factor] */
const curve = (name, factor = 1) => async (/** @type {any} */ experiment) => {
  const { curves } = await experiment.snapshot();
  const found = curves.find((/** @type {{ name: string }} */ each) => each.name === name);
  return factor * found.y[found.y.length - 1];
};

/** The divergence of the bars of wake-sleep from the model, in bits. */
const barsInBits = async (/** @type {any} */ experiment) => (-2.376389236445 - (await likelihood(experiment))) / Math.LN2;
/** What both nets on these bars have in common. */
const kBars = { layers: [8, 1], batchSize: 1, learningRate: 0.3, schedule: 'linear', scheduleEpochs: 215, hiddenBias: -2, initialWeights: 0.5 };

/** @type {Row[]} */
const rows = [
  {
    name: 'Sigmoid belief net, bars of 1995, wake-sleep',
    text: 'README: 0.24 bit in the best of five seeds, 0.31 in the median',
    spec: { model: 'sbn', data: 'helmholtz-bars', settings: kBars },
    updates: 400000,
    seeds: 5,
    unit: 'bits',
    figure: barsInBits,
    within: [0.25, 0.4],
    digits: 3,
    long: true,
  },
  {
    name: 'Sigmoid belief net, bars of 1995, reweighted wake-sleep with ten guesses',
    text: 'README: 0.09 bit in the best of five seeds, 0.28 in the median',
    spec: { model: 'sbn', data: 'helmholtz-bars', settings: { ...kBars, method: 'reweighted', samples: 10 } },
    updates: 400000,
    seeds: 5,
    unit: 'bits',
    figure: barsInBits,
    within: [0.2, 0.35],
    digits: 3,
    long: true,
  },
  {
    name: 'Deep belief net, digits with labels, layer by layer',
    text: 'README: 8.6 %; preset: about 9 % of the held-out digits',
    spec: { model: 'dbn', preset: 'digits' },
    updates: 6160,
    seeds: 3,
    unit: 'of the held-out digits',
    figure: measured('classError', { split: 'test' }),
    within: [0.07, 0.1],
    digits: 3,
    long: true,
  },
  {
    name: 'Deep belief net, digits with labels, after up-down',
    text: 'README: 6.0 %; preset: about 6 % of the held-out digits',
    spec: { model: 'dbn', preset: 'upDown' },
    updates: 8960,
    seeds: 3,
    unit: 'of the held-out digits',
    figure: measured('classError', { split: 'test' }),
    within: [0.05, 0.07],
    digits: 3,
    long: true,
  },
  {
    name: 'Deep belief net, 4x4 bars and their classes, counted',
    text: 'preset: two of 32 patterns are mistaken',
    spec: { model: 'dbn', preset: 'bars' },
    updates: 4000,
    seeds: 6,
    unit: 'of the patterns',
    figure: measured('classError', { split: 'train' }),
    within: [0.06, 0.07],
    digits: 3,
  },
  {
    name: 'Deep belief net, the bound after the layer upside down',
    text: 'README: from -18.59 to -18.47, log p(v) -18.45',
    spec: { model: 'dbn', preset: 'bound' },
    updates: 3600,
    seeds: 1,
    unit: 'nats',
    figure: curve('bound'),
    within: [-18.5, -18.44],
    digits: 3,
    long: true,
  },
  {
    name: 'Deep belief net, the bound from random weights',
    text: 'preset: falls by nats when layer 2 is built, and is not made up for',
    spec: { model: 'dbn', preset: 'boundRandom' },
    updates: 3600,
    seeds: 1,
    unit: 'nats',
    figure: curve('bound'),
    within: [-19.6, -19],
    digits: 3,
    long: true,
  },
  {
    name: 'RBM, 3x3 bars and stripes, exact gradient',
    text: 'README: -2.61 of the best possible -2.60',
    spec: { model: 'rbm', preset: 'truth' },
    updates: 10000,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-2.62, -2.599],
    digits: 3,
  },
  {
    name: 'RBM, 4x4 bars and stripes, exact gradient',
    text: 'README: -3.40 of the best possible -3.38',
    spec: {
      model: 'rbm',
      data: 'bars-and-stripes',
      settings: { hidden: 16, batchSize: 32, method: 'exact', centred: true, learningRate: 0.3, weightDecay: 0 },
    },
    updates: 10000,
    seeds: 3,
    unit: 'nats',
    figure: likelihood,
    within: [-3.42, -3.379],
    digits: 3,
    long: true,
  },
  {
    name: 'RBM, 4x4 bars and stripes, CD-10',
    text: 'README and preset: -3.5',
    spec: { model: 'rbm', preset: 'bars' },
    updates: 10000,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-3.6, -3.4],
    digits: 3,
  },
  {
    name: 'RBM, 4x4 bars and stripes, tempering',
    text: 'README and preset: -3.7',
    spec: { model: 'rbm', preset: 'tempering' },
    updates: 4000,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-3.85, -3.6],
    digits: 3,
  },
  {
    name: 'RBM, 4x4 bars and stripes, persistent chains in place of tempering',
    text: 'preset: near -4',
    spec: { model: 'rbm', preset: 'tempering', settings: { method: 'pcd' } },
    updates: 4000,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-4.3, -3.85],
  },
  {
    name: 'RBM, 4x4 bars and stripes, CD-1',
    text: 'preset: near -5',
    spec: { model: 'rbm', preset: 'shortWalks' },
    updates: 4000,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-6, -4.5],
  },
  {
    name: 'RBM, Gaussian units on the ring of eight',
    text: 'preset: -1.2',
    spec: { model: 'rbm', preset: 'ring' },
    updates: 100 * 100,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-1.35, -1.1],
  },
  {
    name: 'Probabilistic PCA of iris, one factor',
    text: 'README: -3.1378',
    spec: { model: 'ppca', data: 'iris', settings: { factors: 1 } },
    updates: 200,
    seeds: 1,
    unit: 'nats',
    figure: likelihood,
    within: [-3.1379, -3.1377],
    digits: 4,
  },
  {
    name: 'Probabilistic PCA of the 8x8 digits, ten factors',
    text: 'README: 15.99 on the test set',
    spec: { model: 'ppca', data: 'digits', settings: { factors: 10 } },
    updates: 200,
    seeds: 1,
    unit: 'nats',
    figure: measured('logLikelihood', { split: 'test' }),
    within: [15.98, 16],
  },
  {
    name: 'Mixture of 32 Bernoullis, 4x4 bars and stripes',
    text: 'README and preset: -3.39 of the best possible -3.38',
    spec: { model: 'mixture', preset: 'bars' },
    updates: 500,
    seeds: 6,
    unit: 'nats',
    figure: likelihood,
    within: [-3.396, -3.379],
    digits: 3,
  },
  {
    name: 'Two ridges learn the line',
    text: 'README: -2.00 held out',
    spec: { model: 'experts', preset: 'twoRidges' },
    updates: 3000,
    seeds: 3,
    unit: 'nats',
    figure: measured('logLikelihood', { split: 'test' }),
    within: [-2.01, -1.99],
    digits: 3,
  },
  {
    name: 'Boltzmann machine, parity of three bits, two hidden units',
    text: 'README: a divergence of 0.02',
    spec: { model: 'boltzmann', preset: 'parity' },
    updates: 3000,
    seeds: 10,
    unit: 'nats',
    figure: curve('divergence'),
    within: [0, 0.05],
    digits: 3,
  },
  {
    name: 'Boltzmann machine, parity without hidden units',
    text: 'README and preset: ln 2 = 0.693',
    spec: { model: 'boltzmann', preset: 'parityVisible' },
    updates: 1000,
    seeds: 3,
    unit: 'nats',
    figure: curve('divergence'),
    within: [0.6931, 0.6932],
    digits: 4,
  },
  {
    name: 'Boltzmann machine, shifter',
    text: 'README: recognises 98 to 99 %',
    spec: { model: 'boltzmann', preset: 'shifter' },
    updates: 80 * 24,
    seeds: 3,
    unit: '% recognised',
    figure: curve('completed', 100),
    within: [97.5, 99.3],
    digits: 1,
    long: true,
  },
  {
    name: 'Boltzmann machine, 4-2-4 encoder',
    text: 'README: solved in 247 of 250 runs (by harmonium_tests "[.canon]"); here the first 40',
    spec: { model: 'boltzmann', preset: 'encoder' },
    updates: 4000,
    seeds: 40,
    unit: '% of the patterns completed',
    figure: curve('completed', 100),
    within: [100, 100],
    digits: 0,
    long: true,
  },
  {
    name: 'Boltzmann machine, 8-3-8 encoder',
    text: 'README and preset',
    spec: { model: 'boltzmann', preset: 'encoder8' },
    updates: 10000,
    seeds: 40,
    unit: '% of the patterns completed',
    figure: curve('completed', 100),
    within: [87.5, 100],
    digits: 1,
    long: true,
  },
  {
    name: 'Adversarial net on the ring of eight, samples of high quality',
    text: 'README: 87 to 93 %, median 89',
    spec: { model: 'gan', preset: 'ring' },
    updates: 4000,
    seeds: 6,
    unit: '%',
    figure: async (experiment) => {
      const { details } = await experiment.measure('modeCoverage');
      return 100 * details.find((/** @type {{ label: string }} */ each) => each.label === 'share of high quality').value;
    },
    within: [88, 91],
    digits: 1,
  },
  {
    name: 'Adversarial net on the ring of eight, modes',
    text: 'README: all eight',
    spec: { model: 'gan', preset: 'ring' },
    updates: 4000,
    seeds: 6,
    unit: 'modes',
    figure: measured('modeCoverage'),
    within: [8, 8],
    digits: 0,
  },
];

const words = process.argv.slice(2);
const part = words.find((word) => word !== 'long') ?? '';
const { createEngine } = await import(pathToFileURL(path.join(site, 'harmonium.js')).href);
const engine = await createEngine({ threads: 1 });

/** The whole spec of a row. @param {Row['spec']} spec */
function specOf({ model, preset, data, settings }) {
  if (preset === undefined) return { model, data, settings };
  const known = engine.models.find((/** @type {{ name: string }} */ each) => each.name === model);
  const found = known.presets.find((/** @type {{ name: string }} */ each) => each.name === preset);
  return { model, data: found.data, settings: { ...found.settings, ...settings } };
}

console.log('| figure | median | range over seeds | seeds | updates | where it stands | spec |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const row of rows.filter((each) => (words.includes('long') || part !== '' || !each.long) && each.name.includes(part))) {
  const spec = specOf(row.spec);
  const values = [];
  for (let seed = 1; seed <= row.seeds; ++seed) {
    const experiment = await engine.open({ ...spec, seed });
    await experiment.train({ updates: row.updates });
    values.push(await row.figure(experiment));
    await experiment.close();
  }
  const digits = row.digits ?? 2;
  const median = quantile(values, 0.5);
  const range = row.seeds > 1 ? `${number(Math.min(...values), digits)} to ${number(Math.max(...values), digits)}` : '';
  console.log(
    `| ${row.name} | ${number(median, digits)} ${row.unit} | ${range} | ${row.seeds} | ${row.updates} | ${row.text} | ` +
      `\`${JSON.stringify(spec)}\` |`,
  );
  if (!(median >= row.within[0] && median <= row.within[1])) {
    console.error(`${row.name}: the median ${median} lies outside ${row.within.join(' .. ')}, which the text claims.`);
    process.exitCode = 1;
  }
}
await engine.close();
