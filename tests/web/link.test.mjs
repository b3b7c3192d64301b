// @ts-check
// The experiment in an address. Oracle: what is written comes back; whatever else is read is refused with a sentence or is
// an object of exactly the shape that the core is asked to check further.

import assert from 'node:assert/strict';
import test from 'node:test';
import { LINK_LIMIT, parseLink, writeLink, writeLinkWithoutData } from '../../web/link.js';

const kSpec = {
  model: 'rbm',
  data: 'digits',
  seed: 9007199254740991,
  settings: { hidden: 64, method: 'cd', centred: false },
};

test('what is written comes back, with and without #', () => {
  const inline = { model: 'rbm', data: { shape: [1, 2], examples: [[0, 1]], labels: [3] }, seed: 0, settings: {} };
  const odd = { model: 'r:b,m%3A\u{1f600}', data: '"#&', settings: {} };
  const lists = { model: 'stack', data: 'digits', settings: { layers: [500, 250, 30], rate: [0.5, 0.25, 1e-3], none: [] } };
  for (const spec of [kSpec, inline, odd, lists, { model: 'rbm', data: 'digits' }]) {
    const text = String(writeLink(spec));
    assert.deepEqual(parseLink(text), { spec, refusal: null });
    assert.deepEqual(parseLink(`#${text}`), { spec, refusal: null });
    assert.equal(new URL(`http://localhost/#${text}`).hash, `#${text}`, 'an address keeps it as it is');
  }
});

test('no fragment is no experiment and no refusal', () => {
  for (const text of ['', '#']) assert.deepEqual(parseLink(text), { spec: null, refusal: null });
});

test('a spec too large for an address is not written', () => {
  assert.equal(writeLink({ model: 'rbm', data: 'x'.repeat(LINK_LIMIT) }), null);
});

test('own data too large for an address are left out of it, and that takes no time', () => {
  const data = { shape: [784], floats: 'A'.repeat(40_000_000) };
  const spec = { ...kSpec, data };
  const began = performance.now();
  for (let i = 0; i < 1000; ++i) assert.equal(writeLink(spec), null);
  assert.ok(performance.now() - began < 1000, 'a thousand times within a second');
  assert.deepEqual(parseLink(String(writeLinkWithoutData(spec))).spec, { ...kSpec, data: 'inline' });
  const rows = { ...kSpec, data: { shape: [4], examples: new Array(100_000).fill([0, 1, 0, 1]) } };
  assert.equal(writeLink(rows), null);
});

test('every refusal is one sentence that names what was wrong, and no longer than a screen', () => {
  const wrong = {
    x: /not a JSON object/,
    '{"model":"rbm"': /not a JSON object/,
    '%E0%A4%A': /damaged/,
    '[]': /one JSON object/,
    null: /one JSON object/,
    '"rbm"': /one JSON object/,
    '{}': /field model/,
    '{"model":1,"data":"digits"}': /field model/,
    '{"model":"rbm"}': /field data/,
    '{"model":"rbm","data":[1]}': /field data/,
    '{"model":"rbm","data":"digits","seed":-1}': /seed/,
    '{"model":"rbm","data":"digits","seed":1e300}': /seed/,
    '{"model":"rbm","data":"digits","seed":"1"}': /seed/,
    '{"model":"rbm","data":"digits","settings":[1]}': /settings/,
    '{"model":"rbm","data":"digits","settings":{"hidden":null}}': /"hidden"/,
    '{"model":"rbm","data":"digits","settings":{"layers":["500"]}}': /"layers".*list/,
    '{"model":"rbm","data":"digits","settings":{"layers":[[500]]}}': /"layers".*list/,
    '{"model":"rbm","data":"digits","settings":{"layers":[null]}}': /"layers".*list/,
    '{"model":"rbm","data":"digits","settings":{"layers":{"0":1}}}': /"layers".*list/,
    [`{"model":"rbm","data":"digits","settings":{"layers":[${'1,'.repeat(256)}1]}}`]: /"layers".*at most 256/,
    '{"model":"rbm","data":"digits","__proto__":{}}': /"__proto__"/,
    '{"model":"rbm","data":"digits","until":5}': /until/,
    '{"model":"rbm","data":"digits","until":{}}': /until/,
    '{"model":"rbm","data":"digits","until":{"updates":0.5}}': /until/,
    '{"model":"rbm","data":"digits","until":{"updates":1,"epochs":1}}': /until/,
    '{"model":"rbm","data":"digits","until":{"toEndOfStage":false}}': /until/,
    [`{"model":"rbm","data":"digits","${'a'.repeat(500)}":1}`]: /aaa\.\.\./,
    ['y'.repeat(LINK_LIMIT + 1)]: /characters long/,
  };
  for (const [text, sentence] of Object.entries(wrong)) {
    const { spec, refusal } = parseLink(`#${text}`);
    assert.equal(spec, null, text);
    assert.match(String(refusal), sentence, text);
    assert.ok(String(refusal).length < 250 && String(refusal).endsWith('.'), String(refusal));
  }
});

test('a name in a refusal can carry no line break, no control sign and no markup of its own', () => {
  const { refusal } = parseLink(`#${encodeURIComponent('{"model":"rbm","data":"digits","a\\nb\\u202e\\u0007":1}')}`);
  assert.match(String(refusal), /^[\x20-\x7e]+$/);
});

test('damage anywhere in a link ends in a refusal or in a spec of the known shape, never in an exception', () => {
  const good = String(writeLink(kSpec));
  let state = 1;
  const draw = (/** @type {number} */ below) => {
    state = (state * 48271) % 2147483647; // Lehmer's generator: the same damage in every run
    return state % below;
  };
  for (let round = 0; round < 5000; ++round) {
    const letters = [...good];
    for (let hits = draw(4) + 1; hits > 0; --hits) {
      const at = draw(letters.length);
      if (draw(2) === 0) letters.splice(at, 1 + draw(5));
      else letters[at] = String.fromCharCode(draw(2) === 0 ? 32 + draw(95) : draw(65536));
    }
    const { spec, refusal } = parseLink(letters.join(''));
    assert.equal(spec === null, refusal !== null || letters.length === 0);
    if (spec === null) continue;
    assert.equal(typeof spec.model, 'string');
    for (const name of Object.keys(spec)) assert.ok(['model', 'data', 'seed', 'settings'].includes(name));
  }
});
