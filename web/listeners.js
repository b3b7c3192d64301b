// @ts-check
// Calls of functions that scripts gave: listeners and onProgress. What they throw must not reach the code that calls
// them, where it would end a process of Node and keep the other listeners from being called.

/**
 * Calls a function of a script. Returns nothing and never throws.
 * @param {() => unknown} call
 * @param {(error: unknown) => void} onFailure gets what it throws, or what the promise that it returns is rejected with
 */
export function callSafely(call, onFailure = reportFailure) {
  try {
    const answer = call();
    if (answer instanceof Promise) answer.catch(onFailure);
  } catch (error) {
    onFailure(error);
  }
}

/**
 * Reports the error of a listener, which nobody waits for: as an uncaught error of the page, or in the console of Node.
 * @param {unknown} error
 */
function reportFailure(error) {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else console.error(error);
}

/**
 * Listeners by the name of their event.
 * @template {Record<string, any>} Events
 */
export class Listeners {
  /** @type {Map<keyof Events, Set<(what: any) => void>>} */ #by_name = new Map();

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(what: Events[Name]) => void} listener
   * @returns {() => boolean} removes it; answers whether it was there
   */
  add(name, listener) {
    const listeners = this.#by_name.get(name) ?? new Set();
    this.#by_name.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** @param {keyof Events} name */
  count(name) {
    return this.#by_name.get(name)?.size ?? 0;
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} what
   */
  emit(name, what) {
    for (const listener of this.#by_name.get(name) ?? []) callSafely(() => listener(what));
  }
}
