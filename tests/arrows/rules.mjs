// @ts-check
// Which folder of src may see which, and which library only one place may name.

import { includes } from './sources.mjs';

/** What each folder may include of the others. Its own headers it may always include. */
const sees = {
  base: [],
  kernels: ['base'],
  nn: ['base', 'kernels'],
  models: ['base', 'kernels', 'nn'],
  data: ['base'],
  measures: ['base', 'kernels', 'nn', 'models'],
  session: ['base', 'kernels', 'nn', 'models', 'data', 'measures'],
  bindings: ['base', 'kernels', 'nn', 'models', 'data', 'measures', 'session'],
  app: ['base'],
};

/** Of session, the app sees only what crosses the line between the two programs. */
const shownToApp = ['session/snapshot.h', 'session/codec.h'];

/**
 * Of models, a family sees its own folder, models/layers, models/faces and what lies beside these folders. A measure sees
 * models/faces and what lies beside it, so that it works for every family that has the face.
 */
const sharedByFamilies = ['faces', 'layers'];
const sharedWithMeasures = ['faces'];

/**
 * Which folders of src/models a file may see, or undefined where any will do.
 * @param {string} name relative to the project's root
 */
function foldersOfModels(name) {
  const own = /^src\/models\/(?:([^/]+)\/)?[^/]+$/.exec(name);
  if (own) return [...sharedByFamilies, ...(own[1] ? [own[1]] : [])];
  if (/^src\/(session\/)?measures\//.test(name)) return sharedWithMeasures;
  return undefined;
}

/**
 * Where one file looks into a family's folder that it should not see, as sentences.
 * @param {string} name relative to the project's root
 * @param {string} text
 */
export function familyComplaints(name, text) {
  const folders = foldersOfModels(name);
  if (!folders) return [];
  return includes(text).flatMap(({ header, quoted }) => {
    const folder = /^models\/([^/]+)\//.exec(header)?.[1];
    return quoted && folder && !folders.includes(folder) ? [`${name}: may not see ${header}`] : [];
  });
}

/** A library, and the only files that may name it. */
const kept = [
  { library: /^emscripten\/(bind|val)\.h$/, within: /^src\/bindings\// },
  { library: /^emscripten(\/|\.h$)/, within: /^src\/(bindings|app)\// },
  { library: /^(SDL|GL\/|GLES|EGL|imgui|implot)/, within: /^src\/app\// },
  { library: /^([a-z]*mmintrin\.h|wasm_simd128\.h|arm_neon\.h)$/, within: /^src\/kernels\/f32x4_[a-z]+\.h$/ },
  { library: /^nlohmann\//, within: /^src\/(base|data|session|bindings|app)\// },
  { library: /^Eigen\//, within: /^src\/(base|models|measures|session)\// },
  { library: /^(thread|mutex|atomic|future|condition_variable)$/, within: /^src\/base\/team\.cpp$/ },
  { library: /^(random|ctime|chrono)$/, within: /^src\/(base\/team\.cpp$|(session|bindings|app)\/)/ },
  { library: /^random$/, within: /^$/ },
  { library: /^catch2\//, within: /^tests\// },
];

/**
 * What is wrong with the include lines of one file, as sentences.
 * @param {string} name relative to the project's root
 * @param {string} text
 */
export function complaints(name, text) {
  /** @type {string[]} */
  const found = [];
  const folder = /** @type {keyof typeof sees} */ (/^src\/([a-z]+)\//.exec(name)?.[1]);
  for (const { line, header, quoted } of includes(text)) {
    const at = `${name}:${line}`;
    const target = header.split('/')[0];
    if (folder && quoted && target in sees && target !== folder) {
      const shown = folder === 'app' && shownToApp.includes(header);
      if (!shown && !sees[folder].includes(target)) found.push(`${at}: ${folder} may not see ${header}`);
    }
    if (name.startsWith('src/') && quoted && !header.includes('/')) {
      const generated = folder === 'app' && ['fonts.h', 'shaders.h'].includes(header);
      if (!generated) found.push(`${at}: ${header} has to be named from src, as "${folder}/${header}"`);
    }
    for (const { library, within } of kept) {
      if (!quoted && name.startsWith('src/') && library.test(header) && !within.test(name)) {
        found.push(`${at}: <${header}> is not for this file`);
        break;
      }
    }
  }
  if (shownToApp.some((header) => name === `src/${header}`)) {
    for (const { line, header, quoted } of includes(text)) {
      if (quoted && !header.startsWith('base/') && !shownToApp.includes(header)) {
        found.push(`${name}:${line}: the app sees this header, and through it ${header}`);
      }
    }
  }
  return found;
}
