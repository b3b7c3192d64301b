// @ts-check
// What choosing another model costs on a page that began with the small core: the time to the new model's first picture, and
// the longest wait between pictures of the one before it while the whole core is fetched and compiled. Beside it stands the
// same on a page that had the whole core from its start.

import { openBrowser } from '../support/frames.mjs';
import { spreadOf } from '../support/statistics.mjs';

const kRounds = 7;
const kModel = 'ppca';
const kWholeCore = /\/core\.wasm/;
/** On this rung a page has the whole core from its start. */
const kOneCore = '?rung=blob-worker';

/** Runs in the page: notes when pictures are drawn. */
function watchPictures() {
  const drawn = /** @type {number[]} */ ([]);
  Object.assign(globalThis, { drawn });
  const raw = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (call) =>
    raw((time) => {
      call(time);
      drawn.push(performance.now());
    });
}

/**
 * Chooses another model: milliseconds until its first picture has been drawn, and the longest wait between pictures of the
 * one before it until then.
 * @param {any} page
 */
const choose = (page) =>
  page.evaluate(async (/** @type {string} */ model) => {
    const { drawn, harmonium } = /** @type {any} */ (globalThis);
    const { host, playground } = harmonium;
    const from = performance.now();
    const given = host.snapshot;
    const seen = new Promise((resolve) => {
      host.snapshot = (/** @type {any[]} */ ...all) => {
        given(...all);
        if (playground.experiment.spec.model === model) resolve(performance.now());
      };
    });
    const refusal = await playground.act({ type: 'model', value: model });
    if (refusal !== null) throw new Error(refusal);
    const came = await seen;
    host.snapshot = given;
    while (drawn.at(-1) < came) await new Promise((resolve) => setTimeout(resolve, 1));
    const first = drawn.find((/** @type {number} */ time) => time >= came);
    const before = [from, ...drawn.filter((/** @type {number} */ time) => time > from && time < first), first];
    return { picture: first - from, wait: Math.max(...before.slice(1).map((time, at) => time - before[at])) };
  }, kModel);

/**
 * The longest wait between two pictures while the whole core is fetched, and in the second before.
 * @param {any} page
 * @returns {Promise<{ during: number, before: number }>}
 */
const prefetch = (page) =>
  page.evaluate(async () => {
    const { harmonium, drawn } = /** @type {any} */ (globalThis);
    const begin = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const from = performance.now();
    await harmonium.engine.prefetch();
    const to = performance.now();
    while (drawn.at(-1) < to) await new Promise((resolve) => setTimeout(resolve, 1));
    /** Of waits that end after the one and begin before the other. @param {number} after @param {number} before */
    const longest = (after, before) => {
      let wait = 0;
      for (let n = 1; n < drawn.length; ++n) {
        if (drawn[n] > after && drawn[n - 1] < before) wait = Math.max(wait, drawn[n] - drawn[n - 1]);
      }
      return wait;
    };
    return { during: longest(from, to), before: longest(begin, from) };
  });

export async function switchModel() {
  const at = await openBrowser();
  /**
   * A page that learns, and has fetched no more than its first core.
   * @param {import('playwright-core').BrowserContext} context
   * @param {string} query
   */
  const visit = async (context, query) => {
    const page = await context.newPage();
    const asked = /** @type {string[]} */ ([]);
    context.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(watchPictures);
    // Pages that save data fetch nothing ahead by themselves.
    await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
    await page.goto(`${at.url}/${query}`);
    await page.waitForFunction(() => /** @type {any} */ (globalThis).harmonium?.playground?.experiment?.progress.epochs > 5);
    await page.waitForTimeout(300);
    if (query === '' && asked.some((url) => kWholeCore.test(url))) throw new Error('The whole core was fetched too soon.');
    return page;
  };
  const kinds = /** @type {Record<string, { picture: number, wait: number }[]>} */ ({ cold: [], warm: [], ahead: [], one: [] });
  const waits = [];
  try {
    for (let round = 0; round < kRounds; ++round) {
      const context = await at.browser.newContext({ viewport: { width: 1280, height: 800 } });
      for (const kind of /** @type {const} */ (['cold', 'warm', 'ahead', 'one'])) {
        const page = await visit(context, kind === 'one' ? kOneCore : '');
        if (kind === 'ahead') waits.push(await prefetch(page));
        kinds[kind].push(await choose(page));
        await page.close();
      }
      await context.close();
    }
  } finally {
    await at.close();
  }
  const row = (/** @type {string} */ name, /** @type {number[]} */ times, /** @type {object} */ more = {}) => ({
    row: `another model: ${name}`,
    where: 'Chromium',
    unit: 'ms',
    ours: spreadOf(times),
    ...more,
  });
  const pictures = (/** @type {string} */ kind) => kinds[kind].map(({ picture }) => picture);
  return [
    row('first picture, whole core fetched ahead', pictures('ahead'), { note: 'from the choice, on this machine' }),
    row('first picture, whole core from the start', pictures('one')),
    row('first picture, whole core not fetched yet', pictures('cold'), { note: 'over a local connection' }),
    row("first picture, whole core in the browser's cache", pictures('warm')),
    row('longest wait between pictures while it is fetched ahead', waits.map(({ during }) => during)),
    row('longest wait between pictures in the second before', waits.map(({ before }) => before), {
      note: 'a picture is due every 83 ms',
    }),
    row('longest wait between pictures while it is fetched for the choice', kinds.cold.map(({ wait }) => wait)),
  ];
}
