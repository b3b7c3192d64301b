// @ts-check
// The parts of the sfnt container (TrueType, OpenType) that fonts.mjs needs: its tables, and the characters it maps.

/** The tables of a font, by their four-letter names. @param {Buffer} font @returns {Map<string, Buffer>} */
export function tables(font) {
  const found = new Map();
  for (let i = 0; i < font.readUInt16BE(4); ++i) {
    const at = 12 + 16 * i;
    const start = font.readUInt32BE(at + 8);
    found.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)));
  }
  return found;
}

/**
 * The same font with only some of its tables. They are sorted by name and padded to four bytes, as the format demands.
 * @param {Buffer} font
 * @param {string[]} names
 */
export function keepTables(font, names) {
  const kept = [...tables(font)].filter(([name]) => names.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const header = Buffer.alloc(12 + 16 * kept.length);
  font.copy(header, 0, 0, 4);
  header.writeUInt16BE(kept.length, 4);
  let offset = header.length;
  const parts = [header];
  kept.forEach(([name, table], i) => {
    const at = 12 + 16 * i;
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    header.write(name, at, 'latin1');
    header.writeUInt32BE(checksum(padded), at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    offset += padded.length;
    parts.push(padded);
  });
  return Buffer.concat(parts);
}

/** The sum of a table's 32-bit words, modulo 2^32. @param {Buffer} bytes */
function checksum(bytes) {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}

/**
 * The code points for which a font has a glyph. Reads the cmap formats 4 and 12.
 * @param {Buffer} font
 * @returns {Set<number>}
 */
export function characters(font) {
  const cmap = tables(font).get('cmap');
  const found = new Set();
  if (!cmap) return found;
  for (let i = 0; i < cmap.readUInt16BE(2); ++i) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) addSegments(table, found);
    if (format === 12) {
      for (let g = 0; g < table.readUInt32BE(12); ++g) {
        const at = 16 + 12 * g;
        for (let c = table.readUInt32BE(at); c <= table.readUInt32BE(at + 4); ++c) found.add(c);
      }
    }
  }
  return found;
}

/** Adds the code points of a cmap subtable of format 4. @param {Buffer} table @param {Set<number>} found */
function addSegments(table, found) {
  const segments = table.readUInt16BE(6) / 2;
  for (let s = 0; s < segments; ++s) {
    const end = table.readUInt16BE(14 + 2 * s);
    const start = table.readUInt16BE(16 + 2 * segments + 2 * s);
    const delta = table.readUInt16BE(16 + 4 * segments + 2 * s);
    const rangeAt = 16 + 6 * segments + 2 * s;
    const range = table.readUInt16BE(rangeAt);
    for (let c = start; c <= end && c !== 0xffff; ++c) {
      const glyph = range === 0 ? (c + delta) & 0xffff : table.readUInt16BE(rangeAt + range + 2 * (c - start));
      if (glyph !== 0) found.add(c);
    }
  }
}
