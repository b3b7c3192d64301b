// @ts-check
// Runs where the core runs, in a page or in Node: opens contenders of this engine, ours and the peers', side by side.
// Bundled with TensorFlow.js into build/bench; support/places.mjs asks it.

import { pack, unpackAll } from '../support/arrays.mjs';
import { openLoop } from '../peers/loops.mjs';
import { openDoor } from './door.mjs';

/** @typedef {{ trials: string, engine: string, peers: string }} Where addresses of our modules and of the peers' files */

/** Our kernels and models without the door. @param {any} task @param {Where} where */
async function openTrial(task, where) {
  const { default: create } = await import(where.trials);
  const { answer } = await create();
  const ask = (/** @type {object} */ request) => JSON.parse(answer(JSON.stringify(request)));
  const { versions } = ask({ do: 'open', task });
  return {
    versions,
    seconds: (/** @type {number} */ calls) => ask({ do: 'run', calls }).seconds,
    parameters: () => unpackAll(ask({ do: 'parameters' }).parameters),
    close() {},
  };
}

/** @type {Record<string, (task: any, where: Where) => Promise<any>>} */
const kinds = {
  trial: openTrial,
  door: (task, where) => openDoor(unpackAll(task), where.engine),
  loop: async (task) => openLoop(unpackAll(task)),
  // Read only when asked for: TensorFlow.js may not be there.
  'tfjs-cd1': async (task, where) =>
    (await import('../peers/tfjs_cd1.mjs')).open({ ...unpackAll(task), folder: where.peers }),
  'tfjs-gan': async (task, where) =>
    (await import('../peers/tfjs_gan.mjs')).open({ ...unpackAll(task), folder: where.peers }),
  'tfjs-product': async (task, where) =>
    (await import('../peers/tfjs_product.mjs')).open({ ...unpackAll(task), folder: where.peers }),
};

/** @type {Map<number, any>} */
const opened = new Map();
let last = 0;

/** The four things a contender answers, and opening one. @type {Record<string, (...words: any[]) => Promise<any>>} */
const lab = {
  async open(kind, task, where) {
    opened.set(++last, await kinds[kind](task, where));
    return { id: last, versions: opened.get(last).versions };
  },
  async run(id, calls) {
    const contender = opened.get(id);
    if (contender.seconds) return contender.seconds(calls);
    const began = performance.now();
    await contender.run(calls);
    return (performance.now() - began) / 1000;
  },
  async parameters(id) {
    const parameters = await opened.get(id).parameters();
    return Object.fromEntries(Object.entries(parameters).map(([name, array]) => [name, pack(/** @type {any} */ (array))]));
  },
  async close(id) {
    await opened.get(id).close();
    opened.delete(id);
  },
};

Object.assign(globalThis, { lab });
