// @ts-check
// How test reports are summed up. The reports come from the real runners, on tests written for the purpose.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';

/** @param {import('node:test').TestContext} t @param {string | undefined} report */
function count(t, report) {
  const folder = mkdtempSync(path.join(tmpdir(), 'count-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'report');
  if (report !== undefined) writeFileSync(file, report);
  return spawnSync(process.execPath, [path.join(root, '.toolchain/count.mjs'), file], {
    encoding: 'utf8',
  }).stdout.trim();
}

/** The TAP report of node:test on a file with this text. @param {import('node:test').TestContext} t @param {string} text */
function tapOf(t, text) {
  const folder = mkdtempSync(path.join(tmpdir(), 'count-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'a.test.mjs'), `import { test } from 'node:test';\n${text}`);
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT; // it would make the inner run report to this one
  return spawnSync(process.execPath, ['--test', '--test-reporter=tap', path.join(folder, 'a.test.mjs')], {
    encoding: 'utf8',
    env,
  }).stdout;
}

test('node:test: what passed, and what failed', (t) => {
  const report = tapOf(t, `test('a', () => {});\ntest('b', () => {});\ntest('c', () => { throw new Error('no'); });\n`);
  assert.equal(count(t, report), '2 1');
});

test('node:test: a file that cannot be read is a failure', (t) => {
  assert.match(count(t, tapOf(t, 'this is not JavaScript')), /^0 [1-9]/);
});

test('node:test: a test that never ends its work is a failure', (t) => {
  assert.equal(count(t, tapOf(t, `test('a', () => new Promise(() => {}));`)), '0 1');
});

test('node:test: a run that was cut off is a failure', (t) => {
  const report = tapOf(t, `test('a', () => {});`);
  assert.equal(count(t, report.slice(0, report.indexOf('# tests'))), '0 1');
});

const cases = (/** @type {string} */ sums) => `<Catch2TestRun>
 <TestCase name="a"><OverallResult success="true" skips="0"/></TestCase>
 <TestCase name="b"><OverallResult success="false" skips="0"/></TestCase>${sums}`;

test('Catch2: the sums of its test cases', (t) => {
  const sums = '<OverallResultsCases successes="12" failures="3" expectedFailures="1" skips="0"/></Catch2TestRun>';
  assert.equal(count(t, cases(sums)), '13 3');
});

test('Catch2: a program that died has failed once, whatever passed before', (t) => {
  assert.equal(count(t, cases('')), '1 1');
});

test('no report at all is a failure', (t) => assert.equal(count(t, undefined), '0 1'));
test('an empty report is a failure', (t) => assert.equal(count(t, ''), '0 1'));
