// @ts-check
// The Worker as one classic script, for places where module Workers are refused: run in a world that has what a Worker
// has and no Node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { root, site } from '../../.toolchain/tools.mjs';
import { fromSite, until } from './support.mjs';

const script = readFileSync(path.join(site, 'worker.classic.js'), 'utf8');
const { kProtocolVersion } = await fromSite('protocol.js');

/** A classic Worker's globals, and what it posted. */
function classicWorker() {
  /** @type {any[]} */
  const posted = [];
  /** @type {MessagePort[]} */
  const ports = [];
  /** @type {any} */
  const world = {
    location: { href: 'blob:nothing-lies-beside-it' },
    importScripts() {},
    postMessage: (/** @type {any} */ message) => posted.push(message),
    fetch: async (/** @type {string} */ url) =>
      new Response(readFileSync(fileURLToPath(url)), { headers: { 'Content-Type': 'application/wasm' } }),
    MessageChannel: class extends MessageChannel {
      constructor() {
        super();
        ports.push(this.port1, this.port2);
      }
    },
    ...{ WebAssembly, URL, TextDecoder, TextEncoder, performance, setTimeout, clearTimeout, AbortController, console },
    ...{ Uint8Array, Float32Array, DecompressionStream, ReadableStream, Response, Blob },
  };
  world.self = world.globalThis = world;
  new vm.Script(script, { filename: 'worker.classic.js' }).runInContext(vm.createContext(world));
  after(() => ports.forEach((port) => port.close()));
  let last = 0;
  return {
    posted,
    /** @param {object} request @returns {Promise<any>} */
    async ask(request) {
      const id = ++last;
      world.onmessage({ data: { id, ...request } });
      await until(() => posted.some((message) => message.id === id), 'an answer');
      const { ok, error } = posted.find((message) => message.id === id);
      assert.equal(error, undefined, error?.message);
      return ok;
    },
  };
}

describe('the classic Worker', () => {
  it('trains to the same bits as the module', async () => {
    const { posted, ask } = classicWorker();
    await until(() => posted.length > 0, 'its readiness');
    assert.deepEqual({ ...posted[0] }, { event: 'ready', version: kProtocolVersion });
    const base = pathToFileURL(`${site}/`).href;
    await ask({ type: 'start', version: kProtocolVersion, base, sliceMilliseconds: 5, keepSeconds: 0 });
    const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));
    const { experiment } = await ask({ type: 'open', spec: JSON.stringify(runs[0].spec) });
    await ask({ type: 'train', experiment, updates: runs[0].updates });
    assert.equal((await ask({ type: 'hash', experiment })).hash, runs[0].hash);
    await ask({ type: 'close', experiment });
  });

  it('makes no code out of text, and neither does any other script of the core', () => {
    for (const name of ['worker.classic.js', 'core.mjs']) {
      const text = readFileSync(path.join(site, name), 'utf8');
      assert.doesNotMatch(text, /\beval\s*\(|\bnew Function\b|[^.\w]Function\s*\(/, name);
    }
  });
});
