// @ts-check
// The places where the core can run. Each is called a rung; all of them give the same interface, a Line. The engine
// tries them in this order until the core starts in one (harmonium.js).
//
//   module-worker   a Worker that loads worker.js as a module; in Node a thread. This is the usual place. With several
//                   threads (threads.js) it loads worker-threads.js, with a small core (cores.js) worker-first.js.
//   blob-worker     a Worker that gets the same code as one classic script in a blob. It serves pages of another
//   origin,
//                   frames without an origin, and browsers without module Workers.
//   main-thread     no Worker: the core runs in slices of a few milliseconds between the page's own work.

import { HarmoniumError, describe } from './errors.js';
import { kProtocolVersion } from './protocol.js';

/** @typedef {'module-worker' | 'blob-worker' | 'main-thread'} Rung */
/**
 * The client's end of the connection to a host. After onLost no message comes any more.
 * @typedef {{
 *   post(message: object, transfer?: ArrayBuffer[]): void,
 *   end(): void,
 *   kill(): void,                // ends the Worker as a crash does: the client is not told
 *   hold(busy: boolean): void,   // Node only: whether the process must stay alive for this Worker
 *   lock?: string,               // name of a Web Lock that the host holds as long as it lives
 *   watchLock(): void,               // waits for that lock, so that the host's death is noticed at once
 *   onMessage: (message: any) => void,
 *   onLost: (error: HarmoniumError) => void,
 * }} Line
 */
/** What Workers of browsers and threads of Node have in common. @typedef {{
 *   post(message: object, transfer: ArrayBuffer[]): void, end(): void, hold(busy: boolean): void,
 *   listen(onMessage: (message: any) => void, onError: (what: unknown) => void): void }} Thread */

/** In the order in which they are tried. @type {readonly Rung[]} */
export const kRungs = ['module-worker', 'blob-worker', 'main-thread'];

/** Scripts of a module Worker: the plain one, the one with threads, the one with a small core. */
export const kWorker = 'worker.js';
export const kWorkerWithThreads = 'worker-threads.js';
export const kWorkerWithFirstCore = 'worker-first.js';

/** Length of a slice in milliseconds. On the main thread it leaves room for a frame of 16 ms. */
export const kSliceMilliseconds = { 'module-worker': 16, 'blob-worker': 16, 'main-thread': 6 };
/** Milliseconds between two slices on the main thread, for the page's own work. Browsers allow no shorter timer. */
const kSliceGapMilliseconds = 4;
/** A Worker that has not said "ready" after this time is given up. */
const kStartTimeoutMilliseconds = 20_000;

const in_node = typeof process === 'object' && typeof process.versions?.node === 'string';

/**
 * Starts a host in a place. Rejects with a HarmoniumError if that fails.
 * @param {Rung} rung
 * @param {string} base folder of the site, where the core and the data lie
 * @param {string} [name] the script of a module Worker
 * @returns {Promise<Line>}
 */
export async function openLine(rung, base, name = kWorker) {
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

// A blob has no address that relative imports could start from, so the script has to be one file.
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
 * A new name for a Web Lock; undefined where there are no locks, as in frames without an origin and on pages over plain
 * http. There a dead Worker is noticed only because it does not answer (client.js).
 */
async function lockName() {
  try {
    await navigator.locks.query();
    return `harmonium-${crypto.randomUUID()}`;
  } catch {
    return undefined;
  }
}

/** @param {Worker} worker @param {() => void} [onBegun] @returns {Thread} */
function browserThread(worker, onBegun = () => {}) {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    hold: () => {},
    listen(onMessage, onError) {
      worker.onmessage = ({ data }) => {
        onBegun();
        onBegun = () => {};
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
 * Waits until the script of the thread reports that it is ready.
 * @param {Thread} thread
 * @param {Rung} rung
 * @returns {Promise<Line>}
 */
function lineTo(thread, rung) {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    /** @type {Line} */
    const line = {
      post: (message, transfer = []) => thread.post(message, transfer),
      end() {
        line.onMessage = line.onLost = () => {};
        ended.abort();
        thread.end();
      },
      watchLock() {
        // The lock is granted when the Worker is gone, since the Worker never gives it back. end() aborts the request.
        const name = /** @type {string} */ (line.lock);
        navigator.locks.request(name, { signal: ended.signal }, () => fail('')).catch(() => {});
      },
      kill: () => thread.end(),
      hold: (busy) => thread.hold(busy),
      onMessage: () => {},
      onLost: () => {},
    };
    let ready = false;
    const fail = (/** @type {unknown} */ what) => {
      clearTimeout(start_timer);
      const why = what === '' ? '' : `: ${describe(what)}`;
      if (ready) return line.onLost(new HarmoniumError('crashed', `The Worker that trains has died${why}.`));
      thread.end();
      reject(new HarmoniumError('unsupported', `No ${rung} here${why}.`));
    };
    const start_timer = setTimeout(() => fail('its script did not begin'), kStartTimeoutMilliseconds);
    thread.listen((message) => {
      if (ready) return line.onMessage(message);
      if (message?.event !== 'ready' || message.version !== kProtocolVersion)
        return fail('its script is of another version');
      clearTimeout(start_timer);
      ready = true;
      resolve(line);
    }, fail);
  });
}

/** Runs a host on the main thread. Messages go through microtasks, so that a call never answers before it returns.
 * @param {string} base @returns {Promise<Line>} */
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
      }, kSliceGapMilliseconds);
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
    watchLock: () => {},
    hold: () => {},
    onMessage: () => {},
    onLost: () => {},
  };
  return line;
}
