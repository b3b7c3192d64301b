// @ts-check
// The results of a comparison of variants: curves over each other, and a table of means with their spread.

import { telling } from '../curve-words.js';
import { figure, make, spread, measured, choice } from '../elements.js';
import { curvesOf } from '../entries.js';
import { plot, sign } from './plot.js';

/** @typedef {import('../entries.js').Entry} Entry */

/**
 * @param {{ onOpen: (entry: Entry, seed: number) => void }} does onOpen: opens the run of a seed, counted from 0
 */
export function createResults({ onOpen }) {
  /** @type {Entry[]} */
  let entries = [];
  /** @type {import('../comparison.js').Column[]} */
  let columns = [];
  let chosen = false; // which curve is shown, by the visitor
  const which = choice('lab-curve', 'Curve', [], () => {
    chosen = true;
    draw();
  });
  which.row.className = 'field lab-wide';
  const log = make('input', { id: 'lab-log', type: 'checkbox', onchange: () => draw() });
  const axes = make('div', { className: 'lab-two' }, which.row, make('div', { className: 'field' }, make('label', { for: 'lab-log' }, 'Logarithmic scale of updates'), log));
  const picture = make('div', {});
  const legend = make('ul', { className: 'lab-checks' });
  const table = make('div', { className: 'scroll' });
  const element = make('div', { hidden: true }, make('h3', {}, 'Results'), axes, picture, legend, table);

  function draw() {
    const all = entries.map((entry) => curvesOf(entry));
    const found = new Map(all.flat().map((curve) => [curve.name, { name: curve.name, label: curve.unit ? `${curve.label}, ${curve.unit}` : curve.label }]));
    axes.hidden = picture.hidden = legend.hidden = found.size === 0;
    if (found.size === 0) return;
    which.offer([...found.values()]);
    if (!found.has(which.select.value) || !chosen) which.select.value = telling([...found.values()]).name;
    const { value } = which.select;
    const curves = all.map((list) => list.find(({ name }) => name === value) ?? null);
    const ends = entries.flatMap(({ name }, index) => {
      const curve = curves[index];
      return curve === null ? [] : [`${name} ends at ${spread(curve.mean[curve.mean.length - 1], curve.sd?.[curve.sd.length - 1] ?? null)}`];
    });
    const words = `${found.get(value)?.label} over updates. ${ends.join('; ')}.`;
    picture.replaceChildren(plot({ curves, logarithmic: log.checked, words }));
    legend.replaceChildren(...entries.map(({ name }, index) => make('li', {}, sign(index), name)));
  }

  function build() {
    const head = ['Variant', 'Seeds', 'Updates', ...columns.map(({ label, unit }) => (unit ? `${label} (${unit})` : label)), 'Training (seconds)', 'Open'];
    const rows = entries.map((entry, index) => {
      const { name, rows: runs, values, seconds, diverged } = entry;
      const open = runs.map(({ seed }, at) =>
        make('button', { type: 'button', 'aria-label': `Open ${name}, seed ${seed}`, onclick: () => onOpen(entry, at) }, `seed ${seed}`),
      );
      return make(
        'tr',
        {},
        make('th', { scope: 'row' }, sign(index), name, ...(diverged > 0 ? [make('span', { className: 'help' }, ` ${diverged} of ${runs.length} diverged`)] : [])),
        make('td', {}, String(runs.length)),
        make('td', {}, figure(Math.max(...runs.map(({ updates }) => updates)))),
        ...values.map((value, at) => {
          if (value === null) return make('td', { title: runs[0].refused[columns[at].name] ?? '' }, '\u2013');
          const text = runs.length > 1 ? spread(value.mean, value.error) : measured({ value: value.mean, standardError: value.error });
          return make('td', { title: value.note }, text);
        }),
        make('td', {}, seconds === null ? '\u2013' : spread(seconds.mean, seconds.sd)),
        make('td', {}, ...open.flatMap((made) => [made, ' '])),
      );
    });
    const several = entries.some(({ rows: runs }) => runs.length > 1);
    table.replaceChildren(
      make(
        'table',
        { id: 'lab-table' },
        make('caption', {}, several ? 'Means over seeds \u00b1 their standard deviation' : 'One seed each, \u00b1 the standard error where there is one'),
        make('thead', {}, make('tr', {}, ...head.map((text) => make('th', { scope: 'col' }, text)))),
        make('tbody', {}, ...rows),
      ),
    );
  }

  return {
    element,

    /** @param {Entry[]} shown @param {import('../comparison.js').Column[]} of the table that they are from */
    show(shown, of) {
      // Numbers that only come along with a measure, such as log Z, rank nothing; the file has them.
      columns = of.filter(({ better }, at) => better !== null && shown.some(({ values }) => values[at] !== null));
      entries = shown.map((entry) => ({ ...entry, values: entry.values.filter((_, at) => columns.includes(of[at])) }));
      element.hidden = entries.length === 0;
      if (element.hidden) return;
      build();
      draw();
    },
  };
}
