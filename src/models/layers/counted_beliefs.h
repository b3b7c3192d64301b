// Exact sums over all hidden states of a stack of directed layers: the probability of an example, the posterior of its
// causes, and the variational bound of its recognition weights. For small stacks only, since the states of a layer
// double with each of its units.
//
// The prior of the highest layer is a table, log p(y, h^L), with C classes y; C = 1 where there is none. Downwards,
//
//   log p(y, h^k) = log sum over h^(k+1) of exp(log p(y, h^(k+1)) + log p(h^k | h^(k+1)))
//   log p(v, y)   = log sum over h^1 of exp(log p(y, h^1) + log p(v | h^1))
//
// The variational bound, which is at most log p(v), and equal to it where q is the posterior:
//
//   B(v)     = sum over h^1 of q(h^1 | v) [log p(v | h^1) - log q(h^1 | v) + G_1(h^1)]
//   G_k(h^k) = sum over h^(k+1) of q(h^(k+1) | h^k) [log p(h^k | h^(k+1)) - log q(h^(k+1) | h^k) + G_(k+1)(h^(k+1))]
//   G_L(h^L) = log of the sum over y of p(y, h^L)
//
// State s of a layer has unit i on where bit i of s is 1. All sums are in double precision, in nats.
//
// Neal (1992), Connectionist learning of belief networks; Hinton, Dayan, Frey & Neal (1995), The wake-sleep algorithm.
#pragma once

#include "models/layers/belief_stack.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

// The logarithms of the probabilities of all 2^n states of independent binary units with inputs a[n] into out[2^n]:
// sum over i of s_i a_i - softplus(a_i).
void stateLogProbabilities(std::span<const double> a, std::span<double> out);

class CountedBeliefs {
 public:
  // Whether stacks of these sizes can be counted: units of the layers v, h^1 .. h^L.
  static bool possible(std::span<const Index> units, int classes);
  static constexpr Index kMostUnits = 16;  // of one layer

  // Begins with another stack, which is copied, and its prior log p(y, h^L): [classes, 2^n], perhaps with more numbers
  // behind. Allocates nothing for a stack of the sizes of the last one.
  void begin(const BeliefStack& stack, std::span<const double> top, int classes);
  // Works out the tables. Works for a few milliseconds; true when done. The functions below need them. They share
  // scratch memory, so only one of them may run at a time.
  bool prepare();
  double prepared() const;
  int classes() const { return classes_; }

  // log p(v) of every example, V x N. Values may be intensities in [0, 1], which count as probabilities.
  void logProbability(const Matrix& v, std::span<double> nats) const;
  // log p(v, y) of every class [classes] of one example.
  void logJoint(const Matrix& v, Index column, std::span<double> nats) const;
  // B(v) of every example. Needs recognition weights.
  void bound(const Matrix& v, std::span<double> nats) const;

  // log p(y, h^k = s), k = 1 .. L.
  double logPrior(std::size_t k, std::size_t y, std::size_t s) const { return prior_[k - 1][y * states(k) + s]; }
  // log p(h^k) [2^n] of layer k = 1 .. L.
  std::vector<double> prior(std::size_t k) const;
  // p(v) of all 2^V states of the visible units, which have to be few.
  std::vector<double> visibleProbabilities() const;
  // p(y, h^1 | v) of one example into p [classes, 2^n]; given its class as well, where `label` is one.
  void posteriorOfFirst(const Matrix& v, Index column, int label, std::span<double> p) const;
  // p(y, h^k | v) [classes, 2^n] of every layer k = 1 .. L, at index k - 1, given the first of them. A mean over
  // examples gives a mean.
  void posteriorAbove(std::vector<std::vector<double>>& layers) const;
  // Both for one example whose class is not given.
  std::vector<std::vector<double>> posterior(const Matrix& v, Index column) const;
  // log p(h^k = s | h^(k+1) = t) for all s.
  void given(std::size_t k, std::size_t t, std::span<double> log_p) const;

 private:
  struct Table {
    std::vector<double> W, b;  // [told, telling], [told]
    std::size_t told = 0, telling = 0;
  };
  static void copy(const BeliefLayer& layer, Table& table);
  // The inputs of the told units given state t of the telling units.
  static void inputs(const Table& layer, std::size_t t, std::span<double> a);

  std::size_t states(std::size_t k) const { return std::size_t{1} << units_[k]; }  // of layer k, 1 .. L
  void visibleScores(const Matrix& v, Index column, std::span<double> scores) const;
  void addLayer(std::size_t k);
  void addVisible(std::size_t s);

  std::vector<Table> down_, up_;
  std::vector<std::size_t> units_;  // of layers 0 .. L
  int classes_ = 1;
  std::vector<std::vector<double>> prior_;  // by layer k = 1 .. L, at k - 1: log p(y, h^k), [classes, 2^n]
  std::vector<std::vector<double>> above_;  // by layer: G_k, [2^n]
  std::vector<double> normaliser_;          // [2^n of layer 1]: sum over i of softplus of the inputs of v
  mutable std::vector<double> scores_, sums_, log_p_, log_q_, input_, linear_, of_classes_;
  std::size_t layer_ = 0, state_ = 0, done_ = 0;  // what prepare() works out next: layer L - 1 .. 0, and a state of it
};

}  // namespace harmonium
