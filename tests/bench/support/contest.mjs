// @ts-check
// One row of the table: ours against others, checked to compute the same, then timed in turn.

import { Failure, beside, timeInTurn } from './contenders.mjs';
import { short, spreadOf } from './statistics.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {import('./writer.mjs').Line} Line */
/**
 * @typedef {object} Other
 * @property {string} name
 * @property {() => Promise<Contender>} open
 * @property {{ least?: number, most?: number }} [mark]
 * @property {(contender: Contender) => Promise<(seconds: number) => number>} [figure] where its work is another
 * @property {boolean} [unlike] it computes something else on purpose: not checked
 * @property {string} [note]
 */

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/**
 * @param {object} row
 * @param {string} row.row
 * @param {string} row.where
 * @param {string} row.unit
 * @param {(seconds: number) => number} row.figure what is shown for so many seconds a call
 * @param {boolean} [row.less] whether less of it is better
 * @param {() => Promise<Contender>} row.ours
 * @param {{ name: string, open: () => Promise<Contender>, note?: string }} [row.also] ours in another way: set beside ours, and
 *   beside the others that have a mark
 * @param {Other[]} [row.others]
 * @param {{ calls: number, what: string, judge: (parameters: any) => number, tolerance: number, absolute?: boolean }} [row.check]
 *   after so many calls, one number from the parameters, which must be ours to within the tolerance (relative, or absolute)
 * @param {Parameters<typeof timeInTurn>[1]} [row.timing]
 * @param {string} [row.note]
 * @returns {Promise<Line[]>}
 */
export async function contest({ row, where, unit, figure, less, ours, also, others = [], check, timing, note }) {
  /** @type {Line[]} */
  const lines = [];
  /** @type {{ contender: Contender, line: Line, other?: Other, judged?: number }[]} */
  const running = [];
  try {
    const second = also && { name: `ours${also.name}`, open: also.open, note: also.note };
    for (const other of [undefined, ...(second ? [second] : []), ...others]) {
      /** @type {Line} */
      const line = { row, where, unit, note: other?.note ?? note, ...(other && { peer: other.name, mark: other.mark }) };
      lines.push(line);
      try {
        const contender = await (other ? other.open() : ours());
        running.push({ contender, line, other });
        if (other && contender.versions && !other.name.includes(contender.versions)) line.peer = `${other.name}: ${contender.versions}`;
      } catch (error) {
        line.missing = reason(error);
        if (!other) return lines;
      }
    }
    if (check) await compare(running, check);
    const { able, times } = await timeTheAble(running, timing);
    for (const [i, { contender, line, other }] of able.entries()) {
      line.ours = spreadOf(times[0].map(figure));
      line.versions = able[0].contender.versions;
      if (!other) continue;
      const theirs = times[i].map(other.figure ? await other.figure(contender) : figure);
      Object.assign(line, beside(times[0].map(figure), theirs, less));
      if (also && other.mark && able[1].line === lines[1]) {
        const here = beside(times[1].map(figure), theirs, less);
        lines.push({ ...line, ...here, row: `${row}${also.name}`, note: also.note });
      }
    }
  } finally {
    for (const { contender } of running) await contender.close().catch(() => {});
  }
  // Ours stands on every line already; alone only where there is nobody else.
  return lines.length > 1 ? lines.slice(1) : lines;
}

/**
 * Whoever fails on the way is named in its line, and the others begin anew without it. Without us there is no row.
 * @template {{ contender: Contender, line: Line }} One
 * @param {One[]} running @param {Parameters<typeof timeInTurn>[1]} timing
 */
async function timeTheAble(running, timing) {
  for (;;) {
    const able = running.filter(({ line }) => !line.missing);
    try {
      return { able, times: await timeInTurn(able.map(({ contender }) => contender), timing) };
    } catch (error) {
      const failed = error instanceof Failure ? able.find(({ contender }) => contender === error.contender) : undefined;
      if (!failed || failed === running[0]) throw error;
      failed.line.missing = reason(error);
    }
  }
}

/** @param {{ contender: Contender, line: Line, other?: Other, judged?: number }[]} running @param {any} check */
async function compare(running, { calls, what, judge, tolerance, absolute }) {
  const [ours] = running;
  for (const one of running) {
    if (one.other?.unlike) continue;
    try {
      await one.contender.run(calls);
      one.judged = judge(await one.contender.parameters());
    } catch (error) {
      if (one === ours) throw error;
      one.line.missing = reason(error);
      continue;
    }
    if (one === ours) continue;
    const apart = Math.abs(one.judged - (ours.judged ?? NaN)) / (absolute ? 1 : Math.abs(ours.judged ?? NaN));
    const said = `${what} ${short(one.judged)} (ours ${short(ours.judged ?? NaN)})`;
    one.line.note = [one.line.note, said].filter(Boolean).join('; ');
    if (!(apart <= tolerance)) one.line.missing = `does not compute the same: ${said}`;
  }
}
