// @ts-check
// Taking away and bringing back, on every rung: parameters, saved files, and the end of an experiment.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, door, kSome, onEveryRung, refusal } from './support.mjs';

const wrong = /** @type {any} */ ((/** @type {unknown} */ value) => value);

onEveryRung('taking away and bringing back', (at) => {
  it('hands out parameters and takes them back', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: kSome });
    const parameters = await experiment.parameters();
    assert.deepEqual(Object.keys(parameters), ['W', 'b', 'c']);
    assert.deepEqual(
      Object.values(parameters).map(({ shape }) => shape),
      [[16, 8], [16], [8]],
    );
    const hash = await experiment.hash();
    const other = await at.engine.open({ ...bars, seed: 99 });
    await other.setParameters(parameters);
    assert.equal(await other.hash(), hash);
    await other.reset();
    await other.setParameters(door.writeTensors(parameters));
    assert.equal(await other.hash(), hash);

    // From elsewhere: plain lists, and numbers of twice the width.
    await other.setParameters({
      W: { shape: [16, 8], data: Float64Array.from(parameters.W.data) },
      b: { shape: [16], data: [...parameters.b.data] },
      c: parameters.c,
    });
    assert.equal(await other.hash(), hash);
    await Promise.all([experiment.close(), other.close()]);
  });

  it('takes all parameters or none', async () => {
    const experiment = await at.engine.open(bars);
    const hash = await experiment.hash();
    const { W, b, c } = await experiment.parameters();
    const bad = { shape: [8], data: c.data.with(3, NaN) };
    /** @type {[unknown, string, (string | RegExp)[]][]} */
    const refused = [
      [{ W, b }, 'invalid-file', ['c', 'missing']],
      [{ W, b, c: bad }, 'invalid-file', ['c', 'finite']],
      [{ W: { shape: [8, 16], data: W.data }, b, c }, 'invalid-file', ['W', '[8, 16]', '[16, 8]']],
      [{ W: { shape: [16, 8], data: [1] }, b, c }, 'invalid-request', ['W', '128', '1']],
      [{ W, b, c, d: c }, 'invalid-file', ['"d"', 'W, b, c']],
      [{ W, b, c: 3 }, 'invalid-request', ['"c"', '3']],
      [null, 'invalid-request', ['null']],
      [new Uint8Array(4), 'invalid-file', []],
    ];
    for (const [tensors, code, words] of refused) {
      await assert.rejects(experiment.setParameters(wrong(tensors)), refusal(code, ...words));
    }
    assert.equal(await experiment.hash(), hash);
    await experiment.close();
  });

  for (const method of /** @type {const} */ (['cd', 'pcd'])) {
    it(`goes on from a saved file bit for bit (${method})`, async () => {
      const spec = { ...bars, settings: { hidden: 8, method, momentum: 0.9, chains: 7 } };
      const straight = await at.engine.open(spec);
      await straight.train({ updates: 60 });
      const file = await straight.save();
      await straight.train({ updates: 60 });
      const resumed = await at.engine.load(Buffer.from(file)); // a Buffer is bytes too, and stays the caller's
      assert.equal(resumed.progress.updates, 60);
      assert.deepEqual(resumed.spec, straight.spec);
      await resumed.train({ updates: 60 });
      assert.equal(await resumed.hash(), await straight.hash());
      assert.deepEqual(JSON.parse(door.readTensors(file).metadata.spec), straight.spec);
      await Promise.all([straight.close(), resumed.close()]);
    });
  }

  it('is closed for good', async () => {
    const experiment = await at.engine.open(bars);
    const training = experiment.train({ updates: 1e9 });
    const refused = assert.rejects(training, refusal('closed'));
    await experiment.close();
    await refused;
    await experiment.close();
    await assert.rejects(experiment.train({ updates: 1 }), refusal('closed', 'train'));
    await assert.rejects(experiment.hash(), refusal('closed', 'hash'));
  });
});
