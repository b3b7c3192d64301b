// @ts-check
// Own data as sequences and as parts: only when they are asked for, and what becomes of them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable, suggest } = await fromSite('own-data/read.js');

const csv = (/** @type {string} */ text, /** @type {object} */ options = {}) =>
  readTable({ name: 'table.csv', bytes: new TextEncoder().encode(text) }, options);

/** @param {string} shape a tuple @param {Uint8Array} numbers */
function npy(shape, numbers) {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const front = Buffer.alloc(10);
  front.set([0x93, ...Buffer.from('NUMPY'), 1, 0]);
  front.writeUInt16LE(header.length, 8);
  return new Uint8Array(Buffer.concat([front, Buffer.from(header, 'latin1'), numbers]));
}

const refused = (/** @type {RegExp} */ words) => (/** @type {any} */ error) => {
  assert.equal(error.code, 'invalid-data', String(error));
  assert.match(error.message, words);
  assert.match(error.message, /^[\x20-\x7e]*\.$/);
  return true;
};

/** What base64 text holds as floats. @param {unknown} text */
function floats(text) {
  const bytes = new Uint8Array(Buffer.from(String(text), 'base64'));
  return [...new Float32Array(bytes.buffer)];
}

const kRuns = 'run,x,y\nb,1,10\na,2,20\nb,3,30\na,4,40\nb,5,50\n';

describe('a column of sequences', () => {
  it('is no more than a column where nobody chose it', async () => {
    const table = await csv('sequence,x\n1,5\n1,6\n2,7\n');
    assert.deepEqual([table.lengths, table.sequence, table.names], [null, null, ['sequence', 'x']]);
    assert.equal(inlineData(table).lengths, undefined);
  });

  it('puts rows of one mark together, in the order of the file', async () => {
    const table = await csv(kRuns, { sequence: 'run' });
    assert.deepEqual([table.lengths, table.sequence, table.names], [[3, 2], 'run', ['x', 'y']]);
    assert.deepEqual([...table.values], [1, 10, 3, 30, 5, 50, 2, 20, 4, 40]);
    assert.ok(table.notes.some((note) => /"run" says which rows are one sequence: there are 2\./.test(note)));
    assert.equal(table.labels, null, 'the only column of text is not taken for labels too');
    const data = inlineData(table);
    assert.deepEqual([data.lengths, data.test, data.testLengths], [[3, 2], undefined, undefined]);
  });

  it('takes labels along, and holds out whole sequences', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `${Math.floor(n / 4)},${n},${n % 2 ? 'odd' : 'even'}`);
    const table = await csv(['run,x,label', ...rows].join('\n'), { sequence: 'run' });
    assert.equal(table.label, 'label');
    const data = inlineData(table);
    assert.deepEqual([data.lengths, data.testLengths], [[4, 4, 4, 4], [4]]);
    const [first, ...rest] = floats(data.test);
    assert.deepEqual([first % 4, rest], [0, [first + 1, first + 2, first + 3]]);
    assert.deepEqual(data.testLabels, [0, 1, 0, 1]);
    assert.equal(/** @type {number[]} */ (data.labels).length, 16);
    assert.equal(suggest(table).heldOut, 0.2);
  });

  it('lets the file itself hold out whole sequences, and no half ones', async () => {
    const whole = await csv('run,x,set\na,1,train\nb,2,test\na,3,train\nb,4,test\n', { sequence: 'run' });
    const data = inlineData(whole);
    assert.deepEqual([data.lengths, data.testLengths, floats(data.test)], [[2], [2], [2, 4]]);
    const half = await csv('run,x,set\na,1,train\nb,2,test\na,3,test\n', { sequence: 'run' });
    assert.throws(() => inlineData(half), refused(/Sequence 1 is held out in part/));
  });

  it('is refused where there is none, where it says nothing, and where it is the labels', async () => {
    await assert.rejects(csv(kRuns, { sequence: 'time' }), refused(/no column "time"; there are "run", "x", "y"/));
    await assert.rejects(csv('run,x\n1,2\n,3\n', { sequence: 'run' }), refused(/Line 3 says nothing in the column "run"/));
    await assert.rejects(csv(kRuns, { sequence: 'run', label: 'run' }), refused(/both the labels and the sequences/));
    await assert.rejects(csv('run\n1\n2\n', { sequence: 'run' }), refused(/"run" is the sequence column/));
  });
});

describe('arrays of three axes', () => {
  const numbers = Uint8Array.from({ length: 12 }, (_, n) => n);

  it('are pictures, and sequences where that is asked for', async () => {
    const bytes = npy('(2, 3, 2)', numbers);
    const pictures = await readTable({ name: 'a.npy', bytes });
    assert.deepEqual([pictures.count, pictures.shape, pictures.lengths, pictures.threeAxes], [2, [3, 2], null, true]);
    const frames = await readTable({ name: 'a.npy', bytes }, { sequences: true });
    assert.deepEqual([frames.count, frames.shape, frames.lengths], [6, [2], [3, 3]]);
    assert.deepEqual([...frames.values], [...numbers]);
    assert.ok(frames.notes.some((note) => /2 sequences of 3 frames of 2 values/.test(note)));
    assert.deepEqual(inlineData(frames, { real: true }).lengths, [3, 3]);
    const flat = await readTable({ name: 'a.npy', bytes: npy('(6, 2)', numbers) }, { sequences: true });
    assert.deepEqual([flat.count, flat.lengths, flat.threeAxes], [6, null, false]);
  });

  it('are sequences by themselves where they would be too large for pictures', async () => {
    const bytes = npy('(2, 500, 49)', new Uint8Array(49_000));
    const frames = await readTable({ name: 'a.npy', bytes });
    assert.deepEqual([frames.count, frames.shape, frames.lengths], [1000, [49], [500, 500]]);
    await assert.rejects(readTable({ name: 'a.npy', bytes }, { sequences: false }), refused(/24,500 values/));
    await assert.rejects(
      readTable({ name: 'a.npy', bytes: npy('(400, 300, 1)', new Uint8Array(120_000)) }, { sequences: true }),
      refused(/120,000 examples/),
    );
  });
});

describe('parts of a table', () => {
  const text = 'male,age,visits,length\n0,3,0,1.5\n1,7,12,-2\n1,1,2,\n';

  it('are none unless they are asked for', async () => {
    const data = inlineData(await csv(text));
    assert.deepEqual([data.parts, data.shape, data.real], [undefined, [4], true]);
  });

  it('put columns of one kind together', async () => {
    const data = inlineData(await csv(text), { parts: true });
    assert.deepEqual(data.parts, [
      { name: 'yes or no', kind: 'binary', shape: [1], names: ['male'] },
      { name: 'counts', kind: 'counts', shape: [2], names: ['age', 'visits'] },
      { name: 'numbers', kind: 'real', shape: [1], names: ['length'] },
    ]);
    assert.deepEqual([data.shape, data.real, data.names], [undefined, undefined, undefined]);
    assert.deepEqual(floats(data.floats), [0, 3, 0, 1.5, 1, 7, 12, -2, 1, 1, 2, NaN]);
    const mixed = inlineData(await csv('a,b\n0.5,1\n2,0\n'), { parts: true });
    assert.deepEqual(floats(mixed.floats), [1, 0.5, 0, 2], 'values follow the parts');
  });

  it('are made of columns only', async () => {
    const table = await readTable({ name: 'a.npy', bytes: npy('(2, 2, 2)', new Uint8Array(8)) });
    assert.throws(() => inlineData(table, { parts: true }), refused(/Parts are made of the columns of a table/));
  });
});
