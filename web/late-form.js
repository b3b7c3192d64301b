// @ts-check
// The form before it is there: a visit that never opens it does not load it. What it has to show waits here, the newest
// of each kind.

/** @typedef {ReturnType<typeof import('./controls.js').createControls>} Controls */

/**
 * @param {{ details: HTMLDetailsElement, form: HTMLFormElement, load: () => Promise<Controls> }} options details: the
 *   element that shows the form when it is open; load: fetches and makes the form
 */
export function createLateForm({ details, form, load }) {
  /** @type {Controls | null} */
  let made = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  /** @type {Map<string, any[]>} */
  const newest = new Map();

  /** @template {keyof Controls} M @param {M} name @returns {Controls[M]} */
  const later = (name) =>
    /** @type {any} */ (
      (/** @type {any[]} */ ...values) => {
        if (made === null) newest.set(name, values);
        else /** @type {any} */ (made[name])(...values);
      }
    );

  async function fill() {
    try {
      made = await load();
      for (const [name, values] of newest) /** @type {any} */ (made)[name](...values);
      made.showOpen(details.open);
    } catch (error) {
      loading = null; // the next opening tries again
      form.textContent = `The form could not be loaded. ${/** @type {Error} */ (error).message}`;
    }
  }

  return {
    showSpec: later('showSpec'),
    showStatus: later('showStatus'),
    showLink: later('showLink'),
    showBoard: later('showBoard'),

    /** Does nothing before the form is there. @type {Controls['showNumbers']} */
    showNumbers: (snapshot, status) => made?.showNumbers(snapshot, status),

    /** Opens the form, and resolves when it is there. */
    open() {
      details.open = true;
      return (loading ??= fill());
    },

    /** Tells the form that it was closed. */
    closed: () => made?.showOpen(false),
  };
}
