// The names under which JavaScript sees the core. handles.h says what each function does.

#include "bindings/handles.h"

#include <emscripten/bind.h>
#include <emscripten/em_js.h>

#include <new>

using namespace harmonium;  // this file only lists names of the core

// Without it, memory that cannot be had ends in "Aborted()", which says nothing to a visitor. What is thrown ends the
// core all the same; web/errors.js knows these words.
EM_JS(void, throwOutOfMemory, (), { throw new RangeError("Out of memory"); });

EMSCRIPTEN_BINDINGS(harmonium_core) {
  std::set_new_handler([] { throwOutOfMemory(); });

  using emscripten::class_;
  using emscripten::register_type;

  // The TypeScript that Emscripten writes from this file (core.d.mts) uses these names for the values of conversions.h.
  register_type<Bytes>("Uint8Array<ArrayBuffer>");
  register_type<NumberList>("ArrayLike<number>");
  register_type<Done>("import('./run.js').Outcome<null>");
  register_type<TaskAnswer>("any");
  register_type<ProgressObject>("import('./types.js').Progress");
  register_type<PhaseObject>("import('./types.js').Phase");
  register_type<AdvancedObject>("{ updates: number, diverged: boolean }");
  register_type<JobResultObject>("{ shape: number[], values: Float32Array<ArrayBuffer>, measurements: string[] }");

  class_<JobHandle>("Job")
      .function("advance", &JobHandle::advance)
      .function("progress", &JobHandle::progress)
      .function("run", &JobHandle::run)
      .function("result", &JobHandle::result);

  class_<TaskHandle>("Task").function("advance", &TaskHandle::advance).function("answer", &TaskHandle::answer);

  class_<SessionHandle>("Session")
      .function("spec", &SessionHandle::spec)
      .function("briefSpec", &SessionHandle::briefSpec)
      .function("set", &SessionHandle::set)
      .function("reset", &SessionHandle::reset)
      .function("reseed", &SessionHandle::reseed)
      .function("train", &SessionHandle::train)
      .function("runPhase", &SessionHandle::runPhase)
      .function("runChains", &SessionHandle::runChains)
      .function("restartChains", &SessionHandle::restartChains)
      .function("setLatent", &SessionHandle::setLatent)
      .function("holdClass", &SessionHandle::holdClass)
      .function("progress", &SessionHandle::progress)
      .function("reading", &SessionHandle::reading)
      .function("readEvery", &SessionHandle::readEvery)
      .function("readNow", &SessionHandle::readNow)
      .function("phase", &SessionHandle::phase)
      .function("snapshot", &SessionHandle::snapshot)
      .function("picture", &SessionHandle::picture)
      .function("sample", &SessionHandle::sample)
      .function("measure", &SessionHandle::measure)
      .function("remember", &SessionHandle::remember)
      .function("parameters", &SessionHandle::parameters)
      .function("setParameters", &SessionHandle::setParameters)
      .function("hash", &SessionHandle::hash)
      .function("save", &SessionHandle::save);

  class_<Core>("Core")
      .constructor<int>()
#if !HARMONIUM_FIRST_CORE  // a page with the small core reads the catalogue of the whole core from a file of the site
      .function("catalogue", &Core::catalogue)
#endif
      .function("provide", &Core::provide)
      .function("open", &Core::open)
      .function("load", &Core::load)
      .function("members", &Core::members)
      .function("liveHandles", &Core::liveHandles);
}
