// @ts-check
// The controls for one option that varies: which option, and which values it gets.

import { make, write } from '../elements.js';
import { isList, listText } from '../option-values.js';
import { readValues } from './variants.js';

/** @typedef {import('../types.js').ModelOption} Option */

/**
 * @param {{ id: string, label: string, optional: boolean, onChange: () => void }} how optional: whether it may be none
 */
export function createValues({ id, label, optional, onChange }) {
  /** @type {readonly Option[]} */
  let options = [];
  /** @type {Record<string, any>} */
  let settings = {};
  const select = make('select', { id, onchange: () => (offerValues(), onChange()) });
  const place = make('div', {});
  const wrong = make('p', { id: `${id}-wrong`, className: 'refusal', role: 'alert', hidden: true });
  const help = make('p', { id: `${id}-help`, className: 'help' });
  select.setAttribute('aria-describedby', help.id);
  const element = make('div', {}, make('div', { className: 'field' }, make('label', { for: id }, label), select), help, place, wrong);
  /** @type {() => { values: any[], refusal: null } | { values: null, refusal: string }} */
  let read = () => ({ values: [], refusal: null });

  const chosen = () => options.find(({ name }) => name === select.value) ?? null;

  function offerValues() {
    const option = chosen();
    write(help, option?.help ?? '');
    if (option === null) {
      place.replaceChildren();
      read = () => ({ values: [], refusal: null });
    } else if (option.type === 'choice' || option.type === 'toggle') {
      const values = option.type === 'toggle' ? [{ name: 'true', label: 'on' }, { name: 'false', label: 'off' }] : (option.choices ?? []);
      const boxes = values.map(({ name }) => make('input', { type: 'checkbox', value: name, checked: true, onchange: onChange }));
      const list = values.map((value, at) => make('li', {}, make('label', {}, boxes[at], value.label)));
      place.replaceChildren(make('ul', { className: 'lab-checks', 'aria-label': `Values of ${option.label}` }, ...list));
      read = () => {
        const ticked = boxes.filter(({ checked }) => checked).map(({ value }) => (option.type === 'toggle' ? value === 'true' : value));
        return ticked.length > 0 ? { values: ticked, refusal: null } : { values: null, refusal: `${option.label} has no values yet: tick some.` };
      };
    } else {
      const input = make('input', { id: `${id}-values`, type: 'text', autocomplete: 'off', spellcheck: false, value: listText(settings[option.name] ?? option.default), oninput: onChange });
      const between = isList(option) ? 'with semicolons between' : 'with commas between';
      place.replaceChildren(make('div', { className: 'field' }, make('label', { for: input.id }, `Values, ${between}`), input));
      read = () => readValues(input.value, option, options, settings);
    }
  }

  return {
    element,

    /** Offers the options of a model. @param {readonly Option[]} table @param {Record<string, any>} now @param {string} first */
    offer(table, now, first) {
      options = table;
      settings = now;
      /** @type {Map<string, HTMLOptGroupElement>} */
      const groups = new Map();
      for (const { name, label: title, group } of table) {
        const at = groups.get(group) ?? make('optgroup', { label: group });
        groups.set(group, at);
        at.append(make('option', { value: name }, title));
      }
      select.replaceChildren(...(optional ? [make('option', { value: '' }, 'nothing else')] : []), ...groups.values());
      select.value = first;
      offerValues();
    },

    /** The option and its values; null where none is chosen, or where the values are wrong, which is then shown.
     * @returns {import('./variants.js').Choice | null} */
    read() {
      const option = chosen();
      const { values, refusal } = read();
      write(wrong, refusal ?? '');
      wrong.hidden = refusal === null;
      return option === null || values === null ? null : { option, values };
    },

    /** Whether what was written is right. */
    get right() {
      return wrong.hidden;
    },
  };
}
