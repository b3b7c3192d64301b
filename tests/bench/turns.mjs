// @ts-check
// Prints how long the core keeps its thread without a break, for the dearest settings that are allowed. A turn is one
// call of the core with a slice of 5 milliseconds: while it lasts, no message is heard. Where other programs share the
// processor, a turn counts with the processor's time, which is what it would take alone.
//
// On a built site: node tests/bench/turns.mjs [seconds per row, 3 if left out] [part of a row's name]

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { site } from '../../.toolchain/tools.mjs';
import { dearest } from './dearest.mjs';

const kSlice = 5; // milliseconds, as the host asks for
const kChainSlice = 10; // the same for the chains on screen
const [seconds = '3', wanted = ''] = process.argv.slice(2);

const { default: create } = await import(pathToFileURL(path.join(site, 'core.mjs')).href);
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

for (const [name, spec] of Object.entries(dearest)) {
  if (!name.includes(wanted)) continue;
  const { Core } = await create({ print() {}, printErr() {} });
  const core = new Core(1);
  /** @type {Record<string, number>} */
  const longest = {};
  /** @template T @param {string} what @param {() => T} call @returns {T} */
  const timed = (what, call) => {
    const began = performance.now(), used = process.cpuUsage();
    const answer = call();
    const { user, system } = process.cpuUsage(used); // of all threads of this process: the compiler's too
    const took = Math.min(performance.now() - began, (user + system) / 1000);
    longest[what] = Math.max(longest[what] ?? 0, took);
    return answer;
  };
  // Goes on until `call` answers true, or `most` turns are over.
  const repeated = (/** @type {string} */ what, /** @type {() => boolean} */ call, most = 1e6, longest_seconds = Number(seconds)) => {
    const until = performance.now() + 1000 * longest_seconds;
    for (let turn = 0; turn < most && performance.now() < until && !timed(what, call); ++turn);
  };
  // Does work in slices and gives its answer.
  const inSlices = (/** @type {string} */ what, /** @type {() => any} */ begin) => {
    const task = timed(what, begin);
    repeated(what, () => task.advance(kSlice), 1e6, 600);
    const answer = timed(what, () => task.answer());
    task.delete();
    return answer;
  };
  const text = new TextEncoder().encode(JSON.stringify({ seed: 1, ...spec() }));
  try {
    let outcome = inSlices('open', () => core.open(text));
    for (const file of outcome.missing?.files ?? []) {
      // As the page does: what is packed is unpacked before the core gets it.
      const packed = await readFile(path.join(site, 'data', file));
      const bytes = new Uint8Array(file.endsWith('.gz') ? gunzipSync(packed) : packed);
      const provided = timed('provide', () => core.provide(outcome.missing.dataset, file, bytes));
      if (provided.error) print(`${name}: ${JSON.stringify(provided)}`);
    }
    if (outcome.missing) outcome = inSlices('open', () => core.open(text));
    if (!outcome.value) {
      print(`${name}: ${JSON.stringify(outcome)}`);
      continue;
    }
    const session = outcome.value;
    let updates = 0;
    repeated('first readings', () => (session.train(0, kSlice), !session.reading()));
    repeated('prepare', () => (session.train(0, kSlice), session.progress().prepared >= 1), 1e6, 60);
    repeated('train', () => ((updates += session.train(1e9, kSlice).updates), false));
    let steps = 0;
    repeated('chains', () => ((steps += session.runChains(10, kChainSlice)), false));
    const { models, measures } = JSON.parse(core.catalogue());
    const { views } = models.find((/** @type {any} */ each) => each.name === spec().model);
    const none = new Uint8Array(0);
    for (const view of views) inSlices(`view ${view.name}`, () => session.picture(view.name, none));
    const begun = (/** @type {string} */ what, /** @type {any} */ started) => {
      if (started.error) return;
      repeated(what, () => started.value.advance(kSlice));
      started.value.delete();
    };
    begun('samples', inSlices('begin samples', () => session.sample('{"count":1000,"steps":3}')));
    for (const { name: measure } of measures) {
      begun(`measure ${measure}`, inSlices(`begin ${measure}`, () => session.measure(measure, '{}')));
    }
    inSlices('restart', () => session.reset());
    repeated('first readings', () => (session.train(0, kSlice), !session.reading()), 1e6, 60);
    inSlices('spec', () => session.spec());
    const bytes = inSlices('save', () => session.save());
    inSlices('digest', () => session.hash());
    inSlices('parameters', () => session.parameters());
    inSlices('load', () => core.load(bytes)).value?.delete();
    session.delete();
    print(`${name}: ${updates} updates, ${steps} steps; ${inWords(longest)}`);
  } catch (error) {
    print(`${name}: ${error}; ${inWords(longest)}`);
  }
}

/** All turns, those above the limit first. @param {Record<string, number>} longest */
function inWords(longest) {
  const all = Object.entries(longest).sort(([, one], [, other]) => other - one);
  return `${all.filter(([, ms]) => ms >= 10).map(([what, ms]) => `${what} ${ms.toFixed(0)}`).join(', ')} ms`;
}
