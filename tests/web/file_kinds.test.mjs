// @ts-check
// What a file is, from its bytes: a table of files as people have them, each with what has to come of it and the kind of
// program or place that it is from. Those that can be read give their numbers; of the others a sentence names what they
// are and says what to do.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { base64, bytesOf, idx, joined, latin, npy, png, says, zip } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { readTable } = await fromSite('own-data/read.js');
/** @type {typeof import('../../web/own-data/picture.js')} */
const { sizeOfPicture } = await fromSite('own-data/picture.js');

const read = (/** @type {Uint8Array} */ bytes, /** @type {object} */ options = {}) => readTable({ name: 'the file', bytes }, options);
/** A block of tar: a name, and the mark at 257. */
const tar = joined('table.csv', new Uint8Array(248), 'ustar\0', new Uint8Array(249), 'a,b\n1,2\n', new Uint8Array(504));
const safetensors = joined([30, 0, 0, 0, 0, 0, 0, 0], '{"w":{"dtype":"F32","shape":[1', '],...', new Uint8Array(40));
const hdf = '\x89HDF\r\n\x1a\n';
const binary = Uint8Array.from({ length: 300 }, (_, n) => (n * 151 + 7) % 256);

/** Files that are not read: where they come from, the bytes, words of the sentence. @type {[string, Uint8Array, (string | RegExp)[]][]} */
const refused = [
  ['nothing at all', new Uint8Array(0), ['empty']],
  ['one byte', Uint8Array.of(0x93), [/\w/]],
  ['a copy that never arrived', new Uint8Array(4096), ['zeros', 'again']],
  ['one zero', new Uint8Array(1), ['zeros']],
  ['Excel', zip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }), ['Excel workbook (.xlsx)', 'CSV']],
  ['Excel, stored', zip({ 'xl/worksheets/sheet1.xml': '<a/>', '[Content_Types].xml': '<Types/>' }, { stored: true }), ['Excel workbook']],
  ['Word', zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), ['Word document']],
  ['PowerPoint', zip({ '[Content_Types].xml': '<Types/>', 'ppt/presentation.xml': '<p/>' }), ['PowerPoint']],
  ['LibreOffice Calc', zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }, { stored: true }), ['OpenDocument spreadsheet', 'CSV']],
  ['LibreOffice Writer', zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }), ['OpenDocument text']],
  ['Numbers', zip({ 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }), ['Numbers', 'CSV']],
  ['an e-book', zip({ mimetype: 'application/epub+zip', 'a.html': 'x' }), ['book']],
  ['PyTorch', zip({ 'archive/data.pkl': '\x80\x02.', 'archive/data/0': 'xxxx' }, { stored: true }), ['PyTorch', 'numpy.save']],
  ['older PyTorch', joined('\x80\x02\x8a\x0al\xfc\x9cF\xf9\x20j\xa8P\x19.'), [/PyTorch|pickle/]],
  ['Java', zip({ 'META-INF/MANIFEST.MF': 'x', 'A.class': 'x' }), ['Java']],
  ['a sparse matrix of SciPy', zip({ 'indices.npy': npy('<i4', '(1,)', Int32Array.of(0)), 'data.npy': npy('<f4', '(1,)', Float32Array.of(1)), 'shape.npy': npy('<i8', '(2,)', new BigInt64Array(2)), 'format.npy': npy('|S3', '()', latin('csr')) }), ['sparse matrix', 'toarray']],
  ['an archive of many files', zip({ 'a.csv': '1\n', 'b.csv': '1\n', 'c.csv': '1\n', 'd.csv': '1\n', 'e.csv': '1\n' }), ['zip archive of 5 files', '"a.csv"', 'at most 4']],
  ['an empty archive', zip({}), ['zip archive', 'no file']],
  ['an archive of notes', zip({ 'README.md': 'hello' }), ['zip archive', 'no file of data']],
  ['an archive with a password', zip({ 'a.csv': '1,2\n' }, { flags: 1 }), ['password', 'a.csv']],
  ['an archive packed otherwise', zip({ 'a.csv': '1,2\n' }, { method: 93 }), ['93', 'unpack']],
  ['an archive that is cut short', zip({ 'a.csv': '1,2\n3,4\n' }).slice(0, 50), ['zip archive', 'cut short']],
  ['an archive with flipped bits', zip({ 'a.csv': '1,2\n3,4\n' }, { stored: true, check: 1 }), ['damaged', 'a.csv']],
  ['an archive that lies about sizes', zip({ 'a.csv': 'x'.repeat(900) }, { size: () => 10 }), [/damaged|unpack/i]],
  ['an archive that promises a mountain', zip({ 'a.csv': 'x'.repeat(900) }, { size: () => 0xf0000000 }), ['64 MB']],
  ['older Office', joined('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', new Uint8Array(600)), ['.xls', 'CSV']],
  ['HDF5', joined(hdf, new Uint8Array(100)), ['HDF5', 'NPY']],
  ['HDF5 behind a block of its own', joined('MATLAB 7.3 MAT-file, Platform: GLNXA64', new Uint8Array(474), hdf), [/MATLAB|HDF5/]],
  ['HDF5 behind another block', joined(binary.slice(0, 256), binary.slice(0, 256), hdf), ['HDF5']],
  ['MATLAB', joined('MATLAB 5.0 MAT-file, Platform: PCWIN64, Created on', new Uint8Array(100)), ['MATLAB', 'CSV']],
  ['older MATLAB', joined([0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0], 'x\0', binary.slice(0, 16)), ['MATLAB file of version 4']],
  ['Parquet', joined('PAR1\x15\x04\x15\x00', binary, 'PAR1'), ['Parquet', 'CSV']],
  ['Arrow, Feather', joined('ARROW1\0\0', binary), ['Arrow or Feather']],
  ['older Feather', joined('FEA1', binary, 'FEA1'), ['Feather']],
  ['ORC', joined('ORC', binary), ['ORC']],
  ['Avro', joined('Obj\x01', binary), ['Avro']],
  ['SQLite', joined('SQLite format 3\0', binary), ['SQLite', 'export']],
  ['SPSS', joined('$FL2@(#) SPSS DATA FILE', binary), ['SPSS']],
  ['Stata', joined('<stata_dta><header><release>118', binary), ['Stata']],
  ['older Stata', joined([0x72, 2, 1, 0], binary), ['Stata']],
  ['SAS', joined(new Uint8Array(12), '\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00', binary), ['SAS']],
  ['R, packed', new Uint8Array(gzipSync(joined('X\n\0\0\0\x02\0\x03\x06\0', binary))), ['R object (.rds)', 'write.csv']],
  ['R, a workspace', new Uint8Array(gzipSync(joined('RDX3\nX\n\0\0\0\x03', binary))), ['R workspace', 'write.csv']],
  ['R, as text', latin('A\n2\n197888\n131840\n13\n2\n1\n2\n'), ['R object']],
  ['NetCDF', joined('CDF\x01', binary), ['NetCDF']],
  ['FITS', latin(`SIMPLE  =${' '.repeat(20)}T / conforms`), ['FITS']],
  ['DICOM', joined(new Uint8Array(128), 'DICM', binary), ['DICOM']],
  ['NIfTI', joined([0x5c, 1, 0, 0], new Uint8Array(340), 'n+1\0', binary), ['NIfTI']],
  ['Python, protocol 4', joined('\x80\x04\x95', binary), ['Python pickle', 'numpy.save']],
  ['Python, protocol 2', joined('\x80\x02]q\x00.'), ['Python pickle']],
  ['Python, protocol 0', latin('(lp0\nI1\naI2\nacnumpy.core.multiarray\n_reconstruct\np1\n.'), ['Python pickle']],
  ['Python, protocol 1', latin(']q\x00(K\x01K\x02cnumpy.core.multiarray\n_reconstruct\nq\x01.'), ['Python pickle']],
  ['joblib, packed', new Uint8Array(deflateSync(binary)), ['zlib', 'numpy.save']],
  ['a saved experiment', safetensors, ['safetensors', 'Open file']],
  ['gzip of a tar', new Uint8Array(gzipSync(tar)), ['tar archive', 'unpack']],
  ['tar', tar, ['tar archive']],
  ['bzip2', joined('BZh91AY&SY\xb4\xe0\x01', binary), ['bzip2']],
  ['xz', joined('\xfd7zXZ\0\0\x04', binary), ['xz']],
  ['Zstandard', joined('\x28\xb5\x2f\xfd', binary), ['Zstandard']],
  ['LZ4', joined('\x04\x22\x4d\x18', binary), ['LZ4']],
  ['7-Zip', joined('7z\xbc\xaf\x27\x1c\0\x04', binary), ['7-Zip']],
  ['RAR', joined('Rar!\x1a\x07\x01\0', binary), ['RAR']],
  ['compress', joined('\x1f\x9d\x90', binary), ['.Z']],
  ['gzip that is cut short', new Uint8Array(gzipSync(bytesOf('1,2\n'.repeat(500)))).slice(0, 30), ['unpack', 'cut short']],
  ['gzip with a wrong end', joined(new Uint8Array(gzipSync(bytesOf('1,2\n3,4\n'))).slice(0, -8), new Uint8Array(8)), ['unpack']],
  ['gzip in gzip in gzip', new Uint8Array(gzipSync(gzipSync(gzipSync(bytesOf('1,2\n'))))), ['packed in a file that is packed']],
  ['zip in zip in zip', zip({ 'a.zip': zip({ 'b.zip': zip({ 'c.csv': '1,2\n' }) }) }), ['packed in a file that is packed']],
  ['nothing, packed', new Uint8Array(gzipSync(new Uint8Array(0))), ['empty']],
  ['Brotli has no mark', new Uint8Array(brotliCompressSync(binary)), [/not known|text/]],
  ['TIFF', joined('II*\0\x08\0\0\0', binary), ['TIFF', 'PNG']],
  ['TIFF, big-endian', joined('MM\0*\0\0\0\x08', binary), ['TIFF']],
  ['HEIC of a phone', joined([0, 0, 0, 24], 'ftypheic', binary), ['HEIC', 'PNG']],
  ['AVIF', joined([0, 0, 0, 32], 'ftypavif', binary), ['AVIF', 'PNG']],
  ['MP4', joined([0, 0, 0, 32], 'ftypisom', binary), ['video']],
  ['JPEG XL', joined('\xff\x0a', binary), ['JPEG XL']],
  ['JPEG 2000', joined('\0\0\0\x0cjP  \r\n\x87\n', binary), ['JPEG 2000']],
  ['Photoshop', joined('8BPS\0\x01', binary), ['Photoshop']],
  ['an icon', joined([0, 0, 1, 0, 1, 0, 16, 16], binary), ['icon']],
  ['Targa', joined([0, 0, 2, 0], binary, 'TRUEVISION-XFILE.\0'), ['Targa']],
  ['PGM', joined('P5\n4 4\n255\n', binary.slice(0, 16)), ['PNM', 'PNG']],
  ['PGM as text', latin('P2\n# by hand\n2 2\n255\n0 1\n2 3\n'), ['PNM']],
  ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0"/></svg>'), ['SVG', 'PNG']],
  ['SVG of an editor', latin('<?xml version="1.0"?>\n<!-- Created with a program -->\n<svg width="8">\n</svg>'), ['SVG']],
  ['WAV', joined('RIFF\x24\0\0\0WAVEfmt ', binary), ['sound']],
  ['MP3', joined('ID3\x03\0\0\0\0\0\x21', binary), ['sound']],
  ['PDF', joined('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', binary), ['PDF', 'CSV']],
  ['RTF', latin('{\\rtf1\\ansi a,b}'), ['RTF']],
  ['a program for Windows', joined('MZ\x90\0\x03\0\0\0', binary), ['program for Windows']],
  ['a program for Linux', joined('\x7fELF\x02\x01\x01', binary), ['program for Linux']],
  ['WebAssembly', joined('\0asm\x01\0\0\0', binary), ['WebAssembly']],
  ['macOS keeps it beside a file', joined('\0\x05\x16\x07\0\x02\0\0Mac OS X', binary), ['macOS', '._']],
  ['a page that was saved', latin('<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>'), ['web page', 'fetch']],
  ['a page without its type', latin('\n\n<html lang="en">\n<body>a,b</body></html>'), ['web page']],
  ['a page behind a comment', latin('<!-- x -->\n<!-- y -->\n<!doctype HTML><p>1,2'), ['web page']],
  ['an answer of a server', latin('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'), ['answer of a server', 'again']],
  ['XML', latin('<?xml version="1.0"?>\n<rows><row a="1"/></rows>'), ['XML', 'CSV']],
  ['Excel as XML', latin('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="x"></Workbook>'), ['Excel', 'CSV']],
  ['Git LFS', latin('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n'), ['Git LFS', 'git lfs pull']],
  ['git-annex', latin('/annex/objects/SHA256E-s123--abc.csv\n'), ['git-annex']],
  ['JSON', latin('[{"a": 1, "b": 2}, {"a": 3, "b": 4}]'), ['JSON', 'CSV']],
  ['JSON over several lines', latin('{\n  "rows": [\n    [1, 2],\n    [3, 4]\n  ]\n}\n'), ['JSON']],
  ['JSON with NaN, as Python writes it', latin('[{"a": NaN, "b": 2}, {"a": 3, "b": -Infinity}]'), ['JSON']],
  ['lists of C', latin('{1, 2, 3},\n{4, 5, 6},\n'), ['lists in brackets']],
  ['dput of R', latin('structure(list(x = c(1, 2), y = c(4, 5)), class = "data.frame", row.names = c(NA, -2L))\n'), ['dput', 'write.csv']],
  ['an answer of a server', latin('404: Not Found'), ['server', 'again']],
  ['DVC', latin('outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 37891850\n  path: data.csv\n'), ['DVC', 'dvc pull']],
  ['YAML', latin('---\na: 1\nb:\n  - 2\n  - 3\n'), ['YAML']],
  ['settings', latin('[section]\na = 1\nb = 2\n'), ['settings']],
  ['a letter', latin('This is a letter about data.\nIt has no numbers, but commas, some.\nRegards\n'), ['hardly a number']],
  ['JSON, lists alone', latin('[[1, 2], [3, 4]]'), ['JSON']],
  ['JSON Lines', latin('{"a":1,"b":2}\n{"a":3,"b":4}\n'), ['JSON, one object a line']],
  ['a notebook', latin('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'), ['Jupyter notebook']],
  ['JSON as deep as a well', latin(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`), [/JSON|brackets/]],
  ['an array as Python prints it', latin('[[1. 2.]\n [3. 4.]]\n'), ['brackets', 'numpy.savetxt']],
  ['a Python program', latin('import numpy as np\n\nx = np.array([1, 2])\nprint(x)\n'), ['Python program', 'run it']],
  ['a Python program with comments', latin('# load, and show\nfrom sklearn.datasets import load_iris\nd = load_iris()\n'), ['Python program']],
  ['a script', latin('#!/bin/sh\necho 1,2\n'), ['script']],
  ['a program in C', latin('/* x */\n#include <stdio.h>\nint main(void) { return 0; }\n'), ['C or C++']],
  ['a dump of a database', latin('-- dump\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n'), ['SQL', 'CSV']],
  ['Matrix Market', latin('%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 3\n'), ['Matrix Market']],
  ['LaTeX', latin('\\documentclass{article}\n\\begin{document}\n'), ['LaTeX']],
  ['a link of Windows', latin('[InternetShortcut]\r\nURL=x\r\n'), ['link']],
  ['a key', latin('-----BEGIN CERTIFICATE-----\nMIIB\n'), ['certificate']],
  ['bytes that nobody knows', binary, ['not known', 'CSV', 'NPY', 'PNG']],
  ['a zero inside a table', joined('a,b\n1,2\n3,', [0], '\n'), ['Line 3', 'zero byte', 'character 3']],
  ['a bell inside a table', joined('a,b\n1,2\n', [7], ',4\n'), ['Line 3', '0x07']],
  ['UTF-16 that breaks off', joined('\xff\xfea\0,\0b\0\n\0', [0xd8, 0xd8]), [/UTF-16LE.*damaged/]],
  ['UTF-32 with numbers that are no letters', joined('\xff\xfe\0\0', 'a\0\0\0', [0, 0, 0x7f, 0x7f]), [/UTF-32LE.*damaged/]],
  ['a GIF without a picture', latin('GIF89a\x04\0\x04\0\0\0\0;'), ['no size']],
  ['a BMP of no rows', joined('BM', new Uint8Array(12), [40, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0], new Uint8Array(30)), ['no size']],
  ['a WebP of huge sides', joined('RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff', binary), ['16,777,216 x 16,777,216 pixels']],
];

describe('files that are not read', () => {
  for (const [source, bytes, words] of refused) it(`are named: ${source}`, () => assert.rejects(read(bytes), says('"the file" was not read', ...words)));
});

describe('what is no file', () => {
  const odd = /** @type {any[]} */ ([null, 'a.csv', 7, {}, { name: 'a' }, { name: 'a', bytes: 'text' }, { bytes: new Uint8Array(1) }, [null], () => 1, Symbol('x')]);
  for (const given of odd) it(`is refused: ${typeof given} ${JSON.stringify(given)}`, () => assert.rejects(readTable(given), says('File 1', 'Uint8Array')));

  it('is refused if there are too many, or a decoder breaks', async () => {
    await assert.rejects(readTable([]), says('no file'));
    await assert.rejects(readTable(new Array(17).fill({ name: 'a', bytes: bytesOf('1\n2\n') })), says('17 files', 'at most 16'));
    const decode = async () => {
      throw new TypeError('broken');
    };
    await assert.rejects(read(png(8, 8), { decode }), says('not decoded', 'broken'));
    await assert.rejects(read(png(8, 8), { decode: 'no' }), says('decode', 'a function'));
    await assert.rejects(read(bytesOf('a\n1\n'), { label: 7 }), says('label', '7', 'a name'));
    assert.equal((await read(bytesOf('a\n1\n'), /** @type {any} */ (null))).count, 1);
  });
});

const kText = 'gr\u00f6\u00dfe,b\n1,2.5\n-3,4\n';
/** @param {boolean} little @param {boolean} marked */
const utf16 = (little, marked, text = kText) => {
  const units = Array.from((marked ? '\ufeff' : '') + text, (letter) => letter.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
};
/** @param {boolean} little @param {boolean} marked */
const utf32 = (little, marked) => {
  const units = Array.from((marked ? '\ufeff' : '') + kText, (letter) => letter.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8, 0, 0] : [0, 0, unit >> 8, unit & 255])));
};

/** Files that are read: where they come from, the bytes, the numbers, and the names. @type {[string, Uint8Array, number[], string[]][]} */
const taken = [
  ['UTF-8', bytesOf(kText), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-8 with a mark, of Excel', joined('\xef\xbb\xbf', bytesOf(kText)), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-16 of Windows', utf16(true, true), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-16, big-endian', utf16(false, true), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-16 without a mark', utf16(true, false), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-16, big-endian without a mark', utf16(false, false), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-32', utf32(true, true), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-32, big-endian', utf32(false, true), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-32 without a mark', utf32(true, false), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['windows-1252', latin(kText), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['windows-1252 with its own signs', joined('\x80 in \x93x\x94;b\n1;2\n'), [1, 2], ['\u20ac in \u201cx\u201d', 'b']],
  ['old Macintoshes', joined('gr\x9a\xa7e;b\r1;2\r'), [1, 2], ['gr\u00f6\u00dfe', 'b']],
  ['UTF-16 without a mark, names in Cyrillic', new Uint8Array(Buffer.from('\u0434\u043b\u0438\u043d\u0430;\u0432\u0438\u0434\n1;2\n', 'utf16le')), [1, 2], ['\u0434\u043b\u0438\u043d\u0430', '\u0432\u0438\u0434']],
  ['two marks of byte order', joined('\xef\xbb\xbf\xef\xbb\xbfa,b\n1,2\n'), [1, 2], ['a', 'b']],
  ['signs without a width', bytesOf('a,b\n\u200b1,2\u2060\n'), [1, 2], ['a', 'b']],
  ['line ends of Unicode', bytesOf('a,b\u20281,2\u2028'), [1, 2], ['a', 'b']],
  ['DOS, with a sign of its end', latin('a,b\r\n1,2\r\n3,4\r\n\x1a'), [1, 2, 3, 4], ['a', 'b']],
  ['blocks that are filled with zeros', joined('a,b\n1,2\n3,4\n', new Uint8Array(500)), [1, 2, 3, 4], ['a', 'b']],
  ['a table of the name MZ', latin('MZ,BM\n1,2\n'), [1, 2], ['MZ', 'BM']],
  ['a table that begins as other files', latin('ID3,PAR1\n1,2\n'), [1, 2], ['ID3', 'PAR1']],
  ['a table with "import" in it', latin('import,export\n1,2\n'), [1, 2], ['import', 'export']],
  ['a table with R in its header', latin('A,B\n2,3\n'), [2, 3], ['A', 'B']],
  ['gzip', new Uint8Array(gzipSync(bytesOf('a,b\n1,2\n'))), [1, 2], ['a', 'b']],
  ['gzip of UTF-16', new Uint8Array(gzipSync(utf16(true, true))), [1, 2.5, -3, 4], ['gr\u00f6\u00dfe', 'b']],
  ['a table in an archive', zip({ 'folder/': '', 'folder/a.csv': 'a,b\n1,2\n', '__MACOSX/folder/._a.csv': '\0\x05\x16\x07', 'README.txt': 'words' }), [1, 2], ['a', 'b']],
  ['a table in an archive, stored', zip({ 'a.csv': 'a,b\n1,2\n' }, { stored: true }), [1, 2], ['a', 'b']],
  ['an array alone in .npz', zip({ 'arr_0.npy': npy('<f4', '(2, 2)', Float32Array.of(1, 2, 3, 4)) }, { stored: true }), [1, 2, 3, 4], []],
  ['IDX, packed in zip', zip({ 'images-idx3-ubyte': idx(8, [2, 1, 2], [1, 2, 3, 4]) }), [1, 2, 3, 4], []],
];

describe('files that are read', () => {
  for (const [source, bytes, values, names] of taken) {
    it(`give their numbers: ${source}`, async () => {
      const table = await read(bytes);
      assert.deepEqual([[...table.values], table.names, table.name], [values, names, 'the file']);
    });
  }

  it('say the encoding that was found, and can be read by another', async () => {
    const { guesses } = await read(utf16(true, false));
    assert.deepEqual([guesses.encoding.value, guesses.encoding.choices.length > 8], ['utf-16le', true]);
    const old = await read(latin(kText));
    assert.deepEqual([old.guesses.encoding.value, old.guesses.encoding.open], ['windows-1252', true]);
    assert.ok(old.notes.some((note) => note.includes('windows-1252')));
    const cyrillic = await read(Uint8Array.from([0xe0, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32]), { encoding: 'windows-1251' });
    assert.deepEqual(cyrillic.names, ['\u0430', 'b']);
    assert.equal((await read(bytesOf(kText))).guesses.encoding, undefined, 'UTF-8 needs no look');
    await assert.rejects(read(latin(kText), { encoding: 'utf-8' }), says('UTF-8', 'damaged'));
    await assert.rejects(read(latin(kText), { encoding: 'klingon' }), says('encoding', 'utf-16le'));
  });

  // As numpy.savez_compressed of NumPy 1.24 wrote it: x_train [[0, 1], [2, 3], [4, 5]], y_train b, a, b; x_test [[0, 1]], y_test a.
  const npz =
    'UEsDBC0AAAAIAAAAIQDMypy9//////////8LABQAeF90cmFpbi5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSY' +
    'F59flJIKEndLzClOBYoXZyQWpAL5GsY6CkaaOgq1CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwMELQAAAAgAAAAhAAg/7Bb//////////wsAFAB5X3RyYWluLm5weQEAEACM' +
    'AAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbhNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjqaOgq1ChQAriQGBoZEIAbRAFBLAwQt' +
    'AAAACAAAACEA2Im9LP//////////CgAUAHhfdGVzdC5ucHkBABAAiAAAAAAAAABLAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIK' +
    'EndLzClOBYoXZyQWpAL5GoY6CkaaOgq1CmQDLgYwaLAHAFBLAwQtAAAACAAAACEAKqQoNv//////////CgAUAHlfdGVzdC5ucHkBABAAhAAAAAAAAABIAAAAAAAAAJvs' +
    'F+obEMnIUMZQrZ6SWpxcpG6loG4Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6mjoKtQoUAK5EBgYGAFBLAQItAy0AAAAIAAAAIQDMypy9VQAAAJgA' +
    'AAALAAAAAAAAAAAAAACAAQAAAAB4X3RyYWluLm5weVBLAQItAy0AAAAIAAAAIQAIP+wWTAAAAIwAAAALAAAAAAAAAAAAAACAAZIAAAB5X3RyYWluLm5weVBLAQItAy0A' +
    'AAAIAAAAIQDYib0sSwAAAIgAAAAKAAAAAAAAAAAAAACAARsBAAB4X3Rlc3QubnB5UEsBAi0DLQAAAAgAAAAhACqkKDZIAAAAhAAAAAoAAAAAAAAAAAAAAIABogEAAHlf' +
    'dGVzdC5ucHlQSwUGAAAAAAQABADiAAAAJgIAAAAA';

  it('are the arrays of NumPy in one file, with labels and what is held out', async () => {
    const table = await read(base64(npz));
    assert.deepEqual([...table.values], [0, 1, 2, 3, 4, 5, 0, 1]);
    assert.deepEqual([[...(table.labels ?? [])], table.classes, [...(table.held ?? [])]], [[1, 0, 1, 0], ['a', 'b'], [0, 0, 0, 1]]);
    assert.equal(table.name, 'the file');
  });

  it('are the arrays of NumPy whose names say what they are for, if there are more', async () => {
    const numbers = npy('<f4', '(2, 2)', Float32Array.of(1, 2, 3, 4));
    const many = Object.fromEntries(['data', 'mean', 'std', 'ids', 'weights'].map((name) => [`${name}.npy`, numbers]));
    assert.deepEqual([...(await read(zip({ ...many, 'target.npy': npy('<i8', '(2,)', BigInt64Array.of(3n, 8n)) }))).values], [1, 2, 3, 4]);
    await assert.rejects(read(zip({ ...many, 'data.npy': numbers, 'x.npy': numbers, 'y.npy': numbers, 'train.npy': numbers, 'test.npy': numbers })), says('NumPy arrays (.npz)', 'at most 4'));
  });
});

describe('files that unpack to mountains', () => {
  const zeros = new Uint8Array(40 * 1024 * 1024);

  it('are refused together, where each alone would be read', async () => {
    const bytes = new Uint8Array(gzipSync(joined('1', zeros)));
    await assert.rejects(readTable([{ name: 'a', bytes }, { name: 'b', bytes }]), says('at most 64 MB', '23 MB are left'));
    await assert.rejects(read(zip({ a: zeros, b: zeros })), says('at most 64 MB'));
  });

  for (const [what, letter] of [['quotation marks', '"'], ['ends of lines', '\n'], ['blanks', ' '], ['brackets', '['], ['signs of XML', '<'], ['comments', '#'], ['returns', '\r']]) {
    it(`are told apart quickly from text: ${what}`, async () => {
      const { checkTextKind } = await fromSite('own-data/text_kind.js');
      const { labelLines } = await fromSite('own-data/labels.js');
      const text = letter.repeat(16 * 1024 * 1024);
      try {
        checkTextKind(text);
      } catch (error) {
        says()(error);
      }
      assert.equal(labelLines(text), null);
    });
  }
});

describe('sizes of pictures', () => {
  // As Pillow 9.4 wrote a picture of 6 x 4 pixels.
  /** @type {[import('../../web/own-data/picture.js').PictureKind, string, Uint8Array, number][]} */
  const files = [
    ['gif', 'GIF', base64('R0lGODdhBgAEAIEAAP///wAAAAAAAAAAACwAAAAABgAEAAAIDQABCBwIIADBgwgBBAQAOw=='), 0],
    ['gif', 'GIF that moves', base64('R0lGODdhBgAEAIEAAP///wAAAAAAAAAAACwAAAAABgAEAAAIDQABCBwIIADBgwgBBAQALAAAAAAGAAQAgf8AAAAAAAAAAAAAAAgLAAEIHEiwoMGBAQEAOw=='), 1],
    ['webp', 'WebP', base64('UklGRjgAAABXRUJQVlA4ICwAAACwAQCdASoGAAQAAUAmJaQAAxf+5/AAAP7+nitxx69/J99RERVNvsf2UwAAAA=='), 0],
    ['webp', 'WebP that keeps pixels', base64('UklGRiIAAABXRUJQVlA4TBUAAAAvBcAAAA8w//M///MfeHjPT0T/owEA'), 0],
    ['webp', 'WebP with more than a picture', base64('UklGRjgAAABXRUJQVlA4WAoAAAAYAAAABQAAAwAAVlA4TA0AAAAvBcAAEAcQERGIiP4HAEVYSUYEAAAAYWJjZA=='), 0],
    ['bmp', 'BMP', joined('BM\x86\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x06\0\0\0\x04\0\0\0\x01\0\x18\0', new Uint8Array(104)), 0],
    ['bmp', 'BMP from the top', joined('BM\x86\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x06\0\0\0\xfc\xff\xff\xff\x01\0\x18\0', new Uint8Array(104)), 0],
    ['bmp', 'older BMP', joined('BM\x86\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x06\0\x04\0\x01\0\x18\0', new Uint8Array(104)), 0],
    ['png', 'PNG', png(6, 4), 0],
    ['png', 'PNG of 16 bits', png(6, 4, 16), 1],
  ];
  for (const [kind, name, bytes, notes] of files) {
    it(`are read before anything is decoded: ${name}`, async () => {
      const size = sizeOfPicture(kind, bytes);
      assert.deepEqual([size.width, size.height, size.notes.length], [6, 4, notes]);
      const types = /** @type {string[]} */ ([]);
      const decode = async (/** @type {Uint8Array} */ _, /** @type {string} */ type) => (types.push(type), { width: 6, height: 4, data: new Uint8Array(96).fill(255) });
      await read(bytes, { decode });
      assert.deepEqual(types, [`image/${kind}`]);
    });
  }

  it('are those of a larger frame if a GIF has one', () => {
    const frame = joined('GIF89a\x04\0\x04\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\0;');
    assert.throws(() => sizeOfPicture('gif', frame), says('65,535 x 65,535'));
  });
});
