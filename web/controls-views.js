// The views in the form: a list to choose from, the caption and the findings of the chosen view, its numbers where it
// is a table, and sliders for the latent variables. It watches a view only while the form is open.

import { choice, figure, make, write } from './elements.js';

/**
 * @param {{ ask: (action: { type: string, [field: string]: any }) => Promise<string | null>,
 *   watch: (views: string[]) => void }} options watch: sets which views snapshots carry for this form
 */
export function createViews({ ask, watch }) {
  /** @type {(Pick<import('./types.js').ViewOffer, 'name' | 'title'> & Partial<import('./types.js').ViewOffer>)[]} */
  let views = [];
  /** Options chosen here, by "view.choice". @type {Record<string, string>} */
  const options = {};
  let open = false;
  /** @type {HTMLInputElement[]} */
  let sliders = [];
  let built_sliders = ''; // key of the sliders; only another key builds them again, so that dragging is not interrupted

  const view = choice('form-view', 'View', [], () => {
    showChoices();
    watchShown();
  });
  const choices = make('div', { className: 'settings' });
  const caption = make('p', { id: 'form-caption' });
  const notes = make('ul', { id: 'form-notes' });
  const numbers = make('div', { className: 'scroll' });
  const held = choice('form-class', 'Samples of class', [], (value) => void ask({ type: 'holdClass', value: Number(value) }));
  held.row.hidden = true;
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
  const fieldset = make('fieldset', {}, make('legend', {}, 'Views'), view.row, choices, held.row, caption, notes, numbers, latent);

  const offer = () => views.find(({ name }) => name === view.select.value);

  /** One index for each choice of the view. @param {ReturnType<typeof offer>} of @returns {number[]} */
  function chosen(of) {
    return (of?.choices ?? []).map((each) => {
      const at = each.options.findIndex(({ name }) => name === options[`${of?.name}.${each.name}`]);
      return at < 0 ? each.initial : at;
    });
  }

  /** As the core takes it. @param {NonNullable<ReturnType<typeof offer>>} of */
  function request(of) {
    const parts = chosen(of).flatMap((at, n) => {
      const each = /** @type {import('./types.js').ViewChoice} */ (of.choices?.[n]);
      return at === each.initial ? [] : [`${each.name}=${each.options[at].name}`];
    });
    return parts.length === 0 ? of.name : `${of.name}:${parts.join()}`;
  }

  /** Watches the chosen view. The view "latent" comes along, since the sliders need its values. */
  function watchShown() {
    const wanted = views.filter(({ name }) => name === view.select.value || name === 'latent').map(request);
    watch(open ? wanted : []);
  }

  /** A list for each choice of the view; built anew where there are others. */
  function showChoices() {
    const of = offer();
    const kind = JSON.stringify([of?.name, of?.choices ?? []]);
    if (choices.dataset.kind === kind) return;
    choices.dataset.kind = kind;
    const rows = (of?.choices ?? []).map((each, n) => {
      const list = choice(`form-view-${each.name}`, each.label, each.options, (value) => {
        options[`${of?.name}.${each.name}`] = value;
        watchShown();
      });
      list.select.value = each.options[chosen(of)[n]].name;
      return list.row;
    });
    choices.replaceChildren(...rows);
  }

  /** @param {typeof views} known */
  function showViews(known) {
    views = known;
    const before = view.select.value;
    view.offer(known.map(({ name, title }) => ({ name, label: title })));
    view.select.value = known.some(({ name }) => name === before) ? before : (known[0]?.name ?? '');
    showChoices();
    watchShown();
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

  /** @param {import('./snapshot.js').Snapshot} snapshot */
  function showHeld({ classes, progress }) {
    held.row.hidden = classes.length === 0;
    held.offer([{ name: '-1', label: 'any' }, ...classes.map((label, k) => ({ name: String(k), label }))]);
    if (held.select !== document.activeElement) held.select.value = String(progress.heldClass);
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

    /** @param {{ name: string, title: string }[]} known the views that the model has at some size */
    showModel(known) {
      latent.hidden = true;
      showViews(known);
    },

    /** @param {boolean} now whether the form is open */
    showOpen(now) {
      open = now;
      watchShown();
    },

    /** @param {import('./snapshot.js').Snapshot} snapshot */
    show(snapshot) {
      // What the model has at its size, once that is known.
      if (JSON.stringify(snapshot.offers) !== JSON.stringify(views)) showViews(snapshot.offers);
      const wanted = chosen(offer()).join();
      const same = snapshot.views.filter(({ name }) => name === view.select.value);
      const shown = same.find((each) => each.chosen.join() === wanted) ?? same[0];
      write(caption, shown?.caption ?? 'The model does not have this view at its present sizes.');
      const said = shown?.notes ?? [];
      if (notes.textContent !== said.join('')) notes.replaceChildren(...said.map((note) => make('li', {}, note)));
      showHeld(snapshot);
      showTable(shown);
      showSliders(snapshot.views.find(({ name }) => name === 'latent')?.sliders ?? []);
    },
  };
}
