// @ts-check
// Shows the first examples of a table: as pictures, or as rows of numbers.

import { make } from '../elements.js';
import { figure } from './table.js';

/** @typedef {import('./table.js').Table} Table */

/** Rows, columns and pictures that are shown. */
const kRows = 5;
const kColumns = 8;
const kPictures = 40;
/** Side of a shown picture in CSS pixels. */
const kPictureSide = 40;

/** @param {Table} of @param {number[]} shape rows and columns */
export function pictures({ values, count }, [height, width]) {
  const shown = make('div', { className: 'pictures' });
  // The brightest value of the preview is drawn black. The bound keeps an all-zero preview from a division by zero.
  let high = 1e-9;
  for (const value of values.subarray(0, kPictures * height * width)) if (value > high) high = value;
  for (let n = 0; n < Math.min(count, kPictures); ++n) {
    const canvas = make('canvas', { width, height, role: 'img', 'aria-label': `Example ${n + 1}` });
    canvas.style.width = canvas.style.height = `${kPictureSide}px`;
    const context = canvas.getContext('2d');
    const image = context?.createImageData(width, height);
    for (let i = 0; image && i < height * width; ++i) {
      const ink = 255 - Math.round((255 * Math.max(0, values[n * height * width + i] || 0)) / high);
      image.data.set([ink, ink, ink, 255], 4 * i);
    }
    if (image) context?.putImageData(image, 0, 0);
    shown.append(canvas);
  }
  return shown;
}

/** @param {Table} of @param {number} width values of one example */
export function lines({ values, count, names, labels, classes }, width) {
  const columns = Array.from({ length: Math.min(width, kColumns) }, (_, c) => names[c] ?? String(c + 1));
  const head = make('tr', {}, ...columns.map((name) => make('th', { scope: 'col' }, name)));
  if (labels !== null) head.append(make('th', { scope: 'col' }, 'label'));
  const body = Array.from({ length: Math.min(count, kRows) }, (_, n) => {
    const line = make('tr', {}, ...columns.map((_, c) => make('td', {}, cellOf(values[n * width + c]))));
    if (labels !== null) line.append(make('td', {}, classes[labels[n]] ?? 'none'));
    return line;
  });
  const more = width > kColumns ? `, and the first ${kColumns} of ${figure(width)} values` : '';
  return make(
    'table',
    { className: 'examples' },
    make('caption', {}, `As it will be learnt: ${body.length < count ? `the first ${body.length} of ${figure(count)}` : `all ${figure(count)}`} examples${more}`),
    make('thead', {}, head),
    make('tbody', {}, ...body),
  );
}

/** @param {number} value */
const cellOf = (value) => (Number.isNaN(value) ? 'missing' : String(Number(value.toPrecision(6))));
