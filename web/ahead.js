// @ts-check
// Decides when a page that began with the small core fetches the whole one without being asked: once a model has learnt
// for a while and the page is idle. Pages out of sight do not train, so they fetch nothing.

/** A model has to learn for this long first. A visitor who leaves at once then downloads nothing more. */
const kLearningMilliseconds = 3000;

/**
 * @param {{
 *   fetchWhole: () => Promise<unknown>,
 *   busy: () => boolean,
 *   window: Window,
 * }} page `busy`: whether something else is being fetched or computed
 * @returns {(updates: number) => void} to be called with every snapshot's number of updates
 */
export function createPrefetch({ fetchWhole, busy, window }) {
  const { navigator, performance } = window;
  /** @type {{ saveData?: boolean } | undefined} */
  const connection = /** @type {any} */ (navigator).connection;
  // Embedded in another page, it waits for the first click or key: most readers of that page never use the frame.
  let needs_input = window.parent !== window;
  for (const event_type of ['pointerdown', 'keydown']) {
    window.addEventListener(event_type, () => (needs_input = false), { capture: true, once: true });
  }
  let learning_since = NaN;
  // A browser that saves data fetches only what the visitor asks for.
  let done = connection?.saveData === true;
  return (updates) => {
    if (done || updates === 0) return;
    const now = performance.now();
    if (Number.isNaN(learning_since)) learning_since = now;
    if (now - learning_since < kLearningMilliseconds || needs_input || busy()) return;
    done = true;
    // A failure is ignored here. Choosing a model fetches again and then shows the message.
    const begin = () => void fetchWhole().catch(() => {});
    if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(begin);
    else window.setTimeout(begin, 0);
  };
}
