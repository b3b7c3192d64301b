// @ts-check
// The dialog for own data. It reads files that were picked, dropped or pasted in a Worker, shows what they contain, and
// opens an experiment when the visitor has filled in the rest. No data leave the page.

import { make, write } from '../elements.js';
import { heldOutOf, inlineData, suggest } from './dataset.js';
import { guessControls } from './guess_controls.js';
import { createTableControls, merged } from './table_controls.js';
import { lines, pictures } from './preview.js';
import { bytesOf, readInWorker } from './reader.js';
import { figure, refuse } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('./table.js').ReadOptions} ReadOptions */
/** @typedef {import('./read.js').GivenFile} GivenFile */
/** @typedef {import('./dataset.js').Choices} Choices */

/**
 * @param {{ act: (action: { type: string, [field: string]: any }) => Promise<string | null> }} options
 */
export function createOwnData({ act }) {
  /** @type {GivenFile[]} */
  let files = [];
  /** @type {Table | null} */
  let table = null;
  /** What the visitor says about the files otherwise than was guessed. @type {ReadOptions} */
  let said = {};
  /** @type {AbortController | null} */
  let reading = null;

  const picker = make('input', { id: 'own-files', type: 'file', multiple: true, onchange: () => void take([...(picker.files ?? [])]) });
  picker.accept = '.csv,.tsv,.txt,.npy,.npz,.zip,.idx,.gz,.png,.jpg,.jpeg,.gif,.bmp,.webp,.idx1-ubyte,.idx3-ubyte';
  const pasted = make('textarea', { id: 'own-text', rows: 3, placeholder: 'x,y,label', spellcheck: false, oninput: () => void takeText(pasted.value) });
  const problem = make('p', { id: 'own-problem', className: 'refusal', role: 'alert', hidden: true });
  const found = make('p', { id: 'own-found', role: 'status' });
  const notes = make('ul', {});
  const guesses = make('div', { id: 'own-guesses' });
  const preview = make('div', { className: 'scroll' });

  const label = make('select', { id: 'own-label', onchange: () => void understand({ label: label.value || null }) });
  const sequence = make('select', { id: 'own-sequence', onchange: () => void understand({ sequence: sequence.value || null }) });
  const axes = make('select', { id: 'own-axes', onchange: () => void change({ sequences: axes.value === 'sequences' }) });
  axes.append(
    make('option', { value: 'pictures' }, 'examples, rows, columns'),
    make('option', { value: 'sequences' }, 'sequences, frames, values'),
  );
  const kind = make('select', { id: 'own-kind', onchange: () => void show() });
  kind.append(
    make('option', { value: 'real' }, 'numbers, as they are'),
    make('option', { value: 'unit' }, 'intensities, from 0 to the highest'),
    make('option', { value: 'parts' }, 'parts, by their columns'),
  );
  const controls = createTableControls({ onChange: (otherwise, newCells) => void understand(otherwise, newCells) });
  const maximum = numberField('own-maximum', '255');
  const rows = numberField('own-rows', '1');
  const cols = numberField('own-cols', '1');
  const held = make('input', { id: 'own-held', type: 'number', min: '0', max: '90', step: '5', value: '20', onchange: () => void show() });
  const seed = make('input', { id: 'own-held-seed', type: 'number', min: '0', step: '1', value: '1', onchange: () => void show() });

  /** @param {string} id @param {string} value */
  function numberField(id, value) {
    return make('input', { id, type: 'number', min: '1', value, onchange: () => void resized() });
  }
  /** @param {string} text @param {HTMLElement} input @param {string} [help] */
  function row(text, input, help) {
    const made = make('div', { className: 'field' }, make('label', { for: input.id }, text), input);
    if (help) {
      made.append(make('p', { id: `${input.id}-help`, className: 'help' }, help));
      input.setAttribute('aria-describedby', `${input.id}-help`);
    }
    return made;
  }
  const fields = {
    label: row('Labels', label, 'The column that says which class an example is of; models do not see it.'),
    sequence: row(
      'Sequences',
      sequence,
      'The column that says the same in all rows of one sequence. Its rows are frames in the order of time.',
    ),
    axes: row('Three axes are', axes, 'Frames of a sequence follow each other in time; pictures are independent.'),
    kind: row(
      'Values are',
      kind,
      'Parts group columns of one kind: 0 and 1, counts, other numbers. Models for a single part refuse them.',
    ),
    maximum: row('Highest intensity', maximum),
    rows: row('Rows of pixels', rows),
    cols: row('Columns of pixels', cols),
    held: row('Held out, %', held, 'Not used for training but for measures.'),
    seed: row('Drawn by seed', seed),
  };
  const learn = make('button', { type: 'button', onclick: () => void open() }, 'Learn from these');
  const choices = make(
    'div',
    { hidden: true },
    make('h3', {}, 'How it was understood'),
    notes,
    preview,
    controls.columns,
    controls.element,
    guesses,
    ...Object.values(fields),
    make('div', { className: 'buttons' }, learn),
  );
  const dialog = make(
    'dialog',
    { id: 'own-data', 'aria-labelledby': 'own-title' },
    make('h2', { id: 'own-title' }, 'Own data'),
    make(
      'p',
      {},
      'A table (CSV), arrays (.npy, .npz, IDX), or a sheet of small pictures (PNG, JPEG, GIF, BMP, WebP), up to 64 MB. ' +
        'Files are read on this page and are not uploaded.',
    ),
    row(
      'Files',
      picker,
      'Or drop or paste them. Examples, their labels, and the same with "test" in their names may come together.',
    ),
    row('Or a table as text', pasted),
    problem,
    found,
    choices,
    make('div', { className: 'buttons' }, make('button', { type: 'button', onclick: () => dialog.close() }, 'Close')),
  );
  dialog.addEventListener('close', () => reading?.abort());
  document.body.append(dialog);

  /** @param {unknown} error */
  function fail(error) {
    write(problem, error instanceof Error ? error.message : String(error));
    problem.hidden = false;
    problem.scrollIntoView({ block: 'nearest' }); // the control that was changed may stand far below
  }

  /** @param {File[]} given */
  async function take(given) {
    if (given.length === 0) return;
    picker.value = ''; // otherwise choosing the same file again causes no event
    await read(() => bytesOf(given));
  }

  /** @param {string} text */
  async function takeText(text) {
    if (text.trim() === '') return;
    await read(async () => [{ name: 'pasted table', bytes: new TextEncoder().encode(text) }]);
  }

  /** Reads them as the visitor says from now on. @param {ReadOptions} options */
  function change(options) {
    // Gaps and margins belong to a size of tiles.
    const { gap, margin, ...rest } = said;
    said = options.tile ? { ...rest, ...options } : { ...said, ...options };
    return read(async () => files, said);
  }

  /** Reads a table again with something understood otherwise. @param {import('./understanding.js').Understood} otherwise
   * @param {boolean} [newCells] whether columns may be others after it */
  function understand(otherwise, newCells = false) {
    const understood = merged(said.understood ?? {}, otherwise, newCells);
    // If the visitor makes the label column the sequences, the labels are guessed again.
    if (understood.label != null && understood.label === understood.sequence) delete understood.label;
    return change({ understood });
  }

  /** @param {() => Promise<GivenFile[]>} get @param {ReadOptions} [options] given when the files are read again */
  async function read(get, options) {
    reading?.abort();
    const mine = (reading = new AbortController());
    problem.hidden = true;
    choices.hidden = options === undefined;
    learn.disabled = true;
    write(found, 'Reading...');
    try {
      files = await get();
      if (options === undefined) said = {};
      const next = await readInWorker(files, options ?? {}, { signal: mine.signal });
      if (mine.signal.aborted) return;
      table = next;
      learn.disabled = false;
      begin(next, options?.tile != null && next.tile !== null);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (options === undefined) table = null;
      write(found, '');
      fail(error);
    }
  }

  /**
   * Shows what was read, and fills the fields with guesses.
   * @param {Table} read
   * @param {boolean} cut whether the visitor asked for these tiles: the fields then stay as they are
   */
  function begin(read, cut) {
    const guess = suggest(read);
    const values = read.values.length / read.count;
    const classes = read.labels === null ? 'no labels' : `labels of ${figure(read.classes.length)} classes`;
    const what = read.shape.length === 2 ? `${read.shape.join(' x ')} pixels` : `${figure(values)} values`;
    const series = read.lengths === null ? '' : ` in ${figure(read.lengths.length)} sequences`;
    const examples = `${figure(read.count)} ${read.lengths === null ? 'examples' : 'frames'} of ${what}${series}`;
    write(found, `${read.name}, a ${read.format}: ${examples}, ${classes}.`);
    notes.replaceChildren(...read.notes.map((note) => make('li', {}, note)));
    choices.hidden = false;
    controls.show(read);
    guesses.replaceChildren(...guessControls(read.guesses, (options) => void change(options)));
    if (cut) {
      [rows.value, cols.value] = /** @type {number[]} */ (read.tile).map(String);
      return show();
    }
    for (const select of [label, sequence]) {
      select.replaceChildren(
        make('option', { value: '' }, 'none'),
        ...read.columns.map(({ name }) => make('option', { value: name }, name)),
      );
    }
    label.value = read.label ?? '';
    say(fields.label, `The column that says which class an example is of; models do not see it. ${read.understanding?.label.why ?? ''}`);
    sequence.value = read.sequence ?? '';
    axes.value = read.lengths === null ? 'pictures' : 'sequences';
    kind.value = guess.real ? 'real' : 'unit';
    maximum.value = String(guess.maximum);
    [rows.value, cols.value] = (guess.shape.length === 2 ? guess.shape : [1, guess.shape[0]]).map(String);
    // What the visitor chose of these stays while the same files are read again.
    if (Object.keys(said).length === 0) [held.value, seed.value] = [String(100 * guess.heldOut), '1'];
    fields.label.hidden = fields.sequence.hidden = read.columns.length === 0;
    fields.axes.hidden = !read.threeAxes;
    fields.seed.hidden = read.held !== null;
    held.disabled = read.held !== null;
    show();
  }

  /** @returns {Partial<Choices>} */
  function chosen() {
    const shape = [rows.valueAsNumber, cols.valueAsNumber];
    return {
      real: kind.value === 'real',
      parts: kind.value === 'parts',
      maximum: maximum.valueAsNumber,
      shape: shape[0] === 1 ? [shape[1]] : shape,
      heldOut: held.valueAsNumber / 100,
      heldOutSeed: seed.valueAsNumber,
    };
  }

  /** Cuts a sheet again when the size of its tiles changes. Other pictures only change their shape. */
  async function resized() {
    const tile = [rows.valueAsNumber, cols.valueAsNumber];
    if (table?.tile && table.tile.join() !== tile.join()) await change({ tile });
    else show();
  }

  function show() {
    if (table === null) return;
    problem.hidden = true;
    fields.maximum.hidden = kind.value !== 'unit';
    fields.rows.hidden = fields.cols.hidden = kind.value === 'parts';
    const { shape = [] } = chosen();
    const width = table.values.length / table.count;
    const fits = shape.reduce((product, side) => product * side, 1) === width;
    sayHeldOut(table);
    if (!fits) fail(refuse(`A shape of ${shape.join(' x ')} does not fit examples of ${figure(width)} values.`));
    preview.replaceChildren(shape.length === 2 && fits ? pictures(table, shape) : lines(table, width));
  }

  /** Says which examples are held out. @param {Table} of */
  function sayHeldOut(of) {
    try {
      say(fields.held, `Not used for training but for measures. ${heldOutOf(of, chosen()).sentence}`);
    } catch (error) {
      fail(error);
    }
  }

  /** Changes the help of a field. @param {HTMLElement} field @param {string} text */
  function say(field, text) {
    const help = field.querySelector('.help');
    if (help) write(help, text.trim());
  }

  async function open() {
    if (table === null) return;
    problem.hidden = true;
    learn.disabled = true;
    try {
      const refused = await act({ type: 'openData', data: inlineData(table, chosen()) });
      if (refused === null) dialog.close();
      else fail(refused);
    } catch (error) {
      fail(error);
    } finally {
      learn.disabled = false;
    }
  }

  /** Opens the dialog, and reads files or text if given. @param {File[]} [given] @param {string} [text] */
  function openDialog(given = [], text = '') {
    if (!dialog.open) dialog.showModal();
    if (text !== '') {
      pasted.value = text.length < 10_000 ? text : '';
      void takeText(text);
    }
    void take(given);
  }
  return { open: openDialog };
}
