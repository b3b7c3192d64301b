// @ts-check
// Finds how a sheet is cut: the size of a tile, lines between tiles, a margin. Lines that go through the whole sheet in
// one grey are evidence, and so are edges without ink. Without evidence usual sizes are tried.

import { figure, kMostValues, quote, refuse } from './table.js';

/** @typedef {import('./pixels.js').Facts} Facts */
/**
 * How a sheet is cut. Pairs are [down, across].
 * @typedef {object} Cut
 * @property {number} rows of a tile
 * @property {number} cols
 * @property {number} down tiles in a column of tiles
 * @property {number} across
 * @property {number[]} gap pixels between tiles
 * @property {number[]} margin pixels before the first tile
 * @property {string} why
 * @property {boolean} open whether there is no evidence for it
 */
/** A cut and the others that fit. @typedef {Cut & { others: Cut[] }} Layout */
/** One direction of a cut. @typedef {{ side: number, gap: number, margin: number, count: number }} Axis */
/**
 * The lines of a sheet in one direction.
 * @typedef {object} Lines
 * @property {number} length how many there are
 * @property {Float64Array} ink mean difference from the background on a line
 * @property {Uint8Array} blank 1 for lines of background alone
 * @property {Uint8Array} rule 1 for lines of one other grey
 * @property {number} mean ink of the sheet
 */

/** Common sides of tiles. The smallest one with clean edges is taken. */
const kSides = [6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 32, 36, 40, 48, 50, 56, 60, 64];
/** Sides to be tried without evidence. */
const kUsual = [28, 8, 16, 32, 20, 24];
/** Edges of tiles are clean if they have at most this share of the mean ink per pixel. */
const kMostEdgeInk = 0.35;
const kWidestGap = 8;
const kWidestMargin = 32;
const kLongestSide = 64;
const kShortestSide = 4;
/** As many cuts of a direction are looked at, and as many of both. */
const kMostAxes = 500;
const kMostCuts = 64;

/** The rows (or columns) of a sheet. @param {Facts} facts @param {boolean} down @returns {Lines} */
function linesOf({ grey, width, height, noise, background, paper }, down) {
  const [length, across] = down ? [height, width] : [width, height];
  const ink = new Float64Array(length);
  const [blank, rule] = [new Uint8Array(length), new Uint8Array(length)];
  let all = 0;
  for (let line = 0; line < length; ++line) {
    let [low, high, sum] = [255, 0, 0];
    for (let i = 0; i < across; ++i) {
      const value = grey[down ? line * width + i : i * width + line];
      if (value < low) low = value;
      if (value > high) high = value;
      const far = Math.abs(value - paper);
      if (far > noise) sum += far;
    }
    ink[line] = sum / across;
    all += ink[line];
    const far = Math.max(Math.abs(low - paper), Math.abs(high - paper));
    blank[line] = Number(far <= noise);
    rule[line] = Number(high - low <= noise && (background === null || Math.abs(low - paper) > noise));
  }
  return { length, ink, blank, rule, mean: all / length };
}

/** The direction cut at lines of another grey, if they part it evenly. @param {Lines} lines @returns {Axis | null} */
function ruledAxis({ length, rule }) {
  /** @type {[number, number][]} first line of a tile, and the line behind it */
  const tiles = [];
  for (let at = 0; at < length; ) {
    if (rule[at]) {
      ++at;
      continue;
    }
    const first = at;
    while (at < length && !rule[at]) ++at;
    tiles.push([first, at]);
  }
  if (tiles.length === 0 || (tiles.length === 1 && tiles[0][1] - tiles[0][0] === length)) return null;
  const [margin, end] = tiles[0];
  const side = end - margin;
  const gap = tiles.length > 1 ? tiles[1][0] - end : 0;
  const even = tiles.every(([first, last], n) => last - first === side && first === margin + n * (side + gap));
  return even ? { side, gap, margin, count: tiles.length } : null;
}

/**
 * Cuts of a direction whose gaps and margins are blank. Gaps are as wide as margins, or there is no margin; without gaps
 * there may be a margin on both ends.
 * @param {Lines} lines
 * @param {number[]} sides
 * @returns {Axis[]}
 */
function blankAxes({ length, blank }, sides) {
  const found = [];
  for (const side of sides) {
    for (let gap = 0; gap <= Math.min(kWidestGap, side / 2); ++gap) {
      const margins = gap > 0 ? [0, gap] : Array.from({ length: kWidestMargin + 1 }, (_, margin) => margin);
      for (const margin of margins) {
        for (const after of new Set([margin, 0, gap])) {
          const count = (length - margin - after + gap) / (side + gap);
          if (!Number.isInteger(count) || count < 1 || (count === 1 && gap > 0)) continue;
          const axis = { side, gap, margin, count };
          if (isBlankBetween(blank, axis)) found.push(axis);
          if (found.length >= kMostAxes) return found; // hardly any line has ink
        }
      }
    }
  }
  return found;
}

/** Whether no tile has a line that is not blank outside. @param {Uint8Array} blank @param {Axis} axis */
function isBlankBetween(blank, { side, gap, margin, count }) {
  for (let line = 0; line < margin; ++line) if (!blank[line]) return false;
  for (let tile = 1; tile < count; ++tile) {
    const first = margin + tile * (side + gap) - gap;
    for (let line = first; line < first + gap; ++line) if (!blank[line]) return false;
  }
  for (let line = margin + count * (side + gap) - gap; line < blank.length; ++line) if (!blank[line]) return false;
  return true;
}

/** Ink on the first and last lines of tiles, and their number. @param {Lines} lines @param {number} side */
function edgeOf({ length, ink }, side) {
  let [sum, count] = [0, 0];
  for (let line = 0; line < length; ++line) {
    if (line % side === 0 || line % side === side - 1) (sum += ink[line]), (count += 1);
  }
  return { sum, count };
}

/** @param {Axis} down @param {Axis} across @param {string} why @param {boolean} [open] @returns {Cut} */
const cutOf = (down, across, why, open = false) => ({
  ...{ rows: down.side, cols: across.side, down: down.count, across: across.count, why, open },
  gap: [down.count > 1 ? down.gap : 0, across.count > 1 ? across.gap : 0],
  margin: [down.margin, across.margin],
});
/** Tiles without gaps and margins. @param {number} side @param {number} length @returns {Axis} */
const plain = (side, length) => ({ side, gap: 0, margin: 0, count: length / side });

/** @param {Cut} cut */
const isTaken = ({ rows, cols }) => rows * cols <= kMostValues;

/**
 * All cuts that fit a sheet, the best first.
 * @param {Facts} facts
 * @returns {Cut[]}
 */
function cutsOf(facts) {
  const { width, height } = facts;
  const [down, across] = [linesOf(facts, true), linesOf(facts, false)];
  const cuts = [];

  // Lines of another grey
  const ruled = [ruledAxis(down), ruledAxis(across)];
  if (ruled[0] || ruled[1]) {
    const [rows, cols] = [ruled[0] ?? plain(height, height), ruled[1] ?? plain(width, width)];
    if (rows.count * cols.count > 1) cuts.push(cutOf(rows, cols, 'Lines of another grey part the tiles.'));
  }

  // Squares whose edges have no ink
  const clean = (/** @type {number} */ rows, /** @type {number} */ cols) => {
    const [edges, others] = [edgeOf(down, rows), edgeOf(across, cols)];
    // A mean over pixels: rows and columns have different lengths.
    const pixels = edges.count * width + others.count * height;
    return (edges.sum * width + others.sum * height) / pixels < kMostEdgeInk * Math.max(down.mean, 1e-9);
  };
  const fitting = kSides.filter((side) => width % side === 0 && height % side === 0);
  const squares = fitting.filter((side) => clean(side, side));
  for (const side of squares) cuts.push(cutOf(plain(side, height), plain(side, width), 'The edges of such tiles have hardly any ink.'));

  // Blank lines between squares, or around them
  const [rows, cols] = [blankAxes(down, kSides), blankAxes(across, kSides)];
  const spaced = (/** @type {Axis} */ { gap, margin }) => gap > 0 || margin > 0;
  for (const one of rows) {
    for (const other of cols) {
      const same = one.side === other.side && (one.gap === other.gap || one.count === 1 || other.count === 1);
      if (cuts.length < kMostCuts && same && (spaced(one) || spaced(other)) && one.count * other.count > 1) cuts.push(cutOf(one, other, 'Blank lines part the tiles.'));
    }
  }

  // Tiles that are no squares
  const sides = Array.from({ length: kLongestSide - kShortestSide + 1 }, (_, n) => kShortestSide + n);
  const cleanSides = (/** @type {Lines} */ lines) => {
    const whole = lines.length <= kLongestSide ? [lines.length] : [];
    const found = sides.filter((side) => {
      if (lines.length % side !== 0 || lines.length === side) return false;
      const { sum, count } = edgeOf(lines, side);
      return sum / count < kMostEdgeInk * Math.max(lines.mean, 1e-9);
    });
    return [...found, ...whole];
  };
  if (facts.high > facts.low) {
    for (const tall of cleanSides(down)) {
      for (const wide of cleanSides(across)) {
        const several = tall < height || wide < width;
        if (several && tall !== wide) cuts.push(cutOf(plain(tall, height), plain(wide, width), 'The edges of such tiles have hardly any ink.'));
      }
    }
    const [tall, wide] = [blankAxes(down, sides), blankAxes(across, sides)].map((axes) => axes.find((axis) => spaced(axis) && axis.gap > 0 && axis.count > 1));
    if (tall && wide) cuts.push(cutOf(tall, wide, 'Blank lines part the tiles.'));
  }

  // No evidence
  const unsure = (/** @type {number} */ side) => cutOf(plain(side, height), plain(side, width), 'No edge is clean; it is a usual size that fits.', true);
  cuts.push(...kUsual.filter((side) => fitting.includes(side) && width * height >= 4 * side * side).map(unsure));
  if (width * height <= kMostValues) cuts.push(cutOf(plain(height, height), plain(width, width), 'No smaller tile fits, so it is one picture.', true));
  if (fitting.length > 0) cuts.push(unsure(/** @type {number} */ (fitting.at(-1))));
  return cuts.filter(isTaken);
}

/**
 * Guesses how a sheet is cut. Fails with "invalid-data" if nothing fits.
 * @param {Facts} facts
 * @returns {Layout}
 */
export function guessLayout(facts) {
  const [best, ...others] = cutsOf(facts);
  if (best !== undefined) return { ...best, others };
  throw refuse(
    `The size of its tiles can't be guessed: ${figure(facts.width)} x ${figure(facts.height)} pixels divide into no usual ` +
      'tile. Say how many rows and columns of pixels one tile has.',
  );
}

/**
 * The cut that is asked for. What is not said is found.
 * @param {Facts} facts
 * @param {import('./table.js').ReadOptions} options
 * @returns {Layout}
 */
export function layoutOf(facts, { tile, gap, margin }) {
  const [tall, wide] = pairOf(tile ?? undefined, 'tile', 'A tile', 1) ?? [];
  const between = pairOf(gap, 'gap', 'A gap', 0);
  const before = pairOf(margin, 'margin', 'A margin', 0);
  const all = cutsOf(facts);
  const like = (/** @type {number[] | undefined} */ asked, /** @type {number[]} */ found) => asked === undefined || asked.join() === found.join();
  const fits = all.find((cut) => (tall === undefined || (cut.rows === tall && cut.cols === wide)) && like(between, cut.gap) && like(before, cut.margin));
  if (fits) return { ...fits, others: all };
  if (tall === undefined) {
    throw refuse('No tiles are found with such gaps and margins. Say how many rows and columns of pixels one tile has (tile).');
  }
  const { height, width } = facts;
  const strict = between === undefined && before === undefined;
  const found = [
    [height, tall, between?.[0] ?? 0, before?.[0] ?? 0],
    [width, wide, between?.[1] ?? 0, before?.[1] ?? 0],
  ].map(([length, side, space, first]) => {
    const count = Math.floor((length - first + space) / (side + space));
    const rest = length - first - count * (side + space) + space;
    return count >= 1 && (!strict || rest === 0) ? { side, gap: space, margin: first, count } : null;
  });
  if (found[0] && found[1]) return { ...cutOf(found[0], found[1], 'It was chosen.'), others: all };
  const more = strict ? 'do not divide; say the pixels between tiles (gap) and before the first (margin), if there are some' : 'with such gaps and margins do not fit into';
  throw refuse(`The sheet has ${figure(height)} rows and ${figure(width)} columns of pixels, which tiles of ${tall} x ${wide} ${more}.`);
}

/** @param {unknown} value @param {string} field @param {string} what @param {number} least */
function pairOf(value, field, what, least) {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length === 2 && value.every((side) => Number.isInteger(side) && side >= least && side < 1e6)) return value;
  const shown = Array.isArray(value) ? value.slice(0, 4).map(String).join(' x ') : String(value);
  throw refuse(`${what} of ${quote(shown).slice(1, -1)} pixels (${field}) is not possible; give rows and columns, two whole numbers from ${least} on.`);
}
