// The running samples: Markov chains that start from noise and walk on, or ancestral samples drawn stage by stage,
// while everyone watches. They draw from a stream of their own, so that watching changes nothing.
#pragma once

#include "base/matrix.h"
#include "data/dataset.h"
#include "models/faces/samples.h"

#include <cstdint>
#include <memory>

namespace harmonium {

class Chains {
 public:
  Chains(const faces::Samples& samples, const Dataset& data, std::uint64_t seed);

  // Of chains: so many steps each. Of ancestral samples: so many stages, beginning anew after the last.
  void run(int steps);
  void restart();  // from noise again; another draw than before
  // Holds every sample at one class, or at none (-1).
  void holdClass(int label);
  int heldClass() const { return sampler_->heldClass(0); }
  // The parameters changed: where the chains were before says nothing of the machine as it is.
  void parametersChanged();
  std::uint64_t steps() const { return steps_; }

  const Sampler& sampler() const { return *sampler_; }
  // V x R states the chains were in lately, kept where V <= 32; else empty.
  const Matrix& recent() const { return recent_; }

 private:
  void forgetRecent();
  void nextStage();
  void remember();

  std::unique_ptr<Sampler> sampler_;
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;  // every call draws from a stream of its own
  std::uint64_t steps_ = 0;
  Matrix recent_;
  Eigen::Index recent_next_ = 0;
  bool recent_full_ = false;
  Matrix recent_ring_;
};

}  // namespace harmonium
