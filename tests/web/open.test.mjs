// @ts-check
// Opening an engine and experiments, on every rung: what there is, what is fetched, what is refused.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { bars, door, kSome, onEveryRung, refusal } from './support.mjs';

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
    ['an unknown data set', { model: 'rbm', data: 'cats' }, 'unknown-name', ['"cats"', 'digits']],
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
      { model: 'rbm', data: { shape: [2, 1], real: false, examples: [[0, 7]] } },
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
