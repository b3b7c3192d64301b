// @ts-check
// Files that are cut short, in every kind: they end in a table that holds together, or in one sentence for a person.
// tests/fuzz damages the same files at random.

import { describe, it } from 'node:test';

import { attempt, every } from './own_kinds.mjs';

describe('files cut short', () => {
  const decode = async () => ({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
  for (const [name, bytes] of every) {
    it(`end in a sentence or in a table: ${name}`, async () => {
      for (let length = 0; length < bytes.length; ++length) {
        await attempt([{ name, bytes: bytes.slice(0, length) }], { decode }, `${name}, ${length} bytes`);
      }
    });
  }
});
