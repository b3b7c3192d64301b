// @ts-check
// The short form of the fuzz: the same inputs in every run. `./build-wasm.sh bench fuzz` runs the long form.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { plans } from './plans.mjs';
import { faultOf, fuzz, lineOf } from './run.mjs';

/** Inputs for each target. They take a few seconds. */
const kInputs = 1000;

describe('inputs at random', () => {
  for (const plan of plans) {
    it(`are taken or refused in words: ${plan.name}`, async (t) => {
      const report = await fuzz(plan, { inputs: kInputs });
      t.diagnostic(lineOf(report));
      assert.deepEqual(report.failures, []);
      assert.ok(report.refused > kInputs / 10, 'some are wrong');
      assert.ok(report.done > 0, 'some are right');
    });
  }

  it('are held to what an answer must be', () => {
    assert.match(String(faultOf(new Error('x'))), /not a HarmoniumError/);
    assert.match(String(faultOf(null)), /not a HarmoniumError/);
  });
});
