// @ts-check
// How many threads share the work of an update. More than one need memory that they share, which browsers give to pages
// that are cross-origin isolated: pages whose host sends
//
//   Cross-Origin-Opener-Policy: same-origin
//   Cross-Origin-Embedder-Policy: require-corp
//
// with every file. Results are the same bits with any number of threads.

import { HarmoniumError } from './errors.js';
import { show } from './protocol.js';

/** More than that never paid, and every one takes memory. */
export const kMostThreads = 16;
const kMostByThemselves = 4;

const in_node = typeof process === 'object' && typeof process.versions?.node === 'string';

/** Whether there can be more than one here. */
const shared = () =>
  in_node || (globalThis.crossOriginIsolated === true && typeof globalThis.SharedArrayBuffer === 'function');

async function cores() {
  return in_node ? (await import('node:os')).availableParallelism() : (navigator.hardwareConcurrency ?? 1);
}

/**
 * How many threads to start for a wish: 1 where there can be no more.
 * @param {import('./types.js').EngineOptions['threads']} wish "auto": one core stays free for the page, and four are enough
 * @returns {Promise<number>}
 */
export async function threadsFor(wish = 'auto') {
  const whole = Number.isSafeInteger(wish) && Number(wish) >= 0 && Number(wish) <= kMostThreads;
  if (wish !== 'auto' && !whole) {
    throw new HarmoniumError(
      'invalid-request',
      `threads is ${show(wish)}; allowed is "auto", or a whole number from 0 to ${kMostThreads}.`,
    );
  }
  if (!shared()) return 1;
  return Math.max(1, wish === 'auto' ? Math.min(kMostByThemselves, (await cores()) - 1) : Number(wish));
}
