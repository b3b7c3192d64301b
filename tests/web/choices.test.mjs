// @ts-check
// What choosing another model, other data or a preset leads to, and the small helpers of the page.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { firstThatOpens, forData, forModel, forOwnData, forPreset, presetOf, withoutItsData } from '../../web/choices.js';
import { HarmoniumError } from '../../web/errors.js';
import { newestOnly } from '../../web/newest.js';
import { createNormals } from '../../web/normals.js';

/** @type {any} */
const tables = {
  models: [
    {
      name: 'rbm',
      title: 'Machine',
      datasets: ['digits', 'bars'],
      options: [
        { name: 'hidden', default: 16 },
        { name: 'rate', default: 0.1 },
      ],
      presets: [
        { name: 'first', data: 'digits', settings: { hidden: 64 }, sentence: 'Watch.' },
        { name: 'small', data: 'bars', settings: { hidden: 8 }, sentence: 'Count.' },
      ],
    },
    {
      name: 'gan',
      title: 'Game',
      datasets: ['ring', 'digits'],
      options: [{ name: 'noise', default: 2 }],
      presets: [
        { name: 'ring', data: 'ring', settings: { noise: 2 }, sentence: 'Look.' },
        { name: 'digits', data: 'digits', settings: { noise: 16 }, sentence: 'See.' },
      ],
    },
  ],
  datasets: [
    { name: 'digits', title: '8x8 digits', shape: [8, 8], real: false },
    { name: 'bars', title: 'Bars', shape: [4, 4], real: false },
    { name: 'ring', title: 'Ring', shape: [1, 2], real: true },
  ],
};
const digits = { model: 'rbm', data: 'digits', seed: 5, settings: { hidden: 10 } };

describe('another model', () => {
  it('keeps the data where they fit, with the preset for them', () => {
    const [first, second] = forModel(tables, digits, 'gan');
    assert.deepEqual(first, { spec: { model: 'gan', data: 'digits', seed: 5, settings: { noise: 16 } }, note: null });
    assert.equal(second.spec.data, 'ring');
  });

  it('opens its first preset where they do not, and says so', () => {
    const candidates = forModel(tables, { ...digits, data: 'bars' }, 'gan');
    assert.deepEqual(
      candidates.map(({ spec }) => spec),
      [{ model: 'gan', data: 'ring', seed: 5, settings: { noise: 2 } }],
    );
    assert.equal(candidates[0].note, 'The Game does not take Bars; it learns Ring now.');
  });

  it('tries own data first', () => {
    const data = { shape: [2], floats: '' };
    const [first, second] = forModel(tables, { ...digits, data }, 'gan');
    assert.equal(first.spec.data, data);
    assert.match(String(second.note), /does not take Own data/);
  });

  it('is refused where there is none of that name', () => {
    assert.throws(() => forModel(tables, digits, 'dream'), /no model "dream"; there are rbm, gan/);
  });
});

describe('other data, presets, own data', () => {
  it('keep the settings if they may', () => {
    const [first, second] = forData(tables, digits, 'bars');
    assert.deepEqual(first.spec, { ...digits, data: 'bars' });
    assert.deepEqual(second.spec.settings, { hidden: 8 });
    assert.match(String(second.note), /Bars/);
  });

  it('go from preset to preset where nothing was touched', () => {
    const first = { model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 64, rate: 0.1 } };
    assert.equal(presetOf(tables.models[0], first)?.name, 'first');
    assert.equal(presetOf(tables.models[0], { ...first, settings: { hidden: 64, rate: 0.2 } }), undefined);
    assert.deepEqual(forData(tables, first, 'bars')[0].spec.settings, { hidden: 8 });
  });

  it('are a preset as it is, with the seed of before', () => {
    const [only] = forPreset(tables, digits, 'small');
    assert.deepEqual(only, { spec: { model: 'rbm', data: 'bars', seed: 5, settings: { hidden: 8 } }, note: null, said: 'Count.' });
    assert.throws(() => forPreset(tables, digits, 'ring'), /there are first, small/);
  });

  it('try the model at hand, then the others with what suits such data', () => {
    const data = { shape: [2], real: true, floats: '' };
    const candidates = forOwnData(tables, digits, data);
    assert.ok(candidates.every(({ spec }) => spec.data === data));
    assert.deepEqual(candidates[0].spec.settings, { hidden: 10 });
    const other = candidates.find(({ spec }) => spec.model === 'gan');
    assert.deepEqual(other?.spec.settings, { noise: 2 });
    assert.match(String(other?.note), /the Game learns them now/);
  });

  it('stand in for the data that a link could not carry', () => {
    const link = { ...digits, data: 'inline' };
    const mine = { data: { shape: [2] } };
    assert.equal(withoutItsData(tables, mine, link)[0].spec.data, mine.data);
    const [first] = withoutItsData(tables, null, link);
    assert.deepEqual(first.spec, digits);
    assert.match(String(first.note), /drop the file/);
  });
});

describe('candidates', () => {
  const candidates = [1, 2, 3].map((seed) => ({ spec: { ...digits, seed }, note: `note ${seed}` }));
  /** @param {Record<number, string>} codes of refusals, by seed */
  const open = (codes) => async (/** @type {any} */ { seed }) => {
    if (codes[seed]) throw new HarmoniumError(/** @type {any} */ (codes[seed]), `no ${seed}`);
    return seed;
  };

  it('are tried until one opens', async () => {
    assert.deepEqual(await firstThatOpens(candidates, open({ 1: 'invalid-data', 2: 'invalid-option' })), {
      opened: 3,
      note: 'note 3',
      said: 'note 3',
    });
  });

  it('are given up at once where another would fare no better', () =>
    assert.rejects(firstThatOpens(candidates, open({ 1: 'download-failed' })), /no 1/));

  it('are refused as the first was where none opens', () =>
    assert.rejects(firstThatOpens(candidates, open({ 1: 'invalid-data', 2: 'invalid-option', 3: 'invalid-data' })), /no 1/));
});

describe('wishes', () => {
  it('are granted one at a time, and of those that wait only the newest', async () => {
    /** @type {number[]} */
    const granted = [];
    let at_once = 0;
    const wish = newestOnly(async (/** @type {number} */ n) => {
      assert.equal(++at_once, 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      --at_once;
      granted.push(n);
    });
    await Promise.all([1, 2, 3, 4].map(wish));
    await wish(5);
    assert.deepEqual(granted, [1, 4, 5]);
  });

  it('can be had again after one failed', async () => {
    let fail = true;
    const wish = newestOnly(async () => {
      if (fail) throw new Error('no');
    });
    await assert.rejects(wish(1), /no/);
    fail = false;
    await wish(2);
  });
});

describe('normal numbers', () => {
  it('repeat for the same seed, and are spread as N(0, 1)', () => {
    const draw = (/** @type {number} */ seed, /** @type {number} */ n) => {
      const normal = createNormals(seed);
      return Array.from({ length: n }, normal);
    };
    assert.deepEqual(draw(1, 5), draw(1, 5));
    assert.notDeepEqual(draw(1, 5), draw(2, 5));
    const numbers = draw(3, 40_000);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const square = numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
    const fourth = numbers.reduce((sum, x) => sum + x ** 4, 0) / numbers.length;
    // Four standard errors: 1/200, sqrt(2)/200, sqrt(96)/200.
    assert.ok(Math.abs(mean) < 0.02 && Math.abs(square - 1) < 0.03 && Math.abs(fourth - 3) < 0.2, `${mean} ${square} ${fourth}`);
  });
});
