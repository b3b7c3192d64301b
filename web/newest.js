// @ts-check
// Sends values that come faster than they can be handled, such as those of a slider that is dragged: one is in flight,
// and of those that wait only the newest is sent.

/**
 * @template Value
 * @param {(value: Value) => Promise<unknown>} send sends one value
 * @returns {(value: Value) => Promise<void>} resolves when nothing waits any more; rejects as `grant` does
 */
export function newestOnly(send) {
  /** @type {{ value: Value } | null} */
  let waiting = null;
  /** @type {Promise<void> | null} */
  let working = null;
  async function work() {
    try {
      while (waiting !== null) {
        const { value } = waiting;
        waiting = null;
        await send(value);
      }
    } finally {
      waiting = null;
      working = null;
    }
  }
  return (value) => {
    waiting = { value };
    return (working ??= work());
  };
}
