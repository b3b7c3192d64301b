// @ts-check
// Reads files in a Worker of its own. A hostile or huge file keeps only this Worker busy, and the page ends it.

import { refusalOf } from '../errors.js';
import { readTable } from './read.js';

self.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  try {
    const table = await readTable(data.files, data.options);
    const buffers = [table.values, table.labels, table.held].flatMap((array) => (array ? [array.buffer] : []));
    self.postMessage({ table }, { transfer: /** @type {Transferable[]} */ (buffers) });
  } catch (error) {
    self.postMessage({ error: refusalOf(error) });
  }
};
self.postMessage({ ready: true });
