// @ts-check
// What a script may hand to the readers of own data besides files: every part of what is understood, options, choices and
// tables as values of every kind, among them such as break when they are touched. Each is a table or a refusal in one
// sentence, and none keeps the reader busy.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bytesOf } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { heldOutOf, inlineData, readTable, suggest, valuesOf } = await fromSite('own-data/read.js');

const fail = () => {
  throw new Error('touched');
};
const breaking = new Proxy({}, { get: fail, ownKeys: fail, has: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail });
const revoked = (/** @type {object} */ of) => {
  const { proxy, revoke } = Proxy.revocable(of, {});
  revoke();
  return proxy;
};
/** @type {any} */
const circle = {};
circle.circle = circle;
const endless = new Proxy([], { get: (of, key) => (key === 'length' ? 1e9 : Reflect.get(of, key)) });

/** @type {unknown[]} */
const junk = [
  ...[null, true, false, 0, -1, 1.5, NaN, Infinity, 1e300, 10n, 10n ** 40n, '', 'x', 'a', '\0', '\ud800', 'x'.repeat(1e5)],
  ...['__proto__', 'constructor', Symbol('q'), () => 1, class A {}, [], [[]], [null], ['x', 1], [breaking], new Array(1e6), endless],
  ...[{}, Object.create(null), { length: 3 }, circle, breaking, revoked({}), revoked([]), new Map([['a', 1]]), new Date(NaN), /x/, new Uint8Array(4)],
  ...[Promise.resolve(1), new Error('e'), { then() {} }, new String('first'), { toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail }],
  ...[{ a: null }, { a: 5 }, { a: breaking }, { a: { as: 'number', x: 1 } }, { a: { as: Symbol('s') } }, { a: [] }, { get a() { return fail(); } }, globalThis],
  JSON.parse('{"__proto__": {"as": "number"}}'),
];
const fields = ['delimiter', 'quote', 'comment', 'top', 'foot', 'header', 'decimal', 'missing', 'label', 'sequence', 'held', 'columns', 'nonsense'];
const options = ['understood', 'label', 'sequence', 'encoding', 'minusOne', 'sequences', 'tile', 'gap', 'margin', 'invert', 'ground', 'empty', 'decode', 'like'];
const choices = ['real', 'maximum', 'shape', 'parts', 'heldOut', 'heldOutSeed'];
const texts = ['a;b;class\n1,5;2;x\n2,5;NA;y\n4;5;x\n', '1 2\n3 4\n', 'constructor,__proto__,toString\n1,2,3\n4,5,7\n'];

/** @param {string} what @param {() => unknown} call */
async function attempt(what, call) {
  try {
    await call();
  } catch (error) {
    const { name, code, message, stack } = /** @type {any} */ (error);
    assert.equal(name, 'HarmoniumError', `${what}: ${stack}`);
    assert.equal(code, 'invalid-data', what);
    assert.ok(message.length < 400 && /^[^\p{C}\p{Zl}\p{Zp}]+\.$/u.test(message), `${what}: ${message}`);
    assert.doesNotMatch(message, /\[object/, what);
  }
}

describe('junk', () => {
  for (const [t, text] of texts.entries()) {
    const file = { name: 't.csv', bytes: bytesOf(text) };
    it(`is refused with the files of text ${t + 1}`, async () => {
      for (const [n, value] of junk.entries()) {
        await attempt(`options ${n}`, () => readTable(file, /** @type {any} */ (value)));
        await attempt(`files ${n}`, () => readTable(/** @type {any} */ (value)));
        await attempt(`second file ${n}`, () => readTable([file, /** @type {any} */ (value)]));
        await attempt(`name ${n}`, () => readTable({ name: /** @type {any} */ (value), bytes: file.bytes }));
        await attempt(`bytes ${n}`, () => readTable({ name: 'a', bytes: /** @type {any} */ (value) }));
        for (const option of options) await attempt(`${option} ${n}`, () => readTable(file, { [option]: value }));
        for (const field of fields) await attempt(`understood.${field} ${n}`, () => readTable(file, { understood: { [field]: value } }));
        for (const part of ['as', 'decimal']) await attempt(`column.${part} ${n}`, () => readTable(file, { understood: { columns: { a: { [part]: value } } } }));
      }
    });

    it(`is refused with the table of text ${t + 1}`, async () => {
      const table = await readTable(file);
      for (const [n, value] of junk.entries()) {
        const any = /** @type {any} */ (value);
        for (const call of [inlineData, heldOutOf, suggest]) await attempt(`table ${n}`, () => call(any));
        await attempt(`understanding ${n}`, () => valuesOf(any));
        await attempt(`choices ${n}`, () => inlineData(table, any));
        for (const choice of choices) await attempt(`${choice} ${n}`, () => inlineData(table, { [choice]: value }));
      }
    });
  }

  it('is named in the sentence', async () => {
    const refusal = (/** @type {object} */ understood, /** @type {RegExp} */ words) =>
      assert.rejects(readTable({ name: 't.csv', bytes: bytesOf(texts[0]) }, { understood: /** @type {any} */ (understood) }), words);
    await refusal({ header: Symbol('x') }, /\(header\) is a symbol; allowed are "none", "first"/);
    await refusal({ columns: null }, /\(columns\) is null; it is an object/);
    await refusal({ columns: { a: 5 } }, /column "a" is 5; it is an object with as and decimal/);
    await refusal({ missing: endless }, /a list of 1000000000 entries/);
    await refusal(breaking, /breaks when it is touched: touched/);
    await refusal({ get top() { return fail(); } }, /breaks when it is touched/);
  });
});
