// @ts-check
// The small core that a page begins with: the same bits as the whole one, which joins it when something is asked for that
// the small one does not know. Sites without the one or the other show which of them does the work.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { root, site } from '../../.toolchain/tools.mjs';
import { bars, door, fromSite, kSome, refusal, siteWithout, until } from './support.mjs';

/** @typedef {import('./support.mjs').Engine} Engine */
/** @typedef {import('../../web/harmonium.js').Spec} Spec */

/** @type {{ runs: { name: string, spec: Spec, updates: number, hash: string }[] }} */
const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));
const { default: createFirst } = await fromSite('core-first.mjs');
const { default: createWhole } = await fromSite('core.mjs');
const { Host } = await fromSite('host.js');
const { kProtocolVersion } = await fromSite('protocol.js');

/** Models that the small core has. */
const kFirst = ['rbm'];
/** Measures that it lacks: those that compare samples with data. */
const kLater = ['mmd', 'classifierTwoSample', 'precisionRecall', 'classHistogram', 'modeCoverage', 'parzen', 'bound'];
const digits = /** @type {Spec} */ ({ model: 'rbm', data: 'digits', seed: 6, settings: { hidden: 10 } });
const few = { samples: 50, steps: 5, examples: 100 };
const kWholeCore = ['core.mjs', 'core.wasm'];
const small = runs.filter(({ spec }) => kFirst.includes(spec.model) && typeof spec.data === 'string');
const others = runs.filter((run) => !small.includes(run));
const ring = /** @type {Spec} */ ({ model: 'gan', data: 'ring', seed: 4 });

/** @param {Engine} engine @param {{ spec: Spec, updates: number }} run */
async function digest(engine, { spec, updates }) {
  const experiment = await engine.open(spec);
  await experiment.train({ updates });
  const hash = await experiment.hash();
  await experiment.close();
  return hash;
}

/** An engine that begins with the small core. @param {string} [folder] */
const begin = (folder = site) =>
  door.createEngine({ core: 'first', rung: 'module-worker', threads: 1, base: pathToFileURL(`${folder}/`) });

const scratch = mkdtempSync(path.join(tmpdir(), 'harmonium-first-'));
after(() => rmSync(scratch, { recursive: true }));

describe('the small core', () => {
  /** @type {Engine} */
  let engine;
  before(async () => {
    engine = await begin(siteWithout(scratch, 'no-whole', kWholeCore));
  });
  after(() => engine.close());

  for (const run of small) {
    it(`gives the pinned digest: ${run.name}`, async () => assert.equal(await digest(engine, run), run.hash));
  }

  it('does all that can be done with its model, as the whole core does', async () => {
    const whole = await door.createEngine({ threads: 1 });
    const done = await Promise.all([engine, whole].map(everything));
    await whole.close();
    assert.deepEqual(done[0], done[1]);
    assert.ok(Object.values(done[0].measured).filter((value) => Number.isFinite(value)).length > 3);
  });

  /** What comes of everything that a script can ask of an experiment, refusals among it. @param {Engine} at */
  async function everything(at) {
    const experiment = await at.open(digits);
    await experiment.train({ updates: kSome });
    /** @type {Record<string, number | string>} */
    const measured = {};
    for (const { name, options } of at.measures.filter((measure) => !kLater.includes(measure.name))) {
      const wish = Object.entries({ samples: 50, steps: 5, examples: 100 });
      const known = Object.fromEntries(wish.filter(([option]) => options.some((has) => has.name === option)));
      measured[name] = await experiment.measure(name, /** @type {any} */ (known)).then(
        ({ value }) => Number(value),
        (/** @type {Error} */ { message }) => message,
      );
    }
    const { data } = await experiment.sample({ count: 2, steps: 3 });
    const { views } = await experiment.snapshot(['*']);
    const copy = await at.load(await experiment.save());
    const hashes = [await experiment.hash(), await copy.hash()];
    await experiment.close();
    await copy.close();
    return { measured, samples: [...data], views: views.map(({ name }) => name), hashes };
  }

  it('offers every model, and says so where the others cannot be fetched', async () => {
    const experiment = await engine.open(bars);
    for (const { spec } of others.slice(0, 2)) {
      await assert.rejects(engine.open(spec), refusal('download-failed', 'other models', 'no-whole'));
    }
    await assert.rejects(engine.prefetch(), refusal('download-failed', 'other models'));
    await experiment.train({ updates: 3 });
    assert.equal(experiment.progress.updates, 3);
    await experiment.close();
    assert.deepEqual(engine.rung, 'module-worker');
  });

  it('says so where the measures that it lacks cannot be fetched, and goes on', async () => {
    const experiment = await engine.open(bars);
    for (const name of kLater.slice(0, 2)) {
      await assert.rejects(experiment.measure(name), refusal('download-failed', 'and measures', 'no-whole'));
    }
    await experiment.train({ updates: 3 });
    assert.equal(experiment.progress.updates, 3);
    await experiment.close();
  });

  it('has nothing of any other model in it', async () => {
    const core = new (await createFirst()).Core(1);
    const { models } = JSON.parse(new (await createWhole()).Core(1).catalogue());
    const bytes = readFileSync(path.join(site, 'core-first.wasm'));
    assert.ok(bytes.includes(models[0].sentence), 'texts are found where they are');
    for (const model of models) {
      const task = core.open(new TextEncoder().encode(JSON.stringify({ model: model.name, data: model.presets[0].data })));
      while (!task.advance(1000));
      const { error } = task.answer();
      task.delete();
      assert.equal(error?.code, kFirst.includes(model.name) ? undefined : 'unknown-name', model.name);
      if (kFirst.includes(model.name)) continue;
      for (const text of [model.sentence, model.presets[0].sentence, model.phases[0].sentence]) {
        assert.ok(!bytes.includes(text), `${model.name}: "${text}" is in core-first.wasm`);
      }
    }
    core.delete();
  });
});

describe('the whole core beside the small one', () => {
  it('is fetched for a model that the small one does not know, and gives the pinned digests', async () => {
    const engine = await begin();
    for (const run of [others[0], small[0], ...others.slice(1)]) assert.equal(await digest(engine, run), run.hash, run.name);
    await engine.close();
  });

  it('is fetched for data that are given with an experiment', async () => {
    const given = /** @type {Spec} */ ({ model: 'rbm', seed: 2, data: { shape: [2], examples: [[0, 1], [1, 1]] }, settings: { hidden: 2 } });
    const whole = await door.createEngine();
    const engine = await begin();
    const own = { spec: given, updates: 5 };
    assert.equal(await digest(engine, own), await digest(whole, own));
    await whole.close();
    await engine.close();
    const lonely = await begin(siteWithout(scratch, 'given', kWholeCore));
    await assert.rejects(lonely.open(given), refusal('download-failed'));
    await lonely.close();
  });

  it('is fetched for a saved file of such a model', async () => {
    const whole = await door.createEngine();
    const gan = await whole.open(ring);
    await gan.train({ updates: 5 });
    const file = await gan.save();
    const engine = await begin();
    const copy = await engine.load(file);
    assert.equal(await copy.hash(), await gan.hash());
    await whole.close();
    await engine.close();
  });

  it('is fetched again after a failure', async () => {
    const folder = siteWithout(scratch, 'later', kWholeCore);
    const engine = await begin(folder);
    await assert.rejects(engine.open(ring), refusal('download-failed'));
    for (const name of kWholeCore) cpSync(path.join(site, name), path.join(folder, name));
    await (await engine.open(ring)).close();
    await engine.close();
  });

  it('is there after a prefetch, and needs no file any more', async () => {
    const folder = siteWithout(scratch, 'ahead', []);
    const engine = await begin(folder);
    const learning = await engine.open({ model: 'rbm', data: 'digits', seed: 3 });
    await learning.train({ updates: 3 });
    await Promise.all([engine.prefetch(), engine.prefetch()]);
    for (const name of [...kWholeCore, 'data']) rmSync(path.join(folder, name), { recursive: true });
    const next = await engine.open({ model: 'ppca', data: 'digits' }); // the digits were kept for it
    await next.train({ updates: 2 });
    await learning.train({ updates: 3 });
    assert.equal(learning.progress.updates, 6);
    await engine.prefetch();
    await engine.close();
  });

  it('leaves what the small one trains as it is', async () => {
    const engine = await begin();
    const { spec, updates, hash } = runs[0];
    const experiment = await engine.open(spec);
    const trained = experiment.train({ updates });
    await engine.prefetch();
    const beside = await engine.open(spec);
    await Promise.all([trained, beside.train({ updates })]);
    assert.equal(await experiment.hash(), hash);
    assert.equal(await beside.hash(), hash);
    const moved = await engine.load(await experiment.save());
    assert.equal(await moved.hash(), hash);
    await engine.close();
  });

  it('gets an experiment that asks for a measure that the small one lacks, with everything it was', async () => {
    const [engine, whole] = [await begin(), await door.createEngine({ threads: 1 })];
    const both = await Promise.all([engine, whole].map((at) => at.open(digits)));
    for (const each of both) {
      await each.train({ updates: 20 });
      await each.reset();
      await each.train({ updates: kSome });
      await each.measure('reconstructionError');
      await each.runChains(3);
    }
    const measured = await Promise.all(
      both.map((each) => Promise.all(kLater.slice(0, 3).map((name) => each.measure(name, few)))),
    );
    assert.deepEqual(measured[0], measured[1]);
    assert.equal(measured[0][0].run, 2);
    const [moved, stayed] = await Promise.all(both.map((each) => each.snapshot(['*'])));
    assert.deepEqual(moved.curves, stayed.curves);
    const weights = [moved, stayed].map(({ views }) => views.find(({ name }) => name === 'weights'));
    assert.ok(weights[0]);
    assert.deepEqual(weights[0], weights[1]);
    assert.equal(both[0].progress.run, both[1].progress.run);
    await Promise.all(both.map((each) => each.train({ updates: kSome })));
    assert.equal(await both[0].hash(), await both[1].hash());
    await engine.close();
    await whole.close();
  });

  it('gets it in the middle of its training and behind its jobs', async () => {
    const engine = await begin();
    const { spec, updates, hash } = runs[0];
    const experiment = await engine.open(spec);
    const trained = experiment.train({ updates });
    const drawn = experiment.sample({ count: 10, steps: 200 });
    const measured = ['precisionRecall', 'mmd'].map((name) => experiment.measure(name, few));
    await Promise.all([trained, drawn, ...measured]);
    assert.equal(await experiment.hash(), hash);
    await engine.close();
  });

  it('does not get what is stopped or closed meanwhile', async () => {
    const engine = await begin();
    const experiment = await engine.open(bars);
    const control = new AbortController();
    const stopped = experiment.measure('mmd', { ...few, signal: control.signal });
    control.abort();
    await assert.rejects(stopped, refusal('aborted'));
    const late = assert.rejects(experiment.measure('mmd', few), refusal('closed'));
    await experiment.close();
    await late;
    const next = await engine.open(bars);
    await next.train({ updates: 2 });
    await engine.close();
  });

  it('has the last word on what is refused', async () => {
    const engine = await begin();
    /** @type {any[]} */
    const wrong = [{ model: 'dream' }, {}, { model: 'rbm', data: 'cats' }];
    const whole = await door.createEngine();
    for (const spec of wrong) {
      const said = await whole.open(spec).then(assert.fail, (/** @type {Error} */ error) => error);
      await assert.rejects(engine.open(spec), refusal('unknown-name', said.message));
    }
    await whole.close();
    await engine.close();
  });

  it('takes over after a crash', async () => {
    const engine = await begin();
    const experiment = await engine.open(ring);
    const dead = new Promise((resolve) => engine.on('crash', resolve));
    engine.kill();
    await dead;
    await engine.restart();
    await experiment.train({ updates: 2 });
    assert.equal(experiment.progress.updates, 2);
    await engine.close();
  });
});

describe('the option core', () => {
  it('changes nothing of what the engine offers', async () => {
    const [first, whole] = [await begin(), await door.createEngine()];
    assert.deepEqual(JSON.parse(first.catalogue), JSON.parse(whole.catalogue));
    assert.deepEqual(first.models, whole.models);
    await whole.prefetch();
    await first.close();
    await whole.close();
  });

  it('gives the whole core where there is no small one', async () => {
    for (const [name, file] of [
      ['no-script', 'worker-first.js'],
      ['no-core', 'core-first.wasm'],
      ['no-catalogue', 'catalogue.json'],
    ]) {
      const engine = await begin(siteWithout(scratch, name, [file]));
      assert.equal(engine.rung, 'module-worker', name);
      assert.equal(await digest(engine, runs[0]), runs[0].hash);
      await engine.close();
    }
  });

  it('leaves threads and other rungs the whole core', async () => {
    const folder = pathToFileURL(`${siteWithout(scratch, 'no-first', ['core-first.wasm', 'worker-first.js'])}/`);
    const threads = await door.createEngine({ core: 'first', threads: 2, base: folder });
    assert.equal(threads.threads, 2);
    await threads.close();
    const engine = await door.createEngine({ core: 'first', rung: 'main-thread', base: folder });
    assert.equal(await digest(engine, others[0]), others[0].hash);
    await engine.close();
  });

  it('is refused where it is neither', async () => {
    await assert.rejects(
      door.createEngine({ core: /** @type {any} */ ('half') }),
      refusal('invalid-request', '"core" is "half"', '"whole", "first"'),
    );
  });
});

describe('a host with two cores', () => {
  /** A host whose cores the test can look into, and whose whole core comes when the test says so. */
  async function hostWithBoth() {
    /** @type {any[]} */
    const posted = [];
    /** @type {{ core: any, ended: boolean }[]} */
    const cores = [];
    let last = 0;
    const spying = (/** @type {(options: object) => Promise<any>} */ create) => async (/** @type {object} */ options) => {
      const module = await create(options);
      return {
        Core: function Core(/** @type {number} */ members) {
          const made = { core: new module.Core(members), ended: false };
          const end = made.core.delete.bind(made.core);
          made.core.delete = () => {
            made.ended = true;
            end();
          };
          cores.push(made);
          return made.core;
        },
      };
    };
    let arrive = () => {};
    const arrived = new Promise((resolve) => (arrive = () => resolve(undefined)));
    const host = new Host({
      createCore: spying(createFirst),
      loadWhole: async () => {
        await arrived;
        return { default: spying(createWhole) };
      },
      soon: (/** @type {() => void} */ call) => setImmediate(call),
      post: (/** @type {any} */ message) => posted.push(message),
    });
    const at = {
      host,
      posted,
      cores,
      arrive,
      /** Sends a request, and says where its answer will be. @param {any} request */
      send(request) {
        const id = ++last;
        host.receive({ id, ...request });
        return id;
      },
      /** @param {number} id @returns {Promise<any>} */
      async answer(id) {
        await until(() => posted.some((message) => message.id === id), `an answer to ${id}`);
        return posted.find((message) => message.id === id);
      },
      /** @param {any} request */
      ask: (request) => at.answer(at.send(request)),
    };
    const before_start = await at.ask({ type: 'prefetch' });
    assert.match(before_start.error.message, /"start" comes first/);
    const base = pathToFileURL(`${site}/`).href;
    const started = await at.ask({ type: 'start', version: kProtocolVersion, base, sliceMilliseconds: 5, keepSeconds: 0 });
    assert.ok(started.ok, started.error?.message);
    return at;
  }
  const open = (/** @type {Spec} */ spec) => ({ type: 'open', spec: JSON.stringify(spec) });

  it('trains while the whole core is on its way, opens on it from then on, and lets the small one go', async () => {
    const at = await hostWithBoth();
    const { experiment } = (await at.ask(open(bars))).ok;
    const opening = at.send(open(ring));
    await at.ask({ type: 'train', experiment, updates: kSome });
    assert.equal(at.cores.length, 1);
    const told = at.posted.find(({ event, request }) => event === 'progress' && request === opening);
    assert.equal(told.progress.label, 'The other models');
    at.arrive();
    const gan = (await at.answer(opening)).ok.experiment;
    const second = (await at.ask(open(bars))).ok.experiment;
    assert.deepEqual(at.cores.map(({ core }) => core.liveHandles()), [1, 2]);
    assert.equal((await at.ask({ type: 'hash', experiment })).error, undefined);
    await at.ask({ type: 'close', experiment });
    assert.deepEqual(at.cores.map(({ ended }) => ended), [true, false]);
    for (const left of [gan, second]) assert.ok((await at.ask({ type: 'hash', experiment: left })).ok.hash);
    at.host.close();
    assert.deepEqual(at.cores.map(({ ended }) => ended), [true, true]);
  });

  it('gives up what is stopped while the whole core is on its way', async () => {
    const at = await hostWithBoth();
    const opening = at.send(open(ring));
    await until(() => at.posted.some(({ request }) => request === opening), 'the begin of the download');
    at.host.receive({ type: 'stop', request: opening });
    at.arrive();
    assert.equal((await at.answer(opening)).error.code, 'aborted');
    const ends = () => at.cores.map(({ ended }) => ended).join();
    await until(() => ends() === 'true,false', 'the end of the small core, which has no experiment left');
    at.host.close();
  });

  it('ends a whole core that comes too late', async () => {
    const at = await hostWithBoth();
    at.send({ type: 'prefetch' });
    at.host.close();
    at.arrive();
    await until(() => at.cores.length === 2 && at.cores[1].ended, 'the end of the whole core');
  });
});
