// @ts-check
// The usual Worker: the host and the core. It is loaded as a module. The build also bundles it into one classic script
// (worker.classic.js) for places without module Workers. In Node it runs under worker_threads.

import createCore from './core.mjs';
import { Host } from './host.js';
import { serve } from './worker-place.js';

serve((place) => new Host({ createCore, ...place }));
