// @ts-check
// Reads files away from the page: a hostile or a huge one may keep this Worker busy, and is ended with it.

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
