// @ts-check
// `build-wasm.sh digest` prints a line of tests/reference/hashes.json as it stands there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';

const text = readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8');
const digest = (/** @type {string[]} */ ...words) =>
  spawnSync(process.execPath, [path.join(root, '.toolchain/digest.mjs'), ...words], { encoding: 'utf8' });

it('gives the line of a run in the file, letter for letter', () => {
  const { name, spec, updates } = JSON.parse(text).runs[0];
  const { stdout, stderr } = digest(JSON.stringify(spec), String(updates), name);
  assert.equal(stderr, '');
  const lines = text.split('\n').map((line) => line.trim().replace(/,$/, ''));
  assert.ok(lines.includes(stdout.trim()), stdout);
});

it('says why an experiment is refused', () => {
  const { status, stderr } = digest('{"model":"rbm","data":"bars-and-stripes","settings":{"hidden":-1}}', '10');
  assert.equal(status, 1);
  assert.match(stderr, /hidden.*-1/i);
  assert.doesNotMatch(stderr, /\n\s+at /);
});
