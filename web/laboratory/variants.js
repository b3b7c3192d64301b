// @ts-check
// From what a visitor chooses to vary to a list of variants: one or two options of the model's table, and some values of
// each.

import { differingIn, settingsName } from '../entries.js';
import { allowedText, isList, isShown, readList } from '../option-values.js';

/** @typedef {import('../types.js').ModelOption} Option */
/** @typedef {Record<string, any>} Settings */
/** An option and the values that it gets. @typedef {{ option: Option, values: any[] }} Choice */
/** @typedef {{ settings: Settings, name: string }} Variant settings: those that were chosen */

/**
 * What to vary when nothing was chosen yet: the option that matters most, or else the one that most others depend on;
 * and the first number that it has an effect on.
 * @param {readonly Option[]} options
 * @param {Settings} settings
 * @returns {[Option, Option | null]}
 */
export function firstChoices(options, settings) {
  const shown = options.filter((option) => isShown(option, options, settings));
  const dependent = (/** @type {Option} */ { name }) =>
    options.filter(({ shownIf = [] }) => shownIf.some((condition) => condition.option === name));
  const most = () => shown.reduce((best, option) => (dependent(option).length > dependent(best).length ? option : best), shown[0]);
  const first = shown.find(({ rank }) => rank === 1) ?? most();
  return [first, dependent(first).find(({ type }) => type === 'integer') ?? null];
}

/**
 * Reads the values of an option that is no choice and no toggle: numbers with commas between; lists with semicolons.
 * @param {string} text
 * @param {Option} option
 * @param {readonly Option[]} options
 * @param {Settings} settings
 * @returns {{ values: any[], refusal: null } | { values: null, refusal: string }}
 */
export function readValues(text, option, options, settings) {
  const words = text.split(isList(option) ? /;/ : /[,;\s]+/).filter((word) => word.trim() !== '');
  if (words.length === 0) {
    return { values: null, refusal: `${option.label} has no values yet: write some, with ${isList(option) ? 'semicolons' : 'commas'} between.` };
  }
  const values = [];
  for (const word of words) {
    if (isList(option)) {
      const { value, refusal } = readList(word, option, options, settings);
      if (refusal !== null) return { values: null, refusal };
      values.push(value);
      continue;
    }
    const value = Number(word);
    const { minimum = -Infinity, maximum = Infinity } = option;
    if (!(value >= minimum && value <= maximum) || (option.type === 'integer' && !Number.isInteger(value))) {
      const allowed = allowedText(option, options, settings);
      return { values: null, refusal: `${option.label} has the value "${word.slice(0, 40)}", but each must be ${allowed}.` };
    }
    values.push(value);
  }
  return { values: [...new Map(values.map((value) => [JSON.stringify(value), value])).values()], refusal: null };
}

/**
 * All combinations. A value of an option that has no effect beside the others is left out, so that "exact" comes once and
 * not once for every number of steps.
 * @param {readonly Option[]} options the model's
 * @param {Settings} base the settings of the experiment
 * @param {readonly Choice[]} choices
 * @returns {Variant[]}
 */
export function variantsOf(options, base, choices) {
  /** @type {Settings[]} */
  let made = [{}];
  for (const { option, values } of choices) {
    made = made.flatMap((settings) =>
      isShown(option, options, { ...base, ...settings }) ? values.map((value) => ({ ...settings, [option.name]: value })) : [settings],
    );
  }
  const unique = [...new Map(made.map((settings) => [JSON.stringify(settings), settings])).values()];
  const all = unique.map((settings) => ({ ...base, ...settings }));
  const by = differingIn(options, all);
  return unique.map((settings, index) => ({ settings, name: settingsName(options, by, all[index]) || 'as it is' }));
}
