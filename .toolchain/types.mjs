// @ts-check
// Writes the TypeScript types of the JavaScript API. tsc writes the declarations of web/harmonium.js and of the files
// it imports from their JSDoc. names.d.ts is written from the core's catalogue: all names, and every model's settings
// with their ranges.
//   node .toolchain/types.mjs SITE

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { helpOf, typeOf, union } from './option-types.mjs';
import { build, root, tool } from './tools.mjs';

const site = process.argv[2];
const core_types = path.join(build, 'wasm', 'core.d.mts');
if (!existsSync(core_types) || !existsSync(path.join(site, 'core.mjs'))) {
  console.error('            no core in build/wasm: no types');
  process.exit(0);
}

/** A JSDoc comment. @param {string} text @param {string} [indent] */
const comment = (text, indent = '') => `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n`;

/** The name of the type of a model's settings. @param {any} model */
const settingsName = (model) => `${model.name[0].toUpperCase()}${model.name.slice(1)}Settings`;

/** @param {any} model */
function writeSettings(model) {
  const lines = model.options.map(
    (/** @type {any} */ option) => `${comment(helpOf(option), '  ')}  ${option.name}: ${typeOf(option)};\n`,
  );
  return `\n${comment(`Settings of the ${model.title}.`)}export type ${settingsName(model)} = {\n${lines.join('')}};\n`;
}

/**
 * One type of experiment per model.
 * @param {any[]} models
 * @param {(settings: string) => string} fields
 */
const specs = (models, fields) =>
  models.map((model) => `  | { model: '${model.name}'; ${fields(settingsName(model))} }`).join('\n');

/** @param {any} catalogue */
const writeNames = ({ models, datasets, measures }) => `\
// Written from the catalogue of the core (.toolchain/types.mjs); changes here are lost.

/** Models by name. */
export type ModelName = ${union(models)};
/** Data sets by name. */
export type DatasetName = ${union(datasets)};
/** The measures that measure() takes. */
export type MeasureName = ${union(measures)};

/** Values of one kind within an example. */
export type InlinePart = {
  name: string;
  /** 0 or 1; from 0 to 1; any numbers; exactly one value 1 and the others 0; whole numbers from 0. */
  kind: 'binary' | 'intensity' | 'real' | 'oneOf' | 'counts';
  /** Rows and columns of a picture, or the number of values; for \`oneOf\` the number of classes. */
  shape: number[];
  /** Names of the values. */
  names?: string[];
  /** For \`real\`: lower bound of the values. */
  low?: number;
  /** For \`real\` and \`counts\`: upper bound of the values. */
  high?: number;
};

/** A data set given in place. web/own-data/read.js makes one from a file. */
export type InlineData = {
  /** Shape of one example: rows and columns of a picture, or the number of values. Give this or \`parts\`. */
  shape?: number[];
  /** Examples of several parts: an example holds the values of all of them, in this order. */
  parts?: InlinePart[];
  /** One list per example, null where a real value is missing; or give one of the next three instead. */
  examples?: ArrayLike<number | null>[];
  /** Lists of examples that follow each other in time, one list per sequence. */
  sequences?: ArrayLike<number | null>[][];
  /** Intensities from 0 to 255, example after example, in base64. */
  bytes?: string;
  /** For \`bytes\`: the byte that means 1; 255 by default. */
  maximum?: number;
  /** Little-endian single precision, example after example, in base64; NaN is missing. */
  floats?: string;
  /** With examples, bytes or floats: the number of examples in each sequence, in order. */
  lengths?: ArrayLike<number>;
  /** Examples held out, in the same form as the examples. */
  test?: ArrayLike<number | null>[] | ArrayLike<number | null>[][] | string;
  testLengths?: ArrayLike<number>;
  /** Whole numbers, one per example, or one per sequence; -1 for none. */
  labels?: ArrayLike<number>;
  testLabels?: ArrayLike<number>;
  /** Whether values are any numbers; otherwise they are intensities from 0 to 1. If left out, the values decide. */
  real?: boolean;
  /**
   * For real values far from zero: examples are given less these, one per value. Without them the core takes off its own
   * from \`examples\` that single precision would blur. Samples and the parameter \`mean\` are true values.
   */
  offsets?: ArrayLike<number>;
  /** Names of the values. */
  names?: string[];
  /** Names of the labels. */
  classes?: string[];
  title?: string;
};
${models.map(writeSettings).join('')}
/** An experiment. What is left out has its default. */
export type Spec =
${specs(models, (settings) => `data?: DatasetName | InlineData; seed?: number; settings?: Partial<${settings}>`)};

/** An experiment with all settings. */
export type FullSpec =
${specs(models, (settings) => `data: DatasetName | InlineData; seed: number; settings: ${settings}`)};
`;

const names = writeNames(JSON.parse(readFileSync(path.join(site, 'catalogue.json'), 'utf8')));

// tsc works on copies in a folder of their own. In the site it would read the declarations of the last run.
const ts = await tool('typescript');
const scratch = mkdtempSync(path.join(tmpdir(), 'harmonium-types-'));
const made = path.join(scratch, 'made');
try {
  // The copies are those of web/: the scripts in the site are minified and have no comments.
  const web = path.join(root, 'web');
  for (const name of readdirSync(web, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
    copyFileSync(path.join(web, name), path.join(scratch, name));
  }
  copyFileSync(path.join(site, 'own-data', 'papaparse.d.ts'), path.join(scratch, 'own-data', 'papaparse.d.ts'));
  copyFileSync(core_types, path.join(scratch, 'core.d.mts'));
  writeFileSync(path.join(scratch, 'names.d.ts'), names);
  const program = ts.createProgram([path.join(scratch, 'harmonium.js'), path.join(scratch, 'own-data', 'read.js')], {
    allowJs: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: made,
    rootDir: scratch,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    skipLibCheck: true,
  });
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) {
    const host = {
      getCanonicalFileName: (/** @type {string} */ name) => name,
      getCurrentDirectory: () => scratch,
      getNewLine: () => '\n',
    };
    console.error(ts.formatDiagnostics(diagnostics, host));
    process.exitCode = 1;
  }
  copyFileSync(core_types, path.join(made, 'core.d.mts'));
  writeFileSync(path.join(made, 'names.d.ts'), names);
  for (const name of readdirSync(made, { recursive: true, encoding: 'utf8' })) {
    const [from, to] = [path.join(made, name), path.join(site, name)];
    if (!name.endsWith('ts')) continue; // a folder
    if (!(existsSync(to) && readFileSync(to).equals(readFileSync(from)))) copyFileSync(from, to);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
