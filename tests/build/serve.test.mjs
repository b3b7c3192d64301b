// @ts-check
// The static server: types that browsers insist on, and nothing outside its folder.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { kIsolation, startServer } from '../../.toolchain/serve.mjs';

let scratch = '';
/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;

before(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'serve-'));
  const site = path.join(scratch, 'site');
  mkdirSync(path.join(site, 'data'), { recursive: true });
  writeFileSync(path.join(scratch, 'secret.txt'), 'secret');
  for (const name of [
    'index.html',
    'a.mjs',
    'a.js',
    'a.wasm',
    'a.css',
    'data/a.gz',
    'data/index.html',
    'odd name.json',
  ]) {
    writeFileSync(path.join(site, name), name);
  }
  symlinkSync(path.join(scratch, 'secret.txt'), path.join(site, 'link.txt'));
  server = await startServer(site, { headers: { 'X-Mine': 'yes' } });
});

after(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});

/** A request whose path is sent as it is written: fetch would tidy it. @param {string} line @returns {Promise<string>} */
function raw(line) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.end(`${line} HTTP/1.0\r\n\r\n`);
  });
}

for (const [file, type] of [
  ['index.html', 'text/html; charset=utf-8'],
  ['a.mjs', 'text/javascript; charset=utf-8'],
  ['a.js', 'text/javascript; charset=utf-8'],
  ['a.css', 'text/css; charset=utf-8'],
  ['a.wasm', 'application/wasm'],
  ['data/a.gz', 'application/gzip'],
  ['odd%20name.json', 'application/json; charset=utf-8'],
]) {
  test(`${file} is served as ${type}, as it lies there`, async () => {
    const answer = await fetch(`${server.url}/${file}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), type);
    assert.equal(answer.headers.get('content-encoding'), null);
    assert.equal(answer.headers.get('x-mine'), 'yes');
    assert.equal(await answer.text(), decodeURIComponent(file));
  });
}

test('a folder is its index.html, and is named with a slash at its end', async () => {
  assert.equal(await (await fetch(`${server.url}/?query#hash`)).text(), 'index.html');
  assert.equal(await (await fetch(`${server.url}/data/`)).text(), 'data/index.html');
  const answer = await fetch(`${server.url}/data`, { redirect: 'manual' });
  assert.equal(answer.status, 301);
  assert.equal(answer.headers.get('location'), '/data/');
});

test('a file that did not change is not sent again', async () => {
  const tag = (await fetch(`${server.url}/a.wasm`)).headers.get('etag') ?? '';
  const again = await fetch(`${server.url}/a.wasm`, { headers: { 'If-None-Match': tag } });
  assert.equal(again.status, 304);
});

for (const target of [
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/data/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%5csecret.txt',
  '//../secret.txt',
  '/link.txt',
  '/a.mjs%00.html',
  '/%',
  '/nothing.html',
]) {
  test(`${target} is not found`, async () => {
    const answer = await raw(`GET ${target}`);
    assert.match(answer, /^HTTP\/1\.1 404 /);
    assert.ok(!answer.includes('secret\n') && !answer.endsWith('secret'));
  });
}

test('only reading is allowed', async () => {
  assert.equal((await fetch(`${server.url}/a.mjs`, { method: 'POST' })).status, 405);
  const head = await fetch(`${server.url}/a.mjs`, { method: 'HEAD' });
  assert.equal(head.headers.get('content-length'), '5');
});

test('other machines cannot reach it', async (t) => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  if (!outside) return t.skip('this machine has no other address');
  await assert.rejects(fetch(`http://${outside.address}:${new URL(server.url).port}/`));
});

test('the headers that isolate a page go with every file, and with answers of all kinds', async () => {
  const isolated = await startServer(path.join(scratch, 'site'), { headers: kIsolation });
  try {
    for (const name of ['', 'a.mjs', 'a.wasm', 'data', 'nothing.html']) {
      const { headers } = await fetch(`${isolated.url}/${name}`, { redirect: 'manual' });
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', name);
      assert.equal(headers.get('cross-origin-embedder-policy'), 'require-corp', name);
    }
  } finally {
    await isolated.close();
  }
  assert.equal((await fetch(`${server.url}/`)).headers.get('cross-origin-embedder-policy'), null, 'a plain host has none');
});
