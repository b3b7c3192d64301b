// @ts-check
// Where a run on the page rests by itself.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { createEnds, ended, paceOf } from '../../web/ends.js';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/harmonium.js')} */
const { createEngine } = await fromSite('harmonium.js');

/** @param {string} name @param {(x: number) => number} of @param {number} count @param {number} [error] */
const curve = (name, of, count, error) => /** @type {any} */ ({
  name,
  x: Float32Array.from({ length: count }, (_, i) => 10 * i),
  y: Float32Array.from({ length: count }, (_, i) => of(10 * i)),
  error: error === undefined ? null : new Float32Array(count).fill(error),
});
const rising = (/** @type {number} */ x) => -Math.exp(-x / 40) - 2;

describe('the end of a run', () => {
  it('is where nothing that is measured changes any more', () => {
    assert.equal(ended([curve('logLikelihood', rising, 30)]), null);
    assert.match(String(ended([curve('logLikelihood', rising, 300)])), /^It has converged: .* in 90 updates\.$/);
    assert.equal(ended([curve('logLikelihood', rising, 300), curve('logPartition', (x) => x, 300)]), null);
    assert.equal(ended([]), null);
  });

  it('is where held-out examples become less likely, by more than chance', () => {
    const falls = (/** @type {number} */ x) => rising(x) - x / 500;
    assert.match(String(ended([curve('testLogLikelihood', falls, 60)])), /less likely since update 1\d0: /);
    assert.equal(ended([curve('testLogLikelihood', falls, 60, 5)]), null, 'within its error');
    assert.equal(ended([curve('logLikelihood', falls, 60)]), null, 'of the training examples');
  });

  it('rests where the error on examples kept for validation has stopped falling', () => {
    const rises = (/** @type {number} */ x) => Math.abs(x - 15) / 100;
    assert.match(
      String(ended([curve('validationError', rises, 60)])),
      /examples kept for validation has not fallen since update 10: the place to stop\.$/,
    );
    assert.equal(ended([curve('validationError', (x) => 1 / (1 + x), 60)]), null, 'it still falls');
    assert.equal(ended([curve('classErrorTest', rises, 60)]), null, 'held-out examples do not tell when to stop');
  });
});

describe('the ends of a page', () => {
  /** @type {import('../../web/harmonium.js').Engine} */ let engine;
  /** @type {ReturnType<typeof createEnds>} */ let ends;
  const first = { spec: { model: 'rbm', data: 'digits', seed: 1, settings: { weightDecay: 0.001 } }, updates: 5000 };
  before(async () => {
    engine = await createEngine();
    ends = createEnds(engine, first);
  });
  after(() => engine.close());

  const at = (/** @type {any} */ spec, updates = 0, more = {}) =>
    /** @type {any} */ ({ spec, progress: { updates, epochs: updates / 70, stageEnd: 0, updatesPerEpoch: 70, run: 1, ...more } });

  it('are the lengths of known experiments, whatever spells their settings out', () => {
    assert.equal(ends.lengthOf(first.spec), 5000);
    assert.equal(ends.lengthOf({ ...first.spec, seed: 7 }), 5000);
    assert.equal(ends.lengthOf({ ...first.spec, settings: { weightDecay: 0.002 } }), 0);
    for (const model of engine.models)
      for (const { data, settings, updates } of model.presets)
        assert.equal(ends.lengthOf({ model: model.name, data, settings }), updates, `${model.name}, ${data}`);
    assert.deepEqual(ends.goal(at(first.spec, 4999)), { updates: 5000 });
    assert.equal(ends.goal(at(first.spec, 5000)), undefined, 'who goes on is not stopped again');
    assert.deepEqual([1, 60, 5000].map(paceOf), ['1', '10', '100']);
  });

  it('are what the visitor asks for, which has to lie ahead', () => {
    ends.begin(null);
    assert.throws(() => ends.ask({ updates: 10 }, at(first.spec, 10).progress), /has made 10 updates; give more/);
    assert.throws(() => ends.ask({ updates: 'x' }, at(first.spec).progress), /"updates" is "x"/);
    assert.throws(() => ends.ask({}, at(first.spec).progress), /has one of "updates", "epochs" and "toEndOfStage: true"/);
    assert.equal(ends.asked, null);
    ends.ask({ epochs: 2 }, at(first.spec).progress);
    assert.deepEqual(ends.goal(at(first.spec, 100)), { epochs: 2 });
    assert.deepEqual(ends.goal(at(first.spec, 140)), { updates: 5000 }, 'the length comes after it');
    ends.ask({ toEndOfStage: true }, at(first.spec, 5, { stageEnd: 300 }).progress);
    assert.deepEqual(ends.asked, { updates: 300 });
  });
});
