// @ts-check
// The page's actions on latent variables: set to what the sliders say, or drawn at random.

import { HarmoniumError } from './errors.js';
import { newestOnly } from './newest.js';
import { createNormals } from './normals.js';

/** @param {() => import('./harmonium.js').Experiment} experiment the open one; throws where there is none */
export function latentActions(experiment) {
  const send = newestOnly((/** @type {ArrayLike<number>} */ values) => experiment().setLatent(values));
  const normal = createNormals(1);
  return {
    latent: (/** @type {any} */ { values }) => send(values),
    randomLatent: async () => {
      const { views } = await experiment().snapshot(['latent']);
      if (views.length === 0) throw new HarmoniumError('not-available', 'This model has no latent variables to turn.');
      await send(views[0].sliders.map(({ low, high }) => Math.min(high, Math.max(low, normal()))));
    },
  };
}
