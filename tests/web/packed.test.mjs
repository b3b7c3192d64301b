// @ts-check
// The data files of the built site (build/site/data) against what was published: put together again they are the original
// files, bit for bit. Oracles: the hashes in .toolchain/data.sha256, and label counts from the sets' own descriptions.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { cache, root, site } from '../../.toolchain/tools.mjs';
import { loadFiles } from '../../web/datasets.js';

const folder = path.join(site, 'data');
/** @type {Record<string, { packed: number, unpacked: number }>} */
const sizes = JSON.parse(readFileSync(path.join(folder, 'sizes.json'), 'utf8'));

/** @param {string[]} names @returns {Promise<Buffer[]>} */
async function load(names) {
  const files = await loadFiles(names, { base: pathToFileURL(folder) });
  return files.map(file => Buffer.from(file.bytes));
}

/** @param {Buffer} file @returns {number[]} the sizes in an IDX header */
const shape = file => Array.from({ length: file[3] }, (_, d) => file.readUInt32BE(4 + 4 * d));

/** One IDX file out of several. @param {Buffer[]} files */
function joined(files) {
  const header = Buffer.from(files[0].subarray(0, 16));
  header.writeUInt32BE(files.reduce((sum, file) => sum + shape(file)[0], 0), 4);
  return Buffer.concat([header, ...files.map(file => file.subarray(16))]);
}

/** How often each label occurs. @param {Buffer} file */
function count(file) {
  const counts = new Array(10).fill(0);
  for (const label of file.subarray(8)) ++counts[label];
  return counts;
}

/** @param {string} name of a raw file */
function publishedHash(name) {
  const lines = readFileSync(path.join(root, '.toolchain/data.sha256'), 'utf8').split('\n');
  const hash = lines.find(line => line.endsWith(`  ${name}`))?.split(' ')[0];
  if (!name.endsWith('.gz')) return hash;
  const raw = readFileSync(path.join(process.env.HARMONIUM_DATA ?? path.join(cache, 'data/raw'), name));
  assert.equal(sha256(raw), hash);
  return sha256(gunzipSync(raw));
}
/** @param {Buffer} bytes */
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

for (const [set, ending] of [['mnist', ''], ['fashion-mnist', '.gz']]) {
  it(`${set} is the published set, in pieces`, async () => {
    const train = await load([0, 1, 2, 3, 4, 5].map(chunk => `${set}-train-images-${chunk}.idx.gz`));
    for (const chunk of train) assert.deepEqual(shape(chunk), [10000, 28, 28]);
    assert.equal(sha256(joined(train)), publishedHash(`${set}/train-images-idx3-ubyte${ending}`));

    const test = await load([0, 1].map(chunk => `${set}-test-images-${chunk}.idx.gz`));
    assert.deepEqual(test.map(shape), [[1000, 28, 28], [9000, 28, 28]]);
    assert.equal(sha256(joined(test)), publishedHash(`${set}/t10k-images-idx3-ubyte${ending}`));

    const [trainLabels, testLabels] = await load(['train', 'test'].map(part => `${set}-${part}-labels.idx.gz`));
    assert.equal(sha256(trainLabels), publishedHash(`${set}/train-labels-idx1-ubyte${ending}`));
    assert.equal(sha256(testLabels), publishedHash(`${set}/t10k-labels-idx1-ubyte${ending}`));
  });
}

it('the 8x8 digits are the 1,797 of UCI, as many of each as its description says', async () => {
  const parts = ['train-images', 'train-labels', 'test-images', 'test-labels'];
  const [train, trainLabels, test, testLabels] = await load(parts.map(part => `digits-${part}.idx.gz`));
  assert.deepEqual([train, trainLabels, test, testLabels].map(shape), [[1415, 8, 8], [1415], [382, 8, 8], [382]]);
  // optdigits.names, section 9: the test set's 178 zeros, 182 ones, ...
  const described = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
  const testCounts = count(testLabels);
  assert.deepEqual(count(trainLabels).map((n, label) => n + testCounts[label]), described);
  assert.equal(Math.max(...train.subarray(16)), 16);
  // The first line of the file: a zero.
  assert.deepEqual([...train.subarray(16, 24)], [0, 0, 5, 13, 9, 1, 0, 0]);
  assert.equal(trainLabels[8], 0);
  // Both parts begin where a form begins: 0123456789, twice.
  for (const labels of [trainLabels, testLabels]) {
    assert.deepEqual([...labels.subarray(8, 28)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
});

it('the irises are Fisher\'s 150, with the means that are published for them', async () => {
  const [values, labels] = await load(['iris-values.idx.gz', 'iris-labels.idx.gz']);
  assert.deepEqual([values[2], ...shape(values)], [13, 150, 4]);
  assert.deepEqual(shape(labels), [150]);
  assert.deepEqual(count(labels).slice(0, 3), [50, 50, 50]);
  const numbers = Array.from({ length: 600 }, (_, i) => values.readFloatBE(12 + 4 * i));
  assert.deepEqual(numbers.slice(0, 4), [5.1, 3.5, 1.4, 0.2].map(Math.fround));
  // colMeans(iris) in R; the UCI repository's copy, with two wrong flowers, has 3.054 and 3.758667 in the middle.
  [5.843333, 3.057333, 3.758, 1.199333].forEach((mean, i) => {
    const sum = numbers.filter((_, at) => at % 4 === i).reduce((a, b) => a + b, 0);
    assert(Math.abs(sum / 150 - mean) < 1e-6);
  });
});

it('a quick start is small: 50 kB for the 8x8 digits, 2 MB for the first 10,000 of MNIST', () => {
  /** @param {string[]} names */
  const packed = names => names.reduce((sum, name) => sum + sizes[name].packed, 0);
  assert(packed(Object.keys(sizes).filter(name => name.startsWith('digits-'))) < 50_000);
  const quick = ['train-images-0', 'train-labels', 'test-images-0', 'test-labels'];
  assert(packed(quick.map(part => `mnist-${part}.idx.gz`)) < 2_000_000);
});

it('sizes.json says what the files weigh', () => {
  for (const [name, size] of Object.entries(sizes)) {
    const bytes = readFileSync(path.join(folder, name));
    assert.deepEqual(size, { packed: bytes.length, unpacked: gunzipSync(bytes).length });
  }
});
