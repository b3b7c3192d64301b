// @ts-check
// Pictures as files: their sizes from their headers, before anything is decoded, and their pixels from the browser.

import { kRead } from './file_kind.js';
import { figure, refuse } from './table.js';

/**
 * Four bytes per pixel, row by row, as in ImageData: red, green, blue, and how opaque it is.
 * @typedef {{ width: number, height: number, data: ArrayLike<number> }} Pixels
 */
/** @typedef {'png' | 'jpeg' | 'gif' | 'bmp' | 'webp'} PictureKind */
/** @typedef {{ width: number, height: number, notes?: string[] }} Size */

/** Most pixels of a sheet. It is decoded as a whole, with four bytes per pixel and as many again for a copy. */
export const kMostPixels = 16_777_216;

/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** @param {Uint8Array} bytes @param {number} at @param {number} length */
const textAt = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));

/** The size that a header says, or null if it is damaged. @type {Record<PictureKind, (bytes: Uint8Array) => Size | null>} */
const sizes = {
  png(bytes) {
    if (bytes.length < 25 || textAt(bytes, 12, 4) !== 'IHDR') return null;
    const view = viewOf(bytes);
    const notes = bytes[24] === 16 ? ['Its 16 bits per value became 8.'] : [];
    return { width: view.getUint32(16), height: view.getUint32(20), notes };
  },
  /** Goes through the segments to the one that begins a frame. */
  jpeg(bytes) {
    const view = viewOf(bytes);
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
  },
  /** The screen and its first frame, which browsers may take for the size if it is larger. */
  gif(bytes) {
    const view = viewOf(bytes);
    const frames = framesOfGif(bytes);
    if (frames.first === null) return null;
    const [width, height] = [6, 8].map((at, side) => Math.max(view.getUint16(at, true), /** @type {number[]} */ (frames.first)[side]));
    return { width, height, notes: frames.more ? ['Only its first picture is read: it holds several.'] : [] };
  },
  bmp(bytes) {
    if (bytes.length < 26) return null;
    const view = viewOf(bytes);
    if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
    return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  },
  webp(bytes) {
    if (bytes.length < 30) return null;
    const view = viewOf(bytes);
    const chunk = textAt(bytes, 12, 4);
    if (chunk === 'VP8X') {
      const side = (/** @type {number} */ at) => 1 + (view.getUint32(at, true) & 0xffffff);
      return { width: side(24), height: 1 + (view.getUint16(27, true) | (bytes[29] << 16)), notes: bytes[20] & 2 ? ['Only its first picture is read: it holds several.'] : [] };
    }
    if (chunk === 'VP8L' && bytes[20] === 0x2f) {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    return null;
  },
};

/** The size of the first frame of a GIF and whether there are more. @param {Uint8Array} bytes */
function framesOfGif(bytes) {
  const view = viewOf(bytes);
  /** @type {{ first: number[] | null, more: boolean }} */
  const found = { first: null, more: false };
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const blocks = (/** @type {number} */ at) => {
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at] + 1;
    return at + 1;
  };
  if (bytes.length < 13) return found;
  for (let at = 13 + table(bytes[10]); at + 10 < bytes.length; ) {
    if (bytes[at] === 0x21) at = blocks(at + 2);
    else if (bytes[at] === 0x2c) {
      if (found.first) return { ...found, more: true };
      found.first = [view.getUint16(at + 1, true) + view.getUint16(at + 5, true), view.getUint16(at + 3, true) + view.getUint16(at + 7, true)];
      at = blocks(at + 11 + table(bytes[at + 9]));
    } else break;
  }
  return found;
}

/**
 * Width and height from the header of a file: a small file may decode to a huge picture. Refuses pictures that are
 * damaged or too large.
 * @param {PictureKind} kind
 * @param {Uint8Array} bytes
 * @returns {{ width: number, height: number, notes: string[] }}
 */
export function sizeOfPicture(kind, bytes) {
  const size = sizes[kind](bytes);
  if (size === null || !(size.width >= 1) || !(size.height >= 1)) throw refuse('The picture is damaged: it has no size.');
  if (size.width * size.height > kMostPixels) {
    throw refuse(
      `The picture is ${figure(size.width)} x ${figure(size.height)} pixels large; at most ${figure(kMostPixels)} pixels are read.`,
    );
  }
  return { notes: [], ...size };
}

/** Whether a file does not keep pixels exactly, so that paper is not of one grey. @param {PictureKind} kind @param {Uint8Array} bytes */
export const isLossy = (kind, bytes) => kind === 'jpeg' || (kind === 'webp' && textAt(bytes, 12, 4) !== 'VP8L');

/**
 * Decodes a picture with the browser.
 * @param {Uint8Array} bytes
 * @param {string} type such as image/png
 * @returns {Promise<Pixels>}
 */
export async function decodePicture(bytes, type) {
  if (typeof createImageBitmap !== 'function') throw refuse('Pictures are decoded by a browser, and there is none here.');
  const { width, height } = sizeOfPicture(/** @type {PictureKind} */ (type.slice(6)), bytes);
  let bitmap;
  try {
    // The stored pixels are wanted, without conversion of colours or rotation.
    bitmap = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes)], { type }), {
      colorSpaceConversion: 'none',
      imageOrientation: 'none',
    });
  } catch {
    throw refuse(`The browser can't decode the picture: it is cut short, damaged, or of a kind that it does not know. ${kRead}.`);
  }
  const [w, h] = [Math.min(bitmap.width, width), Math.min(bitmap.height, height)];
  const canvas =
    typeof OffscreenCanvas === 'function'
      ? new OffscreenCanvas(w, h)
      : Object.assign(document.createElement('canvas'), { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d', { willReadFrequently: true }));
  if (context === null) throw refuse('This browser offers no canvas to decode it with.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, w, h);
}
