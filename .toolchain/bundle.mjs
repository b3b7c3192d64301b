// @ts-check
// Bundles what the site's scripts cannot use as it is. Papa Parse, which reads CSV, becomes a module
// (web/own-data/rows.js). D3's scales and shapes, which draw the curves of compared variants, become another
// (web/laboratory/plot.js). The Worker and the core become one classic script, for places without module Workers
// (web/rungs.js).
//   node .toolchain/bundle.mjs SITE

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { npmTools, tool } from './tools.mjs';

const site = process.argv[2];
const { build } = await tool('esbuild');
const common = /** @type {const} */ ({ bundle: true, target: 'es2022', minify: true, logLevel: 'warning' });

/** Makes a module of a package. @param {string} contents what it exports @param {string[]} file its place in the site */
const module = (contents, ...file) =>
  build({
    ...common,
    stdin: { contents, resolveDir: npmTools() },
    outfile: path.join(site, ...file),
    format: 'esm',
    platform: 'browser',
    legalComments: 'inline',
  });
await module("export { default } from 'papaparse';", 'own-data', 'papaparse.js');
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
await module("export { scaleLinear, scaleLog } from 'd3-scale'; export { area, line } from 'd3-shape';", 'laboratory', 'd3.js');
writeFileSync(
  path.join(site, 'laboratory', 'd3.d.ts'),
  `// The part of D3 that is used (.toolchain/bundle.mjs writes this file; changes here are lost).
interface Scale {
  (value: number): number;
  domain(ends: [number, number]): Scale;
  range(ends: [number, number]): Scale;
  nice(count?: number): Scale;
  ticks(count?: number): number[];
  tickFormat(count?: number, specifier?: string): (value: number) => string;
}
interface Path<Point> {
  x(of: (point: Point) => number): Path<Point>;
  y(of: (point: Point) => number): Path<Point>;
  y0(of: (point: Point) => number): Path<Point>;
  y1(of: (point: Point) => number): Path<Point>;
  (points: Point[]): string | null;
}
export function scaleLinear(): Scale;
export function scaleLog(): Scale;
export function line<Point>(): Path<Point>;
export function area<Point>(): Path<Point>;
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
