#include "models/boltzmann/boltzmann_sampler.h"

#include "base/numbers.h"
#include "models/boltzmann/boltzmann_draws.h"
#include "models/layers/rbm_draws.h"

#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

// The largest number of chains, and of sweeps, whose energies are kept.
constexpr int kTracedChains = 64;
constexpr std::size_t kTracedSweeps = 512;

}  // namespace

BoltzmannChains::BoltzmannChains(const BoltzmannMachine& machine, int count)
    : Sampler(toIndex(machine.couplings().visible()), count), machine_(machine) {}

void BoltzmannChains::begin(Rng& rng) {
  // The start distribution ignores connections: visible units are drawn from their biases, hidden ones are off.
  const Couplings& m = machine_.couplings();
  Matrix mean = machine_.machine().rbm.b.replicate(1, states_.cols());
  kernels::sigmoidBernoulli(rng, flat(mean), flat(states_));
  mean_ = states_;
  units_.resize(m.a.size(), states_.cols());
  units_.topRows(toIndex(m.hidden)).setZero();
  setVisible(states_, units_);
  means_.resize(units_.rows(), units_.cols());
  h_.setZero(toIndex(m.hidden), states_.cols());
  energy_.clear();
}

Work BoltzmannChains::run(std::size_t /*stage*/, Rng& rng, Pace& pace) {
  const Couplings& m = machine_.couplings();
  const Index hidden = toIndex(m.hidden);
  order_.resize(m.hidden);
  std::iota(order_.begin(), order_.end(), 0u);
  for (std::size_t i = 0; i < m.visible(); ++i) {
    const Index row = toIndex(i), unit = hidden + row;
    bool free = held().cols() == 0;
    for (Index n = 0; n < held().cols(); ++n) free = free || std::isnan(held()(row, n));
    if (free) {
      order_.push_back(toU32(unit));
    } else {
      holdRow(row, unit);
    }
  }
  if (held().cols() <= 1) {
    co_await gibbsSweep(pace, m, order_, 1, units_, means_, rng);
  } else {
    // A sweep draws a unit in all chains at once. If some chains hold it, it gets its held value back before the next
    // unit is drawn given it.
    for (const std::uint32_t& unit : order_) {
      co_await gibbsSweep(pace, m, {&unit, 1}, 1, units_, means_, rng);
      if (unit >= m.hidden) holdRow(toIndex(unit) - hidden, toIndex(unit));
    }
  }
  trace(order_.size() == m.units());
  getVisible(units_, states_);
  getVisible(means_, mean_);
  h_ = units_.topRows(hidden);
}

void BoltzmannChains::holdRow(Index row, Index unit) {
  for (Index n = 0; n < units_.cols(); ++n) {
    const float value = held()(row, held().cols() == 1 ? 0 : n);
    if (std::isnan(value)) continue;
    units_(unit, n) = value;
    means_(unit, n) = value;
  }
}

// A sweep with held units samples another distribution, so it interrupts the series of energies.
void BoltzmannChains::trace(bool whole) {
  if (!whole || count() > kTracedChains) return energy_.clear();
  const std::size_t chains = toSize(count());
  newest_.resize(chains);
  harmonium::energies(machine_.couplings(), units_, fields_, newest_);
  if (energy_.size() == kTracedSweeps * chains) {
    energy_.erase(energy_.begin(), energy_.begin() + toIndex(chains));
  }
  for (const double e : newest_) energy_.push_back(toFloat(e));
}

std::unique_ptr<Sampler> BoltzmannMachine::sampler(int count) const {
  return std::make_unique<BoltzmannChains>(*this, count);
}

std::unique_ptr<ExactDraws> BoltzmannMachine::exactDraws() const {
  if (std::unique_ptr<ExactDraws> draws = restricted() ? exactRbmDraws(p_.rbm) : nullptr) return draws;
  return exactBoltzmannDraws(p_, hidden_links_);
}

}  // namespace harmonium
