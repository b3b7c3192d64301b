// The general Boltzmann machine by counting: sums over all 2^n states of its n units, for n <= 20.
//
// All energies are made by doubling rather than state by state: with one unit more on,
//
//   - E(s with unit k on) = - E(s) + a_k + sum over j < k of J_kj s_j        for all s of the units below k
//
// and the sum on the right doubles in the same way, so that a state costs two additions, however many units there are,
// and no rounding error outlives n of them. State s has the index sum_k s_k 2^k, units in the order of Couplings:
// hidden units are the low bits, so that the 2^H joint states of one visible state lie side by side.
#pragma once

#include "models/boltzmann/boltzmann.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kCountableUnits = 20;  // a million states

// -E(s) of every state of the first n units, all others off: 2^n values. Biases may differ from a machine's own.
// Grows `out` by one unit: values [0, 2^k) are there, [2^k, 2^(k + 1)) are written.
void doubleStates(const RowMatrix& J, std::span<const float> a, std::size_t k, std::span<double> out);
void logWeights(const RowMatrix& J, std::span<const float> a, std::span<double> out);  // all of a.size() units

// <s_k s_j> and <s_k> of the first a.size() units under p(s) = exp(log weight) / Z, into the top left of `moments`.
// Uses up the log weights. Float exponentials of base `kernels`: the same bits everywhere, fit for training.
void momentsFromLogWeights(std::span<double> log_weights, UnitMoments& moments);

// log(sum over all values of exp), in nats, in double precision; for figures.
double logTotal(std::span<const double> log_weights);

// The exact two phases. `table` is scratch of 2^n values (model) or 2^H (data), allocated when too small.
void modelMoments(const Couplings& m, std::vector<double>& table, UnitMoments& moments);
// Mean over the columns of v (V x N): <h_j h_k>, <h_j v_i> under p(h | v). `states` is scratch.
void dataMoments(const Couplings& m, const Matrix& v, std::vector<double>& table, UnitStates& states, UnitMoments& one,
                 UnitMoments& moments);

// log sum over h of exp(-E(v, h)) for all 2^V visible states, hidden units summed out, in slices: by counting all
// joint states (n <= 20), or where no hidden units are connected to each other by hand (V <= 20):
//   b.v + v'U v / 2 + sum_j softplus(c_j + (W'v)_j)
class VisibleWeights {
 public:
  static bool possible(const BoltzmannParameters& p, bool hidden_links);

  VisibleWeights(const BoltzmannParameters& p, bool hidden_links);  // copies what it needs

  bool advance();           // one slice of at most a few milliseconds; true when done
  double progress() const;  // 0 .. 1
  void finish() {
    while (!advance()) {
    }
  }

  // After the last slice. State v has the index sum_i v_i 2^i.
  std::span<const double> logWeights() const { return {table_.data(), std::size_t{1} << visible_}; }
  double logPartition() const { return log_partition_; }  // nats
  double logProbability(std::span<const float> v) const;  // nats; units from 0.5 on count as on

 private:
  Couplings m_;
  std::size_t visible_, counted_;      // units; those whose states are counted
  std::size_t done_ = 0;               // units doubled, then hidden units summed out by hand
  std::size_t reduced_ = 0;            // visible states whose hidden states are summed
  std::vector<double> table_, input_;  // input_: of one hidden unit, for every visible state
  double log_partition_ = 0;
  bool finished_ = false;
};

}  // namespace harmonium
