// @ts-check
// Finds how a sheet is cut: the size of a tile, lines between tiles, a margin. Lines that go through the whole sheet in
// one grey are evidence, and so are edges without ink. Without evidence usual sizes are tried.

import { show } from '../words.js';
import { factsOf } from './pixels.js';
import { cut, figure, kMostValues, refuse } from './table.js';

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
/**
 * One direction of a cut. A low rank is better.
 * @typedef {{ side: number, gap: number, margin: number, count: number, rank: number, sure?: boolean, tight?: boolean }} Axis
 * sure: whether nothing is left to choose; tight: whether ink reaches both edges of tiles
 */
/**
 * The lines of a sheet in one direction.
 * @typedef {object} Lines
 * @property {number} length how many there are
 * @property {Float64Array} ink mean difference from the background on a line
 * @property {Uint8Array} blank 1 for lines of background alone
 * @property {Uint8Array} rule 1 for lines of one other grey
 * @property {number} mean ink of the sheet
 */

/** Common sides of tiles. */
const kSides = [6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 32, 36, 40, 48, 50, 56, 60, 64];
/** Sides to be tried without evidence. */
const kUsual = [28, 8, 16, 32, 20, 24];
/** Those of them that are certain for two tiles, which may lie anywhere in a margin. */
const kCertain = [28, 8, 16, 32];
/** Edges of tiles are clean if they have at most this share of the mean ink per pixel. */
const kMostEdgeInk = 0.35;
const kWidestGap = 12;
const kWidestMargin = 32;
const kLongestSide = 64;
const kShortestSide = 4;
/**
 * What the period of a cut counts as, by its gaps and margins: none; as wide as each other; gaps alone; margins alike on
 * both ends; others. The less is left to choose, the more a cut that fits is worth.
 */
const kKinds = [1, 1.01, 1.02, 1.06, 1.2];
/** What the period counts as where gaps are wider than this share of a tile. */
const kWideGap = 0.25;
const kWide = 1.1;
/** The gap that programs put into grids of pictures, between tiles at least as many times as wide. */
const kGridGap = 2;
const kNarrow = 8;
/** What a cut counts as if ink reaches all edges of square tiles of a usual side. */
const kTight = 0.93;
/** What a cut counts as whose gaps or margins differ down and across. */
const kUneven = 1.05;
/** More than this share of the tiles have ink: half a period has empty tiles in between. */
const kLeastInked = 0.6;
/** Cuts whose tiles are less alike than the best, by this share of the variance, are left out; by more if they are few. */
const kLessAlike = 0.03;
const kLessOfFew = 0.6;
/** What the period counts as more, for every share by which tiles are less alike than the best. */
const kUnlike = 3;
/** What the period of a tile that is no square counts as. */
const kOblong = 1.04;
/** Lines are drawn between tiles if they are of a grey that this share of their pixels has at most. */
const kMostLineInside = 0.15;
/** As many cuts of a direction are looked at, and as many of both. */
const kMostAxes = 24;
const kMostLikely = 400;
const kMostCuts = 24;

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

/**
 * The direction cut at lines of one grey, if they part it evenly.
 * @param {number} length @param {Uint8Array} rule 1 for such lines
 * @returns {Axis | null}
 */
function ruledAxis(length, rule) {
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
  return even ? { side, gap, margin, count: tiles.length, rank: 0 } : null;
}

/**
 * Cuts of a direction for which there is evidence, the best first: the gaps and margins are blank, the edges of tiles
 * have hardly any ink if there are no gaps, most tiles have some, and their ink lies in the same places. A short period
 * is better than its multiples; of one period no gap is better than gaps as wide as the margin, and those better than
 * others.
 * @param {Lines} lines
 * @returns {Axis[]}
 */
function blankAxes(lines) {
  const { length, blank } = lines;
  /** @type {Axis[]} */
  const found = [];
  for (let side = kShortestSide; side <= kLongestSide; ++side) {
    for (let gap = 0; gap <= Math.min(kWidestGap, 0.75 * side); ++gap) {
      for (let margin = 0; margin <= kWidestMargin; ++margin) {
        const count = Math.floor((length - margin + gap) / (side + gap));
        const after = length - margin + gap - count * (side + gap);
        if (count < 2 || after > kWidestMargin) continue;
        const kind = gap + margin + after === 0 ? 0 : margin === gap && after === gap ? 1 : margin + after === 0 ? 2 : margin === after ? 3 : 4;
        const rank = (side + gap) * kKinds[kind] * unusual(side) * (gap > kWideGap * side ? kWide : 1);
        const axis = { side, gap, margin, count, rank, sure: kind === 0 ? (count > 2 ? kUsual : kCertain).includes(side) || (count > 3 && kSides.includes(side)) : kind === 1 && count > 2 && kUsual.includes(side) && gap <= kWideGap * side };
        if (isBlankBetween(blank, axis) && mostHaveInk(blank, axis) && (gap > 0 || hasCleanEdges(lines, axis))) found.push(axis);
      }
    }
  }
  const likely = found.sort((a, b) => a.rank - b.rank || b.side - a.side).slice(0, kMostLikely);
  const alike = likely.map((axis) => likenessOf(lines, axis));
  /** Whether a period is several times another: rows of tiles that alternate say nothing against one of them. @param {number} n @param {number} m */
  const several = (n, m) => {
    const times = (likely[m].side + likely[m].gap) / (likely[n].side + likely[n].gap);
    return Math.round(times) >= 2 && Math.abs(times - Math.round(times)) < 0.1;
  };
  return likely
    .map((axis, n) => {
      let unlike = 0;
      for (let m = 0; m < likely.length; ++m) if (alike[m] - alike[n] > unlike && !several(n, m)) unlike = alike[m] - alike[n];
      const tight = isTight(lines, axis);
      // Blank lines around tiles whose ink does not reach them may belong to the tiles.
      const loose = axis.gap > 0 && !tight && !(axis.count > 3 && axis.gap === kGridGap && axis.side >= kNarrow * kGridGap);
      // A row of twice as many tiles may fit too.
      const half = likely.some(({ side, gap, margin }) => gap === axis.gap && margin === axis.margin && 2 * side + gap === axis.side);
      return { axis: { ...axis, tight, sure: axis.sure && !loose && !half, rank: axis.rank * (1 + kUnlike * unlike) }, unlike };
    })
    .filter(({ axis, unlike }) => unlike <= Math.max(kLessAlike, kLessOfFew / axis.count ** 2))
    .map(({ axis }) => axis)
    .sort((a, b) => a.rank - b.rank || b.side - a.side)
    .slice(0, kMostAxes);
}

/**
 * How much alike the tiles of a cut are in where their ink lies: the share of its variance that their mean explains, 1
 * if they are the same. It is corrected for their number, as fewer tiles are always more alike.
 * @param {Lines} lines @param {Axis} axis
 */
function likenessOf({ ink }, { side, gap, margin, count }) {
  let [all, left] = [0, 0];
  for (let line = 0; line < side; ++line) {
    let [sum, squares] = [0, 0];
    for (let at = margin + line; at < margin + count * (side + gap) - gap; at += side + gap) {
      sum += ink[at];
      squares += ink[at] * ink[at];
    }
    all += squares;
    left += squares - (sum * sum) / count;
  }
  return 1 - (left / all) * (count / (count - 1));
}

/** Whether the first and the last line of some tiles have ink. @param {Lines} lines @param {Axis} axis */
function isTight({ blank }, { side, gap, margin, count }) {
  const reaches = (/** @type {number} */ line) => Array.from({ length: count }, (_, tile) => blank[margin + tile * (side + gap) + line]).includes(0);
  return reaches(0) && reaches(side - 1);
}

/** What the period of a tile of some side counts as: usual sides are likelier. @param {number} side */
const unusual = (side) => (kUsual.includes(side) ? 1 : kSides.includes(side) ? 1.1 : 1.15);

/** Whether no tile has a line that is not blank outside. @param {Uint8Array} blank @param {Axis} axis */
function isBlankBetween(blank, { side, gap, margin, count }) {
  for (let line = 0; line < margin; ++line) if (!blank[line]) return false;
  for (let tile = 1; tile < count && gap > 0; ++tile) {
    const first = margin + tile * (side + gap) - gap;
    for (let line = first; line < first + gap; ++line) if (!blank[line]) return false;
  }
  for (let line = margin + count * (side + gap) - gap; line < blank.length; ++line) if (!blank[line]) return false;
  return true;
}

/** Whether most tiles have lines that are not blank. @param {Uint8Array} blank @param {Axis} axis */
function mostHaveInk(blank, { side, gap, margin, count }) {
  let inked = 0;
  for (let tile = 0; tile < count; ++tile) {
    const first = margin + tile * (side + gap);
    inked += Number(blank.subarray(first, first + side).includes(0));
  }
  return inked > kLeastInked * count;
}

/** Whether the first and last lines of tiles have hardly any ink. @param {Lines} lines @param {Axis} axis */
function hasCleanEdges({ ink, mean }, { side, gap, margin, count }) {
  let sum = 0;
  for (let tile = 0; tile < count; ++tile) {
    const first = margin + tile * (side + gap);
    sum += ink[first] + ink[first + side - 1];
  }
  return sum / (2 * count) < kMostEdgeInk * mean;
}

/** @param {Axis} down @param {Axis} across @param {string} why @param {boolean} [open] @returns {Cut} */
const cutOf = (down, across, why, open = false) => ({
  ...{ rows: down.side, cols: across.side, down: down.count, across: across.count, why, open },
  gap: [down.count > 1 ? down.gap : 0, across.count > 1 ? across.gap : 0],
  margin: [down.margin, across.margin],
});
/** Tiles without gaps and margins. @param {number} side @param {number} length @returns {Axis} */
const plain = (side, length) => ({ side, gap: 0, margin: 0, count: length / side, rank: side });

/** @param {Cut} cut */
const isTaken = ({ rows, cols }) => rows * cols <= kMostValues;

/** The share of the pixels of tiles that have the grey of the lines between them. @param {Facts} facts @param {Cut} cut @param {boolean} blank whether lines are of paper */
function insideOf({ grey, width, height, noise, paper }, { rows, cols, down, across, gap, margin }, blank) {
  // The first line that belongs to no tile
  const [y, x] = [margin[0] > 0 ? 0 : gap[0] > 0 && down > 1 ? rows : -1, margin[1] > 0 ? 0 : gap[1] > 0 && across > 1 ? cols : -1];
  const line = blank ? paper : y >= 0 && y < height ? grey[y * width] : x >= 0 ? grey[x] : paper;
  let inside = 0;
  for (let row = 0; row < down * rows; ++row) {
    const first = (margin[0] + Math.floor(row / rows) * (rows + gap[0]) + (row % rows)) * width + margin[1];
    for (let at = 0; at < across * cols; ++at) {
      inside += Number(Math.abs(grey[first + Math.floor(at / cols) * (cols + gap[1]) + (at % cols)] - line) <= noise);
    }
  }
  return inside / (down * rows * across * cols);
}

/** The cuts of what lies inside a frame of another grey. @param {Facts} facts @param {Axis} down @param {Axis} across @returns {Cut[]} */
function cutsInside({ grey, width, noise }, down, across) {
  const inside = new Uint8Array(down.side * across.side);
  for (let y = 0; y < down.side; ++y) {
    const first = (down.margin + y) * width + across.margin;
    inside.set(grey.subarray(first, first + across.side), y * across.side);
  }
  return cutsOf(factsOf(inside, across.side, down.side, noise > 0), 1).map((cut) => ({
    ...cut,
    margin: [cut.margin[0] + down.margin, cut.margin[1] + across.margin],
  }));
}

/**
 * All cuts that fit a sheet, the best first.
 * @param {Facts} facts
 * @param {number} [depth] of frames around it
 * @returns {Cut[]}
 */
function cutsOf(facts, depth = 0) {
  const { width, height } = facts;
  const [down, across] = [linesOf(facts, true), linesOf(facts, false)];
  const cuts = [];

  const flat = facts.high === facts.low;
  // Lines of a grey that is seldom inside the tiles
  for (const lines of flat ? [] : /** @type {const} */ (['rule', 'blank'])) {
    const [one, two] = [ruledAxis(height, down[lines]), ruledAxis(width, across[lines])];
    if (one === null && two === null) continue;
    const ruled = cutOf(one ?? plain(height, height), two ?? plain(width, width), 'Lines of one grey part the tiles.');
    // Of two tiles with blank lines between them nobody knows where they end.
    const { gap, margin } = ruled;
    if (lines === 'blank' && gap[0] > 0 && gap[0] === 2 * margin[0]) ruled.open = true;
    else if (lines === 'blank' && Math.min(ruled.down, ruled.across) < 3) ruled.open = gap[0] !== gap[1] || margin[0] !== margin[1] || !kUsual.includes(ruled.rows);
    if (ruled.down * ruled.across === 1) {
      if (depth === 0 && one && two && (lines === 'rule' || insideOf(facts, ruled, true) <= kMostLineInside)) return cutsInside(facts, one, two);
    } else if (insideOf(facts, ruled, lines === 'blank') <= kMostLineInside) cuts.push(ruled);
  }

  // Blank lines, or edges without ink. A direction without evidence is one tile, or takes the side of the other.
  const [tall, wide] = flat ? [[], []] : [blankAxes(down), blankAxes(across)];
  /** A direction in which no gap is found: one tile inside a margin like the other's, one tile, or squares. */
  const other = (/** @type {Axis[]} */ known, /** @type {Lines} */ { length, blank }) => {
    const inside = known.map(({ side, margin }) => ({ ...plain(side, side), margin: margin > 0 ? margin : (length - side) / 2, rank: length * kKinds[3] * unusual(side), sure: margin > 0 && 2 * margin + side === length }));
    const fitting = inside.filter((axis) => axis.margin >= 1 && axis.side + 2 * axis.margin === length && isBlankBetween(blank, axis));
    if (length <= kLongestSide) return [...fitting, { ...plain(length, length), rank: length * unusual(length), sure: known.some(({ side }) => side === length) }];
    return known.filter(({ side }) => length % side === 0).map(({ side }) => plain(side, length));
  };
  const found = tall.length + wide.length > 0;
  const pairs = !found ? [] : (tall.length > 0 ? tall : other(wide, down)).flatMap((one) => (wide.length > 0 ? wide : other(tall, across)).map((two) => ({ one, two })));
  const rank = (/** @type {{ one: Axis, two: Axis }} */ { one, two }) => {
    const square = one.side === two.side;
    const even = one.count === 1 || two.count === 1 || (one.gap === two.gap && one.margin === two.margin);
    // A period of a usual side rather is a tile with blank edges.
    const tight = square && one.tight && two.tight && kUsual.includes(one.side) && !kUsual.includes(one.side + one.gap);
    return (one.rank + two.rank) * (square ? 1 : kOblong) * (even ? 1 : kUneven) * (tight ? kTight : 1);
  };
  for (const { one, two } of pairs.sort((a, b) => rank(a) - rank(b)).slice(0, kMostCuts)) {
    const sure = one.sure !== false && two.sure !== false;
    // One tile of another side than those across may have a margin.
    const alone = [[one, two], [two, one]].some(([single, many]) => single.count === 1 && single.margin === 0 && many.margin + many.gap > 0 && single.side !== many.side);
    // Two oblong tiles, or a half of one, may be a tile.
    const oblong = one.side !== two.side && one.count + two.count > 2 && one.gap + two.gap + one.margin + two.margin === 0;
    const open = !sure || alone || oblong || (tall.length === 0 && height > kLongestSide) || (wide.length === 0 && width > kLongestSide);
    cuts.push(cutOf(one, two, one.gap + two.gap > 0 ? 'Blank lines part the tiles.' : 'The edges of such tiles have hardly any ink.', open));
  }

  // One picture
  const [rows, cols] = [plain(height, height), plain(width, width)];
  const alone = width * height <= kMostValues;
  if (alone && !flat && hasCleanEdges(down, rows) && hasCleanEdges(across, cols)) {
    cuts.push(cutOf(rows, cols, 'No smaller tile has clean edges, so it is one picture.', facts.noise > 0 || width !== height || !kUsual.includes(width)));
  }

  // No evidence
  const fitting = kSides.filter((side) => width % side === 0 && height % side === 0);
  const unsure = (/** @type {number} */ side) => cutOf(plain(side, height), plain(side, width), 'No edge is clean; it is a usual size that fits.', true);
  cuts.push(...kUsual.filter((side) => fitting.includes(side) && width * height >= 4 * side * side).map(unsure));
  if (alone) cuts.push(cutOf(rows, cols, 'No smaller tile fits, so it is one picture.', true));
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
    return count >= 1 && (!strict || rest === 0) ? { side, gap: space, margin: first, count, rank: 0 } : null;
  });
  if (found[0] && found[1]) return { ...cutOf(found[0], found[1], 'It was chosen.'), others: all };
  const more = strict ? 'do not divide; say the pixels between tiles (gap) and before the first (margin), if there are some' : 'with such gaps and margins do not fit into';
  throw refuse(`The sheet has ${figure(height)} rows and ${figure(width)} columns of pixels, which tiles of ${tall} x ${wide} ${more}.`);
}

/** @param {unknown} value @param {string} field @param {string} what @param {number} least */
function pairOf(value, field, what, least) {
  if (value === undefined) return undefined;
  let shown = show(value);
  try {
    if (Array.isArray(value)) {
      const sides = Array.from({ length: Math.min(4, value.length) }, (_, n) => value[n]);
      if (value.length === 2 && sides.every((side) => Number.isInteger(side) && side >= least && side < 1e6)) return sides;
      shown = sides.map(show).join(' x ');
    }
  } catch {
    // A list that breaks when it is touched is no pair.
  }
  throw refuse(`${what} of ${cut(shown, 60)} pixels (${field}) is not possible; give rows and columns, two whole numbers from ${least} on.`);
}
