// @ts-check
// Fetching data files: from a server on this machine that can be made to misbehave, and from a folder.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { loadFiles } from '../../web/datasets.js';
import { HarmoniumError } from '../../web/errors.js';

/** Bytes from 0 to 15 without a pattern (Numerical Recipes' quick generator), so that packing halves them and no more. */
function noise(/** @type {number} */ size) {
  let state = size;
  return Uint8Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 28;
  });
}
const contents = Object.fromEntries([10, 1000, 200_000].map((size, n) => [`file-${n}.idx.gz`, noise(size)]));
const names = Object.keys(contents);
const packed = Object.fromEntries(names.map(name => [name, gzipSync(contents[name])]));
const sizes = Object.fromEntries(
  names.map(name => [name, { packed: packed[name].length, unpacked: contents[name].length }]),
);
const total = names.reduce((sum, name) => sum + sizes[name].packed, 0);

/** @typedef {(response: import('node:http').ServerResponse, time: number) => void} Answer  `time` counts from 1 */
/** @type {Record<string, Answer>} what a test wants instead of the file */
let answers = {};
/** @type {Record<string, number>} requests by name */
let asked = {};
const server = createServer((request, response) => {
  const name = (request.url ?? '').replace('/data/', '');
  asked[name] = (asked[name] ?? 0) + 1;
  const special = answers[name];
  if (special) return special(response, asked[name]);
  if (name === 'sizes.json') return response.end(JSON.stringify(sizes));
  if (!packed[name]) return response.writeHead(404).end('<!doctype html>');
  response.end(packed[name]);
});
let base = '';

before(async () => {
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  assert(address && typeof address === 'object');
  base = `http://127.0.0.1:${address.port}/data/`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = {};
  asked = {};
});

/**
 * @param {Promise<unknown>} promise
 * @param {string} code
 * @param {RegExp} sentence
 */
async function refuses(promise, code, sentence) {
  await assert.rejects(promise, error => {
    assert(error instanceof HarmoniumError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  });
}

/** @param {import('../../web/datasets.js').DataFile[]} files */
function areRight(files) {
  assert.deepEqual(files.map(file => file.name), names);
  for (const { name, bytes } of files) assert.deepEqual(bytes, contents[name]);
}

describe('loading data files', () => {
  it('fetches and unpacks them in the order asked for, each once', async () => {
    areRight(await loadFiles(names, { base }));
    assert.deepEqual(asked, { 'sizes.json': 1, ...Object.fromEntries(names.map(name => [name, 1])) });
    const [last, first] = await loadFiles([names[2], names[0]], { base });
    assert.deepEqual([last.name, first.name], [names[2], names[0]]);
  });

  it('reports progress that never goes back and ends at the total', async () => {
    /** @type {import('../../web/datasets.js').Progress[]} */
    const reports = [];
    await loadFiles(names, { base, onProgress: progress => reports.push(progress) });
    assert(reports.length >= 3);
    for (const [i, report] of reports.entries()) {
      assert.equal(report.total, total);
      if (i > 0) assert(report.received > reports[i - 1].received);
    }
    assert.equal(reports.at(-1)?.received, total);
  });

  it('takes a folder for its base with or without the last slash', async () => {
    areRight(await loadFiles(names, { base: base.replace(/\/$/, '') }));
  });

  it('asks for nothing when no file is wanted', async () => {
    assert.deepEqual(await loadFiles([], { base }), []);
    assert.deepEqual(asked, {});
  });

  it('reads from a folder in Node', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'harmonium-'));
    try {
      await writeFile(path.join(folder, 'sizes.json'), JSON.stringify(sizes));
      for (const name of names.slice(0, 2)) await writeFile(path.join(folder, name), packed[name]);
      const from = pathToFileURL(folder);
      const files = await loadFiles(names.slice(0, 2), { base: from });
      assert.deepEqual(files.map(file => file.bytes), names.slice(0, 2).map(name => contents[name]));
      await refuses(loadFiles(names, { base: from }), 'download-failed', /file-2\.idx\.gz could not be fetched: .*ENOENT/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('understands a server that declares gzip as an encoding, so that fetch unpacks it', async () => {
    for (const name of names) {
      answers[name] = response => response.setHeader('content-encoding', 'gzip').end(packed[name]);
    }
    let received = 0;
    areRight(await loadFiles(names, { base, onProgress: progress => (received = progress.received) }));
    assert.equal(received, total);
  });
});

describe('loading data files when something goes wrong', () => {
  it('says that a file is not there, and does not ask again', async () => {
    answers[names[1]] = response => response.writeHead(404).end('not here');
    await refuses(loadFiles(names, { base }), 'download-failed', /file-1\.idx\.gz could not be fetched: the server answered 404\.$/);
    assert.equal(asked[names[1]], 1);
  });

  it('asks a failing server once more', async () => {
    answers[names[0]] = (response, time) => {
      if (time === 1) response.writeHead(503).end();
      else response.end(packed[names[0]]);
    };
    areRight(await loadFiles(names, { base }));
    assert.equal(asked[names[0]], 2);

    answers[names[0]] = response => response.writeHead(500).end();
    await refuses(loadFiles(names, { base }), 'download-failed', /the server answered 500/);
    assert.equal(asked[names[0]], 4);
  });

  it('refuses names that the site does not have', async () => {
    await refuses(loadFiles(['../secret'], { base }), 'unknown-name', /no data file \.\.\/secret/);
    await refuses(loadFiles(['constructor'], { base }), 'unknown-name', /constructor/);
    assert.deepEqual(asked, { 'sizes.json': 2 });
  });

  it('refuses a page that comes in place of sizes.json', async () => {
    answers['sizes.json'] = response => response.end('<!doctype html>');
    await refuses(loadFiles(names, { base }), 'invalid-data', /sizes\.json arrived damaged: it is not JSON/);
  });

  it('fetches a file that arrived cut short once more', async () => {
    answers[names[2]] = (response, time) =>
      response.end(time === 1 ? packed[names[2]].subarray(0, 5000) : packed[names[2]]);
    let received = 0;
    areRight(await loadFiles(names, { base, onProgress: progress => (received = progress.received) }));
    assert.equal(asked[names[2]], 2);
    assert.equal(received, total);
  });

  it('refuses every truncation of a file', async () => {
    const name = names[0];
    for (let length = 0; length < packed[name].length; ++length) {
      answers[name] = response => response.end(packed[name].subarray(0, length));
      asked = {};
      await refuses(loadFiles([name], { base }), 'invalid-data', /file-0\.idx\.gz arrived damaged: /);
      assert.equal(asked[name], 2);
    }
  });

  it('refuses a file in which a bit has changed', async () => {
    const name = names[1];
    const wrong = Uint8Array.from(packed[name]);
    wrong[wrong.length >> 1] ^= 4;
    answers[name] = response => response.end(wrong);
    await refuses(loadFiles([name], { base }), 'invalid-data', /file-1\.idx\.gz arrived damaged: /);
  });

  it('refuses a file of another length, packed or not', async () => {
    const name = names[0];
    answers[name] = response => response.end(gzipSync(new Uint8Array(50_000_000)));
    await refuses(loadFiles([name], { base }), 'invalid-data', /longer than the 10 bytes/);
    answers[name] = response => response.end('<!doctype html><title>Sign in</title>');
    await refuses(loadFiles([name], { base }), 'invalid-data', /longer than the 10 bytes/);
    answers[name] = response => response.end('short');
    await refuses(loadFiles([name], { base }), 'invalid-data', /it has 5 bytes and should have 10/);
  });

  it('takes a broken connection for a failed download', async () => {
    const name = names[2];
    answers[name] = response => {
      response.writeHead(200, { 'content-length': packed[name].length });
      response.write(packed[name].subarray(0, 3000), () => response.destroy());
    };
    await refuses(loadFiles([name], { base }), 'download-failed', /the connection broke/);
    assert.equal(asked[name], 2);
  });

  it('says that there is no connection', async () => {
    const other = createServer();
    await new Promise(resolve => other.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = other.address();
    assert(address && typeof address === 'object');
    await new Promise(resolve => other.close(resolve)); // a port where nobody listens
    const nowhere = `http://127.0.0.1:${address.port}/`;
    await refuses(loadFiles(names, { base: nowhere }), 'download-failed', /no connection to the site/);
  });

  it('stops when the signal is aborted, before and in the middle', async () => {
    await refuses(loadFiles(names, { base, signal: AbortSignal.abort() }), 'aborted', /aborted/);
    assert.deepEqual(asked, {});

    const name = names[2];
    const control = new AbortController();
    const closed = new Promise(resolve => {
      answers[name] = response => {
        response.on('close', () => resolve(undefined));
        response.write(packed[name].subarray(0, 3000)); // and nothing more
      };
    });
    const loading = loadFiles([name], { base, signal: control.signal, onProgress: () => control.abort() });
    await refuses(loading, 'aborted', /aborted/);
    await closed; // the server sees that nobody waits any more
    assert.equal(asked[name], 1);
  });
});
