// @ts-check
// The TypeScript types and comments of options that no model may have yet.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { helpOf, typeOf } from '../../.toolchain/option-types.mjs';

const layers = { type: 'sizes', minimum: 1, maximum: 1000, leastCount: 1, mostCount: 5, default: [500, 250], help: 'Units.' };
const rate = { type: 'number', minimum: 0, maximum: 1, per: 'layers', default: 0.1, live: true, help: 'How fast.' };

test('a list of sizes is a list of numbers, and one value per layer a number or a list', () => {
  assert.equal(typeOf(layers), 'number[]');
  assert.equal(typeOf(rate), 'number | number[]');
  assert.equal(typeOf({ ...rate, per: undefined }), 'number');
  assert.equal(typeOf({ type: 'choice', choices: [{ name: 'a' }, { name: 'b' }] }), "'a' | 'b'");
  assert.equal(typeOf({ type: 'toggle' }), 'boolean');
});

test('the comment says how long a list is and what each entry may be', () => {
  assert.equal(
    helpOf(layers),
    'Units. A list of 1 to 5 whole numbers, each from 1 to 1000. Default: [500,250]. A change starts the experiment anew.',
  );
  assert.equal(helpOf(rate), 'How fast. A number from 0 to 1, or a list with one for each entry of `layers`. Default: 0.1.');
});
