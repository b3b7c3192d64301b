// @ts-check
// What the tests of the door share: the built site as scripts would import it, small experiments, and one body run on
// every rung that Node has.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { pathToFileURL } from 'node:url';

import { site } from '../../.toolchain/tools.mjs';

/** @typedef {import('../../web/harmonium.js').Engine} Engine */
/** @typedef {import('../../web/harmonium.js').Experiment} Experiment */

/** A script of the built site, where the core lies beside the door. @param {string} name @returns {Promise<any>} */
export const fromSite = (name) => import(pathToFileURL(path.join(site, name)).href);

/** @type {typeof import('../../web/harmonium.js')} */
export const door = await fromSite('harmonium.js');

/** The rungs that hold in Node: directly on the main thread, and in a Worker. */
export const rungs = /** @type {const} */ (['main-thread', 'module-worker']);

/** Sixteen visible units that need no file. @type {import('../../web/harmonium.js').Spec} */
export const bars = { model: 'rbm', data: 'bars-and-stripes', seed: 7, settings: { hidden: 8 } };

/** Updates of a run that ends well within a test. */
export const kSome = 200;

/**
 * The same tests on every rung, with one engine each.
 * @param {string} what
 * @param {(at: { engine: Engine, rung: string }) => void} body registers the tests; `engine` is there when they run
 */
export function onEveryRung(what, body) {
  for (const rung of rungs) {
    describe(`${what} (${rung})`, () => {
      const at = { engine: /** @type {Engine} */ (/** @type {unknown} */ (null)), rung };
      before(async () => {
        at.engine = await door.createEngine({ rung });
      });
      after(() => at.engine.close());
      body(at);
    });
  }
}

/**
 * A refusal with this code, whose sentence has all these words in it.
 * @param {string} code
 * @param {...(string | RegExp)} words
 */
export const refusal =
  (code, ...words) =>
  (/** @type {unknown} */ error) => {
    assert.ok(error instanceof door.HarmoniumError, `not a HarmoniumError: ${error}`);
    assert.equal(error.code, code, error.message);
    for (const word of words) {
      const found = typeof word === 'string' ? error.message.includes(word) : word.test(error.message);
      assert.ok(found, `"${error.message}" does not say ${word}`);
    }
    return true;
  };

/**
 * Waits for something that events bring about, and gives up after a while.
 * @param {() => unknown} happened
 * @param {string} what
 */
export async function until(happened, what) {
  for (let tries = 0; tries < 2000; ++tries) {
    if (happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail(`${what} did not happen`);
}

/** A copy of the site without some files. @param {string} scratch @param {string} name @param {string[]} without */
export function siteWithout(scratch, name, without) {
  const copy = path.join(scratch, name);
  mkdirSync(copy);
  for (const file of readdirSync(site)) {
    if (/\.(m?js|json|wasm)$/.test(file) && !without.includes(file)) cpSync(path.join(site, file), path.join(copy, file));
  }
  symlinkSync(path.join(site, 'data'), path.join(copy, 'data'));
  return copy;
}
