// @ts-check
// Attacks the reader of links, and the core with what it lets through.

import { door, fromSite } from '../web/support.mjs';
import { mutateJson, mutateText } from './mutate.mjs';
import { goodSpecs } from './specs.mjs';

const { parseLink, writeLink } = await fromSite('link.js');

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'links',
  async prepare() {
    const engine = await door.createEngine({ rung: 'main-thread', sliceMilliseconds: 20 });
    const good = goodSpecs(engine);
    const witness = await engine.open({ model: 'rbm', data: 'bars-and-stripes', seed: 1 });
    let last = '';
    return {
      async give(draw) {
        const spec = draw.pick(good);
        const text = draw.chance(0.7)
          ? mutateText(draw, draw.chance(0.5) ? String(writeLink(spec)) : JSON.stringify(spec))
          : encodeURIComponent(JSON.stringify(mutateJson(draw, spec, () => draw.json())));
        last = draw.chance(0.9) ? `#${text}` : text;
        const { spec: found, refusal } = parseLink(last);
        if (refusal !== null) throw new door.HarmoniumError('invalid-request', refusal);
        if (found !== null) await (await engine.open(found)).close();
      },
      what: () => last.slice(0, 600),
      state: async () => `${await witness.hash()} ${JSON.stringify(witness.spec)}`,
      again: () => engine.restart(),
      end: () => engine.close(),
    };
  },
};
