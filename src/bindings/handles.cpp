#include "bindings/handles.h"

#include "base/numbers.h"
#include "session/codec.h"
#include "session/save.h"
#include "session/stopwatch.h"

#include <emscripten/emmalloc.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

using emscripten::val;

namespace {

// The largest whole number that a double holds exactly together with its neighbours: Number.MAX_SAFE_INTEGER.
constexpr std::uint64_t kLargest = (std::uint64_t{1} << 53) - 1;
constexpr std::uint64_t kMostChainSteps = 1'000'000;  // limits how long one call can block the Worker

val outcomeOf(Result<std::unique_ptr<Job>> job, std::uint64_t run, const std::shared_ptr<SharedState>& shared) {
  if (!job) return refusal(job.error());
  return answer(val(std::make_unique<JobHandle>(std::move(job.value()), run, shared)));
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

namespace {

// What crosses to JavaScript in pieces: a file may have hundreds of megabytes.
constexpr double kPerByte = 1;  // operations

// Copies bytes out of JavaScript's memory.
Work copyBytes(Pace& pace, const Bytes& from, std::vector<std::uint8_t>& to) {
  const std::size_t size = from["byteLength"].as<std::size_t>();
  to.reserve(size);
  return inParts(pace, size, kPerByte, [&from, &to](std::size_t first, std::size_t last) {
    to.resize(last);
    const val part = from.call<val>("subarray", first, last);
    val(emscripten::typed_memory_view(last - first, to.data() + first)).call<void>("set", part);
    return true;
  });
}

// Copies them to a new Uint8Array.
Work giveBytes(Pace& pace, std::span<const std::uint8_t> from, val& to) {
  to = val::global("Uint8Array").new_(from.size());
  return inParts(pace, from.size(), kPerByte, [from, &to](std::size_t first, std::size_t last) {
    to.call<void>("set", val(emscripten::typed_memory_view(last - first, from.data() + first)), first);
    return true;
  });
}

}  // namespace

// The functions that begin tasks hold what the task works on. A call of such a function makes no work yet.
std::unique_ptr<TaskHandle> SessionHandle::task(TaskHandle::Begin begin) {
  return std::make_unique<TaskHandle>(std::move(begin), counted_.shared());
}

std::unique_ptr<TaskHandle> SessionHandle::spec() {
  return task([session = session_](Pace& pace, val& out) -> Work {
    std::string text;
    co_await writeSpec(pace, session->spec(), text);
    co_await giveBytes(pace, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, out);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::set(std::string option, std::string json_value) {
  return task(
      [session = session_, option = std::move(option), json = std::move(json_value)](Pace& pace, val& out) -> Work {
        Status status;
        co_await session->set(pace, option, json, status);
        out = answerOf(status);
      });
}

std::unique_ptr<TaskHandle> SessionHandle::reset() {
  return task([session = session_](Pace& pace, val& out) {
    out = answerOf(Status());
    return session->reset(pace);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::reseed(double seed) {
  return task([session = session_, seed = wholeOf(seed, kLargest)](Pace& pace, val& out) {
    out = answerOf(Status());
    return session->reseed(pace, seed);
  });
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

std::unique_ptr<TaskHandle> SessionHandle::snapshot(const std::string& view_names) {
  // A snapshot that was asked for is exact and not reused, so it has memory of its own.
  return task([session = session_, names = namesIn(view_names)](Pace& pace, val& out) -> Work {
    Snapshot snapshot;
    co_await session->snapshot(pace, names, snapshot);
    std::vector<std::uint8_t> block;
    encodeSnapshot(snapshot, PictureNumbers::kFloats, block);
    out = bytesOf(block);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::picture(const std::string& view_names, const Bytes& buffer) {
  return task([session = session_, block = block_, names = namesIn(view_names), buffer](Pace& pace, val& out) -> Work {
    Snapshot snapshot;
    co_await session->snapshot(pace, names, snapshot);
    co_await pace.spent(kPiece);
    encodeSnapshot(snapshot, PictureNumbers::kBytes, *block);
    out = bytesOf(*block, buffer);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::sample(std::string json_options) {
  return task([session = session_, shared = counted_.shared(), options = std::move(json_options)](Pace& pace,
                                                                                                  val& out) -> Work {
    Later<std::unique_ptr<Job>> job;
    co_await session->sample(pace, options, job);
    out = outcomeOf(std::move(*job), session->run(), shared);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::measure(std::string name, std::string json_options) {
  return task([session = session_, shared = counted_.shared(), name = std::move(name),
               options = std::move(json_options)](Pace& pace, val& out) -> Work {
    Later<std::unique_ptr<Job>> job;
    co_await session->measure(pace, name, options, job);
    out = outcomeOf(std::move(*job), session->run(), shared);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::parameters() {
  return task([session = session_](Pace& pace, val& out) -> Work {
    std::vector<std::uint8_t> bytes;
    co_await session->parameters(pace, bytes);
    co_await giveBytes(pace, bytes, out);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::setParameters(const Bytes& tensors) {
  return task([session = session_, shared = counted_.shared(), tensors](Pace& pace, val& out) -> Work {
    Status status = readable(shared->memory, "A file", tensors);
    std::vector<std::uint8_t> bytes;
    if (status) co_await copyBytes(pace, tensors, bytes);
    if (status) co_await session->setParameters(pace, bytes, status);
    out = answerOf(status);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::hash() {
  return task([session = session_](Pace& pace, val& out) -> Work {
    std::string digest;
    co_await session->hash(pace, digest);
    out = val(digest);
  });
}

std::unique_ptr<TaskHandle> SessionHandle::save() {
  return task([session = session_](Pace& pace, val& out) -> Work {
    std::vector<std::uint8_t> bytes;
    co_await session->save(pace, bytes);
    co_await giveBytes(pace, bytes, out);
  });
}

bool SessionHandle::remember(const JobHandle& job) {
  const std::vector<Measurement>& measurements = job.job().result().measurements;
  return std::ranges::all_of(measurements, [&](const Measurement& each) { return session_->remember(each); });
}

Done Core::provide(const std::string& dataset, const std::string& file, const Bytes& bytes) {
  return Done(answerOf(shared_->library.provide(dataset, file, readBytes(bytes))));
}

bool TaskHandle::advance(double milliseconds) {
  const Stopwatch watch;
  while (!pieces_.advance([this](Pace& pace) { return begin_(pace, answer_); })) {
    if (watch.milliseconds() >= milliseconds) return false;
  }
  return true;
}

namespace {

// Looks the data set up. It comes before the session is made, since its files may have to be fetched first: the caller
// then provides them and opens again. Returns nothing, and sets the answer, where there is none.
std::shared_ptr<const Dataset> dataOf(const Spec& spec, Library& library, val& answer) {
  if (spec.given != nullptr) return spec.given;
  const std::vector<std::string> files = library.missing(spec.data);
  if (!files.empty()) {
    answer = missing(spec.data, files);
    return nullptr;
  }
  Result<std::shared_ptr<const Dataset>> found = library.find(spec.data);
  if (found) return std::move(found.value());
  answer = refusal(found.error());
  return nullptr;
}

val answerOf(Later<std::unique_ptr<Session>> session, const std::shared_ptr<SharedState>& shared) {
  if (!*session) return refusal(session->error());
  return answer(val(std::make_unique<SessionHandle>(std::move(session->value()), shared)));
}

Work openSpec(Pace& pace, Bytes json, std::shared_ptr<SharedState> shared, val& out) {
  // Every number of a list becomes a value of 16 bytes, and a list takes up to three times its size while it grows.
  const double length = json["byteLength"].as<double>();
  double need = 2 * length;
  std::vector<std::uint8_t> text;
  Status status = fitsBytes(&shared->memory, "An experiment", length, need);
  if (status) {
    co_await copyBytes(pace, json, text);
    co_await inParts(pace, text.size(), 4, [&](std::size_t first, std::size_t last) {
      need += 48 * toDouble(std::count(text.begin() + toIndex(first), text.begin() + toIndex(last), ','));
      return true;
    });
    status = fitsBytes(&shared->memory, "An experiment", length, need - length);
  }
  if (!status) {
    out = refusal(status.error());
    co_return;
  }
  Later<Spec> spec;
  co_await parseSpec(pace, {reinterpret_cast<const char*>(text.data()), text.size()}, spec);
  text = {};
  if (!*spec) {
    out = refusal(spec->error());
    co_return;
  }
  std::shared_ptr<const Dataset> data = dataOf(spec->value(), shared->library, out);
  if (data == nullptr) co_return;
  Later<std::unique_ptr<Session>> session;
  co_await Session::open(pace, std::move(spec->value()), std::move(data), &shared->team, &shared->memory, session);
  out = answerOf(std::move(session), shared);
}

Work openFile(Pace& pace, Bytes file, std::shared_ptr<SharedState> shared, val& out) {
  if (Status status = readable(shared->memory, "A file", file); !status) {
    out = refusal(status.error());
    co_return;
  }
  std::vector<std::uint8_t> bytes;
  co_await copyBytes(pace, file, bytes);
  Later<SavedRun> run;
  co_await readSavedRun(pace, bytes, run);
  bytes = {};
  if (!*run) {
    out = refusal(run->error());
    co_return;
  }
  std::shared_ptr<const Dataset> data = dataOf(run->value().spec, shared->library, out);
  if (data == nullptr) co_return;
  Later<std::unique_ptr<Session>> session;
  co_await Session::load(pace, std::move(run->value()), std::move(data), &shared->team, &shared->memory, session);
  out = answerOf(std::move(session), shared);
}

}  // namespace

std::unique_ptr<TaskHandle> Core::open(const Bytes& json_spec) {
  return std::make_unique<TaskHandle>(
      [json_spec, shared = shared_](Pace& pace, val& out) { return openSpec(pace, json_spec, shared, out); }, shared_);
}

std::unique_ptr<TaskHandle> Core::load(const Bytes& file) {
  return std::make_unique<TaskHandle>(
      [file, shared = shared_](Pace& pace, val& out) { return openFile(pace, file, shared, out); }, shared_);
}

}  // namespace harmonium
