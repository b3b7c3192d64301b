// @ts-check
// The Worker whose core has threads (threads.js says where that is possible). This core is a second build of the same
// sources, so it has the same types.

// @ts-ignore its types are those of core.mjs
import createCore from './core-threads.mjs';
import { Host } from './host.js';
import { serve } from './worker-place.js';

serve((place) => new Host({ createCore, ...place }));
