// @ts-check
// The entries of a table of experiments: each row on its own, or the rows of one variant with several seeds as one entry
// with means and spread. Entries and rows are named by what differs among them, such as "CD-10, seed 2".

import { isShown, listText, sameValue } from './option-values.js';

/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').ModelOption} Option */
/** @typedef {import('./comparison.js').Comparison} Comparison */
/** @typedef {import('./comparison.js').Row} Row */
/** @typedef {Record<string, any>} Settings */
/** A mean over seeds. `sd` is their standard deviation (n - 1); null of one alone.
 * @typedef {{ mean: number, sd: number | null, count: number }} Spread */
/** A value of an entry: that of its row, or the mean of its rows with their standard deviation.
 * @typedef {Spread & { error: number | null, exact: boolean, certainty: string, note: string }} EntryValue `error`: the
 *   standard deviation, or the standard error that the measure gave to the only row */
/**
 * @typedef {object} Entry
 * @property {string} name what differs from the other entries of the same data
 * @property {Row[]} rows those of one variant; they differ in the seed alone
 * @property {Spread | null} seconds
 * @property {number} diverged rows that diverged: they are not in the means
 * @property {(EntryValue | null)[]} values one per column of the table
 */

/** Names of choices that say nothing without the name of the option. */
const kBare = ['none', 'auto', 'all', 'both'];

/** @param {Option} option @param {Settings} settings */
const valueIn = (option, settings) => settings[option.name] ?? option.default;

/** The options whose values differ among settings. @param {readonly Option[]} options @param {readonly Settings[]} list */
export const differingIn = (options, list) =>
  options.filter((option) => list.some((one) => !sameValue(valueIn(option, one), valueIn(option, list[0]))));

/** A choice in a word: the short name that links have; abbreviations in capitals. @param {Option} option @param {string} name */
function choiceWords(option, name) {
  const label = option.choices?.find((choice) => choice.name === name)?.label ?? name;
  if (kBare.includes(name)) return `${option.label}: ${label}`;
  if (name.length > 3) return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return label.split(/[^\p{L}]+/u).find((word) => word.toLowerCase() === name) ?? name.toUpperCase();
}

/**
 * Settings in words, by some of their options: "CD-10", "Hidden units 64". A whole number that only some choices of
 * another of these options have is written behind the choice.
 * @param {readonly Option[]} options the model's
 * @param {readonly Option[]} by those to name; one without effect under these settings is left out
 * @param {Settings} settings
 */
export function settingsName(options, by, settings) {
  /** @type {string[]} */
  const parts = [];
  /** Where the words of a choice stand. @type {Map<string, number>} */
  const choices = new Map();
  for (const option of by) {
    if (!isShown(option, options, settings)) continue;
    const value = valueIn(option, settings);
    const of = option.type === 'integer' ? option.shownIf?.find((condition) => choices.has(condition.option))?.option : undefined;
    if (of !== undefined) {
      parts[/** @type {number} */ (choices.get(of))] += `-${value}`;
      choices.delete(of);
      continue;
    }
    if (option.type === 'choice') choices.set(option.name, parts.length);
    if (option.type === 'choice') parts.push(choiceWords(option, value));
    else if (option.type === 'toggle') parts.push(`${option.label}: ${value ? 'on' : 'off'}`);
    else parts.push(`${option.label}${/ \p{L}$/u.test(option.label) ? ' =' : ''} ${listText(value)}`);
  }
  return parts.join(', ');
}

/**
 * Adds to names that are the same what tells them apart.
 * @param {string[]} names
 * @param {...((index: number) => string)} more what to add, the best first
 */
function distinct(names, ...more) {
  for (const add of [...more, (/** @type {number} */ index) => `no. ${index + 1}`]) {
    const found = names.map((name) => names.filter((other) => other === name).length > 1);
    const added = names.map((_, index) => add(index));
    names = names.map((name, index) => {
      const useful = found[index] && added.some((other, at) => names[at] === name && other !== added[index]);
      return useful ? [name, added[index]].filter((part) => part !== '').join(', ') : name;
    });
  }
  return names;
}

/**
 * Names of rows of one data set.
 * @param {readonly Row[]} rows
 * @param {readonly ModelInfo[]} models
 * @param {readonly string[]} [seeds] what is said of the seeds, instead of "seed 2"
 * @param {boolean} [titled] whether what nothing else differs in is called by its model
 */
function namesOf(rows, models, seeds = rows.map(({ seed }) => `seed ${seed}`), titled = true) {
  const kinds = new Set(rows.map(({ model }) => model));
  const names = rows.map(({ model, spec }) => {
    const info = models.find(({ name }) => name === model);
    const options = info?.options ?? [];
    const same = rows.filter((row) => row.model === model).map((row) => row.spec.settings ?? {});
    const words = settingsName(options, differingIn(options, same), spec.settings ?? {});
    return [titled && (kinds.size > 1 || words === '') ? (info?.title ?? model) : '', words].filter((part) => part !== '').join(', ');
  });
  return distinct(
    names,
    (index) => seeds[index],
    (index) => `${rows[index].updates.toLocaleString('en')} updates`,
  );
}

/** Rows or entries by their data: numbers on other data cannot be compared. @template T @param {readonly T[]} list
 * @param {(one: T) => Row} rowOf @param {(group: T[]) => string[]} name @returns {string[]} in the order of the list */
function namedByData(list, rowOf, name) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const one of list) groups.set(rowOf(one).data, [...(groups.get(rowOf(one).data) ?? []), one]);
  /** @type {Map<T, string>} */
  const named = new Map();
  for (const group of groups.values()) name(group).forEach((words, index) => named.set(group[index], words));
  return list.map((one) => /** @type {string} */ (named.get(one)));
}

/** A name for every row; no two rows on the same data have the same. @param {readonly Row[]} rows
 * @param {readonly ModelInfo[]} models */
export const rowNames = (rows, models) => namedByData(rows, (row) => row, (group) => namesOf(group, models));

/** What differs among rows of one model and data set, in words. @param {readonly Row[]} rows @param {readonly ModelInfo[]} models */
export const differences = (rows, models) => namesOf(rows, models, undefined, false);

/** @param {readonly number[]} values @returns {Spread | null} null of none */
export function spreadOf(values) {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}

/** Whether two rows are of one variant: of one call of repeat(), and the same but for the seed. @param {Row} one @param {Row} other */
const ofOneVariant = (one, other) =>
  one.set !== undefined &&
  one.set === other.set &&
  JSON.stringify({ ...one.spec, seed: 0 }) === JSON.stringify({ ...other.spec, seed: 0 });

/**
 * @param {Comparison} table
 * @param {readonly ModelInfo[]} models
 * @returns {Entry[]}
 */
export function entriesOf(table, models) {
  /** @type {Row[][]} */
  const groups = [];
  for (const row of table.rows) {
    const group = groups.find(([first]) => ofOneVariant(first, row));
    if (group) group.push(row);
    else groups.push([row]);
  }
  const seeds = (/** @type {Row[]} */ rows) => `seed${rows.length > 1 ? 's' : ''} ${rows.map(({ seed }) => seed).join(', ')}`;
  const names = namedByData(
    groups,
    ([row]) => row,
    (some) => namesOf(some.map(([row]) => row), models, some.map(seeds)),
  );
  const columns = table.columns;
  return groups.map((rows, index) => {
    const good = rows.filter(({ problem }) => problem === null || rows.length === 1);
    const out = rows.length - good.length;
    return {
      name: names[index],
      rows,
      diverged: rows.filter(({ problem }) => problem !== null).length,
      seconds: spreadOf(good.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]))),
      values: columns.map(({ name }) => {
        const found = good.flatMap((row) => table.at(row, name) ?? []);
        const spread = spreadOf(found.map(({ value }) => value));
        if (spread === null) return null;
        const { standardError, exact, certainty, note } = found[0];
        const kind = certainty ?? (exact ? 'exact' : 'estimate');
        if (rows.length === 1) return { ...spread, error: standardError ?? null, exact: Boolean(exact), certainty: kind, note };
        const left = out > 0 ? `; ${out} diverged and ${out > 1 ? 'are' : 'is'} left out` : '';
        const words = `Mean of ${spread.count} seed${spread.count > 1 ? 's' : ''} and their standard deviation${left}. ${note}`;
        return { ...spread, error: spread.sd, exact: Boolean(exact), certainty: kind, note: words };
      }),
    };
  });
}

/** @typedef {import('./comparison.js').RowCurve} RowCurve */
/**
 * A curve of an entry: the mean over its rows at each number of updates, and one standard deviation below and above.
 * @typedef {Omit<RowCurve, 'y'> & { mean: number[], sd: number[] | null }} EntryCurve
 */

/** Points of a curve that are kept. A screen shows no more of them. */
const kPoints = 120;

/** A number in six digits, as a short text has it. @param {number} value */
const short = (value) => Number(value.toPrecision(6));

/** Curves of an experiment as a row keeps them. @param {readonly import('./types.js').Curve[]} curves @returns {RowCurve[]} */
export const fewPoints = (curves) =>
  curves.map(({ name, label, unit, x, y, reference, referenceLabel }) => {
    const last = x.length - 1;
    const count = Math.min(x.length, kPoints);
    const all = Array.from({ length: count }, (_, i) => (count < x.length ? Math.round((i * last) / (count - 1)) : i));
    const at = all.filter((i) => Number.isFinite(y[i])); // JSON, in which rows are stored, has no other numbers
    const level = reference == null ? {} : { reference, referenceLabel };
    return { name, label, unit, ...level, x: at.map((i) => x[i]), y: at.map((i) => short(y[i])) };
  });

/** The value of a curve at a number of updates between its first and last, on straight lines. @param {RowCurve} curve @param {number} at */
function valueAt({ x, y }, at) {
  let right = x.findIndex((each) => each >= at);
  if (right < 0) right = x.length - 1;
  if (x[right] <= at || right === 0) return y[right];
  return y[right - 1] + ((y[right] - y[right - 1]) * (at - x[right - 1])) / (x[right] - x[right - 1]);
}

/** The curves of an entry. Rows that diverged are left out, as in its means. @param {Entry} entry @returns {EntryCurve[]} */
export function curvesOf({ rows }) {
  const good = rows.filter(({ problem, curves }) => (problem === null || rows.length === 1) && curves !== undefined);
  return (good[0]?.curves ?? []).flatMap(({ y, ...about }) => {
    const { name, x } = about;
    const same = good.flatMap(({ curves }) => curves?.find((curve) => curve.name === name && curve.x.length > 0) ?? []);
    const [low, high] = [Math.max(...same.map((curve) => curve.x[0])), Math.min(...same.map((curve) => curve.x[curve.x.length - 1]))];
    const at = x.filter((each) => each >= low && each <= high);
    if (same.length < good.length || at.length === 0) return [];
    const spreads = at.map((each) => /** @type {Spread} */ (spreadOf(same.map((curve) => valueAt(curve, each)))));
    const sd = same.length > 1 ? spreads.map((spread) => spread.sd ?? 0) : null;
    return [{ ...about, x: at, mean: spreads.map(({ mean }) => mean), sd }];
  });
}
