// @ts-check
// Rules that every file keeps: format, characters, length, places, and that nothing names a host it should not.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';
import { cpp, names, read } from './sources.mjs';

const texts = names.filter(
  (name) =>
    !name.endsWith('package-lock.json') &&
    /(\.(cpp|h|inl|mjs|js|sh|cmake|json|html|css|md|vert|frag|yml|c)|\/run)$/.test(name),
);

test('C++ sources are as clang-format writes them', () => {
  const { status, stderr, error } = spawnSync('clang-format', ['--dry-run', '-Werror', ...cpp], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  const files = [...new Set([...stderr.matchAll(/^(\S+?):\d+:\d+: error/gm)].map((found) => found[1]))];
  assert.deepEqual(files, [], 'run clang-format -i on these');
  assert.equal(status, 0, stderr);
});

test('C++ sources are ASCII', () => {
  // eslint-disable-next-line no-control-regex
  assert.deepEqual(
    cpp.filter((name) => /[^\x00-\x7f]/.test(read(name))),
    [],
  );
});

test('every header is guarded by #pragma once', () => {
  assert.deepEqual(
    cpp.filter((name) => name.endsWith('.h') && !/^#pragma once$/m.test(read(name))),
    [],
  );
});

test('a file of ours has at most 500 lines, or says at its top why it has more', () => {
  const ours = names.filter((name) => /^(src|web|tests|shaders)\/.*\.(cpp|h|inl|js|mjs|vert|frag)$/.test(name));
  const long = ours.filter((name) => {
    const lines = read(name).split('\n');
    return lines.length > 501 && !/\blong\b/i.test(lines.slice(0, 12).join('\n'));
  });
  assert.deepEqual(long, []);
});

test('the top level holds what it should and nothing else', () => {
  const top = new Set(names.map((name) => name.split('/')[0]).filter((name) => !name.startsWith('.')));
  const allowed = ['src', 'web', 'shaders', 'tests', 'CMakeLists.txt', 'build-wasm.sh', 'README.md', 'LICENSE'];
  assert.deepEqual(
    [...top].filter((name) => !allowed.includes(name)),
    [],
  );
});

test('models, layers and kernels take no randomness or mathematics from the standard library', () => {
  // Their results have to be the same bits on every machine; the libraries' functions differ in the last one.
  const forbidden =
    /\bstd::(exp|exp2|expm1|log|log2|log1p|pow|tanh|sin|cos|erf|lgamma|tgamma|rand|mt19937)\b|\b(rand|random)\(\)/;
  const training = cpp.filter((name) => /^src\/(kernels|nn|models)\//.test(name));
  const found = training.flatMap((name) =>
    read(name)
      .split('\n')
      .flatMap((line, i) => (forbidden.test(line.replace(/\/\/.*/, '')) ? [`${name}:${i + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(
    found,
    [],
    'What goes into parameters: float arrays by kernels::exp, log, sigmoid, tanh, softplus and the draws of ' +
      'kernels/contract.inl; single doubles by reals::exp, log, log1p, tanh, pow, sigmoid, softplus, logAdd of base/reals.h; ' +
      'angles by cosineOfTurn, sineOfTurn of base/turns.h; random numbers from the Rng that is handed in (base/rng.h).',
  );
});

test('a source that is compiled for speed says so as CMake reads it: in its first five lines, with a reason', () => {
  const mark = /^\/\/ Compiled for speed: \S/;
  const found = cpp
    .filter((name) => name.startsWith('src/'))
    .flatMap((name) =>
      read(name)
        .split('\n')
        .flatMap((line, i) => {
          if (!/^\s*\/\/\s*compiled for speed/i.test(line)) return [];
          const read = mark.test(line) && i < 5 && name.endsWith('.cpp') && !/^src\/(app|bindings|kernels)\//.test(name);
          return read ? [] : [`${name}:${i + 1}: ${line}`];
        }),
    );
  assert.deepEqual(found, [], 'see .toolchain/cmake/speed_marks.cmake');
});

test('scripts of the page take no randomness that a seed does not give, and evaluate no text', () => {
  const scripts = names.filter((name) => /^web\/.*\.(js|mjs|html)$/.test(name));
  const found = scripts.filter((name) => /\bMath\.random\b|\beval\(|\bnew Function\b/.test(read(name)));
  assert.deepEqual(found, []);
});

test('every address in the sources is of a host that is meant', () => {
  const meant = [
    /^(localhost|127\.0\.0\.1)(:|$)/,
    /^(www\.)?(w3\.org|arxiv\.org|doi\.org|libsdl\.org|creativecommons\.org)$/,
    /^(github\.com|gitlab\.com|emscripten\.org|rsms\.me|dejavu-fonts\.github\.io|numpy\.org|www\.papaparse\.com)$/,
    /^git-lfs/, // how a pointer of git-lfs begins
    /(^|\.)example(\.(com|org|net))?$/,
    /\.(test|invalid)$/,
  ];
  const found = texts.flatMap((name) =>
    [...read(name).matchAll(/\b(?:https?|wss?|ftp):\/\/([A-Za-z0-9.-]+(?::\d+)?)/g)]
      .map(([, host]) => host)
      .filter((host) => !meant.some((pattern) => pattern.test(host)))
      .map((host) => `${name}: ${host}`),
  );
  assert.deepEqual(found, [], 'if it is meant, add the host to this test');
});

test('the lock file says what each npm package hashes to, and not where it was fetched', () => {
  const { packages } = JSON.parse(read('.toolchain/package-lock.json'));
  for (const [name, entry] of Object.entries(packages)) {
    if (name === '') continue;
    assert.match(entry.integrity, /^sha512-/, name);
    assert.equal(entry.resolved, undefined, name);
  }
});

test('shell scripts pass shellcheck', (t) => {
  const scripts = names.filter((name) => name.endsWith('.sh') || name === '.ci/run');
  try {
    execFileSync('shellcheck', ['--version']);
  } catch {
    return t.skip('shellcheck is not installed');
  }
  const { status, stdout } = spawnSync(
    'shellcheck',
    ['--shell=bash', '--severity=warning', '--exclude=SC1090,SC1091,SC2034,SC2154', ...scripts],
    { cwd: root, encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});
