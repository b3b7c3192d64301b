#include "data/base64.h"
#include "kernels/kernels.h"
#include "trial.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace harmonium::bench {

namespace {

// A task that does not fit is a mistake in the bench: it says so and ends.
[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "harmonium_trials: %s\n", what.c_str());
  std::abort();
}

std::unique_ptr<Trial> makeTrial(const Json& task) {
  struct Maker {
    const char* name;
    std::unique_ptr<Trial> (*make)(const Json&);
  };
  constexpr Maker kMakers[] = {{"cd1", makeCd1},   {"gan", makeGan},           {"product", makeProduct},
                               {"peak", makePeak}, {"elements", makeElements}, {"ais", makeAis}};
  const std::string name = task.value("trial", "");
  for (const Maker& maker : kMakers) {
    if (name == maker.name) return maker.make(task);
  }
  fail("no trial \"" + name + "\"");
}

Json packed(const Tensor& tensor) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(tensor.values.data());
  return {{"shape", tensor.shape}, {"base64", encodeBase64({bytes, tensor.values.size_bytes()})}};
}

}  // namespace

std::string answer(const std::string& request) {
  static std::unique_ptr<Trial> trial;
  const Json asked = Json::parse(request, nullptr, false);
  if (asked.is_discarded()) fail("a request is no JSON");
  const std::string wish = asked.value("do", "");
  if (wish == "open") {
    trial = makeTrial(asked["task"]);
    return Json({{"versions", std::string("kernels ") + kernels::instructionSet()}}).dump();
  }
  if (!trial) fail("nothing is open");
  if (wish == "run") {
    const int calls = asked.value("calls", 1);
    const double began = seconds();
    for (int i = 0; i < calls; ++i) trial->run();
    return Json({{"seconds", seconds() - began}}).dump();
  }
  if (wish != "parameters") fail("no request \"" + wish + "\"");
  Json parameters = Json::object();
  for (const Tensor& tensor : trial->results()) parameters[tensor.name] = packed(tensor);
  return Json({{"parameters", parameters}}).dump();
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Array arrayOf(const Json& packed) {
  const auto bytes = decodeBase64(packed.value("base64", ""));
  Array array;
  std::size_t size = 1;
  for (const Json& side : packed["shape"]) {
    array.shape.push_back(side.get<std::size_t>());
    size *= array.shape.back();
  }
  if (!bytes || bytes->size() != size * sizeof(float)) fail("an array is not of its shape");
  array.values.resize(size);
  std::memcpy(array.values.data(), bytes->data(), bytes->size());
  return array;
}

void copyInto(const Json& packed, std::span<float> values) {
  const Array array = arrayOf(packed);
  if (array.values.size() != values.size()) fail("an array is of another size than the model's");
  std::ranges::copy(array.values, values.begin());
}

Batches::Batches(const Json& packed) {
  const Array all = arrayOf(packed);
  const std::size_t count = all.shape[0], batch = all.shape[1], values = all.shape[2];
  for (std::size_t n = 0; n < count; ++n) {
    Matrix& examples = batches_.emplace_back(values, batch);
    std::copy_n(all.values.begin() + static_cast<std::ptrdiff_t>(n * batch * values), batch * values, examples.data());
  }
}

const Matrix& Batches::next() {
  const Matrix& batch = batches_[next_];
  next_ = (next_ + 1) % batches_.size();
  return batch;
}

}  // namespace harmonium::bench
