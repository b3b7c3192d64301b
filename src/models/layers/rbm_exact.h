// Exact sums over all states of a restricted Boltzmann machine. Every state of one layer of binary units is visited
// once. The other layer is summed out in closed form, or integrated out where it is Gaussian.
//
//   Z = sum over h of exp(c.h) prod_i (1 + exp(a_i)),  a = b + W h                       over the hidden states
//   Z = sum over h of exp(c.h) prod_i sqrt(2 pi) s_i scale_i exp((a_i^2 - b_i^2) / (2 s_i^2))   Gaussian visible units
//   Z = sum over v of exp(-F(v))                                                         over the visible states
//
// If the visible units hold a label y, every term of the sum over h gets the factor sum over k of exp(d_k + (U h)_k).
//
// The visited layer is the smaller one, or the hidden layer if the visible units are Gaussian or hold a label. The cost
// is 2^n passes through the weights for n visited units; n = 20 with 784 units in the other layer takes seconds.
#pragma once

#include "base/numbers.h"
#include "models/faces/density.h"
#include "models/layers/rbm.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace harmonium {

// The largest number of units whose states are visited: about a million states.
inline constexpr std::size_t kExactUnits = 20;

// The number of units in the visited layer, and the number of terms of the sum: states times the units of the other
// layer (at most 2^63). `only_hidden` says that the visible units are Gaussian or hold a label, so that the hidden
// layer is visited whatever its size.
std::size_t exactUnits(std::size_t visible, std::size_t hidden, bool only_hidden);
std::uint64_t exactTerms(std::size_t visible, std::size_t hidden, bool only_hidden);
std::size_t exactUnits(const RbmParameters& p);
std::uint64_t exactTerms(const RbmParameters& p);
bool exactPartitionPossible(const RbmParameters& p);  // exactUnits(p) <= kExactUnits
// The cost of the exact gradient, in passes of one example through the weights: all states twice, and their products.
double countingCost(const RbmParameters& p);
// The number of states that a sum visits if the sum is cheap enough to run while training; otherwise 0.
std::uint64_t cheapStates(const RbmParameters& p);

// Enumerates the states of one layer in blocks. Bit k of a state's number is unit k.
class RbmStates {
 public:
  enum class Layer { kSmaller, kVisible };
  explicit RbmStates(const RbmParameters& p, Layer layer = Layer::kSmaller);

  bool overHidden() const { return over_hidden_; }
  std::size_t total() const { return total_; }
  // Loads the states first .. first + count - 1; count <= total() - first. `p` has the sizes of the constructor's.
  void load(const RbmParameters& p, std::size_t first, std::size_t count);
  const Matrix& states() const { return states_; }                 // visited units x count
  const Matrix& inputs() const { return inputs_; }                 // other units x count: their total input
  std::span<const double> logTerms() const { return log_terms_; }  // count: log of each term of Z, less the constant

 private:
  bool over_hidden_;
  std::size_t total_;
  Matrix states_, inputs_;
  std::vector<double> log_terms_;
  RbmScratch scratch_;
};

// The logarithm of a factor that all terms of Z share. Gaussian units: sum_i (log 2 pi + z_i) / 2 + log scale_i. Binary
// units: 0.
double logTermConstant(const RbmParameters& p);

// Computes log Z. The work comes in slices: the caller repeats advance() until done().
class ExactPartition {
 public:
  explicit ExactPartition(RbmParameters p);  // keeps its own copy, so training may go on meanwhile

  bool done() const { return next_ == states_.total(); }
  double progress() const { return toDouble(next_) / toDouble(states_.total()); }
  void advance();                                             // adds one block of states, a few milliseconds
  double logPartition() const { return log_z_ + constant_; }  // in nats; log Z only when done()

 private:
  RbmParameters p_;
  RbmStates states_;
  std::size_t next_ = 0;
  double log_z_, constant_;
};

// Computes the exact averages under the model: the model's side of the gradient. Training with the exact gradient uses
// them, so they are floats with the same bits on every machine. Takes two passes over all states. One object serves
// machines of one size.
class ExactMoments {
 public:
  Work compute(Pace& pace, const RbmParameters& p, RbmMoments& out);  // may stop between two blocks of states
  void compute(const RbmParameters& p, RbmMoments& out) {
    Pace whole;
    finish(compute(whole, p, out));
  }

 private:
  void addBlock(const RbmParameters& p, std::span<const float> weights, RbmMoments& out);
  void addHalfSquares(const RbmParameters& p, std::span<const float> weights, Vector& out);

  std::optional<RbmStates> states_;
  std::vector<double> log_terms_;
  std::vector<float> weights_;  // p(state) of every state visited
  std::vector<float> precision_;
  Matrix weighted_, other_;
};

// p(v) of all 2^V visible states, by the number of the state. The machine has at most kExactUnits binary visible units
// and no label.
std::vector<double> stateProbabilities(const RbmParameters& p);

// The exact log-likelihood -F - log Z. Requires exactPartitionPossible().
std::unique_ptr<Likelihood> exactLikelihood(const RbmParameters& p, States states, LikelihoodOf of);

}  // namespace harmonium
