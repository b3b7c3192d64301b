// @ts-check
// Attacks engine.load() and setParameters() with damaged files. A checksum refuses nearly all of them, so most files are
// those of an earlier version, which had none: the damage then reaches what is behind it.

import { bars, door } from '../web/support.mjs';
import { mutateBytes, mutateJson, mutateText } from './mutate.mjs';

/** @type {any[]} */
const kSpecs = [
  bars,
  { model: 'rbm', data: { shape: [2], examples: [[0, 1], [1, 0]], labels: [0, 1] }, settings: { hidden: 2 } },
  { model: 'ppca', data: 'line', settings: { factors: 1 } },
  { model: 'gan', data: 'ring', settings: {} },
  { model: 'mixture', data: 'bars-and-stripes', settings: {} },
  { model: 'boltzmann', data: 'parity-3', settings: {} },
];

/** Numbers that no model expects. */
const kNumbers = [NaN, Infinity, -Infinity, 1e37, -1e37, 3e38, 1e-45, -0, 2 ** 31, 0.5, -1];

/** A file's header and numbers. @param {Uint8Array} file */
function partsOf(file) {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(file.subarray(8, end)));
  const { checksum, ...metadata } = __metadata__;
  return { metadata, entries, numbers: Uint8Array.from(file.subarray(end)) };
}

/** @param {{ metadata: any, entries: any, numbers: Uint8Array }} parts */
function fileOf({ metadata, entries, numbers }) {
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...entries }));
  const file = new Uint8Array(8 + header.length + numbers.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  file.set(numbers, 8 + header.length);
  return file;
}

/** The object or list that a text holds as JSON, or null. @param {string} text */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // an earlier hit has damaged it
  }
}

/**
 * A file without a checksum whose fields, or numbers, are other than they were.
 * @param {import('./draw.mjs').Draw} draw
 * @param {Uint8Array} file
 */
function changedInside(draw, file) {
  const parts = partsOf(file);
  for (let hits = 1 + draw.below(2); hits > 0; --hits) {
    const kind = draw.below(4);
    if (kind === 0) {
      const view = new DataView(parts.numbers.buffer);
      view.setFloat32(4 * draw.below(parts.numbers.length / 4), draw.pick(kNumbers), true);
    } else if (kind === 1) {
      parts.entries = mutateJson(draw, parts.entries, () => draw.json());
    } else {
      const name = draw.pick(Object.keys(parts.metadata));
      const text = String(parts.metadata[name]);
      const fields = kind === 2 ? parsed(text) : null;
      const changed = fields === null ? mutateText(draw, text) : JSON.stringify(mutateJson(draw, fields, () => draw.json()));
      parts.metadata = { ...parts.metadata, [name]: changed };
    }
  }
  return fileOf(parts);
}

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'files',
  async prepare() {
    const engine = await door.createEngine({ rung: 'main-thread', sliceMilliseconds: 20 });
    /** @type {Uint8Array[]} */
    const saved = [];
    for (const spec of kSpecs) {
      const experiment = await engine.open(spec);
      await experiment.train({ updates: 3 });
      saved.push(await experiment.save());
      await experiment.close();
    }
    const witness = await engine.open(bars);
    const tensors = door.writeTensors(await witness.parameters());
    let last = '';
    return {
      async give(draw) {
        if (draw.chance(0.3)) {
          const bytes = mutateBytes(draw, tensors);
          last = `parameters ${Buffer.from(bytes).toString('base64')}`;
          await witness.setParameters(bytes);
          return;
        }
        const file = draw.pick(saved);
        const whole = draw.chance(0.2) ? file : fileOf(partsOf(file));
        const bytes = draw.chance(0.6) ? changedInside(draw, file) : mutateBytes(draw, whole);
        last = `file ${Buffer.from(bytes).toString('base64')}`;
        const opened = await engine.load(bytes);
        // What opens can be saved and opened again.
        const again = await engine.load(await opened.save());
        await Promise.all([opened.close(), again.close()]);
      },
      what: () => last.slice(0, 3000),
      state: async () => `${await witness.hash()} ${JSON.stringify(witness.spec)}`,
      again: () => engine.restart(),
      end: () => engine.close(),
    };
  },
};
