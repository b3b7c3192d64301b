// @ts-check
// Where a run on the page rests by itself: at the number of updates that the visitor or the link asks for, at the length
// of a known experiment, or where learning has come to an end. Each is offered once in a run: who goes on is not stopped
// there again.

import { presetOf } from './choices.js';
import { invalidRequest } from './errors.js';
import { readOptions } from './fields.js';
import { goalOf } from './goals.js';
import { kGoal } from './protocol.js';
import { figure } from './words.js';

/** @typedef {{ updates?: number, epochs?: number, toEndOfStage?: boolean }} Until */
/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').Curve} Curve */

/** Points of a curve that have to be still, or below the best, before a run rests. */
const kStill = 10;
/** A curve is still when its newest points differ by less than this share of their size. */
const kNothing = 1e-6;

/**
 * The goal as a number of updates or epochs. The end of a stage moves with the stage, so it is taken at once.
 * @param {Until} until
 * @param {Progress} progress
 * @returns {Until}
 */
export const fixed = (until, { stageEnd }) => (until.toEndOfStage && stageEnd > 0 ? { updates: stageEnd } : until);

/** @param {Until} until @param {Progress} progress */
const ahead = ({ updates = 0, epochs = 0, toEndOfStage }, progress) =>
  toEndOfStage || updates > progress.updates || epochs > progress.epochs;

/** Updates a second at which a run of this length can be watched, from one to a hundred. @param {number} length */
export const paceOf = (length) => (length <= 20 ? '1' : length <= 200 ? '10' : '100');

/**
 * The sentence with which a run has ended by itself, or null: nothing that is measured changes any more, the error on
 * examples kept for validation has stopped falling, or held-out examples have become less likely.
 * @param {Curve[]} curves
 */
export function ended(curves) {
  const long = curves.filter(({ y }) => y.length >= 2 * kStill);
  if (long.length === 0) return null;
  if (long.length === curves.length && long.every(isStill)) {
    const { x } = long[0];
    const span = figure(x[x.length - 1] - x[x.length - kStill]);
    return `It has converged: nothing that is measured has changed in ${span} updates.`;
  }
  const validation = long.find(({ name }) => name === 'validationError');
  if (validation !== undefined) {
    const best = lowestOf(validation);
    if (best !== null)
      return `The error on the examples kept for validation has not fallen since update ${figure(best)}: the place to stop.`;
  }
  for (const curve of long) {
    const best = isHeldOut(curve) ? bestOf(curve) : null;
    if (best !== null)
      return `Held-out examples have become less likely since update ${figure(best)}: the model learns the training examples by heart.`;
  }
  return null;
}

/** @param {Curve} curve */
function isStill({ y }) {
  const last = [...y.slice(-kStill)];
  const size = Math.max(...y.map(Math.abs), 1e-30);
  return last.every(Number.isFinite) && Math.max(...last) - Math.min(...last) <= kNothing * size;
}

/** Whether a curve is the log-likelihood of held-out examples, of which more is better. @param {Curve} curve */
const isHeldOut = ({ name }) => name === 'testLogLikelihood';

/** The update of the best point, where all that follow lie below it by more than their error. @param {Curve} curve */
function bestOf({ x, y, error }) {
  let best = 0;
  for (let i = 1; i < y.length; ++i) if (y[i] >= y[best]) best = i;
  const after = y.length - 1 - best;
  if (after < Math.max(kStill, y.length / 2)) return null;
  const noise = error?.[y.length - 1] ?? 0;
  const fallen = y[best] - Math.max(...y.slice(-kStill));
  return fallen > Math.max(noise, 0.01 * Math.abs(y[best])) ? x[best] : null;
}

/** The update of the first lowest point, where half of all points came after it. @param {Curve} curve */
function lowestOf({ x, y }) {
  let best = 0;
  for (let i = 1; i < y.length; ++i) if (y[i] < y[best]) best = i;
  return y.length - 1 - best >= Math.max(kStill, y.length / 2) ? x[best] : null;
}

/**
 * @param {import('./harmonium.js').Engine} engine
 * @param {{ spec: import('./link.js').Spec, updates: number }} first the experiment of a first visit and its length
 */
export function createEnds(engine, first) {
  /** @type {Until | null} */ let asked = null;
  let went_on = 0; // the run that has ended by itself before

  /** The length of a known experiment in updates; 0: it has none. @param {any} spec */
  function lengthOf(spec) {
    const model = engine.models.find(({ name }) => name === spec.model);
    if (model === undefined) return 0;
    const defaults = Object.fromEntries(model.options.map(({ name, default: initial }) => [name, initial]));
    const whole = { ...spec, settings: { ...defaults, ...spec.settings } };
    const known = /** @type {any} */ ({ data: first.spec.data, settings: first.spec.settings });
    if (first.spec.model === spec.model && presetOf({ ...model, presets: [known] }, whole)) return first.updates;
    return presetOf(model, whole)?.updates ?? 0;
  }

  return {
    lengthOf,

    /** Another experiment is open; `until`: where its link says it rests. @param {Until | null} until */
    begin(until) {
      asked = until;
      went_on = 0;
    },

    /** The visitor asks for a goal, which has to lie ahead. @param {unknown} until @param {Progress} progress */
    ask(until, progress) {
      const { rest: _, ...goal } = readOptions('runTo', until, kGoal);
      if (goalOf(goal, progress) === undefined) throw invalidRequest('runTo: "until" has one of "updates", "epochs" and "toEndOfStage: true".');
      asked = fixed(goal, progress);
    },

    /** What the visitor or the link asks for, for the link. */
    get asked() {
      return asked;
    },

    /** Where play() rests. @param {{ spec: any, progress: Progress }} experiment @returns {Until | undefined} */
    goal({ spec, progress }) {
      if (asked !== null && ahead(asked, progress)) return (asked = fixed(asked, progress));
      const length = lengthOf(spec);
      return length > progress.updates ? { updates: length } : undefined;
    },

    /** The sentence of a run that rests at a goal, or null. @param {import('./harmonium.js').Experiment} experiment */
    atGoal({ spec, progress, status: { running, notice } }) {
      if (running || !notice) return null;
      const learnt = asked === null && progress.updates === lengthOf(spec);
      return learnt ? `${notice} It shows now what it is known for, and may go on.` : notice;
    },

    /**
     * The sentence with which a run of the visitor's own settings has come to an end, or null.
     * @param {{ spec: any, progress: Progress }} experiment
     * @param {Curve[]} curves
     */
    ended({ spec, progress }, curves) {
      if (went_on === progress.run || asked !== null || lengthOf(spec) > 0) return null;
      const sentence = ended(curves);
      if (sentence !== null) went_on = progress.run;
      return sentence;
    },
  };
}
