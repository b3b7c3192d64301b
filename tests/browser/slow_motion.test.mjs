// @ts-check
// Slow motion on the canvas: pictures move from phase to phase, rest where motion is unwanted, and can be scrubbed by keys.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, quiet, ready, settle, until, withSite } from './support.mjs';

const site = withSite();
/** A move takes most of a second, with frames that may come late. */
const kDrawn = 800;
const kSpec = { model: 'rbm', data: 'digits', seed: 3, settings: { hidden: 20 } };

/** Opens a small experiment that rests. @param {any} page @param {object} [spec] */
async function visit(page, spec = kSpec) {
  await page.goto(`${site.url}/${fragment(spec)}`);
  await ready(page);
  await settle(page);
}

/** @param {any} page */
const frames = (page) => page.evaluate(() => globalThis.harmonium.host.frames);
/** The stage, between the two panels beside it. @param {any} page */
const stage = (page) => page.screenshot({ clip: { x: 320, y: 80, width: 600, height: 700 } });

/** One phase further, drawn to the end. @param {any} page @returns {Promise<number>} the frames that took */
async function phase(page) {
  const before = await frames(page);
  await act(page, { type: 'phase' });
  await until(page, (n) => globalThis.harmonium.host.frames > n, before);
  await quiet(page, kDrawn);
  return (await frames(page)) - before;
}

test('a phase moves its picture, and not where motion is unwanted', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await phase(page); // the view of the phases comes
  const moving = await phase(page);
  const still_page = await site.page(t, { reducedMotion: 'reduce' });
  await visit(still_page);
  await phase(still_page);
  const still = await phase(still_page);
  assert.ok(moving > still + 4, `${moving} frames with motion, ${still} without`);
  assert.ok(still <= 14, `${still} frames where nothing moves`);
});

test('B goes back over the phases that were shown, the comma forth, then on', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.locator('#canvas').focus();
  await phase(page);
  await phase(page);
  const second = await stage(page);
  await phase(page);
  const third = await stage(page);
  assert.notDeepEqual(third, second);
  const press = async (/** @type {string} */ key) => {
    const before = await frames(page);
    await page.keyboard.press(key);
    await until(page, (n) => globalThis.harmonium.host.frames > n, before);
    await quiet(page, kDrawn);
  };
  await press('b');
  assert.deepEqual(await stage(page), second, 'one phase back');
  await press(',');
  assert.deepEqual(await stage(page), third, 'and forth again');
  assert.equal(await page.evaluate(() => globalThis.harmonium.playground.experiment.phase.last), 2);
  await press(',');
  await until(page, () => globalThis.harmonium.playground.experiment.phase.last === 3);
});

test('the phase that moves the weights says the largest step', async (t) => {
  const page = await site.page(t);
  await visit(page);
  for (let n = 0; n < 4; ++n) await phase(page);
  const { sentence } = await page.evaluate(() => globalThis.harmonium.playground.experiment.phase);
  assert.match(sentence, /The largest step: .*gradient .*step [+-]/);
  assert.deepEqual(page.record.errors, []);
});

test('each phase of each model shows something of its own', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const models = await page.evaluate(() =>
    globalThis.harmonium.engine.models.map(({ name, presets }) => ({ name, preset: presets.find(({ data }) => !data.startsWith('mnist')) })),
  );
  for (const { name, preset } of models) {
    const { view, shown } = await page.evaluate(
      async (spec) => {
        const experiment = await globalThis.harmonium.engine.open(spec);
        /** What the view draws, without its words. @param {string} key @param {any} value */
        const drawn = (key, value) => (['caption', 'notes', 'title', 'label'].includes(key) ? undefined : ArrayBuffer.isView(value) ? [.../** @type {any} */ (value)] : value);
        /** @type {{ name: string, drawn: string }[]} */
        const phases = [];
        await experiment.train({ updates: 5 });
        const { offers } = await experiment.snapshot([]);
        const wanted = offers.find((/** @type {any} */ { slowMotion }) => slowMotion)?.name ?? '';
        do {
          const phase = await experiment.stepPhase();
          const { views: made } = await experiment.snapshot([wanted]);
          phases.push({ name: phase.name, drawn: JSON.stringify(made, drawn) });
        } while (experiment.phase.next !== 0 && phases.length < 20);
        await experiment.close();
        return { view: wanted, shown: phases };
      },
      { model: name, data: preset.data, seed: 1, settings: preset.settings },
    );
    assert.ok(view, `${name} has a view for slow motion`);
    assert.ok(shown.length >= 2, `${name}: ${shown.length} phases`);
    for (const { name: phase, drawn } of shown) assert.ok(drawn.length > 50, `${name}, ${phase}: ${drawn}`);
    for (const [at, one] of shown.entries()) {
      const other = shown.findIndex(({ drawn }) => drawn === one.drawn);
      assert.equal(other, at, `${name}: the phases ${shown[other].name} and ${one.name} look alike`);
    }
  }
  assert.deepEqual(page.record.errors, []);
});
