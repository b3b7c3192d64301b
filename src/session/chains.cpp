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

Chains::Chains(const Model& model, const Dataset& data, std::uint64_t seed) : seed_(seed) {
  states_.resize(data.values(), arePoints(data) ? kPoints : kPictures);
  if (!model.ancestral() && data.values() <= kRecentValues) recent_ring_.resize(data.values(), kRecent);
  restart(model);
}

void Chains::restart(const Model& model) {
  steps_ = 0;
  forgetRecent();
  generation_ = {};
  if (model.ancestral()) {
    for (std::size_t stage = 0; stage < model.generationStages().size(); ++stage) nextStage(model);
    return;
  }
  Rng rng(seed_, Purpose::kChains, draws_++);
  model.sampleStart(states_, rng);
  mean_ = states_;
}

void Chains::forgetRecent() {
  recent_next_ = 0;
  recent_full_ = false;
  recent_.resize(states_.rows(), 0);
}

void Chains::run(const Model& model, int steps) {
  if (steps <= 0) return;
  if (model.ancestral()) {
    for (int step = 0; step < steps; ++step) nextStage(model);
  } else {
    Rng rng(seed_, Purpose::kChains, draws_++);
    model.sampleSteps(states_, mean_, steps, {}, rng);
    remember();
  }
  steps_ += static_cast<std::uint64_t>(steps);
}

void Chains::nextStage(const Model& model) {
  const int stages = static_cast<int>(model.generationStages().size());
  const int stage = (generation_.stage + 1) % stages;
  Rng rng(seed_, Purpose::kChains, draws_++);
  model.generate(static_cast<std::size_t>(stage), static_cast<int>(states_.cols()), generation_, rng);
  generation_.stage = stage;
  if (stage + 1 < stages) return;
  states_ = generation_.visible;
  mean_ = generation_.mean;
}

void Chains::remember() {
  if (recent_ring_.cols() == 0) return;
  for (Eigen::Index n = 0; n < states_.cols(); ++n) {
    recent_ring_.col(recent_next_) = states_.col(n);
    recent_next_ = (recent_next_ + 1) % kRecent;
    recent_full_ = recent_full_ || recent_next_ == 0;
  }
  recent_ = recent_ring_.leftCols(recent_full_ ? kRecent : recent_next_);
}

}  // namespace harmonium
