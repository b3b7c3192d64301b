// @ts-check
// Values of options in forms: lists as text, and which options matter.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { presetOf } from '../../web/choices.js';
import { allowedText, isShown, listText, readList, sameValue, valuesOf } from '../../web/option-values.js';

/** @type {any[]} */
const options = [
  { name: 'layers', label: 'Layers', type: 'sizes', minimum: 1, maximum: 1000, leastCount: 1, mostCount: 5, default: [500, 250] },
  { name: 'rate', label: 'Rate', type: 'number', minimum: 0, maximum: 1, per: 'layers', default: 0.1 },
  { name: 'epochs', label: 'Epochs', type: 'integer', minimum: 1, maximum: 9, per: 'layers', default: 5 },
  { name: 'method', label: 'Method', type: 'choice', choices: [{ name: 'cd' }, { name: 'pcd' }], default: 'cd' },
  { name: 'centred', label: 'Centring', type: 'toggle', default: false },
];
const [layers, rate, epochs] = options;

/** @param {string} text @param {any} option @param {object} [settings] */
const read = (text, option, settings = {}) => readList(text, option, options, settings);

describe('a list as text', () => {
  it('is read with commas, semicolons or spaces between', () => {
    for (const text of ['500, 250, 30', '500 250 30', ' 500;250,30, ']) assert.deepEqual(read(text, layers), { value: [500, 250, 30], refusal: null });
    assert.deepEqual(read('7', layers).value, [7], 'one entry is a list too');
    assert.deepEqual(read(listText([3, 2, 1]), layers).value, [3, 2, 1]);
  });

  it('is refused with a sentence that names what it is and what is allowed', () => {
    assert.equal(
      read('500, 0', layers).refusal,
      'Layers is "500, 0", but it must be 1 to 5 whole numbers from 1 to 1000, with commas between.',
    );
    const wrong = ['', ',', 'x', '500, x', '1.5', '1001', '-1', 'NaN', 'Infinity', '1e999', '[1]', '{}', '1 2 3 4 5 6', '7,'.repeat(1e5)];
    for (const text of wrong) {
      const { value, refusal } = read(text, layers);
      assert.equal(value, null, text.slice(0, 20));
      assert.ok(String(refusal).length < 160 && String(refusal).endsWith('.'), String(refusal));
    }
  });

  it('of one value per layer is one number, or as many as there are layers', () => {
    assert.equal(read('0.5', rate).value, 0.5);
    assert.deepEqual(read('0.5, 0.25', rate).value, [0.5, 0.25]);
    assert.deepEqual(read('0.5, 0.25, 0', rate, { layers: [3, 2, 1] }).value, [0.5, 0.25, 0]);
    assert.equal(
      read('0.5, 0.25, 0', rate).refusal,
      'Rate is "0.5, 0.25, 0", but it must be a number from 0 to 1, or 2 with commas between, one for each entry of "Layers".',
    );
    for (const text of ['', '2', '0.5, 2', 'x']) assert.equal(read(text, rate).value, null, text);
    assert.equal(read('1.5, 2', epochs).value, null);
    assert.equal(read('0.5, 0.5', { ...rate, per: 'nothing' }).value, null);
    assert.equal(allowedText(epochs, options, { layers: [] }), 'a whole number from 1 to 9');
  });
});

describe('an option', () => {
  /** @param {any} shownIf @param {object} settings */
  const shown = (shownIf, settings) => isShown(/** @type {any} */ ({ shownIf }), options, settings);

  it('is shown while all its conditions hold', () => {
    const pcd = { option: 'method', values: ['pcd'] };
    const centred = { option: 'centred', values: ['true'] };
    assert.equal(shown(undefined, {}), true);
    assert.equal(shown([pcd], {}), false, 'by the default');
    assert.equal(shown([pcd], { method: 'pcd' }), true);
    assert.equal(shown([pcd, centred], { method: 'pcd' }), false);
    assert.equal(shown([pcd, centred], { method: 'pcd', centred: true }), true);
    assert.equal(shown([{ ...pcd, orElse: [centred] }], { centred: true }), true);
    assert.equal(shown([{ ...pcd, orElse: [centred] }], {}), false);
    assert.equal(shown([{ option: 'nothing', values: ['a'] }], {}), true);
  });

  it('is shown by whether a number is zero, and by what the data consist of', () => {
    const rate = { option: 'rate', values: ['nonzero'] };
    assert.equal(shown([rate], {}), true, 'by the default');
    assert.equal(shown([rate], { rate: 0 }), false);
    const grey = /** @type {any} */ ({ shownIf: [{ option: 'data.values', values: ['grey'] }] });
    assert.equal(isShown(grey, options, {}, 'grey'), true);
    assert.equal(isShown(grey, options, {}, 'binary'), false);
    assert.equal(isShown(grey, options, {}), true, 'data that are not known');
  });
});

describe('data', () => {
  it('consist of what their parts say', () => {
    const sets = /** @type {any} */ (
      Object.entries({ bits: ['binary', 'oneOf'], digits: ['intensity'], both: ['oneOf', 'intensity'], ring: ['real'], words: ['counts'] })
    ).map((/** @type {[string, string[]]} */ [name, kinds]) => ({ name, parts: kinds.map((kind) => ({ kind })) }));
    const all = ['bits', 'digits', 'both', 'ring', 'words', 'none'].map((name) => valuesOf(sets, name));
    assert.deepEqual(all, ['binary', 'grey', 'grey', 'real', 'real', undefined]);
    assert.equal(valuesOf(sets, { real: true }), 'real');
    assert.equal(valuesOf(sets, { shape: [1, 2] }), undefined);
  });
});

describe('values', () => {
  it('are the same where their entries are', () => {
    assert.ok(sameValue([1, 2], [1, 2]));
    assert.ok(sameValue(0.1, 0.1));
    for (const [one, other] of [[[1, 2], [1]], [[1], [2]], [[1], 1], [1, '1'], [[], undefined]])
      assert.ok(!sameValue(/** @type {any} */ (one), /** @type {any} */ (other)));
  });

  it('with lists are recognised as a preset', () => {
    const model = /** @type {any} */ ({
      options,
      presets: [
        { name: 'two', data: 'ring', settings: {} },
        { name: 'three', data: 'ring', settings: { layers: [3, 2, 1], rate: [0.5, 0.25, 0] } },
      ],
    });
    const all = { layers: [500, 250], rate: 0.1, epochs: 5, method: 'cd', centred: false };
    assert.equal(presetOf(model, { data: 'ring', settings: all })?.name, 'two');
    assert.equal(presetOf(model, { data: 'ring', settings: { ...all, layers: [3, 2, 1], rate: [0.5, 0.25, 0] } })?.name, 'three');
    assert.equal(presetOf(model, { data: 'ring', settings: { ...all, layers: [500, 251] } }), undefined);
    assert.equal(presetOf(model, { data: 'ring', settings: { ...all, rate: [0.1, 0.1] } }), undefined);
  });
});
