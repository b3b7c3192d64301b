#include "session/chains.h"

namespace harmonium {

Chains::Chains(const Model& model, const Dataset& data, std::uint64_t seed) : seed_(seed) {
  states_.resize(data.values(), kCount);
  restart(model);
}

void Chains::restart(const Model& model) {
  Rng rng(seed_, Purpose::kChains, draws_++);
  model.sampleStart(states_, rng);
  mean_ = states_;
  steps_ = 0;
}

void Chains::run(const Model& model, int steps) {
  if (steps <= 0) return;
  Rng rng(seed_, Purpose::kChains, draws_++);
  model.sampleSteps(states_, mean_, steps, {}, rng);
  steps_ += static_cast<std::uint64_t>(steps);
}

View Chains::view(const Dataset& data) const {
  View view{.name = "chains",
            .title = "Fantasy chains",
            .caption = std::to_string(kCount) +
                       " chains dream: each tile is one Gibbs sampler, shown as the probabilities "
                       "its pixels are drawn from.",
            .kind = ViewKind::kImages};
  view.shape = {kCount, static_cast<std::uint32_t>(data.rows), static_cast<std::uint32_t>(data.cols)};
  view.values.assign(mean_.data(), mean_.data() + mean_.size());
  return view;
}

}  // namespace harmonium
