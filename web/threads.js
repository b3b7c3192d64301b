// @ts-check
// The number of threads that share the work of an update. Several threads need shared memory, which browsers give only
// to cross-origin isolated pages. These are pages whose host sends
//
//   Cross-Origin-Opener-Policy: same-origin
//   Cross-Origin-Embedder-Policy: require-corp
//
// with every file. The results are the same bits for every number of threads.

import { check, whole } from './fields.js';

/** Most threads that may be asked for. More were never faster in measurements, and each one takes memory. */
export const kMostThreads = 16;
/** Most threads of "auto". */
const kMostAutoThreads = 4;

/** @type {import('./fields.js').Field} */
const kWish = {
  is: (value) => value === 'auto' || whole(0, kMostThreads).is(value),
  allowed: `"auto", or ${whole(0, kMostThreads).allowed}`,
};

const in_node = typeof process === 'object' && typeof process.versions?.node === 'string';

/** Whether threads can share memory here. */
const shared = () =>
  in_node || (globalThis.crossOriginIsolated === true && typeof globalThis.SharedArrayBuffer === 'function');

async function cores() {
  return in_node ? (await import('node:os')).availableParallelism() : (navigator.hardwareConcurrency ?? 1);
}

/** How many Workers may work at once beside the page: one less than there are cores, one to four. */
export const workersFor = async () => Math.max(1, Math.min(kMostAutoThreads, (await cores()) - 1));

/**
 * The number of threads to start; 1 where there is no shared memory.
 * @param {import('./types.js').EngineOptions['threads']} wish "auto" leaves one core to the page and starts at most
 *   four
 * @returns {Promise<number>}
 */
export async function threadsFor(wish = 'auto') {
  check('createEngine', 'threads', wish, kWish);
  if (!shared()) return 1;
  return Math.max(1, wish === 'auto' ? Math.min(kMostAutoThreads, (await cores()) - 1) : Number(wish));
}
