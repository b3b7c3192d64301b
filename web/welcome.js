// @ts-check
// What a first visit reads above the canvas: two sentences and three ways in. It is shown once; where the browser keeps
// nothing it is shown again.

import { make } from './elements.js';

/** Points on a ring and two small nets: the plane shows best what they do to each other. */
const kPlane = { model: 'gan', data: 'ring', seed: 1, settings: {} };

/**
 * @param {{
 *   before: Element,
 *   focus: HTMLElement,
 *   act: (action: { type: string, [field: string]: any }) => unknown,
 *   store: () => Storage,
 * }} options before: the element that it stands above; focus: what gets the focus when it is closed
 */
export function showWelcome({ before, focus, act, store }) {
  /** @param {{ type: string, [field: string]: any }} [action] */
  function close(action) {
    welcome.remove();
    focus.focus({ preventScroll: true });
    try {
      store().setItem('harmonium.met', '1');
    } catch {
      // A browser that keeps nothing.
    }
    if (action) void act(action);
  }
  /** @param {string} label @param {{ type: string, [field: string]: any }} action */
  const door = (label, action) => make('button', { type: 'button', onclick: () => close(action) }, label);
  const welcome = make(
    'section',
    { id: 'welcome', 'aria-label': 'Welcome' },
    make(
      'p',
      {},
      'A small machine is learning handwritten digits here, and the pictures are digits that it makes up. ',
      'Watch it, or choose another way in: nothing can break.',
    ),
    make(
      'div',
      { className: 'buttons' },
      door('Watch digits', { type: 'play' }),
      door('Play on the plane', { type: 'open', spec: kPlane }),
      door('Bring your own', { type: 'ownData' }),
    ),
    make('button', { type: 'button', className: 'close', 'aria-label': 'Close the welcome', onclick: () => close() }, '\u00d7'),
  );
  welcome.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  before.before(welcome);
}
