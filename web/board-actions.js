// @ts-check
// What the controls can ask for of the table of compared experiments.

import { measureForBoard } from './board-measures.js';
import { HarmoniumError } from './errors.js';

/** @typedef {import('./harmonium.js').Experiment} Experiment */

/**
 * @param {{
 *   board: import('./board.js').Board,
 *   engine: import('./harmonium.js').Engine,
 *   say: (sentence: string) => void,
 *   measureAtRest: (work: (experiment: Experiment, signal: AbortSignal) => Promise<void>) => Promise<void>,
 *   open: (make: (options: object) => Promise<Experiment>) => Promise<void>,
 *   follow: (spec: any) => Promise<void>,
 *   seconds: (experiment: Experiment) => number,
 * }} page
 * @returns {Record<string, (action: any) => unknown>}
 */
export const boardActions = ({ board, engine, say, measureAtRest, open, follow, seconds }) => ({
  boardAdd: async () => {
    if (board.busy !== null) {
      throw new HarmoniumError('invalid-request', 'The table is being filled already; add this experiment after that.');
    }
    await measureAtRest(async (experiment, signal) => {
      const row = await measureForBoard({ engine, experiment, board, signal, seconds: seconds(experiment) });
      say(`${row.label}: added to the table, with ${row.measurements.length} measures`);
    });
  },
  boardRemove: async ({ index }) => {
    await board.ready();
    const entry = board.remove(index);
    if (entry !== undefined) say(`${entry.name} was taken off the table`);
  },
  boardOpen: async ({ index, seed = 0 }) => {
    await board.ready();
    const row = board.entries[index]?.rows[seed];
    if (row === undefined) {
      throw new HarmoniumError('invalid-request', `The table has no experiment ${seed} in entry ${index}; both count from 0.`);
    }
    const file = board.fileOf(row);
    // Without its saved run, as after a reload, it begins again. The same seed gives the same run.
    await (file ? open((options) => engine.load(file, options)) : follow(row.spec));
  },
  boardClear: () => {
    board.clear();
    say('The table is empty');
  },
});
