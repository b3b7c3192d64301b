// @ts-check
// What build-wasm.sh refuses, before it sets anything up, and which tests a name picks.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';

/** @param {string[]} words */
function refusal(...words) {
  const { status, stderr } = spawnSync(path.join(root, 'build-wasm.sh'), words, { encoding: 'utf8' });
  assert.notEqual(status, 0);
  return stderr;
}

test('a stage that there is none of is refused with the ones that there are', () => {
  const said = refusal('test', 'natif');
  assert.match(said, /natif/);
  assert.match(said, /check native bench scalar wasm web browser/);
});

test('a filter in place of a stage is refused with the way to write it', () => {
  assert.match(refusal('test', '[rbm]'), /test native -- '\[rbm\]'/);
  assert.match(refusal('test', '--', '[rbm]'), /test native -- '\[rbm\]'/);
});

test('digest refuses too few words, numbers that are none and texts that are no JSON', () => {
  assert.match(refusal('digest', '{}'), /SPEC UPDATES/);
  const digest = (/** @type {string[]} */ ...words) =>
    spawnSync(process.execPath, [path.join(root, '.toolchain/digest.mjs'), ...words], { encoding: 'utf8' });
  for (const count of ['0', '-1', '1.5', 'ten', '1e3']) {
    assert.match(digest('{}', count).stderr, new RegExp(`UPDATES .* ${count.replace('.', '\\.')}`));
  }
  assert.match(digest('{', '10').stderr, /SPEC is not JSON/);
});

test('a name picks a file of tests by its path, its name, or its name without .test.mjs', () => {
  const files = ['link', 'own_link'].map((name) => path.join(root, `tests/web/${name}.test.mjs`));
  const script = `. "$1/.toolchain/env.sh"; . "$1/.toolchain/test.sh"; shift; file_of_tests "$@" || echo none`;
  const picked = (/** @type {string} */ name) =>
    spawnSync('bash', ['-c', script, 'bash', root, name, ...files], { encoding: 'utf8' }).stdout.trim();
  for (const name of ['link', 'link.test.mjs', 'tests/web/link.test.mjs', files[0]]) assert.equal(picked(name), files[0]);
  assert.equal(picked('own_link'), files[1]);
  for (const name of ['lin', 'a link', '*', '']) assert.equal(picked(name), 'none', name);
});
