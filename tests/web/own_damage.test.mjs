// @ts-check
// Damaged files and odd options: they end in a table that holds together, or in one sentence for a person, and soon. The
// same seed damages the same bytes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { base64, bytesOf, idx, joined, latin, npy, png, zip } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable } = await fromSite('own-data/read.js');

/** @typedef {[string, Uint8Array]} Named */

const floats = Float32Array.from({ length: 24 }, (_, n) => n);
/** @type {Record<string, Named[]>} */
const kinds = {
  tables: [
    ['t.csv', bytesOf('a,b,label\n1,2,x\n3,"4",y\n5,6,x\n')],
    ['t.csv', joined('\xff\xfe', Uint8Array.from(Array.from('a,b\n1,2\n3,4\n').flatMap((letter) => [letter.charCodeAt(0), 0])))],
    ['t.csv.gz', new Uint8Array(gzipSync(bytesOf('1,2\n3,4\n')))],
  ],
  arrays: [
    ['x.npy', npy('<f4', '(6, 4)', floats)],
    ['x.npy', npy('<f4', '(2, 1, 3, 4)', floats, { fortran: true })],
    ['y.npy', npy('<U2', '(6,)', Uint32Array.from({ length: 12 }, (_, n) => (n % 2 ? 0 : 97 + (n % 3))))],
    ['images.idx', idx(8, [6, 2, 2], new Uint8Array(24))],
    ['labels.idx', idx(8, [6], [1, 2, 1, 2, 3, 3])],
  ],
  archives: [
    ['a.npz', zip({ 'x.npy': npy('<f4', '(6, 4)', floats), 'y.npy': npy('|u1', '(6,)', Uint8Array.of(1, 2, 1, 2, 1, 2)) })],
    ['a.zip', zip({ 'a.csv': 'a,b\n1,2\n3,4\n', 'b.txt': 'x\ny\n' }, { stored: true })],
    ['a.xlsx', zip({ '[Content_Types].xml': '<T/>', 'xl/a.xml': 'x' })],
  ],
  pictures: [
    ['s.png', png(16, 16)],
    ['s.gif', base64('R0lGODdhBgAEAIEAAP///wAAAAAAAAAAACwAAAAABgAEAAAIDQABCBwIIADBgwgBBAQALAAAAAAGAAQAgf8AAAAAAAAAAAAAAAgLAAEIHEiwoMGBAQEAOw==')],
    ['s.webp', base64('UklGRjgAAABXRUJQVlA4WAoAAAAYAAAABQAAAwAAVlA4TA0AAAAvBcAAEAcQERGIiP4HAEVYSUYEAAAAYWJjZA==')],
    ['s.bmp', joined('BM\x86\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x06\0\0\0\x04\0\0\0\x01\0\x18\0', new Uint8Array(104))],
    ['s.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 16, 0, 16, 1, 0, 0, 0)],
  ],
  labels: [
    ['y.txt', bytesOf('a\nb\na\nb\na\nc\n')],
    ['classes.csv', bytesOf('p,q\n0,1\n1,0\n0,1\n0,1\n1,0\n1,0\n')],
  ],
  others: [
    ['j.json', bytesOf('[{"a":1},{"a":2}]')],
    ['h.html', bytesOf('<!-- a --><!-- b --><!doctype html><html></html>')],
    ['p.pkl', latin('(lp0\nI1\nacnumpy.core\n_x\np1\n.')],
    ['s.txt', bytesOf('1 1:0.5 2:3\n-1 3:2\n')],
    ['m.mat', joined('MATLAB 5.0 MAT-file', new Uint8Array(120))],
    ['w.safetensors', joined([30, 0, 0, 0, 0, 0, 0, 0], '{"w":{"dtype":"F32","shape":[1],..', new Uint8Array(40))],
  ],
};
const every = Object.values(kinds).flat();
const options = ['tile', 'gap', 'margin', 'invert', 'ground', 'empty', 'encoding', 'minusOne', 'sequences'];
const odd = [null, undefined, true, 3, NaN, '', 'white', 'kept', 'class', 'utf-16le', 'shift_jis', {}, [], [8, 8], [1, 1], [0, 0], [NaN, 1], [1e9, 1e9], Symbol('x'), Object.create(null), () => 1];

/** Lehmer's generator. @param {number} seed */
function drawer(seed) {
  let state = seed;
  return (/** @type {number} */ below) => (state = (state * 48271) % 2147483647) % below;
}

/** @param {Uint8Array} bytes @param {(below: number) => number} draw */
function damaged(bytes, draw) {
  let list = [...bytes];
  for (let hits = draw(4); hits > 0 && list.length > 0; --hits) {
    const at = draw(draw(2) ? list.length : Math.min(list.length, 64));
    const how = draw(5);
    if (how === 0) list.splice(at, 1 + draw(9));
    else if (how === 1) list = list.slice(0, at);
    else if (how === 2) list.splice(at, 0, ...list.slice(at, at + draw(16)));
    else list[at] = how === 3 ? draw(256) : [0, 1, 0x7f, 0x80, 0xff][draw(5)];
  }
  return Uint8Array.from(list);
}

/** Reads, and compares what comes of it with what must. @param {{ name: string, bytes: Uint8Array }[]} files @param {object} how @param {string} round */
async function attempt(files, how, round) {
  try {
    const table = await readTable(files, how);
    const width = table.shape.reduce((product, side) => product * side, 1);
    assert.equal(table.values.length, table.count * width, round);
    assert.equal(table.labels?.length ?? table.count, table.count, round);
    assert.ok((table.labels ?? []).every((/** @type {number} */ label) => label >= -1 && label < table.classes.length), round);
    assert.equal(table.held?.length ?? table.count, table.count, round);
    inlineData(table);
  } catch (error) {
    const { code, message, stack } = /** @type {any} */ (error);
    assert.equal(code, 'invalid-data', `${round}: ${stack}`);
    // Names from files stay as they are; they hold nothing that a screen can't show.
    assert.ok(message.length < 400 && /^[^\p{C}\p{Zl}\p{Zp}]+\.$/u.test(message), `${round}: ${message}`);
    assert.match(message.replace(/"[^"]*"/g, '""'), /^[\x20-\x7e]+$/, round);
  }
}

describe('damage', () => {
  for (const [kind, good] of Object.entries(kinds)) {
    it(`to ${kind} ends in a sentence or in a table`, async () => {
      const draw = drawer(7);
      for (let round = 0; round < 1000; ++round) {
        const [name, bytes] = good[draw(good.length)];
        const decode = async () => {
          const [width, height] = [1 + draw(40), 1 + draw(40)];
          return { width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, () => [0, 255, 255, 2][draw(4)]) };
        };
        await attempt([{ name, bytes: damaged(bytes, draw) }], { decode }, `round ${round}`);
      }
    });
  }

  it('to several files, with odd options, ends in a sentence or in a table', async () => {
    const draw = drawer(11);
    for (let round = 0; round < 2000; ++round) {
      const files = Array.from({ length: 1 + draw(4) }, () => {
        const [name, bytes] = every[draw(every.length)];
        const given = draw(2) ? bytes : damaged(bytes, draw);
        const packed = draw(16) ? given : draw(2) ? zip({ [name]: given }) : new Uint8Array(gzipSync(given));
        return { name: ['', 'test-', 'train-', 'y-'][draw(4)] + name, bytes: packed };
      });
      const [width, height] = [8 * (1 + draw(4)), 8 * (1 + draw(4))];
      const decode = async () => ({ width, height, data: new Uint8ClampedArray(4 * width * height).map(() => [0, 255, 255, 128][draw(4)]) });
      const asked = draw(3) ? {} : { [options[draw(options.length)]]: odd[draw(odd.length)] };
      await attempt(files, { ...asked, decode }, `round ${round}`);
    }
  });

  it('of any length cut short, in every kind, ends in a sentence or in a table', async () => {
    const decode = async () => ({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
    for (const [name, bytes] of every) {
      for (let length = 0; length < bytes.length; ++length) await attempt([{ name, bytes: bytes.slice(0, length) }], { decode }, `${name}, ${length}`);
    }
  });
});
