// @ts-check
// Experiments side by side: through the door, in the table, and on the board of the page.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bars, fromSite, onEveryRung, refusal } from './support.mjs';

// From the site, whose errors are those that its engine throws.
/** @type {typeof import('../../web/board.js')} */
const { createBoard } = await fromSite('board.js');
/** @type {typeof import('../../web/board-measures.js')} */
const { measureForBoard, missingMeasures } = await fromSite('board-measures.js');
/** @type {typeof import('../../web/compare.js')} */
const { measureAll } = await fromSite('compare.js');
/** @type {typeof import('../../web/comparison.js')} */
const { Comparison } = await fromSite('comparison.js');

const wrong = /** @type {any} */ ((/** @type {unknown} */ value) => value);
const kMeasures = /** @type {const} */ (['reconstructionError', 'logLikelihood']);

onEveryRung('comparing', (at) => {
  it('leaves out of a row of the board what takes too long, and keeps what was measured by hand', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.measure('logPartition');
    const board = createBoard({ measures: at.engine.measures, onChange() {} });
    const row = await measureForBoard({ engine: at.engine, experiment, board, signal: new AbortController().signal });
    assert.equal(board.table.rows[0], row);
    const names = row.measurements.map(({ name }) => name);
    assert.ok(['logPartition', 'reconstructionError', 'logLikelihood', 'mmd'].every((name) => names.includes(/** @type {any} */ (name))), names.join());
    assert.match(row.label, /machine, .*ars and/i);
    assert.equal(board.busy, null);
    const endless = { name: /** @type {const} */ ('logPartition'), method: 'ais', chains: 1000, temperatures: 1_000_000 };
    const { measurements, refused } = await measureAll(experiment, [endless, 'reconstructionError'], { timeout: 60 });
    assert.deepEqual(
      measurements.map(({ name }) => name),
      ['reconstructionError'],
    );
    assert.match(refused.logPartition, /longer than 0\.06 s/);
    await experiment.close();
  });

  it('trains each, measures all by the same, and closes what it opened', async () => {
    const other = { ...bars, seed: 8 };
    /** @type {import('../../web/harmonium.js').CompareOptions['onProgress'] extends infer F ? any[] : never} */
    const told = [];
    const table = await at.engine.compare(
      [
        { spec: bars, train: { updates: 300 }, label: 'eight hidden units' },
        { spec: other, train: { epochs: 2 } },
        { spec: other },
      ],
      ['reconstructionError', { name: 'logLikelihood', split: 'train' }],
      { onProgress: (now) => told.push(now) },
    );
    const alone = await at.engine.open(bars);
    await alone.train({ updates: 300 });
    const { value } = await alone.measure('logLikelihood', { split: 'train' });
    const [first, second, third] = table.rows;
    assert.equal(first.hash, await alone.hash());
    assert.equal(table.at(first, 'logLikelihood')?.value, value);
    assert.equal(first.label, 'eight hidden units');
    assert.deepEqual([first.updates, third.updates, third.seconds], [300, 0, null]);
    assert.equal(second.epochs, 2);
    assert.ok(Number(first.seconds) > 0);
    assert.ok(first.measurements.some(({ name }) => name === 'logPartition'), 'what comes along is kept');
    assert.deepEqual([second.label, second.spec.settings.hidden], ['rbm, bars-and-stripes, 2 updates', 8]);
    assert.deepEqual(new Set(told.map(({ what }) => what)), new Set(['open', 'train', 'measure']));
    assert.ok(told.every(({ count, progress }) => count === 3 && progress >= 0 && progress <= 1));
    await alone.close();
  });

  it('takes an open experiment as it stands, and leaves it open', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 10 });
    const table = await at.engine.compare([{ experiment }], ['reconstructionError']);
    assert.equal(table.rows[0].hash, await experiment.hash());
    assert.equal(table.rows[0].updates, 10);
    await experiment.close();
  });

  it('leaves out what can not be had of one, and says why', async () => {
    const table = await at.engine.compare([{ spec: bars }], ['freeEnergyGap', 'reconstructionError']);
    assert.equal(table.at(table.rows[0], 'freeEnergyGap'), null);
    assert.match(table.rows[0].refused.freeEnergyGap, /test/);
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['reconstructionError'],
    );
  });

  it('names what ran away, and measures the last good parameters', async () => {
    const wild = { ...bars, settings: { hidden: 8, learningRate: 10, momentum: 0.99 } };
    const { rows } = await at.engine.compare([{ spec: wrong(wild), train: { updates: 100_000 } }], ['reconstructionError']);
    assert.match(String(rows[0].problem), /diverged/);
    assert.equal(rows[0].measurements.length, 1);
  });

  it('stops when it is told to', async () => {
    const control = new AbortController();
    const comparing = at.engine.compare([{ spec: bars, train: { updates: 1e9 } }], [...kMeasures], { signal: control.signal });
    setTimeout(() => control.abort(), 30);
    await assert.rejects(comparing, refusal('aborted'));
  });

  it('refuses lists that say they are endless, without looking through them', () => {
    const endless = /** @type {any} */ (new Array(2 ** 32 - 1));
    assert.throws(() => new Comparison(endless), refusal('invalid-request', '"known"'));
    assert.throws(() => new Comparison([], endless), refusal('invalid-request', '"rows"'));
  });

  it('refuses a call that can not end well before anything is trained', async () => {
    const { engine } = at;
    await assert.rejects(engine.compare([], ['mmd']), refusal('invalid-request', 'compare'));
    await assert.rejects(engine.compare([wrong({})], []), refusal('invalid-request', 'Entry 0'));
    await assert.rejects(engine.compare([{ spec: bars }], wrong('mmd')), refusal('invalid-request', '"mmd"'));
    await assert.rejects(engine.compare([{ spec: bars }], [wrong('beauty')]), refusal('unknown-name', 'beauty', 'logLikelihood'));
  });
});

/** @type {any[]} */
const kKnown = [
  { name: 'logLikelihood', better: 'higher', cost: 'instant', models: ['rbm'] },
  { name: 'logPartition', better: null, cost: 'instant', models: ['rbm'] },
  { name: 'mmd', better: 'lower', cost: 'seconds', models: ['rbm', 'gan'] },
  { name: 'precisionRecall', better: 'higher', cost: 'seconds', models: ['rbm', 'gan'] },
  { name: 'parzen', better: 'higher', cost: 'minutes', models: [] },
];

/** @param {string} label @param {Record<string, number>} values @returns {any} */
const row = (label, values) => ({
  label,
  model: 'rbm',
  data: 'digits',
  seed: 1,
  updates: 10,
  epochs: 0.5,
  seconds: null,
  spec: { model: 'rbm', data: 'digits', seed: 1, settings: { hidden: 2 } },
  hash: '0123',
  refused: {},
  problem: null,
  measurements: Object.entries(values).map(([name, value]) => ({
    name,
    label: `The ${name}`,
    unit: name === 'mmd' ? '' : 'nats',
    method: 'x',
    note: '',
    value,
    standardError: name === 'mmd' ? 0.5 : null,
    effectiveSamples: null,
    exact: true,
    updates: 10,
    details: [],
  })),
});

describe('a table', () => {
  const table = new Comparison(kKnown, [
    row('a', { 'precisionRecall.recall': 0.5, mmd: 2 }),
    row('=1+1, "b"', { mmd: 1, logLikelihood: -3 }),
  ]);

  it('has the columns in the order of the catalogue, parts beside their measure, and knows the best', () => {
    const columns = table.columns;
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['logLikelihood', 'mmd', 'precisionRecall.recall'],
    );
    assert.deepEqual(
      columns.map((column) => table.best(column)),
      [null, 1, null], // nothing is the best of one
    );
  });

  it('is written as CSV with a cell for every value, and no formula', () => {
    const [head, first, second, end] = table.toCsv().split('\r\n');
    assert.equal(end, '');
    assert.match(head, /^label,model,data,seed,updates,epochs,seconds,The logLikelihood \(nats\),"The logLikelihood, standard error",/);
    assert.match(first, /^a,rbm,digits,1,10,0\.5,,,,2,0\.5,0\.5,,0123,"\{""model"":""rbm""/);
    assert.match(second, /^"'=1\+1, ""b""",rbm,digits,1,10,0\.5,,-3,,1,0\.5,,,0123,/);
  });

  it('refuses what is no row, no column and no list of them, in a sentence', () => {
    /** @type {any} */
    const anything = table;
    const Table = /** @type {any} */ (Comparison);
    for (const junk of [null, 5, 'rows', {}, [null], [{ measurements: 3 }]]) {
      assert.throws(() => new Table(kKnown, junk), refusal('invalid-request', '"rows" is'));
      if (!Array.isArray(junk) || junk[0] === null) assert.throws(() => new Table(junk), refusal('invalid-request', '"known" is'));
      assert.throws(() => anything.at(junk, 'mmd'), refusal('invalid-request', 'a row'));
      assert.throws(() => anything.best(junk), refusal('invalid-request', 'one of its columns'));
    }
  });

  it('is written as JSON with everything in it', () => {
    assert.deepEqual(JSON.parse(table.toJson()).rows, JSON.parse(JSON.stringify(table.rows)));
  });
});

describe('the board', () => {
  /** A store as a browser has it. */
  function store() {
    /** @type {Map<string, string>} */
    const kept = new Map();
    return {
      kept,
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
      removeItem: (/** @type {string} */ key) => void kept.delete(key),
    };
  }

  it('keeps its rows over a reload, and tells of every change', async () => {
    const at = store();
    let changes = 0;
    const options = { measures: kKnown, store: () => at, onChange: () => ++changes };
    const board = createBoard(options);
    board.add(row('a', { mmd: 1 }));
    board.add(row('b', { mmd: 2 }));
    await board.ready();
    changes = 2;
    board.remove(0);
    board.remove(7);
    board.remove(wrong('x'));
    assert.equal(changes, 3);
    assert.deepEqual(
      createBoard(options).table.rows.map(({ label }) => label),
      ['b'],
    );
    board.clear();
    assert.equal(createBoard(options).table.rows.length, 0);
  });

  it('is empty where the store holds nonsense, or may not be touched', () => {
    for (const text of ['[', '{}', '[1, null, {}]', JSON.stringify([{ ...row('a', {}), updates: 'x' }])]) {
      const at = store();
      at.setItem('harmonium.board', text);
      assert.equal(createBoard({ measures: kKnown, store: () => at, onChange() {} }).table.rows.length, 0, text);
    }
    const board = createBoard({
      measures: kKnown,
      store: () => {
        throw new Error('no origin');
      },
      onChange() {},
    });
    board.add(row('a', {}));
    assert.equal(board.table.rows.length, 1);
  });

  it('has room for a hundred rows; the oldest go', () => {
    const board = createBoard({ measures: kKnown, onChange() {} });
    for (let n = 0; n < 110; ++n) board.add(row(String(n), {}));
    assert.deepEqual([board.table.rows.length, board.table.rows[0].label], [100, '10']);
  });

  it('tells the app one value or null for every column', async () => {
    const board = createBoard({ measures: kKnown, onChange() {} });
    board.add(row('a', { mmd: 2 }));
    board.add(row('b', { logLikelihood: -1 }));
    await board.ready();
    board.setBusy({ label: 'MMD', progress: 0.5 });
    const { measures, rows, busy } = JSON.parse(board.json());
    assert.equal(busy, undefined, 'the app is told apart from the rows what is measured');
    assert.deepEqual(measures[0], { name: 'logLikelihood', label: 'The logLikelihood', unit: 'nats', higherIsBetter: true });
    assert.equal(measures[1].higherIsBetter, false);
    assert.deepEqual(rows[0].values, [null, { value: 2, standardError: 0.5, exact: true, certainty: 'exact', note: '' }]);
    assert.equal(rows[1].values[1], null);
    assert.deepEqual(board.busy, { label: 'MMD', progress: 0.5 });
    const text = board.json();
    board.setBusy(null);
    assert.ok(Object.is(board.json(), text), 'and gets the same text while no row changes');
  });

  it('tells the app the curves of every entry: those that tell most first, means with their spread', async () => {
    const board = createBoard({ measures: kKnown, onChange() {} });
    const x = [0, 10];
    const curves = (/** @type {number} */ end) => [
      { name: 'weights', label: 'Weights', unit: '', x, y: [0, 1] },
      { name: 'logLikelihood', label: 'Log-likelihood', unit: 'nats', reference: -2.5, referenceLabel: 'best possible', x, y: [-6, end] },
    ];
    board.add({ ...row('a', {}), seed: 1, set: 's', curves: curves(-4) });
    board.add({ ...row('a', {}), seed: 2, set: 's', curves: curves(-2) });
    await board.ready();
    const [entry] = JSON.parse(board.json()).rows;
    assert.deepEqual(entry.curves.map((/** @type {any} */ { name }) => name), ['logLikelihood', 'weights']);
    const { y, error, reference, referenceLabel } = entry.curves[0];
    assert.deepEqual([y, reference, referenceLabel], [[-6, -3], -2.5, 'best possible']);
    assert.equal(error[0], 0);
    assert.equal(error[1], 1.4142, 'the standard deviation of -4 and -2, in five digits');
  });

  it('takes for a row what tells better from worse, quick measures first', () => {
    const names = (/** @type {any} */ of) => missingMeasures(kKnown, { model: 'rbm', taken: [], ...of });
    assert.deepEqual(names({}), ['logLikelihood', 'mmd', 'precisionRecall', 'parzen']);
    assert.deepEqual(names({ model: 'gan', taken: ['mmd'] }), ['precisionRecall', 'parzen']);
  });
});
