// @ts-check
// The table of compared experiments in the form: one row per entry, one column per measure.

import { make, measured, spread, write } from './elements.js';

/**
 * @param {{ board: import('./board.js').Board,
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
    const { table, entries } = board;
    const columns = table.columns;
    const best = columns.map((column) => table.best(column, entries));
    const head = make(
      'tr',
      {},
      make('th', { scope: 'col' }, 'Experiment'),
      make('th', { scope: 'col' }, 'Updates'),
      ...columns.map(({ label, unit }) => make('th', { scope: 'col' }, unit ? `${label} (${unit})` : label)),
      make('td', {}),
    );
    const rows = entries.map(({ name, rows, values }, index) => {
      const [{ updates, refused }] = rows;
      return make(
        'tr',
        {},
        make('th', { scope: 'row' }, rows.length > 1 ? `${name}, ${rows.length} seeds` : `${name}, seed ${rows[0].seed}`),
        make('td', {}, updates.toLocaleString('en')),
        ...values.map((value, c) => {
          if (value === null) return make('td', { title: refused[columns[c].name] ?? 'not measured' }, '\u2013');
          const { mean, error, note } = value;
          const text = rows.length > 1 ? spread(mean, error) : measured({ value: mean, standardError: error });
          return make('td', { title: note }, mean === best[c] ? make('strong', {}, text) : text);
        }),
        make(
          'td',
          {},
          button('Open', { type: 'boardOpen', index }, `Open ${name}`),
          ' ',
          button('Remove', { type: 'boardRemove', index }, `Remove ${name}`),
        ),
      );
    });
    return make(
      'table',
      { id: 'form-board' },
      make('caption', {}, 'Side by side; the best of a column is in bold. Several seeds: mean and standard deviation'),
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
        button('Compare variants', { type: 'laboratory' }),
        ...filled,
        button('Stop measuring', { type: 'stopMeasure' }),
      ),
      said,
      place,
    ),

    /** Shows the present state of the board. Called after every change. */
    show() {
      const { busy, entries } = board;
      const empty = entries.length === 0;
      for (const made of filled) made.disabled = empty;
      const doing = busy === null ? '' : `${busy.label}, ${Math.round(100 * busy.progress)} %.`;
      const nothing =
        'Add experiments to compare them as they are now, or repeat this one in variants, with the same number of updates.';
      write(said, doing || (empty ? nothing : ''));
      const rows = board.table.rows.map(({ label, seed, hash, measurements }) => [label, seed, hash, measurements.length]);
      const key = empty ? '' : JSON.stringify(rows);
      if (key === built) return;
      built = key;
      place.replaceChildren(...(empty ? [] : [build()]));
    },
  };
  shown.show();
  return shown;
}
