// @ts-check
// The canvas draws networks that no model has yet, and draws nothing of a network whose groups and links do not agree with
// its numbers. The tests leave screenshots in build/report.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { networks, snapshotOf } from './networks.mjs';
import { act, fragment, openForm, quiet, ready, report, settle, until, withSite } from './support.mjs';

const site = withSite();

const kLooks = /** @type {const} */ ({
  'wide-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'wide-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'narrow-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
});

/** A page in slow motion whose stage shows the network. @param {any} page */
async function open(page) {
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 20 } })}`);
  await ready(page);
  await settle(page); // no snapshot of the core takes the place of one that is given
  await act(page, { type: 'phase' });
  await page.evaluate(() => globalThis.harmonium.host.stage('network'));
  await quiet(page, 400);
  return page.evaluate(() => globalThis.harmonium.playground.experiment.spec);
}

/** @param {any} page @param {Uint8Array} bytes */
async function show(page, bytes) {
  const text = Buffer.from(bytes).toString('base64');
  await page.evaluate((/** @type {string} */ base64) => {
    globalThis.harmonium.host.snapshot(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  }, text);
  await quiet(page, 400);
}

for (const [look, options] of Object.entries(kLooks)) {
  test(`networks are drawn as textbooks draw them: ${look}`, async (t) => {
    const page = await site.page(t, /** @type {any} */ (options));
    const spec = await open(page);
    /** @type {Set<string>} */
    const pictures = new Set();
    for (const [name, network] of Object.entries(networks)) {
      await show(page, snapshotOf(spec, network));
      const file = report(`screenshots/network-${name.replaceAll(' ', '-')}-${look}.png`);
      await page.screenshot({ path: file });
      pictures.add(readFileSync(file).toString('base64'));
    }
    assert.equal(pictures.size, Object.keys(networks).length, 'each is a picture of its own');
    assert.deepEqual(page.record.errors, []);
  });
}

test('a network that does not agree with itself is left out, and the page lives on', async (t) => {
  const page = await site.page(t);
  const spec = await open(page);
  /** @type {((view: any) => void)[]} */
  const wrongs = [
    (view) => (view.groups[0].units = 4294967295),
    (view) => (view.groups[1].first = 60),
    (view) => (view.groups = []),
    (view) => (view.groups = 'many'),
    (view) => (view.links[0].to = 9),
    (view) => (view.links[0].first = 4294967290),
    (view) => (view.links = Array.from({ length: 5000 }, () => view.links[0])),
    (view) => (view.weights = 'nothing of that name'),
    (view) => (view.tensor = null),
  ];
  for (const wrong of wrongs) await show(page, snapshotOf(spec, networks.rbm, (json) => wrong(json.views[0])));
  const empty = await page.screenshot();
  await show(page, snapshotOf(spec, networks.rbm));
  assert.notDeepEqual(await page.screenshot(), empty, 'a sound one is drawn after all of them');
  assert.deepEqual(page.record.errors, []);
});

test('what a view lets choose is chosen beside it, and asked of the core', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 20 } })}`);
  await ready(page);
  await act(page, { type: 'pause' });
  await openForm(page);
  await page.locator('#form-view').selectOption('weights');
  await page.locator('#form-view-order').selectOption('strongest');
  // The form watches the view with its choice, and the caption says so.
  await until(page, () => /largest weights come first/.test(document.querySelector('#form-caption')?.textContent ?? ''));
  await page.locator('#form-view').selectOption('chains');
  await until(page, () => document.querySelector('#form-view-order') === null);
  assert.deepEqual(page.record.errors, []);
});
