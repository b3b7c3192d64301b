// @ts-check
// What the tables of figures share: an empty page of the built site in Chromium, with nothing drawn, only the engine; and
// numbers as the README writes them.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startServer } from '../../../.toolchain/serve.mjs';
import { build, chromiumFlags, chromiumPath, site, tool, versionOf } from '../../../.toolchain/tools.mjs';

/** Where pictures and full results go. */
export const report = path.join(build, 'report');

/** Opens the page, hands it to `work`, and closes everything. @param {(page: any) => Promise<void>} work */
export async function inChromium(work) {
  mkdirSync(report, { recursive: true });
  const { chromium } = await tool('playwright-core');
  const server = await startServer(site);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/licences.html`);
    await page.evaluate(drawing);
    await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page: gives it samplesAsPng(), tiles in base64. */
function drawing() {
  /** @param {{ shape: number[], data: Float32Array }} samples */
  const samplesAsPng = async ({ shape, data }) => {
    const [count, height, width] = shape;
    const across = Math.ceil(Math.sqrt(count));
    const zoom = Math.ceil(28 / width);
    const pitch = [width * zoom + 4, height * zoom + 4];
    const canvas = new OffscreenCanvas(across * pitch[0], Math.ceil(count / across) * pitch[1]);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (let n = 0; n < count; ++n) {
      for (let i = 0; i < width * height; ++i) {
        const shade = 255 - Math.round(255 * Math.min(1, Math.max(0, data[n * width * height + i])));
        context.fillStyle = `rgb(${shade} ${shade} ${shade})`;
        const x = (n % across) * pitch[0] + (i % width) * zoom;
        const y = Math.floor(n / across) * pitch[1] + Math.floor(i / width) * zoom;
        context.fillRect(x + 2, y + 2, zoom, zoom);
      }
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  };
  Object.assign(globalThis, { samplesAsPng });
}

/** Which browser measured. */
export const browserVersion = () => versionOf(chromiumPath());

/** @param {number} value @param {number} [digits] */
export const number = (value, digits = 2) => value.toFixed(digits).replace('-', '\u2212');

/** @param {any} m a measurement @param {number} [digits] */
export const withError = (m, digits = 2) =>
  m.exact || m.standardError === null || m.standardError === undefined
    ? `${number(m.value, digits)}${m.exact ? ' (exact)' : ''}`
    : `${number(m.value, digits)} ± ${number(m.standardError, digits)}`;

/** @param {number} seconds */
export const time = (seconds) => (seconds < 100 ? `${number(seconds, 1)} s` : `${number(seconds / 60, 1)} min`);

/**
 * Says, and lets the program fail in the end, where training no longer gives the parameters it gave.
 * @param {{ name: string, digest: string }} row
 * @param {string} hash
 */
export function compareDigest(row, hash) {
  if (hash === row.digest) return;
  console.error(`${row.name}: the parameters' digest is ${hash} and should be ${row.digest}.`);
  process.exitCode = 1;
}
