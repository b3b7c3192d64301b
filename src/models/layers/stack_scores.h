// What a stack of directed layers says of examples, whatever stands above it: their probability by counting all states,
// its lower bounds by samples of the recognition weights, and the readings of the curves. A StackPrior stands for what
// is above the highest layer h^L: independent units, units below a class, or a restricted Boltzmann machine.
//
// N examples, one per column; V x N. All values are in nats. Functions with a Pace can stop on the way (base/work.h).
#pragma once

#include "models/faces/bounded.h"
#include "models/faces/watched.h"
#include "models/layers/belief_stack.h"
#include "models/layers/counted_beliefs.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// log p(y, h^L) of the highest layer, with C classes y; C = 1 where there is none. It holds a copy of what it needs.
class StackPrior {
 public:
  virtual ~StackPrior() = default;
  virtual int classes() const = 0;
  // Adds log p(h^L) of every column to `out`, or log p(y, h^L) of examples whose entry of `labels` is a class. `labels`
  // has one entry per example, or none.
  virtual Work add(Pace& pace, const Matrix& top, std::span<const std::int16_t> labels, std::span<double> out) = 0;
  // The table log p(y, h^L) [classes, 2^n] of all states, where they can be counted. Works for a few milliseconds; true
  // when done.
  virtual bool tabulate(std::vector<double>& table) = 0;
  // What add() needs before its first call. Works for a few milliseconds; true when done.
  virtual bool prepare() { return true; }
  virtual double prepared() const { return 1; }
  // log Z of a prior that is known up to its partition function, once prepared or tabulated; 0 of others.
  virtual double logPartition() const { return 0; }
  // Whether add() leaves log Z out because it can't be computed exactly. Likelihoods are then too large by log Z.
  virtual bool lacksPartition() const { return false; }
};

// The exact log-likelihood, or with `bounded` the exact variational bound. The stack has layers, and its states can be
// counted (CountedBeliefs::possible()).
std::unique_ptr<Likelihood> countedScores(BeliefStack stack, std::unique_ptr<StackPrior> prior, LikelihoodOf of,
                                          bool bounded);
// The bound by samples of q. The stack recognises; it may have no layers.
std::unique_ptr<Likelihood> sampledBound(BeliefStack stack, std::unique_ptr<StackPrior> prior, const BoundWish& wish);

// Appends the readings of a stack: where its states are counted the exact log-likelihood, its distance from the data,
// and the bound with its gap; otherwise two bounds by samples. `log_partition` is an estimate of log Z for a prior that
// lacks it; without one such a prior gives no readings.
Work addStackReadings(Pace& pace, const BeliefStack& stack, StackPrior& prior, bool counts,
                      std::optional<double> log_partition, const WatchedExamples& watched, std::vector<Reading>& out,
                      Team* team);
inline constexpr int kReadingSamples = 10;  // of the importance-weighted bound among the readings

}  // namespace harmonium
