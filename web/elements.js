// @ts-check
// Small things that the HTML side of the page is made of.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] of the element; names with a hyphen are attributes
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
 * Changes text only where it is another: what is not touched is not laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {number} value */
export function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(4).replace('-', '\u2212');
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
 * A list to choose from, with its label.
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
