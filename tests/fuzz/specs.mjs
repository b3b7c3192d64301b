// @ts-check
// Attacks engine.open() with experiments that are nearly right: every preset of every model, with parts replaced. What
// opens makes an update and gives its digest.

import { door } from '../web/support.mjs';
import { mutateJson } from './mutate.mjs';

/** Sets that need no file. */
const kSets = ['bars-and-stripes', 'ring', 'line', 'moons', 'parity-3', 'encoder-4-2-4', 'mixture'];
const kInline = [
  { shape: [2], examples: [[0, 1], [1, 0], [1, 1], [0, 0]], labels: [0, 1, 0, 1], names: ['a', 'b'], classes: ['x', 'y'] },
  { shape: [2, 2], examples: [[0, 0.5, 1, 0.25], [1, 1, 0, 0]], test: [[0, 0, 0, 1]], title: 'four' },
  { shape: [2], real: true, examples: [[0.5, -2], [null, 3], [1.5, 2.5]] },
  { shape: [1], sequences: [[[0], [1], [1]], [[1], [0]]] },
  { shape: [3], bytes: 'AAECAwQF', maximum: 5 },
  { shape: [1], floats: 'AACAPwAAAEA=' },
  { parts: [{ name: 'word', kind: 'oneOf', shape: [2] }, { name: 'count', kind: 'counts', shape: [1], high: 9 }], examples: [[0, 1, 3]] },
];

/** @param {import('../web/support.mjs').Engine} engine */
export function goodSpecs({ models }) {
  return models.flatMap(({ name, presets, options, datasets }) => {
    const settings = presets.map((preset) => preset.settings);
    const whole = Object.fromEntries(options.map((option) => [option.name, option.default]));
    const sets = kSets.filter((set) => /** @type {string[]} */ (datasets).includes(set));
    return [...settings, whole].flatMap((given) =>
      [...sets, ...kInline].map((data) => ({ model: name, data, seed: 1, settings: { ...given } })),
    );
  });
}

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'specs',
  async prepare() {
    const engine = await door.createEngine({ rung: 'main-thread', sliceMilliseconds: 20 });
    const good = goodSpecs(engine);
    const witness = await engine.open({ model: 'rbm', data: 'bars-and-stripes', seed: 1 });
    const options = engine.models.flatMap((model) => model.options);
    /** @type {any} */
    let last = null;
    return {
      async give(draw) {
        const other = () => {
          const option = draw.pick(options);
          const limits = [option.minimum ?? 0, option.maximum ?? 1, option.default, ...(option.choices ?? []).map(({ name }) => name)];
          return draw.chance(0.4) ? draw.pick(limits) : draw.chance(0.5) ? draw.json() : draw.junk();
        };
        last = mutateJson(draw, draw.pick(good), other);
        const opened = await engine.open(last);
        try {
          await opened.train({ updates: 1, signal: AbortSignal.timeout(50) }).catch((error) => {
            if (error.code !== 'aborted' && error.code !== 'diverged') throw error;
          });
          await opened.hash();
        } finally {
          await opened.close();
        }
      },
      what: () => shown(last),
      state: async () => `${await witness.hash()} ${JSON.stringify(witness.spec)}`,
      again: () => engine.restart(),
      end: () => engine.close(),
    };
  },
};

/** @param {unknown} value */
function shown(value) {
  try {
    return JSON.stringify(value, (_, part) => (typeof part === 'function' || typeof part === 'symbol' ? String(part) : typeof part === 'bigint' ? `${part}n` : part)).slice(0, 600);
  } catch (error) {
    return String(error);
  }
}
