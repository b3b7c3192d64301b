// @ts-check
// Arrays that were saved together (.npz): the examples, what has one entry for each of them, and the names of their
// values. Others, such as single numbers, means and names of classes, are left out with a sentence.

import { HarmoniumError } from '../errors.js';
import { cut, figure, kLongestName, quote } from './table.js';

/** @typedef {import('./combine.js').Part} Part */
/** @typedef {import('./table.js').Table} Table */
/** @typedef {{ name: string, bytes: Uint8Array }} File */

const kNames = /(feature|column|variable|value|var|col)s?_?(names?|labels?)?$|^(names|columns|features)$/i;
const kHeld = /(^|[^a-z])x?_?(test|val|valid|validation|t10k)([^a-z]|$)/i;

/**
 * The arrays of an archive that belong together. Fails as the first of them does if none holds examples.
 * @param {File[]} files
 * @param {(file: File) => Promise<Part>} read
 * @returns {Promise<Part[]>}
 */
export async function fittingArrays(files, read) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {{ name: string, why: string }[]} */
  const left = [];
  let fault = null;
  for (const file of files) {
    try {
      parts.push(await read(file));
    } catch (error) {
      if (!(error instanceof HarmoniumError) || /cut short|damaged/.test(error.message)) throw error;
      fault ??= error;
      left.push({ name: file.name, why: error.message });
    }
  }
  const width = (/** @type {Part} */ { table }) => (table === null ? 0 : table.values.length / table.count);
  const many = parts.filter((part) => width(part) > 1);
  const examples = many.length > 0 ? many : parts.filter(({ table }) => table !== null);
  if (examples.length === 0) {
    if (parts.length > 0 || fault === null) return parts;
    throw fault;
  }
  // The examples are the largest; others are as long, or held out.
  const size = (/** @type {Part} */ part) => part.table?.values.length ?? 0;
  const main = examples.reduce((one, other) => (size(other) > size(one) ? other : one));
  const alike = examples.filter((part) => part === main || kHeld.test(part.name) || kHeld.test(main.name));
  const counts = new Set(alike.flatMap(({ table }) => (table === null ? [] : [table.count, table.lengths?.length ?? table.count])));
  const names = parts.find(({ name, table, cells }) => table === null && cells?.length === width(main) && !counts.has(cells.length) && kNames.test(name.replace(/\.npy$/i, '')));
  const fits = (/** @type {Part} */ part) => alike.includes(part) || counts.has(part.table?.count ?? part.cells?.length ?? 0);
  const kept = parts.filter(fits);
  for (const { name, table, cells } of parts.filter((part) => !fits(part) && part !== names)) {
    const count = table?.count ?? cells?.length ?? 0;
    left.push({ name, why: `It holds ${figure(count)} ${table === null ? (count === 1 ? 'text' : 'texts') : count === 1 ? 'row' : 'rows'}, and there are ${[...counts].slice(0, 2).map(figure).join(' and ')} examples.` });
  }
  const notes = left.map(({ name, why }) => `${quote(name)} in the archive was left out. ${why}`);
  const table = /** @type {Table} */ (main.table);
  const called = names?.cells?.map((name) => cut(name, kLongestName));
  const named = called !== undefined && table.shape.length === 1 && new Set(called).size === called.length;
  if (named) notes.push(`The names of the values are those of ${quote(names?.name ?? '')}.`);
  main.table = { ...table, ...(named && { names: called }), notes: [...table.notes, ...notes] };
  return kept;
}
