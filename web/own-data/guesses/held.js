// @ts-check
// The column by which a file says which examples are held out: its name says "split", and its cells "train" and "test".

const kName = /^(split|set|subset|part|partition|fold)$/i;
const kTest = /^(test|testing|held.?out|validation|valid|val)$/i;
const kTrain = /^(train|training|learn)$/i;

/** Whether a cell says that the example is held out. @param {string} cell */
export const isTest = (cell) => kTest.test(cell);

/** Whether a column can say which examples are held out. @param {string[]} cells */
export const saysHeld = (cells) => cells.every((cell) => kTest.test(cell) || kTrain.test(cell));

/**
 * @param {{ name: string, cells: string[] }[]} columns
 * @returns {{ value: number, why: string }} value: the column, or -1
 */
export function guessHeld(columns) {
  const value = columns.findIndex(({ name, cells }) => kName.test(name) && saysHeld(cells));
  return { value, why: value < 0 ? 'No column says "train" and "test".' : 'Its cells say "train" and "test".' };
}
