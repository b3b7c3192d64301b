// @ts-check
// What plain JavaScript does, value by value.

/** @type {Record<string, (x: Float32Array, y: Float32Array) => void>} */
const loops = {
  exp(x, y) {
    for (let i = 0; i < x.length; ++i) y[i] = Math.exp(x[i]);
  },
  sigmoid(x, y) {
    for (let i = 0; i < x.length; ++i) y[i] = 1 / (1 + Math.exp(-x[i]));
  },
  bernoulli(x, y) {
    for (let i = 0; i < x.length; ++i) y[i] = Math.random() < x[i] ? 1 : 0;
  },
};

/** @param {{ kernel: string, x: { shape: number[], data: Float32Array } }} task */
export function openLoop({ kernel, x }) {
  const y = new Float32Array(x.data.length);
  const loop = loops[kernel];
  return {
    versions: 'JavaScript',
    run(/** @type {number} */ calls) {
      for (let i = 0; i < calls; ++i) loop(x.data, y);
    },
    parameters: () => ({ y: { shape: x.shape, data: y } }),
    close() {},
  };
}
