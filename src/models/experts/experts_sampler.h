// The sampler of a product of experts: walkers (models/experts/experts_walkers.h) that do not take part in training. It
// keeps each walker's point before the last step, because the view draws arrows.
#pragma once

#include "base/numbers.h"
#include "models/experts/experts_learner.h"

namespace harmonium {

class ExpertWalkers final : public Sampler {
 public:
  ExpertWalkers(const ProductOfExperts& experts, int count) : Sampler(2, count), experts_(experts) {}

  std::span<const Phase> stages() const override { return oneStep(); }
  bool chain() const override { return true; }

  // The points before the last step, in the experts' coordinates, 2 x count; no columns before the first step.
  const Matrix& previous() const { return walk_.from; }
  // The share of moves that were accepted in the last fifty steps or so, 0 .. 1.
  double accepted() const { return moves_ > 0 ? accepted_ / moves_ : 1; }
  std::string remark() const override { return acceptanceInWords(experts_.walk().walk, accepted()); }

 protected:
  void begin(Rng& rng) override;
  Work run(std::size_t stage, Rng& rng, Pace& pace) override;

 private:
  const ProductOfExperts& experts_;
  WalkerScratch walk_;
  double accepted_ = 0, moves_ = 0;  // sums in which older steps fade
};

}  // namespace harmonium
