// @ts-check
// Writes licences.html: the licence texts of everything that the site contains, read from the packages.
//   node .toolchain/licences.mjs FOLDER

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { build, packageFolder, root } from './tools.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('Give the folder to write to: node .toolchain/licences.mjs FOLDER');
const sources = JSON.parse(readFileSync(path.join(build, 'wasm/libraries.json'), 'utf8'));
const emscripten = execFileSync('em-config', ['EMSCRIPTEN_ROOT'], { encoding: 'utf8' }).trim();

/**
 * The text of the first of these files that exists. A page without a licence text must not be published.
 * @param {string[]} files
 */
function text(...files) {
  const file = files.find((f) => existsSync(f));
  if (!file) throw new Error(`No licence text: none of ${files.join(', ')}`);
  return readFileSync(file, 'utf8');
}

/** The licence at the end of a single-file library. @param {string} file */
function licenceAtEnd(file) {
  const whole = readFileSync(file, 'utf8');
  const start = whole.lastIndexOf('This software is available under 2 licenses');
  if (start < 0) throw new Error(`No licence at the end of ${file}`);
  return whole
    .slice(start)
    .replace(/^-+$|\*\/\s*$/gm, '')
    .trim();
}

const inter = packageFolder('inter-ui');
const openFontLicence = text(path.join(inter, 'LICENSE.txt'));

// `what`: what it is used for; `by`: who holds the copyright; `at`: its address; `cite`: papers to cite.
/** @typedef {{ name: string, what: string, by?: string, at?: string, text?: string, cite?: string[] }} Part */

/** @type {Part[]} */
const programs = [
  {
    name: 'Harmonium',
    what: 'This program.',
    text: text(path.join(root, 'LICENSE')),
  },
  {
    name: 'Simple DirectMedia Layer (SDL2)',
    what: 'Window and events of the app.',
    at: 'https://www.libsdl.org',
    text: text(path.join(sources.sdl2, 'LICENSE.txt')),
  },
  {
    name: 'Dear ImGui',
    what: 'The controls of the app.',
    at: 'https://github.com/ocornut/imgui',
    text: text(path.join(sources.imgui, 'LICENSE.txt')),
  },
  {
    name: 'stb_truetype, stb_rect_pack, stb_textedit',
    what: 'Inside Dear ImGui: glyphs, their places in the texture, text fields.',
    at: 'https://github.com/nothings/stb',
    text: licenceAtEnd(path.join(sources.imgui, 'imstb_truetype.h')),
  },
  {
    name: 'ImPlot',
    what: 'The curves of the app.',
    at: 'https://github.com/epezent/implot',
    text: text(path.join(sources.implot, 'LICENSE')),
  },
  {
    name: 'Eigen',
    what: 'Decompositions and small systems of equations. Used unchanged; its source is at the address.',
    at: 'https://gitlab.com/libeigen/eigen',
    text: text(path.join(sources.eigen, 'COPYING.MPL2')),
  },
  {
    name: 'JSON for Modern C++',
    what: 'Reading and writing JSON.',
    at: 'https://github.com/nlohmann/json',
    text: text(path.join(sources.json, 'LICENSE.MIT')),
  },
  {
    name: 'Papa Parse',
    what: "Reading a visitor's own CSV files.",
    at: 'https://www.papaparse.com',
    text: text(path.join(packageFolder('papaparse'), 'LICENSE')),
  },
  ...['d3-scale', 'd3-shape', 'd3-array', 'd3-format', 'd3-interpolate', 'd3-color', 'd3-path', 'd3-time', 'd3-time-format', 'internmap'].map((name) => ({
    name: name.startsWith('d3') ? `D3: ${name}` : name,
    what: 'Axes and curves of compared variants.',
    at: `https://github.com/${name === 'internmap' ? 'mbostock' : 'd3'}/${name}`,
    text: text(path.join(packageFolder(name), 'LICENSE')),
  })),
  {
    name: 'Emscripten, with musl, libc++, libc++abi and compiler-rt',
    what: 'The C and C++ run-time libraries, and the JavaScript around the WebAssembly modules.',
    at: 'https://emscripten.org',
    // Debian puts all of them into one file; in other distributions each has its own.
    text: existsSync(path.join(emscripten, 'LICENSE'))
      ? ['LICENSE', 'system/lib/libc/musl/COPYRIGHT', 'system/lib/libcxx/LICENSE.TXT']
          .map((name) => text(path.join(emscripten, name)))
          .join('\n\n')
      : text(path.join(emscripten, '../doc/emscripten/copyright')),
  },
];

/** @type {Part[]} */
const fonts = [
  {
    name: 'Inter',
    what: 'The typeface of the app, cut down to the characters in use.',
    at: 'https://rsms.me/inter',
    text: openFontLicence,
  },
  {
    name: 'DejaVu Sans',
    what: 'The mathematical signs that Inter lacks.',
    at: 'https://dejavu-fonts.github.io',
    text: text(path.join(packageFolder('dejavu-fonts-ttf'), 'LICENSE')),
  },
];

/** @type {Part[]} */
const data = [
  {
    name: 'MNIST',
    what: 'Handwritten digits, 60,000 and 10,000 images of 28x28 pixels, made from NIST Special Databases 1 and 3. The site carries the original files in pieces, and the same images cut down.',
    by: 'Yann LeCun and Corinna Cortes hold the copyright; Creative Commons Attribution-ShareAlike 3.0.',
    at: 'https://creativecommons.org/licenses/by-sa/3.0/',
    cite: [
      'Y. LeCun, L. Bottou, Y. Bengio and P. Haffner. Gradient-based learning applied to document recognition. Proceedings of the IEEE 86(11), 2278-2324, 1998.',
    ],
  },
  {
    name: 'Fashion-MNIST',
    what: "Pictures of articles of clothing, 60,000 and 10,000 images of 28x28 pixels, in MNIST's format.",
    by: 'Copyright 2017 Zalando SE; the MIT License.',
    at: 'https://github.com/zalandoresearch/fashion-mnist',
    cite: [
      'H. Xiao, K. Rasul and R. Vollgraf. Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms. arXiv:1708.07747, 2017.',
    ],
  },
  {
    name: 'Optical Recognition of Handwritten Digits',
    what: 'Handwritten digits, 1,797 images of 8x8 pixels with 17 grey levels: the test part of the set, as scikit-learn carries it.',
    by: 'UCI Machine Learning Repository; Creative Commons Attribution 4.0.',
    at: 'https://doi.org/10.24432/C50P49',
    cite: ['E. Alpaydin and C. Kaynak. Cascading classifiers. Kybernetika 34(4), 369-374, 1998.'],
  },
  {
    name: 'Iris',
    what: "Four lengths of 150 flowers of three species, measured by E. Anderson, in scikit-learn's copy.",
    by: 'UCI Machine Learning Repository; Creative Commons Attribution 4.0.',
    at: 'https://doi.org/10.24432/C56C76',
    cite: ['R. A. Fisher. The use of multiple measurements in taxonomic problems. Annals of Eugenics 7, 179-188, 1936.'],
  },
];

/** @param {string} raw */
const escape = (raw) => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {Part} part */
function section({ name, what, by, at, text, cite = [] }) {
  const link = at ? `<p><a href="${at}" rel="noreferrer">${at}</a></p>` : '';
  return `<section>
<h3>${escape(name)}</h3>
<p>${escape(what)}</p>
${by ? `<p>${escape(by)}</p>\n` : ''}${link}
${cite.map((line) => `<p><cite>${escape(line)}</cite></p>`).join('\n')}
${text ? `<details><summary>Licence</summary><pre>${escape(text.trim())}</pre></details>` : ''}
</section>`;
}

const style = existsSync(path.join(root, 'web/style.css')) ? '<link rel="stylesheet" href="style.css">' : '';
writeFileSync(
  path.join(folder, 'licences.html'),
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Licences - Harmonium</title>
${style}
</head>
<body class="licences">
<main>
<h1>Licences</h1>
<p>What this site is made of, by whom, and under which terms. <a href="./">Back to Harmonium</a></p>
<h2>Programs</h2>
${programs.map(section).join('\n')}
<h2>Fonts</h2>
${fonts.map(section).join('\n')}
<h2>Data sets</h2>
${data.map(section).join('\n')}
</main>
</body>
</html>
`,
);
