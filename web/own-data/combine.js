// @ts-check
// Puts several files together: examples and their labels, and held-out examples and theirs. What a file holds says
// whether it may be labels; names of files decide where that leaves it open, and say which are held out.

import { oneHotCells } from './array.js';
import { classesOf, isListOfNames } from './labels.js';
import { missingTest, guessMissing } from './guesses/missing.js';
import { alike } from './join.js';
import { figure, quote, refuse } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/**
 * A file that was read.
 * @typedef {object} Part
 * @property {string} name of the file
 * @property {Table | null} table null for what holds labels only
 * @property {string[] | null} cells one label per example as it is written, empty for none; null if it can't be labels
 * @property {string[] | null} [keys] what names or counts the lines, one for each of `cells`
 * @property {boolean} [lines] whether the cells are lines of text, the first of which may be a name
 * @property {Error} [fault] why there is no table
 * @property {(options: ReadOptions) => Table} [again] for sheets: reads it again
 * @property {(options: ReadOptions) => Promise<Table>} [reread] for tables as text: reads it again
 */

/** Words in names of files. */
const kHeld = new Set(['test', 'tests', 'testing', 't10k', 'valid', 'validation', 'val', 'eval', 'holdout', 'heldout', 'xtest', 'ytest', 'xval', 'yval']);
const kLabels = new Set(['label', 'labels', 'target', 'targets', 'class', 'classes', 'y', 'ytrain', 'ytest', 'yval', 'species', 'category', 'truth', 'idx1']);
const kExamples = new Set(['x', 'xtrain', 'xtest', 'xval', 'data', 'image', 'images', 'feature', 'features', 'example', 'examples', 'input', 'inputs', 'idx3']);

/** The words of a name: parted by signs, digits at the end, or capitals. @param {string} name */
const wordsOf = (name) =>
  name
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => [word, word.replace(/\d+$/, '')]);
/** @param {Set<string>} words */
const hasOneOf = (words) => (/** @type {{ name: string }} */ { name }) => wordsOf(name).some((word) => words.has(word));
/** Whether a file's name says that it is held out. */
export const isHeld = hasOneOf(kHeld);
const saysLabels = hasOneOf(kLabels);
const saysExamples = hasOneOf(kExamples);

/**
 * The table of all files.
 * @param {Part[]} parts
 * @param {ReadOptions} options
 * @returns {Promise<Table>}
 */
export async function combineFiles(parts, options) {
  if (parts.length === 1) return singleFile(parts[0]);
  const { examples, labels } = rolesOf(parts);
  const faulty = examples.find(({ table }) => table === null);
  if (faulty) throw faultOf(faulty);
  const [learn, more] = [examples.filter((part) => !isHeld(part)), examples.filter(isHeld)];
  if (examples.length === 1) return labelled(examples[0], labels, options);
  if (learn.length !== 1 || more.length !== 1) throw unclear(examples, labels);
  const train = labelled(learn[0], labels.filter((part) => !isHeld(part)), options);
  return join(train, labelled(await likeTraining(learn[0], more[0], options), labels.filter(isHeld), options));
}

/** Of two tables as text, the second with the columns of the first. @param {Part} learn @param {Part} more
 * @param {ReadOptions} options @returns {Promise<Part>} */
async function likeTraining({ table: train }, more, options) {
  const { table: test, reread } = more;
  if (!train?.understanding || !test?.understanding || !reread) return more;
  return { ...more, table: await alike(train, test, (asked) => reread({ ...options, ...asked })) };
}

/** Why a file holds no examples. @param {Part} part */
function faultOf({ name, fault, cells }) {
  if (fault) return refuse(`${quote(name)} was not read. ${fault.message}`);
  return refuse(`${quote(name)} holds ${figure(cells?.length ?? 0)} texts: labels. Bring the examples too.`);
}

/** Accepts a single file unless it holds labels only. @param {Part} part @returns {Table} */
function singleFile(part) {
  const { name, table, cells } = part;
  if (table === null) throw cells && part.fault && isListOfNames(cells) ? faultOf({ ...part, fault: undefined }) : faultOf(part);
  const small = (/** @type {number} */ value) => Number.isInteger(value) && value >= -1 && value < 256;
  if (table.format !== 'IDX file' || !isAlone(part) || !table.values.every(small)) return table;
  throw refuse(`${quote(name)} holds ${figure(table.count)} whole numbers, one an example: labels. Bring the examples too.`);
}

/** Which files are examples and which are labels. @param {Part[]} parts */
function rolesOf(parts) {
  const sure = parts.filter(({ cells }) => cells === null);
  const open = parts.filter(({ cells }) => cells !== null);
  if (sure.length > 0) {
    // A file that may be either is examples where it is called so, or where it has the columns of other examples.
    const astray = (/** @type {Part} */ part) => isHeld(part) && !saysLabels(part) && part.table !== null && !sure.some(isHeld);
    const examples = open.filter(
      (part) =>
        astray(part) || (part.table !== null && saysExamples(part) && !saysLabels(part) && !isAlone(part)) || sure.some((other) => alikeIn(part, other)),
    );
    return { examples: [...sure, ...examples], labels: open.filter((part) => !examples.includes(part)) };
  }
  // Names say it, or there is one number per example beside several. Otherwise all are examples. A file of the test set
  // alone does not hold the labels of another file.
  const astray = (/** @type {Part} */ part) => isHeld(part) && open.every((other) => other === part || !isHeld(other));
  if (open.some(astray) && open.every((part) => part.table !== null && !saysLabels(part))) return { examples: open, labels: [] };
  for (const mayBe of [saysLabels, isAlone]) {
    const labels = open.filter((part) => part.table === null || (mayBe(part) && !open.some((other) => alikeIn(part, other))));
    if (labels.length > 0 && labels.length < open.length) return { examples: open.filter((part) => !labels.includes(part)), labels };
  }
  if (open.some(({ table }) => table === null)) throw unclear(open, []);
  return { examples: open, labels: [] };
}

/** Whether there is one number per example, which beside other examples is a label. @param {Part} part */
const isAlone = ({ table }) => table !== null && table.shape.length === 1 && table.shape[0] === 1;

/** Whether two tables have columns of the same names: then both are examples. @param {Part} one @param {Part} other */
function alikeIn({ table: one }, { table: other }) {
  if (one === other || !one || !other || (one.understanding?.header.value ?? 'none') === 'none') return false;
  const names = (/** @type {Table} */ { columns }) => columns.map(({ name }) => name).sort().join('\n');
  return one.columns.length > 1 && names(one) === names(other);
}

/** @param {Part[]} examples @param {Part[]} labels */
function unclear(examples, labels) {
  const names = [...examples, ...labels].slice(0, 4).map(({ name }) => quote(name)).join(', ');
  return refuse(
    `The roles of these files are not clear (${names}): bring one file of examples, with a file of labels if there is ` +
      'one, and the same with "test" in their names.',
  );
}

/**
 * Gives examples their labels: the file of labels with as many entries.
 * @param {Part} part
 * @param {Part[]} labels the files that may be its labels
 * @param {ReadOptions} options
 * @returns {Table}
 */
function labelled(part, labels, options) {
  const table = /** @type {Table} */ (part.table);
  if (labels.length === 0) return table;
  const count = table.lengths !== null ? table.lengths.length : table.count;
  for (const label of labels) {
    const matched = byKeys(table, label);
    if (matched !== null) return withLabels(matched.table, label, matched.cells, options);
    const cells = fitting(label, table.count);
    if (cells !== null) return withLabels(table, label, cells, options);
    // A sheet whose last tiles are empty may have labels for all of them.
    const kept = part.again && table.guesses.empty ? part.again({ ...options, empty: 'kept' }) : null;
    const all = kept && fitting(label, kept.count);
    if (kept && all) return withLabels({ ...kept, name: table.name }, label, all, options);
    const each = count === table.count ? null : fitting(label, count);
    if (each !== null) return withLabels(table, label, each.flatMap((cell, s) => new Array(table.lengths?.[s]).fill(cell)), options);
  }
  const [label] = labels;
  const found = figure(label.cells?.length ?? 0);
  throw refuse(
    `${quote(part.name)} holds ${figure(table.count)} examples, and ` +
      (labels.length === 1
        ? `${quote(label.name)} holds ${found} ${label.lines ? 'lines of labels' : 'labels'}; there must be as many.`
        : `no file of labels holds as many (${quote(label.name)}: ${found}).`),
  );
}

/**
 * The labels of the rows of a table by the keys that both files have, or null if they have none in common. Row numbers
 * that only count, from 0 or from 1, say nothing against the order of the lines.
 * @param {Table} table @param {Part} label
 * @returns {{ table: Table, cells: string[] } | null}
 */
function byKeys(table, { name, cells, keys }) {
  if (!cells || !keys || table.keys === null || table.keys.length !== table.count) return null;
  const labels = new Map(keys.map((key, n) => [key, cells[n]]));
  const strange = table.keys.filter((key) => !labels.has(key));
  if (strange.length === table.count) return null;
  const counts = (/** @type {string[]} */ all) => /^[01]$/.test(all[0]) && all.every((key, n) => Number(key) === Number(all[0]) + n);
  if (strange.length > 0) {
    if (counts(table.keys) || counts(keys) || counts(keys.slice(1))) return null;
    throw refuse(`${quote(name)} has no label for ${quote(strange[0])}, which ${quote(table.name)} has; the rows of both must have the same names.`);
  }
  const found = table.keys.map((key) => labels.get(key) ?? '');
  const place = new Map(keys.map((key, n) => [key, n]));
  const moved = table.keys.some((key, n) => n > 0 && Number(place.get(key)) < Number(place.get(/** @type {string[]} */ (table.keys)[n - 1])));
  const notes = moved ? [...table.notes, `The rows of ${quote(table.name)} and of ${quote(name)} stand in different orders, and were matched by their names.`] : table.notes;
  return { table: { ...table, notes }, cells: found };
}

/** The labels of so many examples, or null if there are more or fewer. @param {Part} part @param {number} count */
function fitting({ cells, lines }, count) {
  if (cells === null) return null;
  if (cells.length === count) return cells;
  if (!lines) return null;
  const full = cells.filter((cell) => cell !== '');
  return [cells, withoutName(cells), full, withoutName(full)].find(({ length }) => length === count) ?? null;
}

/** Lines below a name: the first is no number, and does not recur. @param {string[]} cells */
const withoutName = ([name, ...rest]) => (name === undefined || !Number.isNaN(Number(name)) || rest.includes(name) ? [] : rest);

/** @param {Table} table @param {Part} from @param {string[]} cells @param {ReadOptions} options @returns {Table} */
function withLabels(table, from, cells, options) {
  let found;
  const lost = missingTest(guessMissing([cells]).value);
  const known = cells.map((cell) => (lost(cell) ? '' : cell));
  const codes = [...new Set(cells.filter((cell) => cell !== '' && lost(cell)))];
  try {
    found = classesOf(known, options);
  } catch (error) {
    throw refuse(`${quote(from.name)} was not read. ${/** @type {Error} */ (error).message}`);
  }
  const { labels, classes, minusOne } = found;
  const notes = [...table.notes, `The labels are those of ${quote(from.name)}.`];
  if (from.table !== null && !isAlone(from) && oneHotCells(from.table)) {
    notes.push(`Every row of ${quote(from.name)} has one 1 among zeros: its column is the label.`);
  }
  if (minusOne?.value === 'none') notes.push('The label -1 was taken for none.');
  const without = known.filter((cell) => cell === '').length;
  if (without > 0) {
    notes.push(`${figure(without)} of ${figure(cells.length)} labels are missing${codes.length > 0 ? `: they say ${codes.slice(0, 3).map(quote).join(', ')}` : ''}.`);
  }
  if (table.labels !== null) notes.push(`The labels of ${quote(table.name)} itself, in ${quote(table.label ?? '')}, were left out.`);
  return { ...table, labels, classes, guesses: { ...table.guesses, ...(minusOne && { minusOne }) }, notes };
}

/** Holds the examples of the second table out. @param {Table} train @param {Table} test @returns {Table} */
function join(train, test) {
  if (train.shape.join() !== test.shape.join()) {
    throw refuse(
      `${quote(train.name)} has examples of ${train.shape.join(' x ')} values and ${quote(test.name)} of ${test.shape.join(' x ')}.`,
    );
  }
  const [mine, theirs] = [train.labels, test.labels];
  const strange = mine && theirs && test.classes.find((name) => !train.classes.includes(name));
  if (strange != null) {
    throw refuse(`${quote(test.name)} has the label ${quote(strange)}, which ${quote(train.name)} does not have.`);
  }
  // Both in double precision if one of them needs it.
  const whole = [train, test].some((table) => table.values instanceof Float64Array);
  const values = new (whole ? Float64Array : Float32Array)(train.values.length + test.values.length);
  values.set(train.values);
  values.set(test.values, train.values.length);
  const notes = [...new Set([...train.notes, ...test.notes]), `${quote(test.name)} is held out.`];
  if (mine && !theirs) notes.push(`${quote(test.name)} has no labels.`);
  if (!mine && theirs) notes.push(`The labels of ${quote(test.name)} were left out, since ${quote(train.name)} has none.`);
  return {
    ...train,
    count: train.count + test.count,
    values,
    labels: mine && Int16Array.from([...mine, ...Array.from({ length: test.count }, (_, n) => (theirs ? train.classes.indexOf(test.classes[theirs[n]]) : -1))]),
    lengths: train.lengths && test.lengths && [...train.lengths, ...test.lengths],
    held: new Uint8Array(train.count + test.count).fill(1, train.count),
    notes,
  };
}
