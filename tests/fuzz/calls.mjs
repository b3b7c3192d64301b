// @ts-check
// Attacks the functions of an engine and of an experiment with arguments of every kind.

import { bars, door } from '../web/support.mjs';
import { Draw } from './draw.mjs';

/** @typedef {import('../web/support.mjs').Experiment} Experiment */
/** @typedef {import('../web/support.mjs').Engine} Engine */

/** Right values of options, so that wrong ones are tried beside them. Whatever they start ends within milliseconds. */
const kTrain = [{ updates: 2 }, { epochs: 1 }, { updates: 1, onProgress() {} }, { toEndOfStage: true }];
const kSample = [{ count: 2, steps: 2 }, { count: 1, steps: 1, seed: 5, clamp: Array(16).fill(null) }, { count: 1, steps: 1, probabilities: true }];
const kMeasure = [{}, { split: 'train' }, { method: 'exact' }];
/** In the engine's own core: Workers would take longer to start than a call. */
const kRepeat = [
  { variants: [{ hidden: 4 }, { learningRate: 0.2 }], updates: 2, workers: 0 },
  { variants: [{ method: 'exact' }], epochs: 1, seeds: [1, 2], measures: ['reconstructionError'], files: true, onRow() {}, workers: 0 },
];
const kWatch = [{ views: ['weights'] }, { views: ['*'], rate: 0 }, { chainSpeed: 5, chainsWhilePaused: false }];
const kTensors = [{ W: { shape: [16, 8], data: new Float32Array(128) }, b: { shape: [16], data: new Float32Array(16) }, c: { shape: [8], data: new Float32Array(8) } }];

/** Options as a script may write them: right ones, with fields replaced or added, or anything. @param {Draw} draw @param {any[]} right */
function options(draw, right) {
  if (draw.chance(0.3)) return draw.junk();
  const given = { ...draw.pick(right) };
  if (draw.chance(0.8)) {
    const names = Object.keys(given);
    const name = names.length > 0 && draw.chance(0.6) ? draw.pick(names) : draw.chance(0.5) ? draw.pick(['onProgress', 'signal']) : draw.text();
    given[name] = draw.junk();
  }
  return given;
}
/** @template T @param {Draw} draw @param {readonly T[]} right @returns {T} */
const mostly = (draw, right) => (draw.chance(0.3) ? draw.pick(right) : draw.junk());
/** Options of calls that could last: they are stopped soon. Values that cannot be changed stay as they are. @param {any} given */
function stopped(given) {
  try {
    const plain = Object.getPrototypeOf(given) === Object.prototype && Object.isExtensible(given) && !Object.hasOwn(given, 'signal');
    if (plain) given.signal = AbortSignal.timeout(20);
  } catch {
    // null, a proxy that was revoked: the call will say so
  }
  return given;
}

/** @type {Record<string, (draw: Draw, at: { engine: Engine, experiment: Experiment }) => unknown>} */
const calls = {
  train: (draw, { experiment }) => experiment.train(stopped(options(draw, kTrain))),
  update: (draw, { experiment }) => {
    const updates = mostly(draw, [1, 2]);
    // A large number is right too, and takes no signal here.
    return typeof updates === 'number' && updates > 100 ? experiment.train(stopped({ updates })) : experiment.update(updates);
  },
  play: async (draw, { experiment }) => {
    await experiment.play(options(draw, [{}, { speed: 'full' }, { phaseSeconds: 1 }]));
    await experiment.pause();
  },
  speed: (draw, { experiment }) => void (experiment.speed = mostly(draw, /** @type {const} */ (['slow', 'full']))),
  set: (draw, { experiment }) => experiment.set(mostly(draw, ['learningRate', 'weightDecay', 'momentum']), mostly(draw, [0.1, 0.2])),
  reseed: (draw, { experiment }) => experiment.reseed(mostly(draw, [7])),
  runChains: (draw, { experiment }) => experiment.runChains(mostly(draw, [1, 2])),
  holdClass: (draw, { experiment }) => experiment.holdClass(mostly(draw, [null, 0])),
  setLatent: (draw, { experiment }) => experiment.setLatent(mostly(draw, [[0, 1], new Float32Array(2)])),
  watch: (draw, { experiment }) => experiment.watch(options(draw, kWatch)),
  snapshot: (draw, { experiment }) => experiment.snapshot(mostly(draw, [['weights'], []])),
  sample: (draw, { experiment }) => experiment.sample(stopped(options(draw, kSample))),
  measure: (draw, { experiment }) =>
    experiment.measure(mostly(draw, /** @type {const} */ (['reconstructionError', 'logPartition'])), stopped(options(draw, kMeasure))),
  setParameters: (draw, { experiment }) => experiment.setParameters(options(draw, kTensors)),
  on: (draw, { experiment }) => experiment.on(mostly(draw, /** @type {const} */ (['state', 'error'])), draw.chance(0.5) ? () => {} : draw.junk())(),
  borrow: (draw, { experiment }) => experiment.borrow(draw.junk())(),
  open: async (draw, { engine }) => (await engine.open(mostly(draw, [bars]), options(draw, [{}]))).close(),
  load: async (draw, { engine }) => (await engine.load(draw.junk(), options(draw, [{}]))).close(),
  compare: (draw, { engine, experiment }) =>
    engine.compare(mostly(draw, [[{ experiment }]]), mostly(draw, [/** @type {any} */ (['reconstructionError']), []]), stopped(options(draw, [{}]))),
  repeat: (draw, { engine }) => engine.repeat(mostly(draw, [/** @type {any} */ (bars)]), stopped(options(draw, kRepeat))),
  Comparison: (draw, { engine }) => {
    const table = new door.Comparison(mostly(draw, [engine.measures]), mostly(draw, [[]]));
    table.at(draw.junk(), draw.junk());
    table.best(draw.junk());
  },
  'engine.on': (draw, { engine }) => engine.on(draw.junk(), draw.junk())(),
  createEngine: async (draw) =>
    (await door.createEngine({ rung: 'main-thread', ...(draw.chance(0.5) ? { base: draw.junk() } : { [draw.text()]: draw.junk() }) })).close(),
  readTensors: (draw) => door.readTensors(draw.junk()),
  writeTensors: (draw) => door.writeTensors(options(draw, kTensors), draw.junk()),
};
const kNames = Object.keys(calls).filter((name) => name !== 'createEngine');

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'calls',
  async prepare() {
    const engine = await door.createEngine({ rung: 'main-thread', sliceMilliseconds: 5 });
    const at = { engine, experiment: await engine.open(bars) };
    let last = '';
    // Listeners drawn at random may throw. That is reported, and not what is looked at here.
    const report = console.error;
    console.error = () => {};
    return {
      async give(draw) {
        // An engine takes ten milliseconds to start, and most of its options are wrong ones here.
        last = draw.chance(0.01) ? 'createEngine' : draw.pick(kNames);
        await calls[last](draw, at);
      },
      what: () => last,
      async state() {
        const { spec, progress } = at.experiment;
        return JSON.stringify([await at.experiment.hash(), spec, progress.run, progress.updates]);
      },
      // These have trained before they ended, and say so.
      mayChange: ({ code, message }) =>
        code === 'aborted' || code === 'diverged' || /was stopped, since its onProgress failed/.test(message),
      async again() {
        await engine.restart();
      },
      async end() {
        console.error = report;
        await engine.close();
      },
    };
  },
};
