// @ts-check
// The core's side of the protocol, spoken to directly: hostile messages, handles, and what crosses.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { fromSite, until } from './support.mjs';

const { Host } = await fromSite('host.js');
const { requests, notices, kProtocolVersion } = await fromSite('protocol.js');
const { default: createCore } = await fromSite('core.mjs');

const start = { type: 'start', version: kProtocolVersion, sliceMilliseconds: 5, keepSeconds: 0 };
const base = new URL('.', import.meta.resolve('./host.test.mjs')).href;
const spec = JSON.stringify({ model: 'rbm', data: 'bars-and-stripes', settings: { hidden: 4 } });

/** A host with its own core, which the test can look into. */
function hostAndCore() {
  /** @type {any[]} */
  const posted = [];
  /** @type {ArrayBuffer[][]} */
  const transferred = [];
  let last = 0;
  const at = {
    posted,
    transferred,
    /** @type {any} */
    core: null,
    /** @type {any} */
    host: null,
    /** Sends a request and waits for its answer. @param {any} request */
    async ask(request) {
      const id = ++last;
      at.host.receive({ id, ...request });
      await until(() => posted.some((message) => message.id === id), `an answer to ${request.type}`);
      return posted.find((message) => message.id === id);
    },
  };
  at.host = new Host({
    soon: (/** @type {() => void} */ call) => setImmediate(call),
    post(/** @type {any} */ message, /** @type {ArrayBuffer[]} */ transfer = []) {
      posted.push(message);
      transferred.push(transfer);
    },
    createCore: async () => {
      const module = await createCore();
      const make = function Core() {
        at.core = new module.Core(1);
        at.core.delete = () => {}; // the test looks at it after the host is done with it
        return at.core;
      };
      return { Core: make };
    },
  });
  return at;
}

describe('the host', () => {
  /** @type {ReturnType<typeof hostAndCore>} */
  let at;
  beforeEach(async () => {
    at = hostAndCore();
    assert.ok((await at.ask({ ...start, base })).ok);
  });
  afterEach(() => {
    at.host.close();
    assert.equal(at.core.liveHandles(), 0, 'handles of the core are left over');
  });

  /** @type {[string, unknown, RegExp][]} */
  const hostile = [
    ['nothing', undefined, /message is missing/],
    ['null', null, /message is null/],
    ['a number', 7, /message is 7/],
    ['text', 'open', /message is "open"/],
    ['a list', [{ type: 'open' }], /message is a list/],
    ['a function', () => {}, /message is a function/],
    ['no type', { id: 1 }, /type missing/],
    ['a type that is no text', { id: 1, type: {} }, /type an object/],
    ['an unknown type', { id: 1, type: 'format' }, /no message "format"; allowed are start, .*open/],
    ['a type that every object has', { id: 1, type: 'constructor' }, /no message "constructor"/],
    ['another such', { id: 1, type: '__proto__' }, /no message "__proto__"/],
    ['a very long type', { id: 1, type: 'x'.repeat(1e6) }, /no message "x{37}\.\.\."/],
    ['no id', { type: 'ping' }, /ping: "id" is missing; allowed is a whole number/],
    ['half an id', { type: 'ping', id: 1.5 }, /"id" is 1.5/],
    ['an id that is text', { type: 'ping', id: '1' }, /"id" is "1"/],
    ['a field too many', { id: 1, type: 'ping', load: 'x' }, /ping: there is no field "load"; allowed are none/],
    ['a field too few', { id: 1, type: 'open' }, /open: "spec" is missing; allowed is text/],
    ['a spec that is no text', { id: 1, type: 'open', spec: { model: 'rbm' } }, /"spec" is an object/],
    ['bytes that are none', { id: 1, type: 'load', bytes: [1, 2] }, /"bytes" is a list of 2 entries; allowed is bytes/],
    ['an experiment that is none', { id: 1, type: 'hash', experiment: 'first' }, /"experiment" is "first"/],
    ['no experiment of that number', { id: 1, type: 'hash', experiment: 99 }, /no experiment 99/],
    ['endless updates', { id: 1, type: 'train', experiment: 1, updates: Infinity }, /"updates" is Infinity/],
    [
      'too many views',
      { id: 1, type: 'watch', experiment: 1, views: new Array(1e5).fill('weights') },
      /"views" is a list/,
    ],
    ['a snapshot rate that starves', { id: 1, type: 'watch', experiment: 1, rate: 1e9 }, /"rate" is 1000000000/],
    ['a second start', { id: 1, ...start, base }, /runs already/],
  ];
  for (const [what, message, sentence] of hostile) {
    it(`refuses ${what}`, async () => {
      const before = at.posted.length;
      at.host.receive(message);
      await until(() => at.posted.length > before, 'a refusal');
      const { error } = at.posted[before];
      assert.match(error.message, sentence);
      assert.ok(['invalid-request', 'closed'].includes(error.code), error.code);
      assert.ok(error.message.length < 400);
      assert.ok((await at.ask({ type: 'ping' })).ok, 'it is alive');
    });
  }

  it('refuses a page of another version', async () => {
    const other = hostAndCore();
    const { error } = await other.ask({ ...start, base, version: kProtocolVersion + 1 });
    assert.equal(error.code, 'unsupported');
    assert.match(error.message, new RegExp(`version ${kProtocolVersion + 1} .* reload`));
    other.host.close();
  });

  it('refuses everything before it was started', async () => {
    const other = hostAndCore();
    assert.match((await other.ask({ type: 'open', spec })).error.message, /"start" comes first/);
    other.host.close();
  });

  it('answers every request of the table once', async () => {
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    const bytes = (await at.ask({ type: 'save', experiment })).ok.bytes;
    const tensors = (await at.ask({ type: 'parameters', experiment })).ok.bytes;
    /** @type {Record<string, object>} */
    const fields = {
      ping: {},
      prefetch: {},
      open: { spec },
      load: { bytes },
      set: { experiment, option: 'learningRate', value: '0.1' },
      reset: { experiment },
      reseed: { experiment, seed: 5 },
      play: { experiment, speed: 'normal' },
      pause: { experiment },
      train: { experiment, updates: 3 },
      phase: { experiment },
      chains: { experiment, steps: 2 },
      restartChains: { experiment },
      latent: { experiment, values: [1, -2] },
      holdClass: { experiment, label: 1 },
      watch: { experiment, listening: true, views: ['*'], rate: 12 },
      snapshot: { experiment, views: ['weights'] },
      sample: { experiment, options: '{"count": 1, "steps": 1}' },
      measure: { experiment, name: 'reconstructionError', options: '{"split": "train"}' },
      parameters: { experiment },
      setParameters: { experiment, bytes: tensors },
      hash: { experiment },
      save: { experiment },
      close: { experiment },
    };
    assert.deepEqual(
      Object.keys(fields).sort(),
      Object.keys(requests)
        .filter((type) => type !== 'start')
        .sort(),
    );
    for (const [type, given] of Object.entries(fields)) {
      const answer = await at.ask({ type, ...given });
      if (type === 'latent' || type === 'holdClass')
        assert.equal(answer.error.code, 'not-available'); // this model has none to turn, and no classes
      else assert.equal(answer.error, undefined, `${type}: ${answer.error?.message}`);
      assert.equal(at.posted.filter(({ id }) => id === answer.id).length, 1);
    }
    assert.deepEqual(Object.keys(notices).sort(), ['spare', 'stop', 'taken']);
  });

  it('hands bytes over instead of copying them', async () => {
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    for (const type of ['parameters', 'save']) {
      const { ok } = await at.ask({ type, experiment });
      assert.deepEqual(at.transferred.at(-1), [ok.bytes.buffer]);
      assert.equal(ok.bytes.byteLength, ok.bytes.buffer.byteLength, 'bytes of its own, no view of the core');
    }
    await at.ask({ type: 'watch', experiment, listening: true, views: ['*'] });
    await until(() => at.posted.some(({ event }) => event === 'snapshot'), 'a snapshot');
    const n = at.posted.findIndex(({ event }) => event === 'snapshot');
    assert.deepEqual(at.transferred[n], [at.posted[n].bytes.buffer]);
  });

  it('sends no snapshot before the last one was taken', async () => {
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    const snapshots = () => at.posted.filter(({ event }) => event === 'snapshot').length;
    await at.ask({ type: 'watch', experiment, listening: true, views: ['weights'] });
    await at.ask({ type: 'play', experiment, speed: 'full' });
    await until(() => snapshots() === 1, 'a first snapshot');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(snapshots(), 1);
    at.host.receive({ type: 'taken', experiment });
    await until(() => snapshots() === 2, 'a second snapshot');
  });

  it('sends a snapshot in memory that was given for it, where that is large enough', async () => {
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    const room = new Uint8Array(1 << 20);
    at.host.receive({ type: 'spare', experiment, bytes: room });
    at.host.receive({ type: 'spare', experiment: 1e6, bytes: new Uint8Array(3) }); // of one that is gone
    await at.ask({ type: 'watch', experiment, listening: true, views: ['weights'] });
    const snapshots = () => at.posted.filter(({ event }) => event === 'snapshot');
    await until(() => snapshots().length === 1, 'a snapshot');
    assert.equal(snapshots()[0].bytes.buffer, room.buffer);
    assert.ok(snapshots()[0].bytes.byteLength < 20_000);
    at.host.receive({ type: 'spare', experiment, bytes: new Uint8Array(10) });
    at.host.receive({ type: 'taken', experiment });
    await at.ask({ type: 'train', experiment, updates: 3 });
    await until(() => snapshots().length === 2, 'a snapshot in memory of its own');
    assert.ok(snapshots()[1].bytes.byteLength > 10);
  });

  it('frees jobs that are done, stopped, refused or left behind', async () => {
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    assert.equal(at.core.liveHandles(), 1);
    await at.ask({ type: 'sample', experiment, options: '{"count": 1, "steps": 1}' });
    await at.ask({ type: 'sample', experiment, options: '{"count": 0}' });
    assert.equal(at.core.liveHandles(), 1);
    const long = { id: 1001, type: 'sample', experiment, options: '{"count": 1, "steps": 1000000}' };
    at.host.receive(long);
    assert.equal(at.core.liveHandles(), 2);
    at.host.receive({ type: 'stop', request: 1001 });
    assert.equal(at.core.liveHandles(), 1);
    await until(() => at.posted.find(({ id }) => id === 1001)?.error.code === 'aborted', 'a refusal');
    at.host.receive({ ...long, id: 1002 });
    await at.ask({ type: 'close', experiment });
    assert.equal(at.core.liveHandles(), 0);
    await until(() => at.posted.find(({ id }) => id === 1002)?.error.code === 'closed', 'a refusal');
  });

  it('keeps a save while it trains and when it is paused, and none when nothing changed', async () => {
    const other = hostAndCore();
    await other.ask({ ...start, base, keepSeconds: 0.02 });
    const { experiment } = (await other.ask({ type: 'open', spec })).ok;
    const kept = () => other.posted.filter(({ event }) => event === 'kept');
    await other.ask({ type: 'play', experiment });
    await until(() => kept().length > 1, 'two saves');
    await other.ask({ type: 'pause', experiment });
    const rest = async () => {
      const before = kept().length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return kept().length - before;
    };
    assert.ok((await rest()) <= 1, 'one save of where it rests');
    assert.equal(await rest(), 0);
    const { hash } = (await other.ask({ type: 'hash', experiment })).ok;
    const again = (await other.ask({ type: 'load', bytes: kept().at(-1).bytes })).ok;
    assert.equal((await other.ask({ type: 'hash', experiment: again.experiment })).ok.hash, hash);
    other.host.close();
  });
});

describe('a host whose core breaks', () => {
  it('says so once and does nothing more', async () => {
    const at = hostAndCore();
    await at.ask({ ...start, base });
    const { experiment } = (await at.ask({ type: 'open', spec })).ok;
    const { Session } = await sessionClass(at.core);
    const train = Session.prototype.train;
    Session.prototype.train = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    try {
      at.host.receive({ id: 500, type: 'train', experiment, updates: 1 });
      await until(() => at.posted.some(({ event }) => event === 'crash'), 'a crash');
    } finally {
      Session.prototype.train = train;
    }
    const crash = at.posted.at(-1);
    assert.equal(crash.error.code, 'crashed');
    assert.match(crash.error.message, /unreachable/);
    const before = at.posted.length;
    at.host.receive({ id: 501, type: 'ping' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(at.posted.length, before);
  });
});

/** The class of a core's sessions. @param {any} core */
async function sessionClass(core) {
  const task = core.open(new TextEncoder().encode(spec));
  while (!task.advance(1000));
  const { value } = task.answer();
  task.delete();
  const Session = value.constructor;
  value.delete();
  return { Session };
}
