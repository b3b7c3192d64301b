// @ts-check
// The include lines of src follow the arrows: base <- kernels <- nn <- models <- measures <- session <- bindings, data on
// base, the app on the snapshot only; no family of models sees another; and a library is named only where it belongs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { complaints, familyComplaints } from './rules.mjs';
import { cpp, read } from './sources.mjs';

test('every include in src follows the arrows', () => {
  const sources = cpp.filter((name) => name.startsWith('src/'));
  assert.ok(sources.length > 0, 'no sources were found');
  assert.deepEqual(
    sources.flatMap((name) => complaints(name, read(name))),
    [],
  );
});

test('no family sees another, and no measure sees a family', () => {
  assert.deepEqual(
    cpp.flatMap((name) => familyComplaints(name, read(name))),
    [],
    'a family shares what others need in models/layers; a measure asks for a face in models/faces',
  );
});

for (const [name, header, allowed] of /** @type {const} */ ([
  ['src/models/boltzmann/a.cpp', 'models/rbm/rbm.h', false],
  ['src/models/boltzmann/a.cpp', 'models/boltzmann/boltzmann.h', true],
  ['src/models/boltzmann/a.cpp', 'models/layers/units.h', true],
  ['src/models/boltzmann/a.cpp', 'models/faces/density.h', true],
  ['src/models/boltzmann/a.cpp', 'models/model.h', true],
  ['src/models/layers/a.cpp', 'models/rbm/rbm.h', false],
  ['src/models/faces/a.h', 'models/rbm/rbm.h', false],
  ['src/models/model.h', 'models/rbm/rbm.h', false],
  ['src/measures/a.h', 'models/rbm/rbm.h', false],
  ['src/measures/a.h', 'models/layers/units.h', false],
  ['src/measures/a.h', 'models/faces/density.h', true],
  ['src/session/measures/a.cpp', 'models/gan/gan.h', false],
  ['src/session/measures/a.cpp', 'models/model.h', true],
  ['src/session/registry.cpp', 'models/gan/gan.h', true],
])) {
  test(`${name} ${allowed ? 'may' : 'may not'} see ${header}`, () => {
    assert.equal(familyComplaints(name, `#include "${header}"`).length, allowed ? 0 : 1);
  });
}

// The rules themselves, on lines that break them.
for (const [name, line] of [
  ['src/base/a.cpp', '#include "kernels/kernels.h"'],
  ['src/models/a.h', '#include "data/dataset.h"'],
  ['src/models/a.h', '#include "session/session.h"'],
  ['src/data/a.h', '#include "models/layers/rbm.h"'],
  ['src/app/a.cpp', '#include "session/session.h"'],
  ['src/app/a.cpp', '#include "models/layers/rbm.h"'],
  ['src/session/snapshot.h', '#include "models/layers/rbm.h"'],
  ['src/session/a.cpp', '#include <emscripten/bind.h>'],
  ['src/app/a.cpp', '#include <emscripten/bind.h>'],
  ['src/session/a.cpp', '  #  include <imgui.h>'],
  ['src/bindings/a.cpp', '#include <SDL.h>'],
  ['src/kernels/kernels_simd.cpp', '#include <emmintrin.h>'],
  ['src/models/a.cpp', '#include <wasm_simd128.h>'],
  ['src/session/a.cpp', '#include <random>'],
  ['src/models/a.cpp', '#include <thread>'],
  ['src/base/a.cpp', '#include "b.h"'],
]) {
  test(`${line} is refused in ${name}`, () => assert.equal(complaints(name, line).length, 1));
}

for (const [name, line] of [
  ['src/models/layers/rbm.cpp', '#include "kernels/kernels.h"'],
  ['src/app/a.cpp', '#include "session/snapshot.h"'],
  ['src/kernels/f32x4_wasm.h', '#include <wasm_simd128.h>'],
  ['src/session/a.cpp', '#include "data/dataset.h"'],
  ['src/bindings/a.cpp', '#include <emscripten/bind.h>'],
]) {
  test(`${line} is fine in ${name}`, () => assert.deepEqual(complaints(name, line), []));
}
