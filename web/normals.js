// @ts-check
// Numbers from N(0, 1) for the page, the same for the same seed: latent variables drawn for the eye. What a model learns or
// samples never comes from here.

/**
 * @param {number} seed whole
 * @returns {() => number} draws one
 */
export function createNormals(seed) {
  // xorshift32 (Marsaglia 2003); its state may be anything but 0.
  let state = (Math.imul((seed % 4294967291) + 1, 0x9e3779b1) ^ 0x2545f491) >>> 0 || 1;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return (state + 0.5) / 4294967296;
  };
  for (let skipped = 0; skipped < 16; ++skipped) uniform(); // seeds that are alike part ways
  // Box and Muller (1958); of the pair one is used.
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
