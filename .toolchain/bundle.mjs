// @ts-check
// Bundles the Worker and the core into one classic script, for places where module Workers are refused (web/rungs.js).
//   node .toolchain/bundle.mjs SITE

import { existsSync } from 'node:fs';
import path from 'node:path';

import { tool } from './tools.mjs';

const site = process.argv[2];
if (!existsSync(path.join(site, 'core.mjs'))) {
  console.error('            no core.mjs in the site: no worker.classic.js');
  process.exit(0);
}

const { build } = await tool('esbuild');
await build({
  entryPoints: [path.join(site, 'worker.js')],
  outfile: path.join(site, 'worker.classic.js'),
  bundle: true,
  format: 'iife',
  target: 'es2022',
  platform: 'browser',
  external: ['node:*', 'module', 'fs', 'path', 'url'], // asked for under Node only, which has module Workers
  define: { 'import.meta.url': 'self.location.href' }, // the host is told where the site lies
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
