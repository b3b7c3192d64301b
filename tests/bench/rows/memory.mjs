// @ts-check
// The core's memory, as the browser sees it: an engine for every preset, a little training, and the size of its heap. With
// `long`, the largest one trains for ten minutes.

import { spreadOf } from '../support/statistics.mjs';

/** @param {import('../speed.mjs').Bench} bench @param {import('../support/places.mjs').Place} place */
export async function memory({ long }, place) {
  const presets = await place.page.evaluate(listPresets);
  /** @type {{ name: string, spec: any, heap: number }[]} */
  const seen = [];
  for (const { name, spec } of presets)
    seen.push({ name, spec, heap: (await place.page.evaluate(trainAndWeigh, { spec, seconds: 1 })).after });
  const largest = seen.reduce((most, one) => (one.heap > most.heap ? one : most));
  const unit = 'MB';
  const lines = [
    {
      row: 'heap of the core, largest preset',
      where: place.name,
      unit,
      ours: spreadOf([largest.heap / 1e6]),
      note: `${largest.name}, of ${presets.length}; data set included`,
    },
  ];
  if (!long) return lines;
  const { before, after, updates } = await place.page.evaluate(trainAndWeigh, { spec: largest.spec, seconds: 600 });
  return [
    ...lines,
    {
      row: 'heap of the core after ten minutes of training',
      where: place.name,
      unit,
      ours: spreadOf([after / 1e6]),
      note: `${largest.name}, ${updates} updates; ${(before / 1e6).toFixed(1)} MB after the first`,
    },
  ];
}

/** Runs in the page. */
async function listPresets() {
  const { createEngine } = await import(/** @type {any} */ ('/site/harmonium.js'));
  const engine = await createEngine();
  const all = engine.models.flatMap((/** @type {any} */ { name, presets }) =>
    presets.map((/** @type {any} */ preset) => ({
      name: `${name}, ${preset.title}`,
      spec: {
        model: name,
        data: preset.data,
        seed: 1,
        settings: typeof preset.settings === 'string' ? JSON.parse(preset.settings) : preset.settings,
      },
    })),
  );
  await engine.close();
  return all;
}

/**
 * Runs in the page, the core too: there its memory can be caught as it is made.
 * @param {{ spec: any, seconds: number }} wish
 */
async function trainAndWeigh({ spec, seconds }) {
  /** @type {any} */
  let instance;
  const { instantiate, instantiateStreaming } = WebAssembly;
  const keep = (/** @type {any} */ made) => ((instance = made.instance ?? made), made);
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {[any]} */ ...given) => keep(await instantiate(...given)));
  WebAssembly.instantiateStreaming = async (...given) => keep(await instantiateStreaming(...given));
  try {
    const { createEngine } = await import(/** @type {any} */ ('/site/harmonium.js'));
    const engine = await createEngine({ rung: 'main-thread', threads: 1 });
    const memory = Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory);
    const experiment = await engine.open(spec);
    await experiment.train({ updates: 1 });
    const before = memory.buffer.byteLength;
    await experiment.train({ updates: 1e9, signal: AbortSignal.timeout(1000 * seconds) }).catch(() => {});
    const { updates } = experiment.progress;
    await engine.close();
    return { before, after: memory.buffer.byteLength, updates };
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}
