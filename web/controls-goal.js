// @ts-check
// The part of the form that runs the experiment to a number of updates or epochs.

import { make } from './elements.js';

/** @param {{ ask: (action: { type: string, [field: string]: any }) => Promise<string | null> }} options */
export function createGoal({ ask }) {
  const count = make('input', { id: 'form-goal', type: 'number', min: '1', step: 'any', value: '1000' });
  const unit = make(
    'select',
    { 'aria-label': 'Unit of the number to run to' },
    make('option', { value: 'updates' }, 'updates in all'),
    make('option', { value: 'epochs' }, 'epochs in all'),
    make('option', { value: 'toEndOfStage' }, 'the end of this stage'),
  );
  unit.onchange = () => (count.disabled = unit.value === 'toEndOfStage');
  const run = make('button', { type: 'button' }, 'Run');
  run.onclick = () => void ask({ type: 'runTo', until: { [unit.value]: count.disabled ? true : count.valueAsNumber } });
  return make('div', { className: 'field' }, make('label', { for: 'form-goal' }, 'Run to'), count, unit, run);
}
