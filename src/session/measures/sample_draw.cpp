#include "session/measures/sample_draw.h"

#include "base/numbers.h"
#include "session/hash.h"
#include "session/settings.h"
#include "session/trainer.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr Index kChainsPerBatch = 100;  // chains per batch, so that one step stays within milliseconds
constexpr Index kMostKept = 4'000'000;  // numbers: 16 MB of states and 16 MB of means
// Other parts of a measure use small indices with the same seed; this one starts far above them.
constexpr std::uint64_t kFirstStream = std::uint64_t{1} << 62;

// The key of kept samples. It includes the settings, because they may change how a model's chains move while its
// parameters stay the same.
std::string keyOf(Model& model, const Settings& settings, std::uint64_t seed, std::size_t count, std::size_t steps) {
  Hash hash;
  for (const Tensor& tensor : model.parameters()) hash.add(std::span<const float>(tensor.values));
  for (const Option& option : settings.table()) hash.add(textOf(valueJson(settings, option)) + " ");
  return hash.hex() + " " + std::to_string(seed) + " " + std::to_string(count) + " " + std::to_string(steps);
}

}  // namespace

SampleDraw::SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means)
    : kept_(request.input.drawn),
      seed_(request.seed),
      means_wanted_(means),
      chain_(request.input.model.faces().samples->sampler(1)->chain()),
      rng_(seed_, Purpose::kMeasure, kFirstStream),
      states_(request.input.data->values(), toIndex(count)),
      means_(states_.rows(), states_.cols()),
      count_(states_.cols()) {
  steps_ = chain_ ? steps : 1;
  key_ = keyOf(request.input.model, request.input.spec.settings, seed_, count, steps_);
  if (kept_ != nullptr && kept_->key == key_) {
    states_ = kept_->states;
    means_ = kept_->means;
    remark_ = kept_->remark;
    first_ = count_;
    return;
  }
  model_ = copyOf(request.input.model, request.input.spec, request.input.summary);
  begin();
}

// Each batch has a random stream of its own, which depends on its first chain. So samples do not depend on the slices.
void SampleDraw::begin() {
  step_ = 0;
  rng_ = Rng(seed_, Purpose::kMeasure, kFirstStream + toU64(first_));
  sampler_ = model_->faces().samples->sampler(toInt(std::min(kChainsPerBatch, count_ - first_)));
  sampler_->restart(rng_);
}

bool SampleDraw::advance() {
  if (first_ == count_) return true;
  if (!round_.advance(*sampler_, rng_)) return false;
  if (++step_ < steps_) return false;
  states_.middleCols(first_, sampler_->count()) = sampler_->states();
  means_.middleCols(first_, sampler_->count()) = sampler_->mean();
  remark_ = sampler_->remark();
  first_ += sampler_->count();
  if (first_ < count_) {
    begin();
    return false;
  }
  keep();
  return true;
}

void SampleDraw::keep() {
  if (kept_ == nullptr || states_.size() > kMostKept) return;
  kept_->key = key_;
  kept_->states = states_;
  kept_->means = means_;
  kept_->remark = remark_;
}

double SampleDraw::progress() const {
  if (first_ == count_) return 1;
  const double all = toDouble(count_), before = toDouble(first_);
  const double now = toDouble(sampler_->count()) * toDouble(step_) / toDouble(steps_);
  return std::min(1.0, (before + now) / all);
}

}  // namespace harmonium
