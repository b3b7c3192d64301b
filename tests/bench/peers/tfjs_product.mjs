// @ts-check
// A dense product in TensorFlow.js, both matrices kept: its fast path.

import { startTensorFlow, tensor, tf } from './tfjs.mjs';

/** @param {{ a: any, b: any, folder: string }} task */
export async function open(task) {
  const versions = await startTensorFlow(task.folder);
  const a = tensor(task.a);
  const b = tf.variable(tensor(task.b));
  let c = tf.matMul(a, b);
  return {
    versions,
    /** @param {number} calls */
    run(calls) {
      for (let i = 0; i < calls; ++i) {
        c.dispose();
        c = tf.matMul(a, b);
      }
    },
    parameters: () => ({ c: { shape: c.shape, data: c.dataSync() } }),
    close: () => tf.dispose([a, b, c]),
  };
}
