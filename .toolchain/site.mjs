// @ts-check
// Puts the site together in build/site: the files of web/, the WebAssembly modules, and what the generator scripts
// beside this one make (data packs, types, bundles, licences). Files that did not change are not written again.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { build, root, site, tool } from './tools.mjs';

const listFile = path.join(build, 'site-files.json');

/** @type {Map<string, Buffer>} */
const files = new Map();

// Scripts are minified, since nearly half of their bytes are comments. A source map has every script as it is in web/;
// only developer tools fetch it. The scripts stay separate files, because the page, the Worker and scripts of other
// pages share them.
const { transformSync } = await tool('esbuild');
const short = /** @type {const} */ ({ minify: true, target: 'es2022', legalComments: 'none' });
for (const entry of readdirSync(path.join(root, 'web'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const name = path.relative(path.join(root, 'web'), file);
  const bytes = readFileSync(file);
  if (name.endsWith('.js')) {
    const script = transformSync(bytes.toString(), {
      ...short,
      format: 'esm',
      sourcemap: 'external',
      sourcefile: entry.name,
    });
    files.set(name, Buffer.from(`${script.code}//# sourceMappingURL=${entry.name}.map\n`));
    files.set(`${name}.map`, Buffer.from(script.map));
  } else if (name.endsWith('.css')) {
    files.set(name, Buffer.from(transformSync(bytes.toString(), { ...short, loader: 'css' }).code));
  } else {
    files.set(name, bytes);
  }
}

// Emscripten's JavaScript is generated, so it gets no source map.
const modules = [
  ['wasm', 'core'],
  ['wasm', 'core-first'],
  ['wasm-threads', 'core-threads'],
  ['wasm', 'app'],
];
for (const [folder, name] of modules) {
  const script = path.join(build, folder, `${name}.mjs`);
  if (!existsSync(script)) {
    console.error(`            no ${name}.mjs in build/${folder}: left out`);
    continue;
  }
  files.set(`${name}.mjs`, Buffer.from(transformSync(readFileSync(script, 'utf8'), { ...short, format: 'esm' }).code));
  files.set(`${name}.wasm`, readFileSync(path.join(build, folder, `${name}.wasm`)));
}

mkdirSync(site, { recursive: true });
/** @type {string[]} */
const before = existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')) : [];
// Only files that an earlier run wrote are removed: the generator scripts write into the same folder.
for (const name of before) if (!files.has(name)) rmSync(path.join(site, name), { force: true });
for (const [name, bytes] of files) {
  const file = path.join(site, name);
  if (existsSync(file) && readFileSync(file).equals(bytes)) continue;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
writeFileSync(listFile, JSON.stringify([...files.keys()], null, 1));

// Each generator writes below build/site, and does nothing if nothing has changed.
for (const script of ['data', 'bundle', 'catalogue', 'types', 'licences']) {
  const file = path.join(root, '.toolchain', `${script}.mjs`);
  if (!existsSync(file)) continue;
  const { status } = spawnSync(process.execPath, [file, site], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`.toolchain/${script}.mjs failed (status ${status}).`);
    process.exit(1);
  }
}

for (const name of modules.flatMap(([, name]) => [`${name}.mjs`, `${name}.wasm`])) {
  const bytes = files.get(name);
  if (!bytes) continue;
  const packed = gzipSync(bytes, { level: 9 }).length;
  console.error(
    `            ${name.padEnd(17)} ${(bytes.length / 1000).toFixed(0).padStart(5)} kB, ${(packed / 1000).toFixed(0)} kB gzipped`,
  );
}
