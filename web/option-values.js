// Option values in forms and presets: lists as text, equality, and which options have an effect.

/** @typedef {import('./types.js').ModelOption} Option */
/** @typedef {import('./types.js').OptionValue} OptionValue */
/** @typedef {import('./types.js').Condition} Condition */
/** @typedef {Record<string, any>} Settings */

/**
 * Whether two values are equal; lists by their entries.
 * @param {OptionValue | undefined} one
 * @param {OptionValue | undefined} other
 */
export function sameValue(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((entry, at) => entry === other[at]);
}

/**
 * What data consist of, as conditions on "data.values" name it; undefined where it is not known.
 * @param {readonly import('./types.js').DatasetInfo[]} datasets
 * @param {unknown} data as in a spec
 * @returns {'real' | 'grey' | 'binary' | undefined}
 */
export function valuesOf(datasets, data) {
  if (typeof data !== 'string') return /** @type {any} */ (data)?.real ? 'real' : undefined;
  const kinds = datasets.find(({ name }) => name === data)?.parts.map(({ kind }) => kind) ?? [];
  if (kinds.some((kind) => kind === 'real' || kind === 'counts')) return 'real';
  return kinds.includes('intensity') ? 'grey' : kinds.length > 0 ? 'binary' : undefined;
}

/** The name that conditions give to a value. @param {Option} option @param {OptionValue} value */
const nameOf = ({ type }, value) => (type === 'toggle' || type === 'choice' ? String(value) : value === 0 ? 'zero' : 'nonzero');

/**
 * Whether an option has an effect with the present settings. Conditions on what is not known hold.
 * @param {Option} option
 * @param {readonly Option[]} options the table that it belongs to
 * @param {Settings} settings
 * @param {string} [data] what the data consist of; see valuesOf()
 */
export function isShown({ shownIf = [] }, options, settings, data) {
  /** @param {Condition} condition @returns {boolean} */
  const holds = ({ option, values, orElse = [] }) => {
    const other = options.find(({ name }) => name === option);
    const now = option === 'data.values' ? data : other && nameOf(other, settings[option] ?? other.default);
    return now === undefined || values.includes(now) || orElse.some(holds);
  };
  return shownIf.every(holds);
}

/** Whether a form edits the option as text: numbers separated by commas. @param {Option} option */
export function isList({ type, per }) {
  return type === 'sizes' || per !== undefined;
}

/** @param {OptionValue} value */
export function listText(value) {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * The allowed values, in words.
 * @param {Option} option
 * @param {readonly Option[]} options
 * @param {Settings} settings
 */
export function allowedText(option, options, settings) {
  const { minimum, maximum, leastCount, mostCount, per } = option;
  const range = `from ${minimum} to ${maximum}`;
  if (option.type === 'sizes') {
    const count = leastCount === mostCount ? mostCount : `${leastCount} to ${mostCount}`;
    return `${count} whole numbers ${range}, with commas between`;
  }
  const one = `${option.type === 'integer' ? 'a whole number' : 'a number'} ${range}`;
  const count = layersOf(option, options, settings);
  if (count === 0) return one;
  const label = options.find(({ name }) => name === per)?.label ?? per;
  return `${one}, or ${count} with commas between, one for each entry of "${label}"`;
}

/**
 * Reads a typed list. Answers the value, or the sentence that refuses it.
 * @param {string} text
 * @param {Option} option an option for which isList() holds
 * @param {readonly Option[]} options
 * @param {Settings} settings
 * @returns {{ value: OptionValue, refusal: null } | { value: null, refusal: string }}
 */
export function readList(text, option, options, settings) {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  const { minimum = -Infinity, maximum = Infinity, leastCount = 0, mostCount = 0 } = option;
  const fits = numbers.every(
    (number) => number >= minimum && number <= maximum && (option.type === 'number' || Number.isInteger(number)),
  );
  const sizes = option.type === 'sizes';
  const counts = sizes
    ? numbers.length >= leastCount && numbers.length <= mostCount
    : numbers.length === 1 || (numbers.length > 0 && numbers.length === layersOf(option, options, settings));
  if (fits && counts) return { value: sizes || numbers.length > 1 ? numbers : numbers[0], refusal: null };
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  const allowed = allowedText(option, options, settings);
  return { value: null, refusal: `${option.label} is "${shown}", but it must be ${allowed}.` };
}

/**
 * Number of entries of the list of sizes that `option.per` names; 0 where there is none.
 * @param {Option} option
 * @param {readonly Option[]} options
 * @param {Settings} settings
 */
function layersOf({ per }, options, settings) {
  const sizes = options.find(({ name }) => name === per);
  const list = sizes && (settings[sizes.name] ?? sizes.default);
  return Array.isArray(list) ? list.length : 0;
}
