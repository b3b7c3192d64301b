// @ts-check
// The playground inside other pages: frames without an origin, frames of another origin, and hosts that refuse Workers. A
// run must have the same numbers in all of them.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { startServer } from '../../.toolchain/serve.mjs';
import { root } from '../../.toolchain/tools.mjs';
import { act, fragment, ready, status, until, updates, withSite } from './support.mjs';

// Modules in a frame without an origin are fetched across origins: hosts of static files, such as those that serve code to
// other people's pages, allow that with this header. Nothing else is sent.
const site = withSite({ headers: { 'Access-Control-Allow-Origin': '*' } });
const kSpec = { model: 'rbm', data: 'digits', seed: 5, settings: { hidden: 24 } };
const kRungs = ['module-worker', 'blob-worker', 'main-thread'];

/** Somebody else's page, on an origin of its own. */
const other = { url: '', folder: '', close: async () => {} };
before(async () => {
  other.folder = mkdtempSync(path.join(tmpdir(), 'harmonium-page-'));
  writeFileSync(
    path.join(other.folder, 'index.html'),
    `<!doctype html><title>A course</title><link rel="icon" href="data:,"><body style="margin:0">
     <p><label>Answer <input id="answer"></label></p>
     <script>
       const query = new URLSearchParams(location.search);
       const frame = document.createElement('iframe');
       frame.id = 'frame'; frame.title = 'Playground'; frame.width = 700; frame.height = query.get('height') || 560;
       if (query.has('sandbox')) frame.sandbox = query.get('sandbox');
       frame.src = query.get('src');
       document.body.append(frame);
     </script>
     <div style="height:3000px">A long text.</div>`,
  );
  const server = await startServer(other.folder);
  Object.assign(other, server);
});
after(async () => {
  await other.close();
  rmSync(other.folder, { recursive: true, force: true });
});

/**
 * The playground in a frame of that page.
 * @param {any} page
 * @param {{ sandbox?: string, height?: string }} [options]
 * @param {object} [spec]
 * @returns {Promise<import('playwright-core').Frame>}
 */
async function embed(page, options = {}, spec = kSpec) {
  const query = new URLSearchParams({ ...options, src: `${site.url}/${fragment(spec)}` });
  await page.goto(`${other.url}/?${query}`);
  const element = await page.waitForSelector('#frame');
  const frame = await element.contentFrame();
  await ready(frame);
  return frame;
}

/** Thirty updates from the start, as a digest of all parameters. @param {any} page */
async function hashOfThirty(page) {
  await act(page, { type: 'pause' });
  await act(page, { type: 'reset' });
  return page.evaluate(async () => {
    const { experiment } = globalThis.harmonium.playground;
    await experiment.update(30);
    return experiment.hash();
  });
}

/** @type {Map<string, string>} */
const hashes = new Map();
for (const rung of kRungs) {
  test(`the core runs on the rung ${rung}, and play, pause and the picture work there`, async (t) => {
    const page = await site.page(t);
    await page.goto(`${site.url}/?rung=${rung}${fragment(kSpec)}`);
    await ready(page);
    assert.equal((await status(page)).rung, rung);
    const frames = await page.evaluate(() => globalThis.harmonium.host.frames);
    await until(page, (n) => globalThis.harmonium.host.frames > n + 3, frames);
    hashes.set(rung, await hashOfThirty(page));
    assert.match(String(hashes.get(rung)), /^[0-9a-f]{16,}$/);
    assert.deepEqual(page.record.errors, []);
  });
}

test('the same experiment has the same parameters on every rung', () => {
  assert.equal(hashes.size, kRungs.length);
  assert.equal(new Set(hashes.values()).size, 1, JSON.stringify([...hashes]));
});

const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));
for (const rung of kRungs) {
  test(`Chromium gives the digests that every build must give, on the rung ${rung}`, async (t) => {
    const page = await site.page(t);
    await page.goto(`${site.url}/?rung=${rung}${fragment(kSpec)}`);
    await ready(page);
    await act(page, { type: 'pause' });
    assert.ok(runs.length > 0);
    for (const { name, spec, updates, hash } of runs) {
      const got = await page.evaluate(
        async ([spec, updates]) => {
          const experiment = await globalThis.harmonium.engine.open(spec);
          await experiment.update(updates);
          const digest = await experiment.hash();
          await experiment.close();
          return digest;
        },
        [spec, updates],
      );
      assert.equal(got, hash, name);
    }
  });
}

test('a page whose module Workers are refused climbs down to the next rung, and to the last', async (t) => {
  const refuse = (/** @type {boolean} */ all) => {
    const Own = globalThis.Worker;
    globalThis.Worker = /** @type {any} */ (
      class extends Own {
        constructor(/** @type {any} */ url, /** @type {any} */ options) {
          if (all || options?.type === 'module') throw new DOMException('refused by the test', 'SecurityError');
          super(url, options);
        }
      }
    );
  };
  for (const [all, expected] of /** @type {const} */ ([
    [false, 'blob-worker'],
    [true, 'main-thread'],
  ])) {
    const page = await site.page(t);
    await page.addInitScript(refuse, all);
    await page.goto(`${site.url}/${fragment(kSpec)}`);
    await ready(page);
    assert.equal((await status(page)).rung, expected);
    assert.equal(await hashOfThirty(page), hashes.get('module-worker'));
  }
});

test('a frame with sandbox="allow-scripts" and no origin of its own learns and draws', async (t) => {
  const page = await site.page(t);
  const frame = await embed(page, { sandbox: 'allow-scripts' });
  const done = await updates(frame);
  await until(frame, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, done);
  assert.equal(await hashOfThirty(frame), hashes.get('module-worker'));
  assert.deepEqual(page.record.errors, []);
  t.diagnostic(`rung: ${(await status(frame)).rung}`);
});

test('a frame in which the scripts may not load says so, instead of loading for ever', async (t) => {
  const page = await site.page(t);
  await page.route('**/page.js', (/** @type {any} */ route) => route.abort());
  await page.goto(`${site.url}/`);
  await page.waitForFunction(() => document.documentElement.dataset.state === 'failed');
  assert.match(String(await page.locator('#cover').textContent()), /^The playground could not load its scripts\..* "allow-same-origin"/);
  page.record.errors.length = 0; // the browser says itself that the script was not loaded
});

test('a link to a game between two networks works in such a frame, and their views change', async (t) => {
  const page = await site.page(t);
  const spec = { model: 'gan', data: 'ring', seed: 2, settings: { generatorUnits: 16 } };
  const frame = await embed(page, { sandbox: 'allow-scripts' }, spec);
  const opened = await frame.evaluate(() => globalThis.harmonium.playground.experiment.spec);
  assert.deepEqual([opened.model, opened.data, opened.seed, opened.settings.generatorUnits], ['gan', 'ring', 2, 16]);
  const done = await updates(frame);
  await until(frame, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, done);
  await act(frame, { type: 'pause' });
  const views = () =>
    frame.evaluate(async () => {
      const { views } = await globalThis.harmonium.playground.experiment.snapshot(['*']);
      return views.map(({ name, panels }) => [name, panels.map(({ marks }) => marks.map(({ data }) => [...data.slice(0, 20)]))]);
    });
  const before = await views();
  assert.ok(before.length > 2);
  await frame.evaluate(() => globalThis.harmonium.playground.experiment.update(50));
  assert.notDeepEqual(await views(), before);
  assert.deepEqual(page.record.errors, []);
});

test('a frame of another origin leaves keys, wheel and focus to the page around it', async (t) => {
  const page = await site.page(t, { viewport: { width: 900, height: 700 } });
  const frame = await embed(page);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 200);
  await until(page, () => window.scrollY > 0);
  await page.evaluate(() => window.scrollTo(0, 0));

  await frame.locator('#canvas').click({ position: { x: 4, y: 300 } });
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'canvas');
  await page.locator('#answer').click();
  await page.keyboard.type('abc 12');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('x');
  assert.equal(await page.locator('#answer').inputValue(), 'abc x1');

  // Nothing is kept of a frame, and nothing is offered in it.
  await until(frame, () => performance.getEntriesByName('harmonium-learning').length > 0);
  await frame.waitForTimeout(2500);
  assert.deepEqual(await frame.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
  assert.equal((await status(frame)).offer, null);
});

test('a frame that is scrolled out of sight rests, and goes on when it is seen again', async (t) => {
  const page = await site.page(t, { viewport: { width: 900, height: 700 } });
  const frame = await embed(page);
  await page.evaluate(() => window.scrollTo(0, 2000));
  await until(frame, () => globalThis.harmonium.playground.status().suspended);
  await until(frame, () => !globalThis.harmonium.playground.experiment.status.running);
  const [resting, frames] = await frame.evaluate(() => [
    globalThis.harmonium.playground.experiment.progress.updates,
    globalThis.harmonium.host.frames,
  ]);
  await page.waitForTimeout(700);
  assert.equal(await updates(frame), resting);
  assert.equal(await frame.evaluate(() => globalThis.harmonium.host.frames), frames);
  await page.evaluate(() => window.scrollTo(0, 0));
  await until(frame, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, resting);
});

test('a frame smaller than the playground scrolls inside instead of squeezing it', async (t) => {
  const page = await site.page(t, { viewport: { width: 900, height: 700 } });
  const frame = await embed(page, { height: '240' });
  const [height, scrolls] = await frame.evaluate(() => [
    document.querySelector('#canvas').getBoundingClientRect().height,
    document.documentElement.scrollHeight > window.innerHeight,
  ]);
  assert.ok(height >= 400, `the canvas is ${height} px high`);
  assert.equal(scrolls, true);
});

test('MNIST comes when it is asked for, with progress, and learns', async (t) => {
  const page = await site.page(t);
  const before = site.asked.length;
  await page.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(page);
  assert.deepEqual(
    site.asked.slice(before).filter((url) => url.includes('mnist')),
    [],
  );
  await page.evaluate(() => {
    const saved = /** @type {any} */ (globalThis);
    saved.seen = [];
    saved.timer = setInterval(() => {
      const { busy } = saved.harmonium.playground.status();
      if (busy?.what === 'download') saved.seen.push(busy);
    }, 1);
  });
  await act(page, { type: 'open', spec: { model: 'rbm', data: 'mnist-10k', seed: 1, settings: { hidden: 32 } } });
  await until(page, () => globalThis.harmonium.playground.experiment.spec.data === 'mnist-10k');
  const seen = await page.evaluate(() => {
    const saved = /** @type {any} */ (globalThis);
    clearInterval(saved.timer);
    return saved.seen;
  });
  assert.ok(seen.length > 0, 'progress was shown');
  for (const { label, progress, received, total } of seen) {
    assert.match(label, /MNIST/);
    assert.ok(progress >= 0 && progress <= 1 && received <= total, JSON.stringify({ progress, received, total }));
  }
  const shown = seen.map((/** @type {any} */ { progress }) => progress);
  assert.deepEqual(
    shown,
    [...shown].sort((a, b) => a - b),
    'progress never goes back',
  );
  assert.equal((await status(page)).busy, null);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 5);
  assert.ok(site.asked.some((url) => url.includes('data/mnist')));
});

test('a data file that is not there is said in a sentence, and the running experiment goes on', async (t) => {
  const page = await site.page(t);
  await page.route('**/data/mnist*', (route) => route.fulfill({ status: 404, body: 'Not found' }));
  // Requests of Workers do not pass by the test; those of the page's own thread do.
  await page.goto(`${site.url}/?rung=main-thread${fragment(kSpec)}`);
  await ready(page);
  const refusal = await act(page, { type: 'open', spec: { model: 'rbm', data: 'mnist-10k' } });
  assert.match(String(refusal), /mnist/i);
  assert.equal((await status(page)).busy, null);
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.experiment.spec.data), 'digits');
  const done = await updates(page);
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, done);
});
