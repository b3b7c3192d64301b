// @ts-check
// Learning curves in words.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { curveWords, headline } from '../../web/curve-words.js';

const curve = (/** @type {string} */ name, /** @type {number[]} */ y, more = {}) =>
  /** @type {any} */ ({ name, label: name, unit: 'nats', x: Float32Array.from(y, (_, i) => 100 * i), y: Float32Array.from(y), ...more });

it('a curve says its newest value, its level and how it came there', () => {
  assert.equal(curveWords(curve('a', [])), '');
  assert.equal(curveWords(curve('a', [-6.25])), '\u22126.250 nats.');
  const rising = curve('a', [-6, -5, -4, -3.5, -3], { reference: -2.5, referenceLabel: 'best possible' });
  assert.equal(
    curveWords(rising),
    '\u22123 nats, best possible \u22122.500. Began at \u22126; risen since update 200, when it was \u22124.',
  );
  assert.match(curveWords(curve('a', [5, 1, 1, 1.01, 1])), /hardly changed since update 200/);
  assert.match(curveWords(curve('a', [5, 4, 3, 2, 1])), /fallen since/);
});

it('the headline is the likelihood where there is one', () => {
  assert.equal(headline([]), '');
  const others = [curve('reconstructionError', [1, 2]), curve('mmd', [3])];
  assert.equal(headline(others), 'reconstructionError: 2');
  assert.equal(headline([...others, curve('logLikelihood', [-3], { reference: -2, referenceLabel: 'best possible' })]), 'logLikelihood: \u22123, best possible \u22122');
});
