// @ts-check
// The page of licences in the built site: everything that is shipped is named, with its licence's own text.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { root, site } from '../../.toolchain/tools.mjs';

const page = readFileSync(path.join(site, 'licences.html'), 'utf8');
/** The part of the page under each name. */
const sections = new Map(
  [...page.matchAll(/<section>\s*<h3>(.*?)<\/h3>([\s\S]*?)<\/section>/g)].map(([, name, rest]) => [name, rest]),
);

/** @param {string} name */
function sectionOf(name) {
  const found = [...sections].find(([title]) => title.includes(name));
  assert.ok(found, `${name} is not on the page`);
  return found[1];
}

// Phrases that each licence's text has and no other part of the section.
for (const [name, phrase] of [
  ['Harmonium', 'Copyright (c) 2026 the Harmonium authors'],
  ['SDL2', 'Sam Lantinga'],
  ['Dear ImGui', 'Omar Cornut'],
  ['stb_truetype', 'Sean Barrett'],
  ['ImPlot', 'Evan Pezent'],
  ['Eigen', 'Mozilla Public License'],
  ['JSON for Modern C++', 'Niels Lohmann'],
  ['Emscripten', 'Emscripten authors'],
  ['Emscripten', 'Rich Felker'], // musl
  ['Emscripten', 'LLVM'],
  ['Papa Parse', 'Matthew Holt'],
  ['D3: d3-scale', 'Mike Bostock'],
  ['D3: d3-shape', 'Mike Bostock'],
  ['Inter', 'SIL OPEN FONT LICENSE'],
  ['DejaVu Sans', 'Bitstream'],
]) {
  test(`${name}: "${phrase}"`, () => {
    const section = sectionOf(name);
    const text = section.slice(section.indexOf('<pre>'));
    assert.ok(text.toLowerCase().includes(phrase.toLowerCase()));
  });
}

for (const [name, citation, terms] of [
  ['MNIST', 'LeCun, L. Bottou, Y. Bengio and P. Haffner', 'Attribution-ShareAlike'],
  ['Fashion-MNIST', 'arXiv:1708.07747', 'MIT License'],
  ['Optical Recognition of Handwritten Digits', 'Kaynak. Cascading classifiers', 'Creative Commons Attribution'],
]) {
  test(`the data set ${name} is cited, with its terms`, () => {
    const section = sections.get(name) ?? '';
    assert.ok(section.includes(citation) && section.includes(terms));
  });
}

test('every font that is embedded comes from a package with a section of its own', () => {
  const { fonts } = JSON.parse(readFileSync(path.join(root, '.toolchain/fonts.json'), 'utf8'));
  const names = { 'inter-ui': 'Inter', 'dejavu-fonts-ttf': 'DejaVu Sans' };
  for (const { file, fallback = [] } of fonts) {
    for (const source of [file, ...fallback]) {
      const name = names[/** @type {keyof typeof names} */ (source.split('/')[0])];
      assert.ok(name, `${source} has no section`);
      sectionOf(name);
    }
  }
});

test('the page runs nothing and loads nothing from elsewhere', () => {
  assert.doesNotMatch(page, /<script|<img|<iframe|\bsrc=|url\(/);
  assert.deepEqual(
    [...page.matchAll(/<link[^>]*href="([^"]*)"/g)].map(([, href]) => href),
    ['style.css'],
  );
});
