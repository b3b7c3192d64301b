// Exact sums over all 2^n states of a general Boltzmann machine with n units, for n <= 20.
//
// Energies are computed by doubling. If the energies of all states of the units below k are known, those with unit k on
// follow:
//
//   - E(s with unit k on) = - E(s) + a_k + sum over j < k of J_kj s_j        for all s of the units below k
//
// The sum on the right is computed by doubling too. So a state costs two additions for any number of units, and an
// energy accumulates the rounding errors of at most n additions. State s has the index sum_k s_k 2^k, with the units in
// the order of Couplings. Hidden units are the low bits, so that the 2^H joint states of one visible state are
// adjacent.
#pragma once

#include "models/boltzmann/boltzmann.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kCountableUnits = 20;  // a million states

// Compute -E(s) of the states of the first units, with all other units off. `a` may differ from the machine's biases.
// doubleStates() adds unit k: out[0, 2^k) must be known, out[2^k, 2^(k + 1)) is written. logWeights() writes all 2^n
// values for n = a.size().
void doubleStates(const RowMatrix& J, std::span<const float> a, std::size_t k, std::span<double> out);
void logWeights(const RowMatrix& J, std::span<const float> a, std::span<double> out);

// Writes <s_k s_j> and <s_k> under p(s) = exp(log weight) / Z into the top left of `moments`. Overwrites the log
// weights. It uses the float exponentials of kernels/, which have the same bits on every machine, because training
// depends on the result.
Work momentsFromLogWeights(Pace& pace, std::span<double> log_weights, UnitMoments& moments);

// log of the sum of exp over all values, in nats and double precision. Used for readings, not for training.
double logTotal(std::span<const double> log_weights);

// The exact statistics of the free phase. `table` is scratch of 2^n values, which grows if it is too small.
Work modelMoments(Pace& pace, const Couplings& m, std::vector<double>& table, UnitMoments& moments);
void modelMoments(const Couplings& m, std::vector<double>& table, UnitMoments& moments);
// The exact statistics of the clamped phase: the mean over the columns of v, V x N, of <h_j h_k> and <h_j v_i> under
// p(h | v). `table` is scratch of 2^H values; `states` and `one` are scratch.
Work dataMoments(Pace& pace, const Couplings& m, const Matrix& v, std::vector<double>& table, UnitStates& states,
                 UnitMoments& one, UnitMoments& moments);
void dataMoments(const Couplings& m, const Matrix& v, std::vector<double>& table, UnitStates& states, UnitMoments& one,
                 UnitMoments& moments);

// Computes log sum over h of exp(-E(v, h)) for all 2^V visible states, in slices. It counts all joint states (n <= 20).
// If no hidden units are connected to each other, it uses a closed form instead (V <= 20):
//   b.v + v'U v / 2 + sum_j softplus(c_j + (W'v)_j)
class VisibleWeights {
 public:
  static bool possible(const BoltzmannParameters& p, bool hidden_links);

  VisibleWeights(const BoltzmannParameters& p, bool hidden_links);  // keeps its own copy of the parameters

  bool advance();           // works for at most a few milliseconds; true when done
  double progress() const;  // 0 .. 1
  void finish() {
    while (!advance()) {
    }
  }

  // These three hold after the last slice. State v has the index sum_i v_i 2^i.
  std::span<const double> logWeights() const { return {table_.data(), std::size_t{1} << visible_}; }
  double logPartition() const { return log_partition_; }  // nats
  double logProbability(std::span<const float> v) const;  // nats; units from 0.5 on count as on

 private:
  Couplings m_;
  std::size_t visible_, counted_;      // number of visible units, and of units whose states are counted
  std::size_t done_ = 0;               // number of units doubled, then also of hidden units summed out
  std::size_t reduced_ = 0;            // number of visible states whose hidden states are summed
  std::vector<double> table_, input_;  // input_ holds the input of one hidden unit for every visible state
  double log_partition_ = 0;
  bool finished_ = false;
};

}  // namespace harmonium
