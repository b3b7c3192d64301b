// @ts-check
// What pictures show: the truth beside the model, chains that say when they are mixed, axes with the names and ranges of
// own data, tiles that stand out from the ground, classes with a colour and a shape.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, openForm, quiet, ready, report, settle, until, withSite } from './support.mjs';

const site = withSite();

/** Opens an experiment, trains it and shows one of its views. @param {any} page @param {object} spec @param {string} view @param {number} [updates] */
async function show(page, spec, view, updates = 1) {
  await page.goto(`${site.url}/${fragment(spec)}`);
  await ready(page);
  await settle(page);
  await page.evaluate((/** @type {number} */ n) => globalThis.harmonium.playground.experiment.train({ updates: n }), updates);
  await stage(page, view);
}

/** @param {any} page @param {string} view */
async function stage(page, view) {
  await page.evaluate((/** @type {string} */ name) => globalThis.harmonium.host.stage(name), view);
  await quiet(page, 500);
}

/** Goes to a control of the canvas by its name, as the keyboard does, and presses it. @param {any} page @param {string} name */
async function press(page, name) {
  await page.locator('#canvas').focus();
  await page.keyboard.press('Enter');
  for (let presses = 0; presses < 80; ++presses) {
    await quiet(page, 60);
    if ((await page.locator('#now').textContent())?.startsWith(name)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await quiet(page, 400);
}

/** The view as scripts see it. @param {any} page @param {string} name @returns {Promise<any>} */
const made = (page, name) =>
  page.evaluate(async (/** @type {string} */ name) => {
    const { views } = await globalThis.harmonium.playground.experiment.snapshot([name]);
    return views.find((/** @type {any} */ view) => view.name === name);
  }, name);

/**
 * The canvas as colours, 0xRRGGBB, row by row.
 * @param {any} page @param {string} name of the picture in the report
 * @returns {Promise<{ width: number, height: number, at: (x: number, y: number) => number }>}
 */
async function pixels(page, name) {
  const png = await page.locator('#canvas').screenshot({ path: report(`pictures/${name}.png`) });
  const { width, height, packed } = await page.evaluate(async (/** @type {string} */ base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = bitmap;
    const context = /** @type {any} */ (new OffscreenCanvas(width, height).getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let packed = '';
    for (let i = 0; i < data.length; i += 4) packed += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
    return { width, height, packed: btoa(packed) };
  }, png.toString('base64'));
  const rgb = Buffer.from(packed, 'base64');
  return { width, height, at: (x, y) => rgb.readUIntBE(3 * (y * width + x), 3) };
}

/** Contrast as WCAG 2 defines it. @param {number} one @param {number} other */
function contrast(one, other) {
  const light = (/** @type {number} */ rgb) =>
    [16, 8, 0].reduce((sum, shift, i) => {
      const c = ((rgb >> shift) & 255) / 255;
      return sum + [0.2126, 0.7152, 0.0722][i] * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    }, 0.05);
  return Math.max(light(one), light(other)) / Math.min(light(one), light(other));
}

/** The pixels of a colour in a part of the picture: how many, in each row, and the box around them. @param {{ at: (x: number, y: number) => number }} picture @param {number} colour @param {[number, number, number, number]} box left, top, right, bottom @param {number} [off] how much each part of a colour may differ */
function found(picture, colour, [left, top, right, bottom], off = 0) {
  const at = { count: 0, left: right, top: bottom, right: left, bottom: top, rows: /** @type {number[]} */ ([]) };
  for (let y = top; y < bottom; ++y) {
    const before = at.count;
    for (let x = left; x < right; ++x) {
      const seen = picture.at(x, y);
      if ([16, 8, 0].some((shift) => Math.abs(((seen >> shift) & 255) - ((colour >> shift) & 255)) > off)) continue;
      at.count += 1;
      at.left = Math.min(at.left, x);
      at.right = Math.max(at.right, x + 1);
      at.top = Math.min(at.top, y);
      at.bottom = Math.max(at.bottom, y + 1);
    }
    if (at.count > before) at.rows.push(at.count - before);
  }
  return at;
}

test('the truth stands beside the model, and alone at full size', async (t) => {
  const page = await site.page(t, { colorScheme: 'light' });
  await show(page, { model: 'ppca', data: 'moons', seed: 1, settings: { factors: 1 } }, 'model', 20);
  const { panels } = await made(page, 'model');
  assert.deepEqual(panels.map((/** @type {any} */ panel) => panel.title), ['Model', 'Truth']);
  assert.deepEqual(panels[1].marks.map(({ kind, ink }) => [kind, ink]), [['field', 'truth']]);
  // A field of the truth is grey: its pixels have three equal parts, neither white nor as dark as text.
  const grey = (/** @type {any} */ picture) => {
    const at = { count: 0, left: picture.width, right: 0 };
    for (let y = 200; y < 640; ++y) {
      for (let x = 316; x < 940; ++x) {
        const [r, g, b] = [16, 8, 0].map((shift) => (picture.at(x, y) >> shift) & 255);
        if (Math.max(r, g, b) - Math.min(r, g, b) > 6 || r > 200 || r < 80) continue;
        at.count += 1;
        at.left = Math.min(at.left, x);
        at.right = Math.max(at.right, x);
      }
    }
    return at;
  };
  const beside = grey(await pixels(page, 'truth-beside'));
  assert.ok(beside.count > 1500, `${beside.count} pixels of the true density`);
  await press(page, 'Show Truth alone');
  const alone = grey(await pixels(page, 'truth-alone'));
  assert.ok(alone.count > 2 * beside.count, `${alone.count} pixels after ${beside.count}`);
  assert.deepEqual(page.record.errors, []);
});

test('walkers say that they are still mixing until they are mixed', async (t) => {
  const page = await site.page(t);
  const settings = { expert1: 'gaussian', expert2: 'none', x1: 0, y1: 0, width1: 0.5, learningRate: 0, walk: 'mala', stepSize: 0.4 };
  await show(page, { model: 'experts', data: 'ring', seed: 1, settings }, 'walkers');
  await act(page, { type: 'restartChains' });
  await openForm(page);
  await page.locator('#form-view').selectOption('walkers');
  const says = (/** @type {string} */ start) =>
    until(
      page,
      (start) => [...document.querySelectorAll('#form-notes li')].some((item) => item.textContent?.startsWith(start)),
      start,
    );
  await says('Still mixing: ');
  await page.evaluate(() => globalThis.harmonium.playground.experiment.runChains(300));
  await says('Mixed: ');
  assert.ok(!(await page.locator('#form-notes').textContent())?.includes('Still mixing'));
  // They stand on their energy, which has two signs.
  const { panels } = await made(page, 'walkers');
  assert.deepEqual([panels[0].marks[0].kind, panels[0].marks[0].scale], ['field', 'signed']);
  assert.deepEqual(page.record.errors, []);
});

test('own points have axes of their own, with their names', async (t) => {
  const page = await site.page(t);
  const examples = Array.from({ length: 40 }, (_, n) => [20 + ((7 * n) % 40), 21_000 + 900 * ((11 * n) % 40)]);
  const data = { shape: [2], real: true, names: ['age', 'salary'], examples };
  await show(page, { model: 'ppca', data, seed: 1, settings: { factors: 1 } }, 'model', 10);
  const view = await made(page, 'model');
  assert.equal(view.kind, 'chart', 'a year and a coin have no common length');
  const [{ x, y }] = view.panels;
  assert.deepEqual([x.label, y.label], ['age', 'salary']);
  assert.ok(x.low > 0 && x.high < 100, `${x.low} .. ${x.high} years`);
  assert.ok(y.low > 5000 && y.high < 80_000, `${y.low} .. ${y.high}`);
  assert.deepEqual(page.record.errors, []);
});

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  test(`every tile stands out from its ground: ${scheme}`, async (t) => {
    const page = await site.page(t, { colorScheme: scheme });
    await show(page, { model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 64 } }, 'chains', 100);
    const picture = await pixels(page, `tiles-${scheme}`);
    const ground = picture.at(330, 400); // at the left of the stage, beside the tiles
    // Along a row of pixels, every step from the ground to something else comes to the line around a tile.
    let most = 0;
    let least = Infinity;
    for (let y = 250; y < 600; ++y) {
      let steps = 0;
      let weakest = Infinity;
      for (let x = 331; x < 920; ++x) {
        if (picture.at(x - 1, y) !== ground || picture.at(x, y) === ground) continue;
        steps += 1;
        weakest = Math.min(weakest, Math.max(contrast(picture.at(x, y), ground), contrast(picture.at(x + 1, y), ground)));
      }
      if (steps < 8) continue; // between two rows of tiles
      most = Math.max(most, steps);
      least = Math.min(least, weakest);
    }
    assert.equal(most, 8, 'eight tiles stand in a row');
    assert.ok(least >= 1.5, `the weakest line has a contrast of ${least.toFixed(2)}`);
    assert.deepEqual(page.record.errors, []);
  });
}

test('a class has a colour and a shape', async (t) => {
  const page = await site.page(t, { colorScheme: 'light' });
  await show(page, { model: 'ppca', data: 'iris', seed: 1, settings: { factors: 2 } }, 'posterior', 20);
  const { panels } = await made(page, 'posterior');
  const classes = panels[0].marks.filter((/** @type {any} */ mark) => mark.category >= 0);
  assert.deepEqual(
    classes.map(({ label, category }) => [label, category]),
    [
      ['setosa', 0],
      ['versicolor', 1],
      ['virginica', 2],
    ],
  );
  const picture = await pixels(page, 'classes');
  // The sign of each class in the legend: how wide its rows are tells a disc from a square and a triangle.
  const [disc, square, triangle] = [0x2166ac, 0xb5651d, 0xc2185b].map((colour) => {
    const points = found(picture, colour, [330, 160, 930, 690], 20); // a little of the paper shows through
    assert.ok(points.count > 200, `${points.count} pixels of points`);
    const sign = found(picture, colour, [330, 690, 930, 750]);
    const [width, height] = [sign.right - sign.left, sign.bottom - sign.top];
    assert.ok(width >= 5 && width <= 12 && height >= 5 && height <= 12, `a sign of ${width} x ${height}`);
    return { first: sign.rows[0], widest: Math.max(...sign.rows), last: Number(sign.rows.at(-1)) };
  });
  assert.ok(disc.first < disc.widest && disc.last < disc.widest, JSON.stringify({ disc }));
  assert.ok(square.first === square.widest && square.last === square.widest, JSON.stringify({ square }));
  assert.ok(2 * triangle.first <= triangle.widest && triangle.last === triangle.widest, JSON.stringify({ triangle }));
  assert.deepEqual(page.record.errors, []);
});
