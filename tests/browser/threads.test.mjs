// @ts-check
// Threads in a browser. They exist only where the host isolates its pages.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';

import { kIsolation } from '../../.toolchain/serve.mjs';
import { root, site as built } from '../../.toolchain/tools.mjs';
import { ready, withSite } from './support.mjs';

const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));
const pinned = runs[0];
/** Large enough for the work to be shared. */
const large = { spec: { model: 'rbm', data: 'mnist', settings: { hidden: 500 } }, updates: 8 };

const kPolicy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; img-src data:";
const kIsolated = { ...kIsolation, 'Content-Security-Policy': kPolicy };

/**
 * What an engine with so many threads is and makes, on a page that has nothing else.
 * @param {any} page
 * @param {string} url
 * @param {object} options
 * @param {{ spec: object, updates: number }[]} experiments
 * @returns {Promise<{ isolated: boolean, threads: number, rung: string, hashes: string[] }>}
 */
async function make(page, url, options, experiments) {
  await page.goto(`${url}/style.css`); // a page without scripts
  return page.evaluate(
    async ([/** @type {any} */ engine_options, /** @type {any[]} */ wishes]) => {
      const { createEngine } = await import(/** @type {any} */ (new URL('/harmonium.js', location.href).href));
      const engine = await createEngine(engine_options);
      const hashes = [];
      for (const { spec, updates } of wishes) {
        const experiment = await engine.open(spec);
        await experiment.train({ updates });
        hashes.push(await experiment.hash());
      }
      const { threads, rung } = engine;
      await engine.close();
      return { isolated: crossOriginIsolated, threads, rung, hashes };
    },
    [options, experiments],
  );
}

/** Files of the core that were fetched since, Workers' requests among them. @param {{ asked: string[] }} site @param {number} since */
const cores = ({ asked }, since) => [...new Set(asked.slice(since).filter((url) => /^\/core[-.]/.test(url)))].sort();
const kPlain = ['/core.mjs', '/core.wasm'];
const kFirst = ['/core-first.mjs', '/core-first.wasm'];
const kThreads = ['/core-threads.mjs', '/core-threads.wasm'];

describe('threads on an isolated page', () => {
  const site = withSite({ headers: kIsolated });

  test('give the same bits as one, under the strict policy', async (t) => {
    const page = await site.page(t);
    const one = await make(page, site.url, { threads: 1 }, [large]);
    assert.deepEqual({ isolated: one.isolated, threads: one.threads }, { isolated: true, threads: 1 });
    assert.deepEqual(cores(site, 0), kPlain);
    const since = site.asked.length;
    for (const threads of [2, 4]) {
      const made = await make(page, site.url, { threads }, [large, pinned]);
      assert.deepEqual(made, { isolated: true, threads, rung: 'module-worker', hashes: [one.hashes[0], pinned.hash] });
    }
    assert.deepEqual(cores(site, since), kThreads);
    assert.deepEqual(page.record.errors, []);
    assert.deepEqual(page.record.strangers, []);
  });

  test('are one on the other rungs', async (t) => {
    const page = await site.page(t);
    const since = site.asked.length;
    for (const rung of ['blob-worker', 'main-thread']) {
      const made = await make(page, site.url, { threads: 2, rung }, [pinned]);
      assert.deepEqual(made, { isolated: true, threads: 1, rung, hashes: [pinned.hash] });
    }
    assert.deepEqual(cores(site, since), kPlain);
  });

  test('end with their engine, and with a core that dies', async (t) => {
    const page = await site.page(t);
    const session = await site.browser.newBrowserCDPSession();
    await page.goto(`${site.url}/style.css`);
    const cpu = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0), 0);
    };
    await page.evaluate(async (spec) => {
      const { createEngine } = await import(/** @type {any} */ (new URL('/harmonium.js', location.href).href));
      const engine = await createEngine({ threads: 3 });
      const experiment = await engine.open(spec);
      await experiment.train({ updates: 5 });
      await experiment.pause(); // a pause is a good moment for a save
      for (let tries = 0; tries < 2000 && experiment.checkpoint === null; ++tries)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const saved = await experiment.hash();
      const dead = new Promise((resolve) => engine.on('crash', resolve));
      await experiment.play({ speed: 'full' });
      engine.kill();
      await dead;
      await engine.restart();
      if (engine.threads !== 3) throw new Error(`${engine.threads} threads after a restart`);
      if ((await experiment.hash()) !== saved) throw new Error('it does not go on from the save');
      await engine.close();
    }, large.spec);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = await cpu();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.ok((await cpu()) - start < 0.3, 'something goes on working');
    assert.deepEqual(page.record.errors, []);
  });

  test('the playground works', async (t) => {
    const page = await site.page(t);
    await page.goto(site.url);
    await ready(page);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    assert.deepEqual(page.record.errors, []);
  });
});

describe('threads on a page that is not isolated', () => {
  const site = withSite();

  test('are one, and their core is not asked for', async (t) => {
    const page = await site.page(t);
    const made = await make(page, site.url, { threads: 4 }, [pinned]);
    assert.deepEqual(made, { isolated: false, threads: 1, rung: 'module-worker', hashes: [pinned.hash] });
    assert.deepEqual(cores(site, 0), kPlain);
    const since = site.asked.length;
    await page.goto(site.url);
    await ready(page);
    assert.deepEqual(cores(site, since), kFirst);
    assert.ok(!site.asked.some((url) => url.includes('worker-threads')));
  });
});

describe('threads whose core is not there', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'harmonium-site-'));
  cpSync(built, folder, { recursive: true });
  rmSync(path.join(folder, 'core-threads.mjs'), { force: true });
  after(() => rmSync(folder, { recursive: true }));
  const site = withSite({ folder, headers: kIsolated });

  test('are one', async (t) => {
    const page = await site.page(t);
    const made = await make(page, site.url, { threads: 2 }, [pinned]);
    assert.deepEqual(made, { isolated: true, threads: 1, rung: 'module-worker', hashes: [pinned.hash] });
  });
});
