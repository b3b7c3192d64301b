// @ts-check
// Learning through the door, on every rung: the same run however it is cut, and what stops it.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, kSome, onEveryRung, refusal, until } from './support.mjs';

onEveryRung('learning', (at) => {
  it('gives the same parameters for the same seed, and others for another', async () => {
    const hashes = [];
    for (const seed of [7, 7, 8]) {
      const experiment = await at.engine.open({ ...bars, seed });
      await experiment.train({ updates: kSome });
      hashes.push(await experiment.hash());
      await experiment.close();
    }
    assert.match(hashes[0], /^[0-9a-f]{16,}$/);
    assert.equal(hashes[1], hashes[0]);
    assert.notEqual(hashes[2], hashes[0]);
  });

  it('gives the same parameters however the run is cut', async () => {
    const whole = await at.engine.open(bars);
    await whole.train({ updates: kSome });
    const cut = await at.engine.open(bars);
    await cut.train({ updates: 1 });
    await cut.train({ updates: 30 });
    for (let phase = 0; phase < 6; ++phase) await cut.stepPhase();
    await cut.runChains(3);
    await cut.sample({ count: 2, steps: 5 });
    await cut.train({ updates: kSome - cut.progress.updates });
    assert.equal(cut.progress.updates, kSome);
    assert.equal(await cut.hash(), await whole.hash());
    await Promise.all([whole.close(), cut.close()]);
  });

  it('counts updates and epochs', async () => {
    const experiment = await at.engine.open({ ...bars, settings: { hidden: 8, batchSize: 10 } });
    assert.equal(experiment.progress.updatesPerEpoch, 3); // 32 pictures, and two are left over
    const progress = await experiment.train({ epochs: 2 });
    assert.equal(progress.updates, 6);
    assert.equal(progress.epochs, 2);
    assert.equal(progress.examples, 60);
    assert.deepEqual(experiment.progress, progress);
    await experiment.close();
  });

  it('reports as it goes', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {import('../../web/harmonium.js').TrainProgress[]} */
    const told = [];
    const control = new AbortController();
    const training = experiment.train({
      updates: 1e9,
      signal: control.signal,
      onProgress(progress) {
        told.push(progress);
        if (told.length === 3) control.abort();
      },
    });
    await assert.rejects(training, refusal('aborted'));
    assert.ok(told.every(({ done, total, updates }) => total === 1e9 && done === updates));
    assert.ok(told[2].done > told[0].done);
    await experiment.close();
  });

  it('keeps what was learnt when it is stopped, and can go on', async () => {
    const experiment = await at.engine.open(bars);
    const control = new AbortController();
    const training = experiment.train({ updates: 1e9, signal: control.signal });
    setTimeout(() => control.abort(), 30);
    await assert.rejects(training, refusal('aborted'));
    const progress = await experiment.train({ updates: 1 });
    assert.ok(progress.updates > 1);
    const same = await at.engine.open(bars);
    await same.train({ updates: progress.updates });
    assert.equal(await experiment.hash(), await same.hash());
    await Promise.all([experiment.close(), same.close()]);
  });

  it('refuses what is no number of updates', async () => {
    const experiment = await at.engine.open(bars);
    await assert.rejects(experiment.train(), refusal('invalid-request', 'updates', 'epochs'));
    await assert.rejects(experiment.train({ updates: 1, epochs: 1 }), refusal('invalid-request', 'one of'));
    await assert.rejects(experiment.train({ updates: 1.5 }), refusal('invalid-request', 'updates', '1.5', 'whole'));
    await assert.rejects(experiment.train({ updates: -3 }), refusal('invalid-request', 'updates', '-3'));
    await assert.rejects(experiment.train({ epochs: NaN }), refusal('invalid-request', 'epochs', 'NaN'));
    assert.equal(experiment.progress.updates, 0);
    await experiment.close();
  });

  it('changes a live setting on the way, and starts anew for another', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 20 });
    await experiment.set('learningRate', 0.2);
    assert.equal(experiment.spec.settings.learningRate, 0.2);
    assert.equal(experiment.progress.updates, 20);
    await experiment.set('hidden', 5);
    assert.equal(experiment.spec.settings.hidden, 5);
    assert.equal(experiment.progress.updates, 0);
    const hash = await experiment.hash();
    await assert.rejects(experiment.set('hidden', 1e9), refusal('invalid-option', 'hidden', '4096'));
    await assert.rejects(experiment.set('hiden', 5), refusal('invalid-option', 'hiden'));
    await assert.rejects(experiment.set('hidden', undefined), refusal('invalid-request', 'hidden'));
    assert.equal(experiment.spec.settings.hidden, 5);
    assert.equal(await experiment.hash(), hash, 'a refused setting changes nothing');
    await experiment.close();
  });

  it('starts anew with the same seed, and with another', async () => {
    const experiment = await at.engine.open(bars);
    const first = await experiment.hash();
    await experiment.train({ updates: 20 });
    await experiment.reset();
    assert.equal(experiment.progress.updates, 0);
    assert.equal(await experiment.hash(), first);
    await experiment.reseed();
    assert.equal(experiment.spec.seed, 8);
    assert.notEqual(await experiment.hash(), first);
    await experiment.reseed(7);
    assert.equal(await experiment.hash(), first);
    await assert.rejects(experiment.reseed(-1), refusal('invalid-request', 'seed', '-1'));
    await experiment.close();
  });

  it('steps through the phases of an update', async () => {
    const experiment = await at.engine.open(bars);
    const names = [];
    for (let phase = 0; phase < 4; ++phase) {
      assert.equal(experiment.progress.updates, 0);
      const { last, names: all, sentence } = await experiment.stepPhase();
      names.push(all[last]);
      assert.ok(sentence.length > 0);
      assert.equal(experiment.status.phaseMode, true);
    }
    assert.deepEqual(names, ['positive', 'reconstruct', 'negative', 'update']);
    assert.equal(experiment.progress.updates, 1);
    await experiment.close();
  });

  it('stops by itself when the numbers run away, says so, and keeps the last good parameters', async () => {
    const experiment = await at.engine.open({ ...bars, settings: { hidden: 8, learningRate: 10, momentum: 0.99 } });
    await assert.rejects(experiment.train({ updates: 100_000 }), refusal('diverged', /rate|decay/));
    assert.equal(experiment.progress.diverged, true);
    const { W } = await experiment.parameters();
    assert.ok(W.data.every(Number.isFinite));
    await experiment.set('learningRate', 0.01);
    await experiment.set('momentum', 0.5);
    assert.equal((await experiment.update()).diverged, false);
    await experiment.close();
  });

  it('refuses to wait for training that was started again', async () => {
    const experiment = await at.engine.open(bars);
    const training = experiment.train({ updates: 1e9 });
    const refused = assert.rejects(training, refusal('aborted', 'again'));
    await until(() => experiment.progress.updates > 0, 'training');
    await experiment.reset();
    await refused;
    assert.equal(experiment.status.running, false);
    await experiment.close();
  });
});
