// @ts-check
// When a page that began with the small core fetches the whole one ahead of its use: once the visitor has watched a model
// learn for a while and the page is idle. Pages that nobody sees do not train, and so fetch nothing.

/** So long a model has to learn before anything is fetched that nobody has asked for. */
const kLearningMilliseconds = 3000;

/**
 * @param {{
 *   fetchWhole: () => Promise<unknown>,
 *   busy: () => boolean,
 *   window: Window,
 * }} page `busy`: whether something else is being fetched or worked out
 * @returns {(updates: number) => void} to be called with every picture, and the updates that it is of
 */
export function createAhead({ fetchWhole, busy, window }) {
  const { navigator, performance } = window;
  /** @type {{ saveData?: boolean } | undefined} */
  const connection = /** @type {any} */ (navigator).connection;
  // In a frame of another page it waits until the reader of that page turns to it.
  let unused = window.parent !== window;
  for (const sign of ['pointerdown', 'keydown']) {
    window.addEventListener(sign, () => (unused = false), { capture: true, once: true });
  }
  let since = NaN;
  let done = connection?.saveData === true;
  return (updates) => {
    if (done || updates === 0) return;
    const now = performance.now();
    if (Number.isNaN(since)) since = now;
    if (now - since < kLearningMilliseconds || unused || busy()) return;
    done = true;
    const begin = () => void fetchWhole().catch(() => {}); // tried again, with a message, when a model is chosen
    if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(begin);
    else window.setTimeout(begin, 0);
  };
}
