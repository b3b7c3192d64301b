// @ts-check
// A homework done with the page alone, by clicks and keys: count the states of a 3x3 machine, set its chains beside the
// exact probabilities with the noise of sampling, compare CD-1, CD-10, persistent chains and the exact gradient after
// equally many updates, and take the numbers away.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { openForm, ready, until, withSite } from './support.mjs';

const site = withSite();

/** The table of states: name of the state, then its numbers. @param {any} page */
const states = (page) =>
  page.locator('#form table').filter({ hasText: 'Exact states' }).locator('tbody tr').evaluateAll((/** @type {any[]} */ rows) =>
    rows.map((row) => [row.querySelector('th').textContent, ...[...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replace('\u2212', '-')))]),
  );

test('the homework: exact states, chains with their noise, four ways to learn, the numbers as a file', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/`);
  await ready(page);
  await openForm(page);

  // The machine: a known experiment, which rests by itself when it has learnt.
  await page.getByLabel('Try', { exact: true }).selectOption({ label: 'The whole truth, 3x3' });
  await page.getByLabel('Pace', { exact: true }).selectOption({ label: 'full' });
  await until(page, () => /The experiment has made 8,000 updates\./.test(document.querySelector('#form-state')?.textContent ?? ''));

  // Its states, counted, beside its chains, which run on and count where they are.
  await page.getByLabel('View', { exact: true }).selectOption({ label: 'Exact states' });
  await page.getByLabel('Running samples').selectOption({ label: 'full' });
  await until(page, () => {
    const said = document.querySelector('#form-notes')?.textContent ?? '';
    return /Counted: [\d,]{7,} states/.test(said) && /forgets its state/.test(said);
  });
  const said = String(await page.locator('#form-notes').textContent());
  const [, apart, chance] = (/lie ([\d.]+) % from the exact ones .*?; ([\d.]+) % is expected of chance alone/.exec(said) ?? []).map(Number);
  assert.ok(apart > 0 && chance > 0 && apart < 3 * chance && chance < 10, said);
  const rows = await states(page);
  assert.equal(rows.length, 24);
  assert.equal(rows[0][0].replaceAll(' ', '').length, 9);
  // The sixteen patterns of bars and stripes hold nearly all probability, and the chains agree within five deviations.
  assert.ok(rows.slice(0, 14).reduce((/** @type {number} */ sum, /** @type {any} */ [, exact]) => sum + exact, 0) > 0.95);
  for (const [name, exact, , chains, noise] of rows) assert.ok(Math.abs(exact - chains) < 5 * noise + 1e-4, `${name}: ${exact}, ${chains}`);

  // Four ways to learn, equally many updates.
  await page.getByRole('button', { name: 'Compare variants' }).click();
  await page.locator('#lab-option-2-values').fill('1, 10');
  for (const name of ['PCD-10', 'tempering-1', 'tempering-10']) await page.getByLabel(name, { exact: true }).uncheck();
  await page.locator('#lab-amount').fill('500');
  await page.getByRole('button', { name: 'Run all 12' }).click();
  await until(page, () => /All runs are done/.test(document.querySelector('#lab-state')?.textContent ?? ''));
  const table = page.locator('#lab-table tbody tr');
  assert.deepEqual(await table.locator('th').allTextContents(), ['CD-1', 'CD-10', 'PCD-1', 'exact']);

  // The numbers.
  const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('#lab-csv').click()]);
  assert.equal(readFileSync(await csv.path(), 'utf8').trim().split('\r\n').length, 13);
  assert.deepEqual(page.record.errors, []);
});
