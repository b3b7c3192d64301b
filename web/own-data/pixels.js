// @ts-check
// What the pixels of a sheet say: their greys, what lies behind transparent ones, the background and the ink. Everything
// is relative to the sheet: ink of 2 of 255 is ink if the rest is paper.

import { refuse } from './table.js';

/** @typedef {import('./picture.js').Pixels} Pixels */
/**
 * @typedef {object} Facts
 * @property {Uint8Array} grey
 * @property {number} width
 * @property {number} height
 * @property {number} low darkest grey
 * @property {number} high brightest grey
 * @property {number} noise greys that differ by at most this are one: 0 where pixels are kept exactly
 * @property {number | null} background the most common grey; null if none is common, as in photographs
 * @property {number} paper the background, or the most common grey where there is none
 * @property {number} ink the mean grey of all other pixels
 */

/** A grey of fewer pixels is no background. */
const kLeastBackground = 0.2;
/** Greys of one colour differ by up to this share of the range, where files do not keep pixels exactly. */
const kNoise = 1 / 16;
/** Paper of which the most common grey has a smaller share has noise, as scans have. */
const kLeastExact = 0.8;
/** Greys of paper that has noise. */
const kLeastNoisy = 6;
/** Transparent pixels of fewer pixels are holes and not the background. */
const kLeastTransparent = 0.3;
/** Opaque pixels whose greys spread less, of 255, are ink of one colour. */
const kOneColour = 32;

/** The luma of Rec. 709. @param {ArrayLike<number>} data @param {number} i index of a pixel */
const lumaOf = (data, i) => 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2];

/**
 * Grey values in [0, 255], with transparent pixels on a ground.
 * @param {Pixels} pixels
 * @param {number} ground grey behind them
 * @returns {Uint8Array}
 */
export function greyOf({ width, height, data }, ground) {
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; ++i) {
    const alpha = data[4 * i + 3] / 255;
    grey[i] = Math.round(alpha * lumaOf(data, i) + (1 - alpha) * ground);
  }
  return grey;
}

/**
 * What lies behind transparent pixels. If they are the background, ink has to stand out from it: white ink lies on
 * black. If they are holes in opaque paper, they become paper.
 * @param {Pixels} pixels
 * @param {'white' | 'black' | undefined} asked
 * @returns {import('./table.js').Guess<'white' | 'black'>} open if there are transparent pixels
 */
export function groundOf({ width, height, data }, asked) {
  if (asked !== undefined && asked !== 'white' && asked !== 'black') {
    throw refuse('What lies behind transparent pixels (ground) is "white" or "black".');
  }
  let [clear, sum, weight, squares] = [0, 0, 0, 0];
  let some = false;
  const counts = new Float64Array(256);
  for (let i = 0; i < width * height; ++i) {
    const alpha = data[4 * i + 3] / 255;
    if (alpha < 1) some = true;
    if (alpha < 0.5) ++clear;
    if (alpha === 0) continue;
    const luma = lumaOf(data, i);
    sum += alpha * luma;
    squares += alpha * luma * luma;
    weight += alpha;
    counts[Math.round(luma)] += alpha;
  }
  if (some && weight === 0) throw refuse('All pixels of the picture are transparent; it shows nothing.');
  const mean = sum / Math.max(weight, 1e-9);
  const spread = Math.sqrt(Math.max(0, squares / Math.max(weight, 1e-9) - mean * mean));
  const behind = clear >= kLeastTransparent * width * height || spread < kOneColour;
  const bright = behind ? mean < 128 : counts.indexOf(Math.max(...counts)) >= 128;
  const guessed = !some || bright ? 'white' : 'black';
  const why = behind
    ? `The opaque pixels are ${mean < 128 ? 'dark' : 'bright'}, and have to stand out.`
    : `Most opaque pixels are ${bright ? 'bright' : 'dark'}: paper with holes in it.`;
  return {
    title: 'Transparent pixels lie on',
    value: asked ?? guessed,
    choices: [
      { value: 'white', label: 'white' },
      { value: 'black', label: 'black' },
    ],
    why: asked === undefined || asked === guessed ? why : 'It was chosen.',
    open: some,
  };
}

/**
 * The grey of paper where ink is more common: whole lines are of paper and none is of the most common grey.
 * @param {Uint8Array} grey @param {number} width @param {number} height @param {number} noise @param {Float64Array} counts
 * pixels of every grey @param {number} common the most common grey
 */
function linesOfPaper(grey, width, height, noise, counts, common) {
  const lines = new Float64Array(256);
  const count = (/** @type {number} */ first, /** @type {number} */ step, /** @type {number} */ length) => {
    for (let i = 1; i < length; ++i) if (Math.abs(grey[first + i * step] - grey[first]) > noise) return;
    ++lines[grey[first]];
  };
  for (let y = 0; y < height; ++y) count(y * width, 1, width);
  for (let x = 0; x < width; ++x) count(x, width, height);
  if (lines[common] > 0) return common;
  const other = lines.indexOf(Math.max(...lines));
  return lines[other] >= 2 && counts[other] >= kLeastBackground * grey.length ? other : common;
}

/**
 * @param {Uint8Array} grey
 * @param {number} width
 * @param {number} height
 * @param {boolean} lossy
 * @returns {Facts}
 */
export function factsOf(grey, width, height, lossy) {
  const counts = new Float64Array(256);
  for (let i = 0; i < grey.length; ++i) ++counts[grey[i]];
  const low = counts.findIndex((count) => count > 0);
  const high = 255 - [...counts].reverse().findIndex((count) => count > 0);
  const spread = Math.ceil((high - low) * kNoise);
  // Paper of scans and of JPEG has several greys beside each other. The most common of them stands for all.
  let [best, most] = [low, 0];
  for (let value = low; value <= high; ++value) {
    let around = 0;
    for (let near = Math.max(low, value - spread); near <= Math.min(high, value + spread); ++near) around += counts[near];
    if (around > most) [best, most] = [value, around];
  }
  let paper = best;
  for (let near = Math.max(low, best - spread); near <= Math.min(high, best + spread); ++near) if (counts[near] > counts[paper]) paper = near;
  const common = most >= kLeastBackground * grey.length;
  // One or two greys beside that of paper may be faint ink.
  const near = counts.slice(Math.max(0, paper - spread), paper + spread + 1).filter((count) => count > most / 200).length;
  const scanned = common && near >= kLeastNoisy && counts[paper] < kLeastExact * most;
  const noise = lossy || scanned ? spread : 0;
  paper = linesOfPaper(grey, width, height, noise, counts, paper);
  let [sum, rest] = [0, 0];
  for (let value = low; value <= high; ++value) {
    if (Math.abs(value - paper) <= noise) continue;
    sum += value * counts[value];
    rest += counts[value];
  }
  const background = common || counts[paper] >= kLeastBackground * grey.length ? paper : null;
  return { grey, width, height, low, high, noise, background, paper, ink: rest > 0 ? sum / rest : paper };
}
