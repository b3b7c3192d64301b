// @ts-check
// Own data far from zero: what differs is kept in double precision until the core takes off what is common. Oracle: the
// noise of the closed form, from moments in double precision.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { door, fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable } = await fromSite('own-data/read.js');

/** Three readings of a common pressure, in pascals, with noise of their own; always the same. */
function pressures() {
  let state = 1;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: 300 }, () => {
    const common = 0.01 * normal();
    return [0, 1, 2].map(() => Number((100000 + common + 0.002 * normal()).toFixed(6)));
  });
}

/** The mean of the two smaller eigenvalues of the covariance: trace less the largest, by power iteration. @param {number[][]} rows */
function noiseOf(rows) {
  const mean = [0, 1, 2].map((i) => rows.reduce((sum, row) => sum + (row[i] - 1e5), 0) / rows.length + 1e5);
  const S = [0, 1, 2].map((i) => [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / rows.length));
  let v = [1, 1, 1];
  let largest = 0;
  for (let step = 0; step < 200; ++step) {
    const next = S.map((row) => row.reduce((sum, s, j) => sum + s * v[j], 0));
    largest = Math.hypot(...next);
    v = next.map((x) => x / largest);
  }
  return (S[0][0] + S[1][1] + S[2][2] - largest) / 2;
}

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {Float64Array} numbers @param {number} width */
function npy(numbers, width) {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${numbers.length / width}, ${width}), }\n`;
  const bytes = Buffer.alloc(10 + header.length + numbers.byteLength);
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0]);
  bytes.writeUInt16LE(header.length, 8);
  bytes.write(header, 10, 'latin1');
  Buffer.from(numbers.buffer).copy(bytes, 10 + header.length);
  return new Uint8Array(bytes);
}

describe('own data far from zero', () => {
  const rows = pressures();
  const files = {
    CSV: { name: 'a.csv', bytes: bytesOf(['p,q,r', ...rows.map((row) => row.join(','))].join('\n')) },
    NPY: { name: 'a.npy', bytes: npy(Float64Array.from(rows.flat()), 3) },
  };
  for (const [kind, file] of Object.entries(files)) {
    it(`learns the noise of pressures in pascals from ${kind}`, async () => {
      const table = await readTable(file);
      const data = inlineData(table, { heldOut: 0 });
      assert.equal(data.floats, undefined);
      assert.deepEqual(data.examples?.[7], rows[7]);
      const engine = await door.createEngine({ rung: 'main-thread' });
      const experiment = await engine.open({ model: 'ppca', data, settings: { factors: 1, method: 'closed' } });
      await experiment.train({ updates: 1 });
      const { noise, mean } = await experiment.parameters();
      assert.ok(Math.abs(noise.data[0] / noiseOf(rows) - 1) < 1e-4, `${noise.data[0]} is not ${noiseOf(rows)}`);
      assert.ok(Math.abs(mean.data[0] - 100000) < 0.01, 'means are true values');
      const samples = await experiment.sample({ count: 10 });
      assert.ok(samples.data.every((value) => Math.abs(value - 100000) < 0.2), 'samples are true values');
      // The file that is saved goes on from there.
      const again = await engine.load(await experiment.save());
      assert.deepEqual((await again.parameters()).mean.data, mean.data);
      await engine.close();
    });
  }

  it('packs other numbers in single precision, as before', async () => {
    const plain = await readTable({ name: 'a.csv', bytes: bytesOf('a,b\n5.1,1950\n4.9,2020\n6.3,1987\n') });
    assert.ok(plain.values instanceof Float32Array);
    assert.equal(typeof inlineData(plain, { heldOut: 0 }).floats, 'string');
    assert.ok(!plain.notes.some((note) => note.includes('near their mean')));
    const far = await readTable({ name: 'a.csv', bytes: bytesOf('a,b\n100000.01,1\n100000.02,NA\n100000.04,2\n') });
    assert.ok(far.notes.some((note) => note.includes('near their mean')));
    assert.deepEqual(inlineData(far, { heldOut: 0 }).examples, [[100000.01, 1], [100000.02, null], [100000.04, 2]]);
  });
});
