// @ts-check
// Numbers that run away, files that were damaged and wishes for more memory than there is, on every rung. Each is
// answered with a sentence, and everything else goes on.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, onEveryRung, refusal } from './support.mjs';

const runaway = {
  model: 'gan',
  data: 'mixture',
  seed: 1,
  settings: {
    generatorOptimiser: 'sgd',
    discriminatorOptimiser: 'sgd',
    generatorRate: 10,
    discriminatorRate: 10,
    initialWeights: 1,
  },
};

onEveryRung('bounds', (at) => {
  it('stops a run in the update in which it runs away', async () => {
    const experiment = await at.engine.open(runaway);
    await assert.rejects(experiment.train({ updates: 4 }), refusal('diverged', /in update [12]:/, 'are kept'));
    assert.ok(experiment.progress.updates < 2);
    const hash = await experiment.hash();
    for (const { data } of Object.values(await experiment.parameters())) assert.ok([...data].every(Number.isFinite));
    const again = await at.engine.load(await experiment.save());
    assert.equal(await again.hash(), hash);
    await experiment.reset();
    assert.equal(experiment.progress.diverged, false);
    await Promise.all([experiment.close(), again.close()]);
  });

  it('counts its runs', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 3 });
    const first = experiment.progress.run;
    assert.equal((await experiment.measure('reconstructionError')).run, first);
    await experiment.reset();
    assert.equal(experiment.progress.run, first + 1);
    await experiment.close();
  });

  it('refuses files that were damaged', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 3 });
    const saved = await experiment.save();
    const flipped = saved.slice();
    flipped[saved.length - 100] ^= 1;
    await assert.rejects(at.engine.load(flipped), refusal('invalid-file', 'checksum'));
    await assert.rejects(at.engine.load(saved.subarray(0, saved.length - 4)), refusal('invalid-file'));
    await assert.rejects(at.engine.load(new Uint8Array([...saved, 0, 0, 0, 0])), refusal('invalid-file', 'no tensor'));
    await assert.rejects(
      experiment.setParameters({
        ...(await experiment.parameters()),
        b: { shape: [16], data: new Float32Array(16).fill(1e37) },
      }),
      refusal('invalid-file', 'b holds 1e+37', '-1000 to 1000'),
    );
    await experiment.close();
  });

  it('refuses what needs more memory than there is, and names the setting', async () => {
    const other = await at.engine.open(bars);
    const spec = {
      model: 'rbm',
      data: { shape: [64, 64], examples: [Array.from({ length: 4096 }, (_, i) => i % 2)] },
      settings: { hidden: 4096, method: 'tempering', chains: 1000, temperatures: 50 },
    };
    await assert.rejects(
      at.engine.open(spec),
      refusal('not-available', / needs about [\d.]+ GB of memory/, 'chains, which is 1000; at most'),
    );
    await other.train({ updates: 5 });
    assert.equal(other.progress.updates, 5);
    await other.close();
  });
});
