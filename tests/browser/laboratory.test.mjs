// @ts-check
// Comparing variants on the page: chosen, run in the background, shown, saved and opened again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { act, fragment, openForm, quiet, ready, report, settle, until, updates, withSite } from './support.mjs';

const site = withSite();
const kSpec = { model: 'rbm', data: 'bars-and-stripes-3', seed: 1, settings: { hidden: 3, batchSize: 14, learningRate: 0.1 } };

/** @param {any} page */
async function visit(page) {
  await page.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(page);
  await act(page, { type: 'pause' });
}

/** How many pixels of a part of the screen have about this colour, which is written as in a style sheet.
 * @param {any} page @param {{ x: number, y: number, width: number, height: number }} clip @param {string[]} colours
 * @returns {Promise<number[]>} */
async function inked(page, clip, colours) {
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(
    async ([data, wanted]) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const at = /** @type {any} */ (new OffscreenCanvas(picture.width, picture.height).getContext('2d'));
      at.drawImage(picture, 0, 0);
      const { data: rgba } = at.getImageData(0, 0, picture.width, picture.height);
      return wanted.map((/** @type {string} */ colour) => {
        const [r, g, b] = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
        let count = 0;
        for (let i = 0; i < rgba.length; i += 4) {
          if (Math.abs(rgba[i] - r) + Math.abs(rgba[i + 1] - g) + Math.abs(rgba[i + 2] - b) < 24) count += 1;
        }
        return count;
      });
    },
    [png, colours],
  );
}

/** The variants that are ticked. @param {any} page */
const ticked = (page) =>
  page.locator('#lab-variants li').evaluateAll((/** @type {any[]} */ items) =>
    items.filter((item) => item.querySelector('input').checked).map((item) => item.querySelector('label').textContent),
  );

test('CD-1, CD-10, PCD and exact, three seeds, equal updates: chosen, run, read, saved and opened by clicks', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await openForm(page);
  await page.getByRole('button', { name: 'Compare variants' }).click();
  assert.equal(await page.locator('#lab-option').inputValue(), 'method', 'begins with the option that most others depend on');
  await page.locator('#lab-option-2-values').fill('1, 10');
  for (const name of ['PCD-10', 'tempering-1', 'tempering-10']) await page.getByLabel(name, { exact: true }).uncheck();
  assert.deepEqual(await ticked(page), ['CD-1', 'CD-10', 'PCD-1', 'exact']);
  await page.locator('#lab-amount').fill('200');
  const before = await updates(page);
  await page.getByRole('button', { name: 'Run all 12' }).click();
  await until(page, () => /All runs are done/.test(document.querySelector('#lab-state')?.textContent ?? ''));
  assert.equal(await updates(page), before, 'the open experiment rests meanwhile');

  const rows = page.locator('#lab-table tbody tr');
  assert.deepEqual(await rows.locator('th').allTextContents(), ['CD-1', 'CD-10', 'PCD-1', 'exact']);
  const cells = await rows.first().locator('td').allTextContents();
  assert.deepEqual(cells.slice(0, 2), ['3', '200']);
  assert.match(cells[2], /^\u2212\d+\.\d+ \u00b1 \d+\.\d+$/, 'the exact log-likelihood, as mean and spread');
  assert.equal(await page.locator('.lab-line').count() > 4, true);
  assert.match(String(await page.locator('.lab-plot').getAttribute('aria-label')), /CD-10 ends at/);

  const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('#lab-csv').click()]);
  const lines = readFileSync(await csv.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines.length, 13);
  assert.equal(new Set(lines.slice(1).map((line) => line.split(',rbm,')[0])).size, 12, 'distinct labels');
  assert.ok(lines.slice(1).every((line) => /,200,[\d.]+,[\d.]+,/.test(line)), 'updates, epochs and seconds');

  await page.getByRole('button', { name: 'Open CD-10, seed 2' }).click();
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates === 200);
  const { spec, hash, row } = await page.evaluate(async () => {
    const { playground, board } = globalThis.harmonium;
    return {
      spec: playground.experiment.spec,
      hash: await playground.experiment.hash(),
      row: board.table.rows.find(({ label }) => label === 'CD-10, seed 2').hash,
    };
  });
  assert.deepEqual([spec.seed, spec.settings.gibbsSteps, spec.settings.method], [2, 10, 'cd']);
  assert.equal(hash, row, 'it is the run that was compared');

  await page.reload();
  await ready(page);
  assert.equal(await act(page, { type: 'laboratory' }), null);
  assert.deepEqual(await rows.locator('th').allTextContents(), ['CD-1', 'CD-10', 'PCD-1', 'exact'], 'kept over a reload');
  assert.ok((await page.locator('.lab-line').count()) > 4, 'with their curves');
  assert.deepEqual(page.record.errors, []);
  assert.deepEqual(page.record.strangers, []);
});

test('compared curves lie over each other on the canvas, without a dialog, until the own ones are asked for', async (t) => {
  const kLines = ['#0f766e', '#b25a0c', '#1f66b1', '#7b45a6']; // of four entries, on paper
  const page = await site.page(t, { colorScheme: 'light' });
  await visit(page);
  await settle(page);
  const right = { x: 950, y: 130, width: 315, height: 360 };
  const before = await inked(page, right, kLines);
  assert.ok(before[0] > 0 && before[2] + before[3] === 0, `own curves have one colour, in pixels ${before}`);
  await page.evaluate(async () => {
    const { engine, board, playground } = globalThis.harmonium;
    const variants = [{ method: 'cd', gibbsSteps: 1 }, { method: 'cd', gibbsSteps: 10 }, { method: 'pcd' }, { method: 'exact' }];
    await engine.repeat(playground.experiment.spec, { variants, updates: 300, seeds: 2, onRow: (/** @type {any} */ row) => board.add(row) });
  });
  await quiet(page);
  const compared = await inked(page, right, kLines);
  assert.ok(compared.every((pixels) => pixels > 40), `all four have theirs, in pixels ${compared}`);
  await page.mouse.click(1034, 156); // "This run"
  await quiet(page);
  const own = await inked(page, { ...right, y: 175 }, kLines);
  assert.equal(own[2] + own[3], 0, `own curves again, in pixels ${own}`);
  await page.mouse.click(892, 108); // side by side
  await page.mouse.move(5, 5);
  await quiet(page);
  const stage = await inked(page, { x: 330, y: 350, width: 590, height: 400 }, kLines);
  assert.ok(stage.every((pixels) => pixels > 80), `large above the table, in pixels ${stage}`);
  assert.deepEqual(page.record.errors, []);
});

test('a variant that the core refuses says why, and the others are run; stopping keeps what had ended', async (t) => {
  const page = await site.page(t, { viewport: { width: 390, height: 844 } });
  await page.goto(`${site.url}/${fragment({ ...kSpec, data: 'digits', settings: { hidden: 64 } })}`);
  await ready(page);
  await act(page, { type: 'laboratory' });
  for (const name of ['PCD', 'tempering']) await page.getByLabel(name, { exact: true }).uncheck();
  await page.locator('#lab-seeds').fill('1');
  await page.locator('#lab-amount').fill('50');
  await page.getByRole('button', { name: 'Run all 2' }).click();
  await until(page, () => document.querySelectorAll('#lab-table tbody tr').length === 1);
  assert.match(await page.locator('#lab-variants li').last().textContent(), /exact.*64/);
  await page.locator('#lab-amount').fill('1000000');
  await page.locator('#lab-run').click();
  await until(page, () => Number(document.querySelector('#lab-progress')?.getAttribute('value')) > 0);
  await page.locator('#lab-stop').click();
  await until(page, () => /Stopped/.test(document.querySelector('#lab-state')?.textContent ?? ''));
  assert.equal(await page.evaluate(() => globalThis.harmonium.board.table.rows.length), 1);
  await page.screenshot({ path: report('screenshots/laboratory-narrow.png') });
  assert.deepEqual(page.record.errors, []);
});
