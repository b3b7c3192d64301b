// @ts-check
// Values of options as a form and a preset need them: lists as text, equality, and which options matter at all.

/** @typedef {import('./types.js').ModelOption} Option */
/** @typedef {import('./types.js').OptionValue} OptionValue */
/** @typedef {import('./types.js').Condition} Condition */
/** @typedef {Record<string, any>} Settings */

/** @param {OptionValue | undefined} one @param {OptionValue | undefined} other */
export function sameValue(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((entry, at) => entry === other[at]);
}

/**
 * Whether an option matters under the other settings.
 * @param {Option} option
 * @param {readonly Option[]} options the table it is of
 * @param {Settings} settings
 */
export function isShown({ shownIf = [] }, options, settings) {
  /** @param {Condition} condition @returns {boolean} */
  const holds = ({ option, values, orElse = [] }) => {
    const other = options.find(({ name }) => name === option);
    if (other === undefined) return true;
    return values.includes(String(settings[option] ?? other.default)) || orElse.some(holds);
  };
  return shownIf.every(holds);
}

/** Whether it is typed as text: numbers with commas between. @param {Option} option */
export function isList({ type, per }) {
  return type === 'sizes' || per !== undefined;
}

/** @param {OptionValue} value */
export function listText(value) {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * What may be typed, in words.
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
 * What was typed, or why it can't be.
 * @param {string} text
 * @param {Option} option one that isList()
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

/** Entries of the list of sizes that an option names. @param {Option} option @param {readonly Option[]} options @param {Settings} settings */
function layersOf({ per }, options, settings) {
  const sizes = options.find(({ name }) => name === per);
  const list = sizes && (settings[sizes.name] ?? sizes.default);
  return Array.isArray(list) ? list.length : 0;
}
