// @ts-check
// Networks as textbooks draw them, as views that the core could send: a restricted and a general Boltzmann machine, a deep
// belief net with labels, a sigmoid belief net with recognition weights, a conditional machine with two past frames.

import { writeTensors } from '../../web/safetensors.js';

const kDigit = ['..####..', '.#....#.', '......#.', '...###..', '......#.', '......#.', '.#....#.', '..####..'];
const kSmall = ['.##.', '...#', '.##.', '#...'];

/** Numbers in (-1, 1) that are the same every time. @param {number} seed */
function stream(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * @typedef {{ name: string, role: string, units: number, rows?: number, cols?: number, on?: number[] }} Group
 * @typedef {{ from: number, to: number, kind: string, up?: boolean, down?: boolean }} Link
 */

/** @param {string[]} rows */
const picture = (rows) => rows.flatMap((row) => [...row].map((c) => (c === '#' ? 1 : 0)));
/** One of the classes is on. @param {number} n @param {number} on */
const oneOf = (n, on) => Array.from({ length: n }, (_, i) => (i === on ? 1 : 0));

/** @type {Record<string, { groups: Group[], links: Link[] }>} */
export const networks = {
  rbm: {
    groups: [
      { name: 'visible v', role: 'visible', units: 64, rows: 8, cols: 8, on: picture(kDigit) },
      { name: 'hidden h', role: 'hidden', units: 48 },
    ],
    links: [{ from: 0, to: 1, kind: 'both' }],
  },
  'general Boltzmann machine': {
    groups: [
      { name: 'visible v', role: 'visible', units: 16, rows: 4, cols: 4, on: picture(kSmall) },
      { name: 'hidden h', role: 'hidden', units: 8 },
    ],
    links: [
      { from: 0, to: 1, kind: 'both', up: true, down: true },
      { from: 0, to: 0, kind: 'both', up: true, down: true },
      { from: 1, to: 1, kind: 'both', up: true, down: true },
    ],
  },
  'deep belief net with labels': {
    groups: [
      { name: 'visible v', role: 'visible', units: 64, rows: 8, cols: 8, on: picture(kDigit) },
      { name: 'hidden h1', role: 'hidden', units: 36 },
      { name: 'hidden h2', role: 'hidden', units: 36 },
      { name: 'top h3', role: 'hidden', units: 64 },
      { name: 'label y', role: 'label', units: 10, on: oneOf(10, 3) },
    ],
    links: [
      { from: 0, to: 1, kind: 'down' },
      { from: 0, to: 1, kind: 'up' },
      { from: 1, to: 2, kind: 'down' },
      { from: 1, to: 2, kind: 'up' },
      { from: 2, to: 3, kind: 'both' },
      { from: 4, to: 3, kind: 'both' },
    ],
  },
  'sigmoid belief net': {
    groups: [
      { name: 'visible v', role: 'visible', units: 16, rows: 4, cols: 4, on: picture(kSmall) },
      { name: 'hidden h1', role: 'hidden', units: 9 },
      { name: 'hidden h2', role: 'hidden', units: 4 },
    ],
    links: [
      { from: 0, to: 1, kind: 'down', down: true },
      { from: 1, to: 2, kind: 'down' },
      { from: 0, to: 1, kind: 'up' },
      { from: 1, to: 2, kind: 'up' },
    ],
  },
  'conditional machine with two past frames': {
    groups: [
      { name: 'past v(t\u22122)', role: 'past', units: 20, rows: 4, cols: 5 },
      { name: 'past v(t\u22121)', role: 'past', units: 20, rows: 4, cols: 5 },
      { name: 'visible v(t)', role: 'visible', units: 20, rows: 4, cols: 5 },
      { name: 'hidden h(t)', role: 'hidden', units: 30 },
    ],
    links: [
      { from: 2, to: 3, kind: 'both' },
      { from: 0, to: 2, kind: 'up' },
      { from: 1, to: 2, kind: 'up' },
      { from: 0, to: 3, kind: 'up' },
      { from: 1, to: 3, kind: 'up', up: true },
    ],
  },
};

/**
 * A snapshot whose one view is the network.
 * @param {any} spec the experiment it is of
 * @param {{ groups: Group[], links: Link[] }} network
 * @param {(json: any) => void} [change] what is to be wrong with it
 * @returns {Uint8Array}
 */
export function snapshotOf(spec, { groups, links }, change = () => {}) {
  const next = stream(7);
  /** @type {number[]} */
  const values = [];
  const placed = groups.map(({ on, ...group }) => {
    const first = values.length;
    for (let unit = 0; unit < group.units; ++unit) values.push(on ? on[unit] : next() > 0.2 ? 1 : 0);
    return { rows: 0, cols: 0, ...group, first };
  });
  /** @type {number[]} */
  const weights = [];
  const joined = links.map((link) => {
    const first = weights.length;
    const [lower, upper] = [groups[link.from].units, groups[link.to].units];
    for (let i = 0; i < lower * upper; ++i) weights.push(1.2 * next() * Math.abs(next()));
    if (link.from === link.to) {
      for (let i = 0; i < lower; ++i) {
        for (let j = 0; j < i; ++j) weights[first + i * lower + j] = weights[first + j * lower + i];
      }
    }
    return { up: false, down: false, ...link, first };
  });
  const view = {
    name: 'network',
    title: 'Network',
    caption: 'All units in one state; lines are weights, one colour per sign.',
    kind: 'network',
    meaning: '',
    chosen: [],
    scale: 'unit',
    limit: 1,
    tensor: 'view.0',
    weights: 'view.0.weights',
    groups: placed,
    links: joined,
  };
  const phase = {
    last: 0,
    next: 1,
    names: ['wake', 'sleep', 'update'],
    labels: ['Wake', 'Sleep', 'Update'],
    signs: ['v \u2192 h', 'h \u2192 v', '\u0394W'],
    inks: ['data', 'model', 'neutral'],
    sentence: 'The data drive the units; every link learns from both of its ends.',
  };
  // A network of several hidden layers learns them one after the other.
  const layers = groups.filter(({ role }) => role === 'hidden').length;
  const stages = Array.from({ length: layers > 1 ? layers + 1 : 1 }, (_, n) =>
    n < layers && layers > 1
      ? {
          name: `layer${n + 1}`,
          label: `layer ${n + 1}`,
          sentence: 'A restricted Boltzmann machine learns what the layer below makes of the data.',
          trains: `W${n + 1}, b${n + 1}`,
          end: 400 * (n + 1),
        }
      : { name: 'all', label: 'all layers', sentence: 'All weights learn together.', trains: 'W, b', end: 0 },
  );
  const progress = {
    updates: layers > 1 ? 500 : 10,
    epochs: 1,
    prepared: 1,
    examples: 10,
    chainSteps: 0,
    diverged: false,
    message: '',
    stage: layers > 1 ? 1 : 0,
  };
  const offers = [
    { name: 'chains', title: 'Running chains', slowMotion: false, choices: [] },
    {
      name: 'network',
      title: 'Network',
      slowMotion: true,
      choices: [
        {
          name: 'layer',
          label: 'Layer',
          initial: 0,
          options: [
            { name: '1', label: '1' },
            { name: '2', label: '2' },
            { name: '3', label: '3' },
          ],
        },
      ],
    },
  ];
  const json = { spec, progress, stages, phase, curves: [], measures: [], offers, views: [view] };
  change(json);
  return writeTensors(
    {
      'view.0': { shape: [values.length], data: Float32Array.from(values) },
      'view.0.weights': { shape: [weights.length], data: Float32Array.from(weights) },
    },
    { snapshot: JSON.stringify(json) },
  );
}
