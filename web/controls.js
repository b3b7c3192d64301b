// @ts-check
// Everything the canvas offers, once more as plain HTML: for the keyboard, for screen readers, for phones that can't type into
// a canvas, and for browsers that have none to draw in. Made from the same option tables.

/** @typedef {import('./playground.js').Status} Status */

/**
 * @typedef {{ name: string, label: string, group: string, type: 'integer' | 'number' | 'toggle' | 'choice', minimum?: number,
 *   maximum?: number, default: unknown, choices?: { name: string, label: string }[], live: boolean, help: string }} Option
 * @typedef {{ name: string, title: string, sentence: string, options: Option[] }} ModelEntry
 * @typedef {{ name: string, title: string, sentence: string }} DatasetEntry
 * @typedef {{ name: string, label: string, unit: string, sentence: string, cost: string, models?: string[] }} MeasureEntry
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] of the element; names with a hyphen are attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, properties = {}, ...children) {
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
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {number} value */
function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(4).replace('-', '\u2212');
}

/**
 * @param {{
 *   form: HTMLFormElement,
 *   engine: { models: ModelEntry[], datasets: DatasetEntry[], measures: MeasureEntry[] },
 *   act: (action: { type: string, [field: string]: any }) => Promise<string | null>,
 * }} options act: answers with the sentence that refused the action, or null
 */
export function createControls({ form, engine, act }) {
  /** @type {any} */
  let spec = null;
  let built_for = ''; // the model whose options stand in the form
  /** @type {Map<string, { input: HTMLInputElement | HTMLSelectElement, option: Option }>} */
  const fields = new Map();

  const refusal = make('p', { id: 'form-refusal', className: 'refusal', role: 'alert', hidden: true });

  /** @param {string | null} sentence */
  function showRefusal(sentence) {
    refusal.textContent = sentence ?? '';
    refusal.hidden = sentence === null;
  }

  /** @param {{ type: string, [field: string]: any }} action */
  async function ask(action) {
    const sentence = await act(action);
    showRefusal(sentence);
    return sentence;
  }

  /**
   * @param {string} label
   * @param {string} type
   * @param {string} [help]
   */
  function button(label, type, help) {
    const properties = { type: 'button', onclick: () => void ask({ type }), ...(help ? { title: help } : {}) };
    const made = make('button', properties, label);
    made.dataset.action = type;
    return made;
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {{ name: string, label: string }[]} choices
   * @param {(value: string) => void} onChange
   */
  function choice(id, label, choices, onChange) {
    const select = make('select', { id, onchange: () => onChange(select.value) });
    select.append(...choices.map(({ name, label }) => make('option', { value: name }, label)));
    return { select, row: make('div', { className: 'field' }, make('label', { for: id }, label), select) };
  }

  const play = button('Play', 'play');
  play.onclick = () => void ask({ type: play.dataset.action ?? 'play' });
  const resume = button('Go on from the last good state', 'resume');
  const speed = choice(
    'form-speed',
    'Speed',
    [
      { name: 'slow', label: 'slow motion, phase by phase' },
      { name: 'normal', label: 'normal' },
      { name: 'full', label: 'full' },
    ],
    (value) => void ask({ type: 'speed', value }),
  );
  const theme = choice(
    'form-theme',
    'Theme',
    [
      { name: 'auto', label: 'as the system' },
      { name: 'light', label: 'light' },
      { name: 'dark', label: 'dark' },
    ],
    (value) => void ask({ type: 'theme', value }),
  );
  const running = make(
    'fieldset',
    {},
    make('legend', {}, 'Run'),
    make(
      'div',
      { className: 'buttons' },
      play,
      button('One update', 'update', 'Exactly one change of the parameters'),
      button('One phase', 'phase', 'The next part of an update, in slow motion'),
      button('Reset', 'reset', 'Begin again with the same seed'),
      button('New seed', 'newSeed', 'Begin again with another seed'),
      button('Restart chains', 'restartChains', 'The samplers on the stage begin anew; learning goes on'),
      resume,
    ),
    speed.row,
    theme.row,
  );
  const address = make('input', { id: 'form-link', type: 'text', readOnly: true, onfocus: () => address.select() });
  const keeping = make(
    'fieldset',
    {},
    make('legend', {}, 'Keep'),
    make(
      'div',
      { className: 'buttons' },
      button('Copy link', 'copyLink', 'The link opens this experiment from its beginning'),
      button('Save file', 'save', 'Weights, settings and progress as a safetensors file'),
      button('Open file', 'load', 'A file saved here'),
    ),
    make('div', { className: 'field' }, make('label', { for: 'form-link' }, 'Link'), address),
  );

  const model = choice(
    'form-model',
    'Model',
    engine.models.map(({ name, title }) => ({ name, label: title })),
    (value) => void openOther({ model: value, settings: undefined }),
  );
  const data = choice(
    'form-data',
    'Data',
    engine.datasets.map(({ name, title }) => ({ name, label: title })),
    (value) => void openOther({ data: value }),
  );
  const data_help = make('p', { id: 'form-data-help', className: 'help' });
  data.select.setAttribute('aria-describedby', 'form-data-help');
  const seed = make('input', {
    id: 'form-seed',
    type: 'number',
    min: '0',
    max: String(Number.MAX_SAFE_INTEGER),
    step: '1',
    onchange: async () => {
      if (await ask({ type: 'seed', value: seed.valueAsNumber })) seed.value = String(spec?.seed ?? '');
    },
  });
  const experiment = make(
    'fieldset',
    {},
    make('legend', {}, 'Experiment'),
    model.row,
    data.row,
    data_help,
    make('div', { className: 'field' }, make('label', { for: 'form-seed' }, 'Seed'), seed),
  );
  const settings = make('div', { className: 'settings' });
  const numbers = make('dl', { id: 'form-numbers' });
  const measures = make('div', { className: 'buttons' });
  const said = make('p', { id: 'form-state' });

  /** @param {object} change */
  async function openOther(change) {
    if (await ask({ type: 'open', spec: { ...spec, ...change } })) showSpec(spec);
  }

  /** @param {Option} option */
  function field(option) {
    const id = `form-option-${option.name}`;
    const help = make('p', { id: `${id}-help`, className: 'help' }, option.help);
    if (!option.live) help.append(' A change begins the experiment anew.');
    /** @type {HTMLInputElement | HTMLSelectElement} */
    let input;
    if (option.type === 'choice') {
      input = make('select', { id });
      input.append(...(option.choices ?? []).map(({ name, label }) => make('option', { value: name }, label)));
    } else if (option.type === 'toggle') {
      input = make('input', { id, type: 'checkbox' });
    } else {
      input = make('input', {
        id,
        type: 'number',
        min: String(option.minimum),
        max: String(option.maximum),
        step: option.type === 'integer' ? '1' : 'any',
      });
    }
    input.setAttribute('aria-describedby', `${id}-help`);
    input.addEventListener('change', async () => {
      const sentence = await ask({ type: 'set', option: option.name, value: valueOf(option, input) });
      input.setAttribute('aria-invalid', String(sentence !== null));
      if (sentence === null) return;
      input.setAttribute('aria-errormessage', refusal.id);
      showValue(option, input);
    });
    fields.set(option.name, { input, option });
    return make('div', { className: 'field' }, make('label', { for: id }, option.label), input, help);
  }

  /**
   * @param {Option} option
   * @param {HTMLInputElement | HTMLSelectElement} input
   */
  function valueOf(option, input) {
    if (input instanceof HTMLSelectElement) return input.value;
    return option.type === 'toggle' ? input.checked : input.valueAsNumber;
  }

  /**
   * @param {Option} option
   * @param {HTMLInputElement | HTMLSelectElement} input
   */
  function showValue(option, input) {
    const value = spec?.settings?.[option.name] ?? option.default;
    if (input instanceof HTMLInputElement && option.type === 'toggle') input.checked = Boolean(value);
    else if (input.value !== String(value)) input.value = String(value);
  }

  function build() {
    const entry = engine.models.find(({ name }) => name === spec.model);
    fields.clear();
    const groups = new Map();
    for (const option of entry?.options ?? []) {
      if (!groups.has(option.group)) groups.set(option.group, make('fieldset', {}, make('legend', {}, option.group)));
      groups.get(option.group).append(field(option));
    }
    settings.replaceChildren(...groups.values());
    const meant = engine.measures.filter(({ models }) => !models || models.includes(spec.model));
    measures.replaceChildren(
      ...meant.map(({ name, label, sentence }) =>
        make(
          'button',
          { type: 'button', title: sentence, onclick: () => void ask({ type: 'measure', name, options: {} }) },
          label,
        ),
      ),
      button('Stop measuring', 'stopMeasure'),
    );
    built_for = spec.model;
  }

  /** @param {any} next */
  function showSpec(next) {
    spec = next;
    if (spec.model !== built_for) build();
    const focused = document.activeElement;
    if (model.select !== focused) model.select.value = spec.model;
    if (data.select !== focused) data.select.value = typeof spec.data === 'string' ? spec.data : '';
    data_help.textContent = engine.datasets.find(({ name }) => name === spec.data)?.sentence ?? 'A set given in place.';
    if (seed !== focused) seed.value = String(spec.seed);
    for (const { input, option } of fields.values()) {
      if (input !== focused || option.type === 'toggle' || option.type === 'choice') showValue(option, input);
    }
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.replaceChildren(
    said,
    refusal,
    running,
    make('fieldset', {}, make('legend', {}, 'Numbers'), numbers, measures),
    experiment,
    settings,
    keeping,
  );

  return {
    showSpec,

    /** @param {string | null} link */
    showLink(link) {
      if (document.activeElement !== address) address.value = link ?? 'too long for a link: save a file instead';
    },

    /** @param {Status} status */
    showStatus(status) {
      write(play, status.running ? 'Pause' : 'Play');
      play.dataset.action = status.running ? 'pause' : 'play';
      resume.hidden = !status.error?.canResume;
      speed.select.value = status.speed;
      theme.select.value = status.theme;
      const doing = status.busy ? ` ${status.busy.label}: ${Math.round(100 * status.busy.progress)} %.` : '';
      const resting = status.suspended ? ' (resting while the page is out of sight)' : '';
      const why = status.error?.message ?? status.notice ?? '';
      write(said, `${status.running ? 'Playing' : 'Paused'}${resting}.${doing} ${why}`);
    },

    /**
     * The numbers of a snapshot as text.
     * @param {any} snapshot
     * @param {Status} status
     */
    showNumbers(snapshot, status) {
      /** @type {[string, string][]} */
      const rows = [
        ['Updates', figure(snapshot.progress.updates)],
        ['Epochs', figure(snapshot.progress.epochs)],
        ['Examples per second', figure(Math.round(status.examplesPerSecond))],
      ];
      if (snapshot.phase?.sentence && status.phaseMode) rows.push(['Phase', snapshot.phase.sentence]);
      for (const { label, unit, value, standardError, note } of snapshot.measures ?? []) {
        const error = standardError == null ? '' : ` \u00b1 ${figure(standardError)}`;
        rows.push([label, `${figure(value)}${error} ${unit ?? ''}${note ? `. ${note}` : ''}`]);
      }
      if (snapshot.progress.message) rows.push(['Stopped', snapshot.progress.message]);
      numbers.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
    },
  };
}
