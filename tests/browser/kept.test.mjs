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

test('a run is put away by a Worker while the page is seen, and by the page where there is none', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'pause' });
  const found = await page.evaluate(async () => {
    const from = (/** @type {string} */ name) => import(new URL(`kept-runs/${name}`, document.baseURI).href);
    const { createRunStore } = await from('store.js');
    const { createRunWriter } = await from('writer.js');
    const store = createRunStore(() => indexedDB, () => localStorage);
    const file = crypto.getRandomValues(new Uint8Array(60_000)).reduce((all, one, at) => (all.fill(one, at * 50, at * 50 + 50), all), new Uint8Array(3_000_000));
    const put = IDBObjectStore.prototype.put;
    let puts = 0;
    IDBObjectStore.prototype.put = function (...values) {
      puts += 1;
      return put.apply(this, /** @type {any} */ (values));
    };
    const refused = () => {
      throw new Error('no Workers here');
    };
    const silent = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("broken")'])));
    const ways = {
      seen: { hidden: () => false },
      hidden: { hidden: () => true },
      refused: { hidden: () => false, spawn: refused },
      broken: { hidden: () => false, spawn: silent },
    };
    /** @type {Record<string, any>} */
    const said = {};
    for (const [id, way] of Object.entries(ways)) {
      localStorage.removeItem('harmonium.runs');
      puts = 0;
      const writer = createRunWriter({ store, ...way });
      const kept = await writer.keep({ id, when: Date.now(), model: 'A model', data: 'digits', seed: 1, updates: 1, seconds: 1 }, file);
      const flag = localStorage.getItem('harmonium.runs');
      const back = await store.file(id);
      writer.close();
      said[id] = { kept, flag, puts, same: back.length === file.length && back.every((byte, at) => byte === file[at]) };
    }
    IDBObjectStore.prototype.put = put;
    return said;
  });
  const well = { kept: true, flag: '1', same: true };
  // The page itself puts the run and its bytes: two calls.
  assert.deepEqual(found, { seen: { ...well, puts: 0 }, hidden: { ...well, puts: 2 }, refused: { ...well, puts: 2 }, broken: { ...well, puts: 2 } });
});

test('how long the main thread is held up while a run is put away, by size', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'pause' });
  await act(page, { type: 'chainSpeed', value: 0 });
  /** @type {Record<string, Record<string, number>>} */
  const milliseconds = await page.evaluate(async () => {
    const from = (/** @type {string} */ name) => import(new URL(`kept-runs/${name}`, document.baseURI).href);
    const { createRunStore } = await from('store.js');
    const { createRunWriter } = await from('writer.js');
    const store = createRunStore(() => indexedDB, () => localStorage);
    const writer = createRunWriter({ store, hidden: () => false });
    // What takes the main thread: to copy bytes for the store, or slices of them for the Worker. The rest is work of others.
    let turn = 0;
    let most = 0;
    /** @param {any} of @param {string} name @param {boolean} ends whether a turn ends after it */
    function timed(of, name, ends) {
      const real = of[name];
      of[name] = function (/** @type {any[]} */ ...values) {
        const began = performance.now();
        const answer = real.apply(this, values);
        turn += performance.now() - began;
        most = Math.max(most, turn);
        if (ends) turn = 0;
        return answer;
      };
      return () => void (of[name] = real);
    }
    const undo = [timed(IDBObjectStore.prototype, 'put', true), timed(Uint8Array.prototype, 'slice', false), timed(Worker.prototype, 'postMessage', true)];
    const pause = () => new Promise((go) => setTimeout(go, 200));
    /** @type {Record<string, Record<string, number>>} */
    const found = { 'by the page': {}, 'by the Worker': {} };
    for (const megabytes of [1, 8, 32]) {
      const run = { id: 'measured', when: Date.now(), model: 'A model', data: 'digits', seed: 1, updates: 1, seconds: 1 };
      const file = new Uint8Array(megabytes * 1024 * 1024);
      const ways = { 'by the page': () => store.keep(run, file), 'by the Worker': () => writer.keep(run, file) };
      for (const [name, work] of Object.entries(ways)) {
        const times = [];
        for (let again = 0; again < 5; ++again) {
          file.fill(again + 1);
          await pause();
          turn = most = 0;
          await work();
          times.push(most);
        }
        found[name][megabytes] = times.sort((a, b) => a - b)[2];
      }
    }
    for (const back of undo) back();
    writer.close();
    return found;
  });
  for (const [name, times] of Object.entries(milliseconds)) {
    t.diagnostic(`${name}: ${Object.entries(times).map(([megabytes, spent]) => `${megabytes} MB ${spent.toFixed(1)} ms`).join(', ')}`);
  }
  writeReport('autosave.json', { unit: 'longest turn of the main thread in milliseconds, by megabytes', ...milliseconds });
  assert.equal(Object.keys(milliseconds['by the Worker']).length, 3);
});
