// @ts-check
// How far to train: a number of updates, of epochs, or to the end of the present stage.

import { invalidRequest, HarmoniumError } from './errors.js';
import { figure } from './words.js';

/** @typedef {{ updates?: number, epochs?: number, toEndOfStage?: boolean }} Wish */
/** @typedef {{ updates: number, stageEnd: number, updatesPerEpoch: number }} Progress */

/** "1 epoch", "2,000 updates". @param {number} count @param {string} what */
const counted = (count, what) => `${figure(count)} ${what}${count === 1 ? '' : 's'}`;

/** @param {Wish} wish */
const given = ({ updates, epochs, toEndOfStage }) =>
  [updates, epochs, toEndOfStage || undefined].filter((one) => one !== undefined).length;

/** The number of updates with which the present stage ends. @param {string} call @param {Progress} progress */
function endOfStage(call, { updates: done, stageEnd }) {
  if (stageEnd > done) return stageEnd;
  throw new HarmoniumError(
    'not-available',
    stageEnd === 0
      ? `${call}: this stage has no end; give "updates" or "epochs".`
      : `${call}: the last stage is over; give "updates" or "epochs" to go on with it.`,
  );
}

/** How many updates train() makes. @param {Wish} wish @param {Progress} progress */
export function updatesOf(wish, progress) {
  if (given(wish) !== 1) throw invalidRequest('train: give one of "updates", "epochs" and "toEndOfStage: true".');
  const { updates, epochs, toEndOfStage } = wish;
  if (toEndOfStage) return endOfStage('train', progress) - progress.updates;
  return updates ?? Math.max(1, Math.round(/** @type {number} */ (epochs) * progress.updatesPerEpoch));
}

/**
 * Where play() rests; undefined if the wish names nothing.
 * @param {Wish} wish updates and epochs are those of the experiment in all
 * @param {Progress} progress
 * @returns {import('./training-pace.js').Goal | undefined}
 */
export function goalOf(wish, progress) {
  if (given(wish) === 0) return undefined;
  if (given(wish) > 1) throw invalidRequest('play: "until" has one of "updates", "epochs" and "toEndOfStage: true".');
  const { updates, epochs, toEndOfStage } = wish;
  if (toEndOfStage) return { updates: endOfStage('play', progress), sentence: 'The stage has ended.' };
  const total = updates ?? Math.max(1, Math.round(/** @type {number} */ (epochs) * progress.updatesPerEpoch));
  const what = updates === undefined ? counted(/** @type {number} */ (epochs), 'epoch') : counted(total, 'update');
  if (total > progress.updates) return { updates: total, sentence: `The experiment has made ${what}.` };
  throw invalidRequest(
    `play: "until" is ${what}, and the experiment has made ${counted(progress.updates, 'update')}; give more.`,
  );
}
