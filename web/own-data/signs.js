// @ts-check
// The signs that a table as text uses: comments, marks around cells, what parts cells. They are found from its first
// lines, and cut the whole into cells. Of a large file its beginning is cut first: most that is no table shows there.

import { HarmoniumError } from '../errors.js';
import { guessComment, kComments } from './guesses/comments.js';
import { guessDelimiter, kControls, kDelimiters, kRare, namedDelimiter } from './guesses/delimiter.js';
import { booleanIn } from './guesses/kinds.js';
import { guessMissing, missingTest } from './guesses/missing.js';
import { looksNumeric } from './guesses/notation.js';
import { guessQuote, kQuotes } from './guesses/quotes.js';
import { cellsOf, isWrapped, kLongestRow, scanRows, unwrapped } from './rows.js';
import { figure, quote, refuse } from './table.js';
import { settled } from './understanding.js';

/** @typedef {import('./understanding.js').Understood} Understood */
/** @typedef {import('./rows.js').Scanned} Scanned */

/** How much of a text is looked at for its delimiter. */
const kSample = 65_536;
const kSampleRows = 100;
/** About as many rows of a large text are looked at for numbers. */
const kLookedAt = 200;

/** @param {string} text @param {Understood} understood */
async function signsOf(text, understood) {
  const from = text.startsWith('\ufeff') ? 1 : 0;
  const named = namedDelimiter(text.slice(from, from + kSample));
  const start = from + (named?.length ?? 0);
  const sample = sampleOf(text, start);
  const comment = settled('comment', understood.comment, { title: 'Comments', ...guessComment(sample), choices: [...kComments] });
  const quotes = settled('quote', understood.quote, { title: 'Marks around cells', ...guessQuote(sample), choices: [...kQuotes] });
  const given = { quote: quotes.value, comment: comment.value };
  const wrapped = isWrapped(sample, given);
  const bare = (/** @type {Scanned} */ scanned) => (wrapped ? { ...scanned, rows: scanned.rows.map((row) => unwrapped(row, quotes.value)) } : scanned);
  /** @type {Map<string, string[][]>} */
  const cuts = new Map();
  /** @param {string[]} delimiters */
  const cut = async (delimiters) => {
    for (const delimiter of delimiters) {
      try {
        const scanned = scanRows(sample, { ...given, delimiter }, { most: kSampleRows });
        // Lines that are drawn part no cells.
        const drawn = scanned.rows.map((row) => /^[-+=:| ]*[-=]{2,}[-+=:| ]*$/.test(row));
        const solid = drawn.includes(false) ? { ...scanned, rows: scanned.rows.filter((_, n) => !drawn[n]), lines: scanned.lines.filter((_, n) => !drawn[n]) } : scanned;
        cuts.set(delimiter, await cellsOf(bare(solid), { ...given, delimiter }));
      } catch {
        // The first rows can't be cut at this sign.
      }
    }
  };
  if (named === null) {
    await cut(['\0', ...kDelimiters.map(({ value }) => value)]);
    if ([...cuts.values()].every((rows) => rows.every(({ length }) => length === 1))) await cut(kRare.map(({ value }) => value));
  }
  const control = kControls.find((sign) => sample.includes(sign));
  const guess = named
    ? { value: named.delimiter, why: 'The first line says so.' }
    : control !== undefined
      ? { value: control, why: 'No cell holds this sign.' }
    : guessDelimiter((delimiter) => cuts.get(delimiter) ?? [], sample.includes('"'));
  const odd = kDelimiters.some(({ value }) => value === guess.value) ? [] : [{ value: guess.value, label: kRare.find(({ value }) => value === guess.value)?.label ?? quote(guess.value) }];
  const rare = (/** @type {unknown} */ sign) => kRare.some(({ value }) => value === sign);
  const delimiter = settled('delimiter', understood.delimiter, { title: 'Cells are separated by', ...guess, choices: [...kDelimiters, ...odd] }, rare);
  return { start, bare, signs: { ...given, delimiter: delimiter.value }, guesses: { delimiter, quote: quotes, comment } };
}

/**
 * Refuses a text whose beginning is no table, or holds text alone: what ends the text may be missing, but so many rows
 * of text leave no column of numbers. Gives the signs that the text uses.
 * @param {string} beginning @param {Understood} understood
 */
export async function checkBeginning(beginning, understood) {
  try {
    return await checkPlain(beginning, understood);
  } catch (error) {
    const other = error instanceof HarmoniumError && error.message.includes('quotation mark') ? withoutBackslashes(beginning) : null;
    if (other === null) throw error;
    return checkPlain(other, understood);
  }
}

/** @param {string} beginning @param {Understood} understood */
async function checkPlain(beginning, understood) {
  const { start, bare, signs } = await signsOf(beginning, understood);
  const { rows, lines } = bare(scanRows(beginning, signs, { from: start, until: beginning.length - kLongestRow }));
  const step = Math.max(1, Math.floor(rows.length / kLookedAt));
  const some = { rows: rows.filter((_, n) => n % step === 0), lines: lines.filter((_, n) => n % step === 0) };
  const cells = (await cellsOf(some, signs)).flat();
  const known = missingTest(guessMissing([cells]).value);
  if (cells.length > 0 && !cells.some((cell) => known(cell) || looksNumeric(cell) || booleanIn(cell) !== null)) {
    throw refuse(`It is text: none of ${figure(some.rows.length)} rows that were looked at holds a number, such as line ${figure(lines[0])}, which begins with ${quote(cells[0])}. Examples are made of numbers.`);
  }
  return signs;
}

/**
 * Cuts a text into cells, by the signs that it uses. Where quotation marks do not fit, and some have a backslash before
 * them, they are read as MySQL and programs in C write them.
 * @param {string} text @param {Understood} understood
 */
export async function cutText(text, understood) {
  try {
    return { ...(await cutPlain(text, understood)), escaped: false };
  } catch (error) {
    const other = error instanceof HarmoniumError && error.message.includes('quotation mark') ? withoutBackslashes(text) : null;
    if (other === null) throw error;
    try {
      return { ...(await cutPlain(other, understood)), escaped: true };
    } catch {
      throw error;
    }
  }
}

/** A text in which two marks stand for one within a cell, not a backslash and a mark; null if it has none of these. @param {string} text */
function withoutBackslashes(text) {
  if (!/\\["']/.test(text)) return null;
  const mark = /\\"/.test(text) ? '"' : "'";
  return text.replace(/\\(["'\\])/g, (_, sign) => (sign === mark ? mark + mark : sign));
}

/** @param {string} text @param {Understood} understood */
async function cutPlain(text, understood) {
  const { start, bare, signs, guesses } = await signsOf(text, understood);
  const scanned = bare(scanRows(text, signs, { from: start }));
  const all = await cellsOf(scanned, signs);
  while (all.length > 0 && all[all.length - 1].every((cell) => cell === '')) all.pop(); // spreadsheets write them below
  if (!all.some((row) => row.some((cell) => cell !== ''))) throw refuse('There is no row in it.');
  const above = scanned.comment && {
    cells: (await cellsOf({ rows: [withoutRuns(scanned.comment.text, signs.delimiter)], lines: [scanned.comment.line] }, signs))[0],
    line: scanned.comment.line,
  };
  return { signs: guesses, cells: all, lines: scanned.lines, comment: above };
}

/** @param {string} line @param {string} delimiter */
const withoutRuns = (line, delimiter) => (delimiter === ' ' ? line.replace(/[ \t]+/g, ' ') : line);

/** The first lines of a text. @param {string} text @param {number} from */
function sampleOf(text, from) {
  const sample = text.slice(from, from + kSample);
  if (from + kSample >= text.length) return sample;
  return sample.slice(0, Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r')) + 1) || sample;
}
