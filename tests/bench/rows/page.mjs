// @ts-check
// What a visitor waits for and what the page costs: the first visit, how soon training runs at its full speed, the main
// thread's work for a frame, and what is left of it all when nothing runs. support/frames.mjs has the probes.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { startServer } from '../../../.toolchain/serve.mjs';
import { chromiumGraphicsFlags, chromiumPath, site, tool } from '../../../.toolchain/tools.mjs';
import { measureFrames, measureStart, openBrowser } from '../support/frames.mjs';
import { quantile, spreadOf } from '../support/statistics.mjs';

const kMnist = {
  model: 'rbm',
  data: 'mnist',
  seed: 1,
  settings: { hidden: 500, batchSize: 100 },
};
const kWhere = 'Chromium';

/** Visits with nothing in the cache, until the first update has been made. */
export async function visit() {
  const { chromium } = await tool('playwright-core');
  /** @type {string[]} */
  let asked = [];
  const server = await startServer(site, { onRequest: (url) => asked.push(url) });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumGraphicsFlags });
  const visits = [];
  try {
    for (let round = 0; round < 5; ++round) {
      asked = [];
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await page.addInitScript(watchFirst);
      await page.goto(`${server.url}/`);
      await page.waitForFunction(() => /** @type {any} */ (globalThis).first.update > 0, undefined, { timeout: 60_000 });
      visits.push({ ...(await page.evaluate(() => /** @type {any} */ (globalThis).first)), asked: [...new Set(asked)] });
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  const files = visits[0].asked.map((/** @type {string} */ url) => decodeURIComponent(url.split(/[?#]/, 1)[0]));
  const bytes = files
    .filter((/** @type {string} */ name) => name !== '/favicon.ico')
    .reduce((/** @type {number} */ sum, /** @type {string} */ name) => sum + gzipped(name === '/' ? 'index.html' : name), 0);
  const row = (/** @type {string} */ name, /** @type {object} */ more) => ({ row: `first visit: ${name}`, where: kWhere, ...more });
  return [
    row('gzipped', { unit: 'kB', ours: spreadOf([bytes / 1000]), mark: { most: 740 }, note: `${files.length} requests until the first update` }),
    row('first frame', { unit: 'ms', ours: spreadOf(visits.map(({ frame }) => frame)), note: 'from navigation, on this machine, software GL' }),
    row('first update', { unit: 'ms', ours: spreadOf(visits.map(({ update }) => update)), note: 'from navigation, on this machine' }),
  ];
}

/** @param {string} name */
function gzipped(name) {
  const bytes = readFileSync(path.join(site, name));
  return name.endsWith('.gz') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

/** Runs in the page before anything else of it. */
function watchFirst() {
  const first = { frame: 0, update: 0 };
  Object.assign(globalThis, { first });
  const timer = setInterval(() => {
    const { harmonium } = /** @type {any} */ (globalThis);
    if (!first.frame && harmonium?.host?.frames > 0) first.frame = performance.now();
    if (!first.update && harmonium?.playground?.experiment?.progress.updates > 0) first.update = performance.now();
    if (first.frame && first.update) clearInterval(timer);
  }, 2);
}

/**
 * Milliseconds from `from` until training has come within 10 % of its steady rate: of its rate over windows of about 50 ms,
 * the steady one being the median of those after the first second.
 * @param {[number, number, number][]} turns beginning, end and updates of each turn of the core
 * @param {number} from
 */
export function timeUntilSteady(turns, from) {
  /** @type {{ begin: number, rate: number }[]} */
  const windows = [];
  for (let at = 0; at < turns.length; ) {
    let [updates, spent] = [0, 0];
    const begin = turns[at][0];
    for (; at < turns.length && spent < 50; ++at) {
      updates += turns[at][2];
      spent += turns[at][1] - turns[at][0];
    }
    windows.push({ begin, rate: updates / spent });
  }
  const late = windows.filter(({ begin }) => begin - turns[0][0] > 1000).map(({ rate }) => rate);
  const steady = quantile(late, 0.5);
  return Math.max(0, (windows.find(({ rate }) => rate >= 0.9 * steady)?.begin ?? NaN) - from);
}

export async function steady() {
  const at = await openBrowser();
  const cases = [
    { name: '8x8 digits, 64 hidden', spec: { model: 'rbm', data: 'digits', seed: 1 }, milliseconds: 2000, whole: true },
    { name: 'MNIST, 784-500', spec: kMnist, milliseconds: 4000, whole: false }, // from the start: how long 60,000 images take to load
  ];
  try {
    const lines = [];
    for (const { name, spec, milliseconds, whole } of cases) {
      const learning = [];
      const starting = [];
      for (let round = 0; round < 5; ++round) {
        const { marks, turns } = await measureStart(at, { spec, milliseconds, options: { threads: 1 } });
        learning.push(timeUntilSteady(turns, turns[0][0]));
        starting.push(timeUntilSteady(turns, marks.began));
      }
      const line = (/** @type {string} */ from, /** @type {number[]} */ times) =>
        lines.push({ row: `steady speed: ${name}, ${from}`, where: kWhere, unit: 'ms', ours: spreadOf(times), mark: { most: 300 } });
      line('from the first update', learning);
      if (whole) line('from createEngine()', starting);
    }
    return lines;
  } finally {
    await at.close();
  }
}

export async function frames() {
  const at = await openBrowser();
  const cases = [
    { name: '8x8 digits', spec: { model: 'rbm', data: 'digits', seed: 1 }, rest: 8 },
    { name: 'MNIST 784-500', spec: kMnist, rest: 0 },
  ];
  try {
    const lines = [];
    for (const { name, spec, rest } of cases) {
      const figures = await measureFrames(at, { spec, seconds: 5, rest });
      const alone = (/** @type {string} */ row, /** @type {string} */ unit, /** @type {number} */ value, /** @type {object} */ more = {}) =>
        lines.push({ row: `${row}, ${name}`, where: kWhere, unit, ours: spreadOf([value]), ...more });
      alone('work a frame while training: median', 'ms', figures.median, { note: `${figures.frames} frames` });
      alone('work a frame while training: p95', 'ms', figures.p95, { mark: { most: 6 } });
      if (!figures.paused) continue;
      const share = (/** @type {Record<string, number>} */ shares) => (100 * (shares.renderer ?? NaN));
      alone('frames while paused', 'frames', figures.paused.frames, { mark: { most: 0 } });
      alone('share of a core while paused', '%', share(figures.paused.shares), { mark: { most: 0.5 }, note: "the renderer's process" });
      alone('frames while hidden', 'frames', figures.paused.hidden.frames, { mark: { most: 0 } });
      alone('share of a core while hidden', '%', share(figures.paused.hidden.shares), { mark: { most: 0.5 }, note: "the renderer's process" });
    }
    return lines;
  } finally {
    await at.close();
  }
}
