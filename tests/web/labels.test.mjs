// @ts-check
// Classes and stages through the door: label units, measures of them, samples and running chains held at a class.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { onEveryRung, refusal } from './support.mjs';

// Six values: on at the left in class 0, at the right in class 1; one value flipped in each copy.
const examples = Array.from({ length: 24 }, (_, n) =>
  Array.from({ length: 6 }, (_, i) => Number((n % 2 === 0 ? i < 3 : i >= 3) !== (i === (n >> 1) % 6))),
);
const labels = examples.map((_, n) => n % 2);
/** @type {any} */
const spec = {
  model: 'rbm',
  data: { shape: [2, 3], examples, labels, classes: ['left', 'right'] },
  seed: 1,
  settings: { hidden: 6, batchSize: 12, labels: true, method: 'exact', learningRate: 0.2, weightDecay: 0 },
};

onEveryRung('classes', (at) => {
  it('learns label units, and says how often it is wrong', async () => {
    const experiment = await at.engine.open(spec);
    await experiment.train({ updates: 400 });
    const { W, U, d } = await experiment.parameters();
    assert.deepEqual(W.shape, [6, 6]);
    assert.deepEqual(U.shape, [2, 6]);
    assert.deepEqual(d.shape, [2]);
    const wrong = await experiment.measure('classError', { split: 'train' });
    assert.ok(wrong.value <= 1 / 24, `${wrong.value}`);
    assert.equal(wrong.certainty, 'exact');
    const of = async (/** @type {string} */ which) =>
      (await experiment.measure('logLikelihood', { split: 'train', of: which })).value;
    const [visible, joint, label] = [await of('visible'), await of('joint'), await of('label')];
    assert.ok(Math.abs(joint - visible - label) < 1e-4, `${joint} = ${visible} + ${label}`);
    assert.ok(label > -0.2);
    await experiment.close();
  });

  it('draws samples of a class, and dreams of one', async () => {
    const experiment = await at.engine.open(spec);
    await experiment.train({ updates: 400 });
    const share = (/** @type {ArrayLike<number>} */ data, /** @type {number} */ first) => {
      let on = 0;
      for (let n = 0; n < data.length; n += 6) for (let i = 0; i < 3; ++i) on += data[n + first + i];
      return on / (data.length / 2);
    };
    const left = await experiment.sample({ count: 100, steps: 30, label: 0 });
    assert.ok(share(left.data, 0) > share(left.data, 3) + 0.4);
    const one_each = await experiment.sample({ count: 2, steps: 30, label: [1, null] });
    assert.deepEqual(one_each.shape, [2, 2, 3]);
    assert.deepEqual((await experiment.snapshot([])).classes, ['left', 'right']);
    await experiment.holdClass(1);
    assert.equal(experiment.progress.heldClass, 1);
    await experiment.runChains(30);
    const { views } = await experiment.snapshot(['chains', 'labels']);
    assert.ok(share(views[0].data, 3) > share(views[0].data, 0) + 0.4);
    assert.deepEqual(views[1].rowNames, ['left', 'right']);
    await experiment.holdClass(null);
    assert.equal(experiment.progress.heldClass, -1);
    await experiment.close();
  });

  it('refuses classes that there are not, each with a sentence', async () => {
    const experiment = await at.engine.open(spec);
    for (const [label, said] of /** @type {[any, RegExp][]} */ ([
      [2, /label is 2, but it must be a whole number from 0 to 1/],
      [-1, /label is -1/],
      ['left', /label is "left"/],
      [[0], /list of 3 entries/],
      [[0, 1, 7], /label\[2\] is 7/],
    ])) {
      await assert.rejects(experiment.sample({ count: 3, steps: 1, label }), refusal('invalid-option', said));
    }
    await assert.rejects(experiment.holdClass(2), refusal('invalid-request', /must be a whole number from 0 to 1/));
    await experiment.close();
    const plain = await at.engine.open({ ...spec, settings: { hidden: 4 } });
    await assert.rejects(plain.holdClass(0), refusal('not-available', /knows no classes/));
    await assert.rejects(plain.sample({ count: 1, steps: 1, label: 0 }), refusal('not-available', /knows no classes/));
    await assert.rejects(plain.measure('classError'), refusal('not-available', /no label units/));
    await assert.rejects(plain.measure('logLikelihood', { of: 'joint' }), refusal('not-available', /no label units/));
    await plain.close();
    const unlabelled = { ...spec, data: { shape: [2, 3], examples } };
    await assert.rejects(at.engine.open(unlabelled), refusal('invalid-option', /labels is true, but/));
  });

  it('says its stages, and refuses the end of one that has none', async () => {
    const experiment = await at.engine.open(spec);
    const { stages } = await experiment.snapshot();
    assert.equal(stages.length, 1);
    assert.equal(stages[0].end, 0);
    assert.equal(experiment.progress.stage, 0);
    await assert.rejects(experiment.train({ toEndOfStage: true }), refusal('not-available', /has no end/));
    await assert.rejects(experiment.train({ updates: 1, toEndOfStage: true }), refusal('invalid-request', /one of/));
    await experiment.close();
  });
});
