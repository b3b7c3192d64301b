// @ts-check
// What cells hold of which nothing is known. These codes are known; others, such as -999, are named by the visitor.
// Codes are compared without regard to case. A code that is a number stands for every way of writing it.

/** Blank cells are always missing. */
const kCodes = [
  'NA', 'N/A', '#N/A', '<NA>', 'NaN', 'null', 'NULL', 'none', 'nil', '?', '-', '--', '---', '.', '..', '*', '\\N', '#NV', 'k.A.', 'missing',
];
const kKnown = new Map(kCodes.map((code) => [code.toLowerCase(), code]));

/**
 * The known codes that occur.
 * @param {string[][]} rows
 * @returns {{ value: string[], why: string }}
 */
export function guessMissing(rows) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const row of rows) {
    for (const cell of row) {
      // Most cells are numbers, and no code is as long.
      if (cell.length > 0 && cell.length < 8 && !(cell >= '0' && cell < ':')) {
        const code = kKnown.get(cell.toLowerCase());
        if (code !== undefined) found.add(code);
      }
    }
  }
  const value = [...found].sort();
  return { value, why: value.length > 0 ? 'These are common ways to write it.' : 'No known code for it occurs.' };
}

/**
 * Whether a cell says that nothing is known.
 * @param {readonly string[]} codes
 * @returns {(cell: string) => boolean}
 */
export function missingTest(codes) {
  const texts = new Set(codes.map((code) => code.trim().toLowerCase()));
  const numbers = new Set(codes.filter((code) => code.trim() !== '').map(Number).filter((code) => !Number.isNaN(code)));
  return (cell) => cell === '' || texts.has(cell.toLowerCase()) || (numbers.size > 0 && numbers.has(Number(cell)));
}
