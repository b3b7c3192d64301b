// @ts-check
// Bundles what the site's scripts cannot use as it is. Papa Parse, which reads CSV, becomes a module
// (web/own-data/csv.js). The Worker and the core become one classic script, for places without module Workers
// (web/rungs.js).
//   node .toolchain/bundle.mjs SITE

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { npmTools, tool } from './tools.mjs';

const site = process.argv[2];
const { build } = await tool('esbuild');
const common = /** @type {const} */ ({ bundle: true, target: 'es2022', minify: true, logLevel: 'warning' });

await build({
  ...common,
  stdin: { contents: "export { default } from 'papaparse';", resolveDir: npmTools() },
  outfile: path.join(site, 'own-data', 'papaparse.js'),
  format: 'esm',
  platform: 'browser',
  legalComments: 'inline',
});
writeFileSync(
  path.join(site, 'own-data', 'papaparse.d.ts'),
  `// The part of Papa Parse that is used (.toolchain/bundle.mjs writes this file; changes here are lost).
declare const Papa: {
  parse(
    text: string,
    options: { delimiter: string; quoteChar: string; newline: string },
  ): { data: string[][]; errors: { type: string; row?: number }[] };
};
export default Papa;
`,
);

if (!existsSync(path.join(site, 'core.mjs'))) {
  console.error('            no core.mjs in the site: no worker.classic.js');
  process.exit(0);
}

await build({
  ...common,
  entryPoints: [path.join(site, 'worker.js')],
  outfile: path.join(site, 'worker.classic.js'),
  format: 'iife',
  platform: 'browser',
  external: ['node:*', 'module', 'fs', 'path', 'url'], // used under Node only, which has module Workers
  define: { 'import.meta.url': 'self.location.href' }, // a blob has no useful address; the host is told the site's
  legalComments: 'none',
});
