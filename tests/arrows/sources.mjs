// @ts-check
// The project's own files, as git sees them (files not added yet included), and what a C++ file includes.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../../.toolchain/tools.mjs';

/** Names of all files of the project, relative to its root. Generated and ignored ones are not among them. */
export const names = execFileSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\0')
  .filter((name) => name && existsSync(path.join(root, name)));

/** @param {string} name */
export const read = (name) => readFileSync(path.join(root, name), 'utf8');

export const cpp = names.filter((name) => /^(src|tests)\/.*\.(cpp|h|inl)$/.test(name));

/**
 * The include lines of a text: the line's number, what is included, and whether in quotes.
 * @param {string} text
 */
export function includes(text) {
  return text.split('\n').flatMap((line, i) => {
    const found = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line);
    return found ? [{ line: i + 1, header: found[2], quoted: found[1] === '"' }] : [];
  });
}
