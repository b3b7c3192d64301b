// @ts-check
// Paths and programs that scripts and tests share: the npm tools, the cache, the build and the browser.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const cache =
  process.env.HARMONIUM_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'harmonium');
export const build = process.env.HARMONIUM_BUILD ?? path.join(root, 'build');
export const site = path.join(build, 'site');

/** The folder that holds the npm tools' node_modules. */
export function npmTools() {
  const folder = process.env.HARMONIUM_NPM;
  if (!folder)
    throw new Error(
      'HARMONIUM_NPM is not set: start this through build-wasm.sh, or source .toolchain/develop.sh first.',
    );
  return folder;
}

/**
 * Imports a package of .toolchain/package.json. The packages are in the cache and not beside the scripts.
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function tool(name) {
  const require = createRequire(path.join(npmTools(), 'package.json'));
  const module = await import(pathToFileURL(require.resolve(name)).href);
  return module.default && Object.keys(module).length <= 2 ? module.default : module;
}

/**
 * The folder of such a package, for reading its files.
 * @param {string} name
 */
export function packageFolder(name) {
  return path.join(npmTools(), 'node_modules', name);
}

/** The path of Chromium: $CHROMIUM, or the first of its usual names on the PATH. */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error('No Chromium on the PATH: install it, or set CHROMIUM to the program.');
}

/** Flags of Chromium for tests and measurements. With them it contacts no other machine. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The same flags, with WebGL 2 drawn in software in a separate process. */
export const chromiumGraphicsFlags = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', ...chromiumFlags];

/** The version of a program, for the notes under measured figures. @param {string} program */
export function versionOf(program) {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0].trim();
}
