// @ts-check
// What the browser tests share: the built site on a port of its own, one Chromium a file, pages that keep a record of
// everything that must not happen, and waits that end.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { startServer } from '../../.toolchain/serve.mjs';
import { build, chromiumGraphicsFlags, chromiumPath, site, tool } from '../../.toolchain/tools.mjs';

/** Two cores and a software renderer may take their time; nothing takes this long unless it hangs. */
export const kPatience = 60_000;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */

/**
 * Starts server and browser before the tests of a file, and ends them after.
 * @param {{ folder?: string, headers?: Record<string, string>, flags?: string[] }} [options]
 */
export function withSite({ folder = site, headers = {}, flags = [] } = {}) {
  const at = {
    url: '',
    /** @type {import('playwright-core').Browser} */
    browser: /** @type {any} */ (null),
    /** @type {string[]} */
    asked: [],
    /**
     * A page in a fresh profile. The context ends with the test.
     * @param {import('node:test').TestContext} t
     * @param {ContextOptions} [options]
     */
    async page(t, options = {}) {
      const context = await at.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      t.after(() => context.close());
      context.setDefaultTimeout(kPatience);
      const page = await context.newPage();
      return Object.assign(page, { record: watch(page, at.url) });
    },
  };
  /** @type {(() => Promise<unknown>)[]} */
  const ends = [];
  before(async () => {
    const server = await startServer(folder, { headers, onRequest: (url) => at.asked.push(url) });
    ends.push(() => server.close());
    at.url = server.url;
    const { chromium } = await tool('playwright-core');
    at.browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumGraphicsFlags, ...flags] });
    ends.push(() => at.browser.close());
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });
  return at;
}

/**
 * @param {Page} page
 * @param {string} origin
 */
function watch(page, origin) {
  const record = {
    /** Errors in the console or thrown, content security violations included. */
    errors: /** @type {string[]} */ ([]),
    /** Requests that left for another host. */
    strangers: /** @type {string[]} */ ([]),
    requests: /** @type {string[]} */ ([]),
  };
  page.on('console', (message) => {
    if (message.type() === 'error') record.errors.push(message.text());
  });
  page.on('pageerror', (error) => record.errors.push(String(error)));
  page.on('request', (request) => {
    record.requests.push(request.url());
    if (!/^(data|blob|about):/.test(request.url()) && new URL(request.url()).origin !== origin) {
      record.strangers.push(request.url());
    }
  });
  return record;
}

/**
 * Waits until something holds in the page.
 * @template A
 * @param {import('playwright-core').Page | import('playwright-core').Frame} page
 * @param {(argument: A) => unknown} condition a function of the page, which may be asynchronous
 * @param {A} [argument]
 */
export async function until(page, condition, argument) {
  if (condition.constructor.name === 'AsyncFunction') return untilAnswered(page, condition, argument);
  const handle = await page.waitForFunction(/** @type {any} */ (condition), argument, {
    polling: 50,
    timeout: kPatience,
  });
  return handle.jsonValue();
}

/**
 * The same for a condition that answers later: waitForFunction() takes the promise itself for a yes.
 * @param {any} page
 * @param {any} condition
 * @param {any} argument
 */
async function untilAnswered(page, condition, argument) {
  const began = Date.now();
  for (;;) {
    const answer = await page.evaluate(condition, argument);
    if (answer) return answer;
    if (Date.now() - began > kPatience) throw new Error(`This did not hold within ${kPatience / 1000} s: ${condition}`);
    await page.waitForTimeout(50);
  }
}

/** The experiment is open and the canvas, where there is one, has drawn. @param {any} page */
export async function ready(page) {
  await until(page, () => {
    const h = /** @type {any} */ (globalThis).harmonium;
    const { state, app } = document.documentElement.dataset;
    return h?.playground.experiment && state === 'open' && (app === 'none' || (app === 'ready' && h.host.frames > 0));
  });
}

/** Updates done, as the page knows it. @param {any} page @returns {Promise<number>} */
export function updates(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).harmonium.playground.experiment.progress.updates);
}

/**
 * A finger or two drawn over the screen, in steps.
 * @param {any} page
 * @param {{ x: number, y: number }[][]} path what each step touches
 */
export async function touch(page, path) {
  const session = await page.context().newCDPSession(page);
  for (const [step, points] of path.entries()) {
    await session.send('Input.dispatchTouchEvent', {
      type: step === 0 ? 'touchStart' : 'touchMove',
      touchPoints: points.map((point, id) => ({ ...point, id })),
    });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/** Opens the form below the canvas, and waits until it is there. @param {any} page */
export async function openForm(page) {
  await page.locator('#controls > summary').click();
  await page.locator('#form-model').waitFor();
}

/** Asks the page for something, as a control would. @param {any} page @param {object} action @returns {Promise<string | null>} */
export function act(page, action) {
  return page.evaluate((/** @type {any} */ a) => /** @type {any} */ (globalThis).harmonium.playground.act(a), action);
}

/** Nothing more is drawn: no frame has been asked for during so many milliseconds. @param {any} page @param {number} [milliseconds] */
export async function quiet(page, milliseconds = 250) {
  await until(
    page,
    async (wait) => {
      const { host } = globalThis.harmonium;
      const before = host.frames;
      await new Promise((done) => setTimeout(done, wait));
      return host.frames === before;
    },
    milliseconds,
  );
}

/** Paused, with chains that stand still, and drawn to the end. @param {any} page */
export async function settle(page) {
  await act(page, { type: 'pause' });
  await act(page, { type: 'chainSpeed', value: 0 });
  await quiet(page);
}

/** @param {any} page @returns {Promise<any>} */
export function status(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).harmonium.playground.status());
}

/** An experiment as a fragment. @param {object} spec */
export function fragment(spec) {
  return `#${encodeURIComponent(JSON.stringify(spec))}`;
}

/** A file of the report that the tests leave behind. @param {string} name */
export function report(name) {
  const file = path.join(build, 'report', name);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** @param {string} name @param {object} value */
export function writeReport(name, value) {
  writeFileSync(report(name), `${JSON.stringify(value, null, 2)}\n`);
}
