// @ts-check
// From what a visitor chooses to vary to a list of variants, for the options of every model.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { door, fromSite } from './support.mjs';

/** @type {typeof import('../../web/laboratory/variants.js')} */
const { firstChoices, readValues, variantsOf } = await fromSite('laboratory/variants.js');

/** @type {import('../../web/harmonium.js').Engine} */
let engine;
before(async () => {
  engine = await door.createEngine({ rung: 'main-thread' });
});
after(() => engine.close());

/** @param {string} model */
const optionsOf = (model) => /** @type {any} */ (engine.models.find(({ name }) => name === model)).options;
/** @param {any[]} options @param {string} name */
const named = (options, name) => options.find((option) => option.name === name);

describe('variants', () => {
  it('are all combinations, without those that an option has no effect on', () => {
    const options = optionsOf('rbm');
    const choices = [
      { option: named(options, 'method'), values: ['cd', 'pcd', 'exact'] },
      { option: named(options, 'gibbsSteps'), values: [1, 10] },
    ];
    assert.deepEqual(variantsOf(options, {}, choices), [
      { settings: { method: 'cd', gibbsSteps: 1 }, name: 'CD-1' },
      { settings: { method: 'cd', gibbsSteps: 10 }, name: 'CD-10' },
      { settings: { method: 'pcd', gibbsSteps: 1 }, name: 'PCD-1' },
      { settings: { method: 'pcd', gibbsSteps: 10 }, name: 'PCD-10' },
      { settings: { method: 'exact' }, name: 'exact' },
    ]);
    assert.deepEqual(variantsOf(options, {}, [{ option: named(options, 'hidden'), values: [4] }]), [{ settings: { hidden: 4 }, name: 'as it is' }]);
  });

  it('begin with the option that most others depend on, for every model', () => {
    const first = Object.fromEntries(
      engine.models.map(({ name, options }) => [name, firstChoices(options, {}).map((option) => option?.name ?? null)]),
    );
    assert.deepEqual(first.rbm, ['method', 'gibbsSteps']);
    for (const { name, options } of engine.models) {
      const [one, other] = firstChoices(options, {});
      assert.ok(options.includes(one), name);
      assert.ok(other === null || options.includes(other), name);
    }
  });

  it('have distinct names for any two values of any option of any model', () => {
    for (const { name: model, options } of engine.models) {
      for (const option of options) {
        const values =
          option.type === 'choice'
            ? (option.choices ?? []).map(({ name }) => name)
            : option.type === 'toggle'
              ? [true, false]
              : option.type === 'sizes'
                ? [[option.minimum], [option.maximum]]
                : [option.minimum, option.maximum];
        const made = variantsOf(options, {}, [{ option, values }]);
        assert.equal(new Set(made.map(({ name }) => name)).size, made.length, `${model}, ${option.name}: ${made.map(({ name }) => name)}`);
        assert.ok(made.every(({ name }) => name.length > 0 && name.length < 80), `${model}, ${option.name}`);
      }
    }
  });

  it('are read from text, or refused with the field, what was written and what is allowed', () => {
    const options = optionsOf('rbm');
    const read = (/** @type {string} */ text, name = 'gibbsSteps') => readValues(text, named(options, name), options, {});
    assert.deepEqual(read('1, 10;10  5').values, [1, 10, 5]);
    assert.deepEqual(read('0.1, 1e-3', 'learningRate').values, [0.1, 0.001]);
    for (const [text, words] of /** @type {const} */ ([
      ['', /Gibbs steps k has no values yet/],
      ['1, x', /"x".*whole number from 1 to 100/],
      ['1, 0', /"0".*from 1 to 100/],
      ['1.5', /"1.5".*whole number/],
      ['1e9', /"1e9".*100/],
      ['NaN', /"NaN"/],
    ])) {
      assert.match(String(read(text).refusal), words, text);
    }
  });
});
