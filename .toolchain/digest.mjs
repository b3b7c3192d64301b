// @ts-check
// Prints the digest of an experiment's parameters after so many updates, as a line of tests/reference/hashes.json.
//   node .toolchain/digest.mjs SPEC UPDATES [NAME]

import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { site } from './tools.mjs';

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [text, count, name = 'say here what it shows'] = process.argv.slice(2);
const updates = Number(count);
if (!/^\d+$/.test(count ?? '') || updates < 1) refuse(`UPDATES must be a whole number from 1, and is: ${count}`);
/** @type {any} */
let spec;
try {
  spec = JSON.parse(text);
} catch (error) {
  refuse(`SPEC is not JSON: ${/** @type {Error} */ (error).message}`);
}

const { createEngine } = await import(pathToFileURL(path.join(site, 'harmonium.js')).href);
const engine = await createEngine();
try {
  const experiment = await engine.open(spec);
  await experiment.train({ updates });
  const line = JSON.stringify({ name, spec, updates, hash: await experiment.hash() });
  // Spaced as the lines of the file are: after every colon and comma that is not within a text.
  console.log(line.replace(/("(?:[^"\\]|\\.)*")|[:,]/g, (found, string) => string ?? `${found} `));
} catch (error) {
  refuse(/** @type {Error} */ (error).message);
} finally {
  await engine.close();
}
