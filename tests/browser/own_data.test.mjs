// @ts-check
// Own data on the page: picked, dropped, pasted, drawn; shown before they are learnt; refused with a sentence. And the table
// of experiments side by side.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { act, fragment, openForm, ready, status, until, updates, withSite } from './support.mjs';

const site = withSite();
const kSpec = { model: 'rbm', data: 'bars-and-stripes', seed: 7, settings: { hidden: 8 } };

/** Opens a small experiment, with the form. @param {any} page @param {string} [rest] */
async function visit(page, rest = fragment(kSpec)) {
  await page.goto(`${site.url}/${rest}`);
  await showForm(page);
}

/** @param {any} page */
async function showForm(page) {
  await ready(page);
  if (!(await page.evaluate(() => document.querySelector('#controls').open))) await openForm(page);
}

/** Zeros and ones, with a label. */
const kTable = ['a,b,c,d,label', ...Array.from({ length: 20 }, (_, n) => `${n % 2},${1 - (n % 2)},1,0,${n % 2}`)].join('\n');

/** @param {any} page */
const spec = (page) => page.evaluate(() => globalThis.harmonium.playground.experiment.spec);

/** A sheet of twelve crosses and rings, 8 x 8 pixels each, as the browser writes it. @param {any} page @param {string} type */
const sheet = (page, type) =>
  page.evaluate(async (type) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 24];
    const at = canvas.getContext('2d');
    at.fillStyle = 'white';
    at.fillRect(0, 0, 32, 24);
    at.fillStyle = 'black';
    for (let t = 0; t < 12; ++t) {
      const [x, y] = [(t % 4) * 8, Math.floor(t / 4) * 8];
      at.fillRect(x + 3, y + 1, 2, 6);
      if (t % 2) at.fillRect(x + 1, y + 3, 6, 2);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, type));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, type);

test('a table that is picked is shown, asked about, and learnt', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.getByRole('button', { name: 'Own data' }).click();
  await page.locator('#own-files').setInputFiles({ name: 'table.csv', mimeType: '', buffer: Buffer.from(kTable) });
  await until(page, () => /20 examples of 4 values, labels of 2 classes/.test(document.querySelector('#own-found').textContent));
  assert.equal(await page.locator('#own-label').inputValue(), 'label');
  assert.equal(await page.locator('#own-kind').inputValue(), 'unit');
  assert.equal(await page.locator('#own-data .examples tbody tr').count(), 5);

  await page.locator('#own-label').selectOption('');
  await until(page, () => /of 5 values, no labels/.test(document.querySelector('#own-found').textContent));
  await page.locator('#own-label').selectOption('label');
  await until(page, () => /of 4 values/.test(document.querySelector('#own-found').textContent));
  await page.getByRole('button', { name: 'Learn from these' }).click();
  await until(page, () => !document.querySelector('#own-data').open);
  const { model, data } = await spec(page);
  assert.deepEqual([model, data.shape, data.title, data.labels.length, data.testLabels.length], ['rbm', [1, 4], 'table.csv', 16, 4]);
  const done = await updates(page);
  await act(page, { type: 'play' });
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, done);
  assert.equal(await page.locator('#form-data').evaluate((/** @type {any} */ box) => box.selectedOptions[0].textContent), 'table.csv');
  assert.deepEqual(page.record.errors, []);
  assert.deepEqual(page.record.strangers, []);
});

test('a table becomes sequences and parts when the visitor says so, and only then', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.getByRole('button', { name: 'Own data' }).click();
  const rows = Array.from({ length: 20 }, (_, n) => `run ${Math.floor(n / 4)},${n % 2},${1 - (n % 2)},1,${n}`);
  const table = ['run,a,b,c,count', ...rows].join('\n');
  await page.locator('#own-files').setInputFiles({ name: 'runs.csv', mimeType: '', buffer: Buffer.from(table) });
  const found = (/** @type {string} */ words) =>
    until(page, (words) => document.querySelector('#own-found').textContent.includes(words), words);
  await found('20 examples of 4 values, labels of 5 classes');
  assert.equal(await page.locator('#own-sequence').inputValue(), '');
  assert.equal(await page.locator('#own-axes').isVisible(), false);

  await page.locator('#own-sequence').selectOption('run');
  await found('20 frames of 4 values in 5 sequences, no labels');
  await page.locator('#own-kind').selectOption('parts');
  assert.equal(await page.locator('#own-maximum').isVisible(), false);
  assert.equal(await page.locator('#own-rows').isVisible(), false);
  await page.getByRole('button', { name: 'Learn from these' }).click();
  await until(page, () => !document.querySelector('#own-problem').hidden);
  const refused = await page.locator('#own-problem').textContent();
  assert.match(refused, /wants examples of one part; these have 2: yes or no, counts\.$/);

  await page.locator('#own-kind').selectOption('real');
  await page.getByRole('button', { name: 'Learn from these' }).click();
  await until(page, () => !document.querySelector('#own-data').open);
  const { data } = await spec(page);
  assert.deepEqual([data.sequences.map((/** @type {any} */ frames) => frames.length), data.test.length], [[4, 4, 4, 4], 1]);
  assert.deepEqual(page.record.errors, []);
});

for (const type of ['image/png', 'image/jpeg']) {
  test(`a sheet of pictures that is dropped is cut into tiles (${type})`, async (t) => {
    const page = await site.page(t);
    await visit(page);
    const bytes = await sheet(page, type);
    await page.evaluate((bytes) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], 'sheet.png'));
      document.querySelector('#box').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, bytes);
    await until(page, () => /12 examples of 8 x 8 pixels/.test(document.querySelector('#own-found')?.textContent ?? ''));
    assert.equal(await page.locator('#own-data .pictures canvas').count(), 12);
    await page.locator('#own-rows').fill('24');
    await page.locator('#own-cols').fill('16');
    await page.locator('#own-cols').blur();
    await until(page, () => /2 examples of 24 x 16 pixels/.test(document.querySelector('#own-found').textContent));
    await page.locator('#own-rows').fill('8');
    await page.locator('#own-cols').fill('8');
    await page.locator('#own-cols').blur();
    await until(page, () => /12 examples of 8 x 8 pixels/.test(document.querySelector('#own-found').textContent));
    await page.getByRole('button', { name: 'Learn from these' }).click();
    await until(page, () => typeof globalThis.harmonium.playground.experiment.spec.data === 'object');
    const { data } = await spec(page);
    assert.deepEqual([data.shape, data.maximum], [[8, 8], 255]);
    assert.deepEqual(page.record.errors, []);
  });
}

test('a table that is pasted is read; words that are pasted are not', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const paste = (/** @type {string} */ text) =>
    page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    }, text);
  assert.equal(await paste('just a sentence, and no more'), false);
  assert.equal(await paste(kTable), true);
  await until(page, () => /pasted table/.test(document.querySelector('#own-found')?.textContent ?? ''));
});

test('what can not be read is refused in the dialog, and the experiment goes on', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'ownData' });
  const before = await spec(page);
  for (const [name, buffer, sentence] of /** @type {[string, Buffer, RegExp][]} */ ([
    ['ragged.csv', Buffer.from('1,2\n3\n'), /Line 2 has 1 cell where line 1 has 2/],
    ['empty.csv', Buffer.alloc(0), /empty/],
    ['program.exe', Buffer.from('MZ\0\0'), /a program for Windows; CSV, NPY, NPZ, IDX/],
    ['cut.png', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(9)]), /damaged/],
  ])) {
    await page.locator('#own-files').setInputFiles({ name, mimeType: '', buffer });
    await until(
      page,
      (n) => !document.querySelector('#own-problem').hidden && document.querySelector('#own-problem').textContent.includes(n),
      name,
    );
    assert.match(await page.locator('#own-problem').textContent(), sentence);
  }
  await page.getByRole('button', { name: 'Close' }).click();
  assert.deepEqual(await spec(page), before);
  assert.deepEqual(page.record.errors, []);
});

test('where module Workers are refused the page reads by itself', async (t) => {
  const page = await site.page(t);
  await page.addInitScript(() => {
    const Own = globalThis.Worker;
    globalThis.Worker = /** @type {any} */ (
      class extends Own {
        constructor(/** @type {any} */ url, /** @type {any} */ options) {
          if (options?.name === 'own-data') throw new DOMException('refused by the test', 'SecurityError');
          super(url, options);
        }
      }
    );
  });
  await visit(page);
  await act(page, { type: 'ownData' });
  await page.locator('#own-text').fill(kTable);
  await until(page, () => /20 examples/.test(document.querySelector('#own-found').textContent));
});

test('own data too large for a link are left out of it, which is said on both sides', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const large = Array.from({ length: 3000 }, (_, n) => Array.from({ length: 16 }, (_, i) => Number((n >> i % 8) & 1)).join()).join('\n');
  await act(page, { type: 'ownData' });
  await page.locator('#own-files').setInputFiles({ name: 'large.csv', mimeType: '', buffer: Buffer.from(large) });
  await until(page, () => /3,000 examples/.test(document.querySelector('#own-found').textContent));
  await page.getByRole('button', { name: 'Learn from these' }).click();
  await until(page, () => typeof globalThis.harmonium.playground.experiment.spec.data === 'object');
  await until(page, () => decodeURIComponent(location.hash).includes('"data":"inline"'));
  assert.match(await page.locator('#form-link-help').textContent(), /too large for a link/);
  await act(page, { type: 'set', option: 'learningRate', value: 0.03125 });
  assert.equal((await spec(page)).data.title, 'large.csv', 'a setting leaves the data where they are');

  const other = await site.page(t);
  await other.goto(page.url());
  await ready(other);
  assert.match((await status(other)).notice, /drop the file/);
  assert.equal((await spec(other)).seed, 7);
});

test('points that are drawn become data of a model that takes them, or are refused', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const points = Array.from({ length: 60 }, (_, n) => Math.sin(n));
  const refused = await act(page, { type: 'drawn', points });
  const takers = await page.evaluate(() =>
    globalThis.harmonium.engine.models.filter(({ datasets }) => datasets.includes('ring')).map(({ name }) => name),
  );
  if (takers.length === 0) assert.match(String(refused), /\w+\./);
  else assert.deepEqual([refused, (await spec(page)).data.shape], [null, [1, 2]]);
  assert.match(String(await act(page, { type: 'drawn', points: [1, 2] })), /two points/);
});

test('experiments are laid side by side, kept over a reload, saved and taken away', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'pause' });
  await page.getByRole('button', { name: 'Add this experiment' }).click();
  await until(page, () => document.querySelectorAll('#form-board tbody tr').length === 1);
  await act(page, { type: 'newSeed' });
  await act(page, { type: 'update' });
  await act(page, { type: 'boardAdd' });
  await until(page, () => document.querySelectorAll('#form-board tbody tr').length === 2);
  assert.match(await page.locator('#form-board caption').textContent(), /side by side/i);
  assert.ok((await page.locator('#form-board thead th').count()) > 2, 'something was measured');
  assert.match(await page.locator('#form-board tbody tr').nth(1).textContent(), /seed 8/);

  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()]);
  assert.match(readFileSync(await csv.path(), 'utf8'), /^label,model,data,seed,/);
  const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as JSON' }).click()]);
  assert.equal(JSON.parse(readFileSync(await json.path(), 'utf8')).rows.length, 2);

  await page.reload();
  await showForm(page);
  assert.equal(await page.locator('#form-board tbody tr').count(), 2);
  await page.getByRole('button', { name: /^Remove/ }).first().click();
  await until(page, () => document.querySelectorAll('#form-board tbody tr').length === 1);
  await page.getByRole('button', { name: 'Clear the table' }).click();
  await until(page, () => document.querySelector('#form-board') === null);
  assert.deepEqual(page.record.errors, []);
});

test('while an experiment is measured for the table it rests, and goes on afterwards', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await act(page, { type: 'play' });
  await act(page, { type: 'boardAdd' });
  const [row] = await page.evaluate(() => JSON.parse(JSON.stringify(globalThis.harmonium.board.table.rows)));
  assert.ok(row.measurements.every((/** @type {any} */ { updates }) => updates === row.updates), 'one state of the parameters');
  assert.equal((await status(page)).suspended, false);
  await until(page, (n) => globalThis.harmonium.playground.experiment.progress.updates > n + 20, row.updates);
});
