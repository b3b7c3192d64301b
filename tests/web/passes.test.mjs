// @ts-check
// A model that goes through all examples in every update: an update takes many slices, and counts as one.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { door, rungs } from './support.mjs';

const examples = Array.from({ length: 900 }, (_, n) => Array.from({ length: 16 }, (_, i) => ((n * 7 + i * i * 3 + n * i) >> 2) % 2));
/** @type {any} */
const spec = { model: 'mixture', data: { shape: [4, 4], examples }, seed: 3, settings: { components: 40 } };

for (const rung of rungs) {
  it(`does as many updates as were asked for, saved in between or not (${rung})`, async () => {
    // Slices of a millisecond, and a save whenever there is time for one.
    const engine = await door.createEngine({ rung, sliceMilliseconds: 1, keepSeconds: 0.01 });
    const experiment = await engine.open(spec);
    const training = experiment.train({ updates: 6 });
    await experiment.save(); // finishes the update that is under way
    await training;
    assert.equal(experiment.progress.updates, 6);
    assert.equal(experiment.progress.epochs, 6);
    assert.equal(experiment.progress.underWay, false);
    const straight = await engine.open(spec);
    await straight.train({ updates: 6 });
    assert.equal(await experiment.hash(), await straight.hash());
    await engine.close();
  });
}
