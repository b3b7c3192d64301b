// Tests of parallel tempering: every temperature keeps its distribution, and swaps take chains from mode to mode.
#include "models/layers/rbm_tempering.h"

#include "models/layers/rbm_exact.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

std::size_t numberOf(const Matrix& v, Eigen::Index column) {
  std::size_t number = 0;
  for (Eigen::Index i = 0; i < v.rows(); ++i) number |= static_cast<std::size_t>(v(i, column)) << i;
  return number;
}

// p_beta(v) of every state, from energies alone.
std::vector<double> tempered(const RbmParameters& p, const RbmBase& base, double beta) {
  const std::size_t states = std::size_t{1} << p.visible();
  std::vector<double> shares(states);
  double sum = 0;
  for (std::size_t v = 0; v < states; ++v) {
    const std::vector<double> on = oracle::bitsOf(v, p.visible());
    double free = 0;
    for (std::size_t i = 0; i < on.size(); ++i)
      free -= static_cast<double>(base.b[static_cast<Eigen::Index>(i)]) * on[i];
    for (std::size_t h = 0; h < (std::size_t{1} << p.hidden()); ++h) {
      shares[v] += std::exp(-(1 - beta) * free - beta * oracle::energy(p, on, oracle::bitsOf(h, p.hidden())));
    }
    sum += shares[v];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

// Two patterns, all on and all off, each 10 nats above whatever lies between them.
RbmParameters twoDeepWells() {
  RbmParameters p{RowMatrix::Constant(6, 2, 5.0f), Vector::Constant(6, -5.0f), Vector::Constant(2, -15.0f)};
  return p;
}

}  // namespace

TEST_CASE("Tempered chains keep the distribution of every temperature", "[rbm][tempering][sampling]") {
  // Oracle: probabilities by counting. Chi-square over the 16 states, 15 degrees of freedom: mean 15, deviation 5.5;
  // 45 is beyond five deviations. Ladders are independent of each other; the seed is fixed.
  const RbmParameters p = oracle::randomRbm(4, 3, 1.5f, 7);
  const RbmBase base(Vector(0.3f * Vector::Ones(4)));
  constexpr int kTemperatures = 4, kLadders = 4000;
  Rng rng(11, Purpose::kUpdate);
  TemperedChains chains(p, kTemperatures, kLadders);
  Pace whole;
  finish(chains.begin(whole, p, base, rng));
  for (int step = 0; step < 60; ++step) finish(chains.step(whole, p, base, rng));
  for (int t = 0; t < kTemperatures; ++t) {
    const std::vector<double> expected = tempered(p, base, static_cast<double>(chains.beta(t)));
    std::vector<double> counts(16);
    for (int l = 0; l < kLadders; ++l) ++counts[numberOf(chains.states(), t * kLadders + l)];
    double chi_square = 0;
    for (std::size_t state = 0; state < 16; ++state) {
      const double wanted = kLadders * expected[state];
      chi_square += (counts[state] - wanted) * (counts[state] - wanted) / wanted;
    }
    INFO("temperature " << t << ", chi-square " << chi_square);
    CHECK(chi_square < 45);
  }
  for (const float rate : chains.swapRate()) CHECK((rate > 0.1f && rate < 1.0f));
}

TEST_CASE("Tempered chains cross between wells that hold Gibbs chains for good", "[rbm][tempering][sampling]") {
  // All chains start in one well. By counting, both wells weigh nearly the same.
  const RbmParameters p = twoDeepWells();
  const std::vector<double> exact = stateProbabilities(p);
  CHECK_THAT(exact[0], WithinAbs(exact[63], 0.05));
  CHECK(exact[0] + exact[63] > 0.9);

  constexpr int kLadders = 400;
  const auto shareOfOther = [](const Matrix& v) {
    double share = 0;
    for (Eigen::Index n = 0; n < kLadders; ++n) share += v.col(n).sum() > 3 ? 1.0 / kLadders : 0;
    return share;
  };
  const RbmBase base(Vector::Zero(6));
  Rng rng(2, Purpose::kUpdate);
  TemperedChains chains(p, 10, kLadders);
  Pace whole;
  finish(chains.begin(whole, p, base, rng));
  chains.states().setZero();
  for (int step = 0; step < 150; ++step) finish(chains.step(whole, p, base, rng));
  CHECK_THAT(shareOfOther(chains.states().leftCols(kLadders)), WithinAbs(0.5, 0.1));

  Matrix v = Matrix::Zero(6, kLadders), mean, h;
  RbmScratch scratch;
  for (int step = 0; step < 150; ++step) gibbsStep(p, v, mean, h, {}, scratch, rng);
  CHECK(shareOfOther(v) < 0.1);
}

TEST_CASE("Tempered Gaussian chains have the mixture's mean and variance at the end and the base's at the start",
          "[rbm][tempering][gaussian]") {
  // Two clouds at -6 and 6 noise deviations: h on or off with equal chance.
  RbmParameters p{RowMatrix::Constant(1, 1, 12.0f), Vector::Constant(1, -6.0f), Vector::Zero(1)};
  p.z = Vector::Zero(1);  // weights of both: exp(((W + b)^2 - b^2) / 2) = 1
  const RbmBase base(Vector::Zero(1), Vector::Constant(1, 3.6f));
  constexpr int kLadders = 4000;
  Rng rng(3, Purpose::kUpdate);
  TemperedChains chains(p, 8, kLadders);
  Pace whole;
  finish(chains.begin(whole, p, base, rng));
  for (int step = 0; step < 60; ++step) finish(chains.step(whole, p, base, rng));
  const auto momentsAt = [&](int temperature) {
    double mean = 0, square = 0;
    for (int l = 0; l < kLadders; ++l) {
      const double x = static_cast<double>(chains.states()(0, temperature * kLadders + l));
      mean += x / kLadders;
      square += x * x / kLadders;
    }
    return std::pair{mean, square - mean * mean};
  };
  // Four standard errors; of a variance: the mixture's 37 with fourth moment 6^4 + 6 * 36 + 3, the normal's twice.
  const auto [cold_mean, cold_variance] = momentsAt(0);
  CHECK_THAT(cold_mean, WithinAbs(0.0, 4 * std::sqrt(37.0 / kLadders)));
  CHECK_THAT(cold_variance, WithinAbs(37.0, 4 * std::sqrt((1515 - 37.0 * 37.0) / kLadders)));
  const auto [hot_mean, hot_variance] = momentsAt(7);
  CHECK_THAT(hot_mean, WithinAbs(0.0, 4 * std::sqrt(std::exp(3.6) / kLadders)));
  CHECK_THAT(hot_variance, WithinAbs(std::exp(3.6), 4 * std::exp(3.6) * std::sqrt(2.0 / kLadders)));
}

TEST_CASE("A base that knows the data has their means and deviations", "[rbm][tempering]") {
  RbmParameters p = oracle::randomGaussianRbm(3, 2, 1.0f, 1);
  Vector mean(3), deviation(3);
  mean << 1, -20, 3;
  deviation << 0.5f, 7, 2;
  const RbmBase base = baseOf(p, mean, deviation);
  Matrix v(3, 20000);
  RbmScratch scratch;
  Rng rng(5, Purpose::kMeasure);
  sampleBase(p, base, v, scratch, rng);
  for (Eigen::Index i = 0; i < 3; ++i) {
    const double sd = static_cast<double>(deviation[i]);
    const double average = static_cast<double>(v.row(i).mean());
    CHECK_THAT(average, WithinAbs(static_cast<double>(mean[i]), 4 * sd / std::sqrt(20000.0)));
    const double variance = static_cast<double>((v.row(i).array() - v.row(i).mean()).square().mean());
    CHECK_THAT(std::sqrt(variance), WithinAbs(sd, 4 * sd / std::sqrt(40000.0)));
  }
  // Its log Z is that of the same machine without weights.
  RbmParameters free = p;
  free.W.setZero();
  free.c.setZero();
  free.b = base.b;
  free.z = base.z;
  CHECK_THAT(baseLogPartition(p, base), WithinAbs(oracle::logPartitionOfMixture(free), 1e-5));
}
