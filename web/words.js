// @ts-check
// Values and texts of unknown origin as parts of sentences: short, on one line, and without signs that a screen does
// not show or that turn the direction of a line.

/** Control and format characters, halves of characters, characters without a meaning, and ends of lines. */
const kUnprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Longest text that show() quotes, in characters. */
const kMostShown = 40;

/**
 * A text with every sign replaced that cannot be printed: white space by a blank, others by "?".
 * @param {string} text
 */
export function printable(text) {
  return text.replace(kUnprintable, (sign) => (/\s/.test(sign) ? ' ' : '?'));
}

/**
 * A text of at most `most` characters. Three dots stand for the rest.
 * @param {string} text
 * @param {number} most at least 4
 */
export function shortened(text, most) {
  if (text.length <= most) return text;
  // The cut does not leave the first half of a character that takes two places.
  return `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

/** A number with separators between thousands. @param {number} n */
export const figure = (n) => (Number.isSafeInteger(n) ? n.toLocaleString('en') : String(n));

/** A name from elsewhere as part of a sentence, without quotation marks. @param {string} name */
export const shownName = (name) => printable(shortened(name, kMostShown));

/**
 * A value as part of a sentence.
 * @param {unknown} value
 */
export function show(value) {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return JSON.stringify(shownName(value));
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? `${value}n` : 'a bigint of more than 64 bits';
    case 'object':
      if (value === null) return 'null';
      try {
        return Array.isArray(value) ? `a list of ${Number(value.length)} entries` : 'an object';
      } catch {
        return 'an object that cannot be read'; // a proxy that was revoked
      }
    default:
      return String(value);
  }
}

/** What was thrown, in words. @param {unknown} error */
export function describe(error) {
  try {
    return printable(error instanceof Error ? String(error.message) : typeof error === 'string' ? error : show(error));
  } catch {
    return 'an error that cannot be read';
  }
}
