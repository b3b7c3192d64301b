// @ts-check
// Models of every kind through the door, on every rung: each opens its presets' data, learns, is drawn, and can be turned
// where it has latent variables.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { onEveryRung, refusal } from './support.mjs';

/** What a mark's shape ends with, by its kind. @type {Record<string, number[]>} */
const kTails = { points: [2], arrows: [4], mesh: [2], line: [2], bars: [3], field: [] };

onEveryRung('kinds of models', (at) => {
  /** The first preset that needs no large download. @param {import('../../web/harmonium.js').ModelInfo} model @returns {any} */
  const small = ({ name, presets }) => {
    const { data, settings } = presets.find((preset) => !/mnist/.test(preset.data)) ?? presets[0];
    return { model: name, data, seed: 3, settings };
  };

  it('are listed with presets that hold together', () => {
    const { models, datasets } = at.engine;
    for (const { name, presets, datasets: fitting, options, refusals = {} } of models) {
      assert.ok(presets.length > 0, name);
      for (const preset of presets) {
        assert.ok(fitting.includes(preset.data), `${name}: ${preset.name} is about data that fit`);
        for (const option of Object.keys(preset.settings)) assert.ok(options.some((known) => known.name === option));
      }
      for (const set of datasets) {
        const refused = Object.hasOwn(refusals, set.name);
        assert.notEqual(/** @type {string[]} */ (fitting).includes(set.name), refused, `${name} and ${set.name}`);
      }
    }
  });

  it('learn, go on from a save bit for bit, and are drawn in the kinds of pictures there are', async () => {
    for (const model of at.engine.models) {
      const experiment = await at.engine.open(small(model));
      const { updates, prepared } = await experiment.train({ updates: 2 });
      assert.deepEqual([updates, prepared], [2, 1], model.name);
      const copy = await at.engine.load(await experiment.save());
      await Promise.all([experiment.train({ updates: 2 }), copy.train({ updates: 2 })]);
      assert.equal(await copy.hash(), await experiment.hash(), model.name);
      await copy.close();

      const { views, curves } = await experiment.snapshot(['*']);
      assert.ok(views.length > 0 && curves.length > 0, model.name);
      for (const view of views) {
        const size = view.shape.reduce((product, side) => product * side, 1);
        assert.equal(view.data.length, size, `${model.name}, ${view.name}`);
        for (const { x, y, marks } of view.panels) {
          assert.ok(x.low < x.high && y.low < y.high, `${model.name}, ${view.name}`);
          for (const { kind, shape, data } of marks) {
            assert.equal(data.length, shape.reduce((product, side) => product * side, 1));
            if (data.length > 0) assert.deepEqual(shape.slice(-kTails[kind].length || 9), kTails[kind], `${view.name}: ${kind}`);
          }
        }
        if (view.kind === 'table') assert.deepEqual([view.rowNames.length, view.columnNames.length], view.shape);
        assert.ok(view.caption.endsWith('.') && view.notes.every((note) => note.endsWith('.')), `${model.name}, ${view.name}`);
      }
      await experiment.close();
    }
  });

  it('sample in the shape of their data', async () => {
    for (const model of at.engine.models) {
      const experiment = await at.engine.open(small(model));
      const set = at.engine.datasets.find(({ name }) => name === experiment.spec.data);
      const { shape, data } = await experiment.sample({ count: 3, steps: 2 });
      assert.equal(shape[0], 3, model.name);
      assert.equal(data.length, 3 * /** @type {any} */ (set).shape[0] * /** @type {any} */ (set).shape[1]);
      assert.ok(data.every(Number.isFinite), model.name);
      await experiment.close();
    }
  });

  it('answer the measures that are offered for them, or say why not', async () => {
    for (const model of at.engine.models) {
      const experiment = await at.engine.open(small(model));
      await experiment.train({ updates: 1 });
      const offered = at.engine.measures.filter(({ models, cost }) => models.includes(model.name) && cost === 'instant');
      for (const { name } of offered) {
        try {
          const { value, label, others } = await experiment.measure(name);
          assert.ok(typeof value === 'number' && label.length > 0 && Array.isArray(others), `${model.name}, ${name}`);
        } catch (error) {
          refusal('not-available')(error);
        }
      }
      await experiment.close();
    }
  });

  it('show what their latent variables make, as they are turned', async () => {
    const turned = at.engine.models.filter(({ views }) => views.some(({ name }) => name === 'latent'));
    assert.ok(turned.length > 0, 'there is such a model');
    for (const model of turned) {
      const experiment = await at.engine.open(small(model));
      await experiment.train({ updates: 3 });
      const hash = await experiment.hash();
      const at_zero = (await experiment.snapshot(['latent'])).views[0];
      assert.ok(at_zero.sliders.length > 0 && at_zero.sliders.every(({ value }) => value === 0), model.name);
      await experiment.setLatent(Float32Array.of(1.5));
      const there = (await experiment.snapshot(['latent'])).views[0];
      assert.equal(there.sliders[0].value, 1.5);
      const numbers = (/** @type {import('../../web/harmonium.js').View} */ view) =>
        view.panels.flatMap(({ marks }) => marks.flatMap(({ data }) => [...data])).concat([...view.data]);
      assert.notDeepEqual(numbers(there), numbers(at_zero), model.name);
      assert.equal(await experiment.hash(), hash, 'learning does not notice');

      await assert.rejects(experiment.setLatent(new Float32Array(1000)), refusal('invalid-request', '1000'));
      await assert.rejects(experiment.setLatent([1e9]), refusal('invalid-request', '-100 to 100'));
      await assert.rejects(experiment.setLatent([NaN]), refusal('invalid-request'));
      await assert.rejects(experiment.setLatent(/** @type {any} */ ('1')), refusal('invalid-request', 'list of numbers'));
      assert.equal((await experiment.snapshot(['latent'])).views[0].sliders[0].value, 1.5, 'a refusal changes nothing');
      await experiment.reset();
      assert.equal((await experiment.snapshot(['latent'])).views[0].sliders[0].value, 0);
      await experiment.close();
    }
  });

  it('that look at all examples first do so in slices, whatever is asked of them', async () => {
    const { models, datasets } = at.engine;
    const linear = models.find(({ name }) => name === 'ppca');
    assert.ok(linear && datasets.some(({ name }) => name === 'digits'));
    const spec = /** @type {any} */ ({ model: 'ppca', data: 'digits', seed: 1 });
    const whole = await at.engine.open(spec);
    assert.ok(whole.progress.prepared < 1, 'it has not looked yet');
    await whole.train({ updates: 1 });
    assert.equal(whole.progress.prepared, 1);
    const stepped = await at.engine.open(spec);
    for (let phase = 0; phase < linear.phases.length; ++phase) await stepped.stepPhase();
    assert.deepEqual([stepped.progress.updates, stepped.progress.prepared], [1, 1]);
    assert.equal(await stepped.hash(), await whole.hash());
    await Promise.all([whole.close(), stepped.close()]);
  });
});
