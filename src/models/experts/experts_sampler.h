// Walkers that someone watches: chains on the landscape of a product of experts (models/experts/experts_walkers.h).
// They keep where each stood before its last step, for the arrows.
#pragma once

#include "models/experts/experts_learner.h"

namespace harmonium {

class ExpertWalkers final : public Sampler {
 public:
  ExpertWalkers(const ProductOfExperts& experts, int count) : Sampler(2, count), experts_(experts) {}

  std::span<const Phase> stages() const override { return oneStep(); }
  bool chain() const override { return true; }

  // Before the last step, in the experts' coordinates, 2 x count; no columns before the first.
  const Matrix& stood() const { return walk_.from; }
  // Share of the last steps that were accepted.
  double accepted() const { return static_cast<double>(walk_.accepted) / static_cast<double>(count()); }

 protected:
  void begin(Rng& rng) override;
  void run(std::size_t stage, Rng& rng) override;

 private:
  const ProductOfExperts& experts_;
  WalkerScratch walk_;
};

}  // namespace harmonium
