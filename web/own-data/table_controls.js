// @ts-check
// The controls of what was understood of a table as text: one for every guess, with its reason below it. The guesses that
// the file leaves open are marked. A change is told to the caller, who reads the file again.

import { make, write } from '../elements.js';
import { figure } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').Guess<any>} Guess */
/** @typedef {import('./understanding.js').Understood} Understood */
/** @typedef {import('./understanding.js').Understanding} Understanding */

/** Most columns of the file that have a row of their own. */
const kColumns = 40;
const kFirst = /** @type {const} */ (['delimiter', 'header', 'decimal']);
const kMore = /** @type {const} */ (['held', 'comment', 'quote', 'top', 'foot']);

/**
 * A labelled list of the choices of a guess. It keeps its element, so that the focus stays where it is.
 * @param {string} id
 * @param {(value: any) => void} onChange
 */
function guessField(id, onChange) {
  /** @type {any[]} */
  let values = [];
  const select = make('select', { id, 'aria-describedby': `${id}-help`, onchange: () => onChange(values[select.selectedIndex]) });
  const title = make('label', { for: id });
  const why = make('p', { id: `${id}-help`, className: 'help' });
  const row = make('div', { className: 'field' }, title, select, why);
  /** @param {Guess} guess */
  const show = (guess) => {
    const known = guess.choices.some(({ value }) => value === guess.value);
    const choices = known ? guess.choices : [...guess.choices, { value: guess.value, label: String(guess.value) }];
    values = choices.map(({ value }) => value);
    write(title, guess.title);
    select.replaceChildren(...choices.map(({ label }) => make('option', {}, label)));
    select.selectedIndex = values.indexOf(guess.value);
    write(why, guess.open ? `Please check. ${guess.why}` : guess.why);
    row.classList.toggle('asks', guess.open);
  };
  return { row, show };
}

/**
 * @param {{ onChange: (change: Understood, newCells: boolean) => void }} options newCells: whether columns may be others
 *   after the change
 */
export function createTableControls({ onChange }) {
  const fields = Object.fromEntries(
    [...kFirst, ...kMore].map((name) => [name, guessField(name === 'held' ? 'own-held-column' : `own-${name}`, (value) => onChange({ [name]: value }, name !== 'decimal' && name !== 'held'))]),
  );
  const codes = make('input', { id: 'own-missing', type: 'text', spellcheck: false, 'aria-describedby': 'own-missing-help', onchange: () => onChange({ missing: listOf(codes.value) }, false) });
  const codes_why = make('p', { id: 'own-missing-help', className: 'help' });
  const missing = make('div', { className: 'field' }, make('label', { for: 'own-missing' }, 'Missing values'), codes, codes_why);
  const columns = make('div', { className: 'scroll' });
  const more = make('details', {}, make('summary', {}, 'More about the file'), ...kMore.map((name) => fields[name].row));
  const element = make('div', { hidden: true }, ...kFirst.map((name) => fields[name].row), missing, more);

  /** @param {Table} table */
  function show({ understanding, columns: read }) {
    element.hidden = columns.hidden = understanding === null;
    if (understanding === null) return;
    for (const name of [...kFirst, ...kMore]) fields[name].show(understanding[name]);
    if (document.activeElement !== codes) codes.value = understanding.missing.value.join(', ');
    write(codes_why, `Blank cells and these, separated by commas. ${understanding.missing.why}`);
    if (kMore.some((name) => understanding[name].open)) more.open = true;
    const focused = document.activeElement?.id ?? '';
    columns.replaceChildren(tableOf(understanding, read));
    if (focused !== '') document.getElementById(focused)?.focus(); // its element is a new one
  }

  /** @param {Understanding} understanding @param {Table['columns']} read */
  function tableOf(understanding, read) {
    const head = ['Column', 'In the file', 'Taken as', 'Missing'].map((text) => make('th', { scope: 'col' }, text));
    const rows = read.slice(0, kColumns).map(({ name, as, cells, missing: gaps }, c) => {
      const guess = understanding.columns[c];
      const role = { label: 'labels', sequence: 'sequences', 'held out': 'held out or not' }[/** @type {string} */ (as)];
      const taken = make('td', {}, ...(role ? [role] : [choose(`own-column-${c}`, `${name} is taken as`, guess.as, (value) => onChange({ columns: { [name]: { as: value } } }, false))]));
      const ambiguous = guess.decimal.open || guess.decimal.why === 'It was chosen.';
      if (!role && as === 'value' && ambiguous) {
        taken.append(choose(`own-decimal-${c}`, `Decimal sign of ${name}`, { ...guess.decimal, choices: guess.decimal.choices.map(({ value, label }) => ({ value, label: `decimal ${label}` })) }, (value) => onChange({ columns: { [name]: { decimal: value } } }, false)));
      }
      const open = guess.decimal.open || (guess.as.open && !role);
      return make('tr', { className: open ? 'asks' : '' }, make('th', { scope: 'row' }, name), make('td', {}, cells.map((cell) => cell.slice(0, 20) || 'blank').join(', ')), taken, make('td', {}, figure(gaps)));
    });
    const rest = read.length > kColumns ? `, the first ${kColumns} of ${figure(read.length)}` : '';
    return make('table', { className: 'columns' }, make('caption', {}, `Columns of the file${rest}`), make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows));
  }
  return { element, columns, show };
}

/** A list without a visible label. @param {string} id @param {string} label @param {Guess} guess @param {(value: any) => void} onChange */
function choose(id, label, { choices, value }, onChange) {
  const select = make('select', { id, 'aria-label': label, onchange: () => onChange(choices[select.selectedIndex].value) });
  select.append(...choices.map((choice) => make('option', {}, choice.label)));
  select.selectedIndex = choices.findIndex((choice) => choice.value === value);
  return select;
}

/** @param {string} text codes separated by commas */
const listOf = (text) => text.split(',').map((code) => code.trim()).filter((code) => code !== '');

/**
 * What was understood and what a visitor changes, together.
 * @param {Understood} before @param {Understood} change
 * @param {boolean} newCells whether columns may be others after the change: what was said of columns is then forgotten
 * @returns {Understood}
 */
export function merged(before, change, newCells) {
  const { columns, label: _, sequence: __, held: ___, ...rest } = before;
  if (newCells) return { ...rest, ...change };
  const both = { ...columns };
  for (const [name, said] of Object.entries(change.columns ?? {})) both[name] = { ...both[name], ...said };
  return { ...before, ...change, ...(Object.keys(both).length > 0 && { columns: both }) };
}
