// @ts-check
// Files in and out, without a server: a download that the page makes itself, a file picker, a drop.

/** Larger files are no saved experiments of this playground. */
const kLargestFile = 512 * 1024 * 1024;

/**
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
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser may ask where to put it first
}

/**
 * A file's name that says what is in it.
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
    throw new Error(`${file.name} is ${Math.round(file.size / 1048576)} MB large; at most 512 MB are read.`);
  }
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * Whether a file was saved here: its tenth byte begins the header of a safetensors file.
 * @param {File} file
 */
async function isSaved(file) {
  if (/\.safetensors$/i.test(file.name)) return true;
  return (await file.slice(8, 9).text()) === '{';
}

/**
 * @param {{ target: HTMLElement, onFile: (bytes: Uint8Array, name: string) => void, onData: (files: File[], text: string) => void,
 *   onFailure: (error: unknown) => void }} options target: where files may be dropped; onData: what is no saved experiment,
 *   files or a table as text
 */
export function createFileDoor({ target, onFile, onData, onFailure }) {
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
    input.value = ''; // the same file may be chosen again
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
    const inside = /** @type {Element | null} */ (event.target)?.closest?.('input, textarea, select, dialog');
    if (event.defaultPrevented || inside || !event.clipboardData) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData('text/plain');
    if (files.length > 0) void sort(files);
    else if (/\S[,;\t][^]*\n[^]*\S/.test(text)) onData([], text); // rows of cells, and not a word or a link
    else return;
    event.preventDefault();
  });
  return { pick: () => input.click() };
}
