// How fast a Gibbs sampler forgets: why learning a general Boltzmann machine is hard. Both phases of its gradient are
// means over states that a chain reaches step by step, and a chain that forgets slowly has to run for long.
//
// Autocorrelation of a quantity f at lag t, in sweeps, with f its mean under the machine:
//   rho(t) = E[(f(s_0) - mean)(f(s_t) - mean)] / Var f
// Integrated autocorrelation time: tau = 1 + 2 sum over t >= 1 of rho(t). So many sweeps are worth one independent
// draw: the mean of f over T sweeps has the variance Var f * tau / T. The sum ends at the first t >= 5 tau (Sokal 1997,
// Monte Carlo methods in statistical mechanics), beyond which there is more noise than signal.
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

// The sweep as an operator on all 2^n states, for machines small enough: every figure below is exact.
inline constexpr std::size_t kMixedUnits = 12;

class SweepOperator {
 public:
  explicit SweepOperator(const Couplings& m);  // n <= kMixedUnits

  // rho(0), rho(1), ... of the energy: at most `lags` + 1 values; ends early once it has stayed below 0.001.
  std::vector<double> autocorrelation(std::size_t lags) const;
  // Total variation distance after 0, 1, ... sweeps: at most `sweeps` + 1 values; ends early below 0.001.
  std::vector<double> distances(std::size_t sweeps) const;

 private:
  std::size_t units_;
  std::vector<double> energy_;  // nats, of every state
  std::vector<double> p_;       // probability of every state
  std::vector<double> start_;   // of the start distribution
};

// rho(0) .. rho(lags) of series side by side, [time, chain], about the mean over all of them: chains that are stuck in
// different places count as correlated. Nothing where there are fewer than two times or nothing varies.
std::vector<double> autocorrelationOf(std::span<const float> series, std::size_t chains, std::size_t lags);

struct Autocorrelation {
  double time = 1;       // tau, in sweeps
  bool settled = false;  // the sum ended by itself; otherwise the time is at least this long
};
Autocorrelation integratedTime(std::span<const double> rho);

// The first t with distances[t] < 1/4; nothing if there is none.
std::optional<std::size_t> mixingTime(std::span<const double> distances);

}  // namespace harmonium
