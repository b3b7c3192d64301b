#include "measures/ais.h"

#include "base/assert.h"

#include <algorithm>

namespace harmonium {

std::vector<double> annealingLadder(std::size_t count) {
  HARMONIUM_ASSERT(count >= 3);
  const std::size_t first = std::max<std::size_t>(1, count * 500 / 14500);
  const std::size_t second = std::max<std::size_t>(1, count * 4000 / 14500);
  const std::size_t third = count - first - second;
  std::vector<double> ladder = {0.0};
  const auto rise = [&ladder](double from, double to, std::size_t steps) {
    for (std::size_t i = 1; i <= steps; ++i) {
      ladder.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(steps));
    }
  };
  rise(0.0, 0.5, first);
  rise(0.5, 0.9, second);
  rise(0.9, 1.0, third);
  return ladder;
}

Ais::Ais(RbmParameters p, RbmBase base, std::vector<double> ladder, std::size_t chains, Rng rng)
    : p_(std::move(p)),
      base_(std::move(base)),
      ladder_(std::move(ladder)),
      rng_(rng),
      v_(p_.W.rows(), static_cast<Eigen::Index>(chains)),
      log_weights_(chains, 0.0),
      gap_(chains),
      beta_(chains) {
  HARMONIUM_ASSERT(ladder_.size() >= 2 && chains >= 1);
}

Ais::Ais(RbmParameters p, RbmBase base, std::vector<double> ladder, std::size_t chains, std::uint64_t seed)
    : Ais(std::move(p), std::move(base), std::move(ladder), chains, Rng(seed, Purpose::kMeasure)) {
  sampleBase(p_, base_, v_, scratch_, rng_);
}

Ais Ais::reverse(RbmParameters p, RbmBase base, std::vector<double> ladder, Matrix start, std::uint64_t seed) {
  HARMONIUM_ASSERT(start.rows() == p.W.rows());
  std::ranges::reverse(ladder);
  Ais ais(std::move(p), std::move(base), std::move(ladder), static_cast<std::size_t>(start.cols()),
          Rng(seed, Purpose::kMeasure));
  ais.v_ = std::move(start);
  return ais;
}

void Ais::advance() {
  const double before = ladder_[next_ - 1], beta = ladder_[next_];
  const std::size_t hidden = p_.hidden();
  hiddenInput(p_, v_, States::kBinary, scratch_, h_input_);

  // The ratio of the two unnormalised probabilities of the same states.
  scaled_ = h_input_;
  kernels::scale(static_cast<float>(before), flat(scaled_));
  h_ = h_input_;
  kernels::scale(static_cast<float>(beta), flat(h_));
  baseGap(p_, base_, v_, scratch_, gap_);
  for (std::size_t n = 0; n < log_weights_.size(); ++n) {
    log_weights_[n] += (beta - before) * gap_[n] + kernels::sumSoftplus(flat(h_).subspan(n * hidden, hidden)) -
                       kernels::sumSoftplus(flat(scaled_).subspan(n * hidden, hidden));
  }

  // A Gibbs step that leaves p_beta as it is. h_ holds beta (c + W'x).
  kernels::sigmoid(flat(h_), flat(h_));
  kernels::bernoulli(rng_, flat(h_), flat(h_));
  visibleInput(p_, h_, States::kBinary, scratch_, v_input_);
  std::ranges::fill(beta_, static_cast<float>(beta));
  sampleTempered(p_, base_, beta_, v_input_, v_, scratch_, rng_);
  ++next_;
}

LogMean Ais::estimate() const {
  LogMean result = logMeanExp(log_weights_);
  if (ladder_.front() > ladder_.back()) result.log_mean = -result.log_mean;  // of Z / Z_0
  result.log_mean += baseLogPartition(p_, base_);
  return result;
}

}  // namespace harmonium
