// @ts-check
// Probabilistic PCA and factor analysis through the door, on real data, beside the numbers of scikit-learn and NumPy
// (tests/reference/linear_latent.py).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';
import { onEveryRung } from './support.mjs';

const reference = JSON.parse(await readFile(path.join(root, 'tests/reference/linear_latent.json'), 'utf8'));

/**
 * @param {number} value
 * @param {number} expected
 * @param {number} tolerance
 */
const near = (value, expected, tolerance) =>
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not within ${tolerance} of ${expected}`);

onEveryRung('linear latent variables', (at) => {
  it('gives the digits the likelihood that NumPy gives them, trained on and held out', async () => {
    const { factors, noise, train, test } = reference.digits;
    const experiment = await at.engine.open({ model: 'ppca', data: 'digits', settings: { factors, method: 'closed' } });
    await experiment.train({ updates: 1 });
    const parameters = await experiment.parameters();
    assert.deepEqual(parameters.W.shape, [64, factors]);
    assert.deepEqual(parameters.noise.shape, [1]);
    near(parameters.noise.data[0], noise, 1e-7);
    // Moments are gathered from floats: 1e-7 of every variance.
    for (const [split, expected] of /** @type {const} */ ([['train', train], ['test', test]])) {
      const measured = await experiment.measure('logLikelihood', { split });
      assert.equal(measured.exact, true);
      near(measured.value, expected, 1e-3);
    }
    await experiment.close();
  });

  it('finds the published figures of iris', async () => {
    const closed = await at.engine.open({ model: 'ppca', data: 'iris', settings: { factors: 1, method: 'closed' } });
    await closed.train({ updates: 1 });
    near((await closed.parameters()).noise.data[0], 0.114139, 1e-6);
    near((await closed.measure('logLikelihood', { split: 'train' })).value, -3.137796, 1e-5);
    const climbing = await at.engine.open({ model: 'ppca', data: 'iris', settings: { factors: 1 } });
    await climbing.train({ updates: 500 });
    near((await climbing.measure('logLikelihood', { split: 'train' })).value, -3.137796, 1e-5);
    const settings = { factors: 1, varianceFloor: 0, leastNoise: 0 };
    const analysis = await at.engine.open({ model: 'factorAnalysis', data: 'iris', settings });
    await analysis.train({ updates: 20000 });
    near((await analysis.measure('logLikelihood', { split: 'train' })).value, -2.815879, 2e-5);
    const noise = (await analysis.parameters()).noise;
    assert.deepEqual(noise.shape, [4]);
    assert.ok(Math.min(...noise.data) < 1e-4);
    await Promise.all([closed.close(), climbing.close(), analysis.close()]);
  });
});
