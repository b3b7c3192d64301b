// @ts-check
// The table of speed without its measurements: statistics, the writer, the order of turns, and what becomes of a peer that
// is missing or computes something else.

import assert from 'node:assert/strict';
import test from 'node:test';
import { filled, pack, uniform, unpack } from '../bench/support/arrays.mjs';
import { contest } from '../bench/support/contest.mjs';
import { startProgram, timeInTurn } from '../bench/support/contenders.mjs';
import { timeUntilSteady } from '../bench/rows/page.mjs';
import { gameValue, net, reconstructionError, ringBatches } from '../bench/rows/tasks.mjs';
import { quantile, ratioOf, short, spreadOf, withSpread } from '../bench/support/statistics.mjs';
import { json, markdown, met } from '../bench/support/writer.mjs';

/** A contender that takes a known time and gives a known number. @param {number} seconds @param {number} [value] */
const contender = (seconds, value = 1) => ({
  versions: '',
  run: async (/** @type {number} */ calls) => seconds * calls,
  parameters: async () => ({ x: { shape: [1], data: Float32Array.of(value) } }),
  close: async () => {},
});
const row = { row: 'a row', where: 'here', unit: 'calls/s', figure: (/** @type {number} */ seconds) => 1 / seconds };
const timing = { rounds: 3, seconds: 1, warm: 0.1 };

test('medians and quartiles are those of the textbook, and ratios are taken round by round', () => {
  assert.deepEqual(spreadOf([4, 1, 3, 2, 5]), { median: 3, low: 2, high: 4 });
  assert.equal(quantile([1, 2], 0.5), 1.5);
  assert.equal(quantile([7], 0.9), 7);
  assert.ok(Number.isNaN(quantile([], 0.5)));
  // The machine halves its speed half way: the ratio does not notice.
  assert.deepEqual(ratioOf([10, 10, 5, 5], [5, 5, 2.5, 2.5]), { median: 2, low: 2, high: 2 });
  assert.deepEqual([0.01234, 1, 12.5, 99.99, 1234, 43210.9].map(short), ['0.0123', '1', '12.5', '100', '1234', '43,210']);
  assert.equal(withSpread({ median: 2, low: 1.5, high: 3 }), '2 (1.5 to 3)');
});

test('each contender has a turn in every round, with as many calls as fill it', async () => {
  /** @type {string[]} */
  const turns = [];
  const named = (/** @type {string} */ name, /** @type {number} */ seconds) => ({
    ...contender(seconds),
    run: async (/** @type {number} */ calls) => (turns.push(`${name}${calls}`), seconds * calls),
  });
  const times = await timeInTurn([named('a', 0.1), named('b', 0.5)], timing);
  assert.deepEqual(turns.slice(-6), ['a10', 'b2', 'a10', 'b2', 'a10', 'b2']);
  assert.deepEqual(times.map((all) => all.map((time) => time.toFixed(3))), [Array(3).fill('0.100'), Array(3).fill('0.500')]);
});

test('a row stands with its ratio and whether its mark is met', async () => {
  const others = [
    { name: 'slow peer', open: async () => contender(0.4), mark: { least: 4 } },
    { name: 'fast peer', open: async () => contender(0.05), mark: { least: 1 } },
  ];
  const lines = await contest({ ...row, ours: async () => contender(0.1), others, timing });
  assert.deepEqual(lines.map((line) => [line.peer, line.ratio?.median.toFixed(2), met(line)]), [
    ['slow peer', '4.00', true],
    ['fast peer', '0.50', false],
  ]);
  const [, , first, second] = markdown(lines).split('\n');
  assert.match(first, /^\| a row \| here \| 10 calls\/s \| slow peer \| 2\.5 calls\/s \| 4x \| 4x \| met \|/);
  assert.match(second, /\| 0\.5x \| 1x \| not met \|/);
});

test('a peer that fails on the way is named, and the others keep their figures', async () => {
  let runs = 0;
  const failing = {
    ...contender(0.2),
    run: async (/** @type {number} */ calls) => {
      if (++runs > 4) throw new Error('out of memory');
      return 0.2 * calls;
    },
  };
  const broken = { ...contender(0.2), parameters: () => Promise.reject(new Error('no answer')) };
  const others = [
    { name: 'failing', open: async () => failing },
    { name: 'broken', open: async () => broken },
    { name: 'well', open: async () => contender(0.5) },
  ];
  const check = { calls: 1, what: 'x', judge: (/** @type {any} */ { x }) => x.data[0], tolerance: 0 };
  const [first, second, third] = await contest({ ...row, ours: async () => contender(0.1), others, check, timing });
  assert.equal(first.missing, 'out of memory');
  assert.equal(second.missing, 'no answer');
  assert.equal(third.missing, undefined);
  assert.equal(short(third.ratio?.median ?? Number.NaN), '5');
  const ours = async () => failing;
  await assert.rejects(contest({ ...row, ours, others: [{ name: 'well', open: async () => contender(1) }], timing }), /memory/);
});

test('less is better where a row says so, and a figure alone has a mark of its own', async () => {
  const others = [{ name: 'peer', open: async () => contender(0.3) }];
  const figure = (/** @type {number} */ seconds) => seconds;
  const [line] = await contest({ ...row, figure, less: true, ours: async () => contender(0.1), others, timing });
  assert.equal(line.ratio?.median.toFixed(2), '3.00');
  assert.equal(met({ row: 'a', ours: spreadOf([300]), mark: { most: 300 } }), true);
  assert.equal(met({ row: 'a', ours: spreadOf([301]), mark: { most: 300 } }), false);
});

test('a peer that is missing, and one that computes something else, are named and given no figure', async () => {
  const lines = await contest({
    ...row,
    ours: async () => contender(0.1, 1),
    others: [
      { name: 'absent', open: () => startProgram('no-such-program-here', [], {}), mark: { least: 2 } },
      { name: 'wrong', open: async () => contender(0.1, 1.5), mark: { least: 2 } },
      { name: 'right', open: async () => contender(0.1, 1.01) },
    ],
    check: { calls: 1, what: 'x', judge: ({ x }) => x.data[0], tolerance: 0.1 },
    timing,
  });
  assert.match(lines[0].missing ?? '', /ENOENT/);
  assert.match(lines[1].missing ?? '', /does not compute the same: x 1\.5 \(ours 1\)/);
  assert.equal(lines[2].missing, undefined);
  for (const line of lines.slice(0, 2)) {
    assert.equal(met(line), undefined);
    assert.equal(line.theirs, undefined);
    assert.ok(markdown([line]).includes(line.missing ?? '?'));
  }
  const { lines: written } = JSON.parse(json(lines, { machine: 'this' }));
  assert.deepEqual(written.map((/** @type {any} */ line) => line.peer), ['absent', 'wrong', 'right']);
});

test('a program that complains and ends is a missing peer with its complaint', async () => {
  const script = 'process.stderr.write("first\\nNo module named numpy\\n"); process.exit(1)';
  await assert.rejects(startProgram(process.execPath, ['-e', script], {}), /No module named numpy/);
});

test('arrays come back from text bit for bit', () => {
  const array = filled([3, 50_000], uniform(1));
  assert.deepEqual(unpack(pack(array)), array);
});

test('judges know the values that follow by hand', () => {
  // Without weights a reconstruction is sigmoid(b) = 1/2 everywhere: an error of 1/4 a pixel.
  const batches = { shape: [1, 100, 4], data: new Float32Array(400).map((_, i) => i % 2) };
  const zero = (/** @type {number[]} */ shape) => filled(shape, () => 0);
  assert.equal(reconstructionError(batches)({ W: zero([4, 3]), b: zero([4]), c: zero([3]) }), 0.25);
  // A discriminator that knows nothing: V = -log 4.
  const p = Object.fromEntries(
    ['G', 'D'].flatMap((name) =>
      net(name === 'G' ? [2, 5, 2] : [2, 5, 1], 1).flatMap(([W, b], layer) => [
        [`${name}${layer}.W`, name === 'D' ? zero(W.shape) : W],
        [`${name}${layer}.b`, b],
      ]),
    ),
  );
  assert.ok(Math.abs(gameValue(ringBatches(1, 256), 2)(p) + Math.log(4)) < 1e-12);
});

test('steady speed begins where the rate first comes within a tenth of what it stays at', () => {
  // 25 ms turns: 1 update a turn for 200 ms, 10 a turn from then on.
  const turns = Array.from({ length: 100 }, (_, n) => /** @type {[number, number, number]} */ ([1000 + 25 * n, 1025 + 25 * n, n < 8 ? 1 : 10]));
  assert.equal(timeUntilSteady(turns, 1000), 200);
  assert.equal(timeUntilSteady(turns.slice(8), 1200), 0);
});
