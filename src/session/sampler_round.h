// A round of a sampler in pieces of about a millisecond, so that whoever asks for many samples can stop on the way.
#pragma once

#include "models/faces/samples.h"

#include <memory>

namespace harmonium {

class SamplerRound {
 public:
  // Starts a round, or goes on with it. Returns true when it is done. The sampler and `rng` stay the same until then.
  bool advance(Sampler& sampler, Rng& rng) {
    return advance([&](Pace& pace) { return sampler.runRound(rng, pace); });
  }
  // The same for other work of a sampler: begin(pace) starts it.
  template <typename Begin>
  bool advance(Begin begin) {
    pace_->allow(kOperations);
    if (work_.done()) {
      work_ = begin(*pace_);
    } else {
      pace_->resume();
    }
    if (!work_.done()) return false;
    drop();
    return true;
  }
  void drop() { work_ = Work(); }

 private:
  static constexpr double kOperations = 4e6;  // base/work.h

  std::unique_ptr<Pace> pace_ = std::make_unique<Pace>();  // stays where it is when its owner moves
  Work work_;
};

}  // namespace harmonium
