// @ts-check
// The controls as a visitor meets them: what a first visit reads, options that matter first, the keyboard, the wheel,
// and what measures cost.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, openForm, quiet, ready, report, settle, status, until, updates, withSite } from './support.mjs';

const site = withSite();
const kFirst = { model: 'rbm', data: 'digits', seed: 7, settings: { hidden: 20 } };

/** Opens the site and waits for its first picture. @param {any} page @param {string} [rest] of the address */
async function visit(page, rest = '') {
  await page.goto(`${site.url}/${rest}`);
  await ready(page);
}

const kScreens = {
  'wide-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'wide-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'narrow-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  'narrow-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

test('a first visit is greeted in two sentences with three doors, in both themes, wide and narrow', async (t) => {
  for (const [name, options] of Object.entries(kScreens)) {
    const page = await site.page(t, /** @type {any} */ (options));
    await visit(page);
    const welcome = page.locator('#welcome');
    await welcome.waitFor();
    assert.equal((String(await welcome.locator('p').textContent()).match(/[.!?](\s|$)/g) ?? []).length, 2);
    assert.deepEqual(await welcome.locator('.buttons button').allTextContents(), ['Watch digits', 'Play on the plane', 'Bring your own']);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(sideways <= 0, 'nothing stands out of the screen');
    await settle(page);
    await page.screenshot({ path: report(`controls/welcome-${name}.png`) });
    assert.deepEqual(page.record.errors, []);
    await page.close();
  }
});

test('the greeting comes first in the order of Tab, Escape closes it, and it does not come again', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.locator('#welcome').waitFor();
  const names = [];
  for (let presses = 0; presses < 5; ++presses) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent));
  }
  assert.deepEqual(names, ['Skip to the controls as a form', 'Watch digits', 'Play on the plane', 'Bring your own', 'Close the welcome']);
  await page.keyboard.press('Escape');
  await page.locator('#welcome').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'canvas');
  await page.reload();
  await ready(page);
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#welcome').count(), 0);
});

test('the doors lead to the digits, to the plane and to own data', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.getByRole('button', { name: 'Play on the plane' }).click();
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'gan');
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.experiment.spec.data), 'ring');
  assert.equal(await page.locator('#welcome').count(), 0);

  const other = await site.page(t);
  await visit(other);
  await other.getByRole('button', { name: 'Bring your own' }).click();
  await other.locator('dialog[open]').waitFor();

  const third = await site.page(t);
  await visit(third);
  await act(third, { type: 'pause' });
  await third.getByRole('button', { name: 'Watch digits' }).click();
  await until(third, () => globalThis.harmonium.playground.status().running);
});

test('nobody is greeted who follows a link, sees the page in a frame, or has runs here', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kFirst));
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#welcome').count(), 0);

  const outer = await site.page(t);
  await outer.route('**/course.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A course</title><iframe src="index.html" width="900" height="600"></iframe>' }),
  );
  await outer.goto(`${site.url}/course.html`);
  const frame = outer.frameLocator('iframe');
  await frame.locator('html[data-state="open"]').waitFor({ timeout: 60_000 });
  await outer.waitForTimeout(300);
  assert.equal(await frame.locator('#welcome').count(), 0);
});

test('a visit that does not open the form does not load it', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kFirst));
  const loaded = () => page.record.requests.some((/** @type {string} */ url) => /\/controls\.js$/.test(url));
  assert.equal(loaded(), false);
  await openForm(page);
  assert.equal(loaded(), true);
  assert.equal(await page.locator('#form-option-hidden').inputValue(), '20');
  await act(page, { type: 'set', option: 'learningRate', value: 0.125 });
  await until(page, () => /** @type {any} */ (document.getElementById('form-option-learningRate')).value === '0.125');
});

test('the form shows first what matters most; the rest stays open or closed, and says how much of it is changed', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ ...kFirst, settings: { hidden: 20, momentum: 0.25, batchSize: 50 } }));
  await openForm(page);
  const first = page.locator('fieldset.settings .field:visible > label');
  assert.deepEqual(await first.allTextContents(), ['Negative phase', 'Gibbs steps k', 'Hidden units', 'Learning rate', 'Weight decay']);
  const more = page.getByRole('button', { name: /^More options/ });
  assert.equal(await more.textContent(), 'More options, 2 changed');
  assert.ok(await page.getByLabel('Batch size', { exact: true }).isHidden());
  await more.click();
  assert.equal(await page.getByLabel('Batch size', { exact: true }).inputValue(), '50');
  assert.ok(await page.getByLabel('Sparsity target', { exact: true }).isHidden(), 'no cost, no effect');
  assert.ok(await page.getByLabel('Learn the variances', { exact: true }).isHidden(), 'digits are not real');
  await page.getByLabel('Sparsity cost', { exact: true }).fill('0.5');
  await page.getByLabel('Sparsity cost', { exact: true }).blur();
  await page.getByLabel('Sparsity target', { exact: true }).waitFor();
  await page.getByLabel('Negative phase', { exact: true }).selectOption('pcd');
  await page.getByLabel('Persistent chains', { exact: true }).waitFor();
  await page.screenshot({ path: report('controls/form-wide.png'), fullPage: true });
  await page.getByLabel('Model', { exact: true }).selectOption('gan');
  await until(page, () => globalThis.harmonium.playground.experiment.spec.model === 'gan');
  await page.getByLabel("Generator's loss", { exact: true }).waitFor();
  assert.equal(await more.getAttribute('aria-expanded'), 'true', 'what was opened stays open');
  // The experiment known to work on these data has 128 units in both nets.
  assert.equal(await more.textContent(), 'More options, 2 changed');
  assert.deepEqual(page.record.errors, []);
});

test('data of 0 and 1 offer no way to make grey pixels binary', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ model: 'mixture', data: 'bars-and-stripes', settings: {} }));
  await openForm(page);
  assert.ok(await page.getByLabel('Grey pixels become', { exact: true }).isHidden());
  await page.getByLabel('Data', { exact: true }).selectOption('digits');
  await page.getByLabel('Grey pixels become', { exact: true }).waitFor();
});

test('the canvas is one stop of Tab, whose name says what is shown', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ model: 'rbm', data: 'bars-and-stripes-3', seed: 1, settings: { hidden: 8, method: 'exact' } }));
  const canvas = page.locator('#canvas');
  await act(page, { type: 'pause' });
  await page.evaluate(() => globalThis.harmonium.playground.experiment.update(20));
  await canvas.focus();
  const name = () => canvas.getAttribute('aria-label');
  assert.match(String(await name()), /^Playground\. A restricted Boltzmann machine .* Paused at [\d,]+ updates\. Log-likelihood, exact: .*best possible/);
  await act(page, { type: 'play' });
  await until(page, () => /Playing at/.test(document.getElementById('canvas')?.getAttribute('aria-label') ?? ''));
  await act(page, { type: 'pause' });
  await act(page, { type: 'data', value: 'digits' });
  await until(page, () => globalThis.harmonium.playground.experiment.spec.data === 'digits');
  await canvas.evaluate((/** @type {any} */ c) => (c.blur(), c.focus()));
  await until(page, () => /digits/i.test(document.getElementById('canvas')?.getAttribute('aria-label') ?? ''));
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'canvas');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'canvas');
  await page.keyboard.press('Shift+Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'canvas');
});

test('Enter goes into the controls of the canvas, each is named, and the options that matter come first', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ ...kFirst, settings: { hidden: 20, momentum: 0.25 } }));
  await settle(page);
  await page.locator('#canvas').focus();
  await page.keyboard.press('Enter');
  /** @type {string[]} */
  const names = [];
  for (let presses = 0; presses < 80 && !names.some((name) => /^More options/.test(name)); ++presses) {
    await quiet(page, 60);
    names.push(String(await page.locator('#now').textContent()));
    await page.keyboard.press('Tab');
  }
  const at = (/** @type {RegExp} */ pattern) => {
    const found = names.findIndex((name) => pattern.test(name));
    assert.ok(found >= 0, `${pattern} among ${names.join(' | ')}`);
    return found;
  };
  const order = [/^Play/, /^Negative phase: /, /^Gibbs steps k: /, /^Hidden units: 20/, /^Learning rate: /, /^Weight decay: /, /^More options, closed/].map(at);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), names.join(' | '));
  assert.ok(!names.some((name) => /^Batch size/.test(name)), 'it is under more');
  await page.screenshot({ path: report('controls/canvas-options.png') });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'canvas');
});

test('the wheel works before the first click, and in a frame only after it', async (t) => {
  const page = await site.page(t, { viewport: { width: 1280, height: 600 } });
  await visit(page, fragment(kFirst));
  await settle(page);
  const frames = () => page.evaluate(() => globalThis.harmonium.host.frames);
  const before = await frames();
  await page.mouse.move(150, 400);
  await page.mouse.wheel(0, 200);
  await until(page, (n) => globalThis.harmonium.host.frames > n + 1, before);
  assert.equal(await page.evaluate(() => window.scrollY), 0, 'the panel scrolls and not the page');

  const outer = await site.page(t);
  await outer.route('**/course.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>A course</title><iframe src="index.html" width="1200" height="560"></iframe><p style="height: 3000px">Text</p>',
    }),
  );
  await outer.goto(`${site.url}/course.html`);
  await outer.frameLocator('iframe').locator('html[data-app="ready"]').waitFor({ timeout: 60_000 });
  await outer.mouse.move(150, 400);
  await outer.mouse.wheel(0, 200);
  await until(outer, () => window.scrollY > 0);
});

test('a measure says how long it took on this device, and nothing before it ran', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kFirst));
  await settle(page);
  await openForm(page);
  const measure = page.locator('#form-measures button[name="reconstructionError"]');
  assert.equal(await measure.textContent(), 'Reconstruction error');
  assert.ok(!(await page.locator('#form-measures').textContent())?.includes('minutes'));
  await page.getByText('The others are not timed yet; each can be stopped.').waitFor();
  await measure.click();
  await until(page, () => globalThis.harmonium.playground.status().took.reconstructionError > 0);
  assert.match(String(await measure.textContent()), /^Reconstruction error \(took [^)]* (s|min)\)$/);
  await page.screenshot({ path: report('controls/measured.png') });
  await page.reload();
  await ready(page);
  assert.ok((await status(page)).took.reconstructionError > 0, 'a later visit knows it');
});

test('the curve of class errors and the measure of that name mean the same examples', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ model: 'rbm', data: 'digits', settings: { hidden: 40, labels: true, objective: 'hybrid', binarisation: 'none', learningRate: 0.5, batchSize: 50 } }));
  await act(page, { type: 'pause' });
  const { curve, measured } = await page.evaluate(async () => {
    const { experiment } = globalThis.harmonium.playground;
    await experiment.train({ updates: 400 });
    const { curves } = await experiment.snapshot([]);
    const y = curves.find((/** @type {any} */ { name }) => name === 'classErrorTest').y;
    const { value } = await experiment.measure('classError', { split: 'test' });
    return { curve: y[y.length - 1], measured: value };
  });
  t.diagnostic(`curve ${curve}, measure ${measured}`);
  assert.ok(measured < 0.5, 'something was learnt');
  assert.ok(Math.abs(curve - measured) < 0.05, `${curve} and ${measured}`);
});

test('on a phone the icons have words, and a tap shows those of the others', async (t) => {
  for (const scheme of ['light', 'dark']) {
    const page = await site.page(t, /** @type {any} */ (kScreens[/** @type {'narrow-light'} */ (`narrow-${scheme}`)]));
    await visit(page, fragment(kFirst));
    await settle(page);
    await page.screenshot({ path: report(`controls/narrow-${scheme}.png`) });
    await page.touchscreen.tap(362, 118); // the icon at the end of the stage's first line
    await page.waitForTimeout(400);
    await page.screenshot({ path: report(`controls/narrow-tap-${scheme}.png`) });
    assert.ok((await updates(page)) >= 0);
    assert.deepEqual(page.record.errors, []);
  }
});

test('all views at once have one control of the pace', async (t) => {
  const page = await site.page(t, { viewport: { width: 1440, height: 900 } });
  await visit(page, fragment({ model: 'ppca', data: 'iris', settings: { factors: 2 } }));
  await settle(page);
  await page.screenshot({ path: report('controls/mosaic-ppca.png') });
  assert.deepEqual(page.record.errors, []);
});

test('curves have a linear or a logarithmic axis of updates, as the visitor chooses', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment(kFirst));
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 100);
  await settle(page);
  const curves = async (/** @type {number} */ x) => {
    await page.mouse.click(x, 103);
    await page.mouse.move(5, 5);
    await quiet(page);
    return page.screenshot({ clip: { x: 950, y: 125, width: 315, height: 600 } });
  };
  const [linear, logarithmic] = [await curves(1153), await curves(1210)];
  assert.notDeepEqual(logarithmic, linear);
  assert.deepEqual(await curves(1153), linear);
});

test('curves are numbers and a sentence in the form, and the status line says the newest at once', async (t) => {
  const page = await site.page(t);
  await visit(page, fragment({ model: 'rbm', data: 'bars-and-stripes-3', seed: 1, settings: { hidden: 4, batchSize: 16 } }));
  await act(page, { type: 'speed', value: 'full' });
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 300);
  const began = Date.now();
  await act(page, { type: 'pause' });
  await until(page, () => /^Paused\. Log-likelihood, exact: \u2212[\d.]+, best possible \u22122\.599$/.test(document.querySelector('#now')?.textContent ?? ''));
  assert.ok(Date.now() - began < 5000);
  await openForm(page);
  await until(page, () => /Log-likelihood, exact\u2212[\d.]+ nats per example, best possible \u22122\.599\. Began at \u22126\.\d+; (risen|fallen|hardly changed) since update [\d,]+, when it was/.test(document.querySelector('#form-numbers')?.textContent ?? ''));
});
