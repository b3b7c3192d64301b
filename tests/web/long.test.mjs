// @ts-check
// Updates that take seconds: messages are heard meanwhile, and the update goes on with the same bits.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { onEveryRung, refusal } from './support.mjs';

const net = { Layers: 4, Units: 512 };
/** An update of some seconds. @type {import('../../web/harmonium.js').Spec} */
const long = {
  model: 'gan',
  data: 'ring',
  seed: 1,
  settings: {
    ...Object.fromEntries(['generator', 'discriminator'].flatMap((of) => Object.entries(net).map(([name, value]) => [of + name, value]))),
    batchSize: 300,
    discriminatorSteps: 4,
  },
};

onEveryRung('an update of seconds', (at) => {
  it('can be stopped on the way, and goes on with the same bits', async () => {
    const experiment = await at.engine.open(long);
    const stop = new AbortController();
    const training = experiment.train({ updates: 1, signal: stop.signal });
    const before = await experiment.hash();
    // The answer came in the middle of the update.
    assert.equal((await experiment.snapshot([])).progress.updates, 0);
    stop.abort();
    await assert.rejects(training, refusal('aborted'));
    assert.equal((await experiment.snapshot([])).progress.updates, 0);
    await experiment.train({ updates: 1 });
    const straight = await at.engine.open(long);
    await straight.train({ updates: 1 });
    assert.equal(await experiment.hash(), await straight.hash());
    assert.notEqual(await experiment.hash(), before);
    await experiment.close();
    await straight.close();
  });

  it('ends before it is saved', async () => {
    const experiment = await at.engine.open(long);
    await experiment.play();
    await experiment.snapshot([]); // answered in the middle of the first update
    await experiment.pause();
    const file = await experiment.save();
    const loaded = await at.engine.load(file);
    assert.equal((await loaded.snapshot([])).progress.updates, (await experiment.snapshot([])).progress.updates);
    assert.equal(await loaded.hash(), await experiment.hash());
    await experiment.close();
    await loaded.close();
  });
});
