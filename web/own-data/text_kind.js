// @ts-check
// Says what a text is that is no table: a web page, JSON, a program, a pointer to a file that was not fetched. The
// sentence names it and says what to do.

import { notRead } from './file_kind.js';
import { quote } from './table.js';
import { textFormatOf } from './text_formats.js';

/** As much of a text is looked at, except where the whole has to be JSON. */
const kLooked = 16_384;
/** JSON of more letters is told by its first and last letter alone. */
const kParsed = 4_194_304;

const kCsv = 'bring its numbers as CSV';

/**
 * Beginnings of texts behind blanks and comments: the pattern, what it is, what to do.
 * @type {[RegExp, string, string][]}
 */
const beginnings = [
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS: the file itself was not fetched', 'fetch it with "git lfs pull", or with the download button of its page'],
  [/^(\/annex\/objects\/|\.\.?\/.*\.git\/annex\/)/, 'a pointer of git-annex: the file itself was not fetched', 'fetch it with "git annex get"'],
  [/^<(!doctype html|html|head|body|script|title|meta)[\s>]/i, 'a web page, perhaps saved in place of the file', 'fetch the file itself, such as the raw one behind the page'],
  [/^<(!DOCTYPE\s+)?svg[\s>]/i, 'a drawing (SVG)', 'save it as PNG'],
  [/^<Workbook[\s>]/, 'an Excel workbook as XML', 'save its sheet as CSV'],
  [/^<(Error|ListBucketResult)[\s>]/, 'an answer of a server that gave no file (XML)', 'fetch the file again'],
  [/^<(!DOCTYPE\s|[A-Za-z_][\w.:-]*(\s[^<>]{0,2000})?\/?>\s*(<|[^<\r\n]*<\/))/, 'XML or a piece of a web page', kCsv],
  [/^#!\s*\//, 'a script', 'run it, and bring the data'],
  [/^-----BEGIN /, 'a key or a certificate', 'choose the data instead'],
  [/^%%MatrixMarket/, 'a matrix in the Matrix Market format', 'save it as CSV, or in Python with scipy.io.mmread, toarray and numpy.save'],
  [/^\[InternetShortcut\]/i, 'a link to a page', 'fetch the file behind it'],
  [/^(diff --git |--- \S[^\n]*\n\+\+\+ \S)/, 'a patch', 'choose the data instead'],
  [/^\\(documentclass|usepackage|input\{|begin\{(document|figure|equation|align|itemize|enumerate|abstract))/, 'a LaTeX document', kCsv],
  [/^\{\\rtf/, 'a document in the rich text format (RTF)', kCsv],
  [/^structure\((list|c)\(/, 'a value of R as dput() prints it', 'save the table with write.csv'],
  [/^(404|403|410|429|50[0234])[:\s]/, 'an answer of a server that gave no file', 'fetch the file again'],
  [/^outs:\s*\n- (md5|hash|etag):/, 'a pointer of DVC: the file itself was not fetched', 'fetch it with "dvc pull"'],
  [/^---\s*\n(- |\w[\w ]*:(\s|$))/, 'YAML', kCsv],
  [/^\[[A-Za-z][^\]\r\n]*\]\s*\n[^\n=,;\t]+=/, 'a file of settings (INI, TOML)', 'bring the data instead'],
  [/^P[1-6]\s+(#[^\n]*\n\s*)*\d+\s+\d+\s/, 'a picture in the PNM format (PBM, PGM, PPM)', 'save it as PNG'],
  [/^(\(lp\d+\n|\(dp\d+\n)/, 'a Python pickle, which can run programs and is not opened', 'in Python, save its arrays with numpy.save'],
  [/^(CREATE TABLE|INSERT INTO|DROP TABLE|BEGIN TRANSACTION|PRAGMA) ?/, 'a dump of a database (SQL)', 'export the table as CSV'],
  [/^\/\* XPM \*\//, 'a picture in the XPM format', 'save it as PNG'],
  [/^A\n[23]\n\d{6}\n\d{6}\n/, 'an R object (.rds)', 'save the table with write.csv'],
];

/** What may stand before the first word of a web page, XML, SQL or ARFF. @type {RegExp[]} */
const before = [/\s+/y, /<!--[^]*?-->/y, /<\?[^]*?\?>/y, /--[ \t][^\n]*\n/y, /\/\*![^]*?\*\/;?/y, /%[^%\n][^\n]*\n/y];

/** A text without blanks and comments before it. @param {string} text */
function bare(text) {
  let at = 0;
  for (let found = true; found; ) {
    found = false;
    for (const pattern of before) {
      pattern.lastIndex = at;
      if (!pattern.test(text)) continue;
      at = pattern.lastIndex;
      found = true;
    }
  }
  return text.slice(at);
}

/** Lines that only programs have. @type {[RegExp, string][]} */
const programs = [
  [/^(import [a-z_][\w.]*( as \w+)?(, [a-z_][\w.]*( as \w+)?)*|from [\w.]+ import [\w*(, ]+|def \w+\([^]*\)( -> .+)?:|class \w+(\([\w., ]*\))?:|if __name__ == ['"]__main__['"]:)\s*(#.*)?$/, 'a Python program'],
  [/^(library\(\w+\)|\w[\w.]* <- function\s*\(.*)$/, 'a program in R'],
  [/^#include\s*[<"]/, 'a program in C or C++'],
  [/^(import .+ from ['"].+['"];?|export (default |const |function )|(const|let) \w+ = require\(.+\);?|function \w+\(.*\) \{)/, 'a program in JavaScript'],
];

/**
 * Refuses a text that is no table.
 * @param {string} text
 */
export function checkTextKind(text) {
  const head = text.slice(0, kLooked);
  const first = bare(head);
  for (const [pattern, what, advice] of beginnings) {
    if (pattern.test(head) || pattern.test(first)) throw notRead(what, advice);
  }
  if (/^\s*<\?xml[\s>]/.test(head)) throw notRead('XML', kCsv);
  checkJson(text);
  const lines = head.split(/\r\n?|\n/, 60);
  for (const line of lines) {
    const found = programs.find(([pattern]) => pattern.test(line.slice(0, 300)));
    if (found) throw notRead(`${found[1]} (${quote(line.trim())})`, 'run it, and bring the data');
  }
  const other = textFormatOf(head, first);
  if (other) throw notRead(...other);
}

/** @param {string} text */
function checkJson(text) {
  const first = /\S/.exec(text.slice(0, kLooked))?.[0];
  if (first !== '{' && first !== '[') return;
  if (isJson(text)) {
    if (/"nbformat"\s*:/.test(text.slice(0, 4096) + text.slice(-4096))) throw notRead('a Jupyter notebook', 'run it, and save its data as CSV or with numpy.save');
    throw notRead('JSON', 'save it as CSV, in Python with pandas.read_json and to_csv');
  }
  const [line] = /\S[^\r\n]*/.exec(text) ?? [''];
  if (first === '{' && isJson(line)) throw notRead('JSON, one object a line', 'save it as CSV, in Python with pandas.read_json(lines=True) and to_csv');
  const last = text.slice(-kLooked).trimEnd().at(-1);
  const inside = /^\s*\[\s*[[{\d.+-]/.test(text) || /^\s*\{\s*["'\d.+-]/.test(text);
  if (inside && (last === (first === '{' ? '}' : ']') || (first === '{' && /^\s*\{[^{}]*\},?\s*(\{|$)/.test(text.slice(0, kLooked))))) {
    throw notRead('lists in brackets, such as damaged JSON or an array as Python prints it', 'save the numbers as CSV, in Python with numpy.savetxt');
  }
}

/** @param {string} text */
function isJson(text) {
  if (text.length > kParsed) return /^\s*[{[]\s*(["{[\d-]|[}\]])/.test(text) && /[}\]]\s*$/.test(text.slice(-kLooked));
  for (const whole of [text, /\b(NaN|-?Infinity)\b/.test(text) ? text.replace(/(?<=[[:,]\s*)(NaN|-?Infinity)\b/g, '0') : '']) {
    try {
      JSON.parse(whole); // Python writes NaN, which JSON has not
      return true;
    } catch {
      // It may be something else.
    }
  }
  return false;
}
