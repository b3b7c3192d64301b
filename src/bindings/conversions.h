// Values on their way between C++ and JavaScript. Bytes and numbers are copied both ways: no view of the core's memory
// is ever handed out, since that memory moves when it grows.
//
// Errors stay values. What can be refused comes back as { value } or { error: { code, message } }.
#pragma once

#include "base/result.h"
#include "session/snapshot.h"

#include <emscripten/val.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// Names for the TypeScript that Emscripten writes from the bindings (bindings.cpp says what stands behind each).
EMSCRIPTEN_DECLARE_VAL_TYPE(Bytes)
EMSCRIPTEN_DECLARE_VAL_TYPE(Numbers)
EMSCRIPTEN_DECLARE_VAL_TYPE(Done)
EMSCRIPTEN_DECLARE_VAL_TYPE(OpenOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(JobOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(ProgressObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(PhaseObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(AdvancedObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(JobResultObject)

emscripten::val refusal(const Error& error);    // { error: { code, message } }
emscripten::val answer(emscripten::val value);  // { value }
emscripten::val missing(const std::string& dataset, const std::vector<std::string>& files);  // { missing: { ... } }
emscripten::val answerOf(const Status& status);  // { value: null } or the refusal

Bytes bytesOf(const std::vector<std::uint8_t>& bytes);  // a Uint8Array of its own
// The same in `room`, at its beginning, where that is large enough; else in new memory with some to spare.
Bytes bytesOf(const std::vector<std::uint8_t>& bytes, const Bytes& room);
emscripten::val numbersOf(const std::vector<float>& numbers);  // a Float32Array of its own
std::vector<std::uint8_t> readBytes(const Bytes& bytes);
std::vector<float> readNumbers(const Numbers& numbers);

emscripten::val listOf(const std::vector<std::string>& texts);
ProgressObject progressOf(const Progress& progress, std::uint64_t updates_per_epoch);
PhaseObject phaseOf(const PhaseState& phase);

// A whole number from JavaScript, kept in [0, most]; what is no number counts as 0.
std::uint64_t wholeOf(double number, std::uint64_t most);

}  // namespace harmonium
