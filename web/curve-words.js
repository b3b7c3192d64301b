// @ts-check
// Learning curves in words, for the form and for screen readers.

import { figure } from './elements.js';

/** @typedef {import('./types.js').Curve} Curve */

/** Of several curves, the first of these says most about how well a model has learnt. */
const kTelling = ['logLikelihood', 'testLogLikelihood', 'pseudoLogLikelihood', 'reconstructionError'];

/** A change smaller than this share of the curve's range is none. */
const kSteady = 0.02;

/** Four digits; a curve has no more to tell. @param {number} value */
const short = (value) => figure(Number(value.toPrecision(4)));

/** @param {Curve} curve */
const levelOf = ({ reference, referenceLabel }) => (reference == null ? '' : `, ${referenceLabel || 'level'} ${short(reference)}`);

/**
 * A curve as a sentence: its newest value, its level, and how it came there.
 * @param {Curve} curve
 */
export function curveWords(curve) {
  const { x, y, unit } = curve;
  if (y.length === 0) return '';
  const last = y[y.length - 1];
  const now = `${short(last)}${unit ? ` ${unit}` : ''}${levelOf(curve)}`;
  if (y.length < 3) return `${now}.`;
  const range = Math.max(...y) - Math.min(...y);
  const middle = y[y.length >> 1];
  const since = Math.abs(last - middle) <= kSteady * range ? 'hardly changed since' : last > middle ? 'risen since' : 'fallen since';
  return `${now}. Began at ${short(y[0])}; ${since} update ${figure(x[x.length >> 1])}, when it was ${short(middle)}.`;
}

/**
 * The curve that tells most; undefined where there is none.
 * @template {{ name: string }} T
 * @param {readonly T[]} curves
 */
export const telling = (curves) =>
  kTelling.map((name) => curves.find((curve) => curve.name === name)).find((curve) => curve) ?? curves[0];

/** Curves with those that tell most before the others. @template {{ name: string }} T @param {readonly T[]} curves */
export const tellingFirst = (curves) => {
  const place = (/** @type {T} */ { name }) => (kTelling.includes(name) ? kTelling.indexOf(name) : kTelling.length);
  return [...curves].sort((a, b) => place(a) - place(b));
};

/**
 * The number that tells most, in a few words: "Log-likelihood, exact: -3.1, best possible -2.6"; empty without curves.
 * @param {Curve[]} curves
 */
export function headline(curves) {
  const first = telling(curves.filter(({ y }) => y.length > 0));
  return first === undefined ? '' : `${first.label}: ${short(first.y[first.y.length - 1])}${levelOf(first)}`;
}
