// @ts-check
// The types of the door: the scripts of web/ agree with them, right uses compile, and wrong ones do not.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';

import { npmTools, root, site, tool } from '../../.toolchain/tools.mjs';

const ts = await tool('typescript');
const scratch = mkdtempSync(path.join(tmpdir(), 'harmonium-types-test-'));
after(() => rmSync(scratch, { recursive: true }));

/**
 * What the compiler says about files, one line a complaint.
 * @param {string[]} files
 * @param {object} [options]
 */
function complaints(files, options = {}) {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map((/** @type {any} */ { file, start, messageText }) => {
    const line = file ? `${path.basename(file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1} ` : '';
    return `${line}${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** A script beside the site's declarations, and what the compiler says about it. @param {string} text */
function compile(text) {
  const file = path.join(site, `types-test-${process.pid}.ts`);
  writeFileSync(file, text);
  try {
    return complaints([file]);
  } finally {
    rmSync(file);
  }
}

describe('types', () => {
  it('hold in the scripts of the door themselves', () => {
    // Copies, away from the declarations that were made of them.
    for (const name of readdirSync(path.join(root, 'web'), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.js')) continue;
      mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
      copyFileSync(path.join(root, 'web', name), path.join(scratch, name));
    }
    for (const name of ['names.d.ts', 'core.d.mts', 'own-data/papaparse.d.ts', 'laboratory/d3.d.ts'])
      copyFileSync(path.join(site, name), path.join(scratch, name));
    const files = ['harmonium.js', 'worker.js', 'worker-first.js', 'worker-threads.js', 'page.js', 'own-data/read.js', 'own-data/worker.js'].map((name) =>
      path.join(scratch, name),
    );
    const node = { types: ['node'], typeRoots: [path.join(npmTools(), 'node_modules', '@types')] };
    assert.deepEqual(complaints(files, { allowJs: true, checkJs: true, ...node }), []);
  });

  it('let a script do what the door offers', () => {
    const said = compile(`
      import { createEngine, HarmoniumError, type DownloadProgress, type Measurement, type Tensor } from './harmonium.js';
      import { inlineData, readTable } from './own-data/read.js';
      const engine = await createEngine({ rung: 'module-worker', core: 'first' });
      await engine.prefetch();
      const options: string[] = engine.models[0].options.map((option) => option.help);
      const settings = { hidden: 500, method: 'pcd', centred: true } as const;
      const onProgress = ({ received, total }: DownloadProgress) => console.log(received / total);
      const experiment = await engine.open({ model: 'rbm', data: 'mnist', seed: 1, settings }, { onProgress });
      const inline = await engine.open({ model: 'rbm', data: { shape: [2, 2], examples: [[0, 1, 1, 0]] } });
      const progress = await experiment.train({ epochs: 1, onProgress: ({ done, total }) => console.log(done, total) });
      const epochs: number = progress.epochs;
      const samples: Tensor = await experiment.sample({ count: 4, clamp: [null, 0.5, NaN] });
      const measured: Measurement = await experiment.measure('logLikelihood', { split: 'test', chains: 100 });
      const { W } = await experiment.parameters();
      await inline.setParameters({ W, b: { shape: [4], data: [0, 0, 0, 0] } });
      const hash: string = await experiment.hash();
      const runs: number[] = [progress.run, measured.run, (await experiment.sample()).run, (await experiment.snapshot()).run];
      console.log(runs);
      experiment.speed = 'slow';
      const off = experiment.on('snapshot', ({ views, progress }) => console.log(views[0].shape, progress.updates));
      experiment.on('error', (error) => { if (error.code === 'diverged') off(); });
      const { spec } = experiment;
      const hidden: number = spec.model === 'rbm' ? spec.settings.hidden : 0;
      const copy = await engine.load(await experiment.save(), { signal: AbortSignal.timeout(1000) });
      await copy.close();
      try { await engine.restart(); } catch (error) { if (error instanceof HarmoniumError) throw error; }
      const table = await readTable({ name: 'table.csv', bytes: new Uint8Array() }, { label: 'species' });
      const parts = [{ name: 'word', kind: 'oneOf', shape: [2] }, { name: 'count', kind: 'counts', shape: [1], high: 9 }] as const;
      await engine.open({ model: 'ppca', data: { parts: parts.map((part) => ({ ...part, shape: [...part.shape] })), examples: [[0, 1, 3]] } });
      await engine.open({ model: 'rbm', data: { shape: [2], sequences: [[[0, 1], [1, 1]]], test: [[[1, 0]]] } });
      const longest: number[] = engine.datasets.map(({ longestHistory, parts }) => longestHistory + parts.length);
      const series = await readTable({ name: 'table.csv', bytes: new Uint8Array() }, { sequence: 'run' });
      console.log(longest, series.lengths);
      const own = await engine.open({ model: 'rbm', data: inlineData(table, { real: false, heldOut: 0.1 }) });
      await own.setLatent(new Float32Array(2));
      const [view] = (await own.snapshot(['weights'])).views;
      const ends: number[] = view.panels.flatMap(({ x, marks }) => [x.low, ...marks.map(({ data }) => data.length)]);
      const compared = await engine.compare(
        [{ spec: { model: 'rbm' }, train: { epochs: 1 }, label: 'first' }, { experiment: own }],
        ['reconstructionError', { name: 'logLikelihood', split: 'train' }],
        { onProgress: ({ index, count, what }) => console.log(index, count, what) },
      );
      const csv: string = compared.toCsv() + compared.rows[0].hash + ends.join();
      await engine.close();
      export { csv, options, epochs, samples, measured, hash, hidden };
    `);
    assert.deepEqual(said, []);
  });

  /** @type {[string, string, RegExp][]} */
  const wrong = [
    ['an unknown model', `await engine.open({ model: 'dream' })`, /'"dream"' is not assignable/],
    [
      'an unknown data set',
      `await engine.open({ model: 'rbm', data: 'cats' })`,
      /'"cats"' is not assignable|not assignable/,
    ],
    ['a misspelt setting', `await engine.open({ model: 'rbm', settings: { hiden: 3 } })`, /'hiden' does not exist/],
    ['a setting of another type', `await engine.open({ model: 'rbm', settings: { hidden: '3' } })`, /'string' is not/],
    [
      'an unknown choice',
      `await engine.open({ model: 'rbm', settings: { method: 'sgd' } })`,
      /'"sgd"' is not assignable/,
    ],
    ['an unknown rung', `await createEngine({ rung: 'attic' })`, /'"attic"' is not assignable/],
    ['an unknown measure', `await experiment.measure('beauty')`, /'"beauty"' is not assignable/],
    ['a misspelt option', `await experiment.train({ update: 3 })`, /'update' does not exist/],
    ['an unknown event', `experiment.on('party', () => {})`, /'"party"' is not assignable/],
    ['a comparison by an unknown measure', `await engine.compare([{ experiment }], ['beauty'])`, /beauty/],
    ['what is not for scripts', `experiment.client`, /'client' does not exist/],
  ];
  for (const [what, line, sentence] of wrong) {
    it(`refuse ${what}`, () => {
      const said = compile(`
        import { createEngine } from './harmonium.js';
        const engine = await createEngine();
        const experiment = await engine.open({ model: 'rbm' });
        ${line};
      `);
      assert.equal(said.length, 1, said.join('\\n'));
      assert.match(said[0], sentence);
    });
  }

  it('say what every setting is for', async () => {
    const { door } = await import('./support.mjs');
    const engine = await door.createEngine({ rung: 'main-thread' });
    const names = ts.sys.readFile(path.join(site, 'names.d.ts'));
    for (const { help, name } of engine.models.flatMap(({ options }) => options)) {
      assert.ok(names.includes(help), `${name} has no help`);
    }
    await engine.close();
  });
});
