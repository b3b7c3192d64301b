// @ts-check
// The readings of a large model take many slices. Curves have the same points whatever the slices are, and whoever saves
// or looks meanwhile gets them.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { door, rungs, until } from './support.mjs';

const examples = Array.from({ length: 300 }, (_, n) =>
  Array.from({ length: 256 }, (_, i) => ((n * 7 + i * i * 3 + n * i) >> 2) % 2),
);
// The first readings of 1,000 hidden units cost ten times what is done while an experiment opens.
/** @type {any} */
const spec = { model: 'rbm', data: { shape: [16, 16], examples }, seed: 3, settings: { hidden: 1000, batchSize: 30 } };

for (const rung of rungs) {
  it(`takes the same readings in slices of a millisecond, and no update for a save (${rung})`, async () => {
    const engine = await door.createEngine({ rung, sliceMilliseconds: 1, keepSeconds: 0.01 });
    const experiment = await engine.open(spec);
    const file = await experiment.save(); // before the first readings are done
    assert.equal(experiment.progress.updates, 0);
    const fresh = await engine.load(file);
    assert.equal(await fresh.hash(), await experiment.hash());
    const { curves } = await fresh.snapshot();
    assert.ok(curves.length > 0);
    for (const { name, x } of curves) assert.deepEqual([...x], [0], name);

    await experiment.train({ updates: 5 });
    assert.equal(experiment.progress.updates, 5);
    const coarse = await door.createEngine({ rung, sliceMilliseconds: 100 });
    const straight = await coarse.open(spec);
    await straight.train({ updates: 5 });
    assert.equal(await experiment.hash(), await straight.hash());
    assert.deepEqual((await experiment.snapshot()).curves, (await straight.snapshot()).curves);
    await engine.close();
    await coarse.close();
  });

  it(`takes readings where nothing trains (${rung})`, async () => {
    const engine = await door.createEngine({ rung });
    const experiment = await engine.open(spec);
    const { curves } = await experiment.snapshot(); // waits for them
    assert.ok(curves.length > 0);
    assert.equal(experiment.progress.updates, 0);
    await engine.close();
  });

  it(`takes readings about a second apart at a slow pace, and where it rests (${rung})`, async () => {
    const engine = await door.createEngine({ rung });
    const experiment = await engine.open({ model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 16 } });
    await experiment.train({ updates: 600 }); // the next readings would be some hundred updates away
    await experiment.play({ speed: 50, until: { updates: 673 } });
    await until(() => experiment.status.notice !== null, 'the goal');
    const { curves } = await experiment.snapshot();
    for (const { name, x } of curves) {
      assert.equal(x.at(-1), 673, `${name} ends where it rests`);
      assert.deepEqual([...x].filter((at) => at > 600 && at < 673), [650], name);
    }
    await experiment.train({ updates: 7 });
    await experiment.play({ speed: 'full' });
    await experiment.pause();
    const { updates } = experiment.progress;
    for (const { name, x } of (await experiment.snapshot()).curves) assert.equal(x.at(-1), updates, name);
    await experiment.pause();
    const again = (await experiment.snapshot()).curves[0].x;
    assert.equal(again.filter((at) => at === updates).length, 1, 'no reading is taken twice');
    await engine.close();
  });
}
