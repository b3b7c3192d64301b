// @ts-check
// The preview of a table as text: it shows what was understood before anything is taken, says what is open, and every
// guess is changed by a control of its own, with the keyboard alone and on a narrow screen too.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, ready, report, until, withSite } from './support.mjs';

const site = withSite();
const kSpec = { model: 'ppca', data: 'line', seed: 1, settings: { factors: 1 } };

/** A German export: a decimal comma that the column alone leaves open, row numbers, gaps, labels, totals. */
const kTable = [
  'nr;weight;height;art;note',
  ...Array.from({ length: 20 }, (_, n) => `${n + 1};${n % 3 === 0 ? n : `${n + 1},${100 + n}`};${n === 4 ? 'k.A.' : n * 7};${n % 2 ? 'oak' : 'elm'};text ${n}`),
  'Summe;99;99;;',
].join('\n');

/** @param {any} page @param {string} text */
async function bring(page, text) {
  await page.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(page);
  await act(page, { type: 'ownData' });
  await page.locator('#own-files').setInputFiles({ name: 'trees.csv', mimeType: '', buffer: Buffer.from(text) });
  await found(page, '20 examples of 2 values, labels of 2 classes');
}
/** @param {any} page @param {string} words */
const found = (page, words) => until(page, (words) => document.querySelector('#own-found').textContent.includes(words), words);
/** The cells of the first example. @param {any} page @returns {Promise<string[]>} */
const first = (page) => page.locator('#own-data .examples tbody tr').first().locator('td').allTextContents();
/** @param {any} page @param {string} id */
const shown = (page, id) => page.locator(id).evaluate((/** @type {any} */ box) => box.selectedOptions[0].textContent);

test('a table is shown as it was understood, and every guess is changed', async (t) => {
  const page = await site.page(t);
  await bring(page, kTable);
  assert.equal(await shown(page, '#own-delimiter'), 'semicolon');
  assert.equal(await shown(page, '#own-header'), 'in the first row');
  assert.equal(await shown(page, '#own-decimal'), 'point');
  assert.match(await page.locator('#own-decimal-help').textContent(), /^Please check\. In the column "weight"/);
  assert.equal(await page.locator('#own-missing').inputValue(), 'k.A.');
  assert.equal(await page.locator('#own-label').inputValue(), 'art');
  assert.match(await page.locator('#own-held-help').textContent(), /4 of 20 examples are held out, the same share of every class\. They are drawn by seed 1/);
  const notes = await page.locator('#own-data li').allTextContents();
  assert.ok(notes.some((/** @type {string} */ note) => /"nr" counts the rows; it was left out/.test(note)), notes.join(' '));
  assert.ok(notes.some((/** @type {string} */ note) => /left out: "Summe"/.test(note)), notes.join(' '));
  assert.deepEqual(await page.locator('.columns tbody th').allTextContents(), ['nr', 'weight', 'height', 'art', 'note']);
  await page.locator('#own-data').screenshot({ path: report('own-table.png') });

  await page.locator('#own-decimal').selectOption('comma');
  await until(page, () => document.querySelectorAll('.examples tbody td')[3]?.textContent === '2.101');
  await page.locator('#own-decimal').selectOption('each column by itself');
  await until(page, () => /Please check/.test(document.querySelector('.columns .asks')?.textContent ?? '') || document.querySelector('#own-decimal-1'));

  await page.locator('#own-column-0').selectOption('numbers');
  await found(page, '20 examples of 3 values');
  assert.equal((await first(page))[0], '1');
  await page.locator('#own-missing').fill('k.A., 0');
  await page.locator('#own-missing').blur();
  await until(page, () => [...document.querySelectorAll('.examples td')].some((cell) => cell.textContent === 'missing'));
  await page.locator('#own-label').selectOption('');
  await found(page, 'no labels');
  await page.locator('#own-header').selectOption('there are none');
  await found(page, '21 examples');
  await page.locator('#own-header').selectOption('in the first row');
  await found(page, '20 examples of 2 values, labels of 2 classes');
  await page.locator('#own-data summary').click();
  await page.locator('#own-foot').selectOption('none');
  await found(page, '21 examples');
  await page.locator('#own-delimiter').selectOption('tab');
  await until(page, () => /no column is left/.test(document.querySelector('#own-problem').textContent));
  await page.locator('#own-delimiter').selectOption('semicolon');
  await found(page, '21 examples');
  await page.locator('#own-foot').selectOption({ index: 1 });
  await found(page, '20 examples');

  await page.getByLabel('Drawn by seed').fill('7');
  await page.getByLabel('Drawn by seed').blur();
  await until(page, () => /drawn by seed 7/.test(document.querySelector('#own-held-help').textContent));
  await page.getByRole('button', { name: 'Learn from these' }).click();
  await until(page, () => !document.querySelector('#own-data').open);
  const { data } = await page.evaluate(() => globalThis.harmonium.playground.experiment.spec);
  assert.deepEqual([data.title, data.names, data.classes, data.test.length], ['trees.csv', ['weight', 'height'], ['elm', 'oak'], 4]);
  assert.deepEqual(page.record.errors, []);
});

test('the preview fits a narrow screen and is worked with the keyboard alone', async (t) => {
  const page = await site.page(t, { viewport: { width: 375, height: 667 } });
  await bring(page, kTable);
  const overflow = await page.evaluate(() => {
    const dialog = document.querySelector('#own-data');
    return { dialog: dialog.scrollWidth - dialog.clientWidth, page: document.documentElement.scrollWidth - innerWidth };
  });
  assert.deepEqual(overflow, { dialog: 0, page: 0 });
  await page.screenshot({ path: report('own-table-narrow-top.png') });
  await page.locator('#own-decimal').focus();
  await page.screenshot({ path: report('own-table-narrow.png') });
  await page.keyboard.press('ArrowDown');
  await until(page, () => document.querySelectorAll('.examples tbody td')[3]?.textContent === '2.101');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'own-decimal', 'the focus stays');
  await page.locator('#own-column-0').focus();
  await page.keyboard.press('ArrowUp');
  await found(page, '20 examples of 3 values');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'own-column-0', 'also where the list is a new one');
  const unnamed = await page.evaluate(() =>
    [...document.querySelectorAll('#own-data select, #own-data input')].filter((field) => /** @type {any} */ (field).labels.length === 0 && !field.ariaLabel).map(({ id }) => id),
  );
  assert.deepEqual(unnamed, []);
  assert.deepEqual(page.record.errors, []);
});
