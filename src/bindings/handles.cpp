#include "bindings/handles.h"

#include "base/numbers.h"
#include "session/codec.h"
#include "session/save.h"

#include <emscripten/emmalloc.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace harmonium {

using emscripten::val;

namespace {

// The largest whole number that a double holds exactly together with its neighbours: Number.MAX_SAFE_INTEGER.
constexpr std::uint64_t kLargest = (std::uint64_t{1} << 53) - 1;
constexpr std::uint64_t kMostChainSteps = 1'000'000;  // limits how long one call can block the Worker

JobOutcome outcomeOf(Result<std::unique_ptr<Job>> job, std::uint64_t run, const std::shared_ptr<SharedState>& shared) {
  if (!job) return JobOutcome(refusal(job.error()));
  return JobOutcome(answer(val(std::make_unique<JobHandle>(std::move(job.value()), run, shared))));
}

// Splits names that are separated by blanks. One string crosses to JavaScript faster than a list of them.
std::vector<std::string> namesIn(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

// A file is copied out of JavaScript's memory, and its tensors out of the copy.
Status readable(const Memory& memory, const std::string& what, const Bytes& bytes) {
  const double length = bytes["byteLength"].as<double>();
  return fitsBytes(&memory, what, length, 2.2 * length);
}

OpenOutcome outcomeOf(Result<std::unique_ptr<Session>> session, const std::shared_ptr<SharedState>& shared) {
  if (!session) return OpenOutcome(refusal(session.error()));
  return OpenOutcome(answer(val(std::make_unique<SessionHandle>(std::move(session.value()), shared))));
}

}  // namespace

double freeBytes() {
  return toDouble(emmalloc_unclaimed_heap_memory()) + toDouble(emmalloc_free_dynamic_memory());
}

JobResultObject JobHandle::result() const {
  const JobResult& result = job_->result();
  val shape = val::array();
  for (const std::uint32_t side : result.shape) shape.call<void>("push", side);
  val measurements = val::array();
  // Measurements cross as JSON text, in the form that saves and snapshots have.
  for (const Measurement& measurement : result.measurements) {
    measurements.call<void>("push", writeMeasurement(measurement));
  }
  val object = val::object();
  object.set("shape", shape);
  object.set("values", numbersOf(result.values));
  object.set("measurements", measurements);
  return JobResultObject(object);
}

Done SessionHandle::set(const std::string& option, const std::string& json_value) {
  return Done(answerOf(session_->set(option, json_value)));
}

void SessionHandle::reseed(double seed) {
  session_->reseed(wholeOf(seed, kLargest));
}

AdvancedObject SessionHandle::train(double updates, double milliseconds) {
  const Advanced advanced = session_->train(wholeOf(updates, kLargest), milliseconds);
  val object = val::object();
  object.set("updates", toDouble(advanced.updates));
  object.set("diverged", advanced.diverged);
  return AdvancedObject(object);
}

double SessionHandle::runChains(double steps, double milliseconds) {
  return session_->runChains(toInt(wholeOf(steps, kMostChainSteps)), milliseconds);
}

Done SessionHandle::setLatent(const NumberList& values) {
  // The length is read before the list is copied, because it may be any number.
  constexpr double kMostLatent = 100'000;
  const double length = values["length"].as<double>();
  if (!(length >= 0 && length <= kMostLatent)) {
    return Done(
        refusal({ErrorCode::kInvalidRequest, formatNumber(length) + " latent values were given, but no model has "
                                                                    "that many."}));
  }
  return Done(answerOf(session_->setLatent(readNumbers(values))));
}

Bytes SessionHandle::snapshot(const std::string& view_names) const {
  // A snapshot that was asked for is exact and not reused, so it has memory of its own.
  std::vector<std::uint8_t> block;
  encodeSnapshot(session_->snapshot(namesIn(view_names)), PictureNumbers::kFloats, block);
  return bytesOf(block);
}

Bytes SessionHandle::picture(const std::string& view_names, const Bytes& buffer) {
  encodeSnapshot(session_->snapshot(namesIn(view_names)), PictureNumbers::kBytes, block_);
  return bytesOf(block_, buffer);
}

JobOutcome SessionHandle::sample(const std::string& json_options) {
  return outcomeOf(session_->sample(json_options), session_->run(), counted_.shared());
}

JobOutcome SessionHandle::measure(const std::string& name, const std::string& json_options) {
  return outcomeOf(session_->measure(name, json_options), session_->run(), counted_.shared());
}

bool SessionHandle::remember(const JobHandle& job) {
  const std::vector<Measurement>& measurements = job.job().result().measurements;
  return std::ranges::all_of(measurements, [&](const Measurement& each) { return session_->remember(each); });
}

Done SessionHandle::setParameters(const Bytes& tensors) {
  if (Status status = readable(counted_.shared()->memory, "A file", tensors); !status) return Done(answerOf(status));
  return Done(answerOf(session_->setParameters(readBytes(tensors))));
}

Done Core::provide(const std::string& dataset, const std::string& file, const Bytes& bytes) {
  return Done(answerOf(library_.provide(dataset, file, readBytes(bytes))));
}

// The data set is looked up before the session is made, since its files may have to be fetched first. The caller then
// provides them and opens again.
OpenOutcome Core::open(const std::string& json_spec) {
  // Every number of a list becomes a value of 16 bytes, and a list takes up to three times its size while it grows.
  const double length = toDouble(json_spec.size());
  const double need = 2 * length + 48 * toDouble(std::ranges::count(json_spec, ','));
  if (Status status = fitsBytes(&shared_->memory, "An experiment", length, need); !status) {
    return OpenOutcome(refusal(status.error()));
  }
  Result<Spec> spec = parseSpec(json_spec);
  if (!spec) return OpenOutcome(refusal(spec.error()));
  std::shared_ptr<const Dataset> data = spec.value().given;
  if (data == nullptr) {
    const std::vector<std::string> files = library_.missing(spec.value().data);
    if (!files.empty()) return OpenOutcome(missing(spec.value().data, files));
    Result<std::shared_ptr<const Dataset>> found = library_.find(spec.value().data);
    if (!found) return OpenOutcome(refusal(found.error()));
    data = std::move(found.value());
  }
  return outcomeOf(Session::open(std::move(spec.value()), std::move(data), &shared_->team, &shared_->memory), shared_);
}

OpenOutcome Core::load(const Bytes& file) {
  if (Status status = readable(shared_->memory, "A file", file); !status) return OpenOutcome(refusal(status.error()));
  Result<SavedRun> run = readSavedRun(readBytes(file));
  if (!run) return OpenOutcome(refusal(run.error()));
  const Spec& spec = run.value().spec;
  std::shared_ptr<const Dataset> data = spec.given;
  if (data == nullptr) {
    const std::vector<std::string> files = library_.missing(spec.data);
    if (!files.empty()) return OpenOutcome(missing(spec.data, files));
    Result<std::shared_ptr<const Dataset>> found = library_.find(spec.data);
    if (!found) return OpenOutcome(refusal(found.error()));
    data = std::move(found.value());
  }
  return outcomeOf(Session::load(std::move(run.value()), std::move(data), &shared_->team, &shared_->memory), shared_);
}

}  // namespace harmonium
