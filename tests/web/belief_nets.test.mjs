// @ts-check
// Sigmoid belief nets through the door. Oracle: tests/reference/deep.json, sums over all states in double precision.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

import { onEveryRung, refusal } from './support.mjs';

const oracle = JSON.parse(readFileSync(new URL('../reference/deep.json', import.meta.url), 'utf8'));

/** Entry k of a tensor with offset o, as the oracle has it. @param {number[]} shape @param {number} offset */
const tensor = (shape, offset) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => (((7 * (k + offset) + 3) % 13) - 6) / 4),
});

const net = {
  W1: tensor([3, 2], 0),
  b0: tensor([3], 6),
  W2: tensor([2, 2], 9),
  b1: tensor([2], 13),
  b2: tensor([2], 15),
  R1: tensor([2, 3], 17),
  c1: tensor([2], 23),
  R2: tensor([2, 2], 25),
  c2: tensor([2], 29),
};
const withClass = { W1: tensor([3, 2], 13), b0: tensor([3], 19), b1: tensor([2], 11), U: tensor([2, 3], 5), d: tensor([3], 2) };

/** @param {string} state @param {any} [more] @returns {any} */
const specOf = (state, more = {}) => ({
  model: 'sbn',
  data: { shape: [1, 3], examples: [[...state].map(Number)], ...more.data },
  seed: 1,
  settings: { layers: [2, 2], batchSize: 1, ...more.settings },
});

onEveryRung('belief nets', (at) => {
  it('count log p(v) and the variational bound, and say which is which', async () => {
    for (const state of ['000', '110', '101']) {
      const experiment = await at.engine.open(specOf(state));
      await experiment.setParameters(/** @type {any} */ (net));
      const exact = await experiment.measure('logLikelihood', { split: 'train' });
      assert.equal(exact.kind, 'exact');
      assert.ok(Math.abs(exact.value - oracle.sbn_3_2_2.log_p[state]) < 1e-5, `${exact.value}`);
      const bound = await experiment.measure('bound', { split: 'train' });
      assert.equal(bound.kind, 'lower bound');
      assert.ok(Math.abs(bound.value - oracle.sbn_3_2_2.elbo[state]) < 1e-5, `${bound.value}`);
      const weighted = await experiment.measure('logLikelihood', { split: 'train', method: 'bound', guesses: 10000 });
      assert.equal(weighted.kind, 'lower bound');
      assert.ok(Math.abs(weighted.value - exact.value) < 0.15, `${weighted.value}`);
      await experiment.close();
    }
  });

  it('with a class on top know p(y | v), and draw samples of a class', async () => {
    const experiment = await at.engine.open(
      specOf('110', {
        data: { examples: [[1, 1, 0], [0, 0, 0], [1, 0, 1]], labels: [1, 2, 0], classes: ['a', 'b', 'c'] },
        settings: { layers: [2], classes: true, recognition: false },
      }),
    );
    await experiment.setParameters(/** @type {any} */ (withClass));
    const { log_p_v_given_y: given, log_p_y: prior, p_y_given_v: posterior } = oracle.sbn_label_3_2_y3;
    const label = await experiment.measure('logLikelihood', { split: 'train', of: 'label' });
    const expected = (Math.log(posterior['110'][1]) + Math.log(posterior['000'][2]) + Math.log(posterior['101'][0])) / 3;
    assert.ok(Math.abs(label.value - expected) < 1e-5, `${label.value}, not ${expected}`);
    const joint = await experiment.measure('logLikelihood', { split: 'train', of: 'joint' });
    const all = (given['110'][1] + given['000'][2] + given['101'][0] + prior[0] + prior[1] + prior[2]) / 3;
    assert.ok(Math.abs(joint.value - all) < 1e-5, `${joint.value}, not ${all}`);
    const { data } = await experiment.sample({ count: 8000, label: 1 });
    let blank = 0;
    for (let n = 0; n < 8000; ++n) blank += Number(data[3 * n] + data[3 * n + 1] + data[3 * n + 2] === 0);
    const p = Math.exp(given['000'][1]);
    assert.ok(Math.abs(blank / 8000 - p) < 4.5 * Math.sqrt((p * (1 - p)) / 8000), `${blank / 8000}, not ${p}`);
    await experiment.close();
  });

  it('refuse bounds that they do not have', async () => {
    const experiment = await at.engine.open(specOf('110', { settings: { recognition: false } }));
    await assert.rejects(experiment.measure('bound'), refusal('not-available', 'recognition weights'));
    await experiment.close();
  });
});
