// @ts-check
// The Worker: the host and the core. It is loaded as a module; the build also bundles it into one classic script
// (worker.classic.js) for places where module Workers are refused. In Node it runs under worker_threads.

import createCore from './core.mjs';
import { Host } from './host.js';
import { serve } from './worker-place.js';

serve((place) => new Host({ createCore, ...place }));
