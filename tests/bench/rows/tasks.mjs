// @ts-check
// The tasks that more than one row sets, and the judges of what came of them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { site } from '../../../.toolchain/tools.mjs';
import { filled, normal, pack, uniform } from '../support/arrays.mjs';

/** @typedef {import('../support/arrays.mjs').Array} Array */

/** The first MNIST images as the site has them, 0 or 1 a pixel. @param {number} batches @param {number} batch @returns {Array} */
export function mnistBatches(batches, batch) {
  const file = gunzipSync(readFileSync(path.join(site, 'data', 'mnist-train-images-0.idx.gz')));
  const pixels = file.subarray(16, 16 + batches * batch * 784);
  return { shape: [batches, batch, 784], data: Float32Array.from(pixels, (value) => (value >= 128 ? 1 : 0)) };
}

/** A machine's first parameters. @param {number} visible @param {number} hidden */
export const machine = (visible, hidden, deviation = 0.01, b = 0, c = 0) => ({
  W: filled([visible, hidden], scaled(normal(uniform(1)), deviation)),
  b: filled([visible], () => b),
  c: filled([hidden], () => c),
});

/** @param {() => number} draw @param {number} factor */
export const scaled = (draw, factor) => () => factor * draw();

/** @template {Record<string, any>} T @param {T} task @returns {any} the same with its arrays packed */
export function packed(task) {
  const walk = (/** @type {any} */ value) => {
    if (value?.data instanceof Float32Array) return pack(value);
    if (Array.isArray(value)) return value.map(walk);
    return value;
  };
  return Object.fromEntries(Object.entries(task).map(([name, value]) => [name, walk(value)]));
}

/** Mean squared error a pixel of sigmoid(W sigmoid(W'v + c) + b) over the first 100 images. @param {Array} batches */
export const reconstructionError = (batches) => (/** @type {{ W: Array, b: Array, c: Array }} */ { W, b, c }) => {
  const [visible, hidden] = W.shape;
  const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));
  let total = 0;
  for (let n = 0; n < 100; ++n) {
    const v = batches.data.subarray(n * visible, (n + 1) * visible);
    const h = Float64Array.from(c.data);
    for (let i = 0; i < visible; ++i)
      if (v[i]) for (let j = 0; j < hidden; ++j) h[j] += W.data[i * hidden + j];
    const mean = h.map(sigmoid);
    for (let i = 0; i < visible; ++i) {
      let input = b.data[i];
      for (let j = 0; j < hidden; ++j) input += W.data[i * hidden + j] * mean[j];
      total += (v[i] - sigmoid(input)) ** 2;
    }
  }
  return total / (100 * visible);
};

/** A net's first parameters: W from N(0, 1 / inputs), b zero. @param {number[]} sizes @param {number} seed */
export function net(sizes, seed) {
  const draw = normal(uniform(seed));
  return sizes.slice(1).map((outputs, layer) => [
    filled([sizes[layer], outputs], scaled(draw, sizes[layer] ** -0.5)),
    filled([outputs], () => 0),
  ]);
}

/** Points on a ring of eight bumps, mean 0 and deviation 1. @param {number} batches @param {number} batch @returns {Array} */
export function ringBatches(batches, batch) {
  const random = uniform(3);
  const draw = normal(random);
  const points = Array.from({ length: batches * batch }, () => {
    const angle = (Math.PI / 4) * Math.floor(8 * random());
    return [Math.SQRT2 * Math.cos(angle) + 0.05 * draw(), Math.SQRT2 * Math.sin(angle) + 0.05 * draw()];
  });
  return { shape: [batches, batch, 2], data: Float32Array.from(points.flat()) };
}

/** Mean log D(x) + mean log (1 - D(G(z))) on points and noise that are the same for all. @param {Array} batches @param {number} layers */
export const gameValue = (batches, layers) => (/** @type {Record<string, Array>} */ p) => {
  const run = (/** @type {string} */ name, /** @type {number} */ slope, /** @type {number[]} */ x) => {
    for (let layer = 0; layer < layers; ++layer) {
      const W = p[`${name}${layer}.W`];
      const b = p[`${name}${layer}.b`];
      const sums = Array.from(b.data);
      for (const [i, value] of x.entries()) for (let j = 0; j < sums.length; ++j) sums[j] += value * W.data[i * sums.length + j];
      x = layer + 1 < layers ? sums.map((a) => (a > 0 ? a : slope * a)) : sums;
    }
    return x;
  };
  const judge = (/** @type {number[]} */ x) => run('D', 0.2, x)[0];
  const softplus = (/** @type {number} */ a) => Math.log1p(Math.exp(a));
  const draw = normal(uniform(5));
  let value = 0;
  for (let n = 0; n < 256; ++n) {
    const noise = Array.from({ length: p['G0.W'].shape[0] }, draw);
    value -= softplus(-judge([batches.data[2 * n], batches.data[2 * n + 1]])) + softplus(judge(run('G', 0, noise)));
  }
  return value / 256;
};
