// @ts-check
// Small helpers that make the HTML elements of the form.

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] properties of the element; names with a hyphen, `for` and `role` are
 *   attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'for' || name === 'role') element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(...children);
  return element;
}

/**
 * Sets the text of an element only if it differs, so that unchanged text costs no layout.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A number for readers: whole numbers with separators, others with four digits. @param {number} value */
export function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  return (Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(4)).replace('-', '\u2212');
}

/** A time for readers: "0.3 s", "5 s", "2 min". @param {number} seconds */
export function duration(seconds) {
  if (seconds < 0.1) return 'under 0.1 s';
  if (seconds < 9.95) return `${Number(seconds.toPrecision(seconds < 1 ? 1 : 2))} s`;
  return seconds < 99.5 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/**
 * A value with its standard error and unit.
 * @param {{ value: number, standardError?: number | null, unit?: string }} measurement
 */
export function measured({ value, standardError, unit }) {
  const error = standardError == null ? '' : ` \u00b1 ${figure(standardError)}`;
  return `${figure(value)}${error}${unit ? ` ${unit}` : ''}`;
}

/**
 * A mean with a standard deviation, to the place of its second digit; a mean alone as other numbers.
 * @param {number} mean
 * @param {number | null} sd
 */
export function spread(mean, sd) {
  if (sd === null || !(sd > 0) || !Number.isFinite(mean)) return sd === 0 ? `${figure(mean)} \u00b1 0` : figure(mean);
  const places = Math.min(Math.max(1 - Math.floor(Math.log10(sd)), 0), 12);
  const text = (/** @type {number} */ value) =>
    value.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places }).replace('-', '\u2212');
  return `${text(mean)} \u00b1 ${text(sd)}`;
}

/**
 * A labelled list to choose from. `offer` replaces the choices and keeps the chosen one.
 * @param {string} id
 * @param {string} label
 * @param {{ name: string, label: string }[]} choices
 * @param {(value: string) => void} onChange
 */
export function choice(id, label, choices, onChange) {
  const select = make('select', { id, onchange: () => onChange(select.value) });
  const row = make('div', { className: 'field' }, make('label', { for: id }, label), select);
  /** @param {{ name: string, label: string }[]} offered */
  const offer = (offered) => {
    const text = JSON.stringify(offered);
    if (select.dataset.offered === text) return;
    select.dataset.offered = text;
    const chosen = select.value;
    select.replaceChildren(...offered.map(({ name, label }) => make('option', { value: name }, label)));
    select.value = chosen;
  };
  offer(choices);
  return { select, row, offer };
}
