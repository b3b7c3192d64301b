// @ts-check
// Cuts a sheet of pictures (PNG or JPEG) into tiles: each tile becomes one example in grey. The browser decodes the
// file. The functions here work on pixels and need no browser.

import { checkSize, figure, kMostValues, refuse, tableOf } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/**
 * Four bytes per pixel, row by row, as in ImageData.
 * @typedef {{ width: number, height: number, data: ArrayLike<number> }} Pixels
 */

/** Most pixels of a sheet. It is decoded as a whole, with four bytes per pixel and as many again for a copy. */
export const kMostPixels = 16_777_216;
/** Common sides of tiles, for guessing. The smallest one with clean edges is taken. */
const kSides = [6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 32, 36, 40, 48, 50, 56, 60, 64];
/** Edges of tiles are clean if they have at most this share of the mean ink per pixel. */
const kMostEdgeInk = 0.35;

/** @param {Uint8Array} bytes */
export const isPng = (bytes) => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);
/** @param {Uint8Array} bytes */
export const isJpeg = (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/**
 * Reads width and height from the file's header, before anything is decoded: a small file may decode to a huge picture.
 * Refuses pictures that are too large.
 * @param {Uint8Array} bytes
 * @returns {{ width: number, height: number }}
 */
export function sizeOfPicture(bytes) {
  const size = isPng(bytes) ? sizeOfPng(bytes) : sizeOfJpeg(bytes);
  if (size === null || size.width < 1 || size.height < 1) throw refuse('The picture is damaged: it has no size.');
  if (size.width * size.height > kMostPixels) {
    throw refuse(
      `The picture is ${figure(size.width)} x ${figure(size.height)} pixels large; at most ${figure(kMostPixels)} pixels are read.`,
    );
  }
  return size;
}

/** @param {Uint8Array} bytes */
function sizeOfPng(bytes) {
  if (bytes.length < 24 || String.fromCharCode(...bytes.subarray(12, 16)) !== 'IHDR') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Goes through the segments to the one that begins a frame. @param {Uint8Array} bytes */
function sizeOfJpeg(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/**
 * Grey values in [0, 255], with transparent pixels on white. The weights are the luma of Rec. 709.
 * @param {Pixels} pixels
 * @returns {Uint8Array}
 */
export function greyOf({ width, height, data }) {
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; ++i) {
    const luma = 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2];
    const alpha = data[4 * i + 3] / 255;
    grey[i] = Math.round(alpha * luma + (1 - alpha) * 255);
  }
  return grey;
}

/** The most common grey, counted in steps of 16, so that noise of a JPEG does not split it. @param {Uint8Array} grey */
function backgroundOf(grey) {
  const counts = new Array(16).fill(0);
  for (const value of grey) ++counts[value >> 4];
  return 16 * counts.indexOf(Math.max(...counts)) + 8;
}

/**
 * Guesses the size of a tile: the smallest square that divides the sheet and has clean edges, where ink is any
 * difference from the background above 16. Without clean edges it tries usual sizes, then the whole picture, then any
 * square that fits.
 * @param {Uint8Array} grey
 * @param {number} width
 * @param {number} height
 * @returns {number[]} [rows, columns]
 */
export function guessTile(grey, width, height) {
  const background = backgroundOf(grey);
  const across = new Float64Array(height);
  const down = new Float64Array(width);
  let all = 0;
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const ink = Math.abs(grey[y * width + x] - background) > 16 ? Math.abs(grey[y * width + x] - background) : 0;
      across[y] += ink;
      down[x] += ink;
      all += ink;
    }
  }
  const mean = all / (width * height);
  /** Mean ink on the first and last lines of all tiles, relative to the mean of the sheet. @param {number} side */
  const edge = (side) => {
    let sum = 0;
    let pixels = 0;
    for (let y = 0; y < height; ++y) if (y % side === 0 || y % side === side - 1) (sum += across[y]), (pixels += width);
    for (let x = 0; x < width; ++x) if (x % side === 0 || x % side === side - 1) (sum += down[x]), (pixels += height);
    return sum / pixels / Math.max(mean, 1e-9);
  };
  const fitting = kSides.filter((side) => width % side === 0 && height % side === 0);
  const clean = fitting.find((side) => side >= 6 && edge(side) < kMostEdgeInk);
  if (clean !== undefined) return [clean, clean];
  const usual = [28, 8, 16, 32, 20, 24].find((side) => fitting.includes(side) && width * height >= 4 * side * side);
  if (usual !== undefined) return [usual, usual];
  if (width * height <= kMostValues) return [height, width]; // one picture
  const any = fitting.at(-1);
  if (any !== undefined) return [any, any];
  throw refuse(
    `The size of its tiles can't be guessed: ${width} x ${height} pixels divide into no usual tile. ` +
      'Say how many rows and columns of pixels one tile has.',
  );
}

/**
 * Cuts a decoded sheet into examples.
 * @param {Pixels} pixels
 * @param {import('./table.js').ReadOptions} [options]
 * @returns {Table}
 */
export function cutSheet(pixels, { tile, invert } = {}) {
  const { width, height } = pixels;
  const grey = greyOf(pixels);
  const [rows, cols] = tile ?? guessTile(grey, width, height);
  if (![rows, cols].every((side) => Number.isInteger(side) && side >= 1)) {
    throw refuse(`A tile of ${rows} x ${cols} pixels is not possible; its sides are whole numbers from 1 on.`);
  }
  if (height % rows !== 0 || width % cols !== 0) {
    throw refuse(
      `The sheet has ${height} rows and ${width} columns of pixels, which tiles of ${rows} x ${cols} do not divide.`,
    );
  }
  const [down, across] = [height / rows, width / cols];
  checkSize(down * across, rows * cols);

  const background = backgroundOf(grey);
  // Models learn ink as high values, so a sheet with a bright background is inverted.
  const turned = invert ?? background > 127;
  const notes = [];
  if (tile == null) notes.push(`Tiles of ${rows} x ${cols} pixels were guessed from the picture.`);
  if (turned && invert === undefined) notes.push('Its background is bright, so dark pixels became high values.');

  const values = new Float32Array(width * height);
  /** @type {boolean[]} */
  const inked = [];
  for (let t = 0, at = 0; t < down * across; ++t) {
    const [top, left] = [Math.floor(t / across) * rows, (t % across) * cols];
    let ink = false;
    for (let y = 0; y < rows; ++y) {
      for (let x = 0; x < cols; ++x, ++at) {
        const value = grey[(top + y) * width + left + x];
        ink ||= Math.abs(value - background) > 16;
        values[at] = turned ? 255 - value : value;
      }
    }
    inked.push(ink);
  }
  let count = inked.length;
  while (count > 1 && !inked[count - 1]) --count; // the last row of a sheet is often not full
  if (count < inked.length) notes.push(`${figure(inked.length - count)} empty tiles at its end were left out.`);
  return tableOf({
    format: 'sheet of pictures',
    shape: [rows, cols],
    count,
    values: values.slice(0, count * rows * cols),
    tile: [rows, cols],
    notes,
  });
}
