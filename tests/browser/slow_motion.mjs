// @ts-check
// Records slow motion as a person sees it: a GIF and the last frame of every phase as a PNG, in build/report/slow-motion.
//   . .toolchain/develop.sh; node tests/browser/slow_motion.mjs [MODEL...]
// Without a name it records all of the table below. The page's clock runs slower than the real one meanwhile, so that a
// software renderer is in time for every frame.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { tool } from '../../.toolchain/tools.mjs';
import { act, fragment, ready, report, until, withSite } from './support.mjs';

/** @typedef {{ spec: any, updates: number, view?: string }} Recipe */
/** What is recorded: an experiment, the updates before, and the view where it is not the one that slow motion chooses.
 * @type {Record<string, Recipe>} */
const kRecipes = {
  rbm: { spec: { model: 'rbm', data: 'digits', settings: { hidden: 36 } }, updates: 100 },
  'rbm-64': { spec: { model: 'rbm', data: 'digits', settings: { hidden: 64 } }, updates: 100 },
  'rbm-exact': {
    spec: { model: 'rbm', data: 'bars-and-stripes', settings: { hidden: 8, method: 'exact', learningRate: 0.2 } },
    updates: 60,
  },
  'rbm-tempering': {
    spec: { model: 'rbm', data: 'bars-and-stripes', settings: { hidden: 8, method: 'tempering', learningRate: 0.05 } },
    updates: 60,
  },
  boltzmann: { spec: { model: 'boltzmann', data: 'encoder-4-2-4', settings: {} }, updates: 40 },
  'boltzmann-exact': {
    spec: { model: 'boltzmann', data: 'encoder-4-2-4', settings: { clamped: 'exact', free: 'exact' } },
    updates: 40,
  },
  ppca: { spec: { model: 'ppca', data: 'line', settings: { factors: 1, initialScale: 0.2 } }, updates: 0 },
  'ppca-closed': { spec: { model: 'ppca', data: 'line', settings: { factors: 1, method: 'closed' } }, updates: 0 },
  'ppca-digits': { spec: { model: 'ppca', data: 'digits', settings: { factors: 10 } }, updates: 1 },
  'factor-analysis': { spec: { model: 'factorAnalysis', data: 'line', settings: { factors: 1 } }, updates: 0 },
  experts: { spec: { model: 'experts', data: 'moons', settings: {} }, updates: 5 },
  mixture: { spec: { model: 'mixture', data: 'digits', settings: { components: 20 } }, updates: 0 },
  sbn: {
    spec: { model: 'sbn', data: 'helmholtz-bars', settings: { layers: [8, 1], learningRate: 0.3, hiddenBias: -2 } },
    updates: 3000,
  },
  gan: { spec: { model: 'gan', data: 'ring', settings: {} }, updates: 300 },
  'gan-line': { spec: { model: 'gan', data: 'mixture', settings: { noiseSize: 1 } }, updates: 200 },
  'gan-digits': { spec: { model: 'gan', data: 'digits', settings: { noiseSize: 16 } }, updates: 200 },
};

const kSlowness = 6; // the page's clock against the real one
const kSeconds = 1.3; // of the page's clock, per phase
const kFramesPerPhase = Number(process.env.FRAMES ?? 9);
const kUpdates = Number(process.env.UPDATES ?? 1); // that are stepped through

const site = withSite();
const asked = process.argv.slice(2);

for (const name of asked.length > 0 ? asked : Object.keys(kRecipes)) {
  test(`slow motion of ${name}`, async (t) => {
    const { spec, updates, view } = kRecipes[name];
    const page = await site.page(t);
    await page.addInitScript((slowness) => {
      const { performance } = globalThis;
      const now = performance.now.bind(performance);
      performance.now = () => now() / slowness;
    }, kSlowness);
    await page.goto(`${site.url}/${fragment({ seed: 1, ...spec })}`);
    await ready(page);
    await act(page, { type: 'pause' });
    await act(page, { type: 'reset' });
    await page.evaluate(async (n) => {
      const { experiment } = globalThis.harmonium.playground;
      if (n > 0) await experiment.train({ updates: n });
    }, updates);
    if (view !== undefined) await page.evaluate((v) => globalThis.harmonium.host.stage(v), view);
    await page.waitForTimeout(1500);
    const painter = await (await site.browser.newContext()).newPage();
    const frames = [];
    const shoot = async () => {
      const png = await page.screenshot({ clip: { x: 304, y: 56, width: 644, height: 744 } });
      frames.push(await pixelsOf(painter, png));
      return png;
    };
    await shoot();
    const { labels } = await page.evaluate(() => globalThis.harmonium.playground.experiment.phase);
    for (let phase = 0; phase < labels.length * kUpdates; ++phase) {
      await act(page, { type: 'phase' });
      let png = await shoot();
      for (let n = 1; n < kFramesPerPhase; ++n) {
        await page.waitForTimeout(Math.max(20, (1000 * kSeconds * kSlowness) / kFramesPerPhase - 250));
        png = await shoot();
      }
      keep(`${name}-${phase + 1}.png`, png);
    }
    await until(page, () => true);
    keep(`${name}.gif`, await gif(frames));
  });
}

/** @param {string} name @param {Uint8Array} bytes */
function keep(name, bytes) {
  const file = report(path.join('slow-motion', name));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** The pixels of a PNG, which a page of the browser decodes. @param {any} page @param {Buffer} png */
async function pixelsOf(page, png) {
  const { width, height, text } = await page.evaluate(async (/** @type {string} */ base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = picture;
    const drawing = new OffscreenCanvas(width, height).getContext('2d');
    if (drawing === null) throw new Error('No 2-D canvas');
    drawing.drawImage(picture, 0, 0);
    const { data } = drawing.getImageData(0, 0, width, height);
    let text = '';
    for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
    return { width, height, text: btoa(text) };
  }, png.toString('base64'));
  return { width, height, data: new Uint8ClampedArray(Buffer.from(text, 'base64')) };
}

/** @param {{ width: number, height: number, data: Uint8ClampedArray }[]} frames */
async function gif(frames) {
  const { GIFEncoder, quantize, applyPalette } = await tool('gifenc');
  const encoder = GIFEncoder();
  for (const { width, height, data } of frames) {
    const palette = quantize(data, 128);
    const delay = (1000 * kSeconds) / kFramesPerPhase;
    encoder.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
  }
  encoder.finish();
  return encoder.bytes();
}
