// The running fantasy chains: Gibbs samplers that start from noise and walk on while everyone watches. They draw from a
// stream of their own, so that watching changes nothing.
#pragma once

#include "base/matrix.h"
#include "data/dataset.h"
#include "models/model.h"

#include <cstdint>

namespace harmonium {

class Chains {
 public:
  static constexpr int kCount = 64;

  Chains(const Model& model, const Dataset& data, std::uint64_t seed);

  void run(const Model& model, int steps);
  void restart(const Model& model);  // from noise again; another draw than before
  std::uint64_t steps() const { return steps_; }
  View view(const Dataset& data) const;

 private:
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;  // every call draws from a stream of its own
  std::uint64_t steps_ = 0;
  Matrix states_, mean_;  // V x kCount
};

}  // namespace harmonium
