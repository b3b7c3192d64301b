// @ts-check
// Screens that do not have one device pixel per CSS pixel. The browser is started with such a screen; it is not emulated.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ready, until, withSite } from './support.mjs';

for (const ratio of [1, 1.5, 2, 3]) {
  describe(`${ratio} device pixels per CSS pixel`, () => {
    const site = withSite({ flags: [`--force-device-scale-factor=${ratio}`, '--window-size=701,503'] });

    test('the picture has exactly the pixels of its box, also after the box has changed', async (t) => {
      const page = await site.page(t, { viewport: null });
      await page.goto(site.url);
      await ready(page);
      assert.equal(await page.evaluate(() => window.devicePixelRatio), ratio);
      const same = () =>
        until(
          page,
          () =>
            new Promise((done) => {
              const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#canvas'));
              const observer = new ResizeObserver(([entry]) => {
                observer.disconnect();
                const { inlineSize, blockSize } = entry.devicePixelContentBoxSize[0];
                done(canvas.width === inlineSize && canvas.height === blockSize && canvas.width > 0);
              });
              observer.observe(canvas, { box: 'device-pixel-content-box' });
            }),
        );
      await same();
      const before = await page.evaluate(() => document.querySelector('#canvas').width);
      await page.evaluate(() => {
        document.querySelector('#box').style.width = '333.4px';
      });
      await until(page, (width) => document.querySelector('#canvas').width !== width, before);
      await same();
    });
  });
}
