// @ts-check
// One step of D and one of G in TensorFlow.js: two functions of the weights, each descended by an Adam of its own, as
// its users write a GAN; and the same with products whose slopes are written without transposed flags, which the backend
// is slow at.

import { startTensorFlow, tensor, tf } from './tfjs.mjs';

/** x W of which the slopes take explicit transposes. */
const product = tf.customGrad((/** @type {any} */ x, /** @type {any} */ W, /** @type {any} */ save) => {
  save([x, W]);
  return {
    value: tf.matMul(x, W),
    gradFunc: (/** @type {any} */ dy, /** @type {any} */ [x, W]) => [
      tf.matMul(dy, tf.transpose(W)),
      tf.matMul(tf.transpose(x), dy),
    ],
  };
});

/** @param {any} task */
export async function open(task) {
  const versions = await startTensorFlow(task.folder);
  const [count, batch, values] = task.batches.shape;
  const size = batch * values;
  const batches = Array.from({ length: count }, (_, n) =>
    tensor({ shape: [batch, values], data: task.batches.data.slice(n * size, (n + 1) * size) }),
  );
  const netOf = (/** @type {any[]} */ layers) => layers.map((pair) => pair.map((start) => tf.variable(tensor(start))));
  const G = netOf(task.G);
  const D = netOf(task.D);
  const times = task.form === 'best' ? product : tf.matMul;
  const run = (/** @type {any[]} */ net, /** @type {any} */ x, /** @type {(a: any) => any} */ activation) =>
    net.reduce((a, [W, b], layer) => {
      const sum = tf.add(times(a, W), b);
      return layer + 1 < net.length ? activation(sum) : sum;
    }, x);
  const generate = (/** @type {any} */ z) => run(G, z, tf.relu);
  const judge = (/** @type {any} */ x) => run(D, x, (a) => tf.leakyRelu(a, 0.2));
  // The losses from logits: -log sigmoid(a) = softplus(-a), -log (1 - sigmoid(a)) = softplus(a).
  const optimisers = {
    G: tf.train.adam(task.rateG, task.beta1, task.beta2, 1e-8),
    D: tf.train.adam(task.rateD, task.beta1, task.beta2, 1e-8),
  };
  const noise_size = task.G[0][0].shape[0];
  let next = 0;
  const step = () =>
    tf.tidy(() => {
      const x = batches[next];
      next = (next + 1) % count;
      const z = tf.randomNormal([batch, noise_size]);
      const samples = generate(z);
      optimisers.D.minimize(
        () => tf.add(tf.mean(tf.softplus(tf.neg(judge(x)))), tf.mean(tf.softplus(judge(samples)))),
        false,
        D.flat(),
      );
      optimisers.G.minimize(() => tf.mean(tf.softplus(tf.neg(judge(generate(z))))), false, G.flat());
    });
  return {
    versions,
    /** @param {number} calls */
    run(calls) {
      for (let i = 0; i < calls; ++i) step();
    },
    parameters: () =>
      Object.fromEntries(
        [G, D].flatMap((net, which) =>
          net.flatMap((pair, layer) =>
            pair.map((v, part) => [`${'GD'[which]}${layer}.${'Wb'[part]}`, { shape: v.shape, data: v.dataSync() }]),
          ),
        ),
      ),
    close() {
      tf.dispose([...batches, ...G.flat(), ...D.flat()]);
      optimisers.G.dispose();
      optimisers.D.dispose();
    },
  };
}
