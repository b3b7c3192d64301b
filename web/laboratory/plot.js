// @ts-check
// Curves of several variants on one pair of axes, as SVG with the scales and shapes of D3: means as lines, one standard deviation each way as shade.

import { figure } from '../elements.js';
import { area, line, scaleLinear, scaleLog } from './d3.js';

/** @typedef {import('../entries.js').EntryCurve} EntryCurve */

const kWidth = 640;
const kHeight = 300;
const kMargin = { left: 66, right: 28, top: 12, bottom: 54 };
/** Dashes that tell lines apart without colour, one after another. */
const kDashes = ['', '7 3', '2 3', '9 3 2 3'];
/** How many colours laboratory.css has. */
export const kColours = 8;

/** @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** The look of the line of an entry. @param {number} index */
export const lineLook = (index) => ({
  class: `lab-colour-${index % kColours}`,
  'stroke-dasharray': kDashes[Math.floor(index / 2) % kDashes.length],
});

/** A number without the dust of binary fractions. @param {number} value */
const tidy = (value) => figure(Number(value.toPrecision(6))).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/**
 * @param {{ curves: (EntryCurve | null)[], logarithmic: boolean, words: string }} what curves: in the order of the
 *   entries; logarithmic: of the axis of updates, which then begins at 1; words: what it shows, for screen readers
 */
export function plot({ curves, logarithmic, words }) {
  const shown = curves.flatMap((curve, index) => {
    if (curve === null) return [];
    const points = curve.x.map((x, i) => ({ x, y: curve.mean[i], sd: curve.sd?.[i] ?? 0 }));
    const drawn = points.filter(({ x, y }) => Number.isFinite(y) && (!logarithmic || x >= 1));
    return drawn.length > 0 ? [{ index, points: drawn, shade: curve.sd !== null }] : [];
  });
  const all = shown.flatMap(({ points }) => points);
  const picture = svg('svg', { viewBox: `0 0 ${kWidth} ${kHeight}`, role: 'img', 'aria-label': words, class: 'lab-plot' });
  if (all.length === 0) return picture;
  const last = Math.max(...all.map(({ x }) => x));
  const low = Math.min(...all.map(({ y, sd }) => y - sd));
  const high = Math.max(...all.map(({ y, sd }) => y + sd));
  const room = high > low ? 0 : Math.max(Math.abs(low) * 0.05, 1e-3); // a curve that is level
  const down = scaleLinear().domain([low - room, high + room]).range([kHeight - kMargin.bottom, kMargin.top]).nice(5);
  const across = (logarithmic ? scaleLog().domain([1, Math.max(last, 2)]) : scaleLinear().domain([0, Math.max(last, 1)])).range([
    kMargin.left,
    kWidth - kMargin.right,
  ]);
  for (const y of down.ticks(5)) {
    picture.append(
      svg('line', { x1: kMargin.left, x2: kWidth - kMargin.right, y1: down(y), y2: down(y), class: 'lab-grid' }),
      svg('text', { x: kMargin.left - 6, y: down(y) + 4, 'text-anchor': 'end' }, tidy(y)),
    );
  }
  // On a logarithmic axis powers of ten have numbers.
  for (const x of across.ticks(6).filter((at) => !logarithmic || Number.isInteger(Math.log10(at)))) {
    picture.append(
      svg('line', { x1: across(x), x2: across(x), y1: kHeight - kMargin.bottom, y2: kHeight - kMargin.bottom + 4, class: 'lab-axis' }),
      svg('text', { x: across(x), y: kHeight - kMargin.bottom + 22, 'text-anchor': 'middle' }, tidy(x)),
    );
  }
  const foot = kHeight - kMargin.bottom;
  picture.append(
    svg('line', { x1: kMargin.left, x2: kWidth - kMargin.right, y1: foot, y2: foot, class: 'lab-axis' }),
    svg('text', { x: (kMargin.left + kWidth - kMargin.right) / 2, y: kHeight - 6, 'text-anchor': 'middle' }, 'updates'),
  );
  /** @typedef {{ x: number, y: number, sd: number }} Point */
  const shadeOf = /** @type {typeof area<Point>} */ (area)().x(({ x }) => across(x)).y0(({ y, sd }) => down(y - sd)).y1(({ y, sd }) => down(y + sd));
  const lineOf = /** @type {typeof line<Point>} */ (line)().x(({ x }) => across(x)).y(({ y }) => down(y));
  for (const { index, points, shade } of shown) {
    const look = lineLook(index);
    if (shade) picture.append(svg('path', { d: shadeOf(points) ?? '', class: `lab-shade ${look.class}` }));
    picture.append(svg('path', { ...look, d: lineOf(points) ?? '', class: `lab-line ${look.class}` }));
  }
  return picture;
}

/** The sign of an entry's line, for a legend. @param {number} index */
export function sign(index) {
  const look = lineLook(index);
  const sample = svg('line', { ...look, x1: 1, x2: 27, y1: 6, y2: 6, class: `lab-line ${look.class}` });
  return svg('svg', { viewBox: '0 0 28 12', class: 'lab-sign', 'aria-hidden': 'true' }, sample);
}
