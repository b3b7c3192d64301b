// @ts-check
// Standard normal numbers for the page, the same for the same seed: it draws latent variables for the view "latent". No
// model learns or samples from them.

/**
 * @param {number} seed a whole number
 * @returns {() => number} draws one number
 */
export function createNormals(seed) {
  // xorshift32 (Marsaglia 2003). Its state must not be 0.
  let state = (Math.imul((seed % 4294967291) + 1, 0x9e3779b1) ^ 0x2545f491) >>> 0 || 1;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return (state + 0.5) / 4294967296;
  };
  // The first numbers of neighbouring seeds resemble each other, so they are skipped.
  for (let skipped = 0; skipped < 16; ++skipped) uniform();
  // Box and Muller (1958) give two numbers. Only one is used; the other would have to be stored.
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
