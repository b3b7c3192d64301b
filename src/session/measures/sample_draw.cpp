#include "session/measures/sample_draw.h"

#include "session/trainer.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr Eigen::Index kAtOnce = 100;
// Clear of the other streams that a measure of the same seed draws from.
constexpr std::uint64_t kStreams = std::uint64_t{1} << 62;

}  // namespace

SampleDraw::SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means)
    : model_(copyOf(request.input.model, request.input.spec, request.input.summary)),
      seed_(request.seed),
      steps_(model_->ancestral() ? 1 : steps),
      means_(means),
      rng_(seed_, Purpose::kMeasure, kStreams),
      samples_(request.input.data->values(), static_cast<Eigen::Index>(count)) {
  begin();
}

void SampleDraw::begin() {
  step_ = 0;
  rng_ = Rng(seed_, Purpose::kMeasure, kStreams + static_cast<std::uint64_t>(first_));
  states_.resize(samples_.rows(), std::min(kAtOnce, samples_.cols() - first_));
  if (!model_->ancestral()) model_->sampleStart(states_, rng_);
}

bool SampleDraw::advance() {
  model_->sampleSteps(states_, mean_, 1, {}, rng_);
  if (++step_ < steps_) return false;
  samples_.middleCols(first_, states_.cols()) = means_ ? mean_ : states_;
  first_ += states_.cols();
  if (first_ == samples_.cols()) return true;
  begin();
  return false;
}

double SampleDraw::progress() const {
  const double now = static_cast<double>(states_.cols()) * static_cast<double>(step_) / static_cast<double>(steps_);
  const double before = static_cast<double>(first_);
  return std::min(1.0, (before + (first_ == samples_.cols() ? 0 : now)) / static_cast<double>(samples_.cols()));
}

}  // namespace harmonium
