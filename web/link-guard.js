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
  /** The addresses of what is being opened: the link, and what the page writes for it. @type {string[]} */
  let opening = [];
  /** @template T @param {() => T} use @param {T} otherwise */
  const attempt = (use, otherwise) => {
    try {
      return use();
    } catch {
      return otherwise;
    }
  };
  const forget = () => {
    opening = [];
    attempt(() => store().removeItem(kKey), undefined);
  };
  const remember = () => attempt(() => store().setItem(kKey, JSON.stringify(opening)), undefined);
  return {
    /** Whether the last page of this tab ended while it opened this link. @param {string} link */
    ended(link) {
      const kept = attempt(() => JSON.parse(store().getItem(kKey) ?? '[]'), []);
      forget();
      return Array.isArray(kept) && kept.includes(link);
    },
    /** @param {string} link */
    begin(link) {
      opening = [link];
      fatal = false;
      remember();
    },
    /** The page has written another address for what is shown. @param {string} link */
    renamed(link) {
      if (opening.length === 0 || opening.includes(link)) return;
      opening.push(link);
      remember();
    },
    /** The core has died. */
    crashed() {
      if (opening.length > 0) fatal = true;
    },
    /** Something else is opened in its place. What has ended the core stays in the store. */
    end() {
      if (!fatal) forget();
      opening = [];
    },
    /** The experiment of the link has learnt something, or the visitor leaves the page while it is alive. */
    survived() {
      if (opening.length > 0 && !fatal) forget();
    },
  };
}
