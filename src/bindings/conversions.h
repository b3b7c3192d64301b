// Conversions between the values of C++ and JavaScript. Bytes and numbers are copied in both directions. JavaScript
// never gets a view of the core's memory, because that memory moves when it grows and the view would become invalid.
//
// Errors are values and not exceptions. A function that may refuse returns { value } or { error: { code, message } },
// where `code` is a name of base/result.h and `message` is one sentence.
#pragma once

#include "base/result.h"
#include "session/snapshot.h"

#include <emscripten/val.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// JavaScript values with names of their own, so that the TypeScript of the bindings can tell them apart:
//   Bytes            Uint8Array<ArrayBuffer>
//   NumberList       any list of numbers
//   Done             { value: null } or { error }
//   TaskAnswer       what the task was for: bytes, text, Done, { value: Job } or { error }, or for opening
//                    { value: Session }, { error }, or { missing: { dataset, title, files } }
//   ProgressObject   Progress of web/types.js
//   PhaseObject      Phase of web/types.js
//   AdvancedObject   { updates, diverged }
//   JobResultObject  { shape, values, measurements }
EMSCRIPTEN_DECLARE_VAL_TYPE(Bytes)
EMSCRIPTEN_DECLARE_VAL_TYPE(NumberList)
EMSCRIPTEN_DECLARE_VAL_TYPE(Done)
EMSCRIPTEN_DECLARE_VAL_TYPE(TaskAnswer)
EMSCRIPTEN_DECLARE_VAL_TYPE(ProgressObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(PhaseObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(AdvancedObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(JobResultObject)

// Builds the answers of functions that may refuse.
emscripten::val refusal(const Error& error);    // { error: { code, message } }
emscripten::val answer(emscripten::val value);  // { value }
// { missing: { dataset, title, files } }: the files of a data set that have to be provided first. `dataset` is a name
// of the catalogue; `title` is its title, or the name itself if it has none.
emscripten::val missing(const std::string& dataset, const std::vector<std::string>& files);
emscripten::val answerOf(const Status& status);  // { value: null }, or the refusal

Bytes bytesOf(const std::vector<std::uint8_t>& bytes);  // a new Uint8Array with a copy
// Copies the bytes to the beginning of `buffer` if it is large enough, else to new memory with some room to spare.
// Returns a view of exactly the copied bytes.
Bytes bytesOf(const std::vector<std::uint8_t>& bytes, const Bytes& buffer);
emscripten::val numbersOf(const std::vector<float>& numbers);  // a new Float32Array with a copy
std::vector<std::uint8_t> readBytes(const Bytes& bytes);       // a copy
std::vector<float> readNumbers(const NumberList& numbers);     // a copy in single precision

emscripten::val listOf(const std::vector<std::string>& texts);
ProgressObject progressOf(const Progress& progress, std::uint64_t updates_per_epoch);
PhaseObject phaseOf(const PhaseState& phase);

// Converts a number of JavaScript to a whole number in [0, most]: fractions are cut off, and NaN and numbers below 1
// become 0.
std::uint64_t wholeOf(double number, std::uint64_t most);

}  // namespace harmonium
