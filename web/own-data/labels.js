// @ts-check
// Labels from files of their own: what is one, which classes there are, and lists of labels as text.

import { figure, kMostClasses, kMostExamples, quote, refuse } from './table.js';

/**
 * @typedef {object} Labels
 * @property {Int16Array} labels one per example: an index into `classes`, or -1 for none
 * @property {string[]} classes those that occur, numbers by value and names by character
 * @property {import('./table.js').Guess<'none' | 'class'> | null} minusOne what -1 means; null if there is none
 */

const kNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Longest list of labels as text, in lines. */
const kMostLines = 2 * kMostExamples + 2;

/** A longer line is no label. */
const kLongestLine = 1000;

/**
 * A number as one text, however it is written: 3, 3.0 and +03 are one label. Whole numbers keep all digits.
 * @param {string} cell
 */
function canonical(cell) {
  const whole = /^([+-]?)0*(\d+)(?:\.0*)?$/.exec(cell);
  if (whole === null) return String(Number(cell));
  return whole[1] === '-' && whole[2] !== '0' ? `-${whole[2]}` : whole[2];
}

/**
 * The classes of labels. Two numbers that do not follow each other are two classes.
 * @param {readonly string[]} cells one label per example as it is written; empty for none
 * @param {{ minusOne?: 'none' | 'class' }} [options] what -1 means; guessed if left out
 * @returns {Labels}
 */
export function classesOf(cells, { minusOne } = {}) {
  const known = cells.filter((cell) => cell !== '');
  const numbers = known.every((cell) => kNumber.test(cell));
  const named = numbers ? cells.map((cell) => (cell === '' ? '' : canonical(cell))) : [...cells];
  if (numbers) {
    const odd = named.findIndex((cell) => cell !== '' && !/^-?\d+$/.test(cell));
    if (odd >= 0) {
      throw refuse(
        `Label ${figure(odd + 1)} is ${quote(cells[odd])}; a label is a whole number or a name. Numbers that were measured ` +
          'belong beside the other values of the examples.',
      );
    }
  }
  const distinct = new Set(named.filter((cell) => cell !== ''));
  const guess = numbers && distinct.has('-1') ? guessMinusOne(distinct, minusOne) : null;
  if (guess?.value === 'none') distinct.delete('-1');
  if (distinct.size > kMostClasses) {
    throw refuse(`There are ${figure(distinct.size)} different labels; at most ${kMostClasses} classes are taken.`);
  }
  const classes = [...distinct].sort(numbers ? (a, b) => Number(a) - Number(b) || (a < b ? -1 : 1) : (a, b) => (a < b ? -1 : 1));
  const index = new Map(classes.map((name, n) => [name, n]));
  return { labels: Int16Array.from(named, (name) => index.get(name) ?? -1), classes, minusOne: guess };
}

/**
 * What -1 means among labels that are numbers. Beside 1 alone it is a class, as in data for two-class machines; beside
 * others it says that there is no label, as in scikit-learn.
 * @param {Set<string>} distinct
 * @param {'none' | 'class' | undefined} asked
 * @returns {import('./table.js').Guess<'none' | 'class'>}
 */
function guessMinusOne(distinct, asked) {
  const choices = /** @type {{ value: 'none' | 'class', label: string }[]} */ ([
    { value: 'none', label: 'no label' },
    { value: 'class', label: 'a class' },
  ]);
  if (asked !== undefined && asked !== 'none' && asked !== 'class') {
    throw refuse('What the label -1 means (minusOne) is "none" or "class".');
  }
  const pair = distinct.size === 2 && distinct.has('1');
  const guessed = pair ? 'class' : 'none';
  const why = pair ? 'The labels are -1 and 1: two classes.' : 'Other labels are 0 or more, so -1 says that there is none.';
  const value = asked ?? guessed;
  return { title: 'The label -1 is', value, choices, why: value === guessed ? why : 'It was chosen.', open: asked === undefined && !pair };
}

/**
 * Lists of labels that a text may be: one label a line, or a number that counts the lines or a name, and a label. A list has as many
 * entries as there are lines, or one less if its first line is a name.
 * @param {string} text
 * @returns {{ cells: string[], keys: string[] | null } | null} keys: what names or counts the lines; null if it is a table of several columns
 */
export function labelLines(text) {
  const lines = text.split(/\r\n|\r|\n/, kMostLines + 1).map((line) => line.trim());
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  if (lines.length === 0 || lines.length > kMostLines || lines.some(({ length }) => length > kLongestLine)) return null;
  if (lines.length === 1) return alone(labelRow(lines[0]));
  const ended = lines.every((line) => line === '' || /[^,;\t][,;]$/.test(line)) ? lines.map((line) => line.replace(/[,;]$/, '')) : lines;
  const rows = ended.map(cellsOf);
  const width = Math.max(...rows.slice(0, 100).map((row) => row.length));
  if (!rows.every((row) => row.length <= width)) return null;
  if (width === 1) {
    const cells = rows.map(([cell]) => cell);
    // A name of a file or a number that counts the lines, and a label, parted by blanks or a colon.
    const pairs = cells.map((cell) => /^(\S+\.[A-Za-z]\w{1,4}|\d+(?=\s|:\s))\s*:?\s+(\S.*)$/.exec(cell)?.slice(1) ?? []);
    const keys = pairs.map(([key]) => key);
    const counted = keys[0] === '0' || keys[0] === '1' ? keys.every((key, n) => Number(key) === Number(keys[0]) + n) : keys.every((key) => Number.isNaN(Number(key)));
    if (counted && keys.every((key) => key !== undefined) && new Set(keys).size === keys.length) return { cells: pairs.map(([, label]) => label), keys };
    // Several numbers on a line, parted by blanks, are a table.
    return cells.some((cell) => /^[+-]?[\d.]\S*\s+[+-]?[\d.]/.test(cell)) ? null : alone(cells);
  }
  if (width !== 2 || rows.some((row) => row.length !== 2)) return null;
  // The first column counts from 0 or 1, below a line of names if there is one.
  const begin = /^[01]$/.test(rows[0][0]) ? 0 : 1;
  const from = Number(rows[begin]?.[0]);
  const counts = (from === 0 || from === 1) && rows.slice(begin).every(([cell], n) => cell !== '' && Number(cell) === from + n);
  const keys = rows.map(([cell]) => cell);
  // Or it names the examples, such as files of pictures: every name is another, and none is a number.
  const names = new Set(keys).size === keys.length && keys.every((cell) => cell !== '' && Number.isNaN(Number(cell)));
  // Or it has no name, or one of keys, and another whole number in every row: an index of rows that were drawn.
  const index = /^(|id|index|key|.*[_. ]id|unnamed: ?\d)$/i.test(keys[0]) && new Set(keys).size === keys.length && keys.slice(1).every((cell) => /^\d+$/.test(cell));
  return counts || names || index ? { cells: rows.map(([, cell]) => cell), keys } : null;
}

/** @param {string[] | null} cells */
const alone = (cells) => cells && { cells, keys: null };

/** The labels of one line, as a row of a matrix is saved: parted by commas, semicolons, tabs or blanks. @param {string} line */
function labelRow(line) {
  const cells = line.split(/[ \t]*[,;\t][ \t]*|[ \t]+/).map((cell) => cell.replace(/^"(.*)"$/, '$1'));
  return cells.length === 2 ? null : cells;
}

/** Whether lines of text can only be labels: few different names, which recur. @param {readonly string[]} cells */
export function isListOfNames(cells) {
  const known = cells.filter((cell) => cell !== '' && !kNumber.test(cell));
  const distinct = new Set(known);
  return known.length > 0.5 * cells.length && distinct.size <= kMostClasses && 2 * distinct.size <= known.length;
}

/** The cells of a line of at most a few, without quotation marks. @param {string} line */
function cellsOf(line) {
  if (line === '') return [''];
  const cells = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",;\t]*))\s*([,;\t]|$)/y;
  for (;;) {
    const found = pattern.exec(line);
    if (found === null || cells.length > 2) return ['', '', '']; // no list of labels
    cells.push((found[1]?.replaceAll('""', '"') ?? found[2]).trim());
    if (found[3] === '') return cells;
  }
}
