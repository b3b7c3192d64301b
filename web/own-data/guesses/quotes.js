// @ts-check
// The sign around cells that hold delimiters. It is the double quotation mark, unless cells stand in single ones and
// there is no double one.

export const kQuotes = [
  { value: '"', label: 'double quotation marks' },
  { value: "'", label: 'single quotation marks' },
];

/** @param {string} sample the first lines @returns {{ value: string, why: string }} */
export function guessQuote(sample) {
  const single = sample.match(/(^|[,;\t| ])'[^'\n]*'(?=[ \t]*($|[,;\t|\r\n ]))/gm)?.length ?? 0;
  if (single >= 2 && !sample.includes('"')) return { value: "'", why: 'Cells begin and end with it.' };
  return { value: '"', why: sample.includes('"') ? 'Cells begin and end with it.' : 'No cell has quotation marks.' };
}
