// @ts-check
// Attacks engine.load() and setParameters() with damaged files.

import { bars, door } from '../web/support.mjs';
import { mutateBytes } from './mutate.mjs';

/** @type {any[]} */
const kSpecs = [
  bars,
  { model: 'rbm', data: { shape: [2], examples: [[0, 1], [1, 0]], labels: [0, 1] }, settings: { hidden: 2 } },
  { model: 'ppca', data: 'line', settings: { factors: 1 } },
  { model: 'gan', data: 'ring', settings: {} },
  { model: 'mixture', data: 'bars-and-stripes', settings: {} },
  { model: 'boltzmann', data: 'parity-3', settings: {} },
];

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'files',
  async prepare() {
    const engine = await door.createEngine({ rung: 'main-thread', sliceMilliseconds: 20 });
    /** @type {Uint8Array[]} */
    const saved = [];
    for (const spec of kSpecs) {
      const experiment = await engine.open(spec);
      await experiment.train({ updates: 3 });
      saved.push(await experiment.save());
      await experiment.close();
    }
    const witness = await engine.open(bars);
    const tensors = door.writeTensors(await witness.parameters());
    let last = '';
    return {
      async give(draw) {
        if (draw.chance(0.3)) {
          const bytes = mutateBytes(draw, tensors);
          last = `parameters ${Buffer.from(bytes).toString('base64')}`;
          await witness.setParameters(bytes);
          return;
        }
        const bytes = mutateBytes(draw, draw.pick(saved));
        last = `file ${Buffer.from(bytes).toString('base64')}`;
        const opened = await engine.load(bytes);
        // What opens can be saved and opened again.
        const again = await engine.load(await opened.save());
        await Promise.all([opened.close(), again.close()]);
      },
      what: () => last.slice(0, 3000),
      state: async () => `${await witness.hash()} ${JSON.stringify(witness.spec)}`,
      again: () => engine.restart(),
      end: () => engine.close(),
    };
  },
};
