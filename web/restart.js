// @ts-check
// The way on after the core has died. Its experiments open again on a new core, one after another. One of them may be
// what killed it and may kill the new one too. It comes last, and if the core dies again it is given up and the others
// open once more.

/** @typedef {import('./experiment.js').EngineHooks} EngineHooks */
/** @typedef {{ client: import('./client.js').Client, rung: import('./rungs.js').Rung }} Started */

/**
 * @param {{ experiments: readonly EngineHooks[], suspect: number | null, startCore(): Promise<Started> }} of
 *   suspect: number of the experiment that the core worked on when it died, null: none, or that is not known
 * @returns {Promise<Set<EngineHooks>>} the experiments that were given up; they have been told
 */
export async function resumeAll({ experiments, suspect, startCore }) {
  const isSuspect = (/** @type {EngineHooks} */ hooks) => Number(hooks.id() === suspect);
  const order = [...experiments].sort((one, other) => isSuspect(one) - isSuspect(other));
  /** @type {Set<EngineHooks>} */
  const given_up = new Set();
  // Every further turn has at least one experiment less.
  for (;;) {
    const before = given_up.size;
    const { client, rung } = await startCore();
    for (const hooks of order.filter((one) => !given_up.has(one))) {
      try {
        await hooks.resume(client, rung);
      } catch (error) {
        given_up.add(hooks);
        hooks.lose(/** @type {import('./errors.js').HarmoniumError} */ (error));
        if (client.lost) break;
      }
    }
    if (!client.lost || given_up.size === before) return given_up;
  }
}
