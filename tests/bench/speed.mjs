// @ts-check
// Prints the table of speed: ours beside the peers, all measured in one run, in Chromium first, then Node, then Firefox
// where it is installed. The same as JSON goes to build/report/speed.json.
//
//   ./build-wasm.sh bench speed                  every row
//   ./build-wasm.sh bench PART OF A ROW'S NAME   only rows whose name (see kRows) contains it
//   ./build-wasm.sh bench long                   ten minutes of training too, for the core's memory
//
// On a shared machine times wander: ratios are taken round by round, and stand with their quartiles.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../.toolchain/tools.mjs';
import { ais } from './rows/ais.mjs';
import { cd1 } from './rows/cd1.mjs';
import { elements } from './rows/elements.mjs';
import { gan } from './rows/gan.mjs';
import { memory } from './rows/memory.mjs';
import { frames, steady, visit } from './rows/page.mjs';
import { products } from './rows/products.mjs';
import { shapes } from './rows/shapes.mjs';
import { switchModel } from './rows/switch.mjs';
import { threads } from './rows/threads.mjs';
import { startProgram } from './support/contenders.mjs';
import { chromiumPlace, firefoxPath, firefoxPlace, nodePlace } from './support/places.mjs';
import { peersFolder, prepare } from './support/prepare.mjs';
import { json, markdown } from './support/writer.mjs';

/** @typedef {import('./support/writer.mjs').Line} Line */
/** What rows are given besides their place. @typedef {typeof bench} Bench */

const bench = {
  long: false,
  /** A peer in Python. @param {string} script @param {object} task */
  python(script, task) {
    const file = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
    return startProgram('/usr/bin/python3', ['-B', file], task);
  },
  /** Our own trials as a program of this machine. @param {object} task */
  program: (task) => startProgram(path.join(build, 'release', 'harmonium_trials'), [], task),
};

/** The places each row runs in. Rows of the page drive Chromium by themselves. */
const kRows = [
  { name: 'cd1', run: cd1, places: ['Chromium', 'Node', 'Firefox'] },
  { name: 'gan', run: gan, places: ['Chromium', 'Node', 'Firefox'] },
  { name: 'products', run: products, places: ['Chromium', 'Node', 'Firefox'] },
  { name: 'elements', run: elements, places: ['Chromium', 'Node', 'Firefox'] },
  { name: 'shapes', run: shapes, places: ['Chromium'] },
  { name: 'ais', run: ais, places: ['Chromium'] },
  { name: 'threads', run: threads, places: ['Chromium isolated'] },
  { name: 'memory', run: memory, places: ['Chromium'] },
  { name: 'visit', run: visit, places: [''] },
  { name: 'switch', run: switchModel, places: [''] },
  { name: 'steady', run: steady, places: [''] },
  { name: 'frames', run: frames, places: [''] },
];

const words = process.argv.slice(2);
bench.long = words.includes('long');
const part = words.find((word) => word !== 'long') ?? '';
const wanted = kRows.filter(({ name }) => name.includes(part));
if (wanted.length === 0) {
  console.error(`No row's name contains "${part}"; the rows are ${kRows.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const firefox = firefoxPath();
/** @type {Record<string, () => Promise<import('./support/places.mjs').Place | null>>} */
const kPlaces = {
  Chromium: () => chromiumPlace(),
  'Chromium isolated': () => chromiumPlace({ isolated: true }),
  Node: nodePlace,
  Firefox: async () => firefox && firefoxPlace(firefox),
  '': async () => null,
};

/** @type {Line[]} */
const lines = [];
/** @type {Set<string>} */
const versions = new Set();

/** @param {Line[]} more */
function add(more) {
  lines.push(...more);
  process.stderr.write(`${markdown(more).split('\n').slice(2).join('\n')}\n`);
}

async function run() {
  for (const [name, open] of Object.entries(kPlaces)) {
    const rows = wanted.filter(({ places }) => places.includes(name));
    if (rows.length === 0) continue;
    if (name === 'Firefox' && !firefox) {
      add(rows.map((row) => ({ row: row.name, where: name, missing: 'not measured: Firefox is not installed' })));
      continue;
    }
    /** @type {import('./support/places.mjs').Place | null} */
    let place;
    try {
      place = await open();
    } catch (error) {
      add(rows.map((row) => ({ row: row.name, where: name, missing: `not measured: ${String(error).split('\n')[0]}` })));
      continue;
    }
    if (place) versions.add(place.version);
    try {
      for (const row of rows) {
        try {
          add(await row.run(bench, /** @type {any} */ (place)));
        } catch (error) {
          add([{ row: row.name, where: name, missing: `failed: ${String(error).split('\n')[0]}` }]);
        }
      }
    } finally {
      await place?.close();
    }
  }
}

/** @param {string} program @param {string[]} words */
function ask(program, words) {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Where the peers in Python come from, if they are here. */
const kAsk = `
for name in ('numpy', 'sklearn', 'torch'):
    try:
        print(name, __import__(name).__version__)
    except ImportError:
        print(name, 'not installed')
print(*sorted({line.split('/')[-1].strip() for line in open('/proc/self/maps') if 'libopenblas' in line.lower() or 'libblas' in line.lower()}))
`;

await prepare();
await run();
const about = {
  date: new Date().toISOString().slice(0, 16),
  processor: `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Linux ${release()}`,
  vectors: ask('sh', ['-c', "grep -m1 -o -w -E 'avx512f|avx2|asimd' /proc/cpuinfo | tail -n 1"]),
  places: [...versions],
  peers: [
    peersFolder && existsSync(peersFolder) ? 'TensorFlow.js 4.22.0, WebAssembly backend, one thread, no isolation' : 'TensorFlow.js not installed',
    ...ask('/usr/bin/python3', ['-c', kAsk]).split('\n').filter(Boolean),
  ],
  threads: 'one everywhere unless the row says otherwise (OPENBLAS_NUM_THREADS=1, torch.set_num_threads(1), setThreadsCount(1))',
};
mkdirSync(path.join(build, 'report'), { recursive: true });
writeFileSync(path.join(build, 'report', 'speed.json'), json(lines, about));
console.log(markdown(lines));
console.log(`\n${Object.entries(about).map(([name, value]) => `- ${name}: ${[value].flat().join('; ')}`).join('\n')}`);
console.log('\nFigures are medians, with quartiles, of rounds in which all took their turns; ratios above 1 are in favour of ours.');
process.exit(0); // a peer may hold a timer
