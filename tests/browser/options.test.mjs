// @ts-check
// The form's fields for a table that no model may have yet: lists of sizes, one value per layer, fields that are hidden.
// What a field asks for is answered here as the core would.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fragment, openForm, ready, withSite } from './support.mjs';

const site = withSite();

const kTable = [
  {
    name: 'layers',
    label: 'Layers',
    group: 'Model',
    type: 'sizes',
    minimum: 1,
    maximum: 1000,
    leastCount: 1,
    mostCount: 5,
    default: [500, 250],
    live: false,
    help: 'Units of each layer.',
  },
  {
    name: 'rate',
    label: 'Learning rate',
    group: 'Learning',
    type: 'number',
    minimum: 0,
    maximum: 1,
    per: 'layers',
    default: 0.1,
    live: true,
    help: 'Size of a step.',
  },
  {
    name: 'method',
    label: 'Method',
    group: 'Learning',
    type: 'choice',
    choices: [
      { name: 'cd', label: 'CD' },
      { name: 'pcd', label: 'PCD' },
    ],
    default: 'cd',
    live: false,
    help: 'How.',
  },
  {
    name: 'chains',
    label: 'Chains',
    group: 'Sampling',
    type: 'integer',
    minimum: 1,
    maximum: 9,
    default: 5,
    live: false,
    shownIf: [{ option: 'method', values: ['pcd'] }],
    help: 'How many.',
  },
];

/** A page with nothing but the fields. @param {import('node:test').TestContext} t @param {string} [refusal] what each action is answered with */
async function form(t, refusal) {
  const page = await site.page(t, { viewport: { width: 700, height: 700 } });
  await page.route('**/fields.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><title>Fields</title><link rel="stylesheet" href="style.css"><form></form></html>',
    }),
  );
  await page.goto(`${site.url}/fields.html`);
  await page.evaluate(
    async ({ table, sentence }) => {
      const { createOptions } = await import(new URL('controls-options.js', document.baseURI).href);
      const refusal = Object.assign(document.createElement('p'), { id: 'form-refusal' });
      /** @type {any} */
      const state = { asked: [], settings: {} };
      const options = createOptions({
        refusal,
        ask: async (/** @type {any} */ action) => {
          state.asked.push(action);
          refusal.textContent = sentence;
          if (sentence !== null) return sentence;
          state.settings = { ...state.settings, [action.option]: action.value };
          options.show(state.settings);
          return null;
        },
      });
      document.querySelector('form')?.append(refusal, options.element);
      options.build(table);
      options.show({});
      /** @type {any} */ (globalThis).state = state;
    },
    { table: kTable, sentence: refusal ?? null },
  );
  /** @param {string} label @param {string} text */
  const type = async (label, text) => {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(text);
    await field.blur();
  };
  const asked = () => page.evaluate(() => /** @type {any} */ (globalThis).state.asked.splice(0));
  return { page, type, asked };
}

test('a list of sizes is typed as text, and a wrong one is told beside the field', async (t) => {
  const { page, type, asked } = await form(t);
  const layers = page.getByLabel('Layers', { exact: true });
  assert.equal(await layers.inputValue(), '500, 250');
  await type('Layers', '500 250;30');
  assert.deepEqual(await asked(), [{ type: 'set', option: 'layers', value: [500, 250, 30] }]);
  assert.equal(await layers.inputValue(), '500, 250, 30');

  await type('Layers', '500, 0');
  assert.deepEqual(await asked(), [], 'it is not even sent');
  const wrong = page.locator('#form-option-layers-wrong');
  assert.equal(
    await wrong.textContent(),
    'Layers is "500, 0", but it must be 1 to 5 whole numbers from 1 to 1000, with commas between.',
  );
  assert.ok(await wrong.isVisible());
  assert.equal(await layers.inputValue(), '500, 0', 'the text stays, to be mended');
  assert.equal(await layers.getAttribute('aria-invalid'), 'true');
  assert.equal(await layers.getAttribute('aria-errormessage'), 'form-option-layers-wrong');

  await type('Layers', '7');
  assert.deepEqual(await asked(), [{ type: 'set', option: 'layers', value: [7] }]);
  assert.ok(await wrong.isHidden());
  assert.equal(await layers.getAttribute('aria-invalid'), 'false');
});

test('a value per layer is one number or one for each, and the help says how many', async (t) => {
  const { page, type, asked } = await form(t);
  const help = page.locator('#form-option-rate-help');
  assert.match(String(await help.textContent()), /or 2 with commas between, one for each entry of "Layers"/);
  await type('Learning rate', '0.5, 0.25');
  await type('Learning rate', '0.125');
  await type('Layers', '3, 2, 1');
  assert.match(String(await help.textContent()), /or 3 with commas between/);
  await type('Learning rate', '1, 0.5, 0');
  assert.deepEqual(
    (await asked()).map((/** @type {any} */ { value }) => value),
    [[0.5, 0.25], 0.125, [3, 2, 1], [1, 0.5, 0]],
  );
  await type('Learning rate', '1, 0.5');
  assert.deepEqual(await asked(), []);
  assert.ok(await page.locator('#form-option-rate-wrong').isVisible());
});

test('what the core refuses is undone in the field', async (t) => {
  const { page, type, asked } = await form(t, 'These layers are too many for these data.');
  await type('Layers', '1000, 1000');
  assert.equal((await asked()).length, 1);
  const layers = page.getByLabel('Layers', { exact: true });
  assert.equal(await layers.inputValue(), '500, 250');
  assert.equal(await layers.getAttribute('aria-invalid'), 'true');
  assert.equal(await layers.getAttribute('aria-errormessage'), 'form-refusal');
});

test('an option that another makes moot is hidden, with the heading that has no other', async (t) => {
  const { page } = await form(t);
  const chains = page.getByLabel('Chains', { exact: true });
  assert.ok(await chains.isHidden());
  assert.ok(await page.getByText('Sampling', { exact: true }).isHidden());
  await page.getByLabel('Method', { exact: true }).selectOption('pcd');
  await chains.waitFor({ state: 'visible' });
  assert.equal(await chains.inputValue(), '5');
  await page.getByLabel('Method', { exact: true }).selectOption('cd');
  await chains.waitFor({ state: 'hidden' });
});

test('a link may set what is hidden, and the form brings it where it matters', async (t) => {
  const page = await site.page(t);
  await page.goto(`${site.url}/${fragment({ model: 'rbm', data: 'digits', settings: { hidden: 9, chains: 7 } })}`);
  await ready(page);
  await openForm(page);
  await page.getByRole('button', { name: /^More options/ }).click();
  const chains = page.getByLabel('Persistent chains', { exact: true });
  assert.ok(await chains.isHidden());
  await page.getByLabel('Negative phase', { exact: true }).selectOption('pcd');
  await chains.waitFor({ state: 'visible' });
  assert.equal(await chains.inputValue(), '7');
});
