// @ts-check
// All targets of the fuzz.

import { plan as calls } from './calls.mjs';
import { plan as files } from './files.mjs';
import { plan as links } from './links.mjs';
import { plan as readers } from './readers.mjs';
import { plan as specs } from './specs.mjs';

export const plans = [calls, specs, links, files, readers];
