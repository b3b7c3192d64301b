// @ts-check
// Two tables as text, one to learn from and one that is held out, are put together by the names of their columns and not
// by their places. The second is read as the first was understood; what does not fit is refused with the names of the
// columns.

import { quote, refuse } from './table.js';
import { valuesOf } from './understanding.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */

/** Most columns that a sentence names. */
const kNamed = 6;

/**
 * The held-out table, read as the training table was, with its columns.
 * @param {Table} train @param {Table} test
 * @param {(options: ReadOptions) => Promise<Table>} again reads the held-out table once more
 * @returns {Promise<Table>}
 */
export async function alike(train, test, again) {
  const understanding = /** @type {import('./understanding.js').Understanding} */ (train.understanding);
  const headed = understanding.header.value !== 'none';
  // Of two files one of which has names, and which have as many columns, both have them in the same order.
  const named = test.understanding?.header.value !== 'none';
  const placed = headed !== named;
  if ((placed || !headed) && test.columns.length !== train.columns.length) throw differing(train, test, [], [], `${test.columns.length} and ${train.columns.length} columns`);
  const mine = new Map(train.columns.map((column, c) => [placed ? test.columns[c].name : column.name, column]));
  const theirs = new Map(test.columns.map((column) => [column.name, column]));
  const used = [...mine].filter(([, { as }]) => as === 'value');
  const lacking = used.filter(([name]) => !theirs.has(name)).map(([name]) => name);
  // Labels that the training file has nowhere are left out.
  const extra = test.columns.filter(({ name, as }) => !mine.has(name) && as !== 'left out' && !(as === 'label' && train.labels === null)).map(({ name }) => name);
  const unused = test.columns.find(({ name, as }) => !mine.has(name) && as === 'label');
  if (lacking.length > 0 || extra.length > 0) throw differing(train, test, lacking, extra, '');
  for (const [name] of used) {
    const { kind, why } = /** @type {import('./table.js').Column} */ (theirs.get(name));
    if (kind !== 'text' && kind !== 'date') continue;
    throw refuse(`${quote(test.name)} ${why} in the column ${quote(name)}, in which ${quote(train.name)} holds numbers.`);
  }
  const { columns } = valuesOf(understanding);
  const role = (/** @type {string | null} */ name) => [...mine].find(([key, column]) => column.name === name && theirs.has(key))?.[0] ?? null;
  const read = await again({
    label: undefined,
    sequence: undefined,
    like: understanding,
    understood: {
      missing: [...new Set([...understanding.missing.value, .../** @type {NonNullable<Table['understanding']>} */ (test.understanding).missing.value])],
      label: role(train.label),
      sequence: role(train.sequence),
      held: null,
      columns: Object.fromEntries(
        test.columns.map(({ name }) => {
          const column = mine.get(name);
          return [name, { as: column?.as === 'value' ? 'number' : column ? columns[column.name].as : 'left out' }];
        }),
      ),
    },
  });
  return inOrder(read, used.map(([name]) => name), train, placed, unused?.name);
}

/**
 * A table with its columns in another order, and the names of those of the training table.
 * @param {Table} table @param {string[]} wanted names of its columns @param {Table} train @param {boolean} placed
 * @param {string | undefined} unused the column of its labels, which the training table has not
 * @returns {Table}
 */
function inOrder(table, wanted, train, placed, unused) {
  const has = table.columns.filter(({ as }) => as === 'value').map(({ name }) => name);
  const order = wanted.map((name) => has.indexOf(name));
  const width = order.length;
  const values = new (table.values instanceof Float64Array ? Float64Array : Float32Array)(table.values.length);
  for (let n = 0; n < table.count; ++n) for (let i = 0; i < width; ++i) values[n * width + i] = table.values[n * width + order[i]];
  const moved = order.some((from, i) => from !== i);
  const notes = [...table.notes];
  if (moved) notes.push(`The columns of ${quote(table.name)} stand in another order than those of ${quote(train.name)}, and were matched by their names.`);
  if (placed) {
    const [without, other] = train.names.length > 0 ? [table, train] : [train, table];
    notes.push(`${quote(without.name)} has no names; ${table === without ? 'its columns were taken in the order of those of' : 'the columns of'} ${quote(other.name)}${table === without ? '' : ' were taken in its order'}.`);
  }
  if (unused !== undefined) notes.push(`The labels of ${quote(table.name)}, in ${quote(unused)}, were left out, since ${quote(train.name)} has none.`);
  return { ...table, values, names: train.names, notes };
}

/** @param {Table} train @param {Table} test @param {string[]} lacking @param {string[]} extra @param {string} counts */
function differing(train, test, lacking, extra, counts) {
  const list = (/** @type {string[]} */ names) => names.slice(0, kNamed).map(quote).join(', ') + (names.length > kNamed ? ' and more' : '');
  const said = [
    ...(counts === '' ? [] : [`they have ${counts}`]),
    ...(lacking.length === 0 ? [] : [`${quote(test.name)} lacks ${list(lacking)}`]),
    ...(extra.length === 0 ? [] : [`${quote(train.name)} lacks ${list(extra)}`]),
  ];
  return refuse(`${quote(train.name)} and ${quote(test.name)} must have columns of the same names; ${said.join(', and ')}.`);
}
