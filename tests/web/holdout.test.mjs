// @ts-check
// Which examples are held out: by a seed and by what they hold, never by where they stand in the file.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { heldOutOf, inlineData, readTable } = await fromSite('own-data/read.js');
/** @type {typeof import('../../web/own-data/holdout.js')} */
const { holdOut } = await fromSite('own-data/holdout.js');

/** @param {string[]} rows @param {object} [options] */
const read = (rows, options = {}) => readTable({ name: 'table.csv', bytes: new TextEncoder().encode(rows.join('\n')) }, options);

/** Three kinds of fifty, one after the other. */
const kKinds = Array.from({ length: 150 }, (_, n) => `${Math.floor(n / 50)},${(n * 37) % 101}`);
/** The same rows in another order. @template T @param {T[]} rows */
const shuffled = (rows) => rows.map((_, n) => rows[(n * 77) % rows.length]);

/** @param {Uint8Array} held @param {string[]} rows */
const rowsHeld = (held, rows) => rows.filter((_, n) => held[n] === 1).sort();

describe('examples that are held out', () => {
  it('are of all kinds of a sorted file without labels', async () => {
    const { held } = heldOutOf(await read(kKinds));
    const counts = [0, 1, 2].map((kind) => held.subarray(50 * kind, 50 * kind + 50).reduce((sum, one) => sum + one, 0));
    assert.equal(counts[0] + counts[1] + counts[2], 30);
    // Drawn without regard to the kind: hypergeometric with mean 10 and standard deviation 2.3.
    for (const count of counts) assert.ok(count >= 3 && count <= 17, String(counts));
  });

  it('are the same examples in whatever order they stand', async () => {
    for (const [header, rows] of /** @type {[string[], string[]][]} */ ([
      [[], kKinds],
      [['a,class'], kKinds.map((row) => row.split(',').reverse().join(',k'))],
    ])) {
      const other = shuffled(rows);
      const [one, two] = [heldOutOf(await read([...header, ...rows])), heldOutOf(await read([...header, ...other]))];
      assert.deepEqual(rowsHeld(one.held, rows), rowsHeld(two.held, other));
    }
  });

  it('are as many of equal examples in every order', () => {
    const values = Float32Array.from({ length: 40 }, (_, n) => Number(n < 20));
    const of = (/** @type {Float32Array} */ values) => {
      const held = holdOut({ count: 40, values, labels: null, classes: [], lengths: null }, 0.25);
      return values.filter((_, n) => held[n] === 1).reduce((sum, value) => sum + value, 0);
    };
    assert.equal(of(values), of(values.toReversed()));
    assert.equal(of(values), of(Float32Array.from(values, (_, n) => n % 2)));
  });

  it('are the same share of every class, the sum being the share of all, and never the whole of one', async () => {
    const rows = Array.from({ length: 41 }, (_, n) => `${n},${n < 20 ? 'a' : n < 34 ? 'b' : n < 40 ? 'c' : 'd'}`);
    const table = await read(['value,class', ...rows]);
    const { held, sentence } = heldOutOf(table, { heldOut: 0.25 });
    const counts = table.classes.map((_, label) => held.filter((one, n) => one === 1 && table.labels?.[n] === label).length);
    assert.deepEqual(counts, [5, 4, 1, 0]); // of 5, 3.5, 1.5 and .25: ten in all, the one that is left going to the first of the largest rests
    assert.match(sentence, /10 of 41 examples are held out, the same share of every class\. .* by seed 1 .* the order of the file plays no part\./);
  });

  it('are other ones by another seed, each as often as the others', async () => {
    const table = await read(kKinds);
    const counts = new Array(150).fill(0);
    for (let seed = 0; seed < 400; ++seed) {
      const { held } = heldOutOf(table, { heldOutSeed: seed });
      for (let n = 0; n < 150; ++n) counts[n] += held[n];
    }
    // Binomial: 400 draws with probability .2 have mean 80 and standard deviation 8; five of them either way.
    for (const count of counts) assert.ok(count > 40 && count < 120, String(count));
    assert.throws(() => heldOutOf(table, { heldOutSeed: -1 }), /seed of the examples held out is -1/);
  });

  it('are whole sequences, whatever their order', async () => {
    const runs = Array.from({ length: 10 }, (_, run) => [0, 1, 2].map((t) => `r${run},${run * 3 + t}`));
    const [one, two] = await Promise.all([runs, shuffled(runs)].map((all) => read(['run,x', ...all.flat()], { sequence: 'run' })));
    const held = (/** @type {typeof one} */ table) => [...table.values].filter((_, n) => heldOutOf(table).held[n] === 1).sort((a, b) => a - b);
    assert.equal(held(one).length, 6);
    assert.deepEqual(held(one), held(two));
    assert.equal(held(one)[0] % 3, 0);
    assert.equal(held(one)[2], held(one)[0] + 2);
    assert.match(heldOutOf(one).sentence, /6 of 30 frames are held out as whole sequences/);
    assert.equal(inlineData(one).testLengths?.length, 2);
  });

  it('leave every value known in one training example', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `${n},${n === 7 ? 5 : ''}`);
    const table = await read(['a,b', ...rows]);
    for (let seed = 0; seed < 20; ++seed) assert.equal(heldOutOf(table, { heldOutSeed: seed }).held[7], 0);
    const { held: _, ...rest } = table;
    const all = { ...rest, held: Uint8Array.from({ length: 20 }, (_, n) => Number(n === 7)) };
    assert.throws(() => inlineData(all), /The value "b" is missing in all training examples/);
  });

  it('are those that the file says, or none of few', async () => {
    const said = heldOutOf(await read(['x,set', '1,train', '2,test', '3,train']));
    assert.deepEqual([[...said.held], said.sentence], [[0, 1, 0], '1 of 3 examples are held out, as the files say.']);
    assert.match(heldOutOf(await read(['x', '1', '2.5', '3'])).sentence, /No example is held out/);
  });
});
