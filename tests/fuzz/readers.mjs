// @ts-check
// Attacks the readers of a visitor's own files with damaged files of every kind, alone and together, packed or not, with
// options that are right or odd. What they read holds together and becomes a data set, or is refused.

import { gzipSync } from 'node:zlib';

import { zip } from '../web/own_files.mjs';
import { every, readWhole } from '../web/own_kinds.mjs';
import { mutateBytes, mutateText } from './mutate.mjs';

/** @typedef {import('./draw.mjs').Draw} Draw */

const kOptions = ['tile', 'gap', 'margin', 'invert', 'ground', 'empty', 'encoding', 'minusOne', 'sequences', 'label', 'sequence'];
/** Values that some option takes. */
const kValues = [null, true, false, 'white', 'black', 'kept', 'left out', 'class', 'none', 'utf-16le', 'shift_jis', [8, 8], [1, 1], [0, 0], [1e9, 1e9], 'a', 'label'];
const kUnderstood = ['delimiter', 'quote', 'comment', 'top', 'foot', 'header', 'decimal', 'missing', 'label', 'sequence', 'held', 'columns'];
/** Values that some guess takes. */
const kGuesses = [',', ';', '\t', ' ', '|', ':', "'", '"', '#', '', 0, 1, 2, 'none', 'first', 'two', 'three', 'comment', '.', 'column', ['NA'], ['-999', '?'], null, 'a', 'b', 'label', { a: { as: 'left out' } }, { a: { decimal: ',' } }];
/** Greys and alphas of the pictures that are drawn. */
const kLevels = [0, 255, 255, 2, 128];

/** @param {Draw} draw */
function fileOf(draw) {
  const [name, good] = draw.pick(every);
  const text = /\.([ct]sv|txt|json|html)$/.test(name) && draw.chance(0.5);
  const damaged = text ? new TextEncoder().encode(mutateText(draw, new TextDecoder().decode(good))) : mutateBytes(draw, good);
  const bytes = draw.chance(0.3) ? good : damaged;
  const packed = draw.chance(0.9) ? bytes : draw.chance(0.5) ? zip({ [name]: bytes }) : new Uint8Array(gzipSync(bytes));
  return { name: draw.pick(['', '', 'test-', 'train-', 'y-']) + name, bytes: packed };
}

/** Pixels at random, of the size that the fuzz likes and not of the file's. @param {Draw} draw */
function pictureOf(draw) {
  const [width, height] = [1 + draw.below(40), 1 + draw.below(40)];
  return { width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, () => draw.pick(kLevels)) };
}

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'readers',
  async prepare() {
    let last = '';
    return {
      async give(draw) {
        const files = Array.from({ length: draw.chance(0.6) ? 1 : 1 + draw.below(4) }, () => fileOf(draw));
        const value = draw.chance(0.7) ? draw.pick(kValues) : draw.junk();
        const guess = draw.chance(0.8) ? draw.pick(kGuesses) : draw.junk();
        const asked = { [draw.pick(kOptions)]: value };
        const options = draw.chance(0.6) ? {} : draw.chance(0.6) ? asked : { understood: { [draw.pick(kUnderstood)]: guess } };
        last = files.map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('base64')}`).join('; ');
        last += `; ${Object.keys(options)}`;
        await readWhole(files, { ...options, decode: async () => pictureOf(draw) }, last.slice(0, 200));
      },
      what: () => last.slice(0, 3000),
    };
  },
};
