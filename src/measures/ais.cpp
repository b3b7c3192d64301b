#include "measures/ais.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium {

// Most steps lie near beta = 1, because the distribution changes fastest there. Each part gets at least one step.
std::vector<double> annealingLadder(std::size_t count) {
  HARMONIUM_ASSERT(count >= 3);
  const std::size_t first = std::max<std::size_t>(1, count * 500 / 14500);
  const std::size_t second = std::max<std::size_t>(1, count * 4000 / 14500);
  const std::size_t third = count - first - second;
  std::vector<double> ladder = {0.0};
  const auto rise = [&ladder](double from, double to, std::size_t steps) {
    for (std::size_t i = 1; i <= steps; ++i) {
      ladder.push_back(from + (to - from) * toDouble(i) / toDouble(steps));
    }
  };
  rise(0.0, 0.5, first);
  rise(0.5, 0.9, second);
  rise(0.9, 1.0, third);
  return ladder;
}

Ais::Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, Rng rng)
    : chains_(std::move(chains)), ladder_(std::move(ladder)), rng_(rng), log_weights_(count, 0.0) {
  HARMONIUM_ASSERT(ladder_.size() >= 2 && count >= 1);
}

Ais::Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, std::uint64_t seed)
    : Ais(std::move(chains), std::move(ladder), count, Rng(seed, Purpose::kMeasure)) {
  chains_->startAtBase(count, rng_);
}

Ais Ais::reverse(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, const Matrix& start,
                 std::uint64_t seed) {
  // A falling ladder is what tells estimate() that the run went backwards.
  std::ranges::reverse(ladder);
  chains->startAt(start);
  return {std::move(chains), std::move(ladder), columnCount(start), Rng(seed, Purpose::kMeasure)};
}

Work Ais::advance(Pace& pace) {
  co_await chains_->move(pace, ladder_[next_ - 1], ladder_[next_], log_weights_, rng_);
  ++next_;
}

void Ais::advance() {
  Pace whole;
  finish(advance(whole));
}

LogMean Ais::estimate() const {
  LogMean result = logMeanExp(log_weights_);
  const double base = chains_->baseLogPartition();
  if (ladder_.front() > ladder_.back()) {  // a reverse run estimates Z_0 / Z
    result.log_mean = -result.log_mean;
    const double low = result.low;
    result.low = -result.high;
    result.high = -low;
  }
  result.log_mean += base;
  result.low += base;
  result.high += base;
  return result;
}

}  // namespace harmonium
