// @ts-check
// The dearest experiments that are allowed, for what measures how long the core is at work without a break.

/** Pictures of random bits, 64 x 64. @param {number} count */
function noise(count) {
  const bytes = Buffer.alloc(count * 4096);
  let state = 1;
  for (let i = 0; i < bytes.length; ++i) bytes[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 31;
  return { shape: [64, 64], bytes: bytes.toString('base64'), maximum: 1 };
}
/** Rows of real numbers. @param {number} count @param {number} values */
function table(count, values) {
  let state = 1;
  const next = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
  const floats = Float32Array.from({ length: count * values }, next);
  return { shape: [values], real: true, floats: Buffer.from(floats.buffer).toString('base64') };
}

/** @type {Record<string, () => any>} */
export const dearest = {
  'RBM, 20 x 64': () => ({ model: 'rbm', data: 'bars-and-stripes' }),
  'RBM, widest, CD-100': () => ({
    model: 'rbm',
    data: noise(1000),
    settings: { hidden: 4096, batchSize: 1000, method: 'cd', gibbsSteps: 100 },
  }),
  'RBM, widest, means': () => ({
    model: 'rbm',
    data: noise(1000),
    settings: { hidden: 4096, batchSize: 1000, method: 'cd', reconstruction: 'probabilities', binarisation: 'none' },
  }),
  'RBM, widest, tempering': () => ({
    model: 'rbm',
    data: noise(200),
    settings: { hidden: 4096, batchSize: 100, method: 'tempering', chains: 100, temperatures: 50 },
  }),
  'RBM, widest, Gaussian': () => ({
    model: 'rbm',
    data: table(1000, 4096),
    settings: { hidden: 4096, batchSize: 1000, method: 'pcd', chains: 1000, visible: 'gaussian' },
  }),
  'RBM, exact, 12 hidden': () => ({ model: 'rbm', data: noise(1000), settings: { hidden: 12, batchSize: 1000, method: 'exact' } }),
  'RBM, labels': () => ({
    model: 'rbm',
    data: 'digits',
    settings: { hidden: 4096, batchSize: 1000, labels: true, objective: 'hybrid' },
  }),
  'Boltzmann, exact': () => ({ model: 'boltzmann', data: 'bars-and-stripes', settings: { hidden: 4, free: 'exact', clamped: 'exact', hiddenLinks: true, batchSize: 1000 } }),
  'Boltzmann, widest': () => ({
    model: 'boltzmann',
    data: 'digits',
    settings: { hidden: 64, batchSize: 1000, copies: 100, clampedSweeps: 500, freeSweeps: 500, chains: 1000, free: 'persistent' },
  }),
  'GAN, 4 x 512, ten steps': () => ({
    model: 'gan',
    data: noise(1000),
    settings: {
      generatorLayers: 4,
      generatorUnits: 512,
      discriminatorLayers: 4,
      discriminatorUnits: 512,
      batchSize: 100,
      discriminatorSteps: 10,
    },
  }),
  'GAN, 4 x 512, batch 1000': () => ({
    model: 'gan',
    data: 'ring',
    settings: {
      generatorLayers: 4,
      generatorUnits: 512,
      discriminatorLayers: 4,
      discriminatorUnits: 512,
      batchSize: 1000,
      discriminatorSteps: 10,
      dropout: 0.5,
    },
  }),
  'experts, walkers': () => ({ model: 'experts', data: 'ring', settings: { grid: 256, negative: 'walkers', walkers: 1000, walkSteps: 100 } }),
  'experts, quadrature': () => ({ model: 'experts', data: 'ring', settings: { grid: 256 } }),
  'mixture, widest': () => ({ model: 'mixture', data: noise(1000), settings: { components: 1000 } }),
  'PPCA, 784 values': () => ({ model: 'ppca', data: table(1000, 784), settings: { factors: 100 } }),
  'PPCA, EM': () => ({ model: 'ppca', data: table(1000, 784), settings: { factors: 100, method: 'em' } }),
  'PPCA, 2000 values, EM': () => ({ model: 'ppca', data: table(2500, 2000), settings: { factors: 200, method: 'em' } }),
  'PPCA, 2000 values': () => ({ model: 'ppca', data: table(2500, 2000), settings: { factors: 200 } }),
  'FA, 784 values': () => ({ model: 'factorAnalysis', data: table(1000, 784), settings: { factors: 100 } }),
  'FA, 2000 values, missing': () => ({
    model: 'factorAnalysis',
    data: table(1000, 2000),
    settings: { factors: 20, missing: 0.1 },
  }),
};
