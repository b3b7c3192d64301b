#include "models/boltzmann/boltzmann_sampler.h"

#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

// Energies are remembered of at most so many chains and sweeps.
constexpr int kTracedChains = 64;
constexpr std::size_t kTracedSweeps = 512;

}  // namespace

BoltzmannChains::BoltzmannChains(const BoltzmannMachine& machine, int count)
    : Sampler(static_cast<Eigen::Index>(machine.couplings().visible()), count), machine_(machine) {}

void BoltzmannChains::begin(Rng& rng) {
  // The machine without connections: each visible unit alone, from its bias; the hidden ones are off.
  const Couplings& m = machine_.couplings();
  Matrix mean = machine_.machine().rbm.b.replicate(1, states_.cols());
  kernels::sigmoidBernoulli(rng, flat(mean), flat(states_));
  mean_ = states_;
  units_.resize(m.a.size(), states_.cols());
  units_.topRows(static_cast<Eigen::Index>(m.hidden)).setZero();
  setVisible(states_, units_);
  means_.resize(units_.rows(), units_.cols());
  h_.setZero(static_cast<Eigen::Index>(m.hidden), states_.cols());
  energy_.clear();
}

void BoltzmannChains::run(std::size_t /*stage*/, Rng& rng) {
  const Couplings& m = machine_.couplings();
  const Eigen::Index hidden = static_cast<Eigen::Index>(m.hidden);
  order_.resize(m.hidden);
  std::iota(order_.begin(), order_.end(), 0u);
  for (std::size_t i = 0; i < m.visible(); ++i) {
    const Eigen::Index row = static_cast<Eigen::Index>(i), unit = hidden + row;
    bool free = held().cols() == 0;
    for (Eigen::Index n = 0; n < held().cols(); ++n) free = free || std::isnan(held()(row, n));
    if (free) {
      order_.push_back(static_cast<std::uint32_t>(unit));
    } else {
      holdRow(row, unit);
    }
  }
  if (held().cols() <= 1) {
    gibbsSweep(m, order_, 1, units_, means_, rng);
  } else {
    // A unit is visited in all chains at once. Where some hold it, it gets its value back before the next unit looks.
    for (const std::uint32_t& unit : order_) {
      gibbsSweep(m, {&unit, 1}, 1, units_, means_, rng);
      if (unit >= m.hidden) holdRow(static_cast<Eigen::Index>(unit) - hidden, static_cast<Eigen::Index>(unit));
    }
  }
  trace(order_.size() == m.units());
  getVisible(units_, states_);
  getVisible(means_, mean_);
  h_ = units_.topRows(hidden);
}

void BoltzmannChains::holdRow(Eigen::Index row, Eigen::Index unit) {
  for (Eigen::Index n = 0; n < units_.cols(); ++n) {
    const float value = held()(row, held().cols() == 1 ? 0 : n);
    if (std::isnan(value)) continue;
    units_(unit, n) = value;
    means_(unit, n) = value;
  }
}

// Sweeps that leave units out would count as none.
void BoltzmannChains::trace(bool whole) {
  if (!whole || count() > kTracedChains) return energy_.clear();
  const std::size_t chains = static_cast<std::size_t>(count());
  newest_.resize(chains);
  harmonium::energies(machine_.couplings(), units_, fields_, newest_);
  if (energy_.size() == kTracedSweeps * chains) {
    energy_.erase(energy_.begin(), energy_.begin() + static_cast<std::ptrdiff_t>(chains));
  }
  for (const double e : newest_) energy_.push_back(static_cast<float>(e));
}

std::unique_ptr<Sampler> BoltzmannMachine::sampler(int count) const {
  return std::make_unique<BoltzmannChains>(*this, count);
}

}  // namespace harmonium
