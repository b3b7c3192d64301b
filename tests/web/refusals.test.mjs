// @ts-check
// Wrong calls of the whole public surface, each with the answer that is right. Every answer is a HarmoniumError with one
// printable sentence of fewer than 400 characters that names the field, what was given and what is allowed, and nothing
// has changed after it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bars, door, fromSite, onEveryRung, refusal } from './support.mjs';

const { parseLink } = await fromSite('link.js');
const { checkAction } = await fromSite('actions.js');
const { createLinkGuard } = await fromSite('link-guard.js');
const { mustRunHere } = await fromSite('platform.js');
const { refusalOf } = await fromSite('errors.js');

/** @typedef {import('./support.mjs').Experiment} Experiment */
/** @typedef {import('./support.mjs').Engine} Engine */

/** The same value without its type. @param {unknown} value @returns {any} */
const any = (value) => value;
const kPrintable = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]*$/u;
const circle = any({});
circle.circle = circle;
const throwing = {
  get updates() {
    throw new Error('boom\nbang');
  },
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** @param {unknown} error */
function mustBeReadable(error) {
  assert.ok(error instanceof door.HarmoniumError, `not a HarmoniumError: ${error}`);
  assert.match(error.message, kPrintable);
  assert.ok(error.message.length < 400, `${error.message.length} characters: ${error.message}`);
  assert.match(error.message, /[.)]$|\.\.\.$/, error.message);
}

/**
 * Calls on an experiment: what it shows, the call, the code, and words of the sentence.
 * @type {[string, (at: Experiment) => unknown, string, (string | RegExp)[]][]}
 */
const calls = [
  ['null for options', (at) => at.train(any(null)), 'invalid-request', ['train', 'null', 'object']],
  ['a number for options', (at) => at.train(any(5)), 'invalid-request', ['train', '5', 'object']],
  ['a text for options', (at) => at.train(any('x')), 'invalid-request', ['train', '"x"']],
  ['a list for options', (at) => at.train(any([1])), 'invalid-request', ['train', 'a list of 1']],
  ['a function for options', (at) => at.train(any(() => {})), 'invalid-request', ['train', 'a function']],
  ['a function as a field', (at) => at.train({ updates: any(() => {}) }), 'invalid-request', ['"updates"', 'a function']],
  ['a symbol as a field', (at) => at.train({ updates: any(Symbol('x')) }), 'invalid-request', ['"updates"', 'a symbol']],
  ['a bigint as a field', (at) => at.train({ updates: any(5n) }), 'invalid-request', ['"updates"', '5n']],
  ['NaN', (at) => at.train({ updates: NaN }), 'invalid-request', ['"updates"', 'NaN']],
  ['a text for a number', (at) => at.train({ updates: any('5') }), 'invalid-request', ['"updates"', '"5"', 'whole number']],
  ['a misspelt field', (at) => at.train(any({ update: 5 })), 'invalid-request', ['"update"', 'updates, epochs']],
  ['a symbol for the name of a field', (at) => at.train(any({ [Symbol('x')]: 5 })), 'invalid-request', ['symbol']],
  ['a getter that throws', (at) => at.train(any(throwing)), 'invalid-request', ['boom']],
  ['a proxy that was revoked', (at) => at.train(any(revoked.proxy)), 'invalid-request', ['train']],
  ['an onProgress that is none', (at) => at.train({ updates: 1, onProgress: any(7) }), 'invalid-request', ['"onProgress"', '7', 'a function']],
  ['a signal that is none', (at) => at.train({ updates: 1, signal: any({}) }), 'invalid-request', ['"signal"', 'an AbortSignal']],
  ['a signal that is text', (at) => at.sample({ signal: any('now') }), 'invalid-request', ['"signal"', '"now"']],
  ['updates that are no number', (at) => at.update(any('a')), 'invalid-request', ['updates', '"a"']],
  ['a speed that is none', (at) => at.play({ speed: any('warp') }), 'invalid-request', ['speed', '"warp"', '"slow", "normal", "full"']],
  ['a speed of no updates', (at) => at.play({ speed: 0 }), 'invalid-request', ['speed', '0', '"full", or updates a second', '0.1 to 1000']],
  ['a speed that is none, set', (at) => (at.speed = any(Symbol('x'))), 'invalid-request', ['speed', 'a symbol']],
  ['null for play', (at) => at.play(any(null)), 'invalid-request', ['play', 'null']],
  ['an option that is a number', (at) => at.set(any(5), 1), 'invalid-request', ['"option"', '5']],
  ['a setting that is a function', (at) => at.set('hidden', () => {}), 'invalid-request', ['"hidden"', 'a function']],
  ['a setting that is NaN', (at) => at.set('hidden', NaN), 'invalid-option', ['"hidden"', 'NaN']],
  ['a setting that is infinite', (at) => at.set('learningRate', -Infinity), 'invalid-option', ['"learningRate"', '-Infinity']],
  ['a setting that is a bigint', (at) => at.set('hidden', 5n), 'invalid-request', ['"hidden"', '5n']],
  ['a setting with a long name', (at) => at.set('x'.repeat(200), 5), 'invalid-option', [/x{20}/]],
  ['a seed that is none', (at) => at.reseed(any('x')), 'invalid-request', ['seed', '"x"']],
  ['steps that are none', (at) => at.runChains(any(Symbol('x'))), 'invalid-request', ['runChains', '"steps"', 'a symbol']],
  ['a class that is none', (at) => at.holdClass(any('x')), 'invalid-request', ['holdClass', '"label"', '"x"']],
  ['an event that is none', (at) => at.on(any('nonsense'), () => {}), 'invalid-request', ['"nonsense"', '"snapshot"', '"progress"', '"state"', '"error"']],
  ['a listener that is none', (at) => at.on('state', any('x')), 'invalid-request', ['"listener"', '"x"', 'a function']],
  ['a borrower that is none', (at) => at.borrow(any(null)), 'invalid-request', ['borrow', 'null']],
  ['views that are text', (at) => at.watch({ views: any('weights') }), 'invalid-request', ['watch', '"views"', '"weights"']],
  ['views that are functions', (at) => at.watch({ views: any([() => {}]) }), 'invalid-request', ['"views"', 'names']],
  ['a wish that is none', (at) => at.watch(any('fast')), 'invalid-request', ['watch', '"fast"']],
  ['a rate that is too high', (at) => at.watch({ rate: 1e9 }), 'invalid-request', ['"rate"', '1000000000', '12']],
  ['a view for a list of views', (at) => at.snapshot(any('weights')), 'invalid-request', ['snapshot', '"views"']],
  ['a number for samples', (at) => at.sample(any(5)), 'invalid-request', ['sample', '5', 'object']],
  ['a count that is NaN', (at) => at.sample({ count: NaN }), 'invalid-option', ['sample', 'count', 'NaN']],
  ['a count that is a function', (at) => at.sample({ count: any(() => {}) }), 'invalid-request', ['count', 'a function']],
  ['a misspelt option of samples', (at) => at.sample(any({ cuont: 5 })), 'invalid-option', ['cuont', 'count']],
  ['a clamp that is endless', (at) => at.sample({ clamp: any({ length: 1e9 }) }), 'invalid-option', ['clamp']],
  ['a clamp that is too long', (at) => at.sample({ clamp: any(new Array(3e8)) }), 'invalid-request', ['clamp', 'too many']],
  ['a clamp with a hole', (at) => at.sample({ clamp: any([, 1]) }), 'invalid-request', ['clamp[0]', 'missing']],
  ['a clamp that is infinite', (at) => at.sample({ clamp: Array(16).fill(Infinity) }), 'invalid-option', ['clamp[0]', 'Infinity']],
  ['a measure that is none', (at) => at.measure(any(5)), 'invalid-request', ['measure', '"name"', '5']],
  ['a number for options of a measure', (at) => at.measure('parzen', any(5)), 'invalid-request', ['measure', '5']],
  ['an option of a measure that is a function', (at) => at.measure('parzen', { samples: () => {} }), 'invalid-request', ['samples', 'a function']],
  ['options in a circle', (at) => at.measure('parzen', { a: circle }), 'invalid-request', ['JSON', 'circle']],
  ['no latent variables', (at) => at.setLatent(any(undefined)), 'invalid-request', ['setLatent', 'missing']],
  ['latent variables that are endless', (at) => at.setLatent(any({ length: 1e9 })), 'invalid-request', ['1000000000', '4096']],
  ['latent variables that are no numbers', (at) => at.setLatent(any(['1'])), 'invalid-request', ['[0]', '"1"']],
  ['latent variables that are too large', (at) => at.setLatent([1, 1e39]), 'invalid-request', ['[1]', '1e+39', '100']],
  ['a length that is none', (at) => at.setLatent(any({ length: -1 })), 'invalid-request', ['setLatent']],
  ['parameters that are none', (at) => at.setParameters(any(5)), 'invalid-request', ['parameters', '5']],
  ['parameters that cannot be read', (at) => at.setParameters(any(revoked.proxy)), 'invalid-request', ['parameters', 'revoked']],
  ['parameters in a list', (at) => at.setParameters(any([1])), 'invalid-request', ['parameters', 'a list']],
  ['a tensor that is none', (at) => at.setParameters({ W: any(null) }), 'invalid-request', ['"W"', 'null', 'shape']],
  ['a tensor of texts', (at) => at.setParameters({ W: { shape: [1], data: any(['1']) } }), 'invalid-request', ['"W"', '"1"', 'a number']],
  ['a tensor of bigints', (at) => at.setParameters({ W: { shape: [1], data: any(new BigInt64Array(1)) } }), 'invalid-request', ['"W"']],
  ['a tensor beyond single precision', (at) => at.setParameters({ W: { shape: [1], data: [1e39] } }), 'invalid-request', ['"W"', '1e+39']],
  ['a tensor of double precision that is infinite', (at) => at.setParameters({ W: { shape: [1], data: new Float64Array([Infinity]) } }), 'invalid-request', ['"W"', 'Infinity']],
  ['a tensor that is endless', (at) => at.setParameters({ W: { shape: [1e9], data: any(new Array(1e9)) } }), 'invalid-request', ['"W"', 'large']],
  ['a tensor with an endless array-like', (at) => at.setParameters({ W: { shape: [1e9], data: any({ length: 1e9 }) } }), 'invalid-request', ['"W"']],
  ['a tensor of another length', (at) => at.setParameters({ W: { shape: [16, 8], data: [1] } }), 'invalid-request', ['"W"', '[16, 8]', '128', '1']],
  ['a tensor with a name that is no name', (at) => at.setParameters({ ['x\u202e\n'.repeat(99)]: any(1) }), 'invalid-request', ['Tensor']],
];

/**
 * Calls on an engine, as above.
 * @type {[string, (engine: Engine) => unknown, string, (string | RegExp)[]][]}
 */
const engineCalls = [
  ['no experiment', (engine) => engine.open(any(undefined)), 'invalid-request', ['The experiment', 'missing']],
  ['null', (engine) => engine.open(any(null)), 'invalid-option', ['JSON object', 'null']],
  ['a function', (engine) => engine.open(any(() => {})), 'invalid-request', ['a function']],
  ['a function in settings', (engine) => engine.open({ ...bars, settings: any({ hidden: () => 8 }) }), 'invalid-request', ['settings.hidden', 'a function']],
  ['a symbol in settings', (engine) => engine.open({ ...bars, settings: any({ hidden: Symbol('x') }) }), 'invalid-request', ['settings.hidden', 'a symbol']],
  ['NaN in settings', (engine) => engine.open({ ...bars, settings: { hidden: NaN } }), 'invalid-option', ['settings.hidden', 'NaN']],
  ['a date in settings', (engine) => engine.open({ ...bars, settings: any({ hidden: new Date(0) }) }), 'invalid-request', ['settings.hidden']],
  ['a number with more digits than six', (engine) => engine.open({ ...bars, settings: { hidden: 12345678.5 } }), 'invalid-option', ['hidden', '12345678.5', '4096']],
  ['a number that is large', (engine) => engine.open({ ...bars, settings: { hidden: 1e6 } }), 'invalid-option', ['hidden', '1000000', '4096']],
  ['a setting that there is not', (engine) => engine.open({ ...bars, settings: any({ hiden: 8 }) }), 'invalid-option', ['"hiden"', 'hidden']],
  ['a setting that there is not, with a long name', (engine) => engine.open({ ...bars, settings: any({ ['x\n'.repeat(999)]: 8 }) }), 'invalid-option', ['x']],
  ['a model that there is not', (engine) => engine.open(any({ model: 'rmb' })), 'unknown-name', ['"rmb"', 'rbm']],
  ['a data set that there is not', (engine) => engine.open(any({ model: 'rbm', data: 'digit' })), 'unknown-name', ['"digit"', 'digits']],
  ['a seed that is infinite', (engine) => engine.open({ ...bars, seed: Infinity }), 'invalid-option', ['seed', 'Infinity']],
  ['examples that are infinite', (engine) => engine.open({ model: 'rbm', data: { shape: [2], examples: [[0, Infinity]] } }), 'invalid-data', ['examples[0][1]', 'Infinity']],
  ['examples that are endless', (engine) => engine.open({ model: 'rbm', data: { shape: [2], examples: any(new Array(1e9)) } }), 'invalid-request', ['examples', 'too many']],
  ['a map', (engine) => engine.open(any(new Map())), 'invalid-request', ['an object', 'named fields']],
  ['a field too many', (engine) => engine.open(any({ ...bars, onProgress: 5 })), 'invalid-option', ['onProgress']],
  ['options that are none', (engine) => engine.open(bars, any(5)), 'invalid-request', ['open', '5']],
  ['a file that is none', (engine) => engine.load(any('x')), 'invalid-request', ['The file', '"x"', 'bytes']],
  ['a file in words', (engine) => engine.load(any([1, 2])), 'invalid-request', ['The file', 'a list']],
  ['an event that is none', (engine) => engine.on(any('crush'), () => {}), 'invalid-request', ['"crush"', '"crash"']],
  ['a listener that is none', (engine) => engine.on('crash', any(5)), 'invalid-request', ['"listener"', '5']],
  ['nothing to compare', (engine) => engine.compare(any(null), []), 'invalid-request', ['compare', 'null']],
  ['null to compare', (engine) => engine.compare([any(null)], []), 'invalid-request', ['Entry 0', 'null']],
  ['what is no experiment', (engine) => engine.compare([{ experiment: any({}) }], []), 'invalid-request', ['Entry 0', '"experiment"']],
  ['training that is none', (engine) => engine.compare([{ spec: bars, train: any({ steps: 1 }) }], []), 'invalid-request', ['"steps"', 'updates']],
  ['null for a measure', (engine) => engine.compare([{ spec: bars }], [any(null)]), 'invalid-request', ['a measure', 'null']],
  ['options of a comparison', (engine) => engine.compare([{ spec: bars }], [], any({ signal: 5 })), 'invalid-request', ['"signal"', '5']],
  ['nothing to repeat', (engine) => engine.repeat(bars, any(undefined)), 'invalid-request', ['repeat', 'null']],
  ['no variants', (engine) => engine.repeat(bars, any({ updates: 5 })), 'invalid-request', ['"variants"', 'missing', '1 to 100']],
  ['variants that are none', (engine) => engine.repeat(bars, { variants: any([5]), updates: 5 }), 'invalid-request', ['"variants"', 'settings']],
  ['variants that cannot be read', (engine) => engine.repeat(bars, { variants: any(revoked.proxy), updates: 5 }), 'invalid-request', ['repeat', 'revoked']],
  ['seeds that are the same', (engine) => engine.repeat(bars, { variants: [{}], updates: 5, seeds: [1, 1] }), 'invalid-request', ['"seeds"', 'different']],
  ['updates that are a text', (engine) => engine.repeat(bars, { variants: [{}], updates: any('5') }), 'invalid-request', ['"updates"', '"5"']],
  ['too many workers', (engine) => engine.repeat(bars, { variants: [{}], updates: 5, workers: 1e9 }), 'invalid-request', ['"workers"', '16']],
  ['a variant that the core refuses', (engine) => engine.repeat(bars, { variants: [{}, { hidden: -1 }], updates: 5 }), 'invalid-option', ['variant 2', 'hidden', '-1']],
];

/** @type {[string, () => unknown, (string | RegExp)[]][]} */
const starts = [
  ['null', () => door.createEngine(any(null)), ['createEngine', 'null']],
  ['a misspelt option', () => door.createEngine(any({ rong: 'main-thread' })), ['"rong"', 'rung']],
  ['a rung that is none', () => door.createEngine({ rung: any('attic') }), ['"rung"', '"attic"', '"main-thread"']],
  ['a base that is none', () => door.createEngine({ base: any(5) }), ['"base"', '5']],
  ['a base that is no address', () => door.createEngine({ base: 'http://[' }), ['"base"', '"http://["']],
  ['a slice that is none', () => door.createEngine({ sliceMilliseconds: any('x') }), ['"sliceMilliseconds"', '"x"', '100']],
  ['seconds that are none', () => door.createEngine({ keepSeconds: -1 }), ['"keepSeconds"', '-1']],
  ['threads that are a function', () => door.createEngine({ threads: any(() => {}) }), ['"threads"', 'a function']],
];

onEveryRung('wrong calls', (at) => {
  it('of an experiment are refused in words, and change nothing', async () => {
    const experiment = await at.engine.open(bars);
    await experiment.train({ updates: 3 });
    const before = [await experiment.hash(), JSON.stringify(experiment.spec), experiment.progress.run];
    for (const [what, call, code, words] of calls) {
      await assert.rejects(
        async () => call(experiment),
        (error) => {
          mustBeReadable(error);
          return refusal(code, ...words)(error);
        },
        what,
      );
    }
    assert.deepEqual([await experiment.hash(), JSON.stringify(experiment.spec), experiment.progress.run], before);
    await experiment.close();
  });

  it('of an engine are refused in words', async () => {
    for (const [what, call, code, words] of engineCalls) {
      await assert.rejects(
        async () => call(at.engine),
        (error) => {
          mustBeReadable(error);
          return refusal(code, ...words)(error);
        },
        what,
      );
    }
  });

  it('what throws in onProgress ends that call and nothing else', async () => {
    const experiment = await at.engine.open(bars);
    const failing = () => {
      throw new Error('no\nprogress');
    };
    for (const onProgress of [failing, async () => failing()]) {
      const said = (/** @type {any} */ error) => {
        mustBeReadable(error);
        assert.equal(error.cause?.message, 'no\nprogress');
        return refusal('invalid-request', 'onProgress', 'no progress')(error);
      };
      await assert.rejects(experiment.train({ updates: 1e9, onProgress }), said);
      await assert.rejects(experiment.sample({ count: 1, steps: 1e6, onProgress }), said);
      await assert.rejects(at.engine.compare([{ experiment }], ['reconstructionError'], { onProgress }), said);
    }
    assert.equal((await experiment.train({ updates: 1 })).diverged, false, 'it can go on');
    await experiment.close();
  });

  it('what throws in a listener is reported, and the other listeners are called', async () => {
    const experiment = await at.engine.open(bars);
    /** @type {unknown[]} */
    const reported = [];
    const report = console.error;
    console.error = (/** @type {unknown} */ error) => void reported.push(error);
    try {
      const failure = new Error('a listener');
      let called = 0;
      experiment.on('progress', () => {
        throw failure;
      });
      experiment.on('progress', async () => {
        throw failure;
      });
      experiment.on('progress', () => void ++called);
      await experiment.train({ updates: 50 });
      await experiment.pause();
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.ok(called > 0);
      assert.ok(reported.length >= 2 * called && reported.every((error) => error === failure));
    } finally {
      console.error = report;
    }
    await experiment.close();
  });
});

describe('wrong starts', () => {
  for (const [what, start, words] of starts) {
    it(`are refused in words: ${what}`, () =>
      assert.rejects(
        async () => start(),
        (error) => {
          mustBeReadable(error);
          return refusal('invalid-request', ...words)(error);
        },
      ));
  }

  it('say in words that vector instructions are missing', async () => {
    const { validate } = WebAssembly;
    WebAssembly.validate = () => false;
    try {
      await assert.rejects(door.createEngine(), refusal('unsupported', 'SIMD', 'Chrome', 'Safari'));
    } finally {
      WebAssembly.validate = validate;
    }
    mustRunHere();
  });
});

describe('tensors of scripts', () => {
  it('are refused in words', () => {
    for (const file of [5, null, 'x', undefined, {}, new Uint8Array(3)]) {
      assert.throws(() => door.readTensors(any(file)), (error) => (mustBeReadable(error), true), String(file));
    }
    for (const tensors of [5, null, undefined, { W: 5 }, { W: { shape: [2], data: [1] } }, { W: { shape: [1], data: ['x'] } }]) {
      assert.throws(() => door.writeTensors(any(tensors)), (error) => (mustBeReadable(error), true), JSON.stringify(tensors));
    }
    assert.throws(() => door.writeTensors({}, any({ note: 5 })), (error) => (mustBeReadable(error), true));
    assert.throws(() => new door.Snapshot(any(5)).progress, (error) => (mustBeReadable(error), true));
    assert.throws(() => new door.Snapshot(new Uint8Array(9)).views, (error) => (mustBeReadable(error), true));
  });
});

describe('wrong links', () => {
  for (const link of ['#{"model":"rbm","data":"digits","\\u202e":1}', `#${'%7b'.repeat(99)}`, `#{"${'x'.repeat(9999)}":1}`]) {
    it(`are refused in words: ${link.slice(0, 40)}`, () => {
      const { spec, refusal: said } = parseLink(link);
      assert.equal(spec, null);
      assert.match(said, kPrintable);
      assert.ok(said.length < 400);
    });
  }

  it('that ended the page are not opened on the next visit, once', () => {
    /** @type {Map<string, string>} */
    const kept = new Map();
    const store = () =>
      any({
        getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
        removeItem: (/** @type {string} */ key) => void kept.delete(key),
      });
    const first = createLinkGuard(store);
    assert.equal(first.ended('#a'), false);
    first.begin('#a');
    first.crashed();
    first.survived(); // the visitor reloads
    const second = createLinkGuard(store);
    assert.equal(second.ended('#a'), true);
    assert.equal(createLinkGuard(store).ended('#a'), false, 'a third visit may try again');
    first.begin('#a');
    first.renamed('#a with all settings');
    first.crashed();
    assert.equal(createLinkGuard(store).ended('#a with all settings'), true, 'the page has replaced the address');
    first.begin('#a');
    first.crashed();
    first.end(); // the usual experiment is opened
    first.renamed('#usual');
    assert.equal(createLinkGuard(store).ended('#usual'), false, 'it is not the one that ended the core');
    first.begin('#a');
    first.end(); // it was refused
    assert.equal(createLinkGuard(store).ended('#a'), false);
    second.begin('#b');
    second.survived(); // it has learnt something
    assert.equal(createLinkGuard(store).ended('#b'), false);
    second.begin('#c');
    assert.equal(createLinkGuard(store).ended('#d'), false, 'another link is another matter');
    kept.set('harmonium.opening', '{');
    assert.equal(second.ended('#a'), false, 'nonsense in the store');
    second.renamed('#e');
    assert.equal(kept.size, 0, 'what is opened later is no link');
    const shut = createLinkGuard(() => {
      throw new Error('no origin');
    });
    shut.begin('#a');
    assert.equal(shut.ended('#a'), false);
  });
});

describe('wrong actions of a page', () => {
  /** @type {[unknown, string[]][]} */
  const actions = [
    [null, ['null']],
    [5, ['5']],
    [{}, ['"type"', 'missing']],
    [{ type: Symbol('x') }, ['"type"', 'a symbol']],
    [{ type: 'views', names: 'weights' }, ['views', '"names"', '"weights"']],
    [{ type: 'views' }, ['"names"', 'missing']],
    [{ type: 'chainSpeed', value: 'fast' }, ['"value"', '"fast"']],
    [{ type: 'open', spec: 5 }, ['open', '"spec"', '5']],
    [{ type: 'speed', value: 3 }, ['speed', '"value"', '3', '"slow"', '"100"']],
    [{ type: 'chainSpeed', value: 1e7 }, ['"value"', '10000000']],
    [{ type: 'openData', data: null }, ['"data"', 'null']],
    [{ type: 'seed', value: -1 }, ['"value"', '-1']],
    [{ type: 'model', value: () => {} }, ['a function']],
    [{ type: 'measure', name: 'mmd', options: 5 }, ['"options"', '5']],
    [{ type: 'boardOpen', index: 0, seed: -1 }, ['boardOpen', '"seed"', '-1']],
    [{ type: 'boardOpen' }, ['boardOpen', '"index"', 'missing']],
    [{ type: 'boardExport', format: 'xml' }, ['"xml"', '"json"', '"csv"']],
  ];
  for (const [action, words] of actions) {
    it(`are refused in words: ${JSON.stringify(action) ?? String(action)}`, () =>
      assert.throws(
        () => checkAction(action),
        (error) => {
          mustBeReadable(error);
          return refusal('invalid-request', ...words)(error);
        },
      ));
  }

  it('are passed on where they are right, or of a newer page', () => {
    for (const action of [{ type: 'play' }, { type: 'views', names: ['a'] }, { type: 'sing', loud: true }]) {
      assert.deepEqual(checkAction(action), action);
    }
  });
});

describe('an error of the core', () => {
  for (const what of ['Out of memory', 'WebAssembly.Memory.grow(): Maximum memory size exceeded', 'Array buffer allocation failed']) {
    it(`is said to be one of memory where it is one: ${what}`, () => {
      const { code, message } = refusalOf(new RangeError(what));
      assert.equal(code, 'crashed');
      assert.match(message, /memory.*smaller settings/);
    });
  }

  it('is said to be internal elsewhere', () => {
    assert.match(refusalOf(new Error('unreachable')).message, /internal error.*unreachable/);
    assert.match(refusalOf(null).message, /internal error.*null/);
  });
});
