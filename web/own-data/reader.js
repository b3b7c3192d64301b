// @ts-check
// Reads a visitor's files on a page. Sizes are checked before anything is read. A Worker reads the files, and it is
// ended if it takes too long. Where Workers are refused, the page itself reads them.

import { HarmoniumError } from '../errors.js';
import { kMostBytes, refuse } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./read.js').GivenFile} GivenFile */

/** Most files that belong together: examples and labels, for training and held out. */
const kMostFiles = 4;
/** Longest time to read files. Files within the limits take far less. */
const kReadMilliseconds = 30_000;
/** A Worker that has not begun after this time is given up, and the page reads the files. */
const kStartMilliseconds = 5_000;

/**
 * Reads the bytes of files, after their sizes have been checked.
 * @param {readonly File[]} files
 * @returns {Promise<GivenFile[]>}
 */
export async function bytesOf(files) {
  if (files.length > kMostFiles) {
    throw refuse(`These are ${files.length} files; at most ${kMostFiles} belong together: examples and labels, twice.`);
  }
  const { tooLarge } = await import('./read.js');
  const sum = files.reduce((bytes, { size }) => bytes + size, 0);
  if (sum > kMostBytes) throw refuse(tooLarge(files.length === 1 ? files[0].name : 'Together they', sum));
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}

/**
 * Reads files in a Worker, as readTable() does. `signal` ends it.
 * @param {GivenFile[]} files
 * @param {ReadOptions} [options]
 * @param {{ signal?: AbortSignal }} [call]
 * @returns {Promise<Table>}
 */
export async function readInWorker(files, options = {}, { signal } = {}) {
  const worker = await startWorker();
  if (worker === null) return (await import('./read.js')).readTable(files, options);
  try {
    return await new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(refuse('Reading it took too long and was ended; a smaller file may go better.')),
        kReadMilliseconds,
      );
      signal?.addEventListener('abort', () => reject(new HarmoniumError('aborted', 'Reading was stopped.')));
      worker.onmessage = ({ data }) => {
        clearTimeout(late);
        if (data.table) resolve(data.table);
        else reject(new HarmoniumError(data.error.code, data.error.message));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        clearTimeout(late);
        reject(refuse(`Reading it broke off: ${event.message || 'the memory may not have been enough'}.`));
      };
      worker.postMessage({ files, options });
    });
  } finally {
    worker.terminate();
  }
}

/** Starts the Worker. @returns {Promise<Worker | null>} null where no Worker can be had */
async function startWorker() {
  try {
    const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: 'own-data' });
    const begun = await new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), kStartMilliseconds);
      const end = (/** @type {boolean} */ ready) => {
        clearTimeout(late);
        resolve(ready);
      };
      worker.onmessage = () => end(true);
      worker.onerror = (event) => {
        event.preventDefault();
        end(false);
      };
    });
    if (begun) return worker;
    worker.terminate();
  } catch {
    // Frames without an origin may not start Workers.
  }
  return null;
}
