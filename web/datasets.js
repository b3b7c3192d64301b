// @ts-check
// Fetches the files of a data set from the site and unpacks them, in a page, in a Worker, or in Node from a folder.
// Nothing is kept here: the browser's cache keeps the files, and the caller keeps the bytes.

import { aborted, describe, HarmoniumError } from './errors.js';

/** @typedef {{ name: string, bytes: Uint8Array }} DataFile */
/** @typedef {{ packed: number, unpacked: number }} Size  in bytes */
/** @typedef {{ received: number, total: number }} Progress  in bytes as they travel, over all files of the call */

/** Downloads that run at the same time. */
const kAtOnce = 3;

/** The failure of one attempt, and whether a second attempt may succeed. */
class Failure {
  /** @param {HarmoniumError} error @param {boolean} again */
  constructor(error, again) {
    this.error = error;
    this.again = again;
  }
}

/** @param {string} name @param {string} why @param {boolean} again @param {unknown} [cause] */
function notFetched(name, why, again, cause) {
  return new Failure(new HarmoniumError('download-failed', `${name} could not be fetched: ${why}.`, cause), again);
}

/** @param {string} name @param {string} why @param {unknown} [cause] */
function damaged(name, why, cause) {
  return new Failure(new HarmoniumError('invalid-data', `${name} arrived damaged: ${why}.`, cause), true);
}

/**
 * Opens a file as a stream of bytes.
 * @param {URL} url
 * @param {string} name
 * @param {boolean} again whether to bypass the browser's cache, which may hold a file that was cut short
 * @param {AbortSignal} signal
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
async function open(url, name, again, signal) {
  if (url.protocol === 'file:') {
    const nodeFiles = 'node:fs/promises'; // not a literal in import(): bundlers for the page would try to resolve it
    try {
      const { readFile } = await import(nodeFiles);
      return new Blob([await readFile(url, { signal })]).stream();
    } catch (error) {
      throw notFetched(name, describe(error), false, error);
    }
  }
  let response;
  try {
    response = await fetch(url, { signal, cache: again ? 'reload' : 'default' });
  } catch (error) {
    throw notFetched(name, 'there was no connection to the site', true, error);
  }
  if (!response.ok || response.body === null) {
    // A 4xx answer stays the same when asked again. A 5xx answer may not.
    const mine = response.status >= 400 && response.status < 500;
    await response.body?.cancel();
    throw notFetched(name, `the server answered ${response.status}`, !mine);
  }
  return response.body;
}

/**
 * Reads a stream into one array. The stream must have exactly `size` bytes.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} size
 * @param {string} name
 */
async function collect(stream, size, name) {
  const bytes = new Uint8Array(size);
  const reader = stream.getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > size) throw damaged(name, `it is longer than the ${size} bytes it should have`);
      bytes.set(value, length);
      length += value.length;
    }
  } catch (error) {
    await reader.cancel().catch(() => {}); // a stream that failed is closed already
    throw error;
  }
  if (length < size) throw damaged(name, `it has ${length} bytes and should have ${size}`);
  return bytes;
}

/**
 * Makes one attempt to fetch and unpack a file.
 * @param {URL} base
 * @param {string} name
 * @param {Size} size
 * @param {boolean} again
 * @param {AbortSignal} signal
 * @param {(received: number) => void} onReceived called with the bytes of this file that have travelled so far
 */
async function attempt(base, name, size, again, signal, onReceived) {
  const source = (await open(new URL(name, base), name, again, signal)).getReader();

  // Some servers declare .gz files as an encoding, and the browser has then unpacked them already. The first two bytes
  // say which: gzip begins with 1f 8b.
  /** @type {Uint8Array} */
  let head = new Uint8Array(0);
  let ended = false;
  /** @type {unknown} */
  let broken;
  const read = async () => {
    try {
      return await source.read();
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  try {
    while (head.length < 2 && !ended) {
      const { done, value } = await read();
      if (done) {
        ended = true;
      } else {
        const longer = new Uint8Array(head.length + value.length);
        longer.set(head);
        longer.set(value, head.length);
        head = longer;
      }
    }
    const isPacked = head[0] === 0x1f && head[1] === 0x8b;
    // Of a file that the browser has unpacked, the travelled bytes are estimated from the unpacked ones.
    const scale = isPacked ? 1 : size.packed / size.unpacked;
    let received = head.length;
    onReceived(Math.min(size.packed, received * scale));

    /** @type {ReadableStream<Uint8Array>} */
    const counted = new ReadableStream({
      start: controller => controller.enqueue(head),
      async pull(controller) {
        const { done, value } = await read();
        if (done) return controller.close();
        received += value.length;
        onReceived(Math.min(size.packed, received * scale));
        controller.enqueue(value);
      },
      cancel: reason => source.cancel(reason),
    });
    const unpacked = isPacked
      ? counted.pipeThrough(/** @type {ReadableWritablePair<Uint8Array, Uint8Array>} */ (new DecompressionStream('gzip')))
      : counted;
    const bytes = await collect(unpacked, size.unpacked, name);
    onReceived(size.packed);
    return bytes;
  } catch (error) {
    await source.cancel().catch(() => {});
    if (error instanceof Failure) throw error;
    // A broken connection also breaks the unpacking, so it is tested first.
    if (broken !== undefined) throw notFetched(name, 'the connection broke', true, broken);
    throw damaged(name, 'it does not unpack', error);
  }
}

/**
 * Makes an attempt, and a second one if the failure allows it.
 * @template T
 * @param {AbortSignal} signal
 * @param {(again: boolean) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function twice(signal, act) {
  try {
    return await act(false);
  } catch (first) {
    if (signal.aborted || !(first instanceof Failure)) throw first;
    if (!first.again) throw first.error;
    try {
      return await act(true);
    } catch (second) {
      throw second instanceof Failure ? second.error : second;
    }
  }
}

/**
 * Fetches a JSON file of the site. Fails as loadFiles() does.
 * @param {string} name
 * @param {string | URL} base its folder
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} the parsed content
 */
export function loadJson(name, base, signal = new AbortController().signal) {
  return twice(signal, async again => {
    const stream = await open(new URL(name, base), name, again, signal);
    let text;
    try {
      text = await new Response(stream).text();
    } catch (error) {
      throw notFetched(name, 'the connection broke', true, error);
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      throw damaged(name, 'it is not JSON', error);
    }
  });
}

/**
 * Fetches and unpacks files of the site's data folder.
 *
 * Fails with a HarmoniumError: `download-failed` (no connection, or not there), `invalid-data` (arrived damaged twice),
 * `unknown-name` (no such file on this site), `aborted`.
 * @param {readonly string[]} names as the catalogue of data sets lists them
 * @param {object} [options]
 * @param {string | URL} [options.base] the data folder, an absolute URL; in Node a file: URL; the default is beside
 *   this module
 * @param {(progress: Progress) => void} [options.onProgress] the numbers never decrease and end with received === total
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<DataFile[]>} in the order asked for
 */
export async function loadFiles(names, { base = new URL('data/', import.meta.url), onProgress, signal } = {}) {
  const folder = new URL(String(base).replace(/\/*$/, '/'));
  const control = new AbortController();
  const stop = () => control.abort(signal?.reason);
  if (signal?.aborted) throw aborted(signal);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    /** Sizes of the files, by name. @type {Record<string, Size>} */
    const sizes = names.length === 0 ? {} : await loadJson('sizes.json', folder, control.signal);
    for (const name of names) {
      if (!Object.hasOwn(sizes, name)) throw new HarmoniumError('unknown-name', `This site has no data file ${name}.`);
    }
    const total = names.reduce((sum, name) => sum + sizes[name].packed, 0);
    const received = names.map(() => 0);
    let reported = -1;
    /** @param {number} index @param {number} count */
    const report = (index, count) => {
      received[index] = count;
      const sum = Math.round(received.reduce((a, b) => a + b, 0));
      if (sum <= reported) return; // a second attempt counts from 0 again
      reported = sum;
      onProgress?.({ received: sum, total });
    };

    /** @type {DataFile[]} */
    const files = new Array(names.length);
    let next = 0;
    const work = async () => {
      while (next < names.length) {
        const index = next++;
        const name = names[index];
        const bytes = await twice(control.signal, again =>
          attempt(folder, name, sizes[name], again, control.signal, count => report(index, count)),
        );
        files[index] = { name, bytes };
      }
    };
    await Promise.all(Array.from({ length: Math.min(kAtOnce, names.length) }, work));
    return files;
  } catch (error) {
    if (signal?.aborted) throw aborted(signal);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    control.abort(); // after a failure the other downloads are not needed any more
  }
}
