// @ts-check
// Texts that hold rows in a form of their own: ARFF of Weka, svmlight and libsvm, Touchstone, Grace, points of PLY and
// PCD, a table of LaTeX. They become the text of a plain table, and what the format says is understood of it. Rows keep
// their lines where the form allows it, as blank lines and comments are no rows.

import { notRead } from './file_kind.js';
import { figure, kMostExamples, kMostNumbers, kMostValues, quote, refuse } from './table.js';

/** @typedef {import('./understanding.js').Understood} Understood */
/**
 * A text written again.
 * @typedef {{ text: string, understood: Understood, why: string, notes: string[] }} Rewritten
 * why: what the format says, as a reason of what is understood
 */

/** More lines are no table that is taken: comments and blank ones beside the rows. */
const kMostLines = 1_000_000;
/** As much of a text is looked at to tell its format. */
const kLooked = 16_384;
const kNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @param {string} text */
const linesOf = (text) => text.split(/\r\n|\r|\n/, kMostLines);
/** A text as a cell in double quotation marks. @param {string} text */
const marked = (text) => (/^[\w .()-]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`);

/**
 * The text of a plain table, or null if the text is in none of these formats. Fails with "invalid-data" where it is and
 * can't be read.
 * @param {string} text
 * @returns {Rewritten | null}
 */
export const rewritten = (text) => readerOf(text)?.(text) ?? null;

/** Whether a text is in one of these formats, by its beginning. @param {string} text */
export const isRewritten = (text) => readerOf(text) !== null;

/** What reads a text in one of these formats, by its beginning. @param {string} text @returns {((text: string) => Rewritten | null) | null} */
function readerOf(text) {
  const head = text.slice(0, kLooked).replace(/^\ufeff/, '');
  const first = withoutTop(head, '%');
  if (/^@relation\s/i.test(first)) return fromArff;
  if (isSparse(head)) return fromSparse;
  if (/^#[ \t]+([kmg]?hz[ \t]+)?[syzgh][ \t]+(ma|db|ri)\b/i.test(withoutTop(head, '!'))) return fromTouchstone;
  if (/^@[ \t]*(title|xaxis|yaxis|s\d|type|view|legend|version|with)\b/i.test(withoutTop(head, '#'))) return fromGrace;
  if (/^ply[ \t]*\r?\nformat /.test(head)) return fromPly;
  if (/^# \.PCD/.test(head) || /^VERSION \.?\d[^\n]*\nFIELDS /.test(withoutTop(head, '#'))) return fromPcd;
  if (/^\\begin\{(table\*?|tabular\*?|longtable|center|tabularx|array)\}|^\\(top|mid|h)(rule|line)\b/.test(first) || /\\\\[ \t]*\\(hline|midrule|bottomrule)/.test(head)) return fromLatex;
  const [line] = first.split(/\r\n?|\n/, 1);
  if (/^\[1\] /.test(line)) return fromVector;
  if (/^[A-Za-z_][\w .]{0,39}[:=] ?[+-]?[\d.]+([,;\t ]+[A-Za-z_][\w .]{0,39}[:=] ?[+-]?[\d.]+)+[,;]?$/.test(line.trim().slice(0, 1000))) return fromNamed;
  if (/^\([^()]+,[^()]+\),?$/.test(line.trim())) return fromTuples;
  return null;
}

/** A vector as R prints it: every line begins with the place of its first number. @param {string} text @returns {Rewritten | null} */
function fromVector(text) {
  const out = [];
  for (const line of linesOf(text)) {
    if (line.trim() === '') continue;
    const [place, ...cells] = line.trim().split(/\s+/);
    if (place !== `[${out.length + 1}]` || cells.length === 0 || out.length > kMostExamples) return null;
    out.push(...cells);
  }
  return { text: out.join('\n'), understood: { delimiter: ',', header: 'none', top: 0, foot: 0 }, why: 'R prints vectors so.', notes: ['It is a vector as R prints it: one number is one example.'] };
}

/** Rows that name every value, such as t=0 x=1.5, all of them in one order. @param {string} text @returns {Rewritten | null} */
function fromNamed(text) {
  const out = [''];
  for (const line of linesOf(text)) {
    const cells = line.trim().replace(/[,;]$/, '').split(/[,;\t]\s*|(?<=[\d.]) +(?=[A-Za-z_])/);
    const pairs = cells.map((cell) => /^([A-Za-z_][\w .]*?) ?[:=] ?(.*)$/.exec(cell.trim()));
    if (line.trim() === '') {
      out.push('');
      continue;
    }
    if (pairs.includes(null) || out.length > kMostLines) return null;
    const names = pairs.map((pair) => marked(pair?.[1] ?? '')).join(',');
    out[0] ||= names;
    if (out[0] !== names) return null;
    out.push(pairs.map((pair) => marked(pair?.[2] ?? '')).join(','));
  }
  return { text: out.join('\n'), understood: plain(','), why: 'Every row names its values.', notes: ['Every row names its values.'] };
}

/** Rows in brackets, as Python prints pairs. @param {string} text @returns {Rewritten | null} */
function fromTuples(text) {
  const lines = linesOf(text).map((line) => line.trim());
  if (!lines.every((line) => line === '' || /^\([^()]+,[^()]+\),?$/.test(line))) return null;
  return { text: lines.map((line) => line.replace(/^\(|\),?$/g, '')).join('\n'), understood: { delimiter: ',' }, why: 'Rows stand in brackets.', notes: ['Rows stand in brackets, which were left out.'] };
}

/** A text without the blank lines and the comments on top. @param {string} text @param {string} sign of comments */
function withoutTop(text, sign) {
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    if (line !== '' && !line.startsWith(sign)) return text.slice(at).trimStart();
    if (end < 0) return '';
    at = end + 1;
  }
}

/** Rows of a table of one delimiter, with names, in the format's order. @param {string} delimiter @param {Understood} [more] @returns {Understood} */
const plain = (delimiter, more) => ({ delimiter, quote: '"', comment: '', top: 0, foot: 0, header: 'first', decimal: '.', ...more });

/**
 * ARFF: attributes with names and types, then rows parted by commas, or {place value, ...}. Described in the manual of
 * Weka, "Attribute-Relation File Format".
 * @param {string} text @returns {Rewritten}
 */
function fromArff(text) {
  const lines = linesOf(text);
  /** @type {{ name: string, first: string | null, numeric: boolean }[]} */
  const attributes = [];
  let begin = -1;
  for (const [n, line] of lines.entries()) {
    const plain = line.trim();
    if (/^@data\b/i.test(plain)) {
      begin = n;
      break;
    }
    const found = /^@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+?)(?:\s+|(?=\{))(.*)$/i.exec(plain.slice(0, 100_000));
    if (found === null) {
      if (/^@attribute/i.test(plain)) throw refuse(`Line ${figure(n + 1)} names an attribute of an ARFF file in a way that is not read.`);
      continue;
    }
    const [, name, type] = found;
    const values = /^\{(.*)\}/.exec(type.trim());
    attributes.push({ name: unmarked(name), first: values ? unmarked(cellsOfArff(values[1])[0] ?? '') : null, numeric: /^(numeric|real|integer)/i.test(type.trim()) });
    if (attributes.length > 2 * kMostValues) throw refuse(`It has more than ${figure(2 * kMostValues)} attributes; at most ${figure(kMostValues)} values are taken.`);
  }
  if (begin < 0) throw notRead('an ARFF file of Weka without its data (@data)', 'save it as CSV in Weka');
  if (attributes.length === 0) throw notRead('an ARFF file of Weka without attributes', 'save it as CSV in Weka');
  const out = new Array(begin).fill('');
  out.push(attributes.map(({ name }) => marked(name)).join(','));
  let rows = 0;
  for (let n = begin + 1; n < lines.length; ++n) {
    const line = lines[n].trim();
    if (line === '' || line.startsWith('%')) {
      out.push('');
      continue;
    }
    if (++rows > kMostExamples) throw refuse(`It has more than ${figure(kMostExamples)} rows, which is the most that is taken.`);
    out.push(line.startsWith('{') ? sparseRow(line, attributes, n + 1) : cellsOfArff(line.replace(/,?\s*\{[^{}]*\}$/, '')).map((cell) => marked(unmarked(cell))).join(','));
  }
  const last = attributes[attributes.length - 1];
  const named = attributes.find(({ name, numeric }) => !numeric && /^class$/i.test(name));
  const label = named ?? (last.first !== null ? last : null);
  return {
    text: out.join('\n'),
    understood: plain(',', { missing: ['?'], ...(label && attributes.length > 1 && { label: label.name }) }),
    why: 'The ARFF file says so.',
    notes: ['It is an ARFF file of Weka; its attributes are the columns.'],
  };
}

/** A name or value without marks. @param {string} text */
function unmarked(text) {
  const inner = /^'((?:[^'\\]|\\.)*)'$|^"((?:[^"\\]|\\.)*)"$/.exec(text.trim());
  return (inner ? (inner[1] ?? inner[2]) : text.trim()).replace(/\\(.)/g, '$1');
}

/** The cells of a row of ARFF. A comma within marks belongs to a cell. @param {string} line */
const cellsOfArff = (line) => (line.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,'"]+|,|['"]/g) ?? []).reduce((cells, part) => {
  if (part === ',') cells.push('');
  else cells[cells.length - 1] += part;
  return cells;
}, ['']).map((cell) => cell.trim());

/** A row that names only what is not 0, or not the first value. @param {string} line @param {{ first: string | null }[]} attributes @param {number} at */
function sparseRow(line, attributes, at) {
  const row = attributes.map(({ first }) => first ?? '0');
  const inner = /^\{(.*)\}/.exec(line)?.[1] ?? '';
  for (const cell of inner.trim() === '' ? [] : cellsOfArff(inner)) {
    const found = /^(\d{1,9})\s+(.+)$/.exec(cell);
    if (found === null || Number(found[1]) >= row.length) throw refuse(`Line ${figure(at)} says ${quote(cell)}, which is no attribute of the ARFF file and its value.`);
    row[Number(found[1])] = unmarked(found[2]);
  }
  return row.map(marked).join(',');
}

const tooMany = () => refuse(`It holds more than ${figure(kMostNumbers)} numbers, which is the most that is taken.`);

/** How often a sign stands in a text, up to one more than is taken. @param {string} text @param {string} sign */
function countOf(text, sign) {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0 && count <= kMostNumbers; at = text.indexOf(sign, at + 1)) ++count;
  return count;
}

/** Whether lines are a label and numbered values: 1 3:0.5 7:2. @param {string} head */
function isSparse(head) {
  const lines = head.split(/\r\n?|\n/, 60).map((line) => (line.length <= 300 ? line : line.slice(0, line.lastIndexOf(' ', 300)))).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const sparse = /^ *[+-]?[\d.]+(e[+-]?\d+)?(,[\d.]+)*(\s+qid:\d+)?(\s+\d+:[+-]?[\d.]+(e[+-]?\d+)?)*\s*(#.*)?$/i;
  // A row of zeros is a label alone.
  const some = lines.slice(0, 5);
  return some.some((line) => /\d\s+\d+:[+-]?[\d.]/.test(line)) && some.every((line) => sparse.test(line));
}

/**
 * svmlight and libsvm: a label, then places and values of what is not 0. Places are counted from 1, or from 0 where one
 * of them is 0.
 * @param {string} text @returns {Rewritten}
 */
function fromSparse(text) {
  /** @type {{ label: string, places: number[], values: string[] }[]} */
  const rows = [];
  if (!text.includes('#') && countOf(text, ':') > kMostNumbers) throw tooMany();
  let [least, most, queries, held] = [Infinity, -1, 0, 0];
  for (const [n, line] of linesOf(text).entries()) {
    const [label, ...cells] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (label === '') continue;
    if (!kNumber.test(label)) {
      const several = /^[\d.]+(,[\d.]+)+$/.test(label);
      throw refuse(`Line ${figure(n + 1)} of this sparse table (svmlight, libsvm) ${several ? `has several labels, ${quote(label)}; one is read` : `begins with ${quote(label)}, which is no label`}.`);
    }
    if (rows.length >= kMostExamples) throw refuse(`It has more than ${figure(kMostExamples)} rows, which is the most that is taken.`);
    const row = { label, places: /** @type {number[]} */ ([]), values: /** @type {string[]} */ ([]) };
    for (const cell of cells) {
      const [place, value] = cell.split(':');
      if (place === 'qid') {
        ++queries;
        continue;
      }
      if (!/^\d{1,9}$/.test(place) || value === undefined || !kNumber.test(value)) {
        throw refuse(`Line ${figure(n + 1)} of this sparse table (svmlight, libsvm) says ${quote(cell)}; a place, a colon and a number are read.`);
      }
      const at = Number(place);
      if (at < least) least = at;
      if (at > most) most = at;
      row.places.push(at);
      row.values.push(value);
    }
    held += row.places.length;
    if (held > kMostNumbers) throw tooMany();
    rows.push(row);
  }
  const from = least === 0 ? 0 : 1;
  const width = most - from + 1;
  if (width > kMostValues) throw refuse(`Its rows name values up to place ${figure(most)} (svmlight, libsvm); at most ${figure(kMostValues)} values are taken.`);
  if (width * rows.length > kMostNumbers) throw refuse(`It holds ${figure(width * rows.length)} numbers with its zeros; at most ${figure(kMostNumbers)} are taken.`);
  const labels = rows.every(({ label }) => Number.isInteger(Number(label)));
  const names = Array.from({ length: width }, (_, i) => String(i + from));
  const out = [`${labels ? 'label' : 'target'},${names.join(',')}`];
  for (const { label, places, values } of rows) {
    const row = new Array(width).fill('0');
    for (const [i, at] of places.entries()) row[at - from] = values[i];
    out.push(`${label},${row.join(',')}`);
  }
  return {
    text: out.join('\n'),
    understood: plain(',', { missing: [], label: labels ? 'label' : null }),
    why: 'The sparse table says so.',
    notes: [
      'It is a sparse table (svmlight, libsvm): what a row does not name is 0.',
      ...(labels ? [] : ['Numbers before its rows are measured ones, and the value "target".']),
      ...(queries > 0 ? ['What it says of queries (qid) was left out.'] : []),
    ],
  };
}

/**
 * Touchstone: a frequency, then pairs of numbers. Rows of more ports than two go over several lines, the first of which
 * has an odd number of cells.
 * @param {string} text @returns {Rewritten}
 */
function fromTouchstone(text) {
  const out = [];
  let [unit, form] = ['', ''];
  let last = -1;
  for (const line of linesOf(text)) {
    const bare = line.replace(/!.*$/, '').trim();
    if (/^#/.test(bare)) {
      unit ||= /\b[kmg]?hz\b/i.exec(bare)?.[0] ?? 'GHz';
      form ||= /\b(ma|db|ri)\b/i.exec(bare)?.[0].toUpperCase() ?? 'MA';
      out.push('');
      continue;
    }
    const cells = bare.split(/\s+/);
    if (bare !== '' && cells.length % 2 === 0 && last >= 0) {
      out[last] += ` ${cells.join(' ')}`;
      out.push('');
      continue;
    }
    if (bare !== '' && !bare.startsWith('[')) last = out.length;
    out.push(bare.startsWith('[') ? '' : bare);
  }
  const says = { RI: 'real and imaginary parts', MA: 'sizes and angles', DB: 'sizes in decibels and angles' }[form] ?? 'pairs';
  return {
    text: out.join('\n'),
    understood: plain(' ', { header: 'none', missing: [], label: null }),
    why: 'The Touchstone file says so.',
    notes: [`It is a Touchstone file: a frequency in ${unit}, then ${says}.`],
  };
}

/** Grace, as GROMACS writes it: lines with @ say what a plot looks like. @param {string} text @returns {Rewritten} */
function fromGrace(text) {
  const out = linesOf(text).map((line) => (/^\s*[@#]/.test(line) ? '' : line));
  const sets = out.filter((line) => /^\s*&\s*$/.test(line)).length;
  if (sets > 1) throw notRead('a plot of several curves (Grace)', 'save each curve by itself');
  return {
    text: out.map((line) => (/^\s*&\s*$/.test(line) ? '' : line)).join('\n'),
    understood: plain(' ', { header: 'none', label: null }),
    why: 'Plots of Grace have it so.',
    notes: ['It is a plot of Grace; what it says of axes and colours was left out.'],
  };
}

/** Points of PLY, unless there are faces. @param {string} text @returns {Rewritten} */
function fromPly(text) {
  const lines = linesOf(text);
  const end = lines.findIndex((line) => line.trim() === 'end_header');
  const header = lines.slice(0, Math.max(0, end)).map((line) => line.trim().split(/\s+/));
  const elements = header.filter(([word]) => word === 'element');
  const mesh = elements.length !== 1 || elements[0][1] !== 'vertex' || !/^ascii$/.test(header[1]?.[1] ?? '') || header.some(([word, type]) => word === 'property' && type === 'list');
  if (mesh) throw notRead('a mesh (PLY)', 'bring its points as CSV, one point a row');
  const names = header.filter(([word]) => word === 'property').map(([, , name]) => name);
  return points(lines, end, names, 'PLY');
}

/** Points of PCD. @param {string} text @returns {Rewritten} */
function fromPcd(text) {
  const lines = linesOf(text);
  const end = lines.findIndex((line) => /^DATA\b/.test(line));
  const counts = lines.find((line) => /^COUNT\b/.test(line))?.trim().split(/\s+/).slice(1) ?? [];
  if (end < 0 || !/^DATA ascii/.test(lines[end]) || counts.some((count) => count !== '1')) throw notRead('a cloud of points (PCD)', 'bring its points as CSV, one point a row');
  const names = lines.find((line) => /^FIELDS\b/.test(line))?.trim().split(/\s+/).slice(1) ?? [];
  return points(lines, end, names, 'PCD');
}

/** @param {string[]} lines @param {number} end of the header @param {string[]} names @param {string} format @returns {Rewritten} */
function points(lines, end, names, format) {
  const out = new Array(end).fill('');
  out.push(names.map((name) => marked(name ?? '')).join(' '), ...lines.slice(end + 1));
  return { text: out.join('\n'), understood: plain(' ', { label: null }), why: `The ${format} file says so.`, notes: [`It holds points (${format}), one a row.`] };
}

/**
 * A table of LaTeX: rows end with two backslashes, cells are parted by &.
 * @param {string} text @returns {Rewritten}
 */
function fromLatex(text) {
  const tables = [...text.matchAll(/\\begin\{(tabular\*?|longtable|tabularx|array)\}(?:\[[^\]\n]*\])?(?:\{[^\n]*?\})?(?=[^{}]*?(?:\n|\\\\|&))/g)];
  if (tables.length > 1) throw notRead('a LaTeX document with several tables', 'bring one of them as CSV');
  if (tables.length === 0 && /\\begin\{/.test(text.slice(0, kLooked))) throw notRead('a LaTeX document', 'bring its numbers as CSV');
  const [from, until] = tables.length === 0 ? [0, text.length] : [tables[0].index + tables[0][0].length, text.indexOf(`\\end{${tables[0][1]}}`)];
  const before = text.slice(0, from).replace(/[^\n]+/g, '');
  const inner = text.slice(from, until < 0 ? text.length : until).replace(/(^|[^\\])%.*$/gm, '$1');
  if (/\\multi(column|row)\b/.test(inner)) throw notRead('a table of LaTeX with cells over several columns or rows', 'bring its numbers as CSV');
  const out = inner
    .replace(/\\(hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|centering|small)\b|\\c(line|midrule)(\([^()\n]*\))?\{[^{}\n]*\}|\\addlinespace(\[[^\]\n]*\])?/g, '')
    .replace(/\\\\(\*)?(\[[^\]\n]*\])?[ \t]*(?!\n)/g, '\n')
    .replace(/\\\\(\*)?(\[[^\]\n]*\])?[ \t]*(?=\n)/g, '')
    .replace(/\\(textbf|textit|text|mathbf|mathrm|emph|underline|num)\{([^{}\n]*)\}/g, '$2')
    .replace(/\$([^$\n]*)\$/g, '$1')
    .replace(/\\&/g, ' and ')
    .replace(/\\([%#_$])/g, '$1');
  const count = out.split('\n').filter((line) => line.includes('&')).length;
  if (count < 2) throw notRead('a LaTeX document', 'bring its numbers as CSV');
  return { text: before + out, understood: { delimiter: '&', quote: '"', comment: '' }, why: 'Tables of LaTeX have it so.', notes: ['It is a table of LaTeX.'] };
}
