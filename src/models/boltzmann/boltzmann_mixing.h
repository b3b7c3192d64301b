// Measures of how fast a Gibbs sampler mixes. Both phases of the gradient of a general Boltzmann machine are means over
// the states of a chain. If the chain mixes slowly, it has to run long before its means are accurate.
//
// Autocorrelation and its integrated time: base/mixing.h. A step is a sweep here.
//
// Distance from equilibrium after t sweeps: total variation, half the sum over all states of |p_t(s) - p(s)|, where
// chains start from independent units as sampleStart() draws them. Mixing time: the first t at which it is below 1/4
// (Levin, Peres & Wilmer 2009, Markov chains and mixing times).
#pragma once

#include "base/mixing.h"
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

// The first t with distances[t] < 1/4; empty if there is none.
std::optional<std::size_t> mixingTime(std::span<const double> distances);

}  // namespace harmonium
