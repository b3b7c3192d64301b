// @ts-check
// Which sources CMake compiles for speed: those that say so at their top, and the build notices when they change their mind.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';

/** @param {import('node:test').TestContext} t @param {Record<string, string>} sources */
function project(t, sources) {
  const folder = mkdtempSync(path.join(tmpdir(), 'marks-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(folder, name), text);
  const list = path.join(folder, 'sources.txt');
  const output = path.join(folder, 'marked.txt');
  writeFileSync(list, Object.keys(sources).map((name) => `${path.join(folder, name)}\n`).join(''));
  const marked = () => {
    const script = path.join(root, '.toolchain/cmake/speed_marks.cmake');
    execFileSync('cmake', [`-DSOURCES=${list}`, `-DOUTPUT=${output}`, '-P', script]);
    return readFileSync(output, 'utf8').split('\n').filter(Boolean).map((name) => path.basename(name));
  };
  return { folder, output, marked };
}

const mark = '// Compiled for speed: training waits for its loops.\n';

test('a source is marked by a line with a reason among its first five, and by nothing else', (t) => {
  const { marked } = project(t, {
    'first.cpp': `${mark}#include "a.h"\n`,
    'fifth.cpp': `// a\n// b\n// c; [d]\n// e\n${mark}`,
    'sixth.cpp': `// a\n// b\n// c\n// d\n// e\n${mark}`,
    'none.cpp': '#include "a.h"\n',
    'no_reason.cpp': '// Compiled for speed:\n',
    'mentioned.cpp': '// It is not Compiled for speed: why should it be?\n',
    'empty.cpp': '',
  });
  assert.deepEqual(marked(), ['first.cpp', 'fifth.cpp']);
});

test('the list is written anew when a mark comes or goes, and only then', (t) => {
  const { folder, output, marked } = project(t, { 'a.cpp': mark, 'b.cpp': 'int b;\n' });
  assert.deepEqual(marked(), ['a.cpp']);
  const long_ago = new Date(2000, 1);
  utimesSync(output, long_ago, long_ago);
  writeFileSync(path.join(folder, 'b.cpp'), 'int b = 1;\n');
  assert.deepEqual(marked(), ['a.cpp']);
  assert.equal(statSync(output).mtimeMs, long_ago.getTime());
  writeFileSync(path.join(folder, 'b.cpp'), `${mark}int b = 1;\n`);
  assert.deepEqual(marked(), ['a.cpp', 'b.cpp']);
  assert.notEqual(statSync(output).mtimeMs, long_ago.getTime());
});
