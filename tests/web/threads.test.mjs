// @ts-check
// Several threads: the same bits as one, the same door, and the plain core wherever they cannot be.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { root } from '../../.toolchain/tools.mjs';
import { bars, door, kSome, refusal, siteWithout, until } from './support.mjs';

/** @typedef {import('./support.mjs').Engine} Engine */
/** @typedef {import('../../web/harmonium.js').Spec} Spec */

/** @type {{ runs: { name: string, spec: Spec, updates: number, hash: string }[] }} */
const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));

// Large enough for every kernel to share its work: the plain core is the oracle.
/** @type {{ name: string, spec: Spec, updates: number }[]} */
const large = [
  { name: 'CD-1, 784 by 500', updates: 12, spec: { model: 'rbm', data: 'mnist', settings: { hidden: 500 } } },
  {
    name: 'CD-1 on intensities',
    updates: 12,
    spec: { model: 'rbm', data: 'mnist', settings: { hidden: 500, binarisation: 'none' } },
  },
  { name: 'PCD, a small batch', updates: 12, spec: { model: 'rbm', data: 'mnist', settings: { hidden: 333, batchSize: 10, method: 'pcd' } } },
  { name: 'a GAN', updates: 20, spec: { model: 'gan', data: 'ring', settings: { batchSize: 256 } } },
];

/** Threads of this process, as Linux counts them. */
const tasks = () => readdirSync('/proc/self/task').length;
const countable = process.platform === 'linux';

describe('threads', () => {
  /** @type {Map<number, Engine>} */
  const engines = new Map();
  before(async () => {
    for (const threads of [1, 2, 4]) {
      engines.set(threads, await door.createEngine({ rung: 'module-worker', threads }));
    }
  });
  after(async () => {
    for (const engine of engines.values()) await engine.close();
  });

  /** @param {number} threads @param {Spec} spec @param {number} updates */
  async function digest(threads, spec, updates) {
    const experiment = await /** @type {Engine} */ (engines.get(threads)).open(spec);
    await experiment.train({ updates });
    const hash = await experiment.hash();
    await experiment.close();
    return hash;
  }

  it('are as many as were asked for', () => {
    for (const [threads, engine] of engines) assert.equal(engine.threads, threads);
  });

  for (const { name, spec, updates, hash } of runs) {
    it(`give the pinned digest: ${name}`, async () => {
      for (const threads of [2, 4]) assert.equal(await digest(threads, spec, updates), hash, `${threads} threads`);
    });
  }

  for (const { name, spec, updates } of large) {
    it(`give the bits of one: ${name}`, async () => {
      const hash = await digest(1, spec, updates);
      for (const threads of [2, 4]) assert.equal(await digest(threads, spec, updates), hash, `${threads} threads`);
    });
  }

  it('hand out bytes that are nobody else’s', async () => {
    /** @type {any[]} */
    const made = [];
    for (const threads of [1, 2]) {
      const engine = /** @type {Engine} */ (engines.get(threads));
      const experiment = await engine.open(bars);
      await experiment.train({ updates: kSome });
      const { data } = await experiment.sample({ count: 4, steps: 20 });
      const parameters = await experiment.parameters();
      const { W } = parameters;
      const [view] = (await experiment.snapshot(['weights'])).views;
      const file = await experiment.save();
      for (const bytes of [data, W.data, view.data, file]) assert.ok(bytes.buffer instanceof ArrayBuffer);
      const loaded = await engine.load(file);
      await experiment.setParameters({ ...parameters, W: { shape: W.shape, data: W.data.map((/** @type {number} */ w) => -w) } });
      made.push({ data, W, view: view.data, file, hash: await loaded.hash(), changed: await experiment.hash() });
      await experiment.close();
      await loaded.close();
    }
    assert.deepEqual(made[1], made[0]);
  });

  it('measure the same, to the last digit', async () => {
    /** @type {any[]} */
    const said = [];
    for (const threads of [1, 2]) {
      const experiment = await /** @type {Engine} */ (engines.get(threads)).open({
        model: 'rbm',
        data: 'digits',
        settings: { hidden: 200 },
      });
      await experiment.train({ updates: 30 });
      const options = { method: 'ais', chains: 100, temperatures: 50 };
      said.push(await experiment.measure('logLikelihood', options));
      await experiment.close();
    }
    assert.deepEqual(said[1], said[0]);
  });

  it('use no processor while nothing trains', async () => {
    const experiment = await /** @type {Engine} */ (engines.get(4)).open(large[0].spec);
    await experiment.train({ updates: 5 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 250_000, `three idle threads used ${(user + system) / 1000} ms in half a second`);
    await experiment.close();
  });
});

describe('the number of threads', () => {
  /** @param {import('../../web/harmonium.js').EngineOptions} options */
  async function threadsOf(options) {
    const engine = await door.createEngine(options);
    const { threads, rung } = engine;
    await engine.close();
    return { threads, rung };
  }

  it('is by itself one less than there are cores, from one to four', async () => {
    const auto = Math.max(1, Math.min(4, availableParallelism() - 1));
    assert.equal((await threadsOf({})).threads, auto);
    assert.equal((await threadsOf({ threads: 'auto' })).threads, auto);
  });

  it('is one where one or none was asked for, and on the main thread', async () => {
    for (const threads of [0, 1]) assert.equal((await threadsOf({ threads })).threads, 1);
    assert.deepEqual(await threadsOf({ rung: 'main-thread', threads: 4 }), { threads: 1, rung: 'main-thread' });
  });

  for (const threads of [-1, 1.5, 17, NaN, '2', null, {}]) {
    it(`is refused as ${typeof threads} ${threads}`, async () => {
      await assert.rejects(
        door.createEngine({ threads: /** @type {any} */ (threads) }),
        refusal('invalid-request', '"threads" is ', '"auto"', 'from 0 to 16'),
      );
    });
  }

  it('is one where the core with threads is missing, or broken, or does not start', async () => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'harmonium-threads-'));
    try {
      const missing = siteWithout(scratch, 'missing', ['core-threads.mjs', 'core-threads.wasm', 'worker-threads.js']);
      const no_wasm = siteWithout(scratch, 'no-wasm', ['core-threads.wasm']);
      const broken = siteWithout(scratch, 'broken', ['core-threads.wasm']);
      writeFileSync(path.join(broken, 'core-threads.wasm'), 'no module');
      for (const folder of [missing, no_wasm, broken]) {
        const engine = await door.createEngine({ base: pathToFileURL(`${folder}/`), threads: 2 });
        assert.equal(engine.threads, 1, folder);
        assert.equal(engine.rung, 'module-worker');
        const experiment = await engine.open(runs[0].spec);
        await experiment.train({ updates: runs[0].updates });
        assert.equal(await experiment.hash(), runs[0].hash);
        await engine.close();
      }
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});

describe('threads and the end of an engine', () => {
  it('end with it', { skip: !countable }, async () => {
    const before_all = tasks();
    const engine = await door.createEngine({ threads: 4 });
    assert.ok(tasks() >= before_all + 4);
    await engine.close();
    await until(() => tasks() <= before_all, 'the end of the threads');
  });

  it('end with a core that dies, and start again with it', async () => {
    const before_all = countable ? tasks() : 0;
    const engine = await door.createEngine({ threads: 3 });
    const experiment = await engine.open(bars);
    await experiment.train({ updates: kSome });
    await experiment.pause();
    await until(() => experiment.checkpoint !== null, 'a save');
    const hash = await experiment.hash();
    /** @type {unknown[]} */
    const told = [];
    engine.on('crash', (error) => told.push(error));
    await experiment.play({ speed: 'full' });
    engine.kill();
    await until(() => told.length > 0, 'news of its death');
    if (countable) await until(() => tasks() <= before_all, 'the end of the threads');
    await engine.restart();
    assert.equal(told.length, 1);
    assert.equal(engine.threads, 3);
    assert.equal(await experiment.hash(), hash, 'from the save that was kept');
    await engine.close();
    if (countable) await until(() => tasks() <= before_all, 'the end of the threads');
  });
});
