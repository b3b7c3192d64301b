// @ts-check
// Wishes that come faster than they can be granted, from a slider under a finger: one is on its way, of those that wait
// only the newest counts.

/**
 * @template Wish
 * @param {(wish: Wish) => Promise<unknown>} grant
 * @returns {(wish: Wish) => Promise<void>} resolves when nothing waits any more; fails as `grant` does
 */
export function newestOnly(grant) {
  /** @type {{ wish: Wish } | null} */
  let waiting = null;
  /** @type {Promise<void> | null} */
  let working = null;
  async function work() {
    try {
      while (waiting !== null) {
        const { wish } = waiting;
        waiting = null;
        await grant(wish);
      }
    } finally {
      waiting = null;
      working = null;
    }
  }
  return (wish) => {
    waiting = { wish };
    return (working ??= work());
  };
}
