#include "session/chains.h"

namespace harmonium {

namespace {

constexpr int kPictures = 64, kPoints = 500;
constexpr int kRecentValues = 32;
constexpr Eigen::Index kRecent = 4096;

bool arePoints(const Dataset& data) {
  return data.real && data.rows == 1;
}

}  // namespace

Chains::Chains(const faces::Samples& samples, const Dataset& data, std::uint64_t seed)
    : sampler_(samples.sampler(arePoints(data) ? kPoints : kPictures)), seed_(seed) {
  if (sampler_->chain() && data.values() <= kRecentValues) recent_ring_.resize(data.values(), kRecent);
  restart();
}

void Chains::restart() {
  steps_ = 0;
  forgetRecent();
  if (sampler_->chain()) {
    Rng rng(seed_, Purpose::kChains, draws_++);
    sampler_->restart(rng);
    return;
  }
  Rng none(seed_, Purpose::kChains, 0);  // ancestral samples begin from nothing
  sampler_->restart(none);
  for (std::size_t stage = 0; stage < sampler_->stages().size(); ++stage) nextStage();
}

void Chains::holdClass(int label) {
  sampler_->holdClasses(label < 0 ? std::vector<std::int16_t>() : std::vector{static_cast<std::int16_t>(label)});
  forgetRecent();
}

void Chains::forgetRecent() {
  recent_next_ = 0;
  recent_full_ = false;
  recent_.resize(sampler_->states().rows(), 0);
}

void Chains::parametersChanged() {
  forgetRecent();
  sampler_->parametersChanged();
}

void Chains::run(int steps) {
  if (steps <= 0) return;
  if (sampler_->chain()) {
    Rng rng(seed_, Purpose::kChains, draws_++);
    for (int step = 0; step < steps; ++step) sampler_->runRound(rng);
    remember();
  } else {
    for (int step = 0; step < steps; ++step) nextStage();
  }
  steps_ += static_cast<std::uint64_t>(steps);
}

void Chains::nextStage() {
  const int stages = static_cast<int>(sampler_->stages().size());
  Rng rng(seed_, Purpose::kChains, draws_++);
  sampler_->runStage(static_cast<std::size_t>((sampler_->stage() + 1) % stages), rng);
}

void Chains::remember() {
  if (recent_ring_.cols() == 0) return;
  const Matrix& states = sampler_->states();
  for (Eigen::Index n = 0; n < states.cols(); ++n) {
    recent_ring_.col(recent_next_) = states.col(n);
    recent_next_ = (recent_next_ + 1) % kRecent;
    recent_full_ = recent_full_ || recent_next_ == 0;
  }
  recent_ = recent_ring_.leftCols(recent_full_ ? kRecent : recent_next_);
}

}  // namespace harmonium
