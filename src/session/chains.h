// The samples that run on screen: Markov chains that start from noise and go on, or ancestral samples that are drawn
// stage by stage. They draw from random streams of their own (Purpose::kChains), so watching them does not change
// training. A Chains object owns its sampler, which reads the model's parameters. The model must outlive it.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "data/dataset.h"
#include "models/faces/samples.h"
#include "models/faces/state_tally.h"
#include "session/pieces.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

namespace harmonium {

class Chains {
 public:
  static int countFor(const Dataset& data);       // how many samples run
  static int keptStates(const Dataset& data);     // how many recent states are kept
  static double tallyBytes(const Dataset& data);  // what the counts of states take
  // Makes 64 samples, or 500 where an example is a row of real values, and restarts them. The seed is the experiment's.
  Chains(const faces::Samples& samples, const Dataset& data, std::uint64_t seed);

  // Runs up to `steps` steps of every chain, and stops early once `milliseconds` have passed. For ancestral samples it
  // runs stages; after the last stage a new sample begins. Returns the number of steps that ended. A step that did not
  // end goes on in the next call. Samples do not depend on how calls are cut.
  int run(int steps, double milliseconds = std::numeric_limits<double>::infinity());
  // Starts chains from noise again, with other random numbers than before. Ancestral samples are drawn anew at once.
  // Sets steps() to 0.
  void restart();
  // Holds every sample at a class, 0 .. sampler().classes() - 1, or frees the class (-1). The caller checks the range.
  void holdClass(int label);
  int heldClass() const { return sampler_->heldClass(0); }  // -1: none
  // Call this after every change of the parameters. It forgets the recent states, which belong to the model before.
  void parametersChanged();
  std::uint64_t steps() const { return steps_; }  // since the last restart; stages for ancestral samples

  const Sampler& sampler() const { return *sampler_; }
  // V x R: the last states of all chains, R <= 4096. Empty for ancestral samples and where V > 32.
  const Matrix& recent() const { return recent_; }
  // Where the chains have been since the parameters or the held class last changed, or they were restarted. Null for
  // ancestral samples, and where examples are not of binary units, V <= 16.
  const StateTally* tally() const { return tally_ ? &*tally_ : nullptr; }

 private:
  void forgetRecent();
  bool advance();  // does a piece of a step; true when the step is done
  void remember();

  std::unique_ptr<Sampler> sampler_;
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;  // index of the next stream; every step takes one
  std::uint64_t steps_ = 0;
  Matrix recent_;             // the filled columns of the ring
  Index recent_next_ = 0;     // the column of the ring that is written next
  bool recent_full_ = false;  // true once every column has been written
  Matrix recent_ring_;        // V x 4096, or empty where recent states are not kept
  std::optional<StateTally> tally_;
  std::optional<Rng> rng_;  // the random numbers of the present step
  Pieces pieces_;           // comes last: it is dropped before the sampler
};

}  // namespace harmonium
