// @ts-check
// Nothing is lost: runs kept in the browser and offered after a reload, undo, Back, and files that say what they hold.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { act, fragment, openForm, ready, status, until, updates, withSite, writeReport } from './support.mjs';

const site = withSite();
const kSpec = { model: 'rbm', data: 'bars-and-stripes', seed: 7, settings: { hidden: 8 } };

/** @param {any} page @param {string} [rest] */
async function visit(page, rest = '') {
  await page.goto(`${site.url}/${rest}`);
  await ready(page);
}

/** Trains the open experiment from its start, paused. @param {any} page @param {number} count @returns {Promise<string>} its digest */
async function train(page, count) {
  await act(page, { type: 'pause' });
  return page.evaluate(async (n) => {
    const { experiment } = globalThis.harmonium.playground;
    await experiment.reset();
    await experiment.train({ updates: n });
    return experiment.hash();
  }, count);
}

/** @param {any} page */
const hash = (page) => page.evaluate(() => globalThis.harmonium.playground.experiment.hash());

/** Waits until a run with so many updates is kept. @param {any} page @param {number} count */
async function kept(page, count) {
  const found = () =>
    page.evaluate(
      (/** @type {number} */ n) =>
        new Promise((resolve) => {
          const request = indexedDB.open('harmonium', 1);
          request.onupgradeneeded = () => request.transaction?.abort(); // the page has not made it yet
          request.onerror = () => resolve(false);
          request.onsuccess = () => {
            const all = request.result.transaction('runs').objectStore('runs').getAll();
            all.onsuccess = () => (request.result.close(), resolve(all.result.some(({ updates }) => updates === n)));
          };
        }),
      count,
    );
  for (let tries = 0; tries < 100; ++tries) {
    if (await found()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`no run with ${count} updates was kept`);
}

test('a run is kept while it learns, and offered after a reload and never with a link', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const learnt = await train(page, 400);
  const done = await updates(page);
  await kept(page, done);
  await page.reload();
  await ready(page);
  await until(page, () => globalThis.harmonium.playground.status().offer !== null);
  const { offer } = await status(page);
  assert.equal(offer.sentence, `Go on with Restricted Boltzmann machine on Digits, 8x8 at update ${done.toLocaleString('en')}?`);
  assert.equal(offer.other, 'Start anew');
  assert.notEqual(await updates(page), done);
  await openForm(page);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates >= n, done);
  await until(page, () => globalThis.harmonium.playground.status().notice);
  assert.match((await status(page)).notice, /^Went on with Restricted Boltzmann machine on Digits, 8x8 at update \d+\.$/);
  await act(page, { type: 'pause' });
  assert.equal((await status(page)).offer, null);
  assert.equal(await train(page, done), learnt, 'the same experiment');

  const other = await page.context().newPage();
  await other.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(other);
  await train(other, 30);
  await kept(other, 30);
  await other.reload();
  await ready(other);
  await other.waitForTimeout(300);
  assert.equal((await status(other)).offer, null, 'a link gives exactly its experiment');
  await openForm(other);
  await other.getByRole('button', { name: /^Go on with .* at update 30$/ }).waitFor();
  await other.getByRole('button', { name: /^Forget .* at update 30$/ }).click();
  await until(other, () => !/at update 30$/m.test(document.querySelector('#form-runs')?.innerText ?? ''));
  assert.deepEqual([...page.record.errors, ...page.record.strangers], []);
});

test('where the browser keeps nothing, the page works and says nothing of it', async (t) => {
  const page = await site.page(t);
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { get: () => { throw new Error('forbidden'); } });
  });
  await visit(page);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 20);
  await page.waitForTimeout(2500);
  assert.equal((await status(page)).error, null);
  assert.deepEqual(page.record.errors, []);
});

test('reset, a new seed and an option that starts again can be undone, by the button and by keys', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kSpec));
  await train(page, 50);
  for (const action of [{ type: 'reset' }, { type: 'newSeed' }, { type: 'set', option: 'hidden', value: 12 }]) {
    const before = { hash: await hash(page), updates: await updates(page) };
    assert.equal(await act(page, action), null);
    assert.equal(await updates(page), 0);
    const { offer } = await status(page);
    assert.match(offer.sentence, /^Started again .* It was at update \d+\.$/);
    if (action.type === 'reset') {
      await openForm(page);
      await page.locator('#form-offer ~ button').first().click();
    } else {
      await page.locator('#canvas').focus();
      await page.keyboard.press('Control+z');
    }
    await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates === n, before.updates);
    assert.equal(await hash(page), before.hash);
  }
  assert.match((await status(page)).notice, /The run as it was: Restricted Boltzmann machine; Bars and stripes, 4x4; 50 updates.*; seed 7\./);
  assert.deepEqual(page.record.errors, []);
});

test('Back goes to the last experiment as it was left, and forward again', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kSpec));
  const learnt = await train(page, 60);
  assert.equal(await act(page, { type: 'model', value: 'ppca' }), null);
  await until(page, () => /ppca/.test(location.hash));
  await act(page, { type: 'pause' });
  await page.goBack();
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'rbm');
  assert.equal(await updates(page), 60);
  assert.equal(await hash(page), learnt);
  await page.goForward();
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'ppca');
  await until(page, () => /ppca/.test(location.hash));
  await page.goBack();
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates === 60);
  assert.deepEqual(page.record.errors, []);
});

test('a saved file says what it holds when it is opened', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kSpec));
  await train(page, 25);
  const [file] = await Promise.all([page.waitForEvent('download'), act(page, { type: 'save' })]);
  const bytes = [...readFileSync(await file.path())];
  await act(page, { type: 'reset' });
  await page.evaluate((given) => globalThis.harmonium.playground.act({ type: 'openFile', bytes: new Uint8Array(given) }), bytes);
  assert.equal((await status(page)).notice, 'The file holds a run: Restricted Boltzmann machine; Bars and stripes, 4x4; 25 updates, epoch 25; seed 7.');
});

test('what the main thread does to put a run away, by size', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'pause' });
  /** @type {Record<string, number>} */
  const milliseconds = await page.evaluate(async () => {
    const { createRunStore } = await import(new URL('kept-runs/store.js', document.baseURI).href);
    const store = createRunStore(() => indexedDB, () => localStorage);
    // Only the call itself takes the main thread: it copies the bytes. The rest is work of another process.
    const put = IDBObjectStore.prototype.put;
    let spent = 0;
    IDBObjectStore.prototype.put = function (...values) {
      const began = performance.now();
      const request = put.apply(this, /** @type {any} */ (values));
      spent += performance.now() - began;
      return request;
    };
    /** @type {Record<string, number>} */
    const found = {};
    for (const megabytes of [0.1, 1, 8, 32]) {
      const times = [];
      for (let turn = 0; turn < 5; ++turn) {
        spent = 0;
        const run = { id: 'measured', when: Date.now(), model: 'A model', data: 'digits', seed: 1, updates: 1, seconds: 1 };
        await store.keep(run, new Uint8Array(megabytes * 1024 * 1024).fill(turn + 1));
        times.push(spent);
      }
      found[megabytes] = times.sort((a, b) => a - b)[2];
    }
    IDBObjectStore.prototype.put = put;
    return found;
  });
  for (const [megabytes, spent] of Object.entries(milliseconds)) t.diagnostic(`${megabytes} MB: ${spent.toFixed(1)} ms`);
  writeReport('autosave.json', { unit: 'milliseconds of the main thread to put a run away, by megabytes', ...milliseconds });
  assert.ok(Object.values(milliseconds).every((spent) => spent >= 0));
});
