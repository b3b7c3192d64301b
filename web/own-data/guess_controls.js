// @ts-check
// Controls for what was guessed about a file: one choice for each guess, with the reason beside it.

import { make } from '../elements.js';

/** @typedef {import('./table.js').Guess<any>} Guess */

/**
 * Controls for guesses that may be otherwise.
 * @param {Record<string, Guess>} guesses by the names of options for reading
 * @param {(options: import('./table.js').ReadOptions) => void} change called with the option that was chosen
 * @returns {HTMLElement[]}
 */
export function guessControls(guesses, change) {
  return Object.entries(guesses)
    .filter(([, { choices }]) => choices.length > 1)
    .map(([name, guess]) => controlOf(name, guess, change));
}

/** @param {string} name @param {Guess} guess @param {(options: import('./table.js').ReadOptions) => void} change */
function controlOf(name, { title, value, choices, why, open }, change) {
  const id = `own-guess-${name}`;
  const select = make(
    'select',
    { id, 'aria-describedby': `${id}-help`, onchange: () => change({ [name]: choices[select.selectedIndex].value }) },
    ...choices.map(({ label }) => make('option', {}, label)),
  );
  const same = (/** @type {unknown} */ other) => String(other) === String(value);
  select.selectedIndex = choices.findIndex((choice) => same(choice.value));
  const help = make('p', { id: `${id}-help`, className: 'help' }, open ? `${why} Please check it.` : why);
  return make('div', { className: 'field' }, make('label', { for: id }, title), select, help);
}
