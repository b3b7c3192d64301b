#include "models/experts/experts_sampler.h"

namespace harmonium {

void ExpertWalkers::begin(Rng& rng) {
  experts_.spread(states_, rng);
  mean_ = states_;
  walk_ = {};
  accepted_ = moves_ = 0;
}

Work ExpertWalkers::run(std::size_t /*stage*/, Rng& rng, Pace& /*pace*/) {
  const ProductOfExperts::Frame& frame = experts_.frame();
  Matrix x = states_.unaryExpr([&](float value) { return frame.to(value); });
  const Matrix held_there = held().unaryExpr([&](float value) { return frame.to(value); });
  walkOnce(experts_.experts(), experts_.box(), experts_.walk(), held_there, StoredEnergies::kInvalid, rng, walk_, x);
  constexpr double kKept = 0.98;
  accepted_ = kKept * accepted_ + toDouble(walk_.accepted);
  moves_ = kKept * moves_ + toDouble(walk_.proposed);
  states_ = x.unaryExpr([&](float u) { return frame.from(u); });
  mean_ = states_;
  return {};
}

std::unique_ptr<Sampler> ProductOfExperts::sampler(int count) const {
  return std::make_unique<ExpertWalkers>(*this, count);
}

}  // namespace harmonium
