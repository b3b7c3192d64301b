// @ts-check
// Bundles the lab with its peers into build/bench, for pages and for Node.

import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, root, tool } from '../../../.toolchain/tools.mjs';

const kPage = `<!doctype html>
<meta charset="utf-8" />
<title>Bench</title>
<script type="module">
  import './lab.mjs';
  const desk = new URLSearchParams(location.search).get('desk');
  while (desk) {
    const { name, words } = await (await fetch(desk)).json();
    const answer = await lab[name](...words).then((value) => ({ value }), (error) => ({ error: String(error) }));
    await fetch(desk, { method: 'POST', body: JSON.stringify(answer) });
  }
</script>
`;

/** Where the peers' npm packages are, if they could be had. */
export const peersFolder = process.env.HARMONIUM_PEERS ?? '';

export async function prepare() {
  const folder = path.join(build, 'bench');
  mkdirSync(folder, { recursive: true });
  const { build: bundle } = await tool('esbuild');
  const packages = path.join(peersFolder, 'node_modules');
  const common = {
    entryPoints: [path.join(root, 'tests/bench/lab/lab.mjs')],
    bundle: true,
    mainFields: ['module', 'main'], // one copy of each module: gradients register with the core they are for
    nodePaths: peersFolder ? [packages] : [],
    logLevel: 'error',
    ...(!peersFolder && { plugins: [absent] }),
  };
  await bundle({ ...common, platform: 'browser', format: 'esm', outfile: path.join(folder, 'lab.mjs') });
  await bundle({ ...common, platform: 'node', format: 'cjs', outfile: path.join(folder, 'lab.cjs') });
  writeFileSync(path.join(folder, 'page.html'), kPage);
  if (!peersFolder) return;
  const dist = path.join(packages, '@tensorflow/tfjs-backend-wasm/dist');
  for (const name of readdirSync(dist)) if (name.endsWith('.wasm')) cpSync(path.join(dist, name), path.join(folder, name));
}

/** In place of packages that are not there: a module that says so to whoever reads it. */
const absent = {
  name: 'absent',
  setup(/** @type {any} */ { onResolve, onLoad }) {
    onResolve({ filter: /^@tensorflow\// }, (/** @type {any} */ { path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'module.exports = (() => { throw new Error("not installed"); })();',
    }));
  },
};
