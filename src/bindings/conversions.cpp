#include "bindings/conversions.h"

#include "base/numbers.h"
#include "data/catalogue.h"
#include "session/codec.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

using emscripten::val;

val refusal(const Error& error) {
  val what = val::object();
  what.set("code", std::string(errorName(error.code)));
  what.set("message", error.sentence);
  val object = val::object();
  object.set("error", what);
  return object;
}

val answer(val value) {
  val object = val::object();
  object.set("value", value);
  return object;
}

val missing(const std::string& dataset, const std::vector<std::string>& files) {
  const CatalogueEntry* entry = findDataset(dataset);
  val what = val::object();
  what.set("dataset", dataset);
  what.set("title", entry == nullptr ? dataset : entry->title);
  what.set("files", listOf(files));
  val object = val::object();
  object.set("missing", what);
  return object;
}

val answerOf(const Status& status) {
  return status ? answer(val::null()) : refusal(status.error());
}

Bytes bytesOf(const std::vector<std::uint8_t>& bytes) {
  return Bytes(val::global("Uint8Array").new_(emscripten::typed_memory_view(bytes.size(), bytes.data())));
}

// A snapshot is sent many times per second. Reusing the memory of an earlier one saves the browser that garbage. New
// memory is an eighth larger than needed, since snapshots grow a little during training.
Bytes bytesOf(const std::vector<std::uint8_t>& bytes, const Bytes& buffer) {
  const std::size_t size = bytes.size(), with_reserve = size + size / 8;
  const bool fits = buffer["byteLength"].as<std::size_t>() >= size;
  const val to = fits ? val(buffer) : val::global("Uint8Array").new_(with_reserve);
  to.call<void>("set", emscripten::typed_memory_view(size, bytes.data()));
  return Bytes(to.call<val>("subarray", 0, size));
}

val numbersOf(const std::vector<float>& numbers) {
  return val::global("Float32Array").new_(emscripten::typed_memory_view(numbers.size(), numbers.data()));
}

// Both functions copy out of JavaScript's memory in one call, which is much faster than element by element.
std::vector<std::uint8_t> readBytes(const Bytes& bytes) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
}

std::vector<float> readNumbers(const NumberList& numbers) {
  return emscripten::convertJSArrayToNumberVector<float>(numbers);
}

val listOf(const std::vector<std::string>& texts) {
  val list = val::array();
  for (const std::string& text : texts) list.call<void>("push", text);
  return list;
}

// Counts become doubles. They are exact up to 2^53, which no run reaches.
ProgressObject progressOf(const Progress& progress, std::uint64_t updates_per_epoch) {
  val object = val::object();
  object.set("run", toDouble(progress.run));
  object.set("updates", toDouble(progress.updates));
  object.set("epochs", progress.epochs);
  object.set("prepared", progress.prepared);
  object.set("stage", toDouble(progress.stage));
  object.set("stageEpochs", progress.stage_epochs);
  object.set("stageEnd", toDouble(progress.stage_end));
  object.set("underWay", progress.under_way);
  object.set("heldClass", progress.held_class);
  object.set("examples", toDouble(progress.examples));
  object.set("chainSteps", toDouble(progress.chain_steps));
  object.set("updatesPerEpoch", toDouble(updates_per_epoch));
  object.set("diverged", progress.diverged);
  object.set("message", progress.message);
  return ProgressObject(object);
}

PhaseObject phaseOf(const PhaseState& phase) {
  val object = val::object();
  object.set("last", phase.last);
  object.set("next", phase.next);
  object.set("names", listOf(phase.names));
  object.set("labels", listOf(phase.labels));
  object.set("signs", listOf(phase.signs));
  std::vector<std::string> inks;
  for (const Ink ink : phase.inks) inks.emplace_back(inkName(ink));
  object.set("inks", listOf(inks));
  object.set("sentence", phase.sentence);
  return PhaseObject(object);
}

// The comparison is false for NaN, which therefore counts as 0.
std::uint64_t wholeOf(double number, std::uint64_t most) {
  if (!(number >= 1)) return 0;
  return number >= toDouble(most) ? most : toU64(number);
}

}  // namespace harmonium
