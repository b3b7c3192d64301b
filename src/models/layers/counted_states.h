// Draws from a distribution over states that are counted: the states 0 .. n - 1, with probabilities given by the
// logarithms of their weights.
#pragma once

#include "base/rng.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

class CountedStates {
 public:
  // Appends the log weights of the next states, in nats. They need not be normalised.
  void add(std::span<const double> log_weights);
  std::size_t count() const { return until_.size(); }
  // Turns the weights into running sums, once all are added. Works for a few milliseconds; true when done.
  bool settle();
  // The number of a state, drawn with its probability. 53 random bits decide, so a state of probability 1e-12 is drawn
  // as often as it should be. Must not be called before settle() has returned true.
  std::size_t draw(Rng& rng) const;

 private:
  std::vector<double> until_;  // first the log weights, then the sums of the weights up to and with each state
  double highest_ = 0, sum_ = 0;
  std::size_t settled_ = 0;
};

}  // namespace harmonium
