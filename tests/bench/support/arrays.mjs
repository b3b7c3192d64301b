// @ts-check
// Arrays of float32 as they travel between the processes of the bench, in Node and in a page; and what tasks are made of.

/** @typedef {{ shape: number[], data: Float32Array }} Array */
/** @typedef {{ shape: number[], base64: string }} Packed */

/** @param {Array} array @returns {Packed} */
export function pack({ shape, data }) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const parts = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return { shape: [...shape], base64: btoa(parts.join('')) };
}

/** @param {Packed} packed @returns {Array} */
export function unpack({ shape, base64 }) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; ++i) bytes[i] = text.charCodeAt(i);
  return { shape, data: new Float32Array(bytes.buffer) };
}

/** Everything packed in a task, unpacked. @param {any} value @returns {any} */
export function unpackAll(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.base64 === 'string') return unpack(value);
  if (Array.isArray(value)) return value.map(unpackAll);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpackAll(part)]));
}

/** A generator of uniform numbers in [0, 1), the same every time (mulberry32). @param {number} seed */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} random */
export const normal = (random) => () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** @param {number[]} shape @param {() => number} value @returns {Array} */
export const filled = (shape, value) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, value),
});
