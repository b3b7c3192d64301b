// @ts-check
// What was understood of a table as text: every guess with its value, what else it may be, and why. Reading is a pure
// function of the text and of these values: whoever gives all of them gets the same table again, and whoever gives one
// of them changes this one and what follows from it. guesses/ has one file for each.

import { HarmoniumError } from '../errors.js';
import { show } from '../words.js';
import { plainOf } from './plain.js';
import { refuse } from './table.js';

/** @template T @typedef {import('./table.js').Guess<T>} Guess */

/**
 * What was understood of a table as text.
 * @typedef {object} Understanding
 * @property {Guess<string>} delimiter the sign between cells: `,`, `;`, a tab, `|`, or a blank for runs of blanks
 * @property {Guess<string>} quote the sign around cells that hold delimiters: `"` or `'`
 * @property {Guess<string>} comment how lines begin that are no rows: `#`, `%`, `//`, or empty for none
 * @property {Guess<number>} top how many rows above the table are left out; allowed are whole numbers
 * @property {Guess<number>} foot how many rows below the table are left out, such as totals; allowed are whole numbers
 * @property {Guess<Header>} header where the names of the columns are
 * @property {Guess<'.' | ',' | 'column'>} decimal the decimal sign, or `column`: every column by its own evidence
 * @property {Guess<string[]>} missing what cells hold of which nothing is known; allowed are any texts
 * @property {Guess<string | null>} label the column that says which class an example is of; null for none
 * @property {Guess<string | null>} sequence the column that is the same in all rows of one sequence; null for none
 * @property {Guess<string | null>} held the column that says which examples are held out; null for none
 * @property {ColumnGuess[]} columns one for each column of the file, in order
 */
/** @typedef {'none' | 'first' | 'two' | 'three' | 'comment'} Header  the first row, the first two (names and units), the
 *   first three (names and two rows of words), a comment */
/**
 * @typedef {object} ColumnGuess
 * @property {string} name
 * @property {Guess<'number' | 'left out'>} as what becomes of it, if it is not the labels, the sequences or held
 * @property {Guess<'.' | ','>} decimal its decimal sign
 */

/**
 * Values that a caller knows better than a guess. Each may be left out.
 * @typedef {object} Understood
 * @property {string} [delimiter]
 * @property {string} [quote]
 * @property {string} [comment]
 * @property {number} [top]
 * @property {number} [foot]
 * @property {Header} [header]
 * @property {'.' | ',' | 'column'} [decimal]
 * @property {string[]} [missing]
 * @property {string | null} [label]
 * @property {string | null} [sequence]
 * @property {string | null} [held]
 * @property {Record<string, { as?: 'number' | 'left out', decimal?: '.' | ',' }>} [columns] by the names of columns
 */

/** @param {unknown} value */
const shown = (value) => (value === '\t' ? 'a tab' : show(value));

/**
 * A guess, or what the caller said in its place.
 * @template T
 * @param {string} field its name in Understood
 * @param {T | undefined} given what the caller said
 * @param {Omit<Guess<T>, 'open'> & { open?: boolean }} guess
 * @param {(value: T) => boolean} [allowed] for a guess that may be more than its choices
 * @returns {Guess<T>}
 */
export function settled(field, given, guess, allowed) {
  if (given === undefined) return { open: false, ...guess };
  const known = guess.choices.some(({ value }) => value === given);
  if (!known && !(allowed?.(given) ?? false)) {
    const choices = guess.choices.slice(0, 12).map(({ value }) => shown(value));
    throw refuse(`${guess.title} (${field}) is ${shown(given)}; allowed ${choices.length === 1 ? 'is' : 'are'} ${choices.join(', ')}.`);
  }
  const why = given === guess.value ? guess.why : 'It was chosen.';
  return { ...guess, value: given, why, open: false };
}

/** @type {(keyof Understood)[]} */
const kFields = ['delimiter', 'quote', 'comment', 'top', 'foot', 'header', 'decimal', 'missing', 'label', 'sequence', 'held', 'columns'];

/** Refuses fields that there are not. @param {unknown} given @returns {Understood} */
export function checkUnderstood(given) {
  if (given === undefined) return {};
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw refuse(`What is understood is ${shown(given)}; allowed is an object with ${kFields.join(', ')}.`);
  }
  for (const field of Object.keys(given)) {
    if (!kFields.includes(/** @type {any} */ (field))) {
      throw refuse(`What is understood has no field ${shown(field)}; there are ${kFields.join(', ')}.`);
    }
  }
  return /** @type {Understood} */ (given);
}

/**
 * All values of an understanding. A text read with them gives the same table.
 * @param {Understanding} understanding
 * @returns {Required<Understood>}
 */
export function valuesOf(understanding) {
  try {
    const { columns, ...guesses } = understanding;
    const values = kFields.flatMap((field) => (field in guesses ? [[field, plainOf(/** @type {any} */ (guesses)[field].value, 'What was understood')]] : []));
    const by_name = columns.map(({ name, as, decimal }) => [String(name), { as: as.value, decimal: decimal.value }]);
    return /** @type {any} */ ({ ...Object.fromEntries(values), columns: Object.fromEntries(by_name) });
  } catch (error) {
    if (error instanceof HarmoniumError) throw error;
    throw refuse(`What was understood is ${show(understanding)}; it is the understanding of a table as text.`);
  }
}
