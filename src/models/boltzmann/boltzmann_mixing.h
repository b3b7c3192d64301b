// Measures of how fast a Gibbs sampler mixes. Both phases of the gradient of a general Boltzmann machine are means over
// the states of a chain. If the chain mixes slowly, it has to run long before its means are accurate.
//
// Autocorrelation of a quantity f at lag t, in sweeps, with f its mean under the machine:
//   rho(t) = E[(f(s_0) - mean)(f(s_t) - mean)] / Var f
// Integrated autocorrelation time: tau = 1 + 2 sum over t >= 1 of rho(t). tau sweeps are worth one independent draw:
// the mean of f over T sweeps has the variance Var f * tau / T. The sum ends at the first t >= 5 tau, beyond which
// estimates of rho are mostly noise (Sokal 1997, Monte Carlo methods in statistical mechanics).
//
// Distance from equilibrium after t sweeps: total variation, half the sum over all states of |p_t(s) - p(s)|, where
// chains start from independent units as sampleStart() draws them. Mixing time: the first t at which it is below 1/4
// (Levin, Peres & Wilmer 2009, Markov chains and mixing times).
#pragma once

#include "models/boltzmann/boltzmann.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace harmonium {

// A sweep as a linear operator on functions of all 2^n states, for n <= kMixedUnits. Its results are exact.
inline constexpr std::size_t kMixedUnits = 12;

class SweepOperator {
 public:
  explicit SweepOperator(const Couplings& m);  // n <= kMixedUnits

  // rho(0), rho(1), ... of the energy, at most `lags` + 1 values. The list ends early once |rho| has stayed below 0.001
  // for two lags.
  std::vector<double> autocorrelation(std::size_t lags) const;
  // The total variation distance after 0, 1, ... sweeps, at most `sweeps` + 1 values. It ends early below 0.001.
  std::vector<double> distances(std::size_t sweeps) const;

 private:
  std::size_t units_;
  std::vector<double> energy_;  // energy of every state, in nats
  std::vector<double> p_;       // probability of every state under the machine
  std::vector<double> start_;   // probability of every state under the start distribution
};

// rho(0) .. rho(lags) of the series of several chains, [time, chain]. Deviations are taken from the mean over all
// chains, so that chains stuck in different modes show as correlated. Empty if there are fewer than two times or if
// nothing varies.
std::vector<double> autocorrelationOf(std::span<const float> series, std::size_t chains, std::size_t lags);

struct Autocorrelation {
  double time = 1;       // tau, in sweeps
  bool settled = false;  // whether the sum ended at 5 tau; otherwise `time` is a lower bound
};
Autocorrelation integratedTime(std::span<const double> rho);

// The first t with distances[t] < 1/4; empty if there is none.
std::optional<std::size_t> mixingTime(std::span<const double> distances);

}  // namespace harmonium
