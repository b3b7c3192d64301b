// @ts-check
// Sheets made by a seed: tiles of many sizes, with and without gaps, margins and lines, in several inks. A sheet is cut as
// it was made, or the reader asks; it is never cut otherwise in silence. Oracle: the plan by which the sheet was made.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { Draw } from '../fuzz/draw.mjs';
import { png } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { readTable } = await fromSite('own-data/read.js');

const kSheets = 200;
const kTiles = [[8, 8], [16, 16], [28, 28], [32, 32], [20, 20], [24, 24], [12, 12], [16, 8], [20, 12], [9, 9], [10, 10], [14, 14], [28, 20], [48, 48], [18, 18]];
const grey = (/** @type {number} */ value) => [value, value, value, 255];
/** Ink, paper, lines. */
const kInks = [[grey(0), grey(255), grey(128)], [grey(255), grey(0), grey(128)], [grey(255), [0, 0, 0, 0], grey(128)], [grey(0), [0, 0, 0, 0], grey(128)], [grey(252), grey(255), grey(128)], [grey(3), grey(0), grey(128)], [grey(90), grey(180), grey(255)]];
const kKinds = ['none', 'gap', 'grid', 'margin', 'gap and margin', 'drawn lines', 'drawn grid'];

/** A tile with ink along a random walk. @param {Draw} draw @param {number} rows @param {number} cols @param {number} edge blank pixels around */
function stroke(draw, rows, cols, edge) {
  const tile = new Uint8Array(rows * cols);
  const [down, across] = [rows - 2 * edge, cols - 2 * edge];
  let [y, x] = [draw.below(down), draw.below(across)];
  for (let step = 0; step < 6 * Math.max(rows, cols); ++step) {
    tile[(edge + y) * cols + edge + x] = 1;
    y = Math.min(down - 1, Math.max(0, y + draw.below(3) - 1));
    x = Math.min(across - 1, Math.max(0, x + draw.below(3) - 1));
  }
  return tile;
}

/** @param {Draw} draw */
function made(draw) {
  const [rows, cols] = draw.pick(kTiles);
  const [down, across] = [1 + draw.below(8), 2 + draw.below(9)];
  const kind = draw.pick(kKinds);
  const width = 1 + draw.below(4);
  const gap = ['none', 'margin'].includes(kind) ? 0 : width;
  const margin = kind.endsWith('grid') ? width : kind.endsWith('margin') ? 1 + draw.below(8) : 0;
  const edge = Math.min(draw.below(5), Math.floor(rows / 4), Math.floor(cols / 4));
  const full = down * across - (draw.chance(0.3) ? draw.below(Math.min(across, 4)) : 0);
  const [ink, paper, line] = draw.pick(kInks);
  const ground = kind.startsWith('drawn') ? line : paper;
  const [tall, wide] = [2 * margin + down * (rows + gap) - gap, 2 * margin + across * (cols + gap) - gap];
  const data = new Uint8ClampedArray(4 * tall * wide);
  for (let i = 0; i < tall * wide; ++i) data.set(ground, 4 * i);
  const tiles = Array.from({ length: full }, () => stroke(draw, rows, cols, edge));
  for (let t = 0; t < down * across; ++t) {
    for (let i = 0; i < rows * cols; ++i) {
      const y = margin + Math.floor(t / across) * (rows + gap) + Math.floor(i / cols);
      data.set(tiles[t]?.[i] ? ink : paper, 4 * (y * wide + margin + (t % across) * (cols + gap) + (i % cols)));
    }
  }
  const what = `${rows} x ${cols}, ${down} x ${across}, ${kind}, gap ${gap}, margin ${margin}, edge ${edge}, ${full} full, ink ${ink}, paper ${paper}`;
  return { pixels: { width: wide, height: tall, data }, tiles, rows, cols, gap, margin, what };
}

it('made sheets are cut as they were made, or asked about, or refused', async () => {
  let right = 0;
  for (let n = 0; n < kSheets; ++n) {
    const { pixels, tiles, rows, cols, gap, margin, what } = made(new Draw(1, n));
    let table;
    try {
      table = await readTable({ name: 's.png', bytes: png(pixels.width, pixels.height) }, { decode: async () => pixels });
    } catch (error) {
      assert.match(/** @type {Error} */ (error).message, /can't be guessed/, what);
      continue;
    }
    const { tile, guesses, values, count } = table;
    if (guesses.tile.open || guesses.invert.open) continue;
    ++right;
    // Blank lines may belong to tiles or lie between them: the pixels do not say. The centres of tiles and their ink do.
    const [tall, wide] = /** @type {number[]} */ (tile);
    const [[gap_down, gap_across], [top, left]] = [guesses.gap.value, guesses.margin.value];
    const places = [[tall + gap_down, 2 * top + tall], [wide + gap_across, 2 * left + wide]];
    const single = [pixels.height, pixels.width].map((side, axis) => side < 2 * ([rows, cols][axis] + gap) + 2 * margin);
    assert.deepEqual(places.map(([period, centre], axis) => [single[axis] ? 0 : period, centre]), [rows, cols].map((side, axis) => [single[axis] ? 0 : side + gap, 2 * margin + side]), what);
    assert.equal(count, tiles.length, what);
    const low = Math.min(...new Set(values));
    const [down, across] = [margin - top, margin - left];
    for (const [t, plan] of tiles.entries()) {
      let ink = 0;
      for (let i = 0; i < tall * wide; ++i) ink += Number(values[t * tall * wide + i] > low);
      assert.equal(ink, plan.reduce((sum, on) => sum + on, 0), what);
      for (let i = 0; i < rows * cols; ++i) {
        const at = (Math.floor(i / cols) + down) * wide + (i % cols) + across;
        if (plan[i]) assert.ok(values[t * tall * wide + at] > low, what);
      }
    }
  }
  assert.ok(right > kSheets / 4, `${right} of ${kSheets} are cut without a question`);
});
