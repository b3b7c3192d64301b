// @ts-check
// Columns that say which row it is and nothing about it: numbers counted upwards, names of rows, keys. They have no name,
// or one that says so.

const kKey = /^(id|.*[_. ]id|[A-Za-z]*[a-z]I[Dd]|uuid|guid|key|index|idx|row[ _.]?(id|no|number|names?|num)?|rownames?|unnamed: ?[\d.]+|lfd\.? ?nr\.?)$/;
const kCounter = /^(nr|no|no\.|num|number|nummer|n\u00b0|#|obs|observation|case|sample|pos|zeile|ligne|s(r|l)?\.? ?no\.?|serial[ _]?no\.?|lp\.?|record|entry|patient|subject|participant|instant)$/i;
/** Without names a first column counts as row numbers only from this many rows on. */
const kRows = 5;

/**
 * Why a column is row numbers, or null.
 * @param {{ name: string, at: number, headed: boolean, cells: string[], values: Float64Array | null, beside: string[] }} column
 *   name: as in the file; at: its place, from 0; beside: the names of all columns
 * @returns {{ why: string, open: boolean } | null}
 */
export function guessRowNumber({ name, at, headed, cells, values, beside }) {
  const first = at === 0;
  const whole = values !== null && values.every((value) => Number.isInteger(value));
  // Several columns without a name before all others are the levels of an index.
  const levels = headed ? beside.findIndex((other) => other !== '') : 0;
  if (levels > 1 && at < levels && (whole || values === null)) return { why: 'has no name, as others before the named columns: an index of rows', open: true };
  if (cells.length < 2 || (name === '' && headed && values === null)) {
    // A nameless column of different texts holds the names of rows.
    return cells.length >= 2 && new Set(cells).size === cells.length ? { why: 'has no name, and another text in every row', open: false } : null;
  }
  const counted = whole && isCounted(values);
  if (!headed) {
    return first && counted && cells.length >= kRows ? { why: 'counts the rows', open: true } : null;
  }
  if (name === '') {
    const rising = whole && values.every((value, n) => n === 0 || value > values[n - 1]);
    if (counted || (first && rising)) return { why: 'has no name, and counts the rows', open: false };
    // Rows that were drawn or put in another order keep their numbers.
    const different = first && whole && new Set(values).size === values.length;
    return different ? { why: 'has no name, and another whole number in every row', open: true } : null;
  }
  // R calls row names X when it reads them back.
  const renamed = name === 'X' && first && !beside.some((other) => /^y$/i.test(other));
  if (counted && (kCounter.test(name) || renamed)) return { why: 'counts the rows', open: false };
  if (!kKey.test(name) && !kKey.test(name.toLowerCase())) return null;
  const different = (whole || values === null) && new Set(cells).size === cells.length;
  return different ? { why: 'has a name of keys, and another value in every row', open: !counted } : null;
}

/** @param {Float64Array} values */
const isCounted = (values) => (values[0] === 0 || values[0] === 1) && values.every((value, n) => value === values[0] + n);
