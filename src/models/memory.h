// How much memory a model of certain settings takes, counted before it is made. A wish for more than there is can then
// be refused with a sentence. Without the count an allocation would fail, which ends everything in the core.
#pragma once

namespace harmonium {

// All in bytes. Each figure is a bound from above, which exceeds what is really taken by about half at most, where it
// is more than some hundred kilobytes (tests/session/memory_test.cpp).
struct MemoryNeed {
  double parameters = 0;
  double state = 0;        // training state: velocities, chains; a saved run holds both
  double fresh = 0;        // what else a model holds once it is made
  double update = 0;       // what else updates take: the batch and what is computed from it, gradients
  double per_sample = 0;   // of every sample of a sampler
  double per_example = 0;  // of every example in a pass that encodes or scores
  double exact_draws = 0;  // what drawing samples exactly takes, where the states can be counted
};

inline constexpr double kFloat = 4, kDouble = 8;  // bytes of one number

}  // namespace harmonium
