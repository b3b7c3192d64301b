// @ts-check
// Engine.repeat(): the same experiment with other settings and seeds, through the door, and the names, means and curves
// that its table gives.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bars, fromSite, onEveryRung, refusal } from './support.mjs';

/** @type {typeof import('../../web/entries.js')} */
const { curvesOf, differingIn, entriesOf, rowNames, settingsName, spreadOf } = await fromSite('entries.js');
/** @type {typeof import('../../web/comparison.js')} */
const { Comparison } = await fromSite('comparison.js');

/** @param {unknown} value @returns {any} */
const any = (value) => value;
const kHomework = [{ method: 'cd', gibbsSteps: 1 }, { method: 'cd', gibbsSteps: 10 }, { method: 'pcd' }, { method: 'exact' }];

onEveryRung('repeating', (at) => {
  it('runs CD-1, CD-10, PCD and exact with equal updates and three seeds, as each would run alone', async () => {
    /** @type {any[]} */
    const told = [];
    /** @type {string[]} */
    const ended = [];
    const table = await at.engine.repeat(bars, {
      variants: kHomework,
      updates: 60,
      seeds: 3,
      measures: ['logLikelihood'],
      onProgress: (now) => told.push(now),
      onRow: ({ label }, file) => ended.push(`${label}${file === null ? '' : '!'}`),
    });
    assert.deepEqual(
      table.entries.map(({ name }) => name),
      ['CD-1', 'CD-10', 'PCD-1', 'exact'],
    );
    assert.deepEqual(
      table.rows.map(({ label }) => label),
      ['CD-1', 'CD-10', 'PCD-1', 'exact'].flatMap((name) => [7, 8, 9].map((seed) => `${name}, seed ${seed}`)),
    );
    assert.ok(table.rows.every(({ updates, seconds }) => updates === 60 && Number(seconds) > 0));
    assert.deepEqual([...ended].sort(), table.rows.map(({ label }) => label).sort());
    // The oracle of a run is the same experiment on its own.
    for (const [index, spec] of /** @type {const} */ ([
      [1, { ...bars, seed: 8 }],
      [11, { ...bars, seed: 9, settings: { ...bars.settings, method: 'exact' } }],
    ])) {
      const alone = await at.engine.open(any(spec));
      await alone.train({ updates: 60 });
      await alone.pause();
      assert.equal(table.rows[index].hash, await alone.hash());
      const { curves } = await alone.snapshot();
      assert.ok(table.rows[index].curves?.every(({ x }) => x[x.length - 1] === 60), 'curves reach the last update');
      assert.deepEqual(table.rows[index].curves?.map(({ name, x }) => [name, x]), curves.map(({ name, x }) => [name, [...x]]));
      await alone.close();
    }
    const [first] = table.entries;
    const column = table.columns.findIndex(({ name }) => name === 'logLikelihood');
    const values = first.rows.map((row) => Number(table.at(row, 'logLikelihood')?.value));
    const mean = (values[0] + values[1] + values[2]) / 3;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    assert.ok(Math.abs(Number(first.values[column]?.mean) - mean) < 1e-12);
    assert.ok(Math.abs(Number(first.values[column]?.sd) - sd) < 1e-12);
    assert.ok(table.curves[0].curves.every(({ x, mean, sd: spread }) => x.length === mean.length && x.length === spread?.length));
    assert.equal(told.at(-1).progress, 1);
    assert.deepEqual([told.at(-1).done, told.at(-1).count], [12, 12]);
    assert.ok(told.every(({ progress }, index) => index === 0 || progress >= told[index - 1].progress - 1e-12));
    const lines = table.toCsv().trim().split('\r\n');
    assert.equal(lines.length, 13);
    assert.match(lines[1], /^"CD-1, seed 7",rbm,bars-and-stripes,7,60,/);
  });

  it('counts epochs in updates of the experiment as it was given', async () => {
    const table = await at.engine.repeat(bars, { variants: [{ batchSize: 5 }, { batchSize: 10 }], epochs: 4, workers: 0 });
    const alone = await at.engine.open(bars);
    await alone.train({ epochs: 4 });
    assert.deepEqual(table.rows.map(({ updates }) => updates), [alone.progress.updates, alone.progress.updates]);
    assert.deepEqual(table.rows.map(({ label }) => label), ['Batch size 5', 'Batch size 10']);
    await alone.close();
  });

  it('gives saved runs that go on, whoever worked on them', async () => {
    /** @type {Map<string | null, Uint8Array>} */
    const files = new Map();
    for (const workers of [0, 2]) {
      await at.engine.repeat(bars, { variants: [{}, { hidden: 4 }], updates: 20, workers, files: true, onRow: ({ hash }, file) => void files.set(hash, any(file)) });
    }
    assert.equal(files.size, 2, 'the same bits with and without Workers');
    for (const [hash, file] of files) {
      const opened = await at.engine.load(file);
      assert.equal(await opened.hash(), hash);
      assert.equal(opened.progress.updates, 20);
      await opened.close();
    }
  });

  it('says which run diverged, and leaves it out of means', async () => {
    const { entries } = await at.engine.repeat(bars, { variants: [{ learningRate: 10, momentum: 0.99 }], updates: 100_000, seeds: 2, measures: ['reconstructionError'], workers: 0 });
    assert.equal(entries[0].diverged, 2);
    assert.match(String(entries[0].rows[0].problem), /diverged/);
    assert.equal(entries[0].values[0], null);
  });

  it('stops when it is told to, and tells nothing of what was under way', async () => {
    const control = new AbortController();
    let told = 0;
    const onProgress = () => void (told += 1);
    const repeating = at.engine.repeat(bars, { variants: [{}, { hidden: 9 }], updates: 1e9, workers: 2, onProgress, signal: control.signal });
    setTimeout(() => control.abort(), 300);
    await assert.rejects(repeating, refusal('aborted'));
    const before = told;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(told, before);
  });

  it('refuses what cannot end well before anything is trained', async () => {
    const { engine } = at;
    const good = { variants: [{}], updates: 5 };
    /** @type {[any, any, string, string[]][]} */
    const wrong = [
      [bars, undefined, 'invalid-request', ['repeat', 'null']],
      [bars, { updates: 5 }, 'invalid-request', ['"variants"', 'missing']],
      [bars, { ...good, variants: [] }, 'invalid-request', ['"variants"', '1 to 100']],
      [bars, { ...good, variants: [5] }, 'invalid-request', ['"variants"']],
      [bars, { ...good, seeds: 0 }, 'invalid-request', ['"seeds"', '0', '1000']],
      [bars, { ...good, seeds: [1, 1] }, 'invalid-request', ['"seeds"', 'different']],
      [bars, { ...good, epochs: 1 }, 'invalid-request', ['"updates"', '"epochs"']],
      [bars, { variants: [{}] }, 'invalid-request', ['"updates"', '"epochs"']],
      [bars, { ...good, workers: 17 }, 'invalid-request', ['"workers"', '17', '16']],
      [bars, { ...good, measures: 'mmd' }, 'invalid-request', ['"measures"']],
      [bars, { ...good, measures: ['beauty'] }, 'unknown-name', ['beauty']],
      [bars, { ...good, misspelt: 1 }, 'invalid-request', ['misspelt', 'variants']],
      [bars, { ...good, variants: Array(60).fill({}), seeds: 60 }, 'invalid-request', ['3600', '1000']],
      [bars, { ...good, variants: [{}, { hiden: 5 }] }, 'invalid-option', ['variant 2', 'hiden']],
      [bars, { ...good, variants: [{ hidden: () => {} }] }, 'invalid-request', ['hidden', 'a function']],
      [bars, { ...good, variants: [{ hidden: 64, method: 'exact' }, { hidden: 0 }] }, 'invalid-option', ['variant', 'hidden']],
      [{}, good, 'unknown-name', ['model']],
    ];
    for (const [spec, options, code, words] of wrong) await assert.rejects(engine.repeat(spec, options), refusal(code, ...words));
    const failing = () => {
      throw new Error('boom');
    };
    await assert.rejects(engine.repeat(bars, { ...good, onRow: failing, workers: 0 }), refusal('invalid-request', 'onRow', 'boom'));
  });
});

/** @type {any[]} */
const options = [
  { name: 'units', label: 'Hidden units', type: 'integer', default: 64 },
  { name: 'rate', label: 'Learning rate', type: 'number', default: 0.1 },
  { name: 'factors', label: 'Factors q', type: 'integer', default: 1 },
  { name: 'way', label: 'Negative phase', type: 'choice', default: 'cd', choices: [{ name: 'cd', label: 'contrastive divergence' }, { name: 'em', label: 'EM, step by step' }, { name: 'meanField', label: 'mean field' }, { name: 'none', label: 'none' }] },
  { name: 'steps', label: 'Steps k', type: 'integer', default: 1, shownIf: [{ option: 'way', values: ['cd', 'em'] }] },
  { name: 'more', label: 'More steps', type: 'integer', default: 0, shownIf: [{ option: 'way', values: ['cd'] }] },
  { name: 'centred', label: 'Centring', type: 'toggle', default: false },
  { name: 'layers', label: 'Layers', type: 'sizes', default: [5] },
];
const kModels = any([{ name: 'rbm', title: 'restricted machine', options }, { name: 'gan', title: 'GAN', options: [] }]);

describe('names of what differs', () => {
  it('are short where they can be, and leave out what has no effect', () => {
    const name = (/** @type {any[]} */ list) => list.map((one) => settingsName(options, differingIn(options, list), one));
    assert.deepEqual(name([{}, { steps: 10 }, { way: 'meanField' }]), ['CD-1', 'CD-10', 'mean field']);
    assert.deepEqual(name([{ way: 'em' }, { way: 'none' }]), ['EM', 'Negative phase: none']);
    assert.deepEqual(name([{ units: 8 }, { units: 16, rate: 0.5 }]), ['Hidden units 8, Learning rate 0.1', 'Hidden units 16, Learning rate 0.5']);
    assert.deepEqual(name([{ factors: 2 }, { centred: true, layers: [3, 2] }]), ['Factors q = 2, Centring: off, Layers 5', 'Factors q = 1, Centring: on, Layers 3, 2']);
    assert.deepEqual(name([{ steps: 2 }, {}]), ['Steps k = 2', 'Steps k = 1'], 'a number whose choice does not differ');
    assert.deepEqual(name([{ steps: 2, more: 3 }, { way: 'em' }]), ['CD-2, More steps 3', 'EM-1']);
    assert.deepEqual(name([{}, {}]), ['', '']);
  });

  /** @param {any} settings @param {object} [more] @returns {any} */
  const row = (settings, more) => ({ label: 'x', model: 'rbm', data: 'digits', seed: 1, updates: 10, epochs: 1, seconds: 2, problem: null, hash: '0', refused: {}, measurements: [], spec: { model: 'rbm', data: 'digits', seed: 1, settings }, ...more });

  it('tell all rows on the same data apart, by seeds and updates only where they must', () => {
    assert.deepEqual(rowNames([row({})], kModels), ['restricted machine']);
    assert.deepEqual(rowNames([row({}), row({ steps: 3 })], kModels), ['Steps k = 1', 'Steps k = 3']);
    assert.deepEqual(rowNames([row({}), row({}, { seed: 2 })], kModels), ['restricted machine, seed 1', 'restricted machine, seed 2']);
    assert.deepEqual(rowNames([row({}), row({}, { updates: 2000 })], kModels), ['restricted machine, 10 updates', 'restricted machine, 2,000 updates']);
    assert.deepEqual(rowNames([row({}), row({})], kModels), ['restricted machine, no. 1', 'restricted machine, no. 2']);
    assert.deepEqual(rowNames([row({}), row({ units: 8 }), row({}, { model: 'gan' })], kModels), ['restricted machine, Hidden units 64', 'restricted machine, Hidden units 8', 'GAN']);
    assert.deepEqual(rowNames([row({}), row({ units: 8 }, { data: 'bars' })], kModels), ['restricted machine', 'restricted machine'], 'other data are another table');
    const many = Array.from({ length: 30 }, (_, i) => row({ steps: 1 + (i % 3) }, { seed: 1 + (i % 4), updates: 10 + (i % 2) }));
    assert.equal(new Set(rowNames(many, kModels)).size, 30);
  });

  /** @param {number} value */
  const measured = (value) => [{ name: 'mmd', label: 'MMD', unit: '', value, standardError: 9, exact: false, note: 'A note.' }];
  const curve = (/** @type {number[]} */ x, /** @type {number[]} */ y) => [{ name: 'e', label: 'Error', unit: 'nats', x, y }];

  it('stand for the rows of a variant with means, and what diverged is left out', () => {
    const set = { set: 's' };
    const table = new Comparison(any([{ name: 'mmd', better: 'lower' }]), [
      row({}, { ...set, measurements: measured(1) }),
      row({}, { ...set, seed: 2, measurements: measured(3) }),
      row({}, { ...set, seed: 3, measurements: measured(1000), problem: 'It diverged.' }),
      row({}, { seed: 4, measurements: measured(5) }),
    ]);
    const [first, last] = entriesOf(table, kModels);
    assert.deepEqual([first.name, last.name], ['restricted machine, seeds 1, 2, 3', 'restricted machine, seed 4']);
    const { note, ...numbers } = any(first.values[0]);
    assert.deepEqual(numbers, { mean: 2, sd: Math.SQRT2, count: 2, error: Math.SQRT2, exact: false, certainty: 'estimate' });
    assert.match(note, /Mean of 2 seeds .* 1 diverged and is left out\. A note\./);
    assert.deepEqual([last.values[0]?.mean, last.values[0]?.error, last.values[0]?.sd], [5, 9, null]);
    assert.equal(first.diverged, 1);
    assert.equal(spreadOf([]), null);
  });

  it('stand for curves that are means at the same updates', () => {
    const set = { set: 's' };
    const table = new Comparison([], [
      row({}, { ...set, curves: curve([0, 10, 20], [0, 2, 4]) }),
      row({}, { ...set, seed: 2, curves: curve([0, 5, 15, 20], [2, 2, 2, 6]) }),
    ]);
    const [entry] = entriesOf(table, kModels);
    const [{ x, mean, sd }] = curvesOf(entry);
    assert.deepEqual(x, [0, 10, 20]);
    assert.deepEqual(mean, [1, 2, 5]);
    assert.deepEqual(sd, [Math.SQRT2, 0, Math.SQRT2]);
    assert.deepEqual(curvesOf({ ...entry, rows: [row({}, { curves: curve([], []) })] }), []);
  });
});
