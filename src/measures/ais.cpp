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

Ais::Ais(RbmParameters p, Vector base_bias, std::vector<double> ladder, std::size_t chains, std::uint64_t seed)
    : p_(std::move(p)),
      base_bias_(std::move(base_bias)),
      ladder_(std::move(ladder)),
      rng_(seed, Purpose::kMeasure),
      log_weights_(chains, 0.0) {
  HARMONIUM_ASSERT(ladder_.size() >= 2 && chains >= 1);
  v_input_ = base_bias_.replicate(1, static_cast<Eigen::Index>(chains));
  v_.resize(v_input_.rows(), v_input_.cols());
  kernels::sigmoidBernoulli(rng_, flat(v_input_), flat(v_));
}

void Ais::advance() {
  const double before = ladder_[next_ - 1], beta = ladder_[next_];
  const std::size_t visible = p_.visible(), hidden = p_.hidden();
  hiddenInput(p_, v_, States::kBinary, scratch_, h_input_);

  // The ratio of the two unnormalised probabilities of the same states.
  scaled_ = h_input_;
  kernels::scale(static_cast<float>(before), flat(scaled_));
  h_ = h_input_;
  kernels::scale(static_cast<float>(beta), flat(h_));
  for (std::size_t n = 0; n < log_weights_.size(); ++n) {
    const std::span<const float> v = flat(v_).subspan(n * visible, visible);
    const double rate = kernels::dot(flat(p_.b), v) - kernels::dot(flat(base_bias_), v);
    log_weights_[n] += (beta - before) * rate + kernels::sumSoftplus(flat(h_).subspan(n * hidden, hidden)) -
                       kernels::sumSoftplus(flat(scaled_).subspan(n * hidden, hidden));
  }

  // A Gibbs step that leaves p_beta as it is. h_ holds beta (c + W'v).
  kernels::sigmoid(flat(h_), flat(h_));
  kernels::bernoulli(rng_, flat(h_), flat(h_));
  visibleInput(p_, h_, States::kBinary, scratch_, v_input_);
  kernels::scale(static_cast<float>(beta), flat(v_input_));
  v_input_.colwise() += static_cast<float>(1.0 - beta) * base_bias_;
  kernels::sigmoidBernoulli(rng_, flat(v_input_), flat(v_));
  ++next_;
}

LogMean Ais::estimate() const {
  LogMean result = logMeanExp(log_weights_);
  result.log_mean += logPartitionWithoutWeights(base_bias_, p_.hidden());
  return result;
}

}  // namespace harmonium
