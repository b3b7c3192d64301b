// @ts-check
// Writes options of the catalogue as TypeScript: the type of the value, and the comment that editors show.

/** A union of the names of things. @param {{ name: string }[]} things */
export const union = (things) => things.map(({ name }) => `'${name}'`).join(' | ');

/** The TypeScript type of an option's value. @param {any} option */
export function typeOf(option) {
  if (option.type === 'toggle') return 'boolean';
  if (option.type === 'sizes') return 'number[]';
  if (option.per !== undefined) return 'number | number[]';
  return option.type === 'choice' ? union(option.choices) : 'number';
}

/** The comment that an editor shows at an option: its help, its range and its default. @param {any} option */
export function helpOf(option) {
  /** @type {Record<string, string>} */
  const ranges = {
    integer: 'A whole number',
    number: 'A number',
    sizes: `A list of ${option.leastCount} to ${option.mostCount} whole numbers, each`,
  };
  const each = option.per === undefined ? '' : `, or a list with one for each entry of \`${option.per}\``;
  const range = Object.hasOwn(ranges, option.type)
    ? ` ${ranges[option.type]} from ${option.minimum} to ${option.maximum}${each}.`
    : '';
  const live = option.live ? '' : ' A change starts the experiment anew.';
  return `${option.help}${range} Default: ${JSON.stringify(option.default)}.${live}`;
}
