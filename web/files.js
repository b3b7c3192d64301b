// @ts-check
// Files without a server: a download that the page makes, a file picker, files that are dropped or pasted.

import { HarmoniumError } from './errors.js';
import { kLargestFile } from './given.js';
import { shownName } from './words.js';

/**
 * Offers bytes or text as a download.
 * @param {Uint8Array | string} bytes
 * @param {string} name
 * @param {string} [type]
 */
export function download(bytes, name, type = 'application/octet-stream') {
  const url = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser may first ask where to save the file. It needs the address until then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * A file name with the model, the data, the seed and the number of updates.
 * @param {{ model?: unknown, data?: unknown, seed?: unknown }} spec
 * @param {number} updates
 */
export function fileName(spec, updates) {
  const data = typeof spec.data === 'string' ? spec.data : 'own-data';
  const parts = ['harmonium', spec.model, data, `seed${spec.seed ?? 1}`, `${updates}updates`];
  return `${parts.join('-').replace(/[^\w.-]+/g, '_')}.safetensors`;
}

/**
 * @param {File} file
 * @returns {Promise<Uint8Array>}
 */
async function read(file) {
  if (file.size > kLargestFile) {
    const size = `${Math.round(file.size / 1048576)} MB`;
    throw new HarmoniumError('invalid-file', `${shownName(file.name)} is ${size} large; at most 512 MB are read.`);
  }
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * Whether a file is a saved experiment. A safetensors file begins with the length of its header, which is JSON.
 * @param {File} file
 */
async function isSaved(file) {
  if (/\.safetensors$/i.test(file.name)) return true;
  const bytes = await file.slice(0, 9).arrayBuffer();
  if (bytes.byteLength < 9) return false;
  const view = new DataView(bytes);
  return view.getUint8(8) === 0x7b && view.getBigUint64(0, true) <= BigInt(file.size - 8);
}

/**
 * @param {{ target: HTMLElement, onFile: (bytes: Uint8Array, name: string) => void, onData: (files: File[], text: string) => void,
 *   onFailure: (error: unknown) => void }} options target: the element that takes dropped files; onData: takes files
 *   that are no saved experiment, or a table as text
 */
export function createFileInput({ target, onFile, onData, onFailure }) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.safetensors';
  input.hidden = true;
  input.id = 'file';
  document.body.append(input);

  /** @param {File | undefined} file */
  async function take(file) {
    if (file === undefined) return;
    try {
      onFile(await read(file), file.name);
    } catch (error) {
      onFailure(error);
    }
  }
  /** @param {File[]} files */
  async function sort(files) {
    if (files.length === 0) return;
    try {
      if (files.length === 1 && (await isSaved(files[0]))) await take(files[0]);
      else onData(files, '');
    } catch (error) {
      onFailure(error);
    }
  }
  input.addEventListener('change', () => {
    void take(input.files?.[0]);
    input.value = ''; // otherwise choosing the same file again causes no event
  });
  target.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  target.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void sort([...event.dataTransfer.files]);
  });
  document.addEventListener('paste', (event) => {
    // Text that is pasted into a field belongs to the field.
    const inside = /** @type {Element | null} */ (event.target)?.closest?.('input, textarea, select, dialog');
    if (event.defaultPrevented || inside || !event.clipboardData) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData('text/plain');
    if (files.length > 0) void sort(files);
    else if (/\S[,;\t][^]*\n[^]*\S/.test(text)) onData([], text); // several lines with separators: a table
    else return;
    event.preventDefault();
  });
  return { pick: () => input.click() };
}
