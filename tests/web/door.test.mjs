// @ts-check
// The door from outside, one body on every rung: what scripts are promised holds wherever the core runs.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, door, kSome, onEveryRung, refusal, until } from './support.mjs';

const wrong = /** @type {any} */ ((/** @type {unknown} */ value) => value);

onEveryRung('opening', (at) => {
  it('tells what there is: models with their options, data sets, measures', () => {
    const rbm = at.engine.models.find(({ name }) => name === 'rbm');
    const hidden = rbm?.options.find(({ name }) => name === 'hidden');
    assert.equal(hidden?.type, 'integer');
    assert.ok(hidden.help.length > 0);
    assert.deepEqual(
      rbm?.phases.map(({ name }) => name),
      ['positive', 'reconstruct', 'negative', 'update'],
    );
    assert.deepEqual(at.engine.datasets.find(({ name }) => name === 'bars-and-stripes')?.shape, [4, 4]);
    assert.ok(at.engine.measures.some(({ name }) => name === 'logLikelihood'));
    assert.deepEqual(JSON.parse(at.engine.catalogue).models, at.engine.models);
    assert.match(at.engine.version, /^\d+\.\d+\.\d+/);
    assert.equal(at.engine.rung, at.rung);
  });

  it('keeps the tables from being changed', () => {
    assert.throws(() => at.engine.models.push(wrong({})), TypeError);
    assert.throws(() => Object.assign(at.engine.models[0].options[0], { maximum: 1e9 }), TypeError);
  });

  it('spells out every setting', async () => {
    const experiment = await at.engine.open(bars);
    const rbm = at.engine.models.find(({ name }) => name === 'rbm');
    assert.deepEqual(
      Object.keys(experiment.spec.settings),
      rbm?.options.map(({ name }) => name),
    );
    assert.equal(experiment.spec.settings.hidden, 8);
    assert.equal(experiment.spec.seed, 7);
    assert.equal(experiment.progress.updates, 0);
    assert.equal(experiment.status.running, false);
    assert.equal(experiment.status.rung, at.rung);
    await experiment.close();
  });

  it('fetches the files of a data set, and says how far it is', async () => {
    const engine = await door.createEngine({ rung: at.engine.rung });
    /** @type {import('../../web/harmonium.js').DownloadProgress[]} */
    const told = [];
    const experiment = await engine.open({ model: 'rbm', data: 'digits' }, { onProgress: (now) => told.push(now) });
    assert.equal(experiment.spec.data, 'digits');
    assert.ok(told.length > 0, 'nothing was told');
    assert.ok(told.every(({ what, received, total }) => what === 'download' && received <= total));
    assert.equal(told.at(-1)?.progress, 1);
    const again = told.length;
    await engine.open({ model: 'rbm', data: 'digits' }, { onProgress: (now) => told.push(now) });
    assert.equal(told.length, again, 'a set that is there is not fetched again');
    await engine.close();
  });

  it('takes a data set given in place, typed arrays too', async () => {
    const examples = [Float32Array.of(0, 1, 0, 1), [1, 0, 1, 0]];
    const experiment = await at.engine.open({
      model: 'rbm',
      data: { shape: [2, 2], examples },
      settings: { hidden: 2 },
    });
    assert.deepEqual(experiment.spec.data, {
      shape: [2, 2],
      examples: [
        [0, 1, 0, 1],
        [1, 0, 1, 0],
      ],
    });
    await experiment.train({ updates: 3 });
    assert.deepEqual((await experiment.parameters()).W.shape, [4, 2]);
    await experiment.close();
  });

  /** @type {[string, unknown, string, (string | RegExp)[]][]} what, the spec, the code, words of the sentence */
  const refused = [
    ['no object', 'rbm', 'invalid-option', ['experiment']],
    ['nothing', undefined, 'invalid-request', ['missing']],
    ['a circle', Object.assign([], [[]]).map((/** @type {any} */ x) => (x.push(x), x)), 'invalid-request', ['JSON']],
    ['an unknown model', { model: 'dream' }, 'unknown-name', ['"dream"', 'rbm']],
    ['an unknown data set', { model: 'rbm', data: 'cats' }, 'unknown-name', ['"cats"', 'mnist']],
    ['an unknown field', { model: 'rbm', speed: 3 }, 'invalid-option', ['speed', 'settings']],
    ['an unknown setting', { model: 'rbm', settings: { hiden: 3 } }, 'invalid-option', ['hiden']],
    ['a setting out of range', { model: 'rbm', settings: { hidden: 0 } }, 'invalid-option', ['hidden', '0', '4096']],
    ['a setting of another type', { model: 'rbm', settings: { hidden: '9' } }, 'invalid-option', ['hidden', '9']],
    ['half a unit', { model: 'rbm', settings: { hidden: 2.5 } }, 'invalid-option', ['hidden', '2.5', 'whole']],
    ['a number that is none', { model: 'rbm', settings: { learningRate: NaN } }, 'invalid-option', ['learningRate']],
    ['an unknown choice', { model: 'rbm', settings: { method: 'sgd' } }, 'invalid-option', ['method', 'sgd', 'pcd']],
    ['a negative seed', { model: 'rbm', seed: -1 }, 'invalid-option', ['seed', '-1']],
    ['a seed too large', { model: 'rbm', seed: 2 ** 53 }, 'invalid-option', ['seed', '9007199254740992']],
    [
      'examples of two lengths',
      { model: 'rbm', data: { shape: [2, 2], examples: [[0, 1, 0, 1], [0]] } },
      'invalid-data',
      ['examples[1]', '1'],
    ],
    [
      'a value above 1',
      { model: 'rbm', data: { shape: [2, 1], examples: [[0, 7]] } },
      'invalid-data',
      ['examples[0][1]', '7'],
    ],
  ];
  for (const [what, spec, code, words] of refused) {
    it(`refuses ${what}`, () => assert.rejects(at.engine.open(wrong(spec)), refusal(code, ...words)));
  }

  it('refuses files that were not saved here', async () => {
    await assert.rejects(at.engine.load(new Uint8Array(3)), refusal('invalid-file'));
    await assert.rejects(at.engine.load(new TextEncoder().encode('{"model": "rbm"}')), refusal('invalid-file'));
    await assert.rejects(
      at.engine.load(door.writeTensors({ W: { shape: [1], data: [1] } })),
      refusal('invalid-file', 'saved'),
    );
    await assert.rejects(at.engine.load(wrong('file')), refusal('invalid-request', 'bytes'));
  });

  it('stops a fetch that is not wanted any more', async () => {
    const engine = await door.createEngine({ rung: at.engine.rung });
    const control = new AbortController();
    const opening = engine.open({ model: 'rbm', data: 'fashion-mnist' }, { signal: control.signal });
    control.abort();
    await assert.rejects(opening, refusal('aborted'));
    await assert.rejects(engine.open(bars, { signal: AbortSignal.abort('tired') }), (error) => {
      assert.equal(/** @type {Error} */ (error).cause, 'tired');
      return refusal('aborted')(error);
    });
    await engine.close();
  });
});

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
    await assert.rejects(experiment.train({ updates: 1, epochs: 1 }), refusal('invalid-request', 'not both'));
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

  it('refuses to wait for training that was started anew', async () => {
    const experiment = await at.engine.open(bars);
    const training = experiment.train({ updates: 1e9 });
    const refused = assert.rejects(training, refusal('aborted', 'anew'));
    await until(() => experiment.progress.updates > 0, 'training');
    await experiment.reset();
    await refused;
    assert.equal(experiment.status.running, false);
    await experiment.close();
  });
});

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

onEveryRung('the engine', (at) => {
  it('holds several experiments at once', async () => {
    const seeds = [1, 2, 3];
    const experiments = await Promise.all(seeds.map((seed) => at.engine.open({ ...bars, seed })));
    await Promise.all(experiments.map((experiment) => experiment.train({ updates: kSome })));
    const hashes = await Promise.all(experiments.map((experiment) => experiment.hash()));
    assert.equal(new Set(hashes).size, 3);
    const alone = await at.engine.open({ ...bars, seed: 2 });
    await alone.train({ updates: kSome });
    assert.equal(await alone.hash(), hashes[1]);
    await Promise.all([...experiments, alone].map((experiment) => experiment.close()));
  });

  it('gives the same parameters with slices of any length', async () => {
    const hashes = [];
    for (const sliceMilliseconds of [1, 5, 30]) {
      const engine = await door.createEngine({ rung: at.engine.rung, sliceMilliseconds });
      const experiment = await engine.open(bars);
      await experiment.train({ updates: 10 * kSome });
      hashes.push(await experiment.hash());
      await engine.close();
    }
    assert.equal(new Set(hashes).size, 1);
  });

  it('is closed for good, and with it what it opened', async () => {
    const engine = await door.createEngine({ rung: at.engine.rung });
    const experiment = await engine.open(bars);
    const refused = assert.rejects(experiment.train({ updates: 1e9 }), refusal('closed'));
    await engine.close();
    await refused;
    await engine.close();
    await assert.rejects(engine.open(bars), refusal('closed'));
    await assert.rejects(experiment.save(), refusal('closed'));
  });

  it('refuses options that can not be granted', async () => {
    await assert.rejects(
      door.createEngine({ rung: wrong('attic') }),
      refusal('invalid-request', 'attic', 'main-thread'),
    );
    await assert.rejects(
      door.createEngine({ rung: at.engine.rung, sliceMilliseconds: 0 }),
      refusal('invalid-request', 'sliceMilliseconds', '0'),
    );
    await assert.rejects(
      door.createEngine({ rung: at.engine.rung, base: 'file:///no/such/folder/' }),
      refusal('unsupported', '/no/such/folder/'),
    );
  });
});
