#include "models/faces/state_tally.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "base/state_number.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace harmonium {

namespace {

// At most so many counts of groups: 4 MB. Fewer groups tell tau less precisely.
constexpr std::size_t kMostCounts = 1 << 20;

std::size_t groupsOf(std::size_t units, std::size_t chains) {
  return std::clamp<std::size_t>(kMostCounts >> units, 1, chains);
}

// E |X - mean| of a Poisson variable.
double poissonDeviation(double mean) {
  // The normal limit, with its first correction, holds to 1e-5 from here on.
  if (mean > 60) return std::sqrt(2 * mean / std::numbers::pi) * (1 + 1 / (12 * mean));
  double term = 2 * mean * reals::exp(-mean);
  for (double k = 1; k <= std::floor(mean); ++k) term *= mean / k;
  return term;
}

}  // namespace

double StateTally::bytes(std::size_t units) {
  return 4 * toDouble(kMostCounts + (std::size_t{1} << units));
}

StateTally::StateTally(std::size_t units, std::size_t chains)
    : units_(units),
      chains_(chains),
      groups_(groupsOf(units, chains)),
      counts_(std::size_t{1} << units),
      group_counts_(groups_ << units) {
  HARMONIUM_ASSERT(units <= kMostUnits && chains > 0);
}

void StateTally::clear() {
  std::ranges::fill(counts_, 0u);
  std::ranges::fill(group_counts_, 0u);
  squares_ = group_squares_ = 0;
  steps_ = 0;
  stale_ = false;
}

void StateTally::add(const Matrix& states) {
  HARMONIUM_ASSERT(rowCount(states) == units_ && columnCount(states) == chains_);
  if (stale_) {
    clear();
    burning_ = true;
  } else if (burning_ && steps_ == kBurnIn) {
    clear();
    burning_ = false;
  }
  for (std::size_t n = 0; n < chains_; ++n) {
    const std::size_t number = stateNumber(flat(states).subspan(n * units_, units_));
    // Chains go round the groups, so that no group has more than one chain more than another.
    std::uint32_t& of_group = group_counts_[(n % groups_) << units_ | number];
    squares_ += 2 * toDouble(counts_[number]++) + 1;
    group_squares_ += 2 * toDouble(of_group++) + 1;
  }
  ++steps_;
}

double StateTally::correlationTime() const {
  const double steps = toDouble(this->steps()), groups = toDouble(groups_);
  if (steps == 0 || groups_ < 2) return std::max(1.0, groups_ < 2 ? steps : 1.0);
  const double each = toDouble(chains_) / groups * steps, all = toDouble(chains_) * steps;
  // Sums over all states of the variance between groups, and of p (1 - p). The sum over all groups of the squared
  // deviations from the mean share is that of the squares less `groups` times the square of the mean.
  const double between = (group_squares_ / (each * each) - groups * squares_ / (all * all)) / (groups - 1);
  const double within = 1 - squares_ / (all * all);
  if (within <= 0) return 1;  // the chains have been in one state alone
  return std::clamp(each * between / within, 1.0, std::max(1.0, steps));
}

double expectedDistance(std::span<const double> p, double draws) {
  double sum = 0;
  for (const double each : p) {
    // A share deviates as much as the share of all other states. The binomial distribution is narrower than Poisson's
    // by sqrt(1 - p).
    const double less = std::clamp(std::min(each, 1 - each), 0.0, 0.5);
    sum += poissonDeviation(draws * less) * std::sqrt(1 - less);
  }
  return 0.5 * sum / draws;
}

}  // namespace harmonium
