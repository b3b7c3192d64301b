// @ts-check
// Runs the host in a Worker or in a thread of Node. Messages go through the Worker's message port.

/** @typedef {import('./host.js').Host} Host */
/** @typedef {Omit<ConstructorParameters<typeof import('./host.js').Host>[0], 'createCore'>} Place */

/**
 * Schedules calls as new tasks, behind messages that arrived before. A timer would wait four milliseconds.
 * @returns {(call: () => void) => void}
 */
function tasks() {
  if (typeof setImmediate === 'function') return (call) => void setImmediate(call);
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const calls = [];
  port1.onmessage = () => calls.shift()?.();
  return (call) => {
    calls.push(call);
    port2.postMessage(null);
  };
}

/**
 * Holds a Web Lock as long as this Worker lives. The page waits for the same lock, so it learns of the Worker's death.
 * @param {string} name
 * @returns {Promise<boolean>} whether it is held
 */
const hold = (name) =>
  new Promise((resolve) => {
    const forever = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks.request(name, forever).catch(() => resolve(false));
  });

/** Starts the host of this Worker. @param {(place: Place) => Host} makeHost */
export async function serve(makeHost) {
  const in_node = typeof process === 'object' && typeof process.versions?.node === 'string';
  const port = in_node ? /** @type {any} */ (await import('node:worker_threads')).parentPort : globalThis;
  const host = makeHost({
    soon: tasks(),
    hold,
    post: (message, transfer = []) => port.postMessage(message, transfer),
  });
  if (in_node) port.on('message', (/** @type {unknown} */ message) => host.receive(message));
  else port.onmessage = (/** @type {MessageEvent} */ event) => host.receive(event.data);
  host.ready();
}
