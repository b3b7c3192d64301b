// @ts-check
// Where the core runs: a ladder of three rungs, each with the same two ends. A page climbs down until one holds.
//
//   module-worker   a Worker that loads worker.js as a module. The usual place; in Node a thread. With more threads than
//                   one (threads.js): worker-threads.js. With a small core at first (cores.js): worker-first.js.
//   blob-worker     the same as one classic script, handed to the Worker as a blob: for pages of another origin, for
//                   frames without an origin, for browsers that know no module Workers.
//   main-thread     no Worker at all: slices of a few milliseconds between the page's own work.

import { HarmoniumError, describe } from './errors.js';
import { kProtocolVersion } from './protocol.js';

/** @typedef {'module-worker' | 'blob-worker' | 'main-thread'} Rung */
/**
 * One end of the line to a host. After onLost nothing comes any more.
 * @typedef {{
 *   post(message: object, transfer?: ArrayBuffer[]): void,
 *   end(): void,
 *   kill(): void,                // as a crash would: nobody is told
 *   hold(busy: boolean): void,   // Node: whether the process must stay alive for it
 *   lock?: string,               // name of a Web Lock for the host to hold as long as it lives
 *   guard(): void,               // it holds the lock now: from here on its death is noticed at once
 *   onMessage: (message: any) => void,
 *   onLost: (error: HarmoniumError) => void,
 * }} Line
 */
/** What is common to the Workers of browsers and of Node. @typedef {{
 *   post(message: object, transfer: ArrayBuffer[]): void, end(): void, hold(busy: boolean): void,
 *   listen(onMessage: (message: any) => void, onError: (what: unknown) => void): void }} Thread */

/** In the order they are tried. @type {readonly Rung[]} */
export const kRungs = ['module-worker', 'blob-worker', 'main-thread'];

/** The script of a module Worker. */
export const kWorker = 'worker.js';
export const kWorkerWithThreads = 'worker-threads.js';
export const kWorkerWithFirstCore = 'worker-first.js';

/** Lengths of a slice in milliseconds: a Worker's, and one that a page's frames survive. */
export const kSliceMilliseconds = { 'module-worker': 16, 'blob-worker': 16, 'main-thread': 6 };
/** The pause between two slices on the main thread, so that the page draws and hears its events. */
const kPauseMilliseconds = 4;
/** A Worker whose script has not begun by then never will. */
const kBeginMilliseconds = 20_000;

const in_node = typeof process === 'object' && typeof process.versions?.node === 'string';

/**
 * Steps on a rung. Rejects with a HarmoniumError if it does not hold.
 * @param {Rung} rung
 * @param {string} base folder of the site, where the core and the data lie
 * @param {string} [name] the script of a module Worker
 * @returns {Promise<Line>}
 */
export async function stepOn(rung, base, name = kWorker) {
  if (rung === 'main-thread') return mainThread(base);
  const script = new URL(name, base);
  let thread;
  try {
    if (in_node) thread = await nodeThread(rung, script);
    else thread = rung === 'module-worker' ? moduleWorker(script) : await blobWorker(base);
  } catch (error) {
    throw new HarmoniumError('unsupported', `No ${rung} here: ${describe(error)}`, error);
  }
  const line = await lineTo(thread, rung);
  if (!in_node) line.lock = await lockName();
  return line;
}

/** @param {URL} script @returns {Thread} */
function moduleWorker(script) {
  return browserThread(new Worker(script, { type: 'module', name: 'harmonium' }));
}

/** @param {string} base @returns {Promise<Thread>} */
async function blobWorker(base) {
  const url = new URL('worker.classic.js', base);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  const script = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
  try {
    return browserThread(new Worker(script, { name: 'harmonium' }), () => URL.revokeObjectURL(script));
  } catch (error) {
    URL.revokeObjectURL(script);
    throw error;
  }
}

/**
 * A lock's name of its own, where there are locks at all: not in frames without an origin, nor on pages that came over
 * plain http. There a dead Worker is noticed by its silence alone.
 */
async function lockName() {
  try {
    await navigator.locks.query();
    return `harmonium-${crypto.randomUUID()}`;
  } catch {
    return undefined;
  }
}

/** @param {Worker} worker @param {() => void} [begun] @returns {Thread} */
function browserThread(worker, begun = () => {}) {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    hold: () => {},
    listen(onMessage, onError) {
      worker.onmessage = ({ data }) => {
        begun();
        begun = () => {};
        onMessage(data);
      };
      worker.onmessageerror = () => onError('a message could not be read');
      worker.onerror = (event) => {
        event.preventDefault();
        onError(event.message || 'its script could not be loaded');
      };
    },
  };
}

/** @param {Rung} rung @param {URL} script @returns {Promise<Thread>} */
async function nodeThread(rung, script) {
  if (rung === 'blob-worker') throw new Error('Node has no blob Workers.');
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(script);
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => void worker.terminate(),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    listen(onMessage, onError) {
      worker.on('message', onMessage);
      worker.on('messageerror', onError);
      worker.on('error', onError);
      worker.on('exit', (code) => onError(`it ended with code ${code}`));
    },
  };
}

/**
 * Waits until the thread's script says that it is ready.
 * @param {Thread} thread
 * @param {Rung} rung
 * @returns {Promise<Line>}
 */
function lineTo(thread, rung) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    /** @type {Line} */
    const line = {
      post: (message, transfer = []) => thread.post(message, transfer),
      end() {
        line.onMessage = line.onLost = () => {};
        over.abort();
        thread.end();
      },
      guard() {
        // Given only when the Worker, which holds it, is no more; refused when the line has ended in good order.
        const name = /** @type {string} */ (line.lock);
        navigator.locks.request(name, { signal: over.signal }, () => fail('')).catch(() => {});
      },
      kill: () => thread.end(),
      hold: (busy) => thread.hold(busy),
      onMessage: () => {},
      onLost: () => {},
    };
    let ready = false;
    const fail = (/** @type {unknown} */ what) => {
      clearTimeout(late);
      const why = what === '' ? '' : `: ${describe(what)}`;
      if (ready) return line.onLost(new HarmoniumError('crashed', `The Worker that trains has died${why}.`));
      thread.end();
      reject(new HarmoniumError('unsupported', `No ${rung} here${why}.`));
    };
    const late = setTimeout(() => fail('its script did not begin'), kBeginMilliseconds);
    thread.listen((message) => {
      if (ready) return line.onMessage(message);
      if (message?.event !== 'ready' || message.version !== kProtocolVersion)
        return fail('its script is of another version');
      clearTimeout(late);
      ready = true;
      resolve(line);
    }, fail);
  });
}

/** @param {string} base @returns {Promise<Line>} */
async function mainThread(base) {
  const [{ default: createCore }, { Host }] = await Promise.all([
    import(new URL('core.mjs', base).href),
    import('./host.js'),
  ]);
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  const timers = new Set();
  const host = new Host({
    createCore,
    soon(call) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        call();
      }, kPauseMilliseconds);
      timers.add(timer);
    },
    post: (message) => queueMicrotask(() => line.onMessage(message)),
  });
  /** @type {Line} */
  const line = {
    post: (message) => queueMicrotask(() => host.receive(message)),
    end() {
      line.onMessage = line.onLost = () => {};
      for (const timer of timers) clearTimeout(timer);
      host.close();
    },
    kill: () => host.close(),
    guard: () => {},
    hold: () => {},
    onMessage: () => {},
    onLost: () => {},
  };
  return line;
}
