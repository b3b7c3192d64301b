// Exact draws of machines whose states can be counted. Oracle: sums over all joint states, written from the energy
// (tests/support/small_rbm.h, small_boltzmann.h).
#include "models/boltzmann/boltzmann_draws.h"
#include "models/layers/counted_states.h"
#include "models/layers/rbm_draws.h"
#include "models/layers/rbm_exact.h"
#include "tests/support/small_boltzmann.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <vector>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

constexpr int kDraws = 20'000;

struct Drawn {
  Matrix states, means;
};

Drawn drawn(ExactDraws& draws, Eigen::Index values, std::uint64_t seed = 1) {
  int slices = 0;
  double before = 0;
  while (!draws.prepare()) {
    CHECK(draws.prepared() >= before);
    before = draws.prepared();
    REQUIRE(++slices < 10'000);
  }
  Drawn all{Matrix(values, kDraws), Matrix(values, kDraws)};
  Rng rng(seed, Purpose::kSample);
  draws.draw(rng, all.states, all.means);
  return all;
}

// How often each state of binary units occurs, by the number of the state.
std::vector<double> counts(const Matrix& states) {
  std::vector<double> found(std::size_t{1} << states.rows());
  for (Eigen::Index n = 0; n < states.cols(); ++n) {
    std::size_t state = 0;
    for (Eigen::Index i = 0; i < states.rows(); ++i) {
      REQUIRE((states(i, n) == 0.0f || states(i, n) == 1.0f));
      state |= (states(i, n) == 1.0f ? std::size_t{1} : 0) << i;
    }
    found[state] += 1;
  }
  return found;
}

// Pearson's statistic of the counts has the mean and half the variance of its degrees of freedom. Five deviations more
// come once in a million.
void checkCounts(const Matrix& states, const std::vector<double>& p) {
  const std::vector<double> found = counts(states);
  REQUIRE(found.size() == p.size());
  double statistic = 0, freedom = -1;
  for (std::size_t s = 0; s < p.size(); ++s) {
    const double expected = p[s] * kDraws;
    if (expected < 5) continue;  // too rare for the statistic
    statistic += (found[s] - expected) * (found[s] - expected) / expected;
    freedom += 1;
  }
  INFO(statistic << " for " << freedom);
  CHECK(statistic < freedom + 5 * std::sqrt(2 * freedom));
}

// The means that samples are drawn from have the same mean as the samples.
void checkMeans(const Drawn& all) {
  for (Eigen::Index i = 0; i < all.states.rows(); ++i) {
    double difference = 0, squares = 0;
    for (Eigen::Index n = 0; n < kDraws; ++n) {
      const double off = static_cast<double>(all.states(i, n)) - static_cast<double>(all.means(i, n));
      difference += off / kDraws;
      squares += off * off / kDraws;
    }
    CHECK_THAT(difference, WithinAbs(0.0, 5 * std::sqrt(squares / kDraws)));
  }
}

std::vector<double> probabilities(const RbmParameters& p) {
  std::vector<double> all;
  for (std::uint64_t state = 0; state < (std::uint64_t{1} << p.visible()); ++state) {
    all.push_back(oracle::probability(p, oracle::bitsOf(state, p.visible())));
  }
  return all;
}

}  // namespace

TEST_CASE("A restricted machine is drawn by its probabilities, whichever layer is counted", "[draws][exact]") {
  for (const auto& [visible, hidden] : {std::pair{5, 3}, {4, 7}}) {
    const RbmParameters p = oracle::randomRbm(visible, hidden, 1.5f, static_cast<std::uint64_t>(visible));
    const std::unique_ptr<ExactDraws> draws = exactRbmDraws(p);
    REQUIRE(draws != nullptr);
    CHECK(draws->counted() == std::size_t{1} << std::min(visible, hidden));
    const Drawn all = drawn(*draws, visible);
    checkCounts(all.states, probabilities(p));
    checkMeans(all);
  }
}

TEST_CASE("Values beside a label are drawn with the label summed out", "[draws][exact][labels]") {
  RbmParameters p = oracle::randomRbm(7, 3, 1.2f, 4);  // four values and a label of three classes
  p.labels = 3;
  std::vector<double> expected(16);
  double sum = 0;
  for (std::uint64_t state = 0; state < 16; ++state) {
    for (std::uint64_t k = 0; k < 3; ++k) {
      // The label's units count as any others in the energy; one of them is on.
      const double weight = std::exp(-oracle::freeEnergyBySum(p, oracle::bitsOf(state | (std::uint64_t{16} << k), 7)));
      expected[static_cast<std::size_t>(state)] += weight;
      sum += weight;
    }
  }
  for (double& each : expected) each /= sum;
  const std::unique_ptr<ExactDraws> draws = exactRbmDraws(p);
  const Drawn all = drawn(*draws, 4);
  checkCounts(all.states, expected);
  checkMeans(all);
}

TEST_CASE("A Gaussian machine is drawn from its mixture", "[draws][exact][gaussian]") {
  const RbmParameters p = oracle::randomGaussianRbm(3, 4, 0.8f, 5);
  // The mixture: every hidden state has the weight of its Gaussian integral and the mean shift + scale (b + W h).
  RbmStates states(p);
  states.load(p, 0, states.total());
  double highest = -INFINITY, sum = 0;
  for (const double term : states.logTerms()) highest = std::max(highest, term);
  std::vector<double> mean(3), square(3);
  for (std::size_t h = 0; h < states.total(); ++h) {
    const double weight = std::exp(states.logTerms()[h] - highest);
    sum += weight;
    for (Eigen::Index i = 0; i < 3; ++i) {
      double u = static_cast<double>(p.b[i]);
      for (Eigen::Index j = 0; j < 4; ++j) u += (h >> j & 1) != 0 ? static_cast<double>(p.W(i, j)) : 0;
      const double scale = static_cast<double>(p.scale[i]), v = static_cast<double>(p.shift[i]) + scale * u;
      const auto at = static_cast<std::size_t>(i);
      mean[at] += weight * v;
      square[at] += weight * (v * v + scale * scale * std::exp(static_cast<double>(p.z[i])));
    }
  }
  const std::unique_ptr<ExactDraws> draws = exactRbmDraws(p);
  CHECK(draws->counted() == 16);
  const Drawn all = drawn(*draws, 3);
  for (Eigen::Index i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double expected = mean[at] / sum, variance = square[at] / sum - expected * expected;
    double found = 0, found_square = 0;
    for (Eigen::Index n = 0; n < kDraws; ++n) {
      const double v = static_cast<double>(all.states(i, n));
      found += v / kDraws;
      found_square += (v - expected) * (v - expected) / kDraws;
    }
    CHECK_THAT(found, WithinAbs(expected, 5 * std::sqrt(variance / kDraws)));
    // A mixture of Gaussians has a kurtosis of at most a few: the variance is known to sqrt(8 / n) of itself.
    CHECK_THAT(found_square, WithinRel(variance, 5 * std::sqrt(8.0 / kDraws)));
  }
  checkMeans(all);
}

TEST_CASE("A general machine is drawn by its probabilities, with and without links among hidden units",
          "[draws][exact][boltzmann]") {
  for (const bool hidden_links : {false, true}) {
    for (const auto& [visible, hidden] : {std::pair{4, 3}, {4, 0}}) {
      BoltzmannParameters p = oracle::randomBoltzmann(visible, hidden, 1.0f, 7);
      if (!hidden_links) p.V.setZero();
      std::vector<double> expected;
      for (std::uint64_t state = 0; state < 16; ++state) {
        expected.push_back(
            std::exp(oracle::logWeightBySum(p, oracle::bitsOf(state, 4)) - oracle::logPartitionBySum(p)));
      }
      const std::unique_ptr<ExactDraws> draws = exactBoltzmannDraws(p, hidden_links);
      REQUIRE(draws != nullptr);
      const Drawn all = drawn(*draws, visible);
      checkCounts(all.states, expected);
      checkMeans(all);
    }
  }
}

TEST_CASE("Machines with too many states have no exact draws", "[draws]") {
  CHECK(exactRbmDraws(oracle::randomRbm(21, 21, 0.1f, 1)) == nullptr);
  CHECK(exactRbmDraws(oracle::randomRbm(30, 2, 0.1f, 1)) != nullptr);
  CHECK(exactBoltzmannDraws(oracle::randomBoltzmann(12, 9, 0.1f, 1), true) == nullptr);
  CHECK(exactBoltzmannDraws(oracle::randomBoltzmann(12, 9, 0.1f, 1), false) != nullptr);
}

TEST_CASE("Counted states are drawn from weights of any size, and never those of weight 0", "[draws]") {
  CountedStates states;
  const std::vector<double> first = {-INFINITY, 1000}, second = {1000 + std::log(3.0), -INFINITY, -2000};
  states.add(first);
  states.add(second);
  while (!states.settle()) {
  }
  Rng rng(1, Purpose::kSample);
  std::vector<int> found(5);
  for (int n = 0; n < 4000; ++n) ++found[states.draw(rng)];
  CHECK(found[0] + found[3] + found[4] == 0);
  // Binomial(4000, 3/4): five deviations.
  CHECK(std::abs(found[2] - 3000) < 5 * std::sqrt(4000 * 0.75 * 0.25));
}
