// @ts-check
// Whose turn it is, on a clock that only the test moves: shares of time, rates, and rest.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Run } from '../../web/run.js';

/**
 * A run whose session takes as long as it is told: an update `update` ms, a chain step `chain`, and so on.
 * @param {{ update?: number, chain?: number, snapshot?: number, save?: number, keepMilliseconds?: number,
 *   look?: number, gives_back?: boolean }} costs look: before the first update; gives_back: whether the memory of snapshots
 *   comes back
 */
function clockwork({
  update = 2,
  chain = 1,
  snapshot = 1,
  save = 4,
  keepMilliseconds = 0,
  look = 0,
  gives_back = false,
} = {}) {
  const spent = { training: 0, chains: 0, snapshots: 0, saves: 0, jobs: 0 };
  const counts = { updates: 0, steps: 0, snapshots: 0, saves: 0, states: 0, tasks_deleted: 0 };
  let now = 1000;
  let looked = 0;
  let longest = 0;
  const take = (/** @type {keyof typeof spent} */ what, /** @type {number} */ milliseconds) => {
    now += milliseconds;
    spent[what] += milliseconds;
  };
  // Work of the core that takes so long, in slices.
  const task = (/** @type {keyof typeof spent} */ what, /** @type {number} */ left, /** @type {() => any} */ answer) => ({
    advance(/** @type {number} */ slice) {
      const some = Math.min(slice, left);
      left -= some;
      take(what, some);
      return left <= 0;
    },
    answer,
    delete: () => void ++counts.tasks_deleted,
  });
  /** @type {any} */
  const session = {
    progress: () => ({
      run: 1,
      updates: counts.updates,
      prepared: look > 0 ? looked / look : 1,
      examples: 10 * counts.updates,
      diverged: false,
    }),
    phase: () => ({ last: -1, next: 0 }),
    reading: () => false,
    readEvery() {},
    readNow() {},
    train(/** @type {number} */ updates, /** @type {number} */ milliseconds) {
      let done = 0;
      const end = now + milliseconds;
      for (; looked < look && now < end; ++looked) take('training', 1);
      if (looked < look) return { updates: 0, diverged: false };
      for (; done < updates && (done === 0 || now < end); ++done) take('training', update);
      counts.updates += done;
      return { updates: done, diverged: false };
    },
    runPhase: () => (take('training', update / 4), true),
    runChains(/** @type {number} */ steps) {
      counts.steps += steps;
      take('chains', steps * chain);
      return steps;
    },
    picture(/** @type {string} */ _, /** @type {Uint8Array} */ room) {
      rooms.push(room.byteLength);
      return task('snapshots', snapshot, () => (room.byteLength >= 8 ? room.subarray(0, 8) : new Uint8Array(16).subarray(0, 8)));
    },
    save: () => task('saves', save, () => new Uint8Array(8)),
    sample: (/** @type {number} */ milliseconds) => task('jobs', milliseconds, () => 'begun'),
    delete() {},
  };
  /** @type {number[]} */
  const sent_at = [];
  /** @type {number[]} */
  const rooms = []; // bytes of the room that each snapshot was given
  const run = new Run(1, session, {
    clock: () => now,
    wake() {},
    keepMilliseconds,
    post(message) {
      const { event, bytes } = /** @type {any} */ (message);
      if (event === 'state') ++counts.states;
      if (event === 'kept') ++counts.saves;
      if (event !== 'snapshot') return;
      ++counts.snapshots;
      sent_at.push(now);
      run.pictures.taken();
      if (gives_back) run.pictures.spare(new Uint8Array(bytes.buffer));
    },
  });
  return {
    run,
    spent,
    counts,
    sent_at,
    rooms,
    longest: () => longest,
    /**
     * Lets so many milliseconds pass, giving slices when they are due.
     * @param {number} milliseconds
     * @param {number} [slice]
     */
    pass(milliseconds, slice = 16) {
      const end = now + milliseconds;
      let turns = 0;
      while (now < end) {
        assert.ok(++turns < 1e5, 'it never rests');
        const began = now;
        const due = run.turn(slice);
        longest = Math.max(longest, now - began);
        now = Math.min(end, Math.max(now, due));
      }
    },
  };
}

describe('a run', () => {
  it('saves in slices, with nothing in between, and then goes on', async () => {
    const { run, pass, spent, counts, longest } = clockwork({ save: 200, keepMilliseconds: 1000 });
    run.play({ speed: 'full' });
    pass(1100);
    const { training } = spent;
    assert.ok(run.busy !== null, 'the save has begun');
    pass(100);
    assert.equal(spent.training, training, 'nothing trains meanwhile');
    pass(200);
    await run.busy;
    assert.equal(counts.saves, 1);
    assert.equal(spent.saves, 200);
    assert.equal(counts.tasks_deleted, 1);
    assert.ok(longest() <= 20, `${longest()} ms without a break`);
    pass(100);
    assert.ok(spent.training > training);
  });

  it('gives up work that a request began, and no other work', async () => {
    const { run, pass, spent, counts } = clockwork();
    const begun = run.do(/** @type {any} */ (run.session).sample(500), 7);
    run.stop(8, new Error('another'));
    assert.ok(run.busy !== null);
    run.stop(7, new Error('given up'));
    await assert.rejects(begun, /given up/);
    assert.equal(run.busy, null);
    assert.equal(counts.tasks_deleted, 1);
    pass(100);
    assert.equal(spent.jobs, 16, 'the first slice');
    assert.equal(run.do(/** @type {any} */ (run.session).sample(10)), 'begun', 'what fits the first slice is there at once');
    const closed = run.do(/** @type {any} */ (run.session).sample(500));
    run.close(/** @type {any} */ (new Error('closed')));
    await assert.rejects(closed, /closed/);
    assert.equal(counts.tasks_deleted, 3);
  });

  it('asks for no slice while there is nothing to do', () => {
    const { run, pass, counts } = clockwork();
    pass(1000);
    assert.equal(run.turn(16), Infinity);
    assert.equal(counts.updates, 0);
  });

  it('trains all the time at full speed, and leaves time to others at normal speed', () => {
    const full = clockwork();
    full.run.play({ speed: 'full' });
    full.pass(1000);
    assert.ok(full.spent.training > 950, `${full.spent.training} ms of 1000`);
    const normal = clockwork();
    normal.run.play({ speed: 'normal' });
    normal.pass(1000);
    assert.ok(normal.spent.training > 550 && normal.spent.training < 650, `${normal.spent.training} ms of 1000`);
  });

  it('makes so many updates a second, however long one takes, and makes up for short delays only', () => {
    for (const [speed, update, seconds, wanted] of [
      [1, 2, 20, 20],
      [10, 2, 10, 100],
      [100, 2, 10, 1000],
      [0.5, 2, 20, 10],
      [1000, 0.5, 5, 5000],
      [10, 250, 10, 40], // it can't keep up
      [7.5, 30, 40, 300],
    ]) {
      const { run, pass, counts } = clockwork({ update });
      run.play({ speed });
      pass(1000 * seconds);
      assert.ok(Math.abs(counts.updates - wanted) <= 1 + wanted / 100, `${speed}: ${counts.updates} updates, not ${wanted}`);
    }
    const { run, pass, counts } = clockwork();
    run.play({ speed: 100 });
    pass(1000);
    run.pause();
    pass(10_000);
    const before = counts.updates;
    run.play({});
    pass(100);
    assert.ok(counts.updates - before <= 12, `${counts.updates - before} updates after a pause`);
  });

  it('rests at its goal, at any speed, with a sentence, and goes on from there', () => {
    for (const speed of /** @type {const} */ (['normal', 'full', 10, 100])) {
      const { run, pass, counts } = clockwork();
      run.play({ speed, goal: { updates: 2500, sentence: 'Enough.' } });
      pass(1000);
      run.play({ speed: 'full' }); // another speed keeps the goal
      pass(6000);
      assert.equal(counts.updates, 2500, String(speed));
      assert.deepEqual([run.state().status.running, run.state().status.notice], [false, 'Enough.']);
      run.play({});
      assert.equal(run.state().status.notice, null);
      pass(1000);
      assert.ok(counts.updates > 2505, 'without a goal it goes on');
    }
  });

  it('runs one phase every second when it is slow, or as it is told', () => {
    const { run, pass, spent } = clockwork({ update: 4 });
    run.play({ speed: 'slow' });
    pass(10_000);
    assert.ok(Math.abs(spent.training - 10) <= 1, `${spent.training} phases in 10 s`);
    run.play({ phaseSeconds: 0.25 });
    pass(10_000);
    assert.ok(Math.abs(spent.training - 50) <= 2, `${spent.training} phases in 20 s`);
  });

  it('takes its look at all examples in slices, at any speed, and then goes on', () => {
    for (const speed of /** @type {const} */ (['slow', 'normal', 'full'])) {
      const { run, pass, spent, counts } = clockwork({ look: 100 });
      run.play({ speed });
      pass(90);
      assert.equal(counts.updates, 0, speed);
      assert.equal(run.prepared, false);
      pass(1000);
      assert.equal(run.prepared, true);
      assert.ok(speed === 'slow' ? spent.training < 104 : counts.updates > 100, `${speed}: ${counts.updates} updates`);
    }
  });

  it('answers a wish for updates that comes before the look is taken, and only after them', () => {
    const { run, pass, counts } = clockwork({ look: 100 });
    let answered = 0;
    const waiting = { report: false, resolve: () => ++answered, reject() {} };
    run.train({ id: 1, left: 0, total: 0, ...waiting });
    run.train({ id: 2, left: 3, total: 3, ...waiting });
    pass(95);
    assert.equal(answered, 0);
    pass(20);
    assert.deepEqual([answered, counts.updates], [2, 3]);
  });

  it('moves the chains at their own pace where somebody looks', () => {
    const { run, pass, counts } = clockwork();
    run.play({ speed: 'full' });
    pass(1000);
    assert.equal(counts.steps, 0);
    run.watch({ listening: true, views: ['chains'] });
    pass(2000);
    assert.ok(counts.steps >= 18 && counts.steps <= 20, `${counts.steps} steps in 2 s`);
    run.watch({ chainSpeed: 500 });
    pass(2000);
    assert.ok(counts.steps > 250, `${counts.steps} steps, several a slice`);
  });

  it('gives costly chains no more than a quarter of the time', () => {
    const { run, pass, spent } = clockwork({ chain: 50 });
    run.watch({ listening: true, views: ['chains'], chainSpeed: 100 });
    run.play({ speed: 'full' });
    pass(10_000);
    assert.ok(spent.chains < 3000, `${spent.chains} ms of 10,000`);
    assert.ok(spent.chains > 1000);
  });

  it('lets the chains rest while paused, unless that is wished', () => {
    const { run, pass, counts } = clockwork();
    run.watch({ listening: true, views: ['chains'] });
    pass(1000);
    assert.equal(counts.steps, 0);
    run.watch({ chainsWhilePaused: true });
    pass(1000);
    assert.ok(counts.steps >= 8 && counts.steps <= 10, `${counts.steps} steps in 1 s`);
  });

  it('sends at most as many snapshots a second as are wished', () => {
    for (const rate of [12, 3]) {
      const { run, pass, counts, sent_at } = clockwork();
      run.watch({ listening: true, views: ['weights'], rate });
      run.play({ speed: 'full' });
      pass(10_000);
      assert.ok(counts.snapshots > 8 * rate && counts.snapshots <= 10 * rate + 1, `${counts.snapshots} in 10 s`);
      assert.ok(sent_at.every((at, n) => n === 0 || at - sent_at[n - 1] >= 1000 / rate));
    }
  });

  it('sends fewer where they are costly, so that they take a few per cent of the time', () => {
    const { run, pass, spent, counts } = clockwork({ snapshot: 20 });
    run.watch({ listening: true, views: ['weights'] });
    run.play({ speed: 'full' });
    pass(30_000);
    assert.ok(spent.snapshots < 0.06 * 30_000, `${spent.snapshots} ms of 30,000`);
    assert.ok(counts.snapshots > 30);
  });

  it('writes a snapshot into the memory of an earlier one that came back, and into no other', () => {
    const circle = clockwork({ gives_back: true });
    circle.run.watch({ listening: true, views: ['weights'] });
    circle.run.play({ speed: 'full' });
    circle.pass(1000);
    assert.ok(circle.rooms.length > 8);
    assert.deepEqual([...new Set(circle.rooms.slice(1))], [16]);
    const away = clockwork();
    away.run.watch({ listening: true, views: ['weights'] });
    away.run.play({ speed: 'full' });
    away.pass(1000);
    assert.deepEqual([...new Set(away.rooms)], [0]);
  });

  it('never makes a message wait for more than a slice, or for what is shown', () => {
    const at = clockwork({ update: 8, chain: 6, snapshot: 5, save: 9, keepMilliseconds: 5000 });
    at.run.watch({ listening: true, views: ['chains'] });
    at.run.play({ speed: 'full' });
    at.pass(30_000);
    assert.ok(at.counts.snapshots > 200 && at.counts.saves > 3 && at.counts.steps > 200);
    assert.ok(at.longest() <= 24, `${at.longest()} ms`); // a slice of 16 ms and the update under way; or all the rest
  });

  it('keeps saves at their pace, and fewer where they are costly', () => {
    const cheap = clockwork({ keepMilliseconds: 5000 });
    cheap.run.play({ speed: 'full' });
    cheap.pass(60_000);
    assert.ok(cheap.counts.saves >= 11 && cheap.counts.saves <= 13, `${cheap.counts.saves} saves in a minute`);
    const costly = clockwork({ keepMilliseconds: 5000, save: 200 });
    costly.run.play({ speed: 'full' });
    costly.pass(100_000);
    assert.ok(costly.counts.saves <= 6, `${costly.counts.saves} saves in 100 s`);
  });

  it('comes to rest after a pause', () => {
    const { run, pass, counts } = clockwork({ keepMilliseconds: 5000 });
    run.watch({ listening: true, views: ['chains'] });
    run.play({ speed: 'full' });
    pass(500);
    run.pause();
    pass(6000);
    const rest = { ...counts };
    assert.equal(run.turn(16), Infinity);
    assert.deepEqual(counts, rest);
  });

  it('shares the time between training and a measure', () => {
    const { run, pass, spent } = clockwork();
    let worked = 0;
    /** @type {any} */
    const job = {
      advance(/** @type {number} */ milliseconds) {
        worked += milliseconds;
        return false;
      },
      progress: () => 0,
      delete() {},
    };
    run.play({ speed: 'full' });
    run.work({ id: 9, report: false, job, what: 'measure', label: 'x', resolve() {}, reject() {}, finish: () => ({}) });
    pass(1000);
    assert.ok(spent.training > 900 && worked > 900, `${spent.training} and ${worked} ms`);
  });
});
