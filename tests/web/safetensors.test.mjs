// @ts-check
// The tensor format, against its own specification: written by hand here, and hostile.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { HarmoniumError } from '../../web/errors.js';
import { readTensors, writeTensors } from '../../web/safetensors.js';

/**
 * A file put together as the specification says: length, header, numbers.
 * @param {unknown} header
 * @param {ArrayBufferView} [numbers]
 * @param {number} [claimed]
 */
function file(header, numbers = new Uint8Array(0), claimed) {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(claimed ?? Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text), Buffer.from(numbers.buffer)]);
}

const entry = (/** @type {object} */ changes = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes });

describe('tensors', () => {
  it('are read as the specification says', () => {
    const bytes = file(
      { __metadata__: { made: 'by hand' }, a: entry({ shape: [1, 2] }), b: entry({ data_offsets: [8, 16] }) },
      Float32Array.of(1, -2, 0.5, 1e-20),
    );
    const { metadata, tensors } = readTensors(bytes);
    assert.deepEqual({ ...metadata }, { made: 'by hand' });
    assert.deepEqual(
      { ...tensors },
      {
        a: { shape: [1, 2], data: Float32Array.of(1, -2) },
        b: { shape: [2], data: Float32Array.of(0.5, 1e-20) },
      },
    );
  });

  it('are read from headers of any length, from the middle of a buffer, and in double precision', () => {
    for (const pad of ['', ' ', '   ']) {
      const bytes = file(
        `${JSON.stringify({ x: entry({ dtype: 'F64', data_offsets: [0, 16] }) })}${pad}`,
        Float64Array.of(3, 4),
      );
      const inside = new Uint8Array(bytes.length + 3);
      inside.set(bytes, 3);
      assert.deepEqual(readTensors(inside.subarray(3)).tensors.x.data, Float32Array.of(3, 4));
    }
  });

  it('come back as they were written, and begin at a multiple of 8', () => {
    const tensors = {
      W: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      empty: { shape: [0], data: new Float32Array(0) },
      one: { shape: [], data: [7] },
      __proto_like__: { shape: [1], data: [8] },
    };
    const bytes = writeTensors(tensors, { note: 'gr\u00fc\u00df dich' });
    assert.equal(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8, 0);
    const read = readTensors(bytes);
    assert.equal(read.metadata.note, 'gr\u00fc\u00df dich');
    assert.deepEqual([...read.tensors.W.data], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(read.tensors.one, { shape: [], data: Float32Array.of(7) });
    assert.deepEqual(Object.keys(read.tensors), Object.keys(tensors));
  });

  it('are copies: nothing done to them reaches the file', () => {
    const bytes = Buffer.from(writeTensors({ a: { shape: [1], data: [1] } }));
    readTensors(bytes).tensors.a.data[0] = 9;
    assert.equal(readTensors(bytes).tensors.a.data[0], 1);
  });

  it('are not written with a shape that does not fit', () => {
    assert.throws(() => writeTensors({ a: { shape: [2, 2], data: [1] } }), /"a" has 1 numbers, .*\[2, 2\] wants 4/);
  });

  it('that are named like parts of every object change no object', () => {
    const { tensors } = readTensors(file(`{"__proto__": ${JSON.stringify(entry())}}`, Float32Array.of(1, 2)));
    assert.deepEqual(Object.keys(tensors), ['__proto__']);
    assert.equal(/** @type {any} */ ({}).shape, undefined);
  });

  /** @type {[string, Uint8Array, RegExp][]} */
  const hostile = [
    ['nothing', new Uint8Array(0), /has 0 bytes, and at least 8/],
    ['a length and no header', file('', undefined, 100), /claims 100 bytes/],
    ['a header of astronomical length', file('{}', undefined, 2 ** 53 - 1), /claims 9007199254740991 bytes/],
    ['a header that is no JSON', file('{"a": '), /not JSON/],
    ['a header that is no UTF-8', Buffer.concat([file('', undefined, 2), Buffer.from([0xff, 0xfe])]), /not JSON/],
    ['a list', file([]), /not a JSON object/],
    ['null', file('null'), /not a JSON object/],
    ['metadata that are no text', file({ __metadata__: { a: 1 } }), /metadata "a" is not text/],
    ['a tensor without description', file({ a: 3 }), /"a" has no description/],
    [
      'an unknown type',
      file({ a: entry({ dtype: 'F4' }) }, Float32Array.of(1, 2)),
      /type "F4"; allowed are F32, F64 and U8/,
    ],
    ['a type that every object has', file({ a: entry({ dtype: 'toString' }) }), /type "toString"/],
    ['a negative side', file({ a: entry({ shape: [-2] }) }, Float32Array.of(1, 2)), /no shape of whole numbers/],
    ['a shape of text', file({ a: entry({ shape: '2' }) }, Float32Array.of(1, 2)), /no shape/],
    ['offsets outside', file({ a: entry({ data_offsets: [8, 16] }) }, Float32Array.of(1, 2)), /outside the file/],
    ['offsets the wrong way round', file({ a: entry({ data_offsets: [8, 0] }) }, Float32Array.of(1, 2)), /outside/],
    ['one offset', file({ a: entry({ data_offsets: [8] }) }, Float32Array.of(1, 2)), /outside/],
    [
      'a shape too large for its bytes',
      file({ a: entry({ shape: [3] }) }, Float32Array.of(1, 2)),
      /\[3\] takes 8 bytes/,
    ],
    ['sides whose product overflows', file({ a: entry({ shape: [2 ** 40, 2 ** 40] }) }, Float32Array.of(1, 2)), /fit/],
  ];
  for (const [what, bytes, sentence] of hostile) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => readTensors(bytes),
        (error) => {
          assert.ok(error instanceof HarmoniumError);
          assert.equal(error.code, 'invalid-file');
          assert.match(error.message, sentence);
          return true;
        },
      );
    });
  }
});
