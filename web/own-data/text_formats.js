// @ts-check
// Texts of other programs that hold numbers in lines and are no tables: meshes, molecules, sequences of letters, logs,
// settings, programs. Each is told by its lines, and not by one word that a table may have too. The sentence names what
// it is and says what to do.

/** @typedef {[what: string, advice: string]} Found */

const kCsv = 'bring its numbers as CSV';
const kPoints = 'bring its points as CSV, one point a row';
const kRun = 'run it, and bring the data';
const kInstead = 'bring the data instead';

/**
 * Beginnings, behind comments or not: the pattern, what it is, what to do.
 * @type {[RegExp, ...Found][]}
 */
const beginnings = [
  [/^solid\b[^\n]*\n\s*(facet\s+normal|endsolid)\b/i, 'a mesh (STL)', kPoints],
  [/^C?O?N?OFF\s*\n\s*\d+ \d+ \d+\s*\n/, 'a mesh (OFF)', kPoints],
  [/^# vtk DataFile Version/, 'a grid or mesh (VTK)', kPoints],
  [/^newmtl \S/, 'a list of materials of a mesh (MTL)', kInstead],
  [/^HIERARCHY\s*\nROOT /, 'a recorded motion (BVH)', kCsv],
  [/^(TITLE [^\n]*\n)?LUT_[13]D_SIZE \d/, 'a table of colours (CUBE)', kCsv],
  [/^(HEADER {4}|(TITLE|COMPND|REMARK|MODEL|CRYST1) {2,}[^\n]*\n([A-Z]+\d* [^\n]*\n){0,200}(ATOM  |HETATM))/, 'a molecule (PDB)', 'bring the coordinates of its atoms as CSV'],
  [/^data_\S*\s*\n[^]{0,4000}^_\w+/m, 'a crystal or a molecule (CIF)', 'bring the coordinates of its atoms as CSV'],
  [/^[^\n]*\n[^\n]*\n[^\n]*\n[ \d]{6}[^\n]*V[23]000\s*\n/, 'a molecule (MOL, SDF)', 'bring the coordinates of its atoms as CSV'],
  [/^@<TRIPOS>/, 'a molecule (MOL2)', 'bring the coordinates of its atoms as CSV'],
  [/^[^\n]*\n\s*\d+\s*\n( *\d+[A-Z][\w+-]* +[\w*'+-]+ *\d+( +-?\d+\.\d{3}){3}[^\n]*\n)/, 'a molecule (GRO)', 'bring the coordinates of its atoms as CSV'],
  [/^ITEM: TIMESTEP/, 'a file of atoms of a simulation (LAMMPS)', 'bring the coordinates of its atoms as CSV'],
  [/^BEGIN IONS\s*\n/, 'a list of mass spectra (MGF)', kCsv],
  [/^##(TITLE|JCAMP-DX) ?=/, 'a spectrum (JCAMP-DX)', kCsv],
  [/^>[^\n]*\n[A-Za-z*-]{5,}\s*(\n|$)/, 'a list of sequences (FASTA)', 'bring numbers that describe them as CSV'],
  [/^@[^\n]+\n[A-Za-z.*-]+\s*\n\+[^\n]*\n[!-~]+\s*(\n|$)/, 'a list of reads of a sequencer (FASTQ)', 'bring numbers that describe them as CSV'],
  [/^##fileformat=VCF/, 'a list of variants of genomes (VCF)', 'bring numbers that describe them as CSV'],
  [/^@(HD|SQ|RG|PG)\t[A-Z]{2}:/, 'a list of reads of a sequencer (SAM)', 'bring numbers that describe them as CSV'],
  [/^##gff-version/, 'a list of genes (GFF)', 'bring numbers that describe them as CSV'],
  [/^(browser [^\n]*\n){0,20}track( \w+=[^\n]*)?\n/, 'a track of a genome browser (BED, WIG)', 'bring numbers that describe it as CSV'],
  [/^ncols\s+\d+\s*\n\s*nrows\s+\d+\s*\n/i, 'a raster of a map (ASCII grid)', 'bring its numbers without the lines on top'],
  [/^(north|south|proj):\s/i, 'a raster of a map (GRASS)', 'bring its numbers without the lines on top'],
  [/^\$(GP|GN|GL|GA|II|AI)[A-Z]{3},/, 'a record of a receiver for satellites (NMEA)', kCsv],
  [/^IESNA[:\d]/, 'a description of the light of a lamp (IES)', kCsv],
  [/^(SIMPLE|XTENSION)\s*=/, 'a FITS file', kCsv],
  [/^BEGIN:V(CALENDAR|CARD)\s*\n/, 'a calendar or an address book (ICS, VCF)', kInstead],
  [/^(From|To|Received|Return-Path|Delivered-To|MIME-Version|Message-ID): [^\n]*\n([^\n]+\n){0,30}(Subject|Received|MIME-Version|Message-ID): /, 'a mail', 'bring the data in it'],
  [/^HTTP\/\d(\.\d)? \d{3}/, 'an answer of a server with its headers', 'bring what stands below the headers'],
  [/^WEBVTT\b/, 'a file of subtitles (WebVTT)', kInstead],
  [/^\d+\s*\n\d\d:\d\d:\d\d[,.]\d{3} --> /, 'a file of subtitles (SRT)', kInstead],
  [/^@(article|book|inproceedings|misc|comment|string|phdthesis|techreport|incollection)\s*\{/i, 'a list of publications (BibTeX)', kInstead],
  [/^TY {2}- /, 'a list of publications (RIS)', kInstead],
  [/^(strict\s+)?(di)?graph(\s+[\w"]+)?\s*\{/, 'a graph (DOT)', kCsv],
  [/^\*?(Vertices|Network)\s+\d/i, 'a graph (Pajek)', kCsv],
  [/^graph\s*\[|^Creator "[^\n]*"\s*\n(Version [^\n]*\n)?graph\b/, 'a graph (GML)', kCsv],
  [/^# HELP [^\n]*\n# TYPE /, 'a list of readings of a server (Prometheus)', kCsv],
  [/^\[Event "/, 'a list of games of chess (PGN)', kInstead],
  [/^X:\s*\d+\s*\nT:/, 'a piece of music (ABC)', kInstead],
  [/^msgid "/, 'a list of texts of a program (PO)', kInstead],
  [/^FROM [\w./:@-]+(\s+AS \w+)?\s*\n([ \t]*(#[^\n]*)?\n){0,40}(RUN|COPY|ADD|WORKDIR|ENV|CMD|ENTRYPOINT|LABEL|EXPOSE) /i, 'a Dockerfile', kInstead],
  [/^total \d+\s*\n[-dlcbps][-rwxsStT]{9}/, 'a list of files', 'choose one of them'],
  [/^IN;(SP\d|PU|PD|IP|SC)/, 'a drawing of a plotter (HPGL)', 'save it as PNG'],
  [/^#define \w+_width \d+\s*\n#define \w+_height \d+/, 'a picture in the XBM format', 'save it as PNG'],
  [/^\*[^\n]*\n([RCLVIDQMX]\w* \S+ \S+ [^\n]*\n){1,200}(\.\w+[^\n]*\n){0,50}\.end\b/i, 'a circuit (SPICE)', kCsv],
  [/^((static|const|unsigned|signed|float|double|int|char|short|long|u?int\d+_t)\s+)+\w+(\s*\[\w*\])+\s*=\s*\{/, 'a list of numbers of a program in C', kCsv],
  [/^Traceback \(most recent call last\):/, 'an error that Python printed', kRun],
];

/**
 * Lines of a kind that has one form: the pattern of a line, the share of lines that have it, what it is, what to do.
 * @type {[RegExp, number, ...Found][]}
 */
const kinds = [
  [/^(ATOM  |HETATM)[ \d]{5} .{4}.[A-Z\d ]{3} /, 0.5, 'a molecule (PDB)', 'bring the coordinates of its atoms as CSV'],
  [/^[GMTN]\d+(\.\d+)?(\s+[A-Z]-?[\d.]+)*\s*([;(].*)?$/, 0.8, 'a program for a machine (G-code)', kCsv],
  [/^(MULTI)?(POINT|LINESTRING|POLYGON) ?[ZM]{0,2} ?\(/i, 0.8, 'a list of shapes on a map (WKT)', 'bring their coordinates as CSV'],
  [/^[\da-f]{6,8}:?\s+([\da-f]{2,4}\s+){3,16}.{0,24}$/i, 1, 'a file printed byte by byte', 'bring the file itself'],
  [/^:[\dA-F]{10,}$|^S[0-9][\dA-F]{8,}$/, 1, 'a file printed byte by byte (Intel HEX, S-record)', 'bring the file itself'],
  [/^(?=.*[a-z])(?=.*[A-Z])[A-Za-z\d+/]{40,}={0,2}$/, 1, 'a file as text (base64)', 'bring the file itself'],
  [/^\S+ \S+ \S+ \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]+ ?[+-]?\d*\] "/, 0.8, 'a log of a web server', kCsv],
  [/^(<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [^\s:]+:/, 0.8, 'a log of a system', kCsv],
  [/^[[(]?\d{2,4}[-/.]\d\d[-/.]\d{2,4}[T ]\d\d:\d\d[^\s\]]*[\])]?[ :-]+([\w.]+ (- )?)?[[<(]?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)[\])>]?[ :-]+[^\s,;]/, 0.6, 'a log of a program', kCsv],
  [/^([[<(](TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)[\])>]|(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL):) *[^\d\s,;]/, 0.6, 'a log of a program', kCsv],
  [/^[A-Za-z_][\w.-]*\s*(==|[<>~]=)\s*[\d.*]+\w*(\s*[,;].*)?$/, 0.8, 'a list of what a program needs', kInstead],
];

/** Lines of programs. */
const code = [
  /^[A-Za-z_][\w.[\]>()-]*\s*[-+*/]?=\s*[^=].*;$/, // a = b;
  /^[A-Za-z_][\w.]*\s*=\s*\[.*\];?$|^[A-Za-z_]\w*\s*=\s*[\w.]+\(.*\);?$/, // a = [1, 2], a = f(b)
  /^[A-Za-z_][\w.$]*\s*<-\s*\S/, // a <- b
  /^(?:[\w<>:*&[\], ]+\s)?[A-Za-z_]\w*\s*\([^;{}]*\)\s*(?:(?:const|->\s*\w+)\s*)?\{.*[{}]?$/, // int f(int a) {
  /^[A-Za-z_][\w.:!]*\(.*\);?$/, // f(a, b)
  /^(const|let|var|int|float|double|char|long|unsigned|auto|static|final|val|bool|size_t)\s[\w\s[\]<>*:&]+=/,
  /^(if|for|while|switch|elif|except|catch)\b.*[:{]$|^\}\s*else\b/,
  /^(export |async |pub )?(def|class|func|function|fn|sub|proc|struct|interface|enum|module|impl)\s+\w+.*[({:=].*$/,
  /^(public|private|protected)\s+(static\s+)?\w+.*[{;(]$/,
  /^[.#@]?\w[\w\s,>:.#*-]*\{.*[{}]$/, // .a { margin: 0 }
  /^#\s*(define|include|ifn?def|endif|if|pragma|undef)\b/,
  /^(SELECT\s.+\sFROM\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|ALTER\s+TABLE\s|SELECT\s.*;$)/i,
  /^(implicit none|(program|subroutine|call) \w+.*|(integer|real)( ::)? \w+(, \w+)*)$/i,
];
/** Lines of programs that may be something else too. */
const words = [
  /^(return|break|continue|pass|yield|throw|raise|end|begin|else:?|try[:{]?|do)\b[^,\t]*;?$/,
  /^end ?(if|for|function|while|do|program|subroutine)\b[ \w]*;?$/i,
  /^[})\]]+[;,)]*$/,
  /^(package|import|using|use|include|require|from)\s+[\w.:"'/<>*{}, ]+;?$/,
  /^(export \w+=|(echo|sudo|pip3?|apt|mkdir|rm|cd|ls|cat|grep|chmod|curl|wget|source|python3?) )/,
  /^[a-z-]+:\s*[^;]+;$/,
  /^@\w+(\(.*\))?$/,
];
const kComment = /^(\/\/|\/\*|\*|#|%|--|;|!)/;
/** Lines of which a smaller share is code are no program. */
const kCode = 0.7;

/** A line of settings, `name: value` or `name = value`. The value is one word, one number, a list or a text in marks. */
const kSetting = /^\s*("?[A-Za-z_][\w .-]*"?)\s*(=|:(?=\s|$))\s*(.*)$/;
const kSection = /^\[\[?[A-Za-z_][\w .:"'-]*\]\]?$/;
/** Marks of Wavefront's format. */
const kWavefront = /^(v|vt|vn|vp|f|l|p|g|o|s|usemtl|mtllib|usemap|maplib|mg|cstype|deg|surf|end)(\s|$)/;

/**
 * What a text is that is no table, or null.
 * @param {string} head the beginning of the text
 * @param {string} first the same without blanks and comments of XML on top
 * @returns {Found | null}
 */
export function textFormatOf(head, first) {
  const even = head.replace(/\r\n?/g, '\n');
  const bare = first.replace(/\r\n?/g, '\n');
  for (const [pattern, ...found] of beginnings) if (pattern.test(even) || pattern.test(bare)) return found;
  const lines = even.split('\n', 200).map((line) => line.slice(0, 300).trimEnd());
  if (lines.length > 1 && even.length >= 16_000 && lines.length < 200) lines.pop(); // it may be cut
  const solid = lines.filter((line) => line.trim() !== '');
  for (const [pattern, share, ...found] of kinds) {
    const fitting = solid.filter((line) => pattern.test(line)).length;
    if (fitting > 0 && fitting >= share * solid.length && (fitting > 1 || found[0].includes('base64'))) return found;
  }
  return meshOf(solid) ?? settingsOf(lines) ?? programOf(solid);
}

/**
 * Wavefront's format: corners, and faces that name them by their numbers.
 * @param {string[]} lines @returns {Found | null}
 */
function meshOf(lines) {
  const bare = lines.filter((line) => !line.startsWith('#'));
  if (bare.length < 2 || !bare.every((line) => kWavefront.test(line))) return null;
  const words = bare.map((line) => line.trim().split(/\s+/));
  const corners = words.filter(([mark, ...cells]) => mark === 'v' && [3, 4, 6, 7].includes(cells.length) && cells.every((cell) => !Number.isNaN(Number(cell))));
  const faces = words.filter(([mark]) => mark === 'f');
  if (corners.length < 2 || corners.length !== words.filter(([mark]) => mark === 'v').length) return null;
  // Corners far behind may be named too, where only the beginning is looked at.
  const numbered = faces.every(([, ...cells]) => cells.length >= 3 && cells.every((cell) => /^-?[1-9]\d*(\/-?\d*){0,2}$/.test(cell)));
  return numbered ? ['a mesh (Wavefront OBJ)', kPoints] : null;
}

/**
 * Settings: lines of a name and a value, all of them different, in sections or not.
 * @param {string[]} lines @returns {Found | null}
 */
function settingsOf(lines) {
  /** @type {Set<string>} */
  const names = new Set();
  let [sections, nested, equals, colons, bullets] = [0, 0, 0, 0, 0];
  for (const line of lines) {
    const plain = line.trim();
    if (plain === '' || /^[#;!%]/.test(plain)) continue;
    if (/^(---|\.\.\.)$/.test(plain)) continue;
    if (kSection.test(plain)) {
      ++sections;
      names.clear();
      continue;
    }
    const bullet = /^-\s+(.*)$/.exec(plain);
    const found = kSetting.exec(bullet ? bullet[1] : line);
    if (bullet) {
      ++bullets;
      const list = /^\[.*\]$/.test(bullet[1]);
      if (found === null && !list && colons === 0) return null;
      if (found || list) ++colons;
      continue;
    }
    if (found === null) return null;
    const [, name, sign, value] = found;
    // A label of a picture, or a row of several cells.
    if (/\.(png|jpe?g|gif|bmp|webp|tiff?|csv|npy|txt|wav)$/i.test(name) || (/[;\t|]/.test(value) && !/^["'[{]/.test(value))) return null;
    if (sign === ':' && /,/.test(value) && !/^["'[{]/.test(value) && !/[A-Za-z]/.test(value)) return null;
    const inner = /^\s/.test(line);
    if (inner) ++nested;
    else if (names.has(name)) return null;
    else names.add(name);
    if (sign === '=') ++equals;
    else ++colons;
  }
  if (equals + colons < 2 || (equals > 0 && colons > 0 && sections === 0)) return null;
  if (equals > 0) return ['a file of settings (INI, TOML)', kInstead];
  return bullets + nested > 0 || names.size > 1 ? ['YAML, or a file of settings', kCsv] : null;
}

/** @param {string[]} lines @returns {Found | null} */
function programOf(lines) {
  const some = lines.slice(0, 100).map((line) => line.trim());
  const bare = some.filter((line) => !kComment.test(line) || /^#\s*(define|include|if|endif)/.test(line));
  const sure = bare.filter((line) => code.some((pattern) => pattern.test(line)));
  const some_more = bare.filter((line) => words.some((pattern) => pattern.test(line)));
  const all = new Set([...sure, ...some_more]);
  const shell = some_more.filter((line) => words[4].test(line)).length > 1;
  const fitting = bare.filter((line) => all.has(line)).length;
  return (sure.length > 0 || shell) && all.size > 1 && fitting >= kCode * bare.length ? ['a program', kRun] : null;
}
