#include "session/measures/sample_draw.h"

#include "base/numbers.h"
#include "base/words.h"
#include "session/hash.h"
#include "session/settings.h"
#include "session/trainer.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr Index kChainsPerBatch = 100;  // chains per batch, so that one step stays within milliseconds
constexpr Index kMostKept = 4'000'000;  // numbers: 16 MB of states and 16 MB of means
// Other parts of a measure use small indices with the same seed; this one starts far above them.
constexpr std::uint64_t kFirstStream = std::uint64_t{1} << 62;

// The key of kept samples. It includes the settings, because they may change how a model's chains move while its
// parameters stay the same.
std::string keyOf(const std::string& parameters, const Settings& settings, std::uint64_t seed, std::size_t count,
                  std::size_t steps, bool exact) {
  Checksum hash;
  hash.add(parameters);
  for (const Option& option : settings.table()) hash.add(textOf(valueJson(settings, option)) + " ");
  return hash.hex() + " " + std::to_string(seed) + " " + std::to_string(count) + " " +
         (exact ? "exact" : std::to_string(steps));
}

std::unique_ptr<ExactDraws> exactDrawsOf(const Model& model) {
  const faces::ExactSamples* face = model.faces().exact_samples;
  return face == nullptr ? nullptr : face->exactDraws();
}

bool runsChains(const Model& model) {
  return model.faces().samples->sampler(1)->chain();
}

}  // namespace

Status checkDraws(const MeasureRequest& request) {
  const Model& model = request.input.model;
  if (request.settings.choice("draws") != "exact" || !runsChains(model) || exactDrawsOf(model) != nullptr) return {};
  return Error{ErrorCode::kNotAvailable,
               "draws is \"exact\", but the states of this model cannot be counted at its size; \"chains\" and "
               "\"auto\" are possible."};
}

SampleDraw::SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means)
    : kept_(request.input.drawn),
      seed_(request.seed),
      means_wanted_(means),
      rng_(seed_, Purpose::kMeasure, kFirstStream),
      states_(request.input.data->values(), toIndex(count)),
      means_(states_.rows(), states_.cols()),
      count_(states_.cols()) {
  Model& model = request.input.model;
  if (runsChains(model)) {
    if (request.settings.choice("draws") != "chains") exact_ = exactDrawsOf(model);
    way_ = exact_ ? Way::kExact : Way::kChains;
  }
  if (way_ == Way::kChains) steps_ = steps;
  key_ = keyOf(request.input.digest, request.input.spec.settings, seed_, count, steps_, way_ == Way::kExact);
  if (kept_ != nullptr && kept_->key == key_) {
    states_ = kept_->states;
    means_ = kept_->means;
    remark_ = kept_->remark;
    mixing_ = kept_->mixing;
    first_ = count_;
    return;
  }
  if (way_ == Way::kExact) return;
  model_ = std::move(request.input.copy);
  if (way_ == Way::kChains) {
    const faces::FreeEnergy* energy = model.faces().free_energy;
    const Vector& deviation = request.input.summary.deviation;
    trace_.emplace(toSize(std::min(kChainsPerBatch, count_)), steps_,
                   deviation.size() == states_.rows() ? deviation : Vector::Ones(states_.rows()).eval(),
                   energy == nullptr ? nullptr : energiesOf(request.input), seed_);
  }
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
  if (way_ == Way::kExact) return advanceExact();
  if (!pieces_.advance([this](Pace& pace) { return step(pace); }) || step_ < steps_) return false;
  if (trace_ && first_ == 0) mixing_ = trace_->mixing();
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

Work SampleDraw::step(Pace& pace) {
  co_await sampler_->runRound(rng_, pace);
  ++step_;
  if (trace_ && first_ == 0) co_await trace_->see(pace, step_, sampler_->states());
}

bool SampleDraw::advanceExact() {
  if (!ready_) {
    ready_ = exact_->prepare();
    return false;
  }
  const Index some = std::min(kChainsPerBatch, count_ - first_);
  Rng rng(seed_, Purpose::kMeasure, kFirstStream + toU64(first_));
  Matrix states(states_.rows(), some), means(states_.rows(), some);
  exact_->draw(rng, states, means);
  states_.middleCols(first_, some) = states;
  means_.middleCols(first_, some) = means;
  first_ += some;
  if (first_ < count_) return false;
  keep();
  return true;
}

void SampleDraw::keep() {
  if (kept_ == nullptr || states_.size() > kMostKept) return;
  kept_->key = key_;
  kept_->states = states_;
  kept_->means = means_;
  kept_->remark = remark_;
  kept_->mixing = mixing_;
}

double SampleDraw::progress() const {
  if (first_ == count_) return 1;
  const double all = toDouble(count_), before = toDouble(first_);
  if (way_ == Way::kExact) return 0.9 * exact_->prepared() + 0.1 * before / all;
  const double now = toDouble(sampler_->count()) * toDouble(step_) / toDouble(steps_);
  return std::min(1.0, (before + now) / all);
}

std::string SampleDraw::how() const {
  switch (way_) {
    case Way::kExact:
      return "drawn by the exact probabilities of all " + countText(exact_->counted()) + " states";
    case Way::kChains:
      return "after " + countText(steps_) + " steps from noise";
    case Way::kDirect:
      break;
  }
  return "drawn directly";
}

std::string SampleDraw::mixingInWords() const {
  if (!chain()) return "";
  if (!mixing_) return "So few steps do not tell whether the chains mix.";
  const std::string time = (mixing_->settled ? "" : "more than ") + countText(toSize(std::ceil(mixing_->time)));
  const std::string rhat =
      std::isfinite(mixing_->rhat) ? formatNumber(std::round(100 * mixing_->rhat) / 100) : std::string("infinite");
  if (mixing_->mixed()) {
    return "The chains mix: R-hat is " + rhat + " and the autocorrelation time about " + time + " steps.";
  }
  return "The chains have not mixed (R-hat is " + rhat + ", 1.1 or less would do; autocorrelation time " + time +
         " steps), so their states show where they began as well as what the model has learnt.";
}

}  // namespace harmonium
