#include "measures/chain_trace.h"

#include "base/mixing.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::size_t kSums = 8;         // sums with random signs
constexpr std::size_t kMostTimes = 200;  // states recorded per chain: enough for R-hat, and few beside the steps
constexpr std::size_t kFewestTimes = 10;
constexpr std::uint64_t kSigns = 3;  // the stream of a measure's random numbers that chooses the signs
constexpr double kLargestRhat = 1.1;

}  // namespace

bool Mixing::mixed() const {
  return rhat <= kLargestRhat;
}

ChainTrace::ChainTrace(std::size_t chains, std::size_t steps, const Vector& deviations,
                       std::unique_ptr<FreeEnergies> energies, std::uint64_t seed)
    : chains_(chains),
      steps_(steps),
      every_(std::max<std::size_t>(1, steps / 2 / kMostTimes)),
      energies_(std::move(energies)),
      signs_(deviations.size(), toIndex(kSums)),
      series_(kSums + (energies_ != nullptr ? 1 : 0)),
      first_(series_.size()) {
  Rng rng(seed, Purpose::kMeasure, kSigns);
  for (Index k = 0; k < signs_.cols(); ++k) {
    for (Index i = 0; i < signs_.rows(); ++i) {
      const float sign = (rng.bits() >> 31) != 0 ? 1.0f : -1.0f;
      signs_(i, k) = deviations[i] > 0 ? sign / deviations[i] : sign;
    }
  }
}

Work ChainTrace::see(Pace& pace, std::size_t step, const Matrix& v) {
  if (2 * step <= steps_ || step % every_ != 0) co_return;
  const std::size_t values = rowCount(v);
  for (std::size_t k = 0; k < kSums; ++k) {
    const std::span<const float> signs = flat(signs_).subspan(k * values, values);
    for (std::size_t n = 0; n < chains_; ++n) {
      record(k, kernels::dot(signs, flat(v).subspan(n * values, values)));
    }
  }
  if (energies_ == nullptr) co_return;
  nats_.resize(chains_);
  co_await energies_->freeEnergy(pace, v, LikelihoodOf::kVisible, nats_);
  for (const double energy : nats_) record(kSums, energy);
}

// Less the first value, because a float could not hold small changes of a large number.
void ChainTrace::record(std::size_t quantity, double value) {
  if (series_[quantity].empty()) first_[quantity] = value;
  series_[quantity].push_back(toFloat(value - first_[quantity]));
}

std::optional<Mixing> ChainTrace::mixing() const {
  if (series_[0].size() / chains_ < kFewestTimes) return std::nullopt;
  Mixing found{.rhat = 0, .time = 0, .settled = true};
  for (const std::vector<float>& series : series_) {
    found.rhat = std::max(found.rhat, splitRhat(series, chains_));
    const std::vector<double> rho = autocorrelationOf(series, chains_, series.size() / chains_ / 2);
    if (rho.empty()) continue;  // nothing varied, so there is nothing to forget
    const Autocorrelation time = integratedTime(rho);
    found.time = std::max(found.time, time.time * toDouble(every_));
    found.settled = found.settled && time.settled;
  }
  return found;
}

}  // namespace harmonium
