// @ts-check
// Says what a file is from its bytes. Its name may be wrong, so it is not asked. A kind that is not read has a sentence
// that names it and says what to do.

import { refuse } from './table.js';
import { looksLikeText } from './text.js';

/**
 * Kinds that are read further. `text` is decoded and then asked again (text_kind.js); a `zip` is asked for its contents
 * (archive.js).
 * @typedef {'npy' | 'idx' | 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'gzip' | 'zip' | 'text'} ReadKind
 */

/** Whether a file is an array of NumPy. @param {Uint8Array} bytes */
export const isArray = (bytes) => textAt(bytes, 0, 6) === '\x93NUMPY';
/** Whether a file is a picture that is read. @param {Uint8Array} bytes */
export const isPicture = (bytes) => read.some(([kind, fits]) => ['png', 'jpeg', 'gif', 'webp', 'bmp'].includes(kind) && fits(bytes));

/** What is read, for sentences. */
export const kRead = 'CSV, NPY, NPZ, IDX, PNG, JPEG, GIF, BMP and WebP files are read';

const kTable = 'save it as CSV in the program it is from';
const kPython = 'in Python, save its arrays with numpy.save';
const kPicture = 'save it as PNG';
const kUnpack = 'unpack it and bring the files in it';

/** @param {Uint8Array} bytes @param {number} at @param {number} length as Latin 1 */
const textAt = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The types of numbers in IDX files. */
const kIdxTypes = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];
/** @param {Uint8Array} bytes */
export const isIdx = (bytes) => bytes.length >= 8 && bytes[0] === 0 && bytes[1] === 0 && kIdxTypes.includes(bytes[2]) && bytes[3] >= 1 && bytes[3] <= 8;

/**
 * Signatures, as Latin 1: the place, the bytes, what it is, what to do. The first that fits counts.
 * @type {[number, string, string, string][]}
 */
const refused = [
  // Tables and arrays of other programs
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a file of an older Office program, such as an Excel workbook (.xls)', 'save its sheet as CSV'],
  [0, '\x89HDF\r\n\x1a\n', 'an HDF5 file (.h5, also .mat of MATLAB 7.3)', 'save its arrays as NPY, with h5py and numpy.save'],
  [0, 'MATLAB 7.3 MAT-file', 'a MATLAB file of version 7.3', 'save its arrays as CSV with writematrix'],
  [0, 'MATLAB 5.0 MAT-file', 'a MATLAB file (.mat)', 'save its arrays as CSV with writematrix, or as NPY with scipy.io.loadmat and numpy.save'],
  [0, 'PAR1', 'a Parquet file', 'save it as CSV, in Python with pandas.read_parquet and to_csv'],
  [0, 'PARE', 'an encrypted Parquet file', 'save it as CSV'],
  [0, 'ARROW1\0\0', 'an Arrow or Feather file', 'save it as CSV, in Python with pandas.read_feather and to_csv'],
  [0, 'FEA1', 'a Feather file', 'save it as CSV, in Python with pandas.read_feather and to_csv'],
  [0, '\xff\xff\xff\xff', 'a stream of Arrow records or a file of some other program', kTable],
  [0, 'ORC', 'an ORC file', 'save it as CSV'],
  [0, 'Obj\x01', 'an Avro file', 'save it as CSV'],
  [0, 'SQLite format 3\0', 'an SQLite database', 'export the table as CSV'],
  [0, '\0\x01\0\0Standard ', 'an Access database', 'export the table as CSV'],
  [0, '$FL2', 'an SPSS file (.sav)', kTable],
  [0, '$FL3', 'an SPSS file (.zsav)', kTable],
  [0, '<stata_dta>', 'a Stata file (.dta)', kTable],
  [0, '\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf', 'a SAS file (.sas7bdat)', kTable],
  [0, 'HEADER RECORD*******LIB', 'a SAS transport file (.xpt)', kTable],
  [0, 'RDX2\n', 'an R workspace (.RData)', 'save the table with write.csv'],
  [0, 'RDX3\n', 'an R workspace (.RData)', 'save the table with write.csv'],
  [0, 'RDA2\n', 'an R workspace (.RData)', 'save the table with write.csv'],
  [0, 'RDA3\n', 'an R workspace (.RData)', 'save the table with write.csv'],
  [0, 'X\n\0\0\0', 'an R object (.rds)', 'save the table with write.csv'],
  [0, 'CDF\x01', 'a NetCDF file', 'save its arrays as NPY'],
  [0, 'CDF\x02', 'a NetCDF file', 'save its arrays as NPY'],
  [0, 'CDF\x05', 'a NetCDF file', 'save its arrays as NPY'],
  [0, 'SIMPLE  =', 'a FITS file', 'save its arrays as NPY, with astropy and numpy.save'],
  [344, 'n+1\0', 'a NIfTI file', 'save its slices as NPY, with nibabel and numpy.save'],
  [128, 'DICM', 'a DICOM file', 'save its pixels as PNG or NPY'],
  [0, '\x80\x02\x8a\x0al\xfc\x9cF\xf9', 'a PyTorch file', 'in Python, save tensor.numpy() with numpy.save'],
  [0, 'GGUF', 'a file of weights (GGUF)', 'bring examples instead'],
  // Archives
  [257, 'ustar', 'a tar archive', kUnpack],
  [0, 'BZh', 'compressed with bzip2', kUnpack],
  [0, '\xfd7zXZ\0', 'compressed with xz', kUnpack],
  [0, '\x5d\0\0', 'compressed with LZMA', kUnpack],
  [0, '\x28\xb5\x2f\xfd', 'compressed with Zstandard', kUnpack],
  [0, '\x04\x22\x4d\x18', 'compressed with LZ4', kUnpack],
  [0, '\xff\x06\0\0sNaPpY', 'compressed with Snappy', kUnpack],
  [0, '\x1f\x9d', 'compressed with compress (.Z)', kUnpack],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', kUnpack],
  [0, 'Rar!\x1a\x07', 'a RAR archive', kUnpack],
  // Pictures, sound, video, documents
  [0, 'II*\0', 'a TIFF picture', kPicture],
  [0, 'MM\0*', 'a TIFF picture', kPicture],
  [0, 'II+\0', 'a TIFF picture', kPicture],
  [0, 'MM\0+', 'a TIFF picture', kPicture],
  [0, '8BPS', 'a Photoshop picture', kPicture],
  [0, '\xff\x0a', 'a JPEG XL picture', kPicture],
  [0, '\0\0\0\x0cJXL ', 'a JPEG XL picture', kPicture],
  [0, '\0\0\0\x0cjP  ', 'a JPEG 2000 picture', kPicture],
  [0, '\xff\x4f\xff\x51', 'a JPEG 2000 picture', kPicture],
  [0, '\x76\x2f\x31\x01', 'an OpenEXR picture', kPicture],
  [0, '\0\0\x01\0', 'an icon (.ico)', kPicture],
  [0, 'OggS', 'sound (Ogg)', kRead],
  [0, 'fLaC', 'sound (FLAC)', kRead],
  [0, 'ID3', 'sound (MP3)', kRead],
  [0, '\x1aE\xdf\xa3', 'a video (Matroska or WebM)', kRead],
  [0, '%PDF-', 'a PDF document', 'bring the table behind it as CSV'],
  [0, '%!PS', 'a PostScript document', 'bring the table behind it as CSV'],
  [0, '{\\rtf', 'a text with formats (RTF)', 'save it as plain text'],
  [0, 'bplist00', 'a property list of macOS', kRead],
  [0, 'Bud1', 'a file that macOS keeps about a folder (.DS_Store)', 'choose the data beside it'],
  [4, 'Bud1', 'a file that macOS keeps about a folder (.DS_Store)', 'choose the data beside it'],
  [0, '\0\x05\x16\x07', 'what macOS keeps beside a file (AppleDouble, "._" before the name)', 'choose the file itself'],
  [0, 'L\0\0\0\x01\x14\x02\0', 'a shortcut of Windows', 'choose the file that it leads to'],
  // Programs
  [0, '\x7fELF', 'a program for Linux', kRead],
  [0, '\xfe\xed\xfa', 'a program for macOS', kRead],
  [0, '\xce\xfa\xed\xfe', 'a program for macOS', kRead],
  [0, '\xcf\xfa\xed\xfe', 'a program for macOS', kRead],
  [0, '\xca\xfe\xba\xbe', 'a program for macOS or for Java', kRead],
  [0, '\0asm', 'a WebAssembly program', kRead],
];

/** Whether all bytes are zeros. A loop, since there may be many. @param {Uint8Array} bytes */
function isZero(bytes) {
  for (let i = 0; i < bytes.length; ++i) if (bytes[i] !== 0) return false;
  return true;
}

/** Kinds whose signature is more than bytes in a place. @type {((bytes: Uint8Array) => string[] | null)[]} */
const recognised = [
  (bytes) => (isZero(bytes) ? ['a file of zeros: it holds nothing', 'fetch or copy it again'] : null),
  (bytes) => {
    if (bytes[0] !== 0x80 || bytes[1] < 2 || bytes[1] > 5) return null;
    return ['a Python pickle, which can run programs and is not opened', kPython];
  },
  (bytes) => {
    // The oldest pickles are made of lines: the last sign is a stop, and classes stand as "c", module, name.
    const old = bytes.at(-1) === 0x2e && /c[a-z_][\w.]*\n\w+\n/.test(textAt(bytes, 0, 2048));
    return old ? ['a Python pickle, which can run programs and is not opened', kPython] : null;
  },
  (bytes) => (/^P[1-7][ \t\r\n]+[#\d]/.test(textAt(bytes, 0, 8)) && !looksLikeText(bytes) ? ['a picture in the PNM format (PBM, PGM, PPM)', kPicture] : null),
  (bytes) => (textAt(bytes, bytes.length - 18, 16) === 'TRUEVISION-XFILE' ? ['a Targa picture (TGA)', kPicture] : null),
  (bytes) => {
    if (textAt(bytes, 0, 4) !== 'RIFF') return null;
    const what = { WAVE: 'sound (WAV)', 'AVI ': 'a video (AVI)' }[textAt(bytes, 8, 4)];
    return what ? [what, kRead] : null;
  },
  (bytes) => {
    if (textAt(bytes, 4, 4) !== 'ftyp') return null;
    const brand = textAt(bytes, 8, 4);
    if (/^avi[fs]/.test(brand)) return ['an AVIF picture', kPicture];
    return /^(hei|hev|mif1|msf1)/.test(brand) ? ['a HEIC picture', kPicture] : ['a video (MP4 or QuickTime)', kRead];
  },
  (bytes) => {
    // Other containers of HDF5 begin at 512, 1024, ... bytes, behind a block of the user's.
    for (let at = 512; at < Math.min(bytes.length, 65_536); at *= 2) {
      if (textAt(bytes, at, 8) === '\x89HDF\r\n\x1a\n') return ['an HDF5 file', 'save its arrays as NPY, with h5py and numpy.save'];
    }
    return null;
  },
  (bytes) => {
    if (bytes.length < 16) return null;
    const length = Number(viewOf(bytes).getBigUint64(0, true));
    if (bytes[8] !== 0x7b || length < 2 || length > bytes.length - 8) return null;
    return ['a file of weights or a saved experiment (safetensors)', 'open it with "Open file", and bring examples here'];
  },
  (bytes) => {
    if (bytes[0] !== 0x78 || ![0x01, 0x9c, 0xda].includes(bytes[1]) || looksLikeText(bytes)) return null;
    return ['compressed with zlib, as joblib writes pickles', kPython];
  },
  (bytes) => {
    return /^MZ[^\t\n\r\x20-\x7e]/.test(textAt(bytes, 0, 3)) ? ['a program for Windows', kRead] : null;
  },
  (bytes) => {
    if (![0x71, 0x72, 0x73].includes(bytes[0]) || ![1, 2].includes(bytes[1]) || bytes[2] !== 1 || bytes[3] !== 0) return null;
    return ['a Stata file (.dta)', kTable];
  },
  (bytes) => {
    // MATLAB 4: type, rows, columns, whether complex, length of the name, the name with a zero at its end.
    if (bytes.length < 24) return null;
    const [type, rows, columns, complex, name] = [0, 4, 8, 12, 16].map((at) => viewOf(bytes).getInt32(at, true));
    const plain = type >= 0 && type <= 52 && rows >= 0 && columns >= 0 && complex >= 0 && complex <= 1 && name >= 2 && name <= 64;
    if (!plain || !/^[A-Za-z]\w*\0$/.test(textAt(bytes, 20, name))) return null;
    return ['a MATLAB file of version 4', 'save its arrays as CSV with writematrix'];
  },
  (bytes) => (bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2 && !looksLikeText(bytes) ? ['sound (MP3)', kRead] : null),
];

/** @type {[ReadKind, (bytes: Uint8Array) => boolean][]} */
const read = [
  ['gzip', (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b],
  ['npy', isArray],
  ['png', (bytes) => textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n'],
  ['jpeg', (bytes) => textAt(bytes, 0, 3) === '\xff\xd8\xff'],
  ['gif', (bytes) => /^GIF8[79]a$/.test(textAt(bytes, 0, 6))],
  ['webp', (bytes) => textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP'],
  ['bmp', (bytes) => textAt(bytes, 0, 2) === 'BM' && bytes.length > 18 && [12, 16, 40, 52, 56, 64, 108, 124].includes(viewOf(bytes).getUint32(14, true))],
  ['idx', isIdx],
  ['zip', (bytes) => ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(textAt(bytes, 0, 4))],
];

/**
 * What a file is, from its bytes. Fails with "invalid-data" for kinds that are not read: the sentence names the kind and
 * says what to do.
 * @param {Uint8Array} bytes
 * @returns {ReadKind}
 */
export function kindOf(bytes) {
  if (bytes.length === 0) throw refuse('The file is empty.');
  const known = read.find(([, fits]) => fits(bytes));
  if (known) return known[0];
  for (const recognise of recognised) {
    const found = recognise(bytes);
    if (found) throw notRead(found[0], found[1]);
  }
  const found = refused.find(([at, mark]) => textAt(bytes, at, mark.length) === mark);
  // Words of ASCII may begin with the letters of a signature.
  if (found && !(/^[A-Za-z0-9]{1,4}$/.test(found[1]) && looksLikeText(bytes))) throw notRead(found[2], found[3]);
  if (looksLikeText(bytes)) return 'text';
  throw refuse(`The format of the file is not known, and it is no text; ${kRead}.`);
}

/** @param {string} what @param {string} advice */
export const notRead = (what, advice) => refuse(`It is ${what}; ${advice}.`);
