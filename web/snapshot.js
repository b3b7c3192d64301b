// @ts-check
// A snapshot: everything needed to draw an experiment at one moment. It is a tensor file (safetensors.js) whose
// metadata "snapshot" holds a JSON part. Each part is decoded when it is first read.

import { HarmoniumError } from './errors.js';
import { readHeader, readTensor } from './safetensors.js';

/** @typedef {import('./safetensors.js').Tensor} Tensor */
/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').Phase} Phase */
/** @typedef {import('./types.js').Curve} Curve */
/** @typedef {import('./types.js').Measurement} Measurement */
/** @typedef {import('./types.js').View} View */
/** @typedef {import('./types.js').ViewOffer} ViewOffer */

export class Snapshot {
  /** @type {ReturnType<typeof readHeader> | undefined} */ #file;
  /** @type {any} */ #json;
  /** @type {View[] | undefined} */ #views;
  /** @type {Curve[] | undefined} */ #curves;

  /** @type {Uint8Array} */ #bytes;

  #run;

  /**
   * @param {Uint8Array} bytes the block that the core made
   * @param {number} [run] the run of the experiment that it shows
   */
  constructor(bytes, run = 1) {
    this.#bytes = bytes;
    this.#run = run;
  }

  /** The number of the run that it shows: see Progress. */
  get run() {
    return this.#run;
  }

  /** The block that the core made. */
  get bytes() {
    return this.#bytes;
  }

  /**
   * Scripts do not call this. Takes the block away, so that its memory can be used again. Parts that were read before
   * stay readable; others do not.
   * @returns {Uint8Array}
   */
  give() {
    const bytes = this.#bytes;
    this.#bytes = new Uint8Array(0);
    return bytes;
  }

  get #header() {
    return (this.#file ??= readHeader(this.#bytes));
  }

  get #parts() {
    return (this.#json ??= this.#parse());
  }

  #parse() {
    try {
      return JSON.parse(this.#header.metadata.snapshot);
    } catch (error) {
      if (error instanceof HarmoniumError) throw error;
      throw new HarmoniumError('invalid-file', 'These bytes are no snapshot: their part in JSON is missing.', error);
    }
  }

  /**
   * One tensor of the block; empty where the name is null.
   * @param {string | null} name
   * @param {{ step: number, zero: number }} [scale] of a tensor that is stored as bytes
   * @returns {Tensor}
   */
  #tensor(name, scale) {
    if (name === null) return { shape: [0], data: new Float32Array() };
    const entry = this.#header.entries.get(name);
    if (entry === undefined) {
      throw new HarmoniumError('invalid-file', `The snapshot names a tensor "${name}" that it does not have.`);
    }
    return readTensor(this.#bytes, entry, this.#header.start, scale);
  }

  /** The numbers of a tensor, or null where the name is null. @param {string | null} [name] */
  #numbers(name) {
    return name ? this.#tensor(name).data : null;
  }

  /** The experiment with all settings. A data set given in place is only the word "inline". @returns {any} */
  get spec() {
    return this.#parts.spec;
  }

  /** @returns {Progress} */
  get progress() {
    return { ...this.#parts.progress, run: this.#run };
  }

  /** @returns {Phase} */
  get phase() {
    return this.#parts.phase;
  }

  /** The stages of training, in the order in which they run. @returns {import('./types.js').Stage[]} */
  get stages() {
    return this.#parts.stages;
  }

  /** Names of the classes that the running samples can be held at; empty: of none. @returns {string[]} */
  get classes() {
    return this.#parts.classes;
  }

  /** Measures of this run that experiment.measure() has taken. @returns {Measurement[]} */
  get measures() {
    return this.#parts.measures.map((/** @type {any} */ measure) => ({ ...measure, run: this.#run }));
  }

  /** @returns {Curve[]} */
  get curves() {
    return (this.#curves ??= this.#parts.curves.map((/** @type {any} */ curve) => ({
      ...curve,
      x: this.#tensor(curve.x).data,
      y: this.#tensor(curve.y).data,
      error: curve.error ? this.#tensor(curve.error).data : null,
    })));
  }

  /** The views that can be asked for, and what can be chosen of each. @returns {ViewOffer[]} */
  get offers() {
    return this.#parts.offers;
  }

  /** The views that were asked for with experiment.watch(). @returns {View[]} */
  get views() {
    return (this.#views ??= this.#parts.views.map((/** @type {any} */ { tensor, bytes, rowTiles, panels, ...view }) => ({
      ...view,
      precision: bytes ? bytes.step / 2 : 0,
      ...this.#tensor(tensor, bytes),
      weights: this.#numbers(view.weights),
      change: this.#numbers(view.change),
      slopes: this.#numbers(view.slopes),
      rowTiles: rowTiles ? this.#tensor(rowTiles) : null,
      panels: panels.map((/** @type {any} */ { marks, ...panel }) => ({
        ...panel,
        marks: marks.map((/** @type {any} */ { tensor, ...mark }) => ({ ...mark, ...this.#tensor(tensor) })),
      })),
    })));
  }
}
