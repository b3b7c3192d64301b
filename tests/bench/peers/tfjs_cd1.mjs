// @ts-check
// CD-1 of a restricted Boltzmann machine in TensorFlow.js: as its users write it, and in the form that suits the backend
// best.

import { startTensorFlow, tensor, tf } from './tfjs.mjs';

/** As written: products of transposed matrices by flag, states drawn by randomUniform. @param {any} machine @param {any} v */
function asWritten({ W, b, c, rate }, v) {
  const sample = (/** @type {any} */ p) => tf.cast(tf.less(tf.randomUniform(p.shape), p), 'float32');
  tf.tidy(() => {
    const h = tf.sigmoid(tf.add(tf.matMul(v, W), c));
    const v_model = sample(tf.sigmoid(tf.add(tf.matMul(sample(h), W, false, true), b)));
    const h_model = tf.sigmoid(tf.add(tf.matMul(v_model, W), c));
    const step = rate / v.shape[0];
    W.assign(tf.add(W, tf.mul(tf.sub(tf.matMul(v, h, true), tf.matMul(v_model, h_model, true)), step)));
    b.assign(tf.add(b, tf.mul(tf.sum(tf.sub(v, v_model), 0), step)));
    c.assign(tf.add(c, tf.mul(tf.sum(tf.sub(h, h_model), 0), step)));
  });
}

// A fast generator (xorshift128, Marsaglia 2003): randomUniform takes longer than a product does.
const state = Uint32Array.of(123456789, 362436069, 521288629, 88675123);
/** @param {Float32Array} out */
function fillUniform(out) {
  let [x, y, z, w] = state;
  for (let i = 0; i < out.length; ++i) {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    out[i] = (w >>> 8) * 2 ** -24;
  }
  state.set([x, y, z, w]);
}

/**
 * Best form: the backend's fast product knows no flags, so transposes are written out; both sides of the gradient are one
 * product; uniform numbers are made in an array that is kept.
 * @param {any} machine @param {any} v
 */
function bestForm({ W, b, c, rate, memory }, v) {
  const sample = (/** @type {any} */ p) => {
    const numbers = (memory[p.size] ??= new Float32Array(p.size));
    fillUniform(numbers);
    return tf.cast(tf.less(tf.tensor(numbers, p.shape, 'float32'), p), 'float32');
  };
  tf.tidy(() => {
    const h = tf.sigmoid(tf.add(tf.matMul(v, W), c));
    const v_model = sample(tf.sigmoid(tf.add(tf.matMul(sample(h), tf.transpose(W)), b)));
    const h_model = tf.sigmoid(tf.add(tf.matMul(v_model, W), c));
    const step = rate / v.shape[0];
    const both_v = tf.transpose(tf.concat([v, v_model], 0));
    const both_h = tf.concat([tf.mul(h, step), tf.mul(h_model, -step)], 0);
    W.assign(tf.add(W, tf.matMul(both_v, both_h)));
    b.assign(tf.add(b, tf.mul(tf.sum(tf.sub(v, v_model), 0), step)));
    c.assign(tf.add(c, tf.sum(both_h, 0)));
  });
}

/** @param {{ batches: any, W: any, b: any, c: any, rate: number, form: 'written' | 'best', folder: string }} task */
export async function open(task) {
  const versions = await startTensorFlow(task.folder);
  const [count, batch, visible] = task.batches.shape;
  const size = batch * visible;
  const batches = Array.from({ length: count }, (_, n) =>
    tensor({ shape: [batch, visible], data: task.batches.data.slice(n * size, (n + 1) * size) }),
  );
  const [W, b, c] = [task.W, task.b, task.c].map((start) => tf.variable(tensor(start)));
  const update = task.form === 'best' ? bestForm : asWritten;
  const machine = { W, b, c, rate: task.rate, memory: {} };
  let next = 0;
  return {
    versions,
    /** @param {number} calls */
    run(calls) {
      for (let i = 0; i < calls; ++i) {
        update(machine, batches[next]);
        next = (next + 1) % count;
      }
    },
    parameters: () =>
      Object.fromEntries(Object.entries({ W, b, c }).map(([name, v]) => [name, { shape: v.shape, data: v.dataSync() }])),
    close: () => tf.dispose([...batches, W, b, c]),
  };
}
