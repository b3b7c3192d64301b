// @ts-check
// Says what a zip archive is from the files in it: many programs keep their documents so. Arrays of NumPy (.npz) are
// read, and so are a few plain files.

import { notRead } from './file_kind.js';
import { figure, quote, refuse } from './table.js';
import { entriesOf, entryBytes } from './zip.js';

/** Most files of an archive that are read: examples and labels, for training and held out. */
const kMostFiles = 4;
/** The longest text that says what a document is. */
const kLongestType = 200;

/** Programs that keep documents as zip archives: files in them, what it is, what to do. @type {[RegExp, string, string][]} */
const documents = [
  [/^xl\//, 'an Excel workbook (.xlsx)', 'save its sheet as CSV'],
  [/^word\//, 'a Word document (.docx)', 'bring its table as CSV'],
  [/^ppt\//, 'a PowerPoint presentation (.pptx)', 'bring its table as CSV'],
  [/^Index\/.*\.iwa$/, 'a document of Numbers, Pages or Keynote', 'export its table as CSV'],
  [/^AndroidManifest\.xml$/, 'an app for Android', 'bring examples instead'],
  [/^META-INF\/MANIFEST\.MF$/, 'a program for Java', 'bring examples instead'],
  [/(^|\/)data\.pkl$/, 'a PyTorch file', 'in Python, save tensor.numpy() with numpy.save'],
  [/^model\.weights\.h5$/, 'a Keras model', 'bring examples instead'],
];

/** Types of OpenDocument and others, as their first file says them. @type {[RegExp, string, string][]} */
const types = [
  [/opendocument\.spreadsheet/, 'an OpenDocument spreadsheet (.ods)', 'save its sheet as CSV'],
  [/opendocument\.text/, 'an OpenDocument text (.odt)', 'bring its table as CSV'],
  [/opendocument/, 'an OpenDocument file', 'bring its table as CSV'],
  [/epub/, 'an electronic book (.epub)', 'bring its table as CSV'],
];

/**
 * The files in an archive that are read, by their names in it. Fails with "invalid-data" if it is a document of some
 * program, or holds more files than belong together.
 * @param {Uint8Array} bytes
 * @param {number} most bytes, unpacked
 * @returns {Promise<{ files: { name: string, bytes: Uint8Array }[], left: string[] }>} left: names of pictures that were not looked at
 */
export async function filesOf(bytes, most) {
  const entries = entriesOf(bytes);
  if (entries.length === 0) throw refuse('It is a zip archive with no file in it.');
  const type = entries.find(({ name, size }) => name === 'mimetype' && size <= kLongestType);
  if (type) {
    const text = new TextDecoder().decode(await entryBytes(bytes, type, kLongestType));
    const found = types.find(([pattern]) => pattern.test(text));
    if (found) throw notRead(found[1], found[2]);
  }
  const document = documents.find(([pattern]) => entries.some(({ name }) => pattern.test(name)));
  if (document) throw notRead(document[1], document[2]);
  if (entries.some(({ name }) => name === '[Content_Types].xml')) throw notRead('a document of Office', 'save its table as CSV');

  const arrays = entries.every(({ name }) => /\.npy$/i.test(name));
  if (arrays) checkSparse(entries.map(({ name }) => name.replace(/\.npy$/i, '')));
  const all = arrays ? chosenArrays(entries) : entries.filter(({ name }) => !isAside(name));
  // Of many files pictures are those of a text about the others.
  const others = all.filter(({ name }) => !/\.(png|jpe?g|gif|bmp|webp|svg|tiff?)$/i.test(name));
  const wanted = all.length > kMostFiles && others.length > 0 ? others : all;
  if (wanted.length === 0) throw refuse('It is a zip archive with no file of data in it.');
  if (wanted.length > kMostFiles) {
    const names = wanted.slice(0, 3).map(({ name }) => quote(name)).join(', ');
    const what = arrays ? `${figure(wanted.length)} NumPy arrays (.npz)` : `${figure(wanted.length)} files`;
    throw refuse(
      `It is a zip archive of ${what}: ${names}, ...; at most ${kMostFiles} belong together, examples and labels, twice. ` +
        (arrays ? 'Save those that are wanted by themselves.' : 'Unpack it and bring those that are wanted.'),
    );
  }
  const files = [];
  let room = most;
  for (const entry of wanted) {
    const whole = await entryBytes(bytes, entry, room);
    room -= whole.length;
    files.push({ name: entry.name.replace(/^.*\//, ''), bytes: whole });
  }
  return { files, left: all.filter((entry) => !wanted.includes(entry)).map(({ name }) => name.replace(/^.*\//, '')) };
}

/** Whether a file in an archive is no data: notes, and what systems keep beside files. @param {string} name */
const isAside = (name) =>
  /^__MACOSX\//.test(name) || /(^|\/)(\.[^/]*|thumbs\.db|desktop\.ini|[^/]*\.(md|rst|pdf|html?|names|rtf|docx?)|(readme|licen[cs]e|changelog|citation|notice|sample_?submission)[^/]*|index)$/i.test(name);

/**
 * The arrays that are wanted: all, or where there are more than belong together those whose names say their role, such
 * as x_train, labels, arr_0.
 * @param {import('./zip.js').Entry[]} entries
 */
function chosenArrays(entries) {
  if (entries.length <= kMostFiles) return entries;
  const role = /^((x|y|data|images?|features?|examples?|inputs?|labels?|targets?)[_-]?)?(train|training|test|val|valid|x|y|data|images?|features?|examples?|inputs?|labels?|targets?)$/i;
  const bare = (/** @type {string} */ name) => name.replace(/\.npy$/i, '').replace(/^.*\//, '');
  const named = entries.filter(({ name }) => role.test(bare(name)));
  // Of training, validation and test those for validation are left out.
  const two = entries.filter(({ name }) => !/(^|_)(val|valid|validation)(_|$)/i.test(bare(name)));
  if (two.length === kMostFiles && two.every(({ name }) => /(^|_)(train|training|test)(_|$)/i.test(bare(name)))) return two;
  return named.length > 0 && named.length <= kMostFiles ? named : entries;
}

/** @param {string[]} names of arrays */
function checkSparse(names) {
  if (!['data', 'shape', 'format'].every((name) => names.includes(name))) return;
  throw notRead('a sparse matrix of SciPy (.npz)', 'in Python, save its toarray() with numpy.save');
}
