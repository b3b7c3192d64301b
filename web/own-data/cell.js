// @ts-check
// What stands around the content of a cell and is no part of it: blanks, signs that no screen shows, quotation marks of
// print, and what spreadsheets write so that a number stays as it is, ="012" and '012.

/** Blanks, and characters without a width: joiners, marks of direction, byte order, soft hyphens. */
const kAround = /^[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/g;
const kPrinted = /^(?:[\u201c\u201d\u201e]([^\u201c\u201d\u201e]*)[\u201c\u201d]|[\u2018\u2019\u201a]([^\u2018\u2019\u201a]*)[\u2018\u2019]|\u00ab([^\u00ab\u00bb]*)\u00bb)$/;
const kFormula = /^="([^"]*)"$/;
const kKept = /^'[+-]?[\d.,]*\d[\d.,]*$/;

/** The content of a cell. @param {string} cell */
export function bareCell(cell) {
  const text = cell.trim();
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  if (first < 128 && last < 128 && first !== 61 && first !== 39) return text;
  const bare = text.replace(kAround, '');
  const inner = kPrinted.exec(bare)?.slice(1).find((part) => part !== undefined) ?? kFormula.exec(bare)?.[1];
  if (inner !== undefined) return inner.replace(kAround, '');
  return kKept.test(bare) ? bare.slice(1) : bare;
}
