// @ts-check
// Attacks the readers of a visitor's own files: what they read becomes a data set that the core takes or refuses.

import { fromSite } from '../web/support.mjs';
import { mutateBytes, mutateText } from './mutate.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { inlineData, readTable } = await fromSite('own-data/read.js');

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text);
/** @param {string} header @param {Uint8Array} numbers */
const npy = (header, numbers) => {
  const text = bytesOf(header.padEnd(117, ' ') + '\n');
  return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, text.length, 0, ...text, ...numbers]);
};

/** Good files, by name. @type {[string, Uint8Array][]} */
const kFiles = [
  ['table.csv', bytesOf('length,width,species\n5.1,3.5,setosa\n4.9,NA,setosa\n6.3,2.5,virginica\n')],
  ['table.csv', bytesOf('a;b\r\n3,5;1\r\n-12,25;2\r\n')],
  ['table.tsv', bytesOf('1\t2\n"3"\t4\n5\t"6"\n')],
  ['table.csv', bytesOf('run,x\n1,0.5\n1,0.25\n2,1\n2,0\n')],
  ['array.npy', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer))],
  ['array.npy', npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }", Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255))],
  ['images-idx3-ubyte', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 2, 3, 4, 5, 6, 255)],
];

/** @type {import('./run.mjs').Plan} */
export const plan = {
  name: 'readers',
  async prepare() {
    let last = '';
    return {
      async give(draw) {
        const [name, good] = draw.pick(kFiles);
        const text = /\.[ct]sv$/.test(name) && draw.chance(0.7);
        const bytes = text ? bytesOf(mutateText(draw, new TextDecoder().decode(good))) : mutateBytes(draw, good);
        last = `${name} ${Buffer.from(bytes).toString('base64')}`;
        const table = await readTable({ name, bytes }, {});
        JSON.stringify(inlineData(table, {}));
      },
      what: () => last.slice(0, 3000),
    };
  },
};
