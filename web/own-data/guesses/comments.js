// @ts-check
// Lines that are no rows: comments. They begin with #, % or //. A file in which most lines begin so has none, and
// neither has a line whose first cell is that sign alone, or an error of a spreadsheet such as #N/A. Lines that begin
// with ! or -- are comments only where all of them stand on top.

import { beginsWithError } from './missing.js';

export const kComments = [
  { value: '', label: 'none' },
  { value: '#', label: 'begin with #' },
  { value: '%', label: 'begin with %' },
  { value: '//', label: 'begin with //' },
  { value: '!', label: 'begin with !' },
  { value: '--', label: 'begin with --' },
  { value: ';', label: 'begin with ;' },
];

/** @param {string} sample the first lines @returns {{ value: string, why: string }} */
export function guessComment(sample) {
  const lines = sample.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== '');
  for (const { value } of kComments.slice(1)) {
    const marked = lines.filter((line) => isComment(line, value));
    // A single line "%fat,weight" is names.
    // A line that begins with a delimiter has more of them.
    const worded = value === ';' ? marked.every((line) => /^;+ ?[^;,\t|]*[^\W\d][^;\t|]*$/.test(line)) && !sample.includes(';', sample.lastIndexOf(marked[marked.length - 1] ?? '') + 1) : true;
    const certain = worded && (value !== '%' || marked.length > 1 || marked.some((line) => /^%(\s|$)/.test(line)));
    const first = lines.findIndex((line) => !isComment(line, value));
    const on_top = first >= 0 && marked.length === first;
    const anywhere = value !== '!' && value !== '--' && value !== ';';
    if (marked.length > 0 && certain && first >= 0 && (on_top || (anywhere && (2 * marked.length < lines.length || (first > 0 && 2 * marked.length === lines.length))))) {
      return { value, why: `${marked.length === 1 ? 'A line begins' : 'Lines begin'} so, and others do not.` };
    }
  }
  return { value: '', why: 'No line looks like a comment.' };
}

/** Whether a line is a comment. @param {string} line without blanks before it @param {string} comment */
export const isComment = (line, comment) =>
  comment !== '' && line.startsWith(comment) && !/^[ \t]*[,;\t|]/.test(line.slice(comment.length)) && !beginsWithError(line);
