// @ts-check
// The name of the canvas for screen readers: what is shown, whether it learns, and the number that tells most. The
// canvas is one element, and its name is all that can be read of it without its controls.

import { headline } from './curve-words.js';
import { figure } from './words.js';

/** Shortest time between two names while a run goes on. A name that changes all the time is read all the time. */
const kMilliseconds = 5000;

/**
 * @param {{
 *   canvas: HTMLElement,
 *   describe: () => string,
 *   snapshot: () => any,
 *   running: () => boolean,
 *   now?: () => number,
 * }} options describe: a sentence about what is shown
 */
export function nameCanvas({ canvas, describe, snapshot, running, now = () => performance.now() }) {
  let shown = -Infinity;

  function show() {
    const newest = snapshot();
    if (newest === null) return;
    shown = now();
    const { updates } = newest.progress;
    const done = `${figure(updates)} update${updates === 1 ? '' : 's'}`;
    const numbers = headline(newest.curves ?? []);
    const name = `Playground. ${describe()} ${running() ? 'Playing' : 'Paused'} at ${done}.${numbers ? ` ${numbers}.` : ''}`;
    if (canvas.getAttribute('aria-label') !== name) canvas.setAttribute('aria-label', name);
  }
  canvas.addEventListener('focus', show);
  show();

  return {
    /** Names the canvas anew: something was changed. */
    show,
    /** Names the canvas anew if its name is old. */
    later() {
      if (now() - shown >= kMilliseconds) show();
    },
  };
}
