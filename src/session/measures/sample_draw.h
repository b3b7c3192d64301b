// Samples of any model, drawn in slices: what the measures on samples start from.
#pragma once

#include "base/matrix.h"
#include "models/model.h"
#include "session/measures/request.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace harmonium {

// The samples drawn last in a session. Chains take minutes: several measures of the same machine share theirs.
struct DrawnSamples {
  std::string key;  // parameters, settings, seed and sizes; empty: nothing is kept
  Matrix states, means;
};

class SampleDraw {
 public:
  // `count` independent chains of `steps` steps from the model's start distribution, or so many draws from the top
  // down. Copies the model. The same parameters, settings, seed and sizes give the same samples, drawn or kept.
  SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const;
  Matrix take() { return means_wanted_ ? std::move(means_) : std::move(states_); }  // V x count; once done
  bool chain() const { return chain_; }
  std::size_t steps() const { return steps_; }

 private:
  void begin();
  void keep();

  std::shared_ptr<DrawnSamples> kept_;
  std::string key_;
  std::unique_ptr<Model> model_;      // null where the samples were there already
  std::unique_ptr<Sampler> sampler_;  // of the batch under way
  std::uint64_t seed_;
  std::size_t steps_ = 1, step_ = 0;
  bool means_wanted_, chain_;
  Eigen::Index first_ = 0;  // of the batch under way
  Rng rng_;
  Matrix states_, means_;   // of all samples
  Eigen::Index count_ = 0;  // of them, after take() too
};

}  // namespace harmonium
