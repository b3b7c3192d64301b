// The running samples: Markov chains that start from noise and walk on, or ancestral samples drawn stage by stage,
// while everyone watches. They draw from a stream of their own, so that watching changes nothing.
#pragma once

#include "base/matrix.h"
#include "data/dataset.h"
#include "models/model.h"

#include <cstdint>

namespace harmonium {

class Chains {
 public:
  Chains(const Model& model, const Dataset& data, std::uint64_t seed);

  // Of chains: so many steps each. Of ancestral samples: so many stages, beginning anew after the last.
  void run(const Model& model, int steps);
  void restart(const Model& model);  // from noise again; another draw than before
  // The parameters changed: where the chains were before says nothing of the machine as it is.
  void forgetRecent();
  std::uint64_t steps() const { return steps_; }

  const Matrix& states() const { return states_; }  // V x count
  const Matrix& mean() const { return mean_; }      // V x count: what the states were drawn from
  // V x R states the chains were in lately, kept where V <= 32; else empty.
  const Matrix& recent() const { return recent_; }
  const Generation* generation() const { return generation_.stage < 0 ? nullptr : &generation_; }

 private:
  void nextStage(const Model& model);
  void remember();

  std::uint64_t seed_;
  std::uint64_t draws_ = 0;  // every call draws from a stream of its own
  std::uint64_t steps_ = 0;
  Matrix states_, mean_;
  Matrix recent_;
  Eigen::Index recent_next_ = 0;
  bool recent_full_ = false;
  Matrix recent_ring_;
  Generation generation_;
};

}  // namespace harmonium
