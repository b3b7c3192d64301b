#include "measures/ais.h"
#include "measures/log_weights.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/rbm_scores.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <numeric>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

// Of what `fill` puts into a list of so many numbers.
template <typename Fill>
double sumOf(Fill fill, Eigen::Index count) {
  std::vector<double> nats(static_cast<std::size_t>(count));
  fill(std::span<double>(nats));
  return std::accumulate(nats.begin(), nats.end(), 0.0);
}

double exactLogPartition(const RbmParameters& p) {
  ExactPartition partition(p);
  while (!partition.done()) partition.advance();
  return partition.logPartition();
}

LogMean annealed(const RbmParameters& p, const Vector& base, std::size_t temperatures, std::size_t chains,
                 std::uint64_t seed) {
  Ais ais(annealRbm(p, base), annealingLadder(temperatures), chains, seed);
  while (!ais.done()) ais.advance();
  return ais.estimate();
}

// PyDeep's machine that has learnt the 2x2 bars and stripes: 4 visible, 4 hidden units, entries up to 60.
// test_estimator.py gives log Z 59.6749019726 and a mean log-likelihood of -1.7328699078 over its eight rows.
RbmParameters pydeepMachine() {
  RbmParameters p{RowMatrix(4, 4), Vector(4), Vector(4)};
  p.W << 0.12179488f, 2.95950177f, 0.33513356f, 35.05380642f,    //
      0.20318085f, -28.62372894f, 26.52611278f, 28.41793445f,    //
      -0.19105386f, -28.58530584f, -26.52747507f, 28.78447320f,  //
      0.08953740f, -59.82556859f, -0.06665933f, -27.71723459f;
  p.b << -19.24399659f, -13.26258696f, 13.25909850f, 43.74408543f;
  p.c << -0.11155958f, 57.02097584f, -0.13331758f, -32.25991501f;
  return p;
}

}  // namespace

TEST_CASE("The exact partition function equals the sum over all joint states", "[measures][exact]") {
  for (const auto& [visible, hidden] : {std::pair{5, 3}, {3, 5}, {1, 1}, {7, 7}, {11, 2}}) {
    const RbmParameters p = oracle::randomRbm(visible, hidden, 1.5f, static_cast<std::uint64_t>(visible));
    CHECK_THAT(exactLogPartition(p), WithinAbs(oracle::logPartitionBySum(p), 2e-5));
  }
}

TEST_CASE("log Z and likelihood of PyDeep's 4x4 machine are the published ones", "[measures][exact][reference]") {
  const RbmParameters p = pydeepMachine();
  // Float parameters carry energies of about 60 to 4e-6 each.
  CHECK_THAT(exactLogPartition(p), WithinAbs(59.6749019726, 3e-5));
  RbmScoreScratch scratch;
  const double energy =
      sumOf([&](auto nats) { visibleFreeEnergy(p, oracle::twoByTwoBars(), States::kBinary, scratch, nats); }, 8) / 8;
  CHECK_THAT(-energy - exactLogPartition(p), WithinAbs(-1.7328699078, 3e-5));
}

TEST_CASE("Annealing comes within PyDeep's own bounds of the exact value", "[measures][ais][reference]") {
  // Its test asks for 0.5, 0.05 and 0.005 at 100, 1,000 and 10,000 temperatures with 100 chains from a uniform start.
  const RbmParameters p = pydeepMachine();
  const Vector uniform = Vector::Zero(4);
  CHECK_THAT(annealed(p, uniform, 100, 100, 1).log_mean, WithinAbs(59.6749, 0.5));
  CHECK_THAT(annealed(p, uniform, 1000, 100, 1).log_mean, WithinAbs(59.6749, 0.05));
}

TEST_CASE("Annealing agrees with the exact value within its own error bar", "[measures][ais][exact]") {
  // 20 machines; a bar of three standard errors misses one in 370 if it is honest.
  int outside = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RbmParameters p = oracle::randomRbm(12, 8, 1.0f, seed);
    const LogMean estimate = annealed(p, Vector::Zero(12), 300, 100, seed);
    CHECK(estimate.effective_samples > 10);
    CHECK(estimate.effective_samples <= 100);
    if (std::abs(estimate.log_mean - exactLogPartition(p)) > 3 * estimate.standard_error) ++outside;
  }
  CHECK(outside <= 1);
}

TEST_CASE("A machine without weights is annealed exactly, with no spread", "[measures][ais][exact]") {
  // The base rate's own machine: every log-weight is 0, log Z its closed form.
  RbmParameters p = oracle::randomRbm(9, 5, 1.0f, 2);
  p.W.setZero();
  p.c.setZero();
  const LogMean estimate = annealed(p, p.b, 50, 20, 1);
  CHECK_THAT(estimate.log_mean, WithinAbs(oracle::logPartitionBySum(p), 1e-5));
  CHECK_THAT(estimate.standard_error, WithinAbs(0.0, 1e-6));
  CHECK_THAT(estimate.effective_samples, WithinAbs(20.0, 1e-3));
}

TEST_CASE("The annealing ladder rises from 0 to 1 in Salakhutdinov and Murray's proportions", "[measures][ais]") {
  const std::vector<double> ladder = annealingLadder(14500);
  REQUIRE(ladder.size() == 14501);
  CHECK(ladder.front() == 0.0);
  CHECK(ladder.back() == 1.0);
  CHECK_THAT(ladder[500], WithinAbs(0.5, 1e-12));
  CHECK_THAT(ladder[4500], WithinAbs(0.9, 1e-12));
  for (const std::size_t count : {3u, 7u, 100u, 1000u}) {
    const std::vector<double> any = annealingLadder(count);
    CHECK(any.size() == count + 1);
    CHECK(std::ranges::is_sorted(any));
    CHECK(any.back() == 1.0);
  }
}

TEST_CASE("The logarithm of a mean of weights, its error and its effective number", "[measures]") {
  const std::vector<double> equal(8, 700.0);  // exp would overflow
  const LogMean same = logMeanExp(equal);
  CHECK_THAT(same.log_mean, WithinAbs(700.0, 1e-9));
  CHECK_THAT(same.effective_samples, WithinAbs(8.0, 1e-9));
  CHECK(same.standard_error == 0.0);
  // Weights 1 and 3: mean 2; (1 + 3)^2 / (1 + 9) effective ones.
  const std::vector<double> two = {std::log(1.0), std::log(3.0)};
  const LogMean pair = logMeanExp(two);
  CHECK_THAT(pair.log_mean, WithinAbs(std::log(2.0), 1e-12));
  CHECK_THAT(pair.effective_samples, WithinAbs(1.6, 1e-12));
  CHECK_THAT(logAddExp(std::log(2.0), std::log(5.0)), WithinAbs(std::log(7.0), 1e-12));
  CHECK(logAddExp(-INFINITY, -INFINITY) == -INFINITY);
}

TEST_CASE("The exact pseudo-likelihood equals that from joint probabilities", "[measures][exact]") {
  const RbmParameters p = oracle::randomRbm(5, 4, 1.2f, 6);
  const Matrix v = oracle::allStates(5);
  RbmScoreScratch scratch;
  double expected = 0;
  for (std::uint64_t n = 0; n < 32; ++n) {
    for (std::uint64_t i = 0; i < 5; ++i) {
      const double own = std::exp(-oracle::freeEnergyBySum(p, oracle::bitsOf(n, 5)));
      const double other = std::exp(-oracle::freeEnergyBySum(p, oracle::bitsOf(n ^ (1u << i), 5)));
      expected += std::log(own / (own + other));
    }
  }
  CHECK_THAT(sumOf([&](auto nats) { pseudoLogLikelihood(p, v, scratch, nats); }, v.cols()), WithinAbs(expected, 1e-3));
}

TEST_CASE("The stochastic pseudo-likelihood has the exact one as its mean", "[measures]") {
  const RbmParameters p = oracle::randomRbm(5, 4, 1.2f, 6);
  const Matrix v = oracle::allStates(5);
  RbmScoreScratch scratch;
  Rng rng(1, Purpose::kMeasure);
  double sum = 0, squares = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    const double value = sumOf([&](auto nats) { stochasticPseudoLogLikelihood(p, v, scratch, rng, nats); }, v.cols());
    sum += value / kRounds;
    squares += value * value / kRounds;
  }
  const double error = std::sqrt((squares - sum * sum) / kRounds);
  CHECK_THAT(sum, WithinAbs(sumOf([&](auto nats) { pseudoLogLikelihood(p, v, scratch, nats); }, v.cols()), 4 * error));
}

TEST_CASE("Reconstruction error is the mean squared distance after one deterministic step", "[measures]") {
  const RbmParameters p = oracle::randomRbm(6, 3, 1.0f, 5);
  const Matrix v = oracle::allStates(6);
  RbmScoreScratch scratch;
  RbmScratch states;
  Matrix h, back;
  hiddenMean(p, v, States::kBinary, states, h);
  visibleMean(p, h, States::kReal, states, back);
  const double expected = static_cast<double>((v - back).cwiseAbs2().sum()) / 6;
  CHECK_THAT(sumReconstructionError(p, v, States::kBinary, scratch), WithinAbs(expected, 1e-4));
}

TEST_CASE("Pseudo-likelihoods far below -300 are not clipped", "[measures][reference]") {
  // scikit-learn's test of a thousand pixels, all off or all on (its issue 2785): sum_i log p(v_i | rest) of a machine
  // whose biases speak against what it is shown, in closed form -1000 log(1 + e).
  RbmParameters p{RowMatrix::Zero(1000, 10), Vector::Constant(1000, 1.0f), Vector::Zero(10)};
  const Matrix off = Matrix::Zero(1000, 1);
  const double expected = -1000 * std::log1p(std::exp(1.0));
  RbmScoreScratch scratch;
  Rng rng(1, Purpose::kMeasure);
  CHECK_THAT(sumOf([&](auto nats) { pseudoLogLikelihood(p, off, scratch, nats); }, 1), WithinAbs(expected, 1e-2));
  CHECK_THAT(sumOf([&](auto nats) { stochasticPseudoLogLikelihood(p, off, scratch, rng, nats); }, 1),
             WithinAbs(expected, 1e-2));
  // A single term beyond the range of exp in float: log sigmoid(-200) is -200.
  p.b.setConstant(200.0f);
  CHECK_THAT(sumOf([&](auto nats) { pseudoLogLikelihood(p, off, scratch, nats); }, 1), WithinAbs(-200'000.0, 1.0));
}
