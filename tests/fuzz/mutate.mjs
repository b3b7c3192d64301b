// @ts-check
// Damage to good inputs: texts, bytes and JSON values.

/** @typedef {import('./draw.mjs').Draw} Draw */

/** Pieces that matter to the formats read here. */
const kPieces = ['{', '}', '[', ']', ':', ',', '"', '"model"', '"settings":{', 'null', 'NaN', '1e999', '-1', '00', '%22', '%', '\n', '\r', ';', '\t', '\u0000'];

/** @param {Draw} draw @param {string} text */
export function mutateText(draw, text) {
  let damaged = text;
  for (let hits = 1 + draw.below(4); hits > 0; --hits) {
    const at = draw.below(damaged.length + 1);
    const length = draw.below(draw.chance(0.1) ? damaged.length + 1 : 6);
    const kind = draw.below(4);
    if (kind === 0) damaged = damaged.slice(0, at) + damaged.slice(at + length);
    else if (kind === 1) damaged = damaged.slice(0, at) + draw.pick(kPieces) + damaged.slice(at);
    else if (kind === 2) damaged = damaged.slice(0, at) + draw.text() + damaged.slice(at + length);
    else damaged = damaged.slice(0, at) + damaged.slice(at, at + length).repeat(1 + draw.below(3)) + damaged.slice(at);
  }
  return damaged;
}

/** @param {Draw} draw @param {Uint8Array} bytes */
export function mutateBytes(draw, bytes) {
  let damaged = Uint8Array.from(bytes);
  for (let hits = 1 + draw.below(4); hits > 0; --hits) {
    if (damaged.length === 0) return damaged;
    // Half of the hits go to the first bytes, where formats say what they are.
    const at = draw.below(draw.chance(0.5) ? Math.min(damaged.length, 400) : damaged.length);
    const kind = draw.below(5);
    if (kind === 0) damaged[at] ^= 1 << draw.below(8);
    else if (kind === 1) damaged[at] = draw.pick([0, 1, 0x7f, 0x80, 0xff]);
    else if (kind === 2) damaged = damaged.slice(0, at);
    else if (kind === 3) damaged.set(damaged.slice(draw.below(damaged.length)).subarray(0, damaged.length - at), at);
    else {
      const piece = Uint8Array.from({ length: 1 + draw.below(8) }, () => draw.below(256));
      damaged = Uint8Array.from([...damaged.subarray(0, at), ...piece, ...damaged.subarray(at)]);
    }
  }
  return damaged;
}

/** Whether a part may be changed: it may be what an earlier hit has put there. @param {unknown} part */
function plain(part) {
  try {
    const like = Array.isArray(part) || (typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype);
    // Reading all fields once tells of getters that throw.
    return like && Object.isExtensible(part) && Object.values(/** @type {object} */ (part)).length < 1000;
  } catch {
    return false; // a proxy that was revoked
  }
}

/**
 * A copy of a JSON value with one or two parts replaced, removed, added or renamed.
 * @param {Draw} draw
 * @param {any} value
 * @param {() => any} other makes what takes their place
 */
export function mutateJson(draw, value, other) {
  const copy = structuredClone(value);
  for (let hits = 1 + draw.below(2); hits > 0; --hits) {
    let part = copy;
    for (let depth = draw.below(4); depth > 0; --depth) {
      const inner = Object.values(part).filter((one) => plain(one));
      if (inner.length === 0) break;
      part = draw.pick(inner);
    }
    const names = Object.keys(part);
    const name = names.length > 0 && draw.chance(0.85) ? draw.pick(names) : draw.text();
    const kind = draw.below(4);
    if (kind === 0) delete part[name];
    else if (kind === 1 && names.length > 0) part[draw.text()] = part[draw.pick(names)];
    else Object.defineProperty(part, name, { value: other(), enumerable: true, configurable: true, writable: true });
  }
  return copy;
}
