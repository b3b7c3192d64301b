// @ts-check
// Runs on the page that are not lost: undo, the address with its history, the time of training, and the words for a run.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bars, door, fromSite, refusal } from './support.mjs';

/** @type {typeof import('../../web/undo.js')} */
const { createUndo, savedRun } = await fromSite('undo.js');
/** @type {typeof import('../../web/address.js')} */
const { createAddress, entryOf } = await fromSite('address.js');
/** @type {typeof import('../../web/training-time.js')} */
const { createTrainingTime } = await fromSite('training-time.js');
/** @type {typeof import('../../web/words-of-runs.js')} */
const { describeRun } = await fromSite('words-of-runs.js');
/** @type {typeof import('../../web/kept-runs/store.js')} */
const { createRunStore } = await fromSite('kept-runs/store.js');
/** @type {typeof import('../../web/elements.js')} */
const { spread } = await fromSite('elements.js');

/** @param {unknown} value @returns {any} */
const any = (value) => value;

describe('undo', () => {
  it('goes back to the run that a new start has ended, bit for bit, and forward again', async () => {
    const engine = await door.createEngine({ rung: 'main-thread' });
    let experiment = await engine.open(bars);
    /** @type {string[]} */
    const said = [];
    const undo = createUndo({
      load: async (file) => {
        const left = await savedRun(experiment);
        experiment = await engine.load(file);
        undo.keep(left);
      },
      say: (sentence) => void said.push(sentence),
      onChange() {},
    });
    await assert.rejects(undo.back(), refusal('not-available', 'nothing to undo'));
    await undo.restart(experiment, (at) => at.reset(), () => 'Again');
    assert.equal(undo.offer, null, 'nothing was lost');
    await experiment.update(30);
    const learnt = await experiment.hash();
    await undo.restart(experiment, (at) => at.set('learningRate', 0.2), () => 'Never said');
    assert.equal(undo.offer, null, 'it was not started again');
    await undo.restart(experiment, (at) => at.reseed(), (at) => `Seed ${at.spec.seed}`);
    assert.equal(undo.offer?.sentence, 'Seed 8. It was at update 30.');
    assert.deepEqual(said, ['Again', 'Seed 8']);
    await experiment.update(5);
    const later = await experiment.hash();
    await undo.back();
    assert.deepEqual([experiment.spec.seed, experiment.progress.updates, await experiment.hash()], [7, 30, learnt]);
    await undo.back();
    assert.equal(await experiment.hash(), later);
    undo.offer = null;
    await engine.close();
  });
});

/** A window with a history as browsers have it. @param {string} [hash] @param {any} [state] */
function browser(hash = '', state = null) {
  const entries = [{ hash, state }];
  let at = 0;
  const window = any({
    setTimeout: (/** @type {() => void} */ work) => (void (window.waits = work), 1),
    clearTimeout: () => void (window.waits = null),
    waits: null,
    location: { get hash() { return entries[at].hash; }, get href() { return `page${entries[at].hash}`; } },
    history: {
      get state() { return entries[at].state; },
      pushState: (/** @type {any} */ state, _, /** @type {string} */ hash) => (entries.splice(++at), void entries.push({ hash, state })),
      replaceState: (/** @type {any} */ state, _, /** @type {string} */ hash) => void (entries[at] = { hash, state }),
    },
    go: (/** @type {number} */ steps) => void (at += steps),
    settle: () => (window.waits?.(), void (window.waits = null)),
    entries,
  });
  window.top = window;
  return window;
}

describe('the address', () => {
  const file = (/** @type {number} */ n) => Promise.resolve(new Uint8Array([n]));
  const spec = (/** @type {string} */ model) => ({ model, data: 'digits' });

  it('has an entry for every experiment, and finds the run that was left', async () => {
    const window = browser();
    const address = createAddress(window, { linked: false });
    address.keep(spec('a'));
    window.settle();
    address.leave(file(1));
    address.keep(spec('b'));
    window.settle();
    assert.deepEqual(window.entries.map((/** @type {any} */ { hash }) => decodeURIComponent(hash)), ['#{"model":"a","data":"digits"}', '#{"model":"b","data":"digits"}']);
    window.go(-1);
    /** @type {any[]} */
    const opened = [];
    await address.arrive(async (run) => {
      opened.push(run);
      address.leave(file(2));
      address.keep(spec('a'));
    });
    window.settle();
    assert.deepEqual(opened, [new Uint8Array([1])]);
    assert.equal(window.entries.length, 2, 'Back makes no new entry');
    window.go(1);
    await address.arrive(async (run) => void opened.push(run));
    assert.deepEqual(opened[1], new Uint8Array([2]));
  });

  it('of a page in another page makes no entries there', () => {
    const window = browser();
    window.top = {};
    const address = createAddress(window, { linked: true });
    address.keep(spec('a'));
    window.settle();
    address.leave(file(1));
    address.keep(spec('b'));
    window.settle();
    assert.equal(window.entries.length, 1);
  });

  it('says whether the visitor came by a link, also after a reload', () => {
    for (const linked of [true, false]) {
      const window = browser('#x');
      const address = createAddress(window, { linked });
      address.keep(spec('a'));
      window.settle();
      assert.equal(entryOf(window.history.state)?.linked, linked);
    }
    for (const state of [null, 5, {}, { harmonium: 'x', linked: true }, { harmonium: 1 }]) assert.equal(entryOf(state), null);
  });
});

describe('what is known of a run', () => {
  it('has the time that it trained, without what came before or the sleep of the page', () => {
    let now = 0;
    const times = createTrainingTime(() => now);
    const at = any({ progress: { run: 1, updates: 0 } });
    const step = (/** @type {number} */ milliseconds, /** @type {object} */ progress) => {
      now += milliseconds;
      Object.assign(at.progress, progress);
      times.note(at);
    };
    step(500, { updates: 50 });
    assert.equal(times.of(at), 0, 'what was trained before is not known');
    step(500, { updates: 100 });
    step(700, {});
    step(100_000, { updates: 101 });
    assert.equal(times.of(at), 2.5);
    step(500, { run: 2, updates: 0 });
    assert.equal(times.of(at), 0);
  });

  it('is a sentence with model, data, updates and seed', () => {
    const tables = any({ models: [{ name: 'rbm', title: 'RBM' }], datasets: [{ name: 'digits', title: 'Digits, 8x8' }] });
    const of = (/** @type {any} */ data) => describeRun(tables, any({ spec: { model: 'rbm', data, seed: 3 }, progress: { updates: 4001, epochs: 12.345 } }));
    assert.equal(of('digits'), 'RBM; Digits, 8x8; 4,001 updates, epoch 12.3; seed 3');
    assert.match(of({ title: 'Mine\u202e' }), /^RBM; Mine\?; /);
    assert.match(of({}), /own data/);
  });

  it('has means to the second digit of their spread', () => {
    assert.equal(spread(-18.2123, 0.163), '\u221218.21 \u00b1 0.16');
    assert.equal(spread(1234.5, 67), '1,235 \u00b1 67');
    assert.equal(spread(0.5, 0), '0.5000 \u00b1 0');
    assert.equal(spread(2, null), '2');
  });

  it('is kept nowhere, without a word, where the browser has no store', async () => {
    const broken = () => {
      throw new Error('forbidden');
    };
    for (const factory of [broken, () => any({ open: broken }), () => any(undefined)]) {
      const store = createRunStore(factory, broken);
      assert.equal(await store.keep(any({ id: 'x' }), new Uint8Array(1)), false);
      assert.deepEqual(await store.list(), []);
      assert.equal(await store.file('x'), null);
      await store.forget('x');
    }
  });
});
