// @ts-check
// Deep belief nets through the door. Oracle: tests/reference/deep.json, sums over all states in double precision.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

import { onEveryRung, refusal } from './support.mjs';

const oracle = JSON.parse(readFileSync(new URL('../reference/deep.json', import.meta.url), 'utf8')).dbn_4_3_2;

/** Entry k of a tensor with offset o, as the oracle has it. @param {number[]} shape @param {number} offset */
const tensor = (shape, offset) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => (((7 * (k + offset) + 3) % 13) - 6) / 4),
});
const net = {
  W1: tensor([4, 3], 0),
  b0: tensor([4], 12),
  c1: tensor([3], 16),
  W2: tensor([3, 2], 19),
  b1: tensor([3], 25),
  b2: tensor([2], 28),
};
const label = { Wl: tensor([2, 2], 40), bl: tensor([2], 44) };

/** @param {string[]} states @param {any} [more] @returns {any} */
const specOf = (states, more = {}) => ({
  model: 'dbn',
  data: { shape: [1, 4], examples: states.map((state) => [...state].map(Number)), ...more.data },
  seed: 1,
  settings: { layers: [3, 2], batchSize: 1, epochs: 2, ...more.settings },
});

onEveryRung('deep belief nets', (at) => {
  it('count log p(v) and the variational bound, and say which is which', async () => {
    for (const state of ['0000', '1101']) {
      const experiment = await at.engine.open(specOf([state]));
      await experiment.setParameters(/** @type {any} */ (net));
      const exact = await experiment.measure('logLikelihood', { split: 'train' });
      assert.equal(exact.kind, 'exact');
      assert.ok(Math.abs(exact.value - oracle.log_p[state]) < 1e-5, `${exact.value}`);
      const bound = await experiment.measure('bound', { split: 'train' });
      assert.equal(bound.kind, 'lower bound');
      assert.ok(Math.abs(bound.value - oracle.bound_tied_up_pass[state]) < 1e-5, `${bound.value}`);
      const weighted = await experiment.measure('logLikelihood', { split: 'train', method: 'bound', guesses: 10000 });
      assert.equal(weighted.kind, 'lower bound');
      assert.ok(Math.abs(weighted.value - exact.value) < 0.1, `${weighted.value}`);
      const partition = await experiment.measure('logPartition', { method: 'ais', chains: 400, temperatures: 200 });
      assert.equal(partition.kind, 'estimate');
      assert.ok(Math.abs(partition.value - oracle.top_log_z) < 4 * Number(partition.standardError) + 1e-3, `${partition.value}`);
      const reverse = refusal('not-available', 'reverse', 'ais');
      await assert.rejects(experiment.measure('logPartition', { method: 'reverse' }), reverse);
      await assert.rejects(experiment.measure('logLikelihood', { split: 'train', method: 'reverse' }), reverse);
      await experiment.close();
    }
  });

  it('know p(y | v) by one pass up and exactly, and draw samples of a class', async () => {
    const states = ['1000', '0111'];
    const labels = [1, 0];
    const experiment = await at.engine.open(
      specOf(states, { data: { labels, classes: ['a', 'b'] }, settings: { labels: true } }),
    );
    await experiment.setParameters(/** @type {any} */ ({ ...net, ...label }));
    const exact = await experiment.measure('logLikelihood', { split: 'train', of: 'label' });
    const expected = states.reduce((sum, state, n) => sum + Math.log(oracle.p_label_given_v_exact[state][labels[n]]), 0) / 2;
    assert.equal(exact.kind, 'exact');
    assert.ok(Math.abs(exact.value - expected) < 1e-5, `${exact.value}, not ${expected}`);
    const wrong = states.filter((state, n) => oracle.p_label_given_v_mean_up_pass[state][labels[n]] < 0.5).length / 2;
    assert.equal((await experiment.measure('classError', { split: 'train' })).value, wrong);
    const { shape } = await experiment.sample({ count: 20, steps: 5, label: 1 });
    assert.deepEqual(shape, [20, 1, 4]);
    await assert.rejects(experiment.sample({ count: 2, clamp: [1, null, null, null] }), refusal('not-available', 'clamp', 'top down'));
    await experiment.close();
  });

  it('estimate log Z of a top machine that is too large to count', async () => {
    // Two hidden layers of 24: log Z of the top machine is annealed, with the bound before it.
    const states = Array.from({ length: 8 }, (_, n) => [...Array(12)].map((_, i) => String((n >> i % 3) & 1)).join(''));
    const experiment = await at.engine.open({
      model: 'dbn',
      data: { shape: [1, 12], examples: states.map((state) => [...state].map(Number)) },
      seed: 3,
      settings: { layers: [24, 24], batchSize: 4, epochs: 3 },
    });
    await experiment.train({ updates: 12 });
    const bound = await experiment.measure('bound', { split: 'train', guesses: 20, chains: 200, temperatures: 300 });
    assert.equal(bound.kind, 'estimate');
    assert.match(bound.note, /variational bound.*Annealed importance sampling/s);
    assert.ok(Number(bound.effectiveSamples) > 45, `${bound.effectiveSamples}`);
    const better = await experiment.measure('logLikelihood', { split: 'train', guesses: 200, chains: 200, temperatures: 300 });
    assert.equal(better.kind, 'estimate');
    const slack = 3 * Math.hypot(Number(bound.standardError), Number(better.standardError));
    assert.ok(better.value > bound.value - slack, `${better.value} after ${bound.value}`);
    await experiment.close();
  });

  it('train the whole stack from one spec, stage by stage, to the same bits after a pause', async () => {
    const spec = /** @type {any} */ ({
      model: 'dbn',
      data: 'bars-and-stripes',
      seed: 5,
      settings: { layers: [8, 16, 6], labels: false, batchSize: 10, epochs: [2, 1, 2], method: 'pcd', then: 'upDown', upDownEpochs: 2 },
    });
    const straight = await at.engine.open(spec);
    const { stages } = await straight.snapshot([]);
    assert.deepEqual(stages.map(({ name }) => name), ['layer1', 'layer2', 'layer3', 'upDown']);
    const end = stages[3].end;
    const paused = await at.engine.open(spec);
    for (const { end } of stages.slice(0, 3)) {
      await paused.train({ toEndOfStage: true });
      assert.equal((await paused.snapshot([])).progress.updates, end);
    }
    const file = await paused.save();
    const loaded = await at.engine.load(file);
    await straight.train({ updates: end });
    await loaded.train({ toEndOfStage: true });
    assert.equal(await loaded.hash(), await straight.hash());
    for (const experiment of [straight, paused, loaded]) await experiment.close();
  });
});
