// @ts-check
// Where contenders run: an empty page in Chromium or Firefox, or Node. Each place holds the lab (lab/lab.mjs).

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startServer } from '../../../.toolchain/serve.mjs';
import { build, chromiumFlags, chromiumPath, tool, versionOf } from '../../../.toolchain/tools.mjs';
import { unpackAll } from './arrays.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/**
 * @typedef {object} Place
 * @property {string} name
 * @property {string} version
 * @property {(kind: string, task: object) => Promise<Contender>} open
 * @property {() => Promise<void>} close
 * @property {any} [page] of Chromium
 */

/** Headers that make a page cross-origin isolated, so that it may have threads. */
const kIsolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** @param {(name: string, ...words: any[]) => Promise<any>} call @param {object} where @returns {Place['open']} */
const opener = (call, where) => async (kind, task) => {
  const { id, versions } = await call('open', kind, task, where);
  return {
    versions,
    run: (calls) => call('run', id, calls),
    parameters: async () => unpackAll(await call('parameters', id)),
    close: () => call('close', id),
  };
};

/** Addresses below the build folder. @param {string} url */
const whereAt = (url) => ({
  trials: `${url}/wasm/harmonium_trials.mjs`,
  engine: `${url}/site/harmonium.js`,
  peers: `${url}/bench/`,
});

/** @param {{ isolated?: boolean }} [options] @returns {Promise<Place>} */
export async function chromiumPlace({ isolated = false } = {}) {
  const { chromium } = await tool('playwright-core');
  const server = await startServer(build, { headers: isolated ? kIsolated : {} });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags,
  });
  const page = await browser.newPage();
  await page.goto(`${server.url}/bench/page.html`);
  await page.waitForFunction(() => 'lab' in globalThis);
  const call = (/** @type {string} */ name, /** @type {any[]} */ ...words) =>
    page.evaluate(
      (/** @type {any} */ { name, words }) => /** @type {any} */ (globalThis).lab[name](...words),
      { name, words },
    );
  return {
    name: 'Chromium',
    version: versionOf(chromiumPath()),
    page,
    open: opener(call, whereAt(server.url)),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** @returns {Promise<Place>} */
export async function nodePlace() {
  createRequire(import.meta.url)(path.join(build, 'bench', 'lab.cjs'));
  const { lab } = /** @type {any} */ (globalThis);
  const { href } = pathToFileURL(build);
  return {
    name: 'Node',
    version: `Node ${process.versions.node}`,
    open: opener((name, ...words) => lab[name](...words), { ...whereAt(href), peers: `${path.join(build, 'bench')}/` }),
    close: async () => {},
  };
}

/** Where Firefox is, if it is. */
export function firefoxPath() {
  for (const name of ['firefox', 'firefox-esr']) {
    try {
      return { program: name, version: versionOf(name) };
    } catch {
      // not this one
    }
  }
  return null;
}

/**
 * Firefox without a driver: its page fetches requests from a small server beside the files, and posts what came of them.
 * @param {{ program: string, version: string }} firefox
 * @returns {Promise<Place>}
 */
export async function firefoxPlace({ program, version }) {
  const server = await startServer(build);
  const profile = mkdtempSync(path.join(tmpdir(), 'harmonium-'));
  /** @type {((answer: any) => void) | null} */
  let answered = null;
  /** @type {object | null} */
  let request = null;
  /** @type {(() => void) | null} */
  let wanted = null;
  const desk = createServer(async (asked, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (asked.method === 'POST') {
      let text = '';
      for await (const part of asked) text += part;
      response.end();
      return answered?.(JSON.parse(text));
    }
    if (!request) await new Promise((resolve) => (wanted = () => resolve(undefined)));
    response.end(JSON.stringify(request));
    request = null;
  });
  await new Promise((resolve) => desk.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (desk.address());
  const child = spawn(
    program,
    ['--headless', '--no-remote', '--profile', profile, `${server.url}/bench/page.html?desk=http://127.0.0.1:${port}`],
    { stdio: 'ignore' },
  );
  const call = async (/** @type {string} */ name, /** @type {any[]} */ ...words) => {
    /** @type {any} */
    const answer = await new Promise((resolve, reject) => {
      answered = resolve;
      setTimeout(() => reject(new Error('Firefox did not answer within a minute')), 60_000).unref();
      request = { name, words };
      wanted?.();
    });
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  };
  return {
    name: 'Firefox',
    version,
    open: opener(call, whereAt(server.url)),
    async close() {
      child.kill();
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(undefined)));
      desk.closeAllConnections();
      desk.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
