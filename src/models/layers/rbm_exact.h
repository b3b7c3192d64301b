// What a restricted Boltzmann machine believes, exactly: every state of one layer of binary units is visited once, the
// other layer is summed (or, where it is Gaussian, integrated) out by hand.
//
//   Z = sum over h of exp(c.h) prod_i (1 + exp(a_i)),  a = b + W h                       over the hidden states
//   Z = sum over h of exp(c.h) prod_i sqrt(2 pi) s_i scale_i exp((a_i^2 - b_i^2) / (2 s_i^2))   Gaussian visible units
//   Z = sum over v of exp(-F(v))                                                         over the visible states
//
// Where the visible units hold a label y, the sum over h gets the factor sum over k of exp(d_k + (U h)_k).
//
// The smaller layer is visited; the hidden one in any case where visible units are Gaussian or hold a label. Cost: 2^n
// passes through the weights, n the size of the layer visited; n = 20 with 784 units in the other layer takes seconds.
#pragma once

#include "models/faces/density.h"
#include "models/layers/rbm.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kExactUnits = 20;

// Size of the layer whose states would be visited, and the number of terms in the sum: states times the units of the
// other layer (at most 2^63).
// `only_hidden`: the visible units are Gaussian or hold a label, so the hidden ones are visited whatever their number.
std::size_t exactUnits(std::size_t visible, std::size_t hidden, bool only_hidden);
std::uint64_t exactTerms(std::size_t visible, std::size_t hidden, bool only_hidden);
std::size_t exactUnits(const RbmParameters& p);
std::uint64_t exactTerms(const RbmParameters& p);
bool exactPartitionPossible(const RbmParameters& p);
// What the exact gradient costs, in passes of one example through the weights: all states twice, and their products.
double countingCost(const RbmParameters& p);
// How many states a sum over all of them visits, where it is cheap enough to be taken in passing; else 0.
std::uint64_t cheapStates(const RbmParameters& p);

// States by number (bit k of the number is unit k), a block at a time.
class RbmStates {
 public:
  enum class Layer { kSmaller, kVisible };
  explicit RbmStates(const RbmParameters& p, Layer layer = Layer::kSmaller);

  bool overHidden() const { return over_hidden_; }
  std::size_t total() const { return total_; }
  // The states first .. first + count, one a column; the input to the other layer; log of each term of Z (nats, without
  // the constant below). count <= total() - first.
  void load(const RbmParameters& p, std::size_t first, std::size_t count);
  const Matrix& states() const { return states_; }
  const Matrix& inputs() const { return inputs_; }
  std::span<const double> logTerms() const { return log_terms_; }

 private:
  bool over_hidden_;
  std::size_t total_;
  Matrix states_, inputs_;
  std::vector<double> log_terms_;
  RbmScratch scratch_;
};

// A factor that all terms of a Gaussian machine's Z share: sum_i (log 2 pi + z_i) / 2 + log scale_i. 0 for a binary
// one.
double logTermConstant(const RbmParameters& p);

// log Z, in slices.
class ExactPartition {
 public:
  explicit ExactPartition(RbmParameters p);  // copies: training may go on meanwhile

  bool done() const { return next_ == states_.total(); }
  double progress() const { return static_cast<double>(next_) / static_cast<double>(states_.total()); }
  void advance();                                             // one block of states
  double logPartition() const { return log_z_ + constant_; }  // nats; of the blocks so far

 private:
  RbmParameters p_;
  RbmStates states_;
  std::size_t next_ = 0;
  double log_z_, constant_;
};

// The averages under the model that the exact gradient is made of. Float and the same bits everywhere: training with
// the exact gradient goes through here. Two passes over all states. One object serves machines of one size.
class ExactMoments {
 public:
  void compute(const RbmParameters& p, RbmMoments& out);

 private:
  void addBlock(const RbmParameters& p, std::span<const float> weights, RbmMoments& out);
  void addHalfSquares(const RbmParameters& p, std::span<const float> weights, Vector& out);

  std::optional<RbmStates> states_;
  std::vector<double> log_terms_;
  std::vector<float> weights_;  // p(state) of every state visited
  std::vector<float> precision_;
  Matrix weighted_, other_;
};

// p(v) of all 2^V visible states of a machine with binary visible units, by the number of the state.
std::vector<double> stateProbabilities(const RbmParameters& p);

// log p exactly: -F - log Z. Only where exactPartitionPossible().
std::unique_ptr<Likelihood> exactLikelihood(const RbmParameters& p, States states, LikelihoodOf of);

}  // namespace harmonium
