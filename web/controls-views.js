// The views in the form: a list to choose from, the caption and the findings of the chosen view, its numbers where it
// is a table, and sliders for the latent variables. It watches a view only while the form is open.

import { choice, figure, make, write } from './elements.js';

/**
 * @param {{ ask: (action: { type: string, [field: string]: any }) => Promise<string | null>,
 *   watch: (views: string[]) => void }} options watch: sets which views snapshots carry for this form
 */
export function createViews({ ask, watch }) {
  /** @type {{ name: string, title: string }[]} */
  let views = [];
  let open = false;
  /** @type {HTMLInputElement[]} */
  let sliders = [];
  let built_sliders = ''; // key of the sliders; only another key builds them again, so that dragging is not interrupted

  const view = choice('form-view', 'View', [], () => {
    watchShown();
  });
  const caption = make('p', { id: 'form-caption' });
  const notes = make('ul', { id: 'form-notes' });
  const numbers = make('div', { className: 'scroll' });
  const rows = make('div', { id: 'form-latent', className: 'settings' });
  const latent = make(
    'fieldset',
    { hidden: true },
    make('legend', {}, 'Latent variables'),
    rows,
    make(
      'div',
      { className: 'buttons' },
      make('button', { type: 'button', onclick: () => void ask({ type: 'randomLatent' }) }, 'Draw at random'),
      make('button', { type: 'button', onclick: () => void sendLatent(() => '0') }, 'All to zero'),
    ),
  );
  const fieldset = make('fieldset', {}, make('legend', {}, 'Views'), view.row, caption, notes, numbers, latent);

  /** Watches the chosen view. The view "latent" comes along, since the sliders need its values. */
  function watchShown() {
    const wanted = [view.select.value, 'latent'].filter((name) => views.some((known) => known.name === name));
    watch(open ? [...new Set(wanted)] : []);
  }

  /** @param {(slider: HTMLInputElement) => string} value */
  async function sendLatent(value) {
    for (const slider of sliders) slider.value = value(slider);
    await ask({ type: 'latent', values: sliders.map((slider) => slider.valueAsNumber) });
  }

  /** @param {import('./types.js').Slider[]} shown */
  function showSliders(shown) {
    latent.hidden = shown.length === 0;
    const kind = JSON.stringify(shown.map(({ label, low, high }) => [label, low, high]));
    if (kind !== built_sliders) {
      built_sliders = kind;
      sliders = shown.map(({ low, high }, n) =>
        make('input', {
          id: `form-latent-${n + 1}`,
          type: 'range',
          min: String(low),
          max: String(high),
          step: '0.01',
          oninput: () => void sendLatent((slider) => slider.value),
        }),
      );
      rows.replaceChildren(
        ...sliders.map((slider, n) =>
          make('div', { className: 'field' }, make('label', { for: slider.id }, shown[n].label), slider),
        ),
      );
    }
    for (const [n, slider] of sliders.entries()) {
      if (slider !== document.activeElement) slider.value = String(shown[n].value);
    }
  }

  /** @param {import('./types.js').View | undefined} shown */
  function showTable(shown) {
    if (shown?.kind !== 'table' || shown.shape.length !== 2) return numbers.replaceChildren();
    const [height, width] = shown.shape;
    const names = shown.columnNames;
    const head = make('tr', {}, make('td', {}), ...names.map((name) => make('th', { scope: 'col' }, name)));
    const lines = Array.from({ length: height }, (_, r) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, shown.rowNames[r] ?? String(r + 1)),
        ...Array.from({ length: width }, (_, c) => make('td', {}, figure(shown.data[r * width + c]))),
      ),
    );
    const made = make('table', {}, make('caption', {}, shown.title), make('thead', {}, head), make('tbody', {}, ...lines));
    if (numbers.firstElementChild?.textContent !== made.textContent) numbers.replaceChildren(made);
  }

  return {
    fieldset,

    /** @param {{ name: string, title: string }[]} known the model's views */
    showModel(known) {
      views = known;
      const chosen = view.select.value;
      view.offer(known.map(({ name, title }) => ({ name, label: title })));
      view.select.value = known.some(({ name }) => name === chosen) ? chosen : (known[0]?.name ?? '');
      latent.hidden = true;
      watchShown();
    },

    /** @param {boolean} now whether the form is open */
    showOpen(now) {
      open = now;
      watchShown();
    },

    /** @param {import('./snapshot.js').Snapshot} snapshot */
    show(snapshot) {
      const shown = snapshot.views.find(({ name }) => name === view.select.value);
      write(caption, shown?.caption ?? 'The model does not have this view at its present sizes.');
      const said = shown?.notes ?? [];
      if (notes.textContent !== said.join('')) notes.replaceChildren(...said.map((note) => make('li', {}, note)));
      showTable(shown);
      showSliders(snapshot.views.find(({ name }) => name === 'latent')?.sliders ?? []);
    },
  };
}
