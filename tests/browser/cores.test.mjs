// @ts-check
// Which cores a page fetches and when: a small one first, the whole one when another model is chosen or ahead of that, and
// never both where a link asks for another model. Both give the same bits.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { startServer } from '../../.toolchain/serve.mjs';
import { root } from '../../.toolchain/tools.mjs';
import { act, fragment, ready, status, until, updates, withSite } from './support.mjs';

const site = withSite();
const kFirstCore = ['/core-first.mjs', '/core-first.wasm'];
const kWholeCore = ['/core.mjs', '/core.wasm'];
const kGan = { model: 'gan', data: 'ring', seed: 4 };

/** Files of cores that were asked for since. @param {number} since */
const cores = (since) =>
  [...new Set(site.asked.slice(since).map((url) => url.split('?', 1)[0]))].filter((url) => /^\/core[-.]/.test(url)).sort();

/** Waits until the page has learnt for so long. @param {any} page @param {number} milliseconds */
async function learnt(page, milliseconds) {
  await until(page, () => performance.getEntriesByName('harmonium-learning').length > 0);
  await page.waitForTimeout(milliseconds);
}

/** Waits until the whole core has been asked for. @param {number} since */
async function fetched(since) {
  for (let tries = 0; tries < 600 && cores(since).length < 4; ++tries) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('a first visit begins with the small core, and fetches the whole one when it has been idle', async (t) => {
  const page = await site.page(t);
  const since = site.asked.length;
  await page.goto(`${site.url}/`);
  await ready(page);
  await learnt(page, 1000);
  assert.deepEqual(cores(since), kFirstCore, 'nothing is fetched ahead at once');
  await fetched(since);
  assert.deepEqual(cores(since), [...kFirstCore, ...kWholeCore]);
  // What learns goes on, where it is; another model needs nothing more than its data.
  const done = await updates(page);
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 50, done);
  await page.evaluate(() => globalThis.harmonium.engine.prefetch());
  const settled = site.asked.length;
  assert.equal(await act(page, { type: 'model', value: 'ppca' }), null);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 5);
  assert.deepEqual(site.asked.slice(settled), [], 'the digits are there too');
  assert.deepEqual(page.record.errors, []);
  assert.deepEqual(page.record.strangers, []);
});

test('another model that is chosen at once comes with the whole core, and what learnt goes on until then', async (t) => {
  const page = await site.page(t);
  const since = site.asked.length;
  await page.goto(`${site.url}/`);
  await ready(page);
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.context().route('**/core.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const choosing = act(page, { type: 'model', value: 'gan' });
  await until(page, () => globalThis.harmonium.playground.status().busy?.label === 'The other models');
  const [done, frames] = [await updates(page), await page.evaluate(() => globalThis.harmonium.host.frames)];
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 50, done);
  await until(page, (n) => globalThis.harmonium.host.frames > n + 5, frames);
  release();
  assert.equal(await choosing, null);
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'gan');
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 5);
  assert.deepEqual(cores(since), [...kFirstCore, ...kWholeCore]);
  assert.equal((await status(page)).busy, null);
  assert.deepEqual(page.record.errors, []);
});

test('a link to another model fetches the whole core and no other', async (t) => {
  const page = await site.page(t);
  const since = site.asked.length;
  await page.goto(`${site.url}/${fragment(kGan)}`);
  await ready(page);
  await learnt(page, 4000);
  await act(page, { type: 'model', value: 'rbm' });
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'rbm');
  assert.deepEqual(cores(since), kWholeCore);
  assert.ok(!site.asked.slice(since).some((url) => url.includes('catalogue')), 'the whole core has its own catalogue');
  assert.deepEqual(page.record.errors, []);
});

test('where the whole core cannot be fetched a sentence says so, and what learns goes on', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/`);
  await ready(page);
  await page.context().route('**/core.{mjs,wasm}*', (route) => route.abort());
  assert.match(String(await act(page, { type: 'model', value: 'gan' })), /other models and measures could not be fetched/);
  const done = await updates(page);
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 50, done);
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.experiment.spec.model), 'rbm');
  await page.context().unroute('**/core.{mjs,wasm}*');
  assert.equal(await act(page, { type: 'model', value: 'gan' }), null);
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.experiment.spec.model), 'gan');
});

test('nothing is fetched ahead where the visitor saves data', async (t) => {
  const page = await site.page(t);
  const since = site.asked.length;
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
  });
  await page.goto(`${site.url}/`);
  await ready(page);
  await learnt(page, 5000);
  assert.deepEqual(cores(since), kFirstCore);
});

test('nor in a frame of another page, until somebody turns to it', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'harmonium-cores-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const frame_tag = `<iframe id="frame" width="700" height="480" src="${site.url}/"></iframe>`;
  writeFileSync(path.join(folder, 'index.html'), `<!doctype html><title>A course</title>${frame_tag}`);
  const other = await startServer(folder);
  t.after(() => other.close());
  const page = await site.page(t);
  const since = site.asked.length;
  await page.goto(other.url);
  const frame = /** @type {import('playwright-core').Frame} */ (await (await page.waitForSelector('#frame')).contentFrame());
  await ready(frame);
  await until(frame, () => performance.getEntriesByName('harmonium-learning').length > 0);
  await page.waitForTimeout(5000);
  assert.deepEqual(cores(since), kFirstCore);
  await frame.locator('#canvas').click({ position: { x: 3, y: 3 } });
  await fetched(since);
  assert.deepEqual(cores(since), [...kFirstCore, ...kWholeCore]);
});

const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));
test('Chromium gives the digests that every build must give, on the small core and then on the whole one', async (t) => {
  const page = await site.page(t);
  const since = site.asked.length;
  await page.goto(`${site.url}/style.css`); // a page without scripts
  const hashes = (/** @type {any[]} */ wishes, /** @type {boolean} */ whole) =>
    page.evaluate(
      async ([some, prefetch]) => {
        const at = /** @type {any} */ (globalThis);
        if (!at.engine) {
          const { createEngine } = await import(/** @type {any} */ (new URL('/harmonium.js', location.href).href));
          at.engine = await createEngine({ core: 'first' });
        }
        if (prefetch) await at.engine.prefetch();
        const found = [];
        for (const { spec, updates } of /** @type {any[]} */ (some)) {
          const experiment = await at.engine.open(spec);
          await experiment.train({ updates });
          found.push(await experiment.hash());
          await experiment.close();
        }
        return found;
      },
      /** @type {const} */ ([wishes, whole]),
    );
  const first = runs.filter((/** @type {any} */ { spec }) => spec.model === 'rbm' && typeof spec.data === 'string');
  const pinned = (/** @type {any[]} */ some) => some.map(({ hash }) => hash);
  assert.deepEqual(await hashes(first, false), pinned(first));
  assert.deepEqual(cores(since), kFirstCore);
  assert.deepEqual(await hashes(runs, true), pinned(runs));
  assert.deepEqual(cores(since), [...kFirstCore, ...kWholeCore]);
});
