// @ts-check
// Reduces the fonts of fonts.json to the characters named there, and writes them as C++ (fonts.h, fonts.cpp) into a
// folder. A font is an outline font in memory, for ImFontAtlas::AddFontFromMemoryTTF.
//   node .toolchain/fonts.mjs FOLDER

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { characters, keepTables } from './sfnt.mjs';
import { npmTools, root, tool } from './tools.mjs';

const subsetFont = await tool('subset-font');
const folder = process.argv[2];
if (!folder) throw new Error('Give the folder to write to: node .toolchain/fonts.mjs FOLDER');
const list = JSON.parse(readFileSync(path.join(root, '.toolchain/fonts.json'), 'utf8'));

/** Code points of character sets, sorted. @param {string[]} sets names in fonts.json @returns {number[]} */
function codePoints(sets) {
  const points = sets.flatMap((set) =>
    list.characters[set].split(' ').flatMap((/** @type {string} */ range) => {
      const [first, last = first] = range
        .replace('U+', '')
        .split('-')
        .map((hex) => parseInt(hex, 16));
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    }),
  );
  return [...new Set(points)].sort((a, b) => a - b);
}

/** One font with the glyphs of some characters. @param {string} file path in node_modules @param {number[]} points */
async function cut(file, points) {
  const source = readFileSync(path.join(npmTools(), 'node_modules', file));
  const text = String.fromCodePoint(...points);
  // A font's features lead to glyphs such as small capitals, for which there are no characters. They are left out.
  const subset = await subsetFont(source, text, { targetFormat: 'sfnt', noLayoutClosure: true });
  return keepTables(Buffer.from(subset), ['cmap', 'glyf', 'loca', 'head', 'hhea', 'hmtx', 'maxp', 'CFF ']);
}

/** @type {{ name: string, bytes: Buffer, points: number[] }[]} */
const fonts = [];
for (const { name, file, characters: sets, fallback = [] } of list.fonts) {
  let wanted = codePoints(sets);
  let part = name;
  // Characters that a font lacks are taken from its fallbacks, each of which becomes a font of its own.
  for (const source of [file, ...fallback]) {
    if (wanted.length === 0) break;
    const bytes = await cut(source, wanted);
    const has = characters(bytes);
    fonts.push({ name: part, bytes, points: wanted.filter((c) => has.has(c)) });
    wanted = wanted.filter((c) => !has.has(c));
    part = `${name}Fallback`;
  }
  if (wanted.length > 0) {
    console.log(`${name}: no glyph for ${wanted.map((c) => `U+${c.toString(16).padStart(4, '0')}`).join(' ')}`);
  }
}

/** Glyph ranges as ImGui wants them: pairs of first and last code point, then 0. @param {number[]} points */
function ranges(points) {
  const pairs = [];
  for (const point of points) {
    const last = pairs.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else pairs.push([point, point]);
  }
  return [...pairs.flat(), 0].map((c) => `0x${c.toString(16)}`).join(', ');
}

/** Bytes as C++ literals, 32 per line. @param {Buffer} bytes */
function byteRows(bytes) {
  const rows = [];
  for (let i = 0; i < bytes.length; i += 32) rows.push([...bytes.subarray(i, i + 32)].join(','));
  return rows.join(',\n');
}

const header = `// Generated from .toolchain/fonts.json: outline fonts cut down to the characters in use.
#pragma once

// Each font has its bytes, their number, and its characters as ImGui's glyph ranges: first, last, ..., 0.
namespace harmonium::fonts {

${fonts
  .map(
    ({ name, bytes }) =>
      `extern const unsigned char k${name}[];\n` +
      `inline constexpr unsigned k${name}Size = ${bytes.length};\n` +
      `extern const unsigned short k${name}Ranges[];\n`,
  )
  .join('\n')}
}  // namespace harmonium::fonts
`;
const source = `// Generated from .toolchain/fonts.json.
#include "fonts.h"

namespace harmonium::fonts {

${fonts
  .map(
    ({ name, bytes, points }) =>
      `const unsigned char k${name}[] = {\n${byteRows(bytes)}};\n` +
      `const unsigned short k${name}Ranges[] = {${ranges(points)}};\n`,
  )
  .join('')}
}  // namespace harmonium::fonts
`;
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'fonts.h'), header);
writeFileSync(path.join(folder, 'fonts.cpp'), source);
for (const { name, bytes, points } of fonts) {
  const packed = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${points.length} characters, ${bytes.length} bytes, ${packed} gzipped`);
}
