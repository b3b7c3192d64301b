// @ts-check
// A model's options in the form: one field per option. Those that matter first stand above, the others under "More
// options", under the headings of the option table. Fields that have no effect with the present settings are hidden.

import { make, write } from './elements.js';
import { allowedText, isList, isShown, listText, readList, sameValue } from './option-values.js';

/** @typedef {import('./types.js').ModelOption} Option */
/**
 * @typedef {object} Field
 * @property {Option} option
 * @property {HTMLInputElement | HTMLSelectElement} input
 * @property {HTMLElement} row
 * @property {HTMLElement} help
 * @property {HTMLElement} wrong why the typed value is refused
 */

/**
 * @param {{
 *   ask: (action: { type: string, [field: string]: any }) => Promise<string | null>,
 *   refusal: HTMLElement,
 * }} options refusal: the element that shows why an action was refused
 */
export function createOptions({ ask, refusal }) {
  const element = make('div');
  /** @type {readonly Option[]} */
  let table = [];
  /** @type {Field[]} */
  let fields = [];
  /** @type {HTMLFieldSetElement[]} */
  let groups = [];
  /** @type {Record<string, any>} */
  let settings = {};
  // One place for all models, so that it stays open or closed.
  const place = make('div', { id: 'form-more', className: 'settings' });
  let open = false;
  const more = make('button', { type: 'button', 'aria-controls': place.id, onclick: () => fold(!open) });
  /** @param {boolean} next whether the options under "More options" are in sight */
  function fold(next) {
    open = next;
    place.hidden = !open;
    more.setAttribute('aria-expanded', String(open));
  }

  /** @param {Option} option @param {string} id */
  function inputFor(option, id) {
    if (option.type === 'choice') {
      const input = make('select', { id });
      input.append(...(option.choices ?? []).map(({ name, label }) => make('option', { value: name }, label)));
      return input;
    }
    if (option.type === 'toggle') return make('input', { id, type: 'checkbox' });
    if (isList(option)) return make('input', { id, type: 'text', autocomplete: 'off', spellcheck: false });
    return make('input', {
      id,
      type: 'number',
      min: String(option.minimum),
      max: String(option.maximum),
      step: option.type === 'integer' ? '1' : 'any',
    });
  }

  /** @param {Option} option @returns {Field} */
  function field(option) {
    const id = `form-option-${option.name}`;
    const input = inputFor(option, id);
    const help = make('p', { id: `${id}-help`, className: 'help' });
    const wrong = make('p', { id: `${id}-wrong`, className: 'refusal', role: 'alert', hidden: true });
    input.setAttribute('aria-describedby', help.id);
    const className = isList(option) ? 'field list' : 'field';
    const row = make('div', { className }, make('label', { for: id }, option.label), input, wrong, help);
    const made = { option, input, row, help, wrong };
    input.addEventListener('change', () => void changed(made));
    return made;
  }

  /** @param {Field} field */
  async function changed(field) {
    const { option } = field;
    const { value, sentence } = valueOf(field);
    showWrong(field, sentence, field.wrong);
    if (sentence !== null) return; // the field keeps the text, so that the visitor can correct it
    const refused = await ask({ type: 'set', option: option.name, value });
    showWrong(field, null, refused === null ? field.wrong : refusal);
    if (refused !== null) showValue(field);
  }

  /** @param {Field} field @returns {{ value: any, sentence: string | null }} */
  function valueOf({ option, input }) {
    if (input instanceof HTMLSelectElement) return { value: input.value, sentence: null };
    if (option.type === 'toggle') return { value: input.checked, sentence: null };
    if (!isList(option)) return { value: input.valueAsNumber, sentence: null };
    const { value, refusal: sentence } = readList(input.value, option, table, settings);
    return { value, sentence };
  }

  /** @param {Field} field @param {string | null} sentence @param {HTMLElement} where the element with the reason */
  function showWrong({ input, wrong }, sentence, where) {
    wrong.textContent = sentence ?? '';
    wrong.hidden = sentence === null;
    const invalid = sentence !== null || where !== wrong;
    input.setAttribute('aria-invalid', String(invalid));
    if (invalid) input.setAttribute('aria-errormessage', where.id);
    else input.removeAttribute('aria-errormessage');
  }

  /** @param {Field} field */
  function showValue(field) {
    const { option, input } = field;
    const value = settings[option.name] ?? option.default;
    if (input instanceof HTMLInputElement && option.type === 'toggle') input.checked = Boolean(value);
    else if (input.value !== listText(value)) input.value = listText(value);
  }

  /** @param {Field} field */
  function showHelp({ option, help }) {
    const allowed = isList(option) ? ` Allowed: ${allowedText(option, table, settings)}.` : '';
    const text = `${option.help}${allowed}${option.live ? '' : ' A change starts the experiment anew.'}`;
    if (help.textContent !== text) help.textContent = text;
  }

  return {
    element,

    /** Builds the fields of another option table. @param {readonly Option[]} options */
    build(options) {
      table = options;
      fields = options.map(field);
      /** @type {Map<string, HTMLFieldSetElement>} */
      const named = new Map();
      const first = fields.filter(({ option }) => option.rank).sort((a, b) => Number(a.option.rank) - Number(b.option.rank));
      for (const { option, row } of fields) {
        if (option.rank) continue;
        const group = named.get(option.group) ?? make('fieldset', {}, make('legend', {}, option.group));
        named.set(option.group, group);
        group.append(row);
      }
      groups = [...named.values()];
      place.replaceChildren(...groups);
      if (first.length === 0) {
        place.hidden = false;
        return element.replaceChildren(place);
      }
      fold(open);
      const rows = first.map(({ row }) => row);
      element.replaceChildren(
        make('fieldset', { className: 'settings' }, make('legend', {}, 'Options'), ...rows),
        make('div', { className: 'buttons' }, more),
        place,
      );
    },

    /**
     * @param {Record<string, any>} next settings of the experiment
     * @param {string} [values] what its data consist of; see valuesOf() of option-values.js
     */
    show(next, values) {
      settings = next;
      const focused = document.activeElement;
      for (const field of fields) {
        const { option, input, row, wrong } = field;
        row.hidden = !isShown(option, table, settings, values);
        showHelp(field);
        // A field with the focus keeps what the visitor is typing.
        if (input === focused && option.type !== 'toggle' && option.type !== 'choice') continue;
        showValue(field);
        if (!wrong.hidden) showWrong(field, null, wrong);
      }
      for (const group of groups) group.hidden = group.querySelector('.field:not([hidden])') === null;
      more.hidden = groups.every(({ hidden }) => hidden);
      const changed = fields.filter(
        ({ option, row }) => !option.rank && !row.hidden && !sameValue(settings[option.name] ?? option.default, option.default),
      ).length;
      write(more, `More options${changed > 0 ? `, ${changed} changed` : ''}`);
    },
  };
}
