// @ts-check
// The class that running samples are held at. It can be chosen on the canvas and in the form, and both show it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, openForm, ready, report, until, withSite } from './support.mjs';

const site = withSite();

const kLooks = /** @type {const} */ ({
  'wide-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'narrow-dark': {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
});

/** @param {any} page */
const held = (page) => page.evaluate(() => globalThis.harmonium.playground.experiment.progress.heldClass);

for (const [look, options] of Object.entries(kLooks)) {
  test(`the chains dream the class that is chosen: ${look}`, async (t) => {
    const page = await site.page(t, /** @type {any} */ (options));
    const settings = { hidden: 60, labels: true, method: 'pcd' };
    await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'digits', seed: 1, settings })}`);
    await ready(page);
    await act(page, { type: 'pause' });
    await page.evaluate(() => globalThis.harmonium.playground.experiment.train({ epochs: 20 }));
    await page.evaluate(() => globalThis.harmonium.host.stage('chains'));
    assert.equal(await act(page, { type: 'holdClass', value: 3 }), null);
    await page.evaluate(() => globalThis.harmonium.playground.experiment.runChains(300));
    assert.equal(await held(page), 3);
    await until(page, () => globalThis.harmonium.playground.experiment.progress.heldClass === 3);
    await page.screenshot({ path: report(`screenshots/class-${look}.png`) });
    assert.match(String(await act(page, { type: 'holdClass', value: 12 })), /whole number from 0 to 9/);
    await openForm(page);
    await until(page, () => /** @type {HTMLSelectElement} */ (document.querySelector('#form-class'))?.value === '3');
    await page.locator('#form-class').selectOption('any');
    await until(page, () => globalThis.harmonium.playground.experiment.progress.heldClass === -1);
    assert.deepEqual(page.record.errors, []);
  });
}

test('a model that knows no classes shows no classes', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 20 } })}`);
  await ready(page);
  await openForm(page);
  await page.locator('#form-view').waitFor();
  assert.equal(await page.locator('#form-class').isVisible(), false);
  assert.match(String(await act(page, { type: 'holdClass', value: 0 })), /knows no classes/);
});
