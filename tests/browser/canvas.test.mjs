// @ts-check
// The canvas in its page: when it draws, how large it is, what it takes from the mouse, the fingers and the keys, and what
// happens when there is no WebGL or it goes away.

import assert from 'node:assert/strict';
import test from 'node:test';
import { act, fragment, openForm, quiet, ready, settle, status, touch, until, updates, withSite } from './support.mjs';

const site = withSite();
const kSpec = { model: 'rbm', data: 'digits', seed: 3, settings: { hidden: 20 } };

/** Opens a small experiment and waits for its first picture. @param {any} page */
async function visit(page) {
  await page.goto(`${site.url}/${fragment(kSpec)}`);
  await ready(page);
}

/** @param {any} page */
const frames = (page) => page.evaluate(() => globalThis.harmonium.host.frames);
/** @param {any} page */
const focusOn = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
/** The picture, as bytes of a PNG. @param {any} page */
const picture = (page) => page.locator('#canvas').screenshot();

test('a paused page whose chains stand still draws nothing', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await settle(page);
  // A straggler may come while the core says its last word; then a whole second passes without a frame.
  await quiet(page, 1000);
  const before = await frames(page);
  await page.mouse.move(300, 300);
  await until(page, (n) => globalThis.harmonium.host.frames > n, before);
});

test('the picture follows its box where the window stays as it is', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await settle(page);
  const before = await frames(page);
  await page.evaluate(() => {
    const box = /** @type {HTMLElement} */ (document.querySelector('#box'));
    box.style.width = '517px';
    box.style.height = '611px';
  });
  await until(page, () => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#canvas'));
    return canvas.width === 517 && canvas.height === 611;
  });
  assert.ok((await frames(page)) > before, 'the new size has been drawn');
});

for (const width of [360, 390]) {
  test(`at ${width} CSS pixels nothing hangs out sideways`, async (t) => {
    const page = await site.page(t, {
      viewport: { width, height: 780 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 3,
    });
    await visit(page);
    await openForm(page);
    const [page_width, canvas_width] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelector('#canvas').getBoundingClientRect().width,
    ]);
    assert.equal(page_width, width);
    assert.equal(canvas_width, width);
  });
}

test('the wheel scrolls the page where no panel below it scrolls any further', async (t) => {
  const page = await site.page(t, { viewport: { width: 800, height: 300 } });
  await visit(page);
  await page.mouse.move(400, 150);
  for (let turns = 0; turns < 40 && (await page.evaluate(() => window.scrollY)) === 0; ++turns) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(50);
  }
  assert.ok((await page.evaluate(() => window.scrollY)) > 0);
});

test('Ctrl and wheel, the zoom of the browser, is left to the browser, focus or not', async (t) => {
  const page = await site.page(t);
  await visit(page);
  const taken = () =>
    page.evaluate(() => {
      const event = new WheelEvent('wheel', {
        deltaY: 40,
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
        clientX: 100,
        clientY: 300,
      });
      document.querySelector('#canvas').dispatchEvent(event);
      return event.defaultPrevented;
    });
  assert.equal(await taken(), false);
  await page.locator('#canvas').focus();
  assert.equal(await taken(), false);
});

const kSteps = Array.from({ length: 20 }, (_, step) => step);
/** One finger, upwards. @param {number} x @param {number} y */
const swipe = (x, y) => kSteps.map((step) => [{ x, y: y - 8 * step }]);
/** Two fingers, apart. @param {number} x @param {number} y */
const spread = (x, y) =>
  kSteps.map((step) => [
    { x: x - 40 - 5 * step, y },
    { x: x + 40 + 5 * step, y },
  ]);

test('one finger scrolls the page while the canvas is not focused, two fingers zoom it', async (t) => {
  const page = await site.page(t, { viewport: { width: 390, height: 360 }, hasTouch: true, isMobile: true });
  await visit(page);
  await touch(page, swipe(190, 300));
  await until(page, () => window.scrollY > 0);
  await touch(page, spread(190, 150));
  await until(page, () => window.visualViewport.scale > 1.2);
  assert.deepEqual(page.record.errors, []);
});

test('two fingers zoom the page on a focused canvas too', async (t) => {
  const page = await site.page(t, { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
  await visit(page);
  await page.locator('#canvas').focus();
  await touch(page, spread(190, 350));
  await until(page, () => window.visualViewport.scale > 1.2);
});

test('the first click on a button in the picture works, and so does the first tap', async (t) => {
  const wide = await site.page(t);
  await visit(wide);
  await wide.locator('#canvas').click({ position: { x: 364, y: 32 } }); // its Pause
  await until(wide, () => !globalThis.harmonium.playground.status().running);
  assert.equal(await focusOn(wide), 'canvas');
  await wide.locator('#canvas').click({ position: { x: 364, y: 32 } });
  await until(wide, () => globalThis.harmonium.playground.status().running);

  const narrow = await site.page(t, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await visit(narrow);
  await narrow.locator('#canvas').tap({ position: { x: 34, y: 28 } });
  await until(narrow, () => !globalThis.harmonium.playground.status().running);
});

test('what a tap changes is drawn to the end', async (t) => {
  const page = await site.page(t, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await visit(page);
  await settle(page);
  const before = await picture(page);
  const drawn = await frames(page);
  const { height } = /** @type {{ height: number }} */ (await page.locator('#canvas').boundingBox());
  await page.locator('#canvas').tap({ position: { x: 65, y: height - 25 } }); // the first of the tabs at the bottom
  await until(page, (n) => globalThis.harmonium.host.frames > n, drawn);
  await settle(page);
  const after = await picture(page);
  assert.notDeepEqual(after, before, 'another panel is shown');
  // Frames that nothing asked for must change nothing.
  for (let more = 0; more < 4; ++more) {
    await page.evaluate(() => {
      globalThis.harmonium.host.requestFrame();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  }
  assert.deepEqual(await picture(page), after);
});

test('a choice made in the picture reaches the form, the address and the core', async (t) => {
  const page = await site.page(t, { viewport: { width: 1280, height: 900 } });
  await visit(page);
  await page.locator('#canvas').click({ position: { x: 240, y: 750 } }); // far up the slider of the hidden units
  await until(page, () => globalThis.harmonium.playground.experiment.spec.settings.hidden > 20);
  const hidden = await page.evaluate(() => globalThis.harmonium.playground.experiment.spec.settings.hidden);
  await openForm(page);
  await until(page, (n) => document.querySelector('#form-option-hidden').value === String(n), hidden);
  await until(page, (n) => decodeURIComponent(location.hash).includes(`"hidden":${n}`), hidden);
});

test('Tab enters the canvas and leaves it again, both ways; Escape leaves it', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await settle(page);
  const tabTo = async (/** @type {string} */ key, /** @type {(at: string) => boolean} */ reached) => {
    for (let presses = 0; presses < 150; ++presses) {
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      if (reached(await focusOn(page))) return;
    }
    assert.fail(`150 times ${key} and still at ${await focusOn(page)}`);
  };
  await tabTo('Tab', (at) => at === 'canvas');
  await tabTo('Tab', (at) => at !== 'canvas');
  assert.equal(await focusOn(page), 'SUMMARY', 'what comes after the canvas');
  await tabTo('Shift+Tab', (at) => at === 'canvas');
  await tabTo('Shift+Tab', (at) => at !== 'canvas');
  assert.equal(await focusOn(page), 'A', 'the skip link, which comes before');
  await page.locator('#canvas').focus();
  for (let presses = 0; presses < 3 && (await focusOn(page)) === 'canvas'; ++presses)
    await page.keyboard.press('Escape');
  assert.equal(await focusOn(page), 'BODY');
});

test('keys typed into another field of the page stay there', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.locator('#canvas').click({ position: { x: 5, y: 400 } });
  await openForm(page);
  const seed = page.getByLabel('Seed', { exact: true });
  await seed.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1234');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  assert.equal(await seed.inputValue(), '12');
});

test('losing the graphics context and getting it back loses nothing', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await until(page, () => globalThis.harmonium.playground.experiment.progress.updates > 50);
  await settle(page);
  const before = await picture(page);
  const lose = (/** @type {'loseContext' | 'restoreContext'} */ step) =>
    page.evaluate((name) => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#canvas'));
      const saved = /** @type {any} */ (globalThis);
      saved.extension ??= canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      return new Promise((done) => {
        canvas.addEventListener(
          name === 'loseContext' ? 'webglcontextlost' : 'webglcontextrestored',
          () => setTimeout(done, 0),
          { once: true },
        );
        saved.extension[name]();
      });
    }, step);

  await lose('loseContext');
  const done = await updates(page);
  await act(page, { type: 'update' }); // the core does not care
  assert.equal(await updates(page), done + 1);
  await act(page, { type: 'reset' });
  const drawn = await frames(page);
  await lose('restoreContext');
  await until(page, (n) => globalThis.harmonium.host.frames > n, drawn);

  // Once more with nothing changed in between: the very same picture has to come back.
  await settle(page);
  const again = await picture(page);
  assert.notDeepEqual(again, before, 'the picture shows the reset that happened meanwhile');
  await lose('loseContext');
  await lose('restoreContext');
  await settle(page);
  assert.deepEqual(await picture(page), again);
  assert.deepEqual(page.record.errors, []);
});

test('where the app cannot be loaded a sentence says so, and the form does its work', async (t) => {
  const page = await site.page(t);
  await page.route('**/app.*', (route) => route.abort());
  await visit(page);
  assert.match(await page.locator('#cover').textContent(), /could not be loaded/);
  await formWorks(page);
});

/** @param {any} page */
async function formWorks(page) {
  assert.equal(await page.locator('#controls').getAttribute('open'), '', 'the form is open by itself');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await until(page, () => !globalThis.harmonium.playground.experiment.status.running); // the core itself, not only the wish
  const done = await updates(page);
  await page.getByRole('button', { name: 'One update', exact: true }).click();
  await until(
    page,
    (n) => document.querySelector('#form-numbers dd')?.textContent.replaceAll(',', '') === String(n + 1),
    done,
  );
}

test('without WebGL 2 there is a sentence and not a black box, and the form does its work', async (t) => {
  const page = await site.page(t);
  // What such a browser answers.
  await page.addInitScript(() => {
    const own = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
      function (/** @type {string} */ kind, /** @type {any[]} */ ...rest) {
        return kind.startsWith('webgl') ? null : own.call(this, /** @type {any} */ (kind), ...rest);
      }
    );
  });
  await visit(page);
  assert.match(await page.locator('#cover').textContent(), /no WebGL 2/);
  assert.equal(await page.locator('#canvas').isVisible(), false);
  await formWorks(page);
});

test('after its first error the picture gives up and the form goes on', async (t) => {
  const page = await site.page(t);
  await visit(page);
  await page.evaluate(() => {
    const { host } = globalThis.harmonium;
    host.attach({
      resize() {},
      snapshot() {},
      status() {},
      board() {},
      frame() {
        throw new Error('a trap in the app');
      },
    });
  });
  await until(page, () => document.documentElement.dataset.app === 'none');
  assert.match(await page.locator('#cover').textContent(), /stopped with an error/);
  assert.equal((await status(page)).running, true);
  await formWorks(page);
});
