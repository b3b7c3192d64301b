// @ts-check
// Work that must not happen: frames, timers and messages while a page is paused or hidden, turns of a core that has
// nothing to do, and frames that show nothing new.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, ready, until, withSite } from './support.mjs';

const site = withSite();
const kSpec = { model: 'rbm', data: 'digits', seed: 3, settings: { hidden: 20 } };

/** Opens a small experiment on a page that counts what is called back. @param {any} page */
async function visit(page) {
  await page.addInitScript(() => {
    const counts = { frames: 0, timers: 0, messages: 0 };
    Object.assign(globalThis, { counts });
    const counted = (/** @type {keyof typeof counts} */ what, /** @type {any} */ call) =>
      typeof call !== 'function' ? call : (/** @type {any[]} */ ...given) => ((counts[what] += 1), call(...given));
    const { requestAnimationFrame, setTimeout, setInterval, Worker } = globalThis;
    globalThis.requestAnimationFrame = (call) => requestAnimationFrame(counted('frames', call));
    Object.assign(globalThis, {
      setTimeout: (/** @type {any} */ call, /** @type {any[]} */ ...rest) => setTimeout(counted('timers', call), ...rest),
      setInterval: (/** @type {any} */ call, /** @type {any[]} */ ...rest) => setInterval(counted('timers', call), ...rest),
      Worker: class extends Worker {
        /** @param {any} listener */
        set onmessage(listener) {
          super.onmessage = counted('messages', listener);
        }
      },
    });
  });
  await page.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(page);
  await page.workers()[0].evaluate(async () => {
    const { Run } = await import(/** @type {any} */ (new URL('/run.js', globalThis.location.origin).href));
    const { turn } = Run.prototype;
    const counts = { turns: 0 };
    Object.assign(globalThis, { counts });
    Run.prototype.turn = function (/** @type {number} */ slice) {
      counts.turns += 1;
      return turn.call(this, slice);
    };
  });
}

/** What has been called back so far. @param {any} page */
const counted = async (page) => ({
  ...(await page.evaluate(() => ({ .../** @type {any} */ (globalThis).counts }))),
  ...(await page.workers()[0].evaluate(() => ({ .../** @type {any} */ (globalThis).counts }))),
});

/** A second and a half in which nothing is called back; the last words of before may still come, so it is tried again. @param {any} page */
async function quiet(page) {
  let [before, after] = [await counted(page), await counted(page)];
  for (let tries = 0; tries < 5; ++tries) {
    before = await counted(page);
    await page.waitForTimeout(1500);
    after = await counted(page);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
  }
  assert.deepEqual(after, before, 'something is called back again and again');
}

test('a paused page whose chains stand still does nothing at all: no frame, no timer, no message, no turn of the core', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 20);
  await act(page, { type: 'pause' });
  await act(page, { type: 'chainSpeed', value: 0 });
  await quiet(page);
});

test('the chains of a paused page run on, and count where they are once nothing changes the model', async (t) => {
  const page = await site.page(t);
  const settings = { hidden: 8, batchSize: 16, method: 'exact', learningRate: 0.3, weightDecay: 0 };
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'bars-and-stripes-3', seed: 1, settings })}`);
  await ready(page);
  await act(page, { type: 'views', names: ['truth'] });
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 20);
  await act(page, { type: 'pause' });
  await act(page, { type: 'chainSpeed', value: 100_000 });
  await until(page, async () => {
    const { views } = await globalThis.harmonium.playground.experiment.snapshot(['truth']);
    return views[0].notes.some((/** @type {string} */ note) => note.startsWith('Counted: '));
  });
});

test('the numbers of a paused page are those of the update at which it rests', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'speed', value: 'full' });
  await act(page, { type: 'play' });
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 300);
  await act(page, { type: 'pause' });
  const { updates, last } = await page.evaluate(async () => {
    const { curves, progress } = await globalThis.harmonium.playground.experiment.snapshot([]);
    return { updates: progress.updates, last: curves.map(({ name, x }) => [name, x[x.length - 1]]) };
  });
  assert.ok(last.length > 1);
  assert.deepEqual(last, last.map(([name]) => [name, updates]));
});

test('neither does a page that is hidden while it trains', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 20);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await quiet(page);
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.status().running), true, 'it only rests');
});

test('while a model trains, a frame is drawn for a snapshot or a new number, and for nothing else', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'speed', value: 'full' });
  await page.waitForTimeout(1500); // the first looks and sizes
  const before = await counted(page);
  await page.waitForTimeout(3000);
  const after = await counted(page);
  const frames = after.frames - before.frames;
  // Of its own accord the core says something 12 times a second: a snapshot and, where they changed, the numbers beside it.
  assert.ok(frames > 6, `${frames} frames in 3 s`);
  assert.ok(frames <= 3 * (12 + 1) * 2, `${frames} frames in 3 s`);
});
