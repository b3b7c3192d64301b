// @ts-check
// The Worker of a page's first visit. It begins with the small core and loads the whole one when it is needed (cores.js).
// Both are builds of the same sources, and so of the same types.

// @ts-ignore
import createCore from './core-first.mjs';
import { Host } from './host.js';
import { serve } from './worker-place.js';

// A module that failed to load fails again under the same address, so later attempts use another one.
/** @type {import('./cores.js').LoadWhole} */
const loadWhole = (attempt) => import(attempt === 0 ? './core.mjs' : `./core.mjs?attempt=${attempt}`);

serve((place) => new Host({ createCore, loadWhole, ...place }));
