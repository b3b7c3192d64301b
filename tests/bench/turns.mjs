// @ts-check
// Prints how long the core keeps its thread without a break, for the dearest settings that are allowed. A turn is one
// call of the core with a slice of 5 milliseconds: while it lasts, no message is heard. Nothing else should run.
//
// On a built site: node tests/bench/turns.mjs [seconds per row, 3 if left out] [part of a row's name]

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { site } from '../../.toolchain/tools.mjs';

const kSlice = 5; // milliseconds, as the host asks for
const kChainSlice = 10; // the same for the chains on screen
const [seconds = '3', wanted = ''] = process.argv.slice(2);

/** Pictures of random bits, 64 x 64. @param {number} count */
function noise(count) {
  const bytes = Buffer.alloc(count * 4096);
  let state = 1;
  for (let i = 0; i < bytes.length; ++i) bytes[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 31;
  return { shape: [64, 64], bytes: bytes.toString('base64'), maximum: 1 };
}
/** Rows of real numbers. @param {number} count @param {number} values */
function table(count, values) {
  let state = 1;
  const next = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
  const floats = Float32Array.from({ length: count * values }, next);
  return { shape: [values], real: true, floats: Buffer.from(floats.buffer).toString('base64') };
}

/** @type {Record<string, () => any>} */
const rows = {
  'RBM, 20 x 64': () => ({ model: 'rbm', data: 'bars-and-stripes' }),
  'RBM, widest, CD-100': () => ({
    model: 'rbm',
    data: noise(1000),
    settings: { hidden: 4096, batchSize: 1000, method: 'cd', gibbsSteps: 100 },
  }),
  'RBM, widest, means': () => ({
    model: 'rbm',
    data: noise(1000),
    settings: { hidden: 4096, batchSize: 1000, method: 'cd', reconstruction: 'probabilities', binarisation: 'none' },
  }),
  'RBM, widest, tempering': () => ({
    model: 'rbm',
    data: noise(200),
    settings: { hidden: 4096, batchSize: 100, method: 'tempering', chains: 100, temperatures: 50 },
  }),
  'RBM, widest, Gaussian': () => ({
    model: 'rbm',
    data: table(1000, 4096),
    settings: { hidden: 4096, batchSize: 1000, method: 'pcd', chains: 1000, visible: 'gaussian' },
  }),
  'RBM, exact, 12 hidden': () => ({ model: 'rbm', data: noise(1000), settings: { hidden: 12, batchSize: 1000, method: 'exact' } }),
  'RBM, labels': () => ({
    model: 'rbm',
    data: 'digits',
    settings: { hidden: 4096, batchSize: 1000, labels: true, objective: 'hybrid' },
  }),
  'Boltzmann, exact': () => ({ model: 'boltzmann', data: 'bars-and-stripes', settings: { hidden: 4, free: 'exact', clamped: 'exact', hiddenLinks: true, batchSize: 1000 } }),
  'Boltzmann, widest': () => ({
    model: 'boltzmann',
    data: 'digits',
    settings: { hidden: 64, batchSize: 1000, copies: 100, clampedSweeps: 500, freeSweeps: 500, chains: 1000, free: 'persistent' },
  }),
  'GAN, 4 x 512, ten steps': () => ({
    model: 'gan',
    data: noise(1000),
    settings: {
      generatorLayers: 4,
      generatorUnits: 512,
      discriminatorLayers: 4,
      discriminatorUnits: 512,
      batchSize: 100,
      discriminatorSteps: 10,
    },
  }),
  'GAN, 4 x 512, batch 1000': () => ({
    model: 'gan',
    data: 'ring',
    settings: {
      generatorLayers: 4,
      generatorUnits: 512,
      discriminatorLayers: 4,
      discriminatorUnits: 512,
      batchSize: 1000,
      discriminatorSteps: 10,
      dropout: 0.5,
    },
  }),
  'experts, walkers': () => ({ model: 'experts', data: 'ring', settings: { grid: 256, negative: 'walkers', walkers: 1000, walkSteps: 100 } }),
  'experts, quadrature': () => ({ model: 'experts', data: 'ring', settings: { grid: 256 } }),
  'mixture, widest': () => ({ model: 'mixture', data: noise(1000), settings: { components: 1000 } }),
  'PPCA, 784 values': () => ({ model: 'ppca', data: table(1000, 784), settings: { factors: 100 } }),
  'PPCA, EM': () => ({ model: 'ppca', data: table(1000, 784), settings: { factors: 100, method: 'em' } }),
  'PPCA, 2000 values, EM': () => ({ model: 'ppca', data: table(2500, 2000), settings: { factors: 200, method: 'em' } }),
  'PPCA, 2000 values': () => ({ model: 'ppca', data: table(2500, 2000), settings: { factors: 200 } }),
  'FA, 784 values': () => ({ model: 'factorAnalysis', data: table(1000, 784), settings: { factors: 100 } }),
  'FA, 2000 values, missing': () => ({
    model: 'factorAnalysis',
    data: table(1000, 2000),
    settings: { factors: 20, missing: 0.1 },
  }),
};

const { default: create } = await import(pathToFileURL(path.join(site, 'core.mjs')).href);
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

for (const [name, spec] of Object.entries(rows)) {
  if (!name.includes(wanted)) continue;
  const { Core } = await create({ print() {}, printErr() {} });
  const core = new Core(1);
  /** @type {Record<string, number>} */
  const longest = {};
  /** @template T @param {string} what @param {() => T} call @returns {T} */
  const timed = (what, call) => {
    const began = performance.now();
    const answer = call();
    longest[what] = Math.max(longest[what] ?? 0, performance.now() - began);
    return answer;
  };
  // Goes on until `call` answers true, or `most` turns are over.
  const repeated = (/** @type {string} */ what, /** @type {() => boolean} */ call, most = 1e6, longest_seconds = Number(seconds)) => {
    const until = performance.now() + 1000 * longest_seconds;
    for (let turn = 0; turn < most && performance.now() < until && !timed(what, call); ++turn);
  };
  try {
    let outcome = timed('open', () => core.open(JSON.stringify({ seed: 1, ...spec() })));
    for (const file of outcome.missing?.files ?? []) {
      core.provide(outcome.missing.dataset, file, new Uint8Array(await readFile(path.join(site, 'data', file))));
    }
    if (outcome.missing) outcome = timed('open', () => core.open(JSON.stringify({ seed: 1, ...spec() })));
    if (!outcome.value) {
      print(`${name}: ${JSON.stringify(outcome)}`);
      continue;
    }
    const session = outcome.value;
    let updates = 0;
    repeated('first readings', () => (session.train(0, kSlice), !session.reading()));
    repeated('prepare', () => (session.train(0, kSlice), session.progress().prepared >= 1), 1e6, 60);
    repeated('train', () => ((updates += session.train(1e9, kSlice).updates), false));
    let steps = 0;
    repeated('chains', () => ((steps += session.runChains(10, kChainSlice)), false));
    const { models, measures } = JSON.parse(core.catalogue());
    const { views } = models.find((/** @type {any} */ each) => each.name === spec().model);
    for (const view of views) timed(`view ${view.name}`, () => session.picture(view.name, new Uint8Array(0)));
    const begun = (/** @type {string} */ what, /** @type {any} */ started) => {
      if (started.error) return;
      repeated(what, () => started.value.advance(kSlice));
      started.value.delete();
    };
    begun('samples', timed('begin samples', () => session.sample('{"count":1000,"steps":3}')));
    for (const { name: measure } of measures) {
      if (JSON.parse(session.spec()).model !== spec().model) break;
      const start = () => timed(`begin ${measure}`, () => session.measure(measure, '{}'));
      begun(`measure ${measure}`, start());
    }
    timed('restart', () => session.reset());
    repeated('first readings', () => (session.train(0, kSlice), !session.reading()), 1e6, 60);
    const bytes = timed('save', () => session.save());
    timed('digest', () => session.hash());
    timed('load', () => core.load(bytes)).value?.delete();
    session.delete();
    print(`${name}: ${updates} updates, ${steps} steps; ${inWords(longest)}`);
  } catch (error) {
    print(`${name}: ${error}; ${inWords(longest)}`);
  }
}

/** All turns, those above the limit first. @param {Record<string, number>} longest */
function inWords(longest) {
  const all = Object.entries(longest).sort(([, one], [, other]) => other - one);
  return `${all.filter(([, ms]) => ms >= 10).map(([what, ms]) => `${what} ${ms.toFixed(0)}`).join(', ')} ms`;
}
