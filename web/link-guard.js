// @ts-check
// A link may ask for more than there is: its experiment may end the core, or the whole tab. So that such a page is not
// dead on every reload, sessionStorage remembers that a link is being opened until its experiment has learnt something.
// A page that finds this note opens the usual first experiment instead, once, and forgets it.

const kKey = 'harmonium.opening';

/**
 * @param {() => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} store may throw, as sessionStorage does in frames
 *   without an origin; nothing is remembered then
 */
export function createLinkGuard(store) {
  /** Whether the link now being opened has ended the core. */
  let fatal = false;
  let opening = false;
  /** @template T @param {() => T} use @param {T} otherwise */
  const attempt = (use, otherwise) => {
    try {
      return use();
    } catch {
      return otherwise;
    }
  };
  const forget = () => {
    opening = false;
    attempt(() => store().removeItem(kKey), undefined);
  };
  return {
    /** Whether the last page of this tab ended while it opened this link. @param {string} link */
    ended(link) {
      const kept = attempt(() => store().getItem(kKey), null);
      forget();
      return kept === link;
    },
    /** @param {string} link */
    begin(link) {
      opening = true;
      fatal = false;
      attempt(() => store().setItem(kKey, link), undefined);
    },
    /** The core has died. */
    crashed() {
      if (opening) fatal = true;
    },
    /** The experiment of the link has learnt something, or the visitor leaves the page while it is alive. */
    survived() {
      if (opening && !fatal) forget();
    },
  };
}
