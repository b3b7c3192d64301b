// @ts-check
// Writes the core's catalogue (models, data sets and measures, with their options) as a file of the site. A page that
// begins with the small core (web/cores.js) lists from it the models that the small core does not have.
//   node .toolchain/catalogue.mjs SITE

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const site = process.argv[2];
const script = path.join(site, 'core.mjs');
if (!existsSync(script)) {
  console.error('            no core.mjs in the site: no catalogue.json');
  process.exit(0);
}

const { default: createCore } = await import(pathToFileURL(script).href);
const core = new (await createCore()).Core(1);
const text = JSON.stringify(JSON.parse(core.catalogue()));
core.delete();

// An unchanged file keeps its time, so that browsers and servers keep their copies.
const file = path.join(site, 'catalogue.json');
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
