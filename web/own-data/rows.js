// @ts-check
// Cuts a text into rows and cells. Papa Parse cuts the cells. Before it does, one pass over the text finds where rows
// begin and refuses what is no table: a cell without an end, a line without an end, too many lines, rows or cells. The
// pass stops at the first fault, so that a file of 64 MB of quotation marks or line ends is refused at once. Rows go to
// the parser in small batches, since it searches the rest of its text again and again.

import { figure, kMostExamples, kMostNumbers, kMostValues, refuse } from './table.js';
import { bareCell } from './cell.js';
import { isComment } from './guesses/comments.js';
import { looksNumeric } from './guesses/notation.js';

/** Most characters of a cell in quotation marks, and of a line. */
const kLongestCell = 10_000;
const kLongestLine = 1_000_000;
/** A row is refused within as many characters, if it is at all. */
export const kLongestRow = 2 * kLongestLine + kLongestCell;
/** Most lines, blank ones and comments included. */
const kMostLines = 1_000_000;
/** Rows and columns that are no examples and no values: names, totals, labels, text. */
const kSpare = 64;
/** About the number of characters that the parser gets at a time. */
const kBatch = 16_384;
const kMostCells = kMostValues + kSpare;
const kMostCellsInAll = kMostNumbers + 2 * kMostExamples;

/**
 * The rows of a text.
 * @typedef {object} Scanned
 * @property {string[]} rows as the parser wants them
 * @property {number[]} lines the line of the file in which each row begins, counted from 1
 * @property {{ text: string, line: number } | null} comment the comment right above the first row, without its sign
 */

/**
 * Finds the rows of a text. Blank lines and comments are none.
 * @param {string} text
 * @param {{ delimiter: string, quote: string, comment: string }} signs
 * @param {{ from?: number, until?: number, most?: number }} [range] from: where the table begins, in a line of its own;
 *   until: no row is begun there or behind; most: rows wanted
 * @returns {Scanned}
 */
export function scanRows(text, { delimiter, quote, comment }, { from = 0, until = text.length, most = Infinity } = {}) {
  /** @type {Scanned} */
  const found = { rows: [], lines: [], comment: null };
  const [delimiter_code, quote_code] = [delimiter.charCodeAt(0), quote.charCodeAt(0)];
  const blanks = delimiter === ' ';
  let line = 1;
  for (let i = 0; i < from; ++i) if (text.charCodeAt(i) === 10 || (text.charCodeAt(i) === 13 && text.charCodeAt(i + 1) !== 10)) ++line;
  let cells_in_all = 0;
  for (let at = from; at < until && found.rows.length < most; ) {
    if (line > kMostLines) {
      throw refuse(`It has more than ${figure(kMostLines)} lines; at most ${figure(kMostExamples)} rows are taken.`);
    }
    const [first, row_line] = [at, line];
    let end = endOfLine(text, at);
    const start = text.slice(first, Math.min(end, first + 40)).trimStart();
    if (isComment(start, comment)) {
      const sign = text.indexOf(comment, first) + comment.length;
      if (found.rows.length === 0) found.comment = { text: text.slice(sign, Math.min(end, first + kLongestLine)).trim(), line };
      [at, line] = [afterLine(text, end), line + 1];
      continue;
    }
    // A cell begins at the start, and after a delimiter. A quotation mark counts only there.
    let [fresh, filled, cells, kept] = [true, false, 1, first];
    /** Pieces of the row without the blanks between a delimiter and a quotation mark. @type {string[]} */
    const pieces = [];
    let cell_at = first;
    for (; ; ++at) {
      if (at >= end) break;
      const code = text.charCodeAt(at);
      if (code === quote_code && fresh) {
        if (!blanks && at > cell_at) {
          pieces.push(text.slice(kept, cell_at));
          kept = at;
        }
        at = closing(text, at, quote_code, row_line);
        for (; end < at; ++line) end = endOfLine(text, afterLine(text, end)); // the cell holds line ends
        const next = nextSolid(text, at + 1, delimiter);
        if (next < end && text[next] !== delimiter) throw misplaced(row_line);
        filled = true;
        fresh = false;
      } else if (code === delimiter_code || (blanks && code === 9)) {
        if (!blanks || !fresh) ++cells;
        fresh = true;
        cell_at = at + 1;
        if (cells > kMostCells) throw tooWide(row_line, text.slice(first, end), delimiter);
      } else if (code !== 32 && code !== 9 && code !== 160) {
        fresh = false;
        filled = true;
      }
      if (at - first > kLongestLine) {
        throw refuse(`Line ${figure(row_line)} has more than ${figure(kLongestLine)} characters, which is no row of a table.`);
      }
    }
    at = afterLine(text, end);
    line += 1;
    // Blank lines are no rows. A line of delimiters is one in which nothing is known.
    if (!filled && (cells === 1 || blanks)) continue;
    pieces.push(text.slice(kept, end));
    const row = pieces.length === 1 ? pieces[0] : pieces.join('');
    found.rows.push(blanks ? inBlanks(row, quote) : row);
    found.lines.push(row_line);
    cells_in_all += cells;
    if (found.rows.length > kMostExamples + kSpare)
      throw refuse(`It has more than ${figure(kMostExamples)} rows, which is the most that is taken.`);
    if (cells_in_all > kMostCellsInAll) throw tooMany();
  }
  return found;
}

/**
 * Refuses bytes of more cells than are taken, before they are decoded. Cells are counted outside quotation marks, which
 * end with their line at the latest, so that cells over several lines count less than they are.
 * @param {Uint8Array} bytes letters of ASCII are single bytes in them
 * @param {{ delimiter: string, quote: string, comment: string }} signs
 */
export function checkCells(bytes, { delimiter, quote, comment }) {
  const [sign, mark] = [delimiter.charCodeAt(0), quote.charCodeAt(0)];
  if (comment !== '' || sign > 126 || sign < 1) return;
  let [cells, inside, before] = [0, false, 10];
  const blanks = delimiter === ' ';
  for (let i = 0; i < bytes.length; ++i) {
    const byte = bytes[i];
    if (byte === mark) inside = !inside;
    else if (byte === 10 || byte === 13) {
      if (before !== 10 && before !== 13) ++cells;
      inside = false;
    } else if (byte === sign && !inside && !(blanks && (before === sign || before === 10))) ++cells;
    before = byte;
  }
  if (cells > kMostCellsInAll) throw tooMany();
}

const tooMany = () => refuse(`It has more than ${figure(kMostNumbers)} cells, which is the most that is taken.`);

/** Where a line ends. @param {string} text @param {number} at */
function endOfLine(text, at) {
  for (let end = at; ; ++end) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13 || end >= text.length) return end;
    if (end - at > 2 * kLongestLine) return end; // refused as a row, or as a comment cut short
  }
}

/** Where the next line begins. @param {string} text @param {number} end */
const afterLine = (text, end) => (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1);

/** The closing mark of a cell in quotation marks. Two marks in a row are one that belongs to the cell.
 * @param {string} text @param {number} at @param {number} quote its code @param {number} line */
function closing(text, at, quote, line) {
  for (let end = at + 1; end - at <= kLongestCell && end < text.length; ++end) {
    if (text.charCodeAt(end) !== quote) continue;
    if (text.charCodeAt(end + 1) !== quote) return end;
    ++end;
  }
  throw misplaced(line);
}

/** The next sign that is no blank. @param {string} text @param {number} at @param {string} delimiter */
function nextSolid(text, at, delimiter) {
  let next = at;
  while ((text[next] === ' ' || text[next] === '\t') && text[next] !== delimiter && next - at < kLongestCell) ++next;
  return next;
}

/** @param {number} line */
const misplaced = (line) => refuse(`Line ${figure(line)} can't be read: a quotation mark is missing or misplaced.`);

/** @param {number} line @param {string} row @param {string} delimiter */
function tooWide(line, row, delimiter) {
  const more = row.length > kLongestLine ? 'more than ' : '';
  return refuse(`Line ${figure(line)} has ${more}${figure(row.split(delimiter).length)} cells; at most ${figure(kMostValues)} values are taken.`);
}

/** A row in which one blank stands between cells. @param {string} row @param {string} quote */
function inBlanks(row, quote) {
  const runs = quote === '"' ? /("(?:[^"]|"")*")|[ \t\u00a0]+/g : /('(?:[^']|'')*')|[ \t\u00a0]+/g;
  return row.replace(runs, (_, quoted) => quoted ?? ' ').trim();
}

/**
 * Whether every row as a whole stands in quotation marks, as when a table was saved as a table of one column.
 * @param {string} sample the first lines @param {{ quote: string, comment: string }} signs
 */
export function isWrapped(sample, { quote, comment }) {
  const lines = sample.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== '' && !isComment(line, comment)).slice(0, 100);
  return lines.length > 1 && lines.every((line) => {
    if (line.length < 5 || line[0] !== quote || line.at(-1) !== quote) return false;
    const inner = line.slice(1, -1);
    return !inner.replaceAll(quote + quote, '').includes(quote) && /[,;\t|]/.test(inner) && !looksNumeric(inner.trim());
  });
}

/** A row without the quotation marks around it. @param {string} row @param {string} quote */
export function unwrapped(row, quote) {
  const whole = row.trim();
  return whole[0] === quote && whole.at(-1) === quote && whole.length > 1 ? whole.slice(1, -1).replaceAll(quote + quote, quote) : row;
}

/**
 * The cells of rows, without what stands around their content.
 * @param {Pick<Scanned, 'rows' | 'lines'>} scanned
 * @param {{ delimiter: string, quote: string }} signs
 * @returns {Promise<string[][]>}
 */
export async function cellsOf({ rows, lines }, { delimiter, quote }) {
  // Loaded on first use, since few visitors bring a table.
  const { default: Papa } = await import('./papaparse.js');
  /** @type {string[][]} */
  const cells = [];
  for (let first = 0; first < rows.length; ) {
    let [next, size] = [first, 0];
    while (next < rows.length && (next === first || size < kBatch)) size += rows[next++].length;
    const { data, errors } = Papa.parse(rows.slice(first, next).join('\n'), { delimiter, quoteChar: quote, newline: '\n' });
    const unquoted = errors.find(({ type }) => type === 'Quotes');
    if (unquoted || data.length !== next - first) throw misplaced(lines[first + (unquoted?.row ?? 0)]);
    for (const row of data) cells.push(row.map(bareCell));
    first = next;
  }
  return cells;
}
