// @ts-check
// Puts the tables of several files together: examples and their labels, and held-out examples and theirs. The names of
// the files say which are held out.

import { classesOfNumbers, figure, quote, refuse } from './table.js';

/** @typedef {import('./table.js').Table} Table */

/** Accepts a single file unless it holds labels only. @param {Table} table @returns {Table} */
export function singleFile(table) {
  if (isLabels(table)) {
    throw refuse(
      `${quote(table.name)} holds ${figure(table.count)} whole numbers, one an example: labels. Bring the examples too.`,
    );
  }
  return table;
}

/** Whether a file can only be labels: a binary file with one small whole number per example. @param {Table} table */
const isLabels = ({ format, shape, values }) =>
  format === 'IDX file' && shape.length === 1 && shape[0] === 1 && values.every((v) => Number.isInteger(v) && v >= -1 && v < 256);

/** Whether a file may be labels if there are other files: one small whole number per example. @param {Table} table */
const mayBeLabels = ({ columns, shape, values }) =>
  columns.length === 0 && shape.length === 1 && shape[0] === 1 && values.every((v) => Number.isInteger(v) && v >= -1 && v < 256);

/** @param {Table} table */
const isHeld = ({ name }) => /(^|[^a-z])(test|t10k|valid|val)([^a-z]|$)/i.test(name);

/** Combines examples with their labels, and held-out examples with theirs. @param {Table[]} tables @returns {Table} */
export function combineFiles(tables) {
  const labels = tables.filter(mayBeLabels);
  const examples = tables.filter((table) => !mayBeLabels(table));
  const [learn, more] = [examples.filter((table) => !isHeld(table)), examples.filter(isHeld)];
  if (examples.length === 1) return labelled(examples[0], labels, labels.length);
  if (learn.length !== 1 || more.length !== 1) {
    throw refuse(
      'The roles of these files are not clear: bring one file of examples, with a file of labels if there is one, ' +
        'and the same with "test" in their names.',
    );
  }
  const train = labelled(learn[0], labels.filter((table) => !isHeld(table)), labels.length);
  const test = labelled(more[0], labels.filter(isHeld), labels.length);
  if (train.shape.join() !== test.shape.join()) {
    throw refuse(
      `${quote(train.name)} has examples of ${train.shape.join(' x ')} values and ${quote(test.name)} of ${test.shape.join(' x ')}.`,
    );
  }
  if (train.classes.join() !== test.classes.join() && test.classes.some((name) => !train.classes.includes(name))) {
    throw refuse(`${quote(test.name)} has labels that ${quote(train.name)} does not have.`);
  }
  const values = new Float32Array(train.values.length + test.values.length);
  values.set(train.values);
  values.set(test.values, train.values.length);
  const both = train.labels !== null && test.labels !== null;
  return {
    ...train,
    count: train.count + test.count,
    values,
    labels: both
      ? Int16Array.from([
          .../** @type {Int16Array} */ (train.labels),
          ...Array.from(/** @type {Int16Array} */ (test.labels), (n) => train.classes.indexOf(test.classes[n])),
        ])
      : null,
    classes: both ? train.classes : [],
    lengths: train.lengths && test.lengths && [...train.lengths, ...test.lengths],
    held: new Uint8Array(train.count + test.count).fill(1, train.count),
    notes: [...new Set([...train.notes, ...test.notes]), `${quote(test.name)} is held out.`],
  };
}

/** Gives examples their labels: the file of labels with as many entries. @param {Table} table @param {Table[]} labels
 * the files that may be its labels @param {number} all number of label files @returns {Table} */
function labelled(table, labels, all) {
  const mine = labels.find(({ count }) => count === table.count);
  if (mine === undefined) {
    if (all === 0) return table;
    throw refuse(
      `${quote(table.name)} holds ${figure(table.count)} examples, and no file of labels holds as many` +
        `${labels.length > 0 ? ` (${quote(labels[0].name)}: ${figure(labels[0].count)})` : ''}.`,
    );
  }
  return {
    ...table,
    ...classesOfNumbers(mine.values),
    notes: [...table.notes, `The labels are those of ${quote(mine.name)}.`],
  };
}
