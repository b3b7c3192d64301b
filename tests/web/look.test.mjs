// @ts-check
// Looking at an experiment, on every rung: samples, measures, snapshots, playing and rest.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, kSome, onEveryRung, refusal, until } from './support.mjs';

const wrong = /** @type {any} */ ((/** @type {unknown} */ value) => value);

onEveryRung('looking', (at) => {
  it('draws samples of the shape that was asked for, the same for the same seed', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: kSome });
    const first = await experiment.sample({ count: 5, steps: 20, seed: 3 });
    assert.deepEqual(first.shape, [5, 4, 4]);
    assert.ok(first.data instanceof Float32Array);
    assert.equal(first.data.length, 80);
    assert.ok(first.data.every((value) => value === 0 || value === 1));
    assert.deepEqual(await experiment.sample({ count: 5, steps: 20, seed: 3 }), first);
    assert.notDeepEqual((await experiment.sample({ count: 5, steps: 20, seed: 4 })).data, first.data);
    await experiment.close();
  });

  it('holds clamped pixels', async () => {
    const experiment = await at.engine.open(bars);
    const clamp = new Float32Array(16).fill(NaN).fill(1, 0, 4);
    const { data } = await experiment.sample({ count: 3, steps: 10, clamp });
    for (let n = 0; n < 3; ++n) assert.deepEqual([...data.slice(16 * n, 16 * n + 4)], [1, 1, 1, 1]);
    await assert.rejects(experiment.sample({ clamp: [1, 2] }), refusal('invalid-option', 'clamp', '16', '2'));
    await assert.rejects(experiment.sample({ count: 0 }), refusal('invalid-option', 'count', '0'));
    await assert.rejects(experiment.sample(wrong({ size: 2 })), refusal('invalid-option', 'size', 'count'));
    await experiment.close();
  });

  it('measures, exactly where that is possible', async () => {
    const experiment = await at.engine.open(bars);
    const untrained = await experiment.measure('logLikelihood', { split: 'train' });
    await experiment.train({ updates: 20 * kSome });
    const trained = await experiment.measure('logLikelihood', { split: 'train', method: 'exact' });
    assert.equal(trained.exact, true);
    assert.equal(trained.updates, 20 * kSome);
    assert.ok(trained.value > untrained.value, `${trained.value} after ${untrained.value}`);
    assert.ok(trained.value < -3.379, 'no model is better than the data: 32 rows, -3.379 nats');
    assert.deepEqual(
      trained.others.map(({ name }) => name),
      ['logPartition'],
    );
    const annealed = await experiment.measure('logLikelihood', { split: 'train', method: 'ais', chains: 200 });
    assert.equal(annealed.method, 'ais');
    assert.ok(Number(annealed.standardError) > 0);
    assert.ok(Math.abs(annealed.value - trained.value) < 6 * Number(annealed.standardError) + 0.05);
    const { measures } = await experiment.snapshot();
    assert.equal(measures.find(({ name }) => name === 'logLikelihood')?.value, annealed.value, 'the newest is kept');
    await assert.rejects(experiment.measure(wrong('beauty')), refusal('unknown-name', 'beauty', 'logLikelihood'));
    await assert.rejects(experiment.measure('logLikelihood', { splt: 1 }), refusal('invalid-option', 'splt'));
    await assert.rejects(experiment.measure('freeEnergyGap'), refusal('not-available', 'test'));
    await experiment.close();
  });

  it('measures in slices, beside training, and stops when it is told to', async () => {
    const experiment = await at.engine.open(bars);
    const control = new AbortController();
    /** @type {number[]} */
    const told = [];
    const measuring = experiment.measure('logPartition', {
      method: 'ais',
      chains: 1000,
      temperatures: 1_000_000,
      signal: control.signal,
      onProgress: ({ progress }) => told.push(progress),
    });
    const refused = assert.rejects(measuring, refusal('aborted'));
    await experiment.train({ updates: 10 });
    await until(() => told.some((progress) => progress > 0), 'progress');
    assert.ok(told.every((progress, n) => progress < 1 && (n === 0 || progress >= told[n - 1])));
    assert.equal(experiment.status.busy?.what, 'measure');
    assert.equal(experiment.status.busy?.label, 'Log partition function');
    control.abort();
    await refused;
    await until(() => experiment.status.busy === null, 'an end');
    await experiment.close();
  });

  it('plays until it is paused, and is quiet then', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {import('../../web/harmonium.js').Snapshot[]} */
    const snapshots = [];
    const events = { state: 0, progress: 0 };
    experiment.on('snapshot', (snapshot) => snapshots.push(snapshot));
    experiment.on('state', () => ++events.state);
    experiment.on('progress', () => ++events.progress);
    await experiment.watch({ views: ['chains', 'weights'], chainSpeed: 100 });
    await experiment.play({ speed: 'full' });
    await until(() => experiment.status.examplesPerSecond > 0 && snapshots.length > 2, 'rates and snapshots');
    assert.equal(experiment.status.running, true);
    assert.equal(experiment.status.speed, 'full');
    await experiment.pause();
    assert.equal(experiment.status.running, false);
    const last = /** @type {import('../../web/harmonium.js').Snapshot} */ (snapshots.at(-1));
    assert.equal(last.progress.updates, experiment.progress.updates, 'the last snapshot came first');
    assert.ok(last.progress.chainSteps > 0);
    assert.deepEqual(
      last.views.map(({ name }) => name),
      ['chains', 'weights'],
    );
    assert.deepEqual(last.views[1].shape, [8, 4, 4]);
    assert.equal(last.views[1].data.length, 128);
    assert.equal(last.curves[0].x.length, last.curves[0].y.length);
    const quiet = [snapshots.length, experiment.progress.updates, await experiment.hash()];
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual([snapshots.length, experiment.progress.updates, await experiment.hash()], quiet);
    await experiment.close();
  });

  it('goes from phase to phase right after a pause', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.play({ speed: 100 });
    await until(() => experiment.progress.updates > 3, 'some updates');
    await experiment.pause();
    const phases = [];
    for (let n = 0; n < 5; ++n) phases.push((await experiment.stepPhase()).last);
    assert.deepEqual(phases, [0, 1, 2, 3, 0]);
    await experiment.close();
  });

  it('carries small pictures in 256 steps, and says how exact its numbers are', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {import('../../web/harmonium.js').Snapshot[]} */
    const snapshots = [];
    experiment.on('snapshot', (snapshot) => snapshots.push(snapshot));
    await experiment.watch({ views: ['chains', 'weights', 'network'] });
    await experiment.train({ updates: kSome });
    await until(() => snapshots.at(-1)?.progress.updates === kSome, 'the last snapshot');
    const exact = (await experiment.snapshot(['chains', 'weights', 'network'])).views;
    const shown = /** @type {import('../../web/harmonium.js').Snapshot} */ (snapshots.at(-1)).views;
    assert.deepEqual(
      shown.map(({ name, precision }) => [name, precision > 0]),
      [
        ['chains', true],
        ['weights', true],
        ['network', false],
      ],
    );
    for (const [n, view] of exact.entries()) {
      assert.equal(view.precision, 0, view.name);
      assert.deepEqual(shown[n].shape, view.shape);
      const farthest = Math.max(view.limit, ...view.data.map(Math.abs));
      const step = farthest / (view.scale === 'signed' ? 127 : 255);
      if (view.name !== 'network') assert.ok(Math.abs(shown[n].precision - step / 2) < 1e-9);
      const apart = view.data.map((value, i) => Math.abs(value - shown[n].data[i]));
      assert.ok(Math.max(...apart) <= 1.001 * shown[n].precision, `${view.name}: ${Math.max(...apart)}`);
    }
    await experiment.close();
  });

  it('uses the memory of borrowed snapshots again, and never that of snapshots that were handed out', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.watch({ views: ['chains', 'weights'] });
    /** @type {{ snapshot: import('../../web/harmonium.js').Snapshot, giveBack: () => void }[]} */
    const lent = [];
    const off = experiment.borrow((snapshot, giveBack) => {
      assert.equal(snapshot.views.length, 2);
      lent.at(-1)?.giveBack(); // as a page does: it shows the newest
      lent.push({ snapshot, giveBack });
    });
    await experiment.play({ speed: 'full' });
    await until(() => lent.length >= 4, 'snapshots');
    assert.equal(lent[0].snapshot.bytes.byteLength, 0, 'it can not be read any more');
    assert.equal(lent[0].snapshot.views[0].name, 'chains', 'what was read stays');
    lent[0].giveBack(); // twice does no harm
    // A second listener may keep what it hears: from now on nothing goes back.
    /** @type {import('../../web/harmonium.js').Snapshot[]} */
    const kept = [];
    /** @type {string[]} */
    const then = [];
    experiment.on('snapshot', (snapshot) => {
      kept.push(snapshot);
      then.push(Buffer.from(snapshot.bytes).toString('base64'));
    });
    await until(() => kept.length >= 4, 'snapshots for both');
    await experiment.pause();
    for (const [n, snapshot] of kept.entries()) {
      assert.ok(snapshot.bytes.byteLength > 0);
      assert.equal(Buffer.from(snapshot.bytes).toString('base64'), then[n]);
    }
    off();
    const heard = lent.length;
    await experiment.update();
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(lent.length, heard);
    await experiment.close();
  });

  it('plays at so many updates a second, up to a goal, with the bits of any other pace', async () => {
    const hashes = [];
    for (const [speed, goal] of /** @type {const} */ ([
      [200, { updates: 40 }],
      ['full', { updates: 40 }],
      ['normal', { epochs: 10 }],
    ])) {
      const experiment = await at.engine.open(bars);
      const whole = Math.round(10 * experiment.progress.updatesPerEpoch);
      const began = performance.now();
      await experiment.play({ speed, until: goal });
      await until(() => experiment.status.notice !== null, 'the goal');
      assert.equal(experiment.status.running, false);
      if (speed === 200) assert.ok(performance.now() - began > 150, 'it takes its time');
      assert.equal(experiment.progress.updates, 'updates' in goal ? 40 : whole);
      assert.match(String(experiment.status.notice), 'updates' in goal ? /has made 40 updates/ : /has made 10 epochs/);
      await experiment.train({ updates: 60 - experiment.progress.updates });
      assert.equal(experiment.status.notice, null);
      hashes.push(await experiment.hash());
      await experiment.close();
    }
    assert.equal(new Set(hashes).size, 1);
  });

  it('refuses goals that lie behind, that are two, and that are none', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 5 });
    const wrong = (/** @type {any} */ goal) => experiment.play({ until: goal });
    await assert.rejects(wrong({ updates: 5 }), refusal('invalid-request', '5 updates', 'more'));
    await assert.rejects(wrong({ updates: 50, epochs: 2 }), refusal('invalid-request', 'one of'));
    await assert.rejects(wrong({ update: 50 }), refusal('invalid-request', '"update"', 'updates, epochs'));
    await assert.rejects(wrong(50), refusal('invalid-request', '"until"', '50', 'an object'));
    await assert.rejects(wrong({ toEndOfStage: true }), refusal('not-available', 'no end'));
    assert.equal(experiment.status.running, false);
    await experiment.play({ speed: 'full', until: { updates: 6 } });
    await until(() => experiment.status.notice !== null, 'the goal');
    const fresh = await at.engine.open(bars);
    await fresh.play({ speed: 'full', until: { updates: 1 } });
    await until(() => fresh.status.notice !== null, 'the goal');
    assert.equal(fresh.status.notice, 'The experiment has made 1 update.');
    await fresh.close();
    await experiment.close();
  });

  it('plays slowly, phase by phase', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {Set<number>} */
    const seen = new Set();
    experiment.on('progress', () => seen.add(experiment.phase.last));
    await experiment.play({ speed: 'slow', phaseSeconds: 0.3 });
    await until(() => seen.has(0) && seen.has(1), 'two phases');
    assert.ok(experiment.progress.updates <= 1);
    await experiment.pause();
    await experiment.close();
  });

  it('says what its views let choose, and makes them so', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: kSome });
    const { offers, views } = await experiment.snapshot(['weights', 'weights:order=strongest', 'weights:layer=7']);
    const offer = offers.find(({ name }) => name === 'weights');
    assert.deepEqual(
      offer?.choices.map(({ name, initial, options }) => [name, initial, options.map((option) => option.name)]),
      [['order', 0, ['number', 'strongest']]],
    );
    assert.deepEqual(
      views.map(({ name, chosen, tileNoun }) => [name, chosen, tileNoun]),
      [
        ['weights', [0], 'hidden unit'],
        ['weights', [1], 'hidden unit'],
      ],
    );
    assert.deepEqual([...views[1].tileNumbers].sort(), views[0].tileNumbers);
    await assert.rejects(
      experiment.snapshot(['weights:' + 'x'.repeat(300)]),
      refusal('invalid-request', 'views', '256 characters'),
    );
    await experiment.close();
  });

  it('draws a network from groups and links, and its phases from signs and inks', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.stepPhase();
    const { phase, views } = await experiment.snapshot(['network']);
    const [{ groups, links, weights, data }] = views;
    assert.deepEqual(
      groups.map(({ role, units, rows, cols, first }) => [role, units, rows, cols, first]),
      [
        ['visible', 16, 4, 4, 0],
        ['hidden', 8, 0, 0, 16],
      ],
    );
    assert.deepEqual(links, [{ from: 0, to: 1, kind: 'both', first: 0, up: true, down: false }]);
    assert.equal(weights?.length, 16 * 8);
    assert.equal(data.length, 24);
    assert.deepEqual(phase.signs[phase.last], 'v \u2192 h');
    assert.deepEqual(phase.inks, ['data', 'model', 'model', 'neutral']);
    assert.deepEqual(experiment.phase.signs, phase.signs);
    assert.deepEqual(experiment.phase.inks, phase.inks);
    await experiment.close();
  });

  it('sends a snapshot of what changed while paused, to whoever listens', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {import('../../web/harmonium.js').Snapshot[]} */
    const snapshots = [];
    const off = experiment.on('snapshot', (snapshot) => snapshots.push(snapshot));
    await until(() => snapshots.length === 1, 'a first snapshot');
    await experiment.stepPhase();
    await until(() => snapshots.at(-1)?.phase.last === 0, 'a snapshot of the phase');
    await experiment.set('hidden', 3);
    await until(() => snapshots.at(-1)?.spec.settings.hidden === 3, 'a snapshot of the setting');
    off();
    await experiment.update();
    const heard = snapshots.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(snapshots.length, heard, 'nobody listens');
    await experiment.close();
  });

  it('refuses wishes that can not be granted', async () => {
    const experiment = await at.engine.open(bars);
    await assert.rejects(experiment.watch({ rate: 60 }), refusal('invalid-request', 'rate', '60', '12'));
    await assert.rejects(experiment.watch({ views: wrong('chains') }), refusal('invalid-request', 'views', '"chains"'));
    await assert.rejects(
      experiment.play({ speed: wrong('warp') }),
      refusal('invalid-request', 'speed', 'warp', 'slow'),
    );
    assert.throws(() => (experiment.speed = wrong('warp')), refusal('invalid-request', 'speed', 'warp', 'slow'));
    await assert.rejects(experiment.runChains(0), refusal('invalid-request', 'steps', '0'));
    assert.equal(experiment.speed, 'normal');
    await experiment.close();
  });
});
