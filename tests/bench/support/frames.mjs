// @ts-check
// What the page costs while a model trains, measured from outside: nothing in the site knows of it. Probes stand around
// the callbacks of frames, the messages of the Worker and the turns of the core; the browser itself tells the time that
// its processes take.

import { startServer } from '../../../.toolchain/serve.mjs';
import { chromiumGraphicsFlags, chromiumPath, site, tool } from '../../../.toolchain/tools.mjs';

const kPatience = 60_000;

/**
 * A browser with the site in it. Close it at the end.
 * @param {string} [folder]
 */
export async function openBrowser(folder = site) {
  const { chromium } = await tool('playwright-core');
  const server = await startServer(folder);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumGraphicsFlags });
  return {
    url: server.url,
    browser,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} At */

/**
 * Runs in the page before anything else of it.
 * @param {{ draws: boolean }} wish draws: whether WebGL's draws are done; without them what is left is the page's own
 *   work, uploads included, and no software renderer takes the other core
 */
function probePage({ draws }) {
  const probe = { frames: /** @type {number[]} */ ([]), at: /** @type {number[]} */ ([]), messages: 0, since: 0 };
  Object.assign(globalThis, { probe });
  const raw = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (call) =>
    raw((time) => {
      const began = performance.now();
      call(time);
      probe.frames.push(performance.now() - began + probe.since);
      probe.at.push(began);
      probe.since = 0;
    });
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    /** @param {any} listener */
    set onmessage(listener) {
      super.onmessage = (event) => {
        const began = performance.now();
        listener.call(this, event);
        const took = performance.now() - began;
        probe.since += took;
        probe.messages += took;
      };
    }
  };
  if (draws) return;
  for (const name of /** @type {const} */ (['drawElements', 'drawArrays', 'drawArraysInstanced', 'clear']))
    WebGL2RenderingContext.prototype[name] = () => {};
}

/** Runs in the Worker: stands around the turns of the core and the snapshots in them. */
async function probeWorker() {
  const { Run } = await import(/** @type {any} */ (new URL('/run.js', globalThis.location.origin).href));
  const probe = { began: performance.now(), turns: 0, turn: 0, longest: 0, snapshots: 0, snapshot: 0, bytes: 0 };
  Object.assign(globalThis, { probe });
  const { turn, picture } = Run.prototype;
  Run.prototype.turn = function (/** @type {any[]} */ ...given) {
    const began = performance.now();
    const answer = turn.apply(this, given);
    const took = performance.now() - began;
    probe.turns += 1;
    probe.turn += took;
    probe.longest = Math.max(probe.longest, took);
    return answer;
  };
  Run.prototype.picture = function (/** @type {any[]} */ ...given) {
    const began = performance.now();
    const bytes = picture.apply(this, given);
    probe.snapshot += performance.now() - began;
    probe.snapshots += 1;
    probe.bytes += bytes.byteLength;
    return bytes;
  };
}

/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
};

/** The processor time that each of the browser's processes has taken, in seconds. @param {At} at */
async function processorTimes({ browser }) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return new Map(processInfo.map((/** @type {any} */ { id, type, cpuTime }) => [id, { type, cpuTime }]));
}

/**
 * Shares of a core, by kind of process, while nothing is done but wait.
 * @param {At} at
 * @param {number} seconds
 */
export async function processorShares(at, seconds) {
  const before = await processorTimes(at);
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const after = await processorTimes(at);
  const passed = (performance.now() - began) / 1000;
  /** @type {Record<string, number>} */
  const shares = {};
  for (const [id, { type, cpuTime }] of after)
    shares[type] = (shares[type] ?? 0) + (cpuTime - (before.get(id)?.cpuTime ?? 0)) / passed;
  return shares;
}

/** The experiment is open and drawn, and has learnt a little. @param {any} page @param {number} updates */
async function learning(page, updates) {
  await page.waitForFunction(
    (/** @type {number} */ n) => {
      const { harmonium } = /** @type {any} */ (globalThis);
      return harmonium?.host.frames > 0 && harmonium.playground.experiment?.progress.updates > n;
    },
    updates,
    { timeout: kPatience },
  );
}

/**
 * Frames, messages and snapshots while `spec` trains at full speed, and what is left of it all when it is paused.
 * @param {At} at
 * @param {{ spec: object, view?: string, seconds?: number, draws?: boolean, rest?: number }} wish view: on the stage,
 *   "*": all of them; rest: seconds to look at the paused page, 0: not at all
 */
export async function measureFrames(at, { spec, view, seconds = 6, draws = false, rest = 0 }) {
  const context = await at.browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(probePage, { draws });
    await page.goto(`${at.url}/#${encodeURIComponent(JSON.stringify(spec))}`);
    await learning(page, 0);
    const act = (/** @type {object} */ action) =>
      page.evaluate((/** @type {any} */ a) => /** @type {any} */ (globalThis).harmonium.playground.act(a), action);
    if (view) await page.evaluate((/** @type {string} */ name) => /** @type {any} */ (globalThis).harmonium.host.stage(name), view);
    await act({ type: 'speed', value: 'full' });
    await page.workers()[0].evaluate(probeWorker);
    await page.waitForTimeout(1500); // the compilers have done their part
    const read = async () => ({
      page: await page.evaluate(() => ({
        .../** @type {any} */ (globalThis).probe,
        now: performance.now(),
        updates: /** @type {any} */ (globalThis).harmonium.playground.experiment.progress.updates,
      })),
      worker: await page.workers()[0].evaluate(() => ({ .../** @type {any} */ (globalThis).probe, now: performance.now() })),
    });
    const from = await read();
    const shares = await processorShares(at, seconds);
    const to = await read();
    const frames = to.page.frames.slice(from.page.frames.length);
    const passed = to.page.now - from.page.now;
    const work = to.worker.now - from.worker.now;
    const snapshots = to.worker.snapshots - from.worker.snapshots;
    const took = to.worker.snapshot - from.worker.snapshot;
    const figures = {
      frames: frames.length,
      framesPerSecond: (1000 * frames.length) / passed,
      median: quantile(frames, 0.5),
      p95: quantile(frames, 0.95),
      worst: Math.max(...frames),
      messages: (to.page.messages - from.page.messages) / passed,
      updatesPerSecond: (1000 * (to.page.updates - from.page.updates)) / passed,
      snapshotsPerSecond: (1000 * snapshots) / work,
      snapshotBytes: (to.worker.bytes - from.worker.bytes) / snapshots,
      snapshotMilliseconds: took / snapshots,
      snapshotShare: took / work,
      longestTurn: to.worker.longest,
      shares,
    };
    return { ...figures, paused: rest > 0 ? await measureRest(at, page, act, rest) : null };
  } finally {
    await context.close();
  }
}

/** @param {At} at @param {any} page @param {(action: object) => Promise<unknown>} act @param {number} seconds */
async function measureRest(at, page, act, seconds) {
  const resting = async () => {
    await page.waitForTimeout(4000); // the browser tidies up behind the work
    const count = () => page.evaluate(() => /** @type {any} */ (globalThis).probe.frames.length);
    const before = await count();
    const shares = await processorShares(at, seconds);
    return { frames: (await count()) - before, shares };
  };
  await act({ type: 'pause' });
  const paused = await resting();
  await act({ type: 'play' });
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  return { ...paused, hidden: await resting() };
}

/**
 * How fast an experiment learns from its very first update on: [milliseconds since createEngine() was called, updates]
 * after every turn of the core.
 * @param {At} at
 * @param {{ spec: object, milliseconds?: number, options?: object }} wish
 */
export async function measureStart(at, { spec, milliseconds = 1500, options = {} }) {
  const context = await at.browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const Plain = globalThis.Worker;
      globalThis.Worker = /** @type {any} */ (
        class extends Plain {
          constructor(/** @type {URL} */ url, /** @type {WorkerOptions} */ options) {
            const code = `
              import { Run } from '${new URL('run.js', url)}';
              const { turn } = Run.prototype;
              globalThis.turns = [];
              Run.prototype.turn = function (slice) {
                const began = performance.timeOrigin + performance.now();
                const before = this.session.progress().updates;
                const answer = turn.call(this, slice);
                const { updates } = this.session.progress();
                globalThis.turns.push([began, performance.timeOrigin + performance.now(), updates - before]);
                return answer;
              };
              await import('${url}');`;
            super(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), options);
          }
        }
      );
    });
    await page.goto(`${at.url}/licences.html`);
    const marks = await page.evaluate(
      async (/** @type {any} */ { spec, milliseconds, options }) => {
        const now = () => performance.timeOrigin + performance.now();
        const { createEngine } = await import(/** @type {any} */ ('/harmonium.js'));
        const began = now();
        const engine = await createEngine(options);
        const started = now();
        const experiment = await engine.open(spec);
        const opened = now();
        await experiment.train({ updates: 1e9, signal: AbortSignal.timeout(milliseconds) }).catch(() => {});
        return { began, started, opened };
      },
      { spec, milliseconds, options },
    );
    /** @type {[number, number, number][]} */
    const turns = await page.workers()[0].evaluate(() => /** @type {any} */ (globalThis).turns);
    return { marks, turns: turns.filter(([, , updates]) => updates > 0) };
  } finally {
    await context.close();
  }
}
