// @ts-check
// The Worker with the core that has threads (threads.js says where that can be): a second build of the same, and so of
// the same types.

// @ts-ignore
import createCore from './core-threads.mjs';
import { Host } from './host.js';
import { serve } from './worker-place.js';

serve((place) => new Host({ createCore, ...place }));
