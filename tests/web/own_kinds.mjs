// @ts-check
// One good file of every kind that is read, and of some that are not, for damaging them, and what
// must hold of whatever is read.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { base64, bytesOf, idx, joined, latin, npy, png, zip } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable } = await fromSite('own-data/read.js');

/** @typedef {[string, Uint8Array]} Named */

const floats = Float32Array.from({ length: 24 }, (_, n) => n);
/** @type {Record<string, Named[]>} */
export const kinds = {
  tables: [
    ['t.csv', bytesOf('a,b,label\n1,2,x\n3,"4",y\n5,6,x\n')],
    ['table.csv', bytesOf('length,width,species\n5.1,3.5,setosa\n4.9,NA,setosa\n6.3,2.5,virginica\n')],
    ['table.csv', bytesOf('a;b\r\n3,5;1\r\n-12,25;2\r\n')],
    ['table.tsv', bytesOf('1\t2\n"3"\t4\n5\t"6"\n')],
    ['table.csv', bytesOf('run,x\n1,0.5\n1,0.25\n2,1\n2,0\n')],
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
    ['b.npz', zip({ 'x.npy': npy('<f4', '(6, 4)', floats), 'n.npy': npy('<f8', '()', Float64Array.of(2)) })],
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
    ['a.arff', bytesOf('@relation r\n@attribute a numeric\n@attribute c {x,y}\n@data\n1.5,x\n2,y\n{0 5}\n')],
    ['t.s2p', bytesOf('# GHz S RI R 50\n1 2 3 4 5 6 7 8 9\n! a\n2 2 3 4 5\n6 7 8 9\n')],
    ['t.tex', bytesOf('\\begin{tabular}{ll}\na & b \\\\ \\hline\n1 & 2 \\\\\n3 & 4 \\\\\n\\end{tabular}\n')],
    ['p.ply', bytesOf('ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\nend_header\n0 1\n2 3\n')],
    ['h.txt', bytesOf('1\x012.5\x01x\n2\x013.5\x01y\n')],
    ['e.csv', bytesOf('a,b\n"x \\"y\\" z",1\n"w",2\n')],
    ['o.obj', bytesOf('o a\nv 1 2 3\nv 2 3 4\nv 0 0 1\nf 1 2 3\n')],
    ['w.safetensors', joined([30, 0, 0, 0, 0, 0, 0, 0], '{"w":{"dtype":"F32","shape":[1],..', new Uint8Array(40))],
  ],
};
export const every = Object.values(kinds).flat();

/** Reads files, and compares the table with what must hold of it. @param {{ name: string, bytes: Uint8Array }[]} files @param {object} how @param {string} round */
export async function readWhole(files, how, round) {
  const table = await readTable(files, how);
  const width = table.shape.reduce((product, side) => product * side, 1);
  assert.equal(table.values.length, table.count * width, round);
  assert.equal(table.labels?.length ?? table.count, table.count, round);
  assert.ok((table.labels ?? []).every((/** @type {number} */ label) => label >= -1 && label < table.classes.length), round);
  assert.equal(table.held?.length ?? table.count, table.count, round);
  JSON.stringify(inlineData(table));
}

/** The same, where a refusal is right too. @param {{ name: string, bytes: Uint8Array }[]} files @param {object} how @param {string} round */
export async function attempt(files, how, round) {
  try {
    await readWhole(files, how, round);
  } catch (error) {
    const { code, message, stack } = /** @type {any} */ (error);
    assert.equal(code, 'invalid-data', `${round}: ${stack}`);
    // Names from files stay as they are; they hold nothing that a screen can't show.
    assert.ok(message.length < 400 && /^[^\p{C}\p{Zl}\p{Zp}]+\.$/u.test(message), `${round}: ${message}`);
    assert.match(message.replace(/"[^"]*"/g, '""'), /^[\x20-\x7e]+$/, round);
  }
}
