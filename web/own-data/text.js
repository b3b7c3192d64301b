// @ts-check
// Turns bytes into text: finds the encoding, and says what is no text. A mark of byte order decides where there is one;
// without it zeros between letters are those of UTF-16 or UTF-32; what is not UTF-8 is of an older program.

import { figure, refuse } from './table.js';

/**
 * @typedef {object} Decoded
 * @property {string} text
 * @property {string[]} notes
 * @property {import('./table.js').Guess<string> | null} guess the encoding, unless it is UTF-8 and was not asked for
 */

/** What may be asked for. All browsers decode these; `utf-32le` and `utf-32be` are decoded here. */
export const kEncodings = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'windows-1252', 'windows-1250', 'windows-1251'],
  ...['iso-8859-2', 'macintosh', 'shift_jis', 'gb18030', 'big5', 'euc-kr'],
];
/** The encoding is found from as many bytes at the beginning. */
const kLooked = 4096;
/** Longer texts have line ends of today. */
const kShort = 1_000_000;
/** Control characters that texts hold: tabulator, ends of lines, form feed. */
const kBlank = new Set([9, 10, 11, 12, 13]);
/** The sign that ended files of DOS. */
const kEndOfFile = 0x1a;

/** The letters 0x80 to 0x9f of windows-1252. Five of them are none and stay what they are. */
const kWindows =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Marks of byte order, the longest first. @type {[number[], string][]} */
const marks = [
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** @param {Uint8Array} bytes */
const markOf = (bytes) => marks.find(([mark]) => bytes.length >= mark.length && mark.every((byte, i) => bytes[i] === byte));

/**
 * Decodes text. Fails with "invalid-data" if the bytes are no text.
 * @param {Uint8Array} bytes
 * @param {string} [asked] one of kEncodings; found if left out
 * @returns {Decoded}
 */
export function decodeText(bytes, asked) {
  if (asked !== undefined && !kEncodings.includes(asked)) {
    throw refuse(`The encoding asked for is none that is known; there are ${kEncodings.join(', ')}.`);
  }
  const end = endOf(bytes);
  const mark = markOf(bytes);
  const wide = asked ?? mark?.[1] ?? wideEncoding(bytes.subarray(0, kLooked));
  const notes = [];
  let encoding = wide ?? 'utf-8';
  let why = mark ? 'The file begins with its mark of byte order.' : 'Zeros stand where its letters have them.';
  // Zeros at the end belong to letters of several bytes, so only those of single bytes are left out.
  const single = !/16|32/.test(encoding);
  if (single && end < bytes.length) notes.push(`${figure(bytes.length - end)} bytes of zeros at its end were left out.`);
  const body = single ? bytes.subarray(0, end) : bytes;
  let text = decoded(body, encoding);
  if (text === null && wide === null) {
    encoding = singleEncoding(body);
    text = decoded(body, encoding);
    why = encoding === 'macintosh' ? 'It is not UTF-8, and its words have more letters in this one.' : 'It is not UTF-8; most older programs write this one.';
    const called = encoding === 'macintosh' ? 'the one of old Macintoshes (Mac Roman)' : 'windows-1252 (Latin 1)';
    notes.push(`Its text is not UTF-8 and was read as ${called}; only names can be affected.`);
  } else if (text !== null && encoding !== 'utf-8') notes.push(`Its text was read as ${encoding.toUpperCase()}.`);
  if (text === null) throw refuse(`It begins as ${encoding.toUpperCase()} text and is damaged: some bytes are no letters of it.`);
  let last = text.length;
  while (last > 0 && text.charCodeAt(last - 1) === kEndOfFile) --last;
  text = text.slice(0, last).replace(/^\ufeff+/, '');
  // Line ends of Unicode and of old mainframes, where there are no others.
  if (text.length <= kShort && !/[\r\n]/.test(text)) text = text.replace(/[\u2028\u2029\x85]/g, '\n');
  // Records of ASCII have a sign of their own behind them.
  if (separates(text.slice(0, kLooked))) text = text.replace(/\x1e(\r?\n)?/g, '\n');
  checkLetters(text, separates(text.slice(0, kLooked)));
  const choices = kEncodings.map((value) => ({ value, label: value }));
  const told = asked !== undefined || encoding !== 'utf-8';
  const guess = { title: 'Encoding', value: encoding, choices, why: asked === undefined ? why : 'It was chosen.', open: wide === null };
  return { text, notes, guess: told ? guess : null };
}

/** Where the zeros that end a file begin. @param {Uint8Array} bytes */
function endOf(bytes) {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) --end;
  return end;
}

/** UTF-16 or UTF-32 without a mark: letters of ASCII have zeros in fixed places. @param {Uint8Array} bytes */
function wideEncoding(bytes) {
  for (const [encoding, width, at] of /** @type {[string, number, number][]} */ ([
    ['utf-32le', 4, 0],
    ['utf-32be', 4, 3],
    ['utf-16le', 2, 0],
    ['utf-16be', 2, 1],
  ])) {
    const letters = Math.floor(bytes.length / width);
    if (letters < 2) continue;
    let plain = 0;
    for (let n = 0; n < letters; ++n) {
      let zeros = true;
      for (let i = 0; i < width; ++i) if (i !== at) zeros &&= bytes[n * width + i] === 0;
      const letter = bytes[n * width + at];
      if (zeros && (letter >= 32 || kBlank.has(letter)) && letter < 127) ++plain;
    }
    // Tables are made of digits and separators, whatever the language of their names. Where names fill the beginning
    // every letter has to be one.
    if (plain > 0.5 * letters || (width === 2 && plain > 0.2 * letters && isWritten(bytes.subarray(0, 2 * letters), encoding))) return encoding;
  }
  return null;
}

/** Whether bytes are nothing but letters, digits and signs in an encoding of two bytes each. @param {Uint8Array} bytes @param {string} encoding */
function isWritten(bytes, encoding) {
  // The last may be the first half of a letter.
  const text = decoded(bytes, encoding) ?? decoded(bytes.subarray(0, bytes.length - 2), encoding);
  return text !== null && text.includes('\n') && /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\t\r\n]*$/u.test(text);
}

/**
 * Which encoding of single bytes words speak for: what stands within a word is a letter.
 * @param {Uint8Array} bytes
 */
function singleEncoding(bytes) {
  const looked = bytes.subarray(0, 16 * kLooked);
  const inWord = (/** @type {number} */ byte) => byte > 127 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  const inside = looked.filter((byte, i) => byte > 127 && inWord(looked[i - 1]) && inWord(looked[i + 1]));
  const letters = (/** @type {string} */ encoding) => [...(decoded(inside, encoding) ?? '')].filter((letter) => /\p{L}/u.test(letter)).length;
  return letters('macintosh') > letters('windows-1252') ? 'macintosh' : 'windows-1252';
}

/** The text, or null if the bytes do not make one. @param {Uint8Array} bytes @param {string} encoding */
function decoded(bytes, encoding) {
  try {
    if (encoding.startsWith('utf-32')) return wideText(bytes, encoding.endsWith('le'));
    if (encoding === 'windows-1252') return windowsText(bytes);
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** windows-1252. Node decodes it as Latin 1, in which some letters are control characters, and slowly. @param {Uint8Array} bytes */
function windowsText(bytes) {
  const decoder = new TextDecoder('windows-1252');
  if (decoder.decode(Uint8Array.of(0x80)) === kWindows[0]) return decoder.decode(bytes);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 4096) pieces.push(String.fromCharCode.apply(null, /** @type {any} */ (bytes.subarray(at, at + 4096))));
  return pieces.join('').replace(/[\x80-\x9f]/g, (letter) => kWindows[letter.charCodeAt(0) - 0x80]);
}

/** UTF-32, which browsers do not decode. @param {Uint8Array} bytes @param {boolean} little */
function wideText(bytes, little) {
  if (bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 4096) {
    const letters = [];
    for (let i = at; i < Math.min(at + 4096, bytes.length); i += 4) letters.push(view.getUint32(i, little));
    pieces.push(String.fromCodePoint(...letters)); // throws for numbers that are no letters
  }
  return pieces.join('');
}

/** Refuses text with characters that no table has. @param {string} text @param {boolean} separated whether signs of control part its cells */
function checkLetters(text, separated) {
  // eslint-disable-next-line no-control-regex
  const found = (separated ? /[\x00\x02-\x08\x0e-\x1e\x7f]/ : /[\x00-\x08\x0e-\x1f\x7f]/).exec(text);
  if (found === null) return;
  const code = found[0].charCodeAt(0);
  const what = code === 0 ? 'a zero byte (NUL)' : code === kEndOfFile ? 'an end-of-file sign (0x1A)' : `the control character 0x${code.toString(16).padStart(2, '0')}`;
  const before = text.slice(0, found.index);
  const line = before.split('\n').length;
  throw refuse(`Line ${figure(line)} holds ${what} as its character ${figure(found.index - before.lastIndexOf('\n'))}, which no table of text has: the file is damaged or of another kind.`);
}

/**
 * Whether 0x01 or the unit separator part the cells of lines, or of records that end with their own sign: as many of them
 * in every one of the first.
 * @param {string} text
 */
function separates(text) {
  const sign = ['\x01', '\x1f'].find((control) => text.includes(control));
  if (sign === undefined) return false;
  const lines = text.split(/\x1e(?:\r?\n)?|\r\n?|\n/);
  if (text.length >= kLooked || lines[lines.length - 1] === '') lines.pop();
  const counts = lines.slice(0, 20).map((line) => line.split(sign).length);
  return counts.length > 1 && counts.every((count) => count > 1 && count === counts[0]);
}

/** Whether bytes look like text: few of them are control characters. @param {Uint8Array} bytes */
export function looksLikeText(bytes) {
  if (markOf(bytes) || wideEncoding(bytes.subarray(0, kLooked)) !== null) return true;
  const looked = bytes.subarray(0, Math.min(kLooked, endOf(bytes)));
  if (separates(String.fromCharCode(...looked))) return true;
  let strange = 0;
  for (const byte of looked) if ((byte < 32 && !kBlank.has(byte) && byte !== kEndOfFile) || byte === 127) ++strange;
  return strange <= Math.max(1, looked.length / 50);
}
