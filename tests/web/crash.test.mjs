// @ts-check
// When the core dies: whoever waits is told, the page is told, and experiments go on from the last save.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';

import { bars, door, fromSite, refusal, rungs, until } from './support.mjs';

const { Client } = await fromSite('client.js');

// Seconds pass when a test says so, and at once.
beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
afterEach(() => mock.timers.reset());

/** Ends the core, and waits until that is noticed. @param {import('./support.mjs').Engine} engine */
async function kill(engine) {
  /** @type {import('../../web/harmonium.js').HarmoniumError[]} */
  const told = [];
  const off = engine.on('crash', (error) => told.push(error));
  engine.kill();
  const waiting = assert.rejects(engine.open(bars), refusal('crashed', 'Worker'));
  for (let second = 0; second < 31; ++second) mock.timers.tick(1000);
  await waiting;
  assert.deepEqual(
    told.map(({ code }) => code),
    ['crashed'],
  );
  off();
}

for (const rung of rungs) {
  describe(`a core that dies (${rung})`, () => {
    it('is said to have died, to whoever waits and whoever listens', async () => {
      const engine = await door.createEngine({ rung });
      const experiment = await engine.open(bars);
      const training = assert.rejects(experiment.train({ updates: 1e9 }), refusal('crashed', 'Worker'));
      await kill(engine);
      await training;
      assert.equal(experiment.status.running, false);
      assert.equal(experiment.status.error?.code, 'crashed');
      assert.equal(experiment.status.error?.canResume, true);
      assert.equal(experiment.spec.settings.hidden, 8, 'what was known is known still');
      await assert.rejects(experiment.hash(), refusal('crashed'));
      await assert.rejects(engine.open(bars), refusal('crashed'));
      await engine.close();
    });

    it('goes on from the last save, with the same experiments, paused', async () => {
      const engine = await door.createEngine({ rung });
      const experiment = await engine.open(bars);
      const fresh = await engine.open({ ...bars, seed: 3 });
      /** @type {import('../../web/harmonium.js').Snapshot[]} */
      const snapshots = [];
      experiment.on('snapshot', (snapshot) => snapshots.push(snapshot));
      await experiment.watch({ views: ['weights'] });
      await experiment.train({ updates: 500 });
      await experiment.pause(); // a pause is a good moment for a save
      await until(() => experiment.checkpoint !== null, 'a save');
      const hash = await experiment.hash();
      const fresh_hash = await fresh.hash();
      await experiment.play({ speed: 'full' });
      await kill(engine);

      await engine.restart();
      assert.equal(await experiment.hash(), hash);
      assert.equal(experiment.progress.updates, 500);
      assert.equal(experiment.status.running, false);
      assert.equal(experiment.status.error, null);
      assert.equal(experiment.speed, 'full', 'wishes stay');
      assert.equal(await fresh.hash(), fresh_hash, 'one without a save begins anew');
      const heard = snapshots.length;
      await experiment.train({ updates: 20 });
      await until(() => snapshots.length > heard, 'a snapshot');
      assert.deepEqual(
        snapshots.at(-1)?.views.map(({ name }) => name),
        ['weights'],
      );
      const straight = await engine.open(bars);
      await straight.train({ updates: 520 });
      assert.equal(await experiment.hash(), await straight.hash(), 'bit for bit');
      await engine.close();
    });
  });
}

describe('a client', () => {
  /** A line to nowhere, and what went out on it. */
  function deadLine() {
    /** @type {any[]} */
    const posted = [];
    const ends = { count: 0 };
    /** @type {import('../../web/rungs.js').Line} */
    const line = {
      post: (message) => posted.push(message),
      end: () => void ++ends.count,
      kill() {},
      watchLock() {},
      hold() {},
      onMessage() {},
      onLost() {},
    };
    return { line, posted, ends };
  }

  it('asks for a sign before it gives up, and not while nothing is due', async () => {
    const { line, posted, ends } = deadLine();
    /** @type {Error[]} */
    const crashes = [];
    const client = new Client(line, { onEvent() {}, onCrash: (/** @type {Error} */ error) => crashes.push(error) });
    mock.timers.tick(60_000);
    assert.equal(posted.length, 0);
    client.expect(1, true);
    mock.timers.tick(1000);
    mock.timers.tick(1000);
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['ping'],
    );
    line.onMessage({ id: posted[0].id, ok: {} });
    for (let second = 0; second < 100; ++second) {
      mock.timers.tick(1000);
      line.onMessage({ event: 'state', experiment: 1 }); // it works and says so: no sign is needed
    }
    assert.equal(crashes.length, 0);
    client.expect(1, false);
    mock.timers.tick(60_000);
    assert.equal(crashes.length, 0);
    client.expect(1, true);
    client.expect(2, true);
    client.expect(2, false);
    for (let second = 0; second < 29; ++second) mock.timers.tick(1000);
    assert.equal(crashes.length, 0);
    mock.timers.tick(1000);
    assert.equal(crashes.length, 1);
    assert.equal(ends.count, 1);
    await assert.rejects(client.ask('ping'), refusal('crashed'));
  });
});
