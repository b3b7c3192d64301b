// @ts-check
// Random numbers, and values of every kind that a script can pass. The same seed draws the same values.

/** Texts with signs that a screen does not show, that turn a line, or that are half a character. */
const kTexts = ['', 'x', 'rbm', 'digits', '\u0000', 'a\nb', '\u202eevil', '\ud800', '<b>', '"', '%', '\\', '__proto__', 'constructor', 'NaN', '1e999', '😀'];
const kNumbers = [0, -0, 1, -1, 2, 3, 0.5, 1.5, 7, 16, 255, 256, 4096, 1e5, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e38, 1e39, 1e300, 5e-324, NaN, Infinity, -Infinity];

export class Draw {
  #state;

  /** @param {number} seed @param {number} [stream] streams of one seed are unrelated */
  constructor(seed, stream = 0) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
    for (let i = 0; i < 4; ++i) this.#next();
  }

  // Mulberry32, a generator by Tommy Ettinger: 32 bits of state, enough to choose what to try.
  #next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from 0 to n - 1. @param {number} n */
  below(n) {
    return Math.floor((this.#next() / 2 ** 32) * n);
  }

  /** @param {number} share how often it is true, 0 to 1 */
  chance(share) {
    return this.#next() / 2 ** 32 < share;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[this.below(list.length)];
  }

  number() {
    return this.chance(0.7) ? this.pick(kNumbers) : (this.#next() / 2 ** 31 - 1) * 10 ** (this.below(12) - 4);
  }

  text() {
    if (this.chance(0.7)) return this.pick(kTexts);
    const length = this.below(this.chance(0.1) ? 5000 : 12);
    return Array.from({ length }, () => String.fromCharCode(this.below(this.chance(0.8) ? 128 : 65536))).join('');
  }

  /** A value that JSON can hold. @param {number} [depth] @returns {any} */
  json(depth = 3) {
    const kind = this.below(depth > 0 ? 8 : 5);
    if (kind === 0) return null;
    if (kind === 1) return this.chance(0.5);
    if (kind === 2 || kind === 3) return this.number();
    if (kind === 4) return this.text();
    const count = this.below(4);
    if (kind === 5 || kind === 6) return Array.from({ length: count }, () => this.json(depth - 1));
    return Object.fromEntries(Array.from({ length: count }, () => [this.text(), this.json(depth - 1)]));
  }

  /** Any value at all. @returns {any} */
  junk() {
    return this.chance(0.5) ? this.json() : this.pick(kOdd)(this);
  }
}

/** Values that JSON cannot hold, that lie about what they are, or that throw when they are touched. */
const kOdd = /** @type {((draw: Draw) => any)[]} */ ([
  () => undefined,
  () => () => {},
  () => async () => {},
  () => () => {
    throw new Error('thrown by a function\n\u202e');
  },
  () => class {},
  () => Symbol('x'),
  () => 5n,
  () => -(2n ** 200n),
  () => new Date(NaN),
  () => new Map([[1, 2]]),
  () => new Set(),
  () => /x/,
  () => Promise.resolve(1),
  () => new Error('an error'),
  () => new Float32Array([1, NaN]),
  () => new BigInt64Array(3),
  () => new DataView(new ArrayBuffer(4)),
  () => new ArrayBuffer(9),
  () => new Uint8Array(3),
  () => Buffer.from('{"model":"rbm"}'),
  () => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    return buffer; // detached
  },
  () => new Uint8Array(new SharedArrayBuffer(8)),
  () => ({ length: 1e9 }),
  () => ({ length: -1 }),
  () => ({ length: 'x', 0: 1 }),
  () => new Array(1e9),
  () => new Array(5000),
  () => [, 1],
  () => Object.create(null),
  () => Object.create({ updates: 1 }),
  () => new Number(5),
  () => new String('rbm'),
  () => {
    const circle = /** @type {any} */ ({});
    circle.circle = [circle];
    return circle;
  },
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () =>
    new Proxy([], {
      get() {
        throw new TypeError('a trap');
      },
    }),
  () => ({
    get updates() {
      throw new Error('a getter');
    },
    get model() {
      throw 'no error at all';
    },
  }),
  () => ({
    toJSON() {
      throw new Error('toJSON');
    },
  }),
  () => ({
    valueOf() {
      throw new Error('valueOf');
    },
    toString() {
      throw new Error('toString');
    },
  }),
  () => ({ then() {} }),
  () => AbortSignal.abort(),
  () => AbortSignal.abort('a reason'),
  () => new AbortController(),
  () => ({ aborted: false, addEventListener() {}, removeEventListener() {} }),
  () => globalThis,
  (draw) => ({ [Symbol('x')]: draw.json() }),
  (draw) => Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`field${i}`, draw.number()])),
  (draw) => Object.freeze([draw.json()]),
  (draw) => 'x'.repeat(1 + draw.below(1e5)),
]);
