// @ts-check
// The table of compared experiments in the form: one row per experiment, one column per measure.

import { make, measured, write } from './elements.js';

/**
 * @param {{ board: ReturnType<typeof import('./board.js').createBoard>,
 *   ask: (action: { type: string, [field: string]: any }) => Promise<string | null> }} options
 */
export function createBoardTable({ board, ask }) {
  const said = make('p', { id: 'form-board-state', className: 'help' });
  const place = make('div', { className: 'scroll' });
  let built = ''; // key of the rows that the table shows; it is built again only for another key, which keeps the focus

  /** A button. @param {string} label @param {{ type: string, [field: string]: any }} action @param {string} [name] for
   * screen readers, where the label alone is ambiguous */
  const button = (label, action, name) =>
    make('button', { type: 'button', onclick: () => void ask(action), ...(name ? { 'aria-label': name } : {}) }, label);
  const filled = [
    button('Save as CSV', { type: 'boardExport', format: 'csv' }),
    button('Save as JSON', { type: 'boardExport', format: 'json' }),
    button('Clear the table', { type: 'boardClear' }),
  ];

  function build() {
    const { table } = board;
    const columns = table.columns;
    const best = columns.map((column) => table.best(column));
    const head = make(
      'tr',
      {},
      make('th', { scope: 'col' }, 'Experiment'),
      make('th', { scope: 'col' }, 'Updates'),
      ...columns.map(({ label, unit }) => make('th', { scope: 'col' }, unit ? `${label} (${unit})` : label)),
      make('td', {}),
    );
    const rows = table.rows.map((row, index) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, `${row.label}, seed ${row.seed}`),
        make('td', {}, row.updates.toLocaleString('en')),
        ...columns.map(({ name }, c) => {
          const found = table.at(row, name);
          if (found === null) return make('td', { title: row.refused[name] ?? 'not measured' }, '\u2013');
          const text = measured({ value: found.value, standardError: found.standardError });
          return make('td', { title: found.note }, found.value === best[c] ? make('strong', {}, text) : text);
        }),
        make('td', {}, button('Remove', { type: 'boardRemove', index }, `Remove ${row.label}`)),
      ),
    );
    return make(
      'table',
      { id: 'form-board' },
      make('caption', {}, 'Side by side; the best of a column is in bold'),
      make('thead', {}, head),
      make('tbody', {}, ...rows),
    );
  }

  const shown = {
    fieldset: make(
      'fieldset',
      {},
      make('legend', {}, 'Side by side'),
      make(
        'div',
        { className: 'buttons' },
        button('Add this experiment', { type: 'boardAdd' }),
        ...filled,
        button('Stop measuring', { type: 'stopMeasure' }),
      ),
      said,
      place,
    ),

    /** Shows the present state of the board. Called after every change. */
    show() {
      const { table, busy } = board;
      const empty = table.rows.length === 0;
      for (const made of filled) made.disabled = empty;
      const doing = busy === null ? '' : `Measuring: ${busy.label}, ${Math.round(100 * busy.progress)} %.`;
      const nothing = 'Add experiments to compare them. Each is measured in its present state, with the same measures.';
      write(said, doing || (empty ? nothing : ''));
      const rows = table.rows.map(({ label, seed, hash, measurements }) => [label, seed, hash, measurements.length]);
      if (JSON.stringify(rows) === built) return;
      built = JSON.stringify(rows);
      place.replaceChildren(...(empty ? [] : [build()]));
    },
  };
  shown.show();
  return shown;
}
