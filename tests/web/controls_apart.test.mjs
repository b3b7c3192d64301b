// @ts-check
// Parts of the page's controls that need no page: times of measures, the name of the canvas, the form that is loaded
// late, and what is said of runs that are too large to keep.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/measuring.js')} */
const { createMeasuring } = await fromSite('measuring.js');
/** @type {typeof import('../../web/canvas-name.js')} */
const { nameCanvas } = await fromSite('canvas-name.js');
/** @type {typeof import('../../web/late-form.js')} */
const { createLateForm } = await fromSite('late-form.js');
/** @type {typeof import('../../web/kept-runs/autosave.js')} */
const { createAutosave } = await fromSite('kept-runs/autosave.js');
/** @type {typeof import('../../web/elements.js')} */
const { duration } = await fromSite('elements.js');

/** @param {unknown} value @returns {any} */
const any = (value) => value;

/** A store as localStorage is. */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return any({ getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value) });
}

describe('the time of a measure', () => {
  const spec = any({ model: 'rbm', data: 'digits' });
  /** @param {any} store @param {() => number} [clock] */
  function measuring(store, clock) {
    let time = 0;
    const experiment = any({ spec, measure: async () => ((time += 4800), { label: 'Value', value: 1 }) });
    const running = { suspend() {}, async apply() {} };
    return createMeasuring({ experiment: () => experiment, running, say() {}, now: clock ?? (() => time), store: () => store });
  }

  it('is what the last run took, by model and data, on this visit and the next', async () => {
    const store = storage();
    const first = measuring(store);
    assert.deepEqual(first.took(spec), {});
    await first.measure({ name: 'mmd', options: {} });
    assert.deepEqual(first.took(spec), { mmd: 4.8 });
    assert.deepEqual(first.took({ ...spec, data: 'mnist' }), {});
    assert.deepEqual(first.took({ ...spec, model: 'rb' }), {});
    assert.deepEqual(measuring(store).took(spec), { mmd: 4.8 });
  });

  it('is known for the visit where the browser keeps nothing, and survives what else stands there', async () => {
    const refusing = any({ getItem() { throw new Error('refused'); }, setItem() { throw new Error('refused'); } });
    const first = measuring(refusing);
    await first.measure({ name: 'mmd', options: {} });
    assert.deepEqual(first.took(spec), { mmd: 4.8 });
    for (const text of ['[]', 'x', '{"rbm digits mmd":"long"}', 'null']) {
      const store = storage();
      store.setItem('harmonium.seconds', text);
      assert.deepEqual(measuring(store).took(spec), {}, text);
    }
  });

  it('that a running one still takes follows from its progress', async () => {
    let time = 0;
    /** @type {(value: any) => void} */
    let done = () => {};
    const experiment = any({ spec, measure: () => new Promise((resolve) => (done = resolve)) });
    const at = createMeasuring({ experiment: () => experiment, running: { suspend() {}, async apply() {} }, say() {}, now: () => time, store: storage });
    assert.equal(at.left(0.5), undefined, 'nothing runs');
    const work = at.measure({ name: 'mmd', options: {} });
    time = 5000;
    assert.equal(at.left(0.25), 15);
    assert.equal(at.left(0.001), undefined, 'too early to tell');
    done({});
    await work;
    assert.equal(at.left(0.5), undefined);
  });

  it('is written as people say it', () => {
    assert.deepEqual([0.01, 0.32, 4.8, 12.4, 99, 150].map(duration), ['under 0.1 s', '0.3 s', '4.8 s', '12 s', '99 s', '3 min']);
  });
});

describe('the name of the canvas', () => {
  it('says what is shown, whether it learns, and the number that tells most; it changes every five seconds at most', () => {
    let time = 0;
    let running = true;
    let updates = 1;
    const canvas = any(Object.assign(new EventTarget(), {
      name: '',
      getAttribute: () => canvas.name,
      setAttribute: (/** @type {string} */ _, /** @type {string} */ text) => void (canvas.name = text),
    }));
    const curve = { name: 'logLikelihood', label: 'Log-likelihood', x: [1], y: [-3.1], unit: 'nats', reference: -2.6, referenceLabel: 'best' };
    const named = nameCanvas({
      canvas,
      describe: () => 'A machine is learning digits.',
      snapshot: () => ({ progress: { updates }, curves: [curve] }),
      running: () => running,
      now: () => time,
    });
    assert.match(canvas.name, /^Playground\. A machine is learning digits\. Playing at 1 update\. Log-likelihood: .3\.100, best .2\.600\.$/);
    updates = 2000;
    time = 4000;
    named.later();
    assert.match(canvas.name, /at 1 update\./);
    time = 6000;
    named.later();
    assert.match(canvas.name, /at 2,000 updates\./);
    running = false;
    named.show();
    assert.match(canvas.name, /Paused at 2,000/);
    updates = 2001;
    canvas.dispatchEvent(new Event('focus'));
    assert.match(canvas.name, /2,001/);
  });
});

describe('the form that is loaded late', () => {
  /** @param {() => Promise<any>} load */
  const late = (load) => {
    const details = any({ open: false });
    const form = any({ textContent: '' });
    return { details, form, late: createLateForm({ details, form, load }) };
  };

  it('shows the newest of each kind once it is there, and is loaded once', async () => {
    /** @type {string[]} */
    const log = [];
    let loads = 0;
    const made = any(Object.fromEntries(['showSpec', 'showStatus', 'showLink', 'showBoard', 'showNumbers', 'showOpen'].map((name) => [name, (/** @type {any} */ value) => log.push(`${name} ${value}`)])));
    const at = late(async () => (++loads, made));
    at.late.showSpec('one');
    at.late.showSpec('two');
    at.late.showStatus(any('playing'));
    at.late.showNumbers('lost', any(null));
    assert.deepEqual(log, []);
    await Promise.all([at.late.open(), at.late.open()]);
    assert.deepEqual(log, ['showSpec two', 'showStatus playing', 'showOpen true']);
    at.late.showStatus(any('paused'));
    at.late.closed();
    assert.deepEqual(log.slice(3), ['showStatus paused', 'showOpen false']);
    assert.equal(loads, 1);
    assert.equal(at.details.open, true);
  });

  it('says that it could not be loaded, and tries again', async () => {
    let loads = 0;
    const at = late(async () => {
      ++loads;
      throw new Error('No network.');
    });
    await at.late.open();
    assert.equal(at.form.textContent, 'The form could not be loaded. No network.');
    await at.late.open();
    assert.equal(loads, 2);
  });
});

describe('a run that is too large to keep', () => {
  it('is not kept, and that is said once with what to do', async () => {
    /** @type {string[]} */
    const notes = [];
    let kept = 0;
    const window = any({
      performance,
      document: { visibilityState: 'visible', addEventListener() {}, removeEventListener() {} },
      addEventListener() {},
      crypto: { randomUUID: () => 'id' },
      setInterval: () => 0,
      clearInterval() {},
      setTimeout() {},
    });
    const here = any({ experiment: null, note: (/** @type {string} */ sentence) => notes.push(sentence), trainedSeconds: 1 });
    const saves = createAutosave({ engine: any({ models: [], datasets: [] }), here, window, store: any({}), writer: any({ keep: async () => void ++kept, close() {} }) });
    const of = (/** @type {number} */ bytes) => any({ checkpoint: new Uint8Array(bytes), checkpointAt: { run: 1, updates: 5 }, spec: { model: 'rbm', data: 'digits', seed: 1 } });
    here.experiment = of(40 * 1024 * 1024);
    await saves.look();
    here.experiment.checkpoint = new Uint8Array(41 * 1024 * 1024);
    await saves.look();
    assert.deepEqual(notes, [
      'This run is not kept in this browser: it is 40 MB, and at most 32 MB are kept. Save a file before you leave the page.',
    ]);
    assert.equal(kept, 0);
    here.experiment = of(1000);
    await saves.look();
    assert.equal(kept, 1);
    assert.equal(notes.length, 1);
    saves.close();
  });
});
