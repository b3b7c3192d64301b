// @ts-check
// Prints how long it takes until a cancelled call is refused, and until another experiment of the same engine answers,
// at the dearest settings that are allowed. Nothing else should run.
//
// On a built site: node tests/bench/cancel.mjs [part of a row's name]

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { site } from '../../.toolchain/tools.mjs';
import { dearest } from './dearest.mjs';

const [wanted = ''] = process.argv.slice(2);
const kBefore = [50, 400]; // milliseconds until the call is cancelled

const { createEngine } = await import(pathToFileURL(path.join(site, 'harmonium.js')).href);
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

const engine = await createEngine({ rung: 'module-worker', threads: 1 });
const other = await engine.open({ model: 'rbm', data: 'bars-and-stripes', seed: 7 });

/**
 * Cancels a call after some time. Says how long the refusal and the answer of the other experiment took, or that the
 * call ended before.
 * @param {(options: { signal: AbortSignal }) => Promise<any>} begin
 */
async function cancelled(begin) {
  let longest = { refused: 0, answered: 0 };
  for (const before of kBefore) {
    const control = new AbortController();
    let ended = false;
    const call = begin({ signal: control.signal }).then(
      (value) => ((ended = true), value?.close?.()),
      (error) => {
        if (error.name !== 'AbortError' && error.code !== 'aborted') throw error;
      },
    );
    call.catch(() => (ended = true)); // a refusal may come before the call is cancelled
    await pause(before);
    if (ended) await call;
    if (ended) continue;
    const began = performance.now();
    control.abort();
    await call;
    const refused = performance.now() - began;
    await other.train({ updates: 1 });
    const answered = performance.now() - began;
    longest = { refused: Math.max(longest.refused, refused), answered: Math.max(longest.answered, answered) };
  }
  return `${longest.refused.toFixed(0)} / ${longest.answered.toFixed(0)}`;
}

for (const [name, spec] of Object.entries(dearest)) {
  if (!name.includes(wanted)) continue;
  try {
    const told = [];
    told.push(`open ${await cancelled((options) => engine.open(spec(), options))}`);
    const experiment = await engine.open(spec());
    told.push(`train ${await cancelled((options) => experiment.train({ epochs: 1000, ...options }))}`);
    told.push(`sample ${await cancelled((options) => experiment.sample({ count: 1000, steps: 1000, ...options }))}`);
    for (const measure of ['logLikelihood', 'mmd', 'reconstructionError']) {
      try {
        told.push(`${measure} ${await cancelled((options) => experiment.measure(measure, options))}`);
      } catch (error) {
        told.push(`${measure}: ${/** @type {Error} */ (error).message.slice(0, 60)}`);
      }
    }
    await experiment.close();
    print(`${name}: refused / other answers in ms: ${told.join(', ')}`);
  } catch (error) {
    print(`${name}: ${error}`);
  }
}
await engine.close();
