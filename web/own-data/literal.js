// @ts-check
// Reads the literals of Python that stand in headers of NumPy files: dictionaries, tuples, lists, texts, whole numbers,
// True, False and None. Writers other than NumPy spell them in their own ways.

import { refuse } from './table.js';

/** Nothing that is read nests as deep. */
const kDeepest = 8;
const kToken = /\s*(?:([{}()[\],:])|(?:[uUbBrR]{0,2})('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|([+-]?\d+)[lL]?|(True|False|None))\s*/y;

/**
 * The value that a text spells. Fails with "invalid-data" if it is another text.
 * @param {string} text
 * @returns {unknown} a text, number, boolean, null, list or dictionary
 */
export function readLiteral(text) {
  kToken.lastIndex = 0;
  /** @type {RegExpExecArray[]} */
  const tokens = [];
  let at = 0;
  while (at < text.length) {
    kToken.lastIndex = at;
    const found = kToken.exec(text);
    if (found === null) throw unreadable();
    tokens.push(found);
    at = kToken.lastIndex;
  }
  let next = 0;
  const sign = () => tokens[next]?.[1];

  /** @param {number} depth @returns {unknown} */
  function value(depth) {
    const token = tokens[next++];
    if (token === undefined || depth > kDeepest) throw unreadable();
    const [, mark, quoted, whole, word] = token;
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
    if (whole !== undefined) return Number(whole);
    if (word !== undefined) return word === 'None' ? null : word === 'True';
    if (mark === '(') return list(')', depth);
    if (mark === '[') return list(']', depth);
    if (mark === '{') return dictionary(depth);
    throw unreadable();
  }

  /** @param {string} end @param {number} depth */
  function list(end, depth) {
    const items = [];
    let commas = 0;
    while (sign() !== end) {
      items.push(value(depth + 1));
      if (sign() === ',') ++next, ++commas;
      else if (sign() !== end) throw unreadable();
    }
    ++next;
    // (3) is a number in brackets, and (3,) is a tuple.
    return end === ')' && items.length === 1 && commas === 0 ? items[0] : items;
  }

  /** @param {number} depth */
  function dictionary(depth) {
    /** @type {{ [key: string]: unknown }} */
    const entries = Object.create(null);
    while (sign() !== '}') {
      const key = value(depth + 1);
      if (typeof key !== 'string' || sign() !== ':') throw unreadable();
      ++next;
      entries[key] = value(depth + 1);
      if (sign() === ',') ++next;
      else if (sign() !== '}') throw unreadable();
    }
    ++next;
    return entries;
  }

  const whole = value(0);
  if (next !== tokens.length) throw unreadable();
  return whole;
}

const unreadable = () => refuse('Its header is not the dictionary of descr, fortran_order and shape that NumPy writes.');
