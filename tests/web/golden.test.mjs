// @ts-check
// The same run gives the same bits everywhere: the digests that the native tests pin, through the door.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

import { root } from '../../.toolchain/tools.mjs';
import { onEveryRung } from './support.mjs';

/** @type {{ runs: { name: string, spec: any, updates: number, hash: string }[] }} */
const { runs } = JSON.parse(readFileSync(path.join(root, 'tests/reference/hashes.json'), 'utf8'));

onEveryRung('golden digests', (at) => {
  for (const { name, spec, updates, hash } of runs) {
    it(name, async () => {
      const experiment = await at.engine.open(spec);
      await experiment.train({ updates });
      assert.equal(await experiment.hash(), hash);
      await experiment.close();
    });
  }
});
