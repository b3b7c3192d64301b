// @ts-check
// From rows of cells to a table: what stands above and below it, names on top, columns of one length. Every row keeps
// the number of its line.

import { figure, quote, refuse } from './table.js';
import { settled } from './understanding.js';
import { guessFoot, guessTop, totalsIn } from './guesses/edges.js';
import { guessHeader } from './guesses/header.js';
import { looksNumeric } from './guesses/notation.js';

/** @typedef {import('./understanding.js').Understood} Understood */
/** @typedef {import('./understanding.js').Header} Header */
/** @typedef {import('./understanding.js').Guess<number>} Count */

/** Text of which a smaller share of the cells are numbers is no table of numbers. */
const kFewNumbers = 0.2;
/** Rows of which the cells are counted for it. */
const kLooked = 1000;
const kHeaders = /** @type {const} */ ([
  { value: 'none', label: 'there are none' },
  { value: 'first', label: 'in the first row' },
  { value: 'two', label: 'in two rows: names and units' },
  { value: 'three', label: 'in three rows: names and two more' },
]);

/**
 * @typedef {object} Frame
 * @property {string[]} names one per column, all different
 * @property {string[]} raw names as they are in the file, empty where there are none
 * @property {string[][]} body rows of one length
 * @property {number[]} lines of the body
 * @property {boolean} headed whether the file has names
 * @property {{ top: Count, foot: Count, header: import('./understanding.js').Guess<Header> }} guesses
 * @property {string[]} notes
 */

/**
 * @param {string[][]} rows @param {number[]} lines
 * @param {{ understood: Understood, comment: { cells: string[], line: number } | null, missing: (cell: string) => boolean, comma: boolean }} known
 *   comment: the cells of the comment above the first row; comma: whether a comma parts cells
 * @returns {Frame}
 */
export function frameOf(rows, lines, { understood, comment, missing, comma }) {
  /** @type {string[]} */
  const notes = [];
  lines = lines.slice(0, rows.length);
  const drawn = lines.filter((_, n) => isDrawn(rows[n]));
  if (drawn.length > 0 && drawn.length < rows.length) {
    notes.push(`Line ${figure(drawn[0])} ${drawn.length === 1 ? 'holds' : 'and others hold'} nothing but a drawn line, and ${drawn.length === 1 ? 'was' : 'were'} left out.`);
    [rows, lines] = [rows.filter((row) => !isDrawn(row)), lines.filter((_, n) => !isDrawn(rows[n]))];
  }
  checkCommas(rows, lines, comma);
  const whole = (/** @type {number} */ n) => Number.isInteger(n) && n >= 0 && n < rows.length;
  const edge = (/** @type {'top' | 'foot'} */ field, /** @type {string} */ title, /** @type {{ value: number, why: string }} */ guess) =>
    settled(field, understood[field], { title, ...guess, choices: countChoices(guess.value) }, whole);
  const common = commonLength(rows);
  const top = edge('top', 'Rows above the table', guessTop(rows, common));
  let body = rows.slice(top.value);
  const foot = edge('foot', 'Rows below the table', guessFoot(body, common));
  if (foot.value >= body.length) throw refuse(`Of its ${figure(rows.length)} rows none is left between those above and those below the table.`);
  body = body.slice(0, body.length - foot.value);
  lines = lines.slice(top.value, top.value + body.length);
  const left = [...rows.slice(0, top.value), ...rows.slice(rows.length - foot.value)];
  if (left.length > 0) {
    const said = left.map((row) => quote(row.find((cell) => cell !== '') ?? '')).slice(0, 3).join(', ');
    notes.push(`${figure(left.length)} ${left.length === 1 ? 'row' : 'rows'} above or below the table ${left.length === 1 ? 'was' : 'were'} left out: ${said}.`);
  }

  squared(body, lines, notes);
  const width = body[0].length;
  const fitting = comment !== null && comment.line === lines[0] - 1 && comment.cells.length === width ? comment.cells : null;
  const header = settled('header', /** @type {Header | undefined} */ (understood.header), {
    title: 'Names of the columns',
    ...guessHeader(body, fitting, missing),
    choices: /** @type {{ value: Header, label: string }[]} */ (fitting === null ? [...kHeaders] : [...kHeaders, { value: 'comment', label: 'in the comment above the rows' }]),
  });
  const on_top = { none: 0, first: 1, two: 2, three: 3, comment: 0 }[header.value];
  if (body.length <= on_top) throw refuse('It has a line of names and no example below it.');
  const raw = header.value === 'none' ? new Array(width).fill('') : header.value === 'comment' ? /** @type {string[]} */ (fitting) : body[0];
  const grouped = header.value === 'two' ? groupedNames(body) : null;
  if (grouped) notes.push(`The names stand in two rows, ${figure(lines[0])} and ${figure(lines[1])}, and were put together.`);
  else if (header.value === 'two') notes.push(`Line ${figure(lines[1])} was taken for units and left out.`);
  else if (header.value === 'three') notes.push(`Lines ${figure(lines[1])} and ${figure(lines[2])} hold words where the rows below hold numbers, and were left out.`);
  const repeated = new Set(on_top > 0 ? body.flatMap((row, n) => (n >= on_top && row.every((cell, c) => cell === body[0][c]) ? [n] : [])) : []);
  if (repeated.size > 0) {
    notes.push(`The names stand again in line ${figure(lines[[...repeated][0]])}${repeated.size > 1 ? ' and others' : ''}, which was left out.`);
  }
  const totals = totalsIn(body.slice(on_top));
  if (totals.length > 0 && totals.length < 0.2 * body.length + 1) {
    const line = lines[on_top + totals[0]];
    notes.push(`Line ${figure(line)}${totals.length > 1 ? ' and others' : ''} may be a total of other rows, and ${totals.length > 1 ? 'are examples' : 'is an example'} as they are.`);
  }
  const names = different(grouped ?? raw, notes);
  const empty = new Set(body.flatMap((row, n) => (n >= on_top && row.every(missing) ? [n] : [])));
  if (empty.size > 0) {
    const [first] = empty;
    notes.push(`${empty.size === 1 ? `Line ${figure(lines[first])} holds` : `${figure(empty.size)} lines, the first of them ${figure(lines[first])}, hold`} nothing and ${empty.size === 1 ? 'was' : 'were'} left out.`);
  }
  const kept = (/** @type {unknown} */ _, /** @type {number} */ n) => n >= on_top && !repeated.has(n) && !empty.has(n);
  const examples = body.filter(kept);
  if (examples.length === 0) throw refuse('Its rows hold nothing: every cell says that its value is missing.');
  if (header.value === 'none' && width > 1) notes.push('It has no line of names on top.');
  return { names, raw: [...(grouped ?? raw)], body: examples, lines: lines.filter(kept), headed: header.value !== 'none', guesses: { top, foot, header }, notes };
}

/** Whether a row is a line drawn with signs, as programs draw tables on a screen. @param {string[]} row */
const isDrawn = (row) => {
  const cells = row.filter((cell) => cell !== '');
  const drawn = cells.length > 0 && cells.every((cell) => /^[-+=:|\u2500-\u257f]*[-=\u2500\u2550]{2,}[-+=:|\u2500-\u257f]*$/.test(cell));
  return drawn && (row.length > 1 || cells[0].length > 4);
};

/**
 * Refuses rows of twice as many whole numbers as there are names: each comma may part two cells or be a decimal sign.
 * @param {string[][]} rows @param {number[]} lines @param {boolean} comma
 */
function checkCommas(rows, lines, comma) {
  const [top, ...body] = rows;
  const twice = 2 * top.length;
  if (!comma || top.length < 2 || body.length === 0 || top.some((cell) => /^[+-]?\d*$/.test(cell))) return;
  if (!body.every((row) => row.length === twice && row.every((cell) => /^[+-]?\d+$/.test(cell)))) return;
  throw refuse(
    `Line ${figure(lines[1])} has ${figure(twice)} cells under ${figure(top.length)} names: some of its commas are decimal signs and some part cells, ` +
      'which can not be told apart. Save it with semicolons between cells.',
  );
}

/**
 * The names that two rows say together, where the upper one names groups of columns: a name stands twice, or over the
 * columns behind it. Null where the second row is units.
 * @param {string[][]} rows
 */
function groupedNames([upper, lower]) {
  const named = upper.filter((name) => name !== '');
  const groups = new Set(named).size < named.length || upper.some((name, c) => c > 0 && name === '');
  if (!groups || new Set(lower).size < 2) return null;
  let group = '';
  return upper.map((name, c) => {
    group = name === '' ? group : name;
    return [group, lower[c]].filter((part) => part !== '').join(' ');
  });
}

/** @param {number} value */
const countChoices = (value) =>
  [...new Set([0, value])].map((n) => ({ value: n, label: n === 0 ? 'none' : n === 1 ? 'one row' : `${n} rows` }));

/** The length that most rows have. @param {string[][]} rows */
function commonLength(rows) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0][0];
}

/**
 * Makes all rows as long as most are: delimiters at the ends of lines are dropped, and a first row that lacks the name
 * of the first column gets an empty one. Other rows of another length are refused.
 * @param {string[][]} body @param {number[]} lines @param {string[]} notes
 */
function squared(body, lines, notes) {
  let width = commonLength(body);
  const empty = (/** @type {number} */ c) => body.every((row) => row.length <= c || row[c] === '');
  const before = width;
  while (width > 1 && empty(width - 1)) --width;
  if (width < before) notes.push('The lines end with a delimiter; the empty column behind it was left out.');
  if (body.length > 1 && body[0].length === width - 1) {
    // R writes names of rows without a name above them.
    body[0] = ['', ...body[0]];
  }
  for (const [n, row] of body.entries()) {
    while (row.length > width && row[row.length - 1] === '') row.length -= 1;
    if (row.length === width) continue;
    const [found, wanted] = [row.length, width];
    const cells = body.slice(0, kLooked).flat().filter((cell) => cell !== '');
    const what = cells.filter(looksNumeric).length < kFewNumbers * cells.length ? 'It is text with hardly a number between delimiters: line' : 'Line';
    const like = body.findIndex(({ length }) => length === width);
    throw refuse(
      `${what} ${figure(lines[n])} has ${figure(found)} ${found === 1 ? 'cell' : 'cells'} where ${like < 0 ? 'most lines have' : `line ${figure(lines[like])} has`} ` +
        `${figure(wanted)}; every row must have as many.`,
    );
  }
}

/** Names that are all different. @param {string[]} raw @param {string[]} notes */
function different(raw, notes) {
  /** @type {Set<string>} */
  const taken = new Set();
  return raw.map((name, c) => {
    let mine = name === '' ? `column ${c + 1}` : name;
    for (let n = 2; taken.has(mine); ++n) mine = `${name || `column ${c + 1}`} (${n})`;
    if (name !== '' && mine !== name) notes.push(`More than one column is called ${quote(name)}; column ${c + 1} is ${quote(mine)} here.`);
    taken.add(mine);
    return mine;
  });
}
