// @ts-check
// Reads a table as text: one example per row, one value per column. What the file does not say is guessed, one guess
// after the other (guesses/), and every guess can be given instead (understanding.js). The result holds all guesses and
// says in sentences what was left out or changed.

import { show } from '../words.js';
import { frameOf } from './frame.js';
import { guessHeld, isTest, saysHeld } from './guesses/held.js';
import { readColumn } from './guesses/kinds.js';
import { differInCapitals, guessLabel, labelTexts } from './guesses/labels.js';
import { guessMissing, guessNumberCodes, missingTest } from './guesses/missing.js';
import { decimalOfFile, evidenceIn, guessDecimal, kDecimals } from './guesses/notation.js';
import { guessRowNumber } from './guesses/rownumbers.js';
import { classesOf } from './labels.js';
import { kTakenOff, narrowed } from './precision.js';
import { cutText } from './signs.js';
import { checkSize, figure, kMostClasses, quote, refuse, tableOf } from './table.js';
import { checkUnderstood, settled } from './understanding.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').Column} Column */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./understanding.js').Understanding} Understanding */
/** @typedef {import('./understanding.js').Understood} Understood */

/** First cells of a column that are kept to be shown. */
const kShown = 3;
/** Odd cells that are named in a sentence of their own. */
const kNamed = 3;
/** Codes of missing values that may be the name of a class. */
const kMayBeClass = /^(none|nil|missing|blank|undefined)$/i;
/** Largest number that models take (the core has the same limit, src/data/inline.h). */
const kLargest = 1e6;

/**
 * Reads a table. Fails with "invalid-data" and a sentence that names the line or the column. It is a pure function of
 * the text and of the options.
 * @param {string} text
 * @param {ReadOptions} [options]
 * @returns {Promise<Table>}
 */
export async function readCsv(text, { name: file = '', understood: given, label, sequence, minusOne, like } = {}) {
  const understood = { ...checkUnderstood(given), ...(label !== undefined && { label }), ...(sequence !== undefined && { sequence }) };
  const { signs, cells, lines, comment, escaped } = await cutText(text, understood);
  const missing = settled('missing', understood.missing, missingGuess(cells, like), isListOfTexts);
  const lost = missingTest(missing.value);
  const frame = frameOf(cells, lines, { understood, comment, missing: lost, comma: signs.delimiter.value === ',' });
  const { names, headed, notes } = frame;
  if (escaped) notes.push('Quotation marks within cells have a backslash before them.');
  const sequences = columnGuess('sequence', 'Sequences', understood.sequence, { value: -1, why: 'No column was chosen for them.' }, names);
  const marks = sequences.value === null ? -1 : names.indexOf(sequences.value);
  const { body, order, lengths } = inSequences(frame, marks);

  const columns = names.map((_, c) => body.map((row) => row[c]));
  checkColumns(understood, names);
  const { decimal, decimals } = decimalsOf(columns, names, { understood, lost, delimiter: signs.delimiter.value, like });
  const read = columns.map((column, c) => readColumn(column, lost, decimals[c].value));

  const held = columnGuess('held', 'Held out by', understood.held, guessHeld(names.map((name, c) => ({ name, cells: columns[c] }))), names);
  const split = held.value === null ? -1 : names.indexOf(held.value);
  if (split >= 0 && !saysHeld(columns[split])) {
    const odd = columns[split].findIndex((cell) => !saysHeld([cell]));
    throw refuse(`Line ${figure(order[odd])} says ${quote(columns[split][odd])} in the column ${quote(names[split])}; allowed are train and test.`);
  }
  const numbering = names.map((_, c) =>
    [split, marks].includes(c) ? null : guessRowNumber({ name: frame.raw[c], at: c, headed, cells: columns[c], values: read[c].kind === 'number' ? read[c].values : null, beside: frame.raw }),
  );
  const candidates = names.map((_, c) => ({
    name: frame.raw[c],
    kind: read[c].kind,
    values: read[c].values,
    cells: columns[c],
    numbers: read[c].numbers,
    aside: [split, marks].includes(c) || numbering[c] !== null,
  }));
  const labels = columnGuess('label', 'Labels', understood.label, guessLabel(candidates, lost), names);
  const chosen = labels.value === null ? -1 : names.indexOf(labels.value);
  for (const [role, c] of /** @type {[string, number][]} */ ([['sequences', marks], ['held-out examples', split]])) {
    if (chosen >= 0 && chosen === c) throw refuse(`The column ${quote(names[c])} can't be both the labels and the ${role}.`);
  }

  const roles = new Map([[marks, 'sequence'], [split, 'held out'], [chosen, 'label']]);
  // Row numbers are left out beside values, and are values where there are no others.
  const alone = !names.some((_, c) => !roles.has(c) && read[c].values !== null && read[c].kind !== 'empty' && numbering[c] === null);
  const uses = names.map((name, c) => useOf(name, textOf(read[c], order), alone ? null : numbering[c], understood.columns?.[name]?.as));
  const used = names.map((_, c) => c).filter((c) => !roles.has(c) && uses[c].value === 'number');
  if (used.length === 0) throw nothingUsed(names, uses, roles);
  checkSize(body.length, used.length);
  const whole = new Float64Array(body.length * used.length);
  for (const [at, c] of used.entries()) {
    const column = /** @type {Float64Array} */ (read[c].values);
    for (let n = 0; n < column.length; ++n) whole[n * used.length + at] = column[n];
  }
  const values = narrowed(whole, used.length);
  const codes = understood.missing === undefined && guessNumberCodes(used.map((c) => ({ name: names[c], values: read[c].values })));
  if (codes) Object.assign(missing, askedFor(missing, codes));
  const word = chosen < 0 || understood.missing !== undefined ? undefined : columns[chosen].find((cell) => kMayBeClass.test(cell) && lost(cell));
  if (word !== undefined) {
    const rest = missing.value.filter((code) => code.toLowerCase() !== word.toLowerCase());
    const choices = [...missing.choices, { value: rest, label: rest.join(', ') || 'blank cells' }];
    Object.assign(missing, { why: `The label ${quote(word)} was taken for none; it may be a class.`, open: true, choices });
  }

  for (const [c, name] of names.entries()) {
    if (roles.has(c) || uses[c].value !== 'left out') continue;
    notes.push(`${frame.raw[c] === '' ? `Column ${c + 1}` : `The column ${quote(name)}`} ${uses[c].because}; it was left out.`);
  }
  for (const c of used) notes.push(...notesOnColumn(names[c], read[c], decimals[c], order, file));
  if (values instanceof Float64Array) notes.push(kTakenOff);
  const gaps = whole.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
  if (gaps > 0) {
    const said = missing.value.length > 0 ? `, with ${missing.value.slice(0, 4).map(quote).join(', ')} for codes` : '';
    notes.push(`${figure(gaps)} of ${figure(values.length)} values are missing${said}.`);
  }
  const classes = chosen < 0 ? { labels: null, classes: [], guesses: {} } : labelsOf(columns[chosen], { lost: lostAmong(columns[chosen], lost), minusOne, lines: order, name: names[chosen], notes });
  if (split >= 0) notes.push(`The column ${quote(names[split])} says which examples are held out.`);
  if (lengths !== null) notes.push(`The column ${quote(names[marks])} says which rows are one sequence: there are ${figure(lengths.length)}.`);
  for (const guess of [signs.delimiter, frame.guesses.header, missing, labels]) if (guess.open) notes.push(guess.why);

  return tableOf({
    format: 'CSV',
    shape: [used.length],
    count: body.length,
    values,
    names: headed ? used.map((c) => names[c]) : [],
    ...classes,
    held: split < 0 ? null : Uint8Array.from(columns[split], (cell) => Number(isTest(cell))),
    columns: names.map((name, c) => ({
      name,
      kind: read[c].kind,
      as: /** @type {Column['as']} */ (roles.get(c) ?? (uses[c].value === 'number' ? 'value' : 'left out')),
      why: uses[c].because,
      missing: read[c].missing + read[c].odd.length,
      cells: frame.body.slice(0, kShown).map((row) => row[c]),
    })),
    keys: columns.find((cells, c) => !roles.has(c) && uses[c].value === 'left out' && namesRows(cells, numbering[c] !== null, read[c].kind, c)) ?? null,
    label: labels.value,
    lengths,
    sequence: sequences.value,
    notes,
    understanding: {
      ...signs,
      ...frame.guesses,
      decimal,
      missing,
      label: labels,
      sequence: sequences,
      held,
      columns: names.map((name, c) => {
        const { because: _, ...as } = uses[c];
        return { name, as, decimal: decimals[c] };
      }),
    },
  });
}

/**
 * What says that a label is missing: a minus is a class where the other class is a plus.
 * @param {string[]} cells @param {(cell: string) => boolean} lost
 */
function lostAmong(cells, lost) {
  const signs = cells.includes('+') && cells.every((cell) => cell === '+' || lost(cell));
  return signs ? (/** @type {string} */ cell) => !/^[-\u2010-\u2013\u2212]$/.test(cell) && lost(cell) : lost;
}

/** @param {unknown} value */
const isListOfTexts = (value) => Array.isArray(value) && value.length <= 100 && value.every((code) => typeof code === 'string');

/** @param {string[][]} cells @param {Understanding | undefined} like */
function missingGuess(cells, like) {
  const guess = guessMissing(cells);
  const value = like ? [...new Set([...guess.value, ...like.missing.value])] : guess.value;
  return { title: 'Missing values', ...guess, value, choices: [{ value, label: value.length > 0 ? value.join(', ') : 'blank cells' }] };
}

/**
 * The codes of missing values, where numbers may be more of them.
 * @param {import('./table.js').Guess<string[]>} missing @param {{ codes: string[], why: string }} more
 */
function askedFor({ value, choices }, { codes, why }) {
  const both = [...value, ...codes];
  return { why: `The column ${why}`, open: true, choices: [...choices, { value: both, label: both.join(', ') }] };
}

/**
 * A guess that is a column or none.
 * @param {'label' | 'sequence' | 'held'} field @param {string} title @param {string | null | undefined} given
 * @param {{ value: number, why: string, open?: boolean }} guess @param {string[]} names
 */
function columnGuess(field, title, given, { value, why, open = false }, names) {
  if (given != null && !names.includes(given)) {
    throw refuse(`There is no column ${show(given)}; there are ${names.slice(0, 12).map(quote).join(', ')}.`);
  }
  /** @type {{ value: string | null, label: string }[]} */
  const choices = [{ value: null, label: 'none' }, ...names.map((name) => ({ value: name, label: name }))];
  return settled(field, given, { title, value: value < 0 ? null : names[value], why, open, choices });
}

/**
 * Whether a column that is left out says which row it is: row numbers and keys, or another text in every row in front.
 * @param {string[]} cells @param {boolean} numbering @param {import('./guesses/kinds.js').Kind} kind @param {number} c
 */
const namesRows = (cells, numbering, kind, c) => (numbering || (c === 0 && kind === 'text')) && new Set(cells).size === cells.length;

/** @param {Understood} understood @param {string[]} names */
function checkColumns({ columns = {} }, names) {
  if (columns === null || typeof columns !== 'object' || Array.isArray(columns)) {
    throw refuse(`What is understood of the columns (columns) is ${show(columns)}; it is an object with the names of columns.`);
  }
  for (const [name, given] of Object.entries(columns)) {
    if (!names.includes(name)) throw refuse(`There is no column ${quote(name)}; there are ${names.slice(0, 12).map(quote).join(', ')}.`);
    if (given === null || typeof given !== 'object') throw refuse(`What is understood of the column ${quote(name)} is ${show(given)}; it is an object with as and decimal.`);
    const strange = Object.keys(given).find((field) => field !== 'as' && field !== 'decimal');
    if (strange !== undefined) throw refuse(`What is understood of the column ${quote(name)} has no field ${quote(strange)}; there are as and decimal.`);
  }
}

/**
 * The decimal sign of the file and of every column.
 * @param {string[][]} columns @param {string[]} names
 * @param {{ understood: Understood, lost: (cell: string) => boolean, delimiter: string, like: Understanding | undefined }} known
 */
function decimalsOf(columns, names, { understood, lost, delimiter, like }) {
  const evidence = columns.map((cells) => evidenceIn(cells.filter((cell) => !lost(cell))));
  const of_file = decimalOfFile(evidence);
  const by_name = new Map(like?.columns.map(({ name, decimal }) => [name, decimal.value]) ?? []);
  const guesses = evidence.map((mine, c) => {
    const guess = guessDecimal(mine, of_file, delimiter);
    const known = by_name.get(names[c]);
    return guess.open && known ? { value: known, why: 'The training file has this decimal sign.', open: false } : guess;
  });
  const signs = new Set(guesses.filter((_, c) => evidence[c].point + evidence[c].comma + evidence[c].either > 0).map(({ value }) => value));
  const value = /** @type {'.' | ',' | 'column'} */ (signs.size === 2 ? 'column' : ([...signs][0] ?? '.'));
  const whys = { '.': 'No column has a decimal comma.', ',': 'Columns with a decimal sign have a comma.', column: 'Some columns have a point and some a comma.' };
  const doubt = guesses.findIndex(({ open }) => open);
  /** @type {{ value: '.' | ',' | 'column', label: string }[]} */
  const choices = [...kDecimals, { value: 'column', label: 'each column by itself' }];
  const decimal = settled('decimal', understood.decimal, {
    title: 'Decimal sign',
    value,
    why: doubt < 0 ? whys[value] : `In the column ${quote(names[doubt])} ${guesses[doubt].why}`,
    open: doubt >= 0,
    choices,
  });
  const forced = understood.decimal === undefined || understood.decimal === 'column' ? undefined : decimal.value;
  const decimals = guesses.map((guess, c) => {
    const given = understood.columns?.[names[c]]?.decimal ?? /** @type {'.' | ',' | undefined} */ (forced);
    return settled('decimal', given, { title: `Decimal sign of ${names[c]}`, ...guess, choices: [...kDecimals] });
  });
  return { decimal, decimals };
}

/**
 * What becomes of a column that has no other part.
 * @param {string} name
 * @param {ReturnType<typeof readColumn>} read
 * @param {{ why: string, open: boolean } | null} numbering why it is row numbers
 * @param {'number' | 'left out' | undefined} given
 */
function useOf(name, { kind, why, values }, numbering, given) {
  const large = values?.find((value) => Math.abs(value) > kLargest);
  const because = numbering?.why ?? (large === undefined ? why : `holds numbers beyond a million (${large})`);
  const value = /** @type {'number' | 'left out'} */ (values === null || kind === 'empty' || numbering || large !== undefined ? 'left out' : 'number');
  const numbers = values !== null;
  const choices = /** @type {{ value: 'number' | 'left out', label: string }[]} */ ([
    ...(numbers ? [{ value: 'number', label: kind === 'yes or no' ? 'yes and no, as 1 and 0' : 'numbers' }] : []),
    { value: 'left out', label: 'left out' },
  ]);
  const guess = settled('as', given, { title: `Column ${name}`, value, choices, why: `It ${because}.`, open: numbering?.open ?? false });
  return { ...guess, because };
}

/**
 * Says of a column of text with numbers in it where the first text is.
 * @param {ReturnType<typeof readColumn>} read @param {number[]} lines
 */
function textOf(read, lines) {
  const { kind, odd, numbers } = read;
  if (kind !== 'text' || numbers === 0 || odd[0]?.why !== 'is no number') return read;
  return { ...read, why: `holds numbers and text, such as ${quote(odd[0].cell)} in line ${figure(lines[odd[0].row])}` };
}

/** @param {string[]} names @param {{ because: string }[]} uses @param {Map<number, string>} roles */
function nothingUsed(names, uses, roles) {
  const said = names.slice(0, 4).map((name, c) => `${quote(name)} ${roles.has(c) ? `is the ${roles.get(c)} column` : uses[c].because}`);
  const more = names.length > 4 ? ', and so on' : '';
  return refuse(`Examples are made of numbers, and no column is left for them: ${said.join(', ')}${more}.`);
}

/**
 * Sorts the rows into sequences, in the order in which the sequences begin. Rows of one sequence keep their order.
 * @param {import('./frame.js').Frame} frame
 * @param {number} marks the column whose value is the same in all rows of a sequence, or -1
 * @returns {{ body: string[][], order: number[], lengths: number[] | null }} order: the line of each row
 */
function inSequences({ body, lines, names }, marks) {
  if (marks < 0) return { body, order: lines, lengths: null };
  /** @type {Map<string, number[]>} */
  const sequences = new Map();
  for (const [n, row] of body.entries()) {
    const mark = row[marks];
    if (mark === '') throw refuse(`Line ${figure(lines[n])} says nothing in the column ${quote(names[marks])}, so its sequence is not known.`);
    const frames = sequences.get(mark);
    if (frames) frames.push(n);
    else sequences.set(mark, [n]);
  }
  const all = [...sequences.values()];
  const order = all.flat();
  return { body: order.map((n) => body[n]), order: order.map((n) => lines[n]), lengths: all.map(({ length }) => length) };
}

/**
 * @param {string[]} cells
 * @param {{ lost: (cell: string) => boolean, minusOne: ReadOptions['minusOne'], lines: number[], name: string, notes: string[] }} known
 * @returns {Pick<Table, 'labels' | 'classes' | 'guesses'>}
 */
function labelsOf(cells, { lost, minusOne, lines, name, notes }) {
  const texts = labelTexts(cells, lost);
  const odd = texts.findIndex((text) => text !== '' && !Number.isNaN(Number(text)) && !Number.isInteger(Number(text)));
  if (odd >= 0) throw refuse(`Line ${figure(lines[odd])} says ${quote(cells[odd])} in the column ${quote(name)}; a label is a whole number or a name.`);
  const distinct = new Set(texts.filter((text) => text !== '')).size;
  if (distinct > kMostClasses) {
    throw refuse(`The column ${quote(name)} holds ${figure(distinct)} different labels; at most ${kMostClasses} are taken.`);
  }
  if (distinct === 0) {
    notes.push(`The column ${quote(name)} holds no label.`);
    return { labels: null, classes: [], guesses: {} };
  }
  const { labels, classes, minusOne: guess } = classesOf(texts, { minusOne });
  notes.push(`The column ${quote(name)} was taken for the labels.`);
  if (guess?.value === 'none') notes.push('The label -1 was taken for none.');
  const without = labels.reduce((sum, label) => sum + Number(label < 0), 0);
  const codes = [...new Set(cells.filter((cell) => cell !== '' && lost(cell)))];
  const say = codes.length > 0 ? `: their cells say ${codes.slice(0, 3).map(quote).join(', ')}` : '';
  if (without > 0) notes.push(`${figure(without)} of ${figure(labels.length)} examples have no label${say}.`);
  const alike = differInCapitals(classes);
  if (alike.length > 0) notes.push(`The labels ${alike.map(quote).join(' and ')} differ in capitals only, and are two classes.`);
  return { labels, classes, guesses: guess ? { minusOne: guess } : {} };
}

/**
 * What is said of a column of values.
 * @param {string} name @param {ReturnType<typeof readColumn>} read
 * @param {import('./understanding.js').Guess<'.' | ','>} decimal @param {number[]} lines @param {string} file
 */
function notesOnColumn(name, { kind, why, odd, values, zeros }, decimal, lines, file) {
  const notes = [];
  const where = file === '' ? '' : ` of ${quote(file)}`;
  for (const { row, cell, why } of odd.slice(0, kNamed)) {
    notes.push(`Line ${figure(lines[row])}${where} says ${quote(cell)} in the column ${quote(name)}, which ${why}: the value is missing.`);
  }
  if (odd.length > kNamed) notes.push(`${figure(odd.length - kNamed)} more cells of the column ${quote(name)} are odd, and missing.`);
  if (zeros !== '') notes.push(`The column ${quote(name)} holds numbers that begin with 0, such as ${quote(zeros)}; the 0 is lost.`);
  if (kind === 'yes or no' || why.includes('"')) notes.push(`The column ${quote(name)} ${why}.`);
  if (decimal.open) notes.push(`In the column ${quote(name)} ${decimal.why}`);
  const known = values?.filter((value) => !Number.isNaN(value)) ?? [];
  if (known.length > 1 && known.every((value) => value === known[0])) notes.push(`The column ${quote(name)} holds ${known[0]} in every row.`);
  return notes;
}
