// @ts-check
// TensorFlow.js on its WebAssembly backend and one thread, in a page or in Node.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setThreadsCount, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';

/** @typedef {{ shape: number[], data: Float32Array }} Array */

/** @type {Promise<string> | undefined} */
let ready;

/**
 * Starts the backend once. `folder`: where its wasm files lie. Answers what it is.
 * @param {string} folder
 */
export function startTensorFlow(folder) {
  ready ??= (async () => {
    setWasmPaths(folder);
    setThreadsCount(1);
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    await tf.setBackend('wasm');
    await tf.ready();
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    return `TensorFlow.js ${version_wasm} wasm${simd ? ' SIMD' : ', no SIMD'}, one thread`;
  })();
  return ready;
}

/** @param {Array} array */
export const tensor = ({ shape, data }) => tf.tensor(data, shape, 'float32');

export { tf };
