#include "models/boltzmann/boltzmann_mixing.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/boltzmann/boltzmann_exact.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr double kForgotten = 0.001;

// Calls visit(state with k off, state with k on) for every pair of states that differ in unit k alone.
template <typename Visit>
void forEachPair(std::size_t states, std::size_t k, Visit visit) {
  const std::size_t bit = std::size_t{1} << k;
  for (std::size_t high = 0; high < states; high += 2 * bit) {
    for (std::size_t s = high; s < high + bit; ++s) visit(s, s + bit);
  }
}

// The probability that a visit to the unit chooses the state `on` of the pair. If both probabilities underflow to 0,
// the chain never reaches the pair, and any share will do.
double shareOn(const std::vector<double>& p, std::size_t off, std::size_t on) {
  const double both = p[off] + p[on];
  return both > 0 ? p[on] / both : 0.5;
}

}  // namespace

SweepOperator::SweepOperator(const Couplings& m) : units_(m.units()) {
  HARMONIUM_ASSERT(units_ <= kMixedUnits);
  const std::size_t states = std::size_t{1} << units_;
  energy_.resize(states);
  logWeights(m.J, flat(m.a), energy_);
  const double log_z = logTotal(energy_);
  p_.resize(states);
  for (std::size_t s = 0; s < states; ++s) p_[s] = reals::exp(energy_[s] - log_z);
  for (double& e : energy_) e = -e;

  start_.assign(states, 1.0);
  for (std::size_t k = 0; k < units_; ++k) {
    const double bias = toDouble(m.a[toIndex(k)]);
    // Hidden units start at 0, as in BoltzmannChains::begin().
    const double on = k < m.hidden ? 0.0 : 1 / (1 + reals::exp(-bias));
    forEachPair(states, k, [&](std::size_t s, std::size_t t) {
      start_[s] *= 1 - on;
      start_[t] *= on;
    });
  }
}

std::vector<double> SweepOperator::autocorrelation(std::size_t lags) const {
  double mean = 0;
  for (std::size_t s = 0; s < p_.size(); ++s) mean += p_[s] * energy_[s];
  std::vector<double> f = energy_;
  for (double& x : f) x -= mean;
  double variance = 0;
  for (std::size_t s = 0; s < f.size(); ++s) variance += p_[s] * f[s] * f[s];
  std::vector<double> rho = {1};
  if (!(variance > 1e-12)) return rho;
  std::vector<double> g = f;  // what f is expected to be t sweeps on, by where the chain stands now
  for (std::size_t lag = 1; lag <= lags; ++lag) {
    for (std::size_t k = units_; k-- > 0;) {  // the expectation is taken of the last visit first
      forEachPair(g.size(), k, [&](std::size_t off, std::size_t on) {
        const double share = shareOn(p_, off, on);
        g[off] = g[on] = (1 - share) * g[off] + share * g[on];
      });
    }
    double covariance = 0;
    for (std::size_t s = 0; s < f.size(); ++s) covariance += p_[s] * f[s] * g[s];
    rho.push_back(covariance / variance);
    if (rho.size() > 5 && std::max({rho[lag], rho[lag - 1], -rho[lag], -rho[lag - 1]}) < kForgotten) break;
  }
  return rho;
}

std::vector<double> SweepOperator::distances(std::size_t sweeps) const {
  std::vector<double> q = start_;
  const auto distance = [&] {
    double sum = 0;
    for (std::size_t s = 0; s < q.size(); ++s) sum += q[s] > p_[s] ? q[s] - p_[s] : p_[s] - q[s];
    return sum / 2;
  };
  std::vector<double> found = {distance()};
  for (std::size_t sweep = 1; sweep <= sweeps && found.back() >= kForgotten; ++sweep) {
    for (std::size_t k = 0; k < units_; ++k) {
      forEachPair(q.size(), k, [&](std::size_t off, std::size_t on) {
        const double both = q[off] + q[on], share = shareOn(p_, off, on);
        q[off] = (1 - share) * both;
        q[on] = share * both;
      });
    }
    found.push_back(distance());
  }
  return found;
}

std::optional<std::size_t> mixingTime(std::span<const double> distances) {
  const auto found = std::ranges::find_if(distances, [](double d) { return d < 0.25; });
  if (found == distances.end()) return std::nullopt;
  return toSize(found - distances.begin());
}

}  // namespace harmonium
