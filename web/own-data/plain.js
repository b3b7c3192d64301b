// @ts-check
// Copies what a script hands over, before anything is done with it: lists and objects without getters, proxies and
// prototypes, of a bounded size. What breaks when it is touched breaks here, and is refused.

import { HarmoniumError, describe } from '../errors.js';
import { show } from '../words.js';
import { figure, refuse } from './table.js';

/** Entries of all lists and objects together; a table has fewer columns, with two fields each. */
const kMostEntries = 20_000;
const kDeepest = 6;

/**
 * A copy of lists and objects. Values of other kinds stay as they are.
 * @param {unknown} value
 * @param {string} what it is, as the beginning of a sentence
 * @returns {any}
 */
export function plainOf(value, what) {
  try {
    return copyOf(value, what, { left: kMostEntries }, 0);
  } catch (error) {
    if (error instanceof HarmoniumError) throw error;
    throw refuse(`${what} can not be read, since it breaks when it is touched: ${describe(error)}.`);
  }
}

/** @param {any} value @param {string} what @param {{ left: number }} room @param {number} depth @returns {any} */
function copyOf(value, what, room, depth) {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > kDeepest) throw refuse(`${what} holds objects in objects, more than ${kDeepest} deep.`);
  const list = Array.isArray(value);
  const keys = list ? null : Object.keys(value);
  const size = Number(keys ? keys.length : value.length);
  room.left -= size;
  if (!(room.left >= 0)) throw refuse(`${what} holds ${list ? show(value) : `an object of ${figure(size)} fields`}; at most ${figure(kMostEntries)} entries are taken in all.`);
  if (keys === null) return Array.from({ length: size }, (_, n) => copyOf(value[n], what, room, depth + 1));
  const copy = Object.create(null);
  for (const key of keys) copy[key] = copyOf(value[key], what, room, depth + 1);
  return copy;
}
