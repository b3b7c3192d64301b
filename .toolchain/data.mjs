// @ts-check
// Packs the raw data sets into the files that the site carries: plain IDX inside gzip, in pieces that a visitor can begin
// with. src/data/catalogue.cpp names the same files with the same sizes.
//
// The packed files are kept in the cache, under a name made of this script and the raw files' hashes: packing takes a
// minute or two once, afterwards they are copied. data/sizes.json tells the page how much it is going to fetch.

import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzip } from 'node:zlib'
import { cache, root, site, tool } from './tools.mjs'

/** Of the 8x8 digits: 14 filled-in copies of one form follow each other, and the last three forms are held out. */
const kDigitsTraining = 1415
/** Images in one file of a training set, and in the first file of a test set. */
const kChunk = 10000
const kFirstTest = 1000

/** @param {string} line */
const say = line => process.stderr.write(`[harmonium] ${line}\n`)

const scriptPath = fileURLToPath(import.meta.url)
const hashesPath = path.join(root, '.toolchain/data.sha256')

/** @typedef {{ path: string, bytes: Buffer, early: boolean }} Piece  early: a visitor waits for it at the start */

/** Types of values in an IDX file. */
const kIdxByte = 8
const kIdxFloat = 13

/**
 * An IDX file.
 * @param {number[]} sizes
 * @param {Uint8Array} values bytes, or floats as they lie in the file
 */
function idx(sizes, values, type = kIdxByte) {
  const length = sizes.reduce((a, b) => a * b) * (type === kIdxFloat ? 4 : 1)
  if (length !== values.length) throw new Error(`${values.length} bytes do not make ${sizes}.`)
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header[2] = type
  header[3] = sizes.length
  sizes.forEach((size, d) => header.writeUInt32BE(size, 4 + 4 * d))
  return Buffer.concat([header, values])
}

/**
 * The values of a published IDX file, which has to be what its hash in data.sha256 promised: sizes are as known.
 * @param {Buffer} file
 * @param {number[]} sizes
 */
function valuesOf(file, sizes) {
  const values = file.subarray(4 + 4 * sizes.length)
  if (!idx(sizes, values).equals(file)) throw new Error(`A raw IDX file is not of the sizes ${sizes}.`)
  return values
}

/**
 * MNIST, or a set of the same shape.
 * @param {string} name
 * @param {(file: string) => Promise<Buffer>} read
 * @returns {Promise<Piece[]>}
 */
async function mnistLike(name, read) {
  const pixels = 28 * 28
  const train = valuesOf(await read('train-images-idx3-ubyte'), [60000, 28, 28])
  const test = valuesOf(await read('t10k-images-idx3-ubyte'), [10000, 28, 28])
  /** @param {string} part @param {Buffer} all @param {number} from @param {number} to @param {boolean} early */
  const images = (part, all, from, to, early) => ({
    path: `${name}-${part}.idx.gz`,
    bytes: idx([to - from, 28, 28], all.subarray(from * pixels, to * pixels)),
    early,
  })
  const early = name === 'mnist'
  const pieces = []
  for (let chunk = 0; chunk * kChunk < 60000; ++chunk) {
    pieces.push(images(`train-images-${chunk}`, train, chunk * kChunk, (chunk + 1) * kChunk, early && chunk === 0))
  }
  pieces.push(images('test-images-0', test, 0, kFirstTest, early))
  pieces.push(images('test-images-1', test, kFirstTest, 10000, false))
  pieces.push({ path: `${name}-train-labels.idx.gz`, bytes: await read('train-labels-idx1-ubyte'), early })
  pieces.push({ path: `${name}-test-labels.idx.gz`, bytes: await read('t10k-labels-idx1-ubyte'), early })
  return pieces
}

/**
 * The 8x8 digits: a line per digit, 64 numbers from 0 to 16 and the label.
 * @param {Buffer} csv
 * @returns {Piece[]}
 */
function digits(csv) {
  const rows = csv.toString('latin1').trim().split('\n').map(line => line.split(',').map(Number))
  if (rows.length !== 1797 || rows.some(row => row.length !== 65)) throw new Error('digits.csv is not 1,797 lines of 65.')
  if (rows.some(row => row.some(x => !Number.isInteger(x) || x < 0 || x > 16))) {
    throw new Error('digits.csv has something else than whole numbers from 0 to 16.')
  }
  const part = (/** @type {string} */ name, /** @type {number[][]} */ some) => [
    {
      path: `digits-${name}-images.idx.gz`,
      bytes: idx([some.length, 8, 8], Buffer.from(some.flatMap(row => row.slice(0, 64)))),
      early: true,
    },
    { path: `digits-${name}-labels.idx.gz`, bytes: idx([some.length], Buffer.from(some.map(row => row[64]))), early: true },
  ]
  return [...part('train', rows.slice(0, kDigitsTraining)), ...part('test', rows.slice(kDigitsTraining))]
}

/**
 * Fisher's irises: a line of counts and names, then a line per flower, four lengths in cm and the species' number.
 * @param {Buffer} csv
 * @returns {Piece[]}
 */
function iris(csv) {
  const rows = csv.toString('latin1').trim().split('\n').slice(1).map(line => line.split(',').map(Number))
  if (rows.length !== 150 || rows.some(row => row.length !== 5)) throw new Error('iris.csv is not 150 lines of 5.')
  if (rows.some(row => row.some(x => !(x >= 0 && x < 10)))) throw new Error('iris.csv has something else than lengths.')
  const values = Buffer.alloc(4 * 4 * rows.length)
  rows.forEach((row, n) => row.slice(0, 4).forEach((x, i) => values.writeFloatBE(x, 4 * (4 * n + i))))
  const labels = Buffer.from(rows.map(row => row[4]))
  return [
    { path: 'iris-values.idx.gz', bytes: idx([rows.length, 4], values, kIdxFloat), early: true },
    { path: 'iris-labels.idx.gz', bytes: idx([rows.length], labels), early: true },
  ]
}

/**
 * Reads a raw file and checks it against data.sha256.
 * @param {string} name
 */
async function raw(name) {
  const bytes = await readFile(path.join(process.env.HARMONIUM_DATA ?? path.join(cache, 'data/raw'), name))
  const wanted = (await readFile(hashesPath, 'utf8')).split('\n').find(line => line.endsWith(`  ${name}`))
  const found = createHash('sha256').update(bytes).digest('hex')
  if (wanted?.split(' ')[0] !== found) throw new Error(`The raw file ${name} is not the one that data.sha256 names.`)
  return bytes
}

/**
 * Best compression of zlib for all; zopfli, which makes files about 5 % smaller and takes ten times as long, for those
 * that a visitor waits for at the start.
 * @param {Piece} piece
 * @returns {Promise<Uint8Array>}
 */
async function pack(piece) {
  // One output buffer, so that a thread of zlib's runs to the end even while zopfli keeps this one busy.
  if (!piece.early) return promisify(gzip)(piece.bytes, { level: 9, chunkSize: piece.bytes.length })
  const zopfli = await tool('@gfx/zopfli')
  return zopfli.gzipAsync(piece.bytes, { numiterations: 5 })
}

/** @param {string} folder the packed files go there */
async function packAll(folder) {
  const pieces = [
    ...digits(gunzipSync(await raw('digits/digits.csv.gz'))),
    ...iris(await raw('iris/iris.csv')),
    ...(await mnistLike('mnist', file => raw(`mnist/${file}`))),
    ...(await mnistLike('fashion-mnist', async file => gunzipSync(await raw(`fashion-mnist/${file}.gz`)))),
  ]
  say(`Packing ${pieces.length} data files (a minute or two, once) ...`)
  /** @type {Record<string, { packed: number, unpacked: number }>} */
  const sizes = {}
  // zlib works in threads of its own, zopfli in this one: both at once.
  await Promise.all(
    [...pieces].sort((a, b) => Number(a.early) - Number(b.early)).map(async piece => {
      const packed = await pack(piece)
      if (!gunzipSync(packed).equals(piece.bytes)) throw new Error(`${piece.path} does not unpack to what was packed.`)
      await writeFile(path.join(folder, piece.path), packed)
      sizes[piece.path] = { packed: packed.length, unpacked: piece.bytes.length }
    }),
  )
  const sorted = Object.fromEntries(pieces.map(piece => [piece.path, sizes[piece.path]]))
  await writeFile(path.join(folder, 'sizes.json'), JSON.stringify(sorted, null, 1) + '\n')
}

/**
 * Copies what differs in size or is newer, and removes what is no longer wanted.
 * @param {string} from
 * @param {string} to
 */
async function mirror(from, to) {
  await mkdir(to, { recursive: true })
  const wanted = await readdir(from)
  for (const name of await readdir(to)) if (!wanted.includes(name)) await rm(path.join(to, name), { recursive: true })
  for (const name of wanted) {
    const source = await stat(path.join(from, name))
    const target = await stat(path.join(to, name)).catch(() => null)
    if (target && target.size === source.size && target.mtimeMs >= source.mtimeMs) continue
    await copyFile(path.join(from, name), path.join(to, name))
    await utimes(path.join(to, name), source.atime, source.mtime)
  }
}

/** Packed files named after everything that they depend on. */
async function packedFolder() {
  const key = createHash('sha256')
  for (const file of [scriptPath, hashesPath]) key.update(await readFile(file))
  return path.join(cache, 'data', `packed-${key.digest('hex').slice(0, 16)}`)
}

const packed = await packedFolder()
if (!(await stat(packed).catch(() => null))) {
  const scratch = `${packed}.${process.pid}`
  await mkdir(scratch, { recursive: true })
  const started = Date.now()
  try {
    await packAll(scratch)
    await rename(scratch, packed)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const sizes = JSON.parse(await readFile(path.join(packed, 'sizes.json'), 'utf8'))
  for (const [name, size] of Object.entries(sizes)) {
    process.stderr.write(`            ${name.padEnd(40)} ${String(size.packed).padStart(9)} bytes of ${size.unpacked}\n`)
  }
  process.stderr.write(`            done in ${Math.round((Date.now() - started) / 1000)} s\n`)
}
await mirror(packed, path.join(site, 'data'))
