// @ts-check
// Cuts a sheet of pictures into tiles: each tile becomes one example in grey. What the file leaves open is guessed, and
// every guess can be said otherwise: the size of a tile, lines between tiles, a margin, what lies behind transparent
// pixels, whether dark becomes high, and what becomes of empty tiles at the end.

import { show } from '../words.js';
import { checkSize, figure, refuse, tableOf } from './table.js';
import { factsOf, greyOf, groundOf } from './pixels.js';
import { guessLayout, layoutOf } from './tiles.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./picture.js').Pixels} Pixels */
/** @typedef {import('./tiles.js').Layout} Layout */

/** Shares of the pixels below and above which paper and another grey may be taken for each other. */
const kPaper = 0.65;
const kOther = 0.3;

/**
 * Cuts a decoded sheet into examples. Values are from 0 to 255.
 * @param {Pixels} pixels
 * @param {ReadOptions & { lossy?: boolean }} [options] lossy: whether the file does not keep pixels exactly
 * @returns {Table}
 */
export function cutSheet(pixels, { lossy = false, ...options } = {}) {
  checkPixels(pixels);
  const ground = groundOf(pixels, options.ground);
  const grey = greyOf(pixels, ground.value === 'white' ? 255 : 0);
  const facts = factsOf(grey, pixels.width, pixels.height, lossy);
  const guessed = options.tile == null && options.gap === undefined && options.margin === undefined;
  const layout = guessed ? guessLayout(facts) : layoutOf(facts, options);
  const { rows, cols, down, across } = layout;
  checkSize(down * across, rows * cols);

  const { tiles, blank } = tilesOf(grey, facts, layout);
  // Lines between the tiles say nothing of what is paper inside.
  const invert = invertOf(factsOf(tiles, cols, tiles.length / cols, lossy), options.invert);
  const notes = [];
  if (options.tile == null) notes.push(`Tiles of ${rows} x ${cols} pixels were guessed from the picture.`);
  if (guessed && Math.max(...layout.gap) > 0) {
    const [tall, wide] = layout.gap;
    notes.push(`Lines of ${tall === wide ? tall : `${tall} and ${wide}`} ${Math.max(tall, wide) === 1 ? 'pixel' : 'pixels'} between the tiles were left out.`);
  }
  if (ground.open) notes.push(`It has transparent pixels; they lie on ${ground.value}.`);
  if (invert.value && options.invert === undefined) notes.push('Its background is bright, so dark pixels became high values.');
  if (facts.high === facts.low) notes.push('All its pixels have the same grey.');

  // The last row of a sheet is often not full.
  let full = blank.length;
  while (full > 1 && blank[full - 1]) --full;
  const empty = emptyOf(blank.length - full, options.empty);
  const count = empty.value === 'kept' ? blank.length : full;
  if (count < blank.length) notes.push(`${figure(blank.length - count)} empty ${blank.length - count === 1 ? 'tile' : 'tiles'} at its end were left out.`);
  return tableOf({
    format: 'sheet of pictures',
    shape: [rows, cols],
    count,
    values: Float32Array.from(tiles.subarray(0, count * rows * cols), (value) => (invert.value ? 255 - value : value)),
    tile: [rows, cols],
    guesses: {
      ...layoutGuesses(layout, facts, options),
      ...(ground.open && { ground: { ...ground, open: options.ground === undefined } }),
      invert,
      ...(full < blank.length && { empty }),
    },
    notes,
  });
}

/** Refuses what a decoder may give that is no picture. @param {Pixels} pixels */
function checkPixels(pixels) {
  const { width, height, data } = pixels ?? {};
  const sides = [width, height].every((side) => Number.isInteger(side) && side >= 1);
  if (sides && data?.length === 4 * width * height) return;
  throw refuse('The picture was not decoded: its pixels are not as many as its sides say.');
}

/**
 * The greys of all tiles, one after another, and which of them are empty at the end: nothing but paper, or nothing but
 * what lies between tiles, or one grey where there is no paper, as beside photographs.
 * @param {Uint8Array} grey @param {import('./pixels.js').Facts} facts @param {Layout} layout
 */
function tilesOf(grey, { width, background, noise, low, high }, { rows, cols, down, across, gap, margin }) {
  const tiles = new Uint8Array(down * across * rows * cols);
  const blank = [];
  const size = rows * cols;
  for (let t = 0; t < down * across; ++t) {
    const top = margin[0] + Math.floor(t / across) * (rows + gap[0]);
    const left = margin[1] + (t % across) * (cols + gap[1]);
    for (let y = 0; y < rows; ++y) {
      const first = (top + y) * width + left;
      tiles.set(grey.subarray(first, first + cols), t * size + y * cols);
    }
  }
  const inner = factsOf(tiles, cols, tiles.length / cols, noise > 0);
  const papers = [inner.background, background].filter((value) => value !== null);
  for (let t = 0; t < down * across; ++t) {
    let [least, most] = [255, 0];
    for (let i = t * size; i < (t + 1) * size; ++i) {
      if (tiles[i] < least) least = tiles[i];
      if (tiles[i] > most) most = tiles[i];
    }
    const known = papers.length === 0 ? [least] : papers;
    blank.push(high > low && known.some((value) => Math.abs(least - value) <= noise && Math.abs(most - value) <= noise));
  }
  return { tiles, blank };
}

/** @param {import('./pixels.js').Facts} facts @param {boolean | undefined} asked */
function invertOf({ background, ink, grey, noise }, asked) {
  if (asked !== undefined && typeof asked !== 'boolean') throw refuse(`Whether dark becomes high (invert) is true or false, and not ${show(asked)}.`);
  // Models learn ink as high values, so a sheet with a bright background is inverted.
  const guessed = background !== null && ink < background;
  const paper = background === null ? 'No grey is so common that it is the background' : `The background is brighter than the ink (${background} of 255)`;
  const why = guessed || background === null ? `${paper}.` : 'The background is darker than the ink.';
  return {
    title: 'High values are',
    value: asked ?? guessed,
    choices: [
      { value: false, label: 'bright pixels' },
      { value: true, label: 'dark pixels' },
    ],
    why: asked === undefined || asked === guessed ? why : 'It was chosen.',
    open: asked === undefined && background !== null && isHalf(grey, background, noise),
  };
}

/** Whether the grey of paper is hardly more common than another, so that either may be ink. @param {Uint8Array} grey @param {number} background @param {number} noise */
function isHalf(grey, background, noise) {
  const counts = new Float64Array(256);
  for (let i = 0; i < grey.length; ++i) ++counts[grey[i]];
  const paper = counts.reduce((sum, count, value) => sum + (Math.abs(value - background) <= noise ? count : 0), 0);
  const other = counts.reduce((most, count, value) => (Math.abs(value - background) > noise && count > most ? count : most), 0);
  return paper < kPaper * grey.length && other > kOther * grey.length;
}

/** @param {number} count of empty tiles @param {'left out' | 'kept' | undefined} asked */
function emptyOf(count, asked) {
  if (asked !== undefined && asked !== 'left out' && asked !== 'kept') {
    throw refuse('What becomes of empty tiles at the end (empty) is "left out" or "kept".');
  }
  return {
    title: 'Empty tiles at the end',
    value: asked ?? 'left out',
    choices: [
      { value: 'left out', label: 'left out' },
      { value: 'kept', label: 'kept as examples' },
    ],
    why: asked === undefined ? `The last ${figure(count)} of them hold nothing but the background.` : 'It was chosen.',
    open: false,
  };
}

/**
 * The guesses about the layout, each with those of the other layouts that fit as choices.
 * @param {Layout} layout @param {import('./pixels.js').Facts} facts @param {ReadOptions} options
 */
function layoutGuesses({ rows, cols, gap, margin, why, open, others }, facts, options) {
  const pair = (/** @type {number[]} */ [a, b]) => ({ value: [a, b], label: `${a} x ${b}` });
  const choices = (/** @type {number[]} */ mine, /** @type {number[][]} */ more) => {
    const distinct = new Map([mine, ...more].map((sides) => [sides.join(), pair(sides)]));
    return [...distinct.values()].slice(0, 12);
  };
  const said = (/** @type {unknown} */ asked) => (asked == null ? why : 'It was chosen.');
  return {
    tile: { title: 'Rows and columns of a tile', value: [rows, cols], choices: choices([rows, cols], others.map((other) => [other.rows, other.cols])), why: said(options.tile), open: options.tile == null && open },
    gap: { title: 'Pixels between tiles, down and across', value: [...gap], choices: choices(gap, others.map((other) => other.gap)), why: said(options.gap), open: false },
    margin: { title: 'Pixels before the first tile, down and across', value: [...margin], choices: choices(margin, others.map((other) => other.margin)), why: said(options.margin), open: false },
  };
}
