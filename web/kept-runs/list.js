// @ts-check
// The runs that this browser keeps, in the form: each can be gone on with, or forgotten.

import { make } from '../elements.js';

/** @typedef {import('./store.js').KeptRun} KeptRun */

/**
 * @param {{ place: HTMLElement, store: ReturnType<typeof import('./store.js').createRunStore>,
 *   open: (run: KeptRun) => Promise<void>, words: (run: KeptRun) => string }} of place: is filled
 */
export function createRunList({ place, store, open, words }) {
  async function show() {
    const runs = await store.list();
    place.replaceChildren(
      ...(runs.length === 0 ? [] : [make('p', { className: 'help' }, 'Kept in this browser while they trained, and sent nowhere:')]),
      ...runs.map((run) =>
        make(
          'div',
          { className: 'buttons' },
          make('button', { type: 'button', onclick: () => void open(run) }, `Go on with ${words(run)}`),
          make(
            'button',
            { type: 'button', 'aria-label': `Forget ${words(run)}`, onclick: () => void store.forget(run.id).then(show) },
            'Forget',
          ),
        ),
      ),
    );
  }
  return { show };
}
