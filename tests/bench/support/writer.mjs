// @ts-check
// The table of speed: Markdown for people, JSON for programs.

import { short, withSpread } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Spread} Spread */
/**
 * One line: ours beside one other, or ours alone.
 * @typedef {object} Line
 * @property {string} row what is measured
 * @property {string} [where] 'Chromium', 'Node', 'Firefox'; natively run peers are said to be so by their name
 * @property {string} [unit]
 * @property {Spread} [ours]
 * @property {string} [peer]
 * @property {Spread} [theirs]
 * @property {Spread} [ratio] ours over theirs, in favour of ours where it is above 1
 * @property {{ least?: number, most?: number }} [mark] of the ratio, or of ours where there is no peer
 * @property {string} [missing] why there is no figure
 * @property {string} [note]
 * @property {string} [versions] what ours ran on
 */

/** Whether the mark is met; nothing where there is none, or nothing to judge. @param {Line} line */
export function met({ mark, ratio, ours, missing }) {
  const value = (ratio ?? ours)?.median;
  if (!mark || missing || value === undefined) return undefined;
  return value >= (mark.least ?? -Infinity) && value <= (mark.most ?? Infinity);
}

/** @param {Line} line */
function markOf({ mark, ratio, peer, unit }) {
  if (!mark) return '';
  const of = ratio || peer ? 'x' : ` ${unit ?? ''}`;
  return mark.least !== undefined ? `${short(mark.least)}${of}` : `at most ${short(mark.most ?? NaN)}${of}`;
}

/** @param {Line} line */
function cells(line) {
  const { row, where = '', unit = '', ours, peer = '', theirs, ratio, missing, note } = line;
  const verdict = met(line);
  const figure = (/** @type {Spread | undefined} */ spread) => (spread ? `${withSpread(spread)} ${unit}`.trim() : '');
  return [
    row,
    where,
    missing && !peer ? missing : figure(ours),
    peer,
    missing && peer ? missing : figure(theirs),
    ratio ? `${withSpread(ratio)}x` : '',
    markOf(line),
    verdict === undefined ? '' : verdict ? 'met' : 'not met',
    note ?? '',
  ].map((text) => text.trim().replaceAll('|', '\\|'));
}

const kHead = ['row', 'where', 'ours', 'beside', 'its figure', 'ours / its', 'mark', '', 'note'];

/** @param {Line[]} lines */
export const markdown = (lines) =>
  [kHead, kHead.map(() => '---'), ...lines.map(cells)].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** @param {Line[]} lines @param {object} about the machine and the versions */
export const json = (lines, about) =>
  `${JSON.stringify({ about, lines: lines.map((line) => ({ ...line, met: met(line) })) }, null, 1)}\n`;
