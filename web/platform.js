// @ts-check
// What the core needs of a browser or of Node, asked before anything is fetched: a compiler's message says less.

import { HarmoniumError } from './errors.js';

/** A module of one function that makes a vector of sixteen bytes and counts their bits. */
const kVectors = [
  [0, 97, 115, 109, 1, 0, 0, 0], // "\0asm", version 1
  [1, 5, 1, 96, 0, 1, 123], // a function without arguments that returns a vector
  [3, 2, 1, 0],
  [10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11], // i32.const 0, i8x16.splat, i8x16.popcnt
];

/** Throws a HarmoniumError where the core cannot run. */
export function mustRunHere() {
  if (typeof WebAssembly !== 'object' || typeof WebAssembly.validate !== 'function') {
    throw new HarmoniumError(
      'unsupported',
      'The core cannot run here: WebAssembly is missing. A browser may have it turned off, as in its lockdown mode.',
    );
  }
  if (WebAssembly.validate(new Uint8Array(kVectors.flat()))) return;
  throw new HarmoniumError(
    'unsupported',
    'The core cannot run here: the vector instructions of WebAssembly (SIMD) are missing. Chrome and Edge have them ' +
      'from version 91 on, Firefox from 89, Safari from 16.4 and Node from 16.4, unless they are turned off.',
  );
}
