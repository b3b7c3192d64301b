// @ts-check
// Training through the public door, as a script of any page does it: the core in a Worker.

/** @param {{ spec: any, parameters?: any, options?: any }} task @param {string} address of harmonium.js */
export async function openDoor({ spec, parameters, options = {} }, address) {
  const { createEngine } = await import(address);
  const engine = await createEngine(options);
  if (options.threads !== undefined && engine.threads !== options.threads) {
    await engine.close();
    throw new Error(`${options.threads} threads were asked for, and ${engine.threads} are at work.`);
  }
  const experiment = await engine.open(spec);
  if (parameters) await experiment.setParameters(parameters);
  return {
    versions: `Harmonium ${engine.version}, ${engine.rung}, ${engine.threads ?? 1} thread(s)`,
    run: (/** @type {number} */ calls) => experiment.train({ updates: calls }),
    parameters: () => experiment.parameters(),
    close: () => engine.close(),
  };
}
