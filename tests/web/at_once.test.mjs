// @ts-check
// Several calls at the same time: they wait for what they share, are cancelled at once, keep their results apart, and
// the death of one experiment costs the others nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bars, door, fromSite, onEveryRung, refusal, rungs, until } from './support.mjs';

/** @typedef {import('./support.mjs').Engine} Engine */

const { Host } = await fromSite('host.js');
const { kProtocolVersion } = await fromSite('protocol.js');
const { default: createCore } = await fromSite('core.mjs');
const { resumeAll } = await fromSite('restart.js');
const { SharedWork } = await fromSite('shared.js');
const { Client } = await fromSite('client.js');
/** @type {typeof import('../../web/board.js')} */
const { createBoard } = await fromSite('board.js');
/** @type {typeof import('../../web/board-measures.js')} */
const { measureForBoard } = await fromSite('board-measures.js');

describe('requests that need the same download', () => {
  for (const rung of rungs) {
    it(`wait for it (${rung})`, async () => {
      const engine = await door.createEngine({ rung });
      /** @type {number[]} */
      const told = [0, 0, 0];
      const opened = await Promise.all(
        (/** @type {const} */ (['rbm', 'ppca', 'gan'])).map((model, i) =>
          engine.open({ model, data: 'digits' }, { onProgress: () => void ++told[i] }),
        ),
      );
      assert.deepEqual(
        opened.map(({ spec }) => spec.model),
        ['rbm', 'ppca', 'gan'],
      );
      assert.ok(told.every((count) => count > 0), 'all of them are told how it goes');
      await engine.close();
    });

    it(`do not lose it when one of them is stopped (${rung})`, async () => {
      const engine = await door.createEngine({ rung });
      const control = new AbortController();
      const stopped = assert.rejects(engine.open({ model: 'rbm', data: 'digits' }, { signal: control.signal }), refusal('aborted'));
      const other = engine.open({ model: 'ppca', data: 'digits' });
      control.abort();
      await stopped;
      await (await other).train({ updates: 1 });
      await engine.close();
    });
  }

  it('begin it once, fail together, and begin it again after that', async () => {
    const shared = new SharedWork();
    let begun = 0;
    const waiter = () => ({ onProgress() {}, signal: new AbortController().signal });
    const failing = async () => {
      ++begun;
      throw new Error('no connection');
    };
    const failed = [shared.wait('a', failing, waiter()), shared.wait('a', failing, waiter())];
    for (const one of failed) await assert.rejects(one, /no connection/);
    assert.equal(begun, 1);
    await shared.wait('a', async () => void ++begun, waiter());
    assert.equal(begun, 2);
  });

  it('give it up when the last of them is stopped', async () => {
    const shared = new SharedWork();
    const controls = [new AbortController(), new AbortController()];
    /** @type {AbortSignal | null} */
    let working = null;
    const begin = (/** @type {any} */ how) => {
      working = how.signal;
      return new Promise(() => {});
    };
    const waiting = controls.map(({ signal }) => assert.rejects(shared.wait('a', begin, { onProgress() {}, signal }), refusal('aborted')));
    const aborted = () => /** @type {any} */ (working).aborted;
    controls[0].abort();
    await waiting[0];
    assert.equal(aborted(), false);
    controls[1].abort();
    await waiting[1];
    assert.equal(aborted(), true);
  });
});

describe('a call that is cancelled', () => {
  /** A line whose host never answers. */
  function deafLine() {
    /** @type {any[]} */
    const posted = [];
    const nothing = () => {};
    const line = { post: (/** @type {any} */ message) => void posted.push(message), end: nothing, kill: nothing, watchLock: nothing, hold: nothing };
    return { posted, line: { ...line, onMessage: (/** @type {any} */ _) => {}, onLost: nothing } };
  }

  it('is refused at once, though the host is busy, and the host is told', async () => {
    const { line, posted } = deafLine();
    const client = new Client(line, { onEvent() {}, onCrash() {} });
    for (const [type, fields] of /** @type {[string, object][]} */ ([
      ['train', { experiment: 1, updates: 5 }],
      ['sample', { experiment: 1, options: '{}' }],
      ['measure', { experiment: 1, name: 'mmd', options: '{}' }],
      ['open', { spec: '{}' }],
    ])) {
      const control = new AbortController();
      const reason = new Error('enough');
      const asked = client.ask(type, fields, { signal: control.signal });
      const { id } = posted.at(-1);
      control.abort(reason);
      await assert.rejects(asked, (/** @type {any} */ error) => error.cause === reason && refusal('aborted')(error));
      assert.deepEqual(posted.at(-1), { type: 'stop', request: id });
    }
    client.end(new door.HarmoniumError('closed', 'The end.'));
  });

  it('does not leave an experiment behind that nobody has', async () => {
    const { line, posted } = deafLine();
    const client = new Client(line, { onEvent() {}, onCrash() {} });
    const control = new AbortController();
    /** @type {any[]} */
    const late = [];
    const asked = client.ask('open', { spec: '{}' }, { signal: control.signal, onLate: (/** @type {any} */ answer) => late.push(answer) });
    const { id } = posted.at(-1);
    control.abort();
    await assert.rejects(asked, refusal('aborted'));
    line.onMessage({ id, ok: { experiment: 7 } });
    assert.deepEqual(late, [{ experiment: 7 }]);
    client.end(new door.HarmoniumError('closed', 'The end.'));
  });
});

onEveryRung('results', (at) => {
  it('carry the run that they belong to', async () => {
    const experiment = await at.engine.open(bars);
    assert.equal(experiment.progress.run, 1);
    assert.equal((await experiment.train({ updates: 5 })).run, 1);
    const { W, b, c } = await experiment.parameters();
    /** @type {[string, () => Promise<unknown>, number][]} */
    const changes = [
      ['a live setting', () => experiment.set('learningRate', 0.2), 1],
      ['a setting that is not live', () => experiment.set('hidden', 8), 2],
      ['reset', () => experiment.reset(), 3],
      ['reseed', () => experiment.reseed(9), 4],
      ['other parameters', () => experiment.setParameters({ W, b, c }), 5],
      ['training', () => experiment.train({ updates: 2 }), 5],
      ['saving', () => experiment.save(), 5],
    ];
    for (const [what, change, run] of changes) {
      await change();
      assert.equal(experiment.progress.run, run, what);
      const snapshot = await experiment.snapshot();
      assert.deepEqual([snapshot.run, snapshot.progress.run], [run, run], what);
      assert.equal((await experiment.sample({ count: 1, steps: 1 })).run, run, what);
      assert.equal((await experiment.measure('reconstructionError')).run, run, what);
    }
    await experiment.close();
  });

  it('of a measure begun before a new start are not those of the new run', async () => {
    const experiment = await at.engine.open(bars);
    for (const [again, run] of /** @type {[() => Promise<unknown>, number][]} */ ([
      [() => experiment.set('hidden', 7), 1],
      [() => experiment.reset(), 2],
      [() => experiment.reseed(), 3],
    ])) {
      const measuring = experiment.measure('logPartition', { method: 'ais', chains: 200, temperatures: 2000 });
      const sampling = experiment.sample({ count: 10, steps: 5000 });
      await again();
      const measured = await measuring;
      assert.deepEqual([measured.run, measured.others.every((other) => other.run === run)], [run, true]);
      assert.equal((await sampling).run, run);
      const { measures } = await experiment.snapshot();
      assert.deepEqual(measures, [], 'no snapshot of the new run has it');
    }
    await experiment.close();
  });

  it('of a measure begun before other parameters were set are not those of the new ones', async () => {
    const experiment = await at.engine.open(bars);
    const parameters = await experiment.parameters();
    await experiment.train({ updates: 20 });
    const measuring = experiment.measure('logPartition', { method: 'ais', chains: 200, temperatures: 2000 });
    await experiment.setParameters(parameters);
    assert.equal((await measuring).run, 1);
    assert.deepEqual((await experiment.snapshot()).measures, []);
    await experiment.close();
  });

  it('are filed under the run that was measured, in a comparison and on the board', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 30 });
    const hash = await experiment.hash();
    let again = false;
    const table = await at.engine.compare(
      [{ experiment }],
      ['reconstructionError', { name: 'logPartition', method: 'ais', chains: 200, temperatures: 1000 }, 'pseudoLogLikelihood'],
      {
        onProgress: ({ what, progress }) => {
          if (what !== 'measure' || progress < 0.4 || again) return;
          again = true;
          void experiment.set('hidden', 5);
        },
      },
    );
    const [row] = table.rows;
    assert.deepEqual([row.updates, row.hash, row.spec.settings.hidden], [30, hash, 8], 'the row is of the run that was measured');
    assert.ok(row.measurements.length > 0 && row.measurements.every(({ run }) => run === row.run));
    assert.match(row.refused.pseudoLogLikelihood, /started again/);

    await experiment.measure('reconstructionError');
    await experiment.reset();
    const board = createBoard({ measures: at.engine.measures, onChange() {} });
    const filed = await measureForBoard({ engine: at.engine, experiment, board, signal: new AbortController().signal });
    assert.ok(filed.measurements.every(({ run }) => run === experiment.progress.run));
    await experiment.close();
  });
});

for (const rung of rungs) {
  describe(`the death of the core (${rung})`, () => {
    /** @param {Engine} engine */
    async function kill(engine) {
      engine.kill();
      // A call that waits keeps Node from ending before it hears of the death. On the main thread nobody tells.
      if (rung === 'module-worker') await assert.rejects(engine.open(bars), refusal('crashed'));
    }

    it('costs experiments that rest nothing: they come back where they were', async () => {
      const engine = await door.createEngine({ rung });
      const trained = await engine.open(bars);
      await trained.train({ updates: 123 });
      const file = await (await engine.open({ ...bars, seed: 3 })).save();
      const loaded = await engine.load(file);
      const filled = await engine.open({ ...bars, seed: 4 });
      await filled.setParameters(await trained.parameters());
      const played = await engine.open({ ...bars, seed: 5 });
      await played.play({ speed: 'full' });
      await until(() => played.progress.updates > 20, 'training');
      await played.pause();
      const stepped = await engine.open({ ...bars, seed: 6 });
      await stepped.train({ updates: 7 });
      await stepped.stepPhase();
      await stepped.set('learningRate', 0.3);
      const control = new AbortController();
      const stopped = await engine.open({ ...bars, seed: 8 });
      const training = assert.rejects(stopped.train({ updates: 1e9, signal: control.signal }), refusal('aborted'));
      await until(() => stopped.progress.updates > 20, 'training');
      control.abort();
      await training;
      await stopped.hash();
      const all = { trained, loaded, filled, played, stopped };
      /** @type {Record<string, unknown[]>} */
      const before = {};
      for (const [name, one] of Object.entries(all)) before[name] = [await one.hash(), (await one.snapshot()).progress.updates, one.progress.run];
      await kill(engine);
      await engine.restart();
      for (const [name, one] of Object.entries(all)) {
        assert.deepEqual([await one.hash(), one.progress.updates, one.progress.run], before[name], name);
      }
      assert.equal(stepped.progress.updates, 7, 'the update under way is not counted');
      await engine.close();
    });

    it('costs others nothing when it comes with the opening of one', async () => {
      const engine = await door.createEngine({ rung });
      const playing = await engine.open(bars);
      await playing.play({ speed: 'full' });
      await until(() => playing.progress.updates > 20, 'training');
      const { updates } = playing.progress;
      await engine.open({ ...bars, seed: 2 }); // it is kept before this one opens
      await kill(engine);
      await engine.restart();
      assert.ok(playing.progress.updates >= updates, `${playing.progress.updates} after ${updates}`);
      await engine.close();
    });

    it('may be answered by several restarts at once, and by the end of an experiment meanwhile', async () => {
      const engine = await door.createEngine({ rung });
      const experiment = await engine.open(bars);
      const closed = await engine.open({ ...bars, seed: 2 });
      await experiment.train({ updates: 9 });
      await kill(engine);
      const restarts = [engine.restart(), engine.restart(), closed.close(), engine.restart()];
      await Promise.all(restarts);
      assert.equal(experiment.progress.updates, 9);
      assert.equal((await experiment.train({ updates: 1 })).updates, 10);
      await assert.rejects(closed.hash(), refusal('closed'));
      await engine.close();
    });

    it('leads back to the new run and not to a save of the old one', async () => {
      const engine = await door.createEngine({ rung });
      const experiment = await engine.open(bars);
      await experiment.train({ updates: 50 });
      await experiment.set('hidden', 5);
      await kill(engine);
      await engine.restart();
      assert.deepEqual([experiment.progress.updates, experiment.progress.run, experiment.spec.settings.hidden], [0, 2, 5]);
      assert.equal((await experiment.parameters()).W.shape[1], 5);
      await engine.close();
    });
  });
}

describe('an experiment that kills the core', () => {
  it('is given up, and the others go on', async () => {
    let started = 0;
    /** @type {string[]} */
    const lost = [];
    /** @type {string[]} */
    const resumed = [];
    /** @param {number} id @param {boolean} fatal */
    const hooks = (id, fatal) => ({
      id: () => id,
      async resume(/** @type {any} */ client) {
        if (client.lost) throw client.lost;
        if (fatal) {
          client.lost = new door.HarmoniumError('crashed', `died of ${id}`);
          throw client.lost;
        }
        resumed.push(`${id} on ${client.number}`);
      },
      lose: (/** @type {Error} */ error) => lost.push(error.message),
    });
    const startCore = async () => ({ client: { lost: null, number: ++started }, rung: 'main-thread' });
    const experiments = [hooks(1, true), hooks(2, false), hooks(3, true), hooks(4, false)];
    const given_up = await resumeAll({ experiments, suspect: 1, startCore });
    assert.deepEqual(lost, ['died of 3.', 'died of 1.']);
    assert.equal(given_up.size, 2);
    assert.deepEqual(resumed, ['2 on 1', '2 on 2', '4 on 2', '2 on 3', '4 on 3'], 'the suspect comes last');
  });

  it('is named by the host, after the others were kept', async () => {
    const kFatal = 666; // sessions of this seed find no memory when they train
    /** @type {any[]} */
    const posted = [];
    const host = new Host({
      soon: (/** @type {() => void} */ call) => setImmediate(call),
      post: (/** @type {any} */ message) => posted.push(message),
      createCore: async () => {
        const module = await createCore();
        const make = function Core() {
          const core = new module.Core(1);
          const open = core.open.bind(core);
          core.open = (/** @type {Uint8Array} */ spec) => {
            const task = open(spec);
            const answer = task.answer.bind(task);
            task.answer = () => {
              const outcome = answer();
              if (JSON.parse(new TextDecoder().decode(spec)).seed === kFatal) {
                outcome.value.train = () => {
                  throw new RangeError('Out of memory');
                };
              }
              return outcome;
            };
            return task;
          };
          return core;
        };
        return { Core: make };
      },
    });
    let last = 0;
    const ask = async (/** @type {any} */ request) => {
      const id = ++last;
      host.receive({ id, ...request });
      const answer = () => posted.find((message) => message.id === id || message.event === 'crash');
      await until(answer, `an answer to ${request.type}`);
      return answer().ok ?? answer();
    };
    const base = new URL('.', import.meta.resolve('./at_once.test.mjs')).href;
    await ask({ type: 'start', version: kProtocolVersion, base, sliceMilliseconds: 5, keepSeconds: 1 });
    const open = (/** @type {number} */ seed) => ask({ type: 'open', spec: JSON.stringify({ ...bars, seed }) });
    const good = await open(1);
    await ask({ type: 'train', experiment: good.experiment, updates: 5 });
    const bad = await open(kFatal);
    const kept = posted.filter(({ event, experiment }) => event === 'kept' && experiment === good.experiment);
    assert.equal(kept.length, 1, 'the one at rest is kept once');
    const crash = await ask({ type: 'train', experiment: bad.experiment, updates: 5 });
    assert.equal(crash.event, 'crash');
    assert.equal(crash.experiment, bad.experiment);
    assert.match(crash.error.message, /run out of memory/);
  });
});
