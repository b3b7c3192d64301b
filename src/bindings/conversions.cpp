#include "bindings/conversions.h"

#include "data/catalogue.h"

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

Bytes bytesOf(const std::vector<std::uint8_t>& bytes, const Bytes& room) {
  const std::size_t size = bytes.size(), with_some_to_spare = size + size / 8;
  const bool fits = room["byteLength"].as<std::size_t>() >= size;
  const val to = fits ? val(room) : val::global("Uint8Array").new_(with_some_to_spare);
  to.call<void>("set", emscripten::typed_memory_view(size, bytes.data()));
  return Bytes(to.call<val>("subarray", 0, size));
}

val numbersOf(const std::vector<float>& numbers) {
  return val::global("Float32Array").new_(emscripten::typed_memory_view(numbers.size(), numbers.data()));
}

std::vector<std::uint8_t> readBytes(const Bytes& bytes) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
}

std::vector<float> readNumbers(const Numbers& numbers) {
  return emscripten::convertJSArrayToNumberVector<float>(numbers);
}

val listOf(const std::vector<std::string>& texts) {
  val list = val::array();
  for (const std::string& text : texts) list.call<void>("push", text);
  return list;
}

ProgressObject progressOf(const Progress& progress, std::uint64_t updates_per_epoch) {
  val object = val::object();
  object.set("updates", static_cast<double>(progress.updates));
  object.set("epochs", progress.epochs);
  object.set("prepared", progress.prepared);
  object.set("stage", static_cast<double>(progress.stage));
  object.set("stageEpochs", progress.stage_epochs);
  object.set("stageEnd", static_cast<double>(progress.stage_end));
  object.set("underWay", progress.under_way);
  object.set("heldClass", progress.held_class);
  object.set("examples", static_cast<double>(progress.examples));
  object.set("chainSteps", static_cast<double>(progress.chain_steps));
  object.set("updatesPerEpoch", static_cast<double>(updates_per_epoch));
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
  object.set("sentence", phase.sentence);
  return PhaseObject(object);
}

std::uint64_t wholeOf(double number, std::uint64_t most) {
  if (!(number >= 1)) return 0;
  return number >= static_cast<double>(most) ? most : static_cast<std::uint64_t>(number);
}

}  // namespace harmonium
