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
const catalogue = JSON.parse(core.catalogue());
core.delete();
// Every page loads this file, so it says things once: a refusal with the data sets that it is about, of options what is
// true of them, and of a measure the two parts of its sentence. web/cores.js makes the catalogue from it again.
for (const model of catalogue.models) {
  /** @type {Map<string, number[]>} */ const of = new Map();
  catalogue.datasets.forEach((/** @type {{ name: string }} */ { name }, /** @type {number} */ at) => {
    const why = model.refusals?.[name];
    if (why !== undefined) of.set(why, [...(of.get(why) ?? []), at]);
  });
  model.refusals = [...of];
  delete model.datasets;
}
for (const { options } of [...catalogue.models, ...catalogue.measures]) {
  for (const option of options) {
    if (option.live === false) delete option.live;
    if (option.logarithmic === false) delete option.logarithmic;
  }
}
for (const measure of catalogue.measures) {
  if (measure.sentence !== `${measure.estimates} ${measure.whenNot}`) throw new Error(`What is the sentence of ${measure.name}?`);
  delete measure.sentence;
}
const text = JSON.stringify(catalogue);

// An unchanged file keeps its time, so that browsers and servers keep their copies.
const file = path.join(site, 'catalogue.json');
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
