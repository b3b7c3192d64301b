// How often the error bar of an estimate of log Z holds the exact value, on machines whose states can be counted.
#include "measures/ais.h"
#include "measures/log_weights.h"
#include "measures/statistics.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_exact.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

// Machines whose hidden units each like a pattern of their own: mass in a few places of different weight.
RbmParameters patternMachine(std::uint64_t seed) {
  RbmParameters p = oracle::randomRbm(12, 8, 0.2f, seed);
  Rng rng(seed, Purpose::kData);
  const float strength = 2 + 2 * rng.uniform();
  for (Eigen::Index j = 0; j < 8; ++j) {
    float on = 0;
    for (Eigen::Index i = 0; i < 12; ++i) {
      const float bit = rng.uniform() < 0.5f ? 1.0f : 0.0f;
      p.W(i, j) += strength * (2 * bit - 1);
      on += bit;
    }
    p.c[j] = -strength * on * (0.6f + 0.2f * rng.uniform()) + rng.normal();
  }
  return p;
}

// The interval that was reported before: 1.96 standard errors of the delta method.
bool deltaHolds(std::span<const double> w, double base, double exact) {
  double highest = w[0], sum = 0, squares = 0;
  for (const double x : w) highest = std::max(highest, x);
  for (const double x : w) {
    sum += std::exp(x - highest);
    squares += std::exp(2 * (x - highest));
  }
  const double n = static_cast<double>(w.size());
  const double error = std::sqrt(std::max(0.0, squares - sum * sum / n) / (n - 1) / n) / (sum / n);
  return std::abs(highest + std::log(sum / n) + base - exact) <= kNormalQuantile * error;
}

struct Bin {
  double least, most;  // effective chains
  int runs = 0, held = 0, delta = 0;
  double width = 0;
};

// Runs of `chains` chains with few temperatures, so that log-weights vary.
void run(const RbmParameters& p, std::size_t chains, int seeds, std::vector<Bin>& bins) {
  ExactPartition partition(p);
  while (!partition.done()) partition.advance();
  const double exact = partition.logPartition();
  const RbmBase base(Vector::Zero(12));
  for (const std::size_t temperatures : {4u, 8u, 16u, 32u, 64u}) {
    for (int seed = 1; seed <= seeds; ++seed) {
      auto moving = annealRbm(p, base);
      const double log_base = moving->baseLogPartition();
      Ais ais(std::move(moving), annealingLadder(temperatures), chains, static_cast<std::uint64_t>(seed));
      while (!ais.done()) ais.advance();
      const LogMean found = ais.estimate();
      for (Bin& bin : bins) {
        if (found.effective_samples < bin.least || found.effective_samples >= bin.most) continue;
        ++bin.runs;
        bin.held += found.low <= exact && exact <= found.high ? 1 : 0;
        bin.delta += deltaHolds(ais.logWeights(), log_base, exact) ? 1 : 0;
        bin.width += found.high - found.low;
      }
    }
  }
}

double share(int part, int all) {
  return static_cast<double>(part) / std::max(1, all);
}

}  // namespace

TEST_CASE("The quantile of Student's t distribution is that of the tables", "[measures][statistics][reference]") {
  // Abramowitz & Stegun, table 26.10, A = 0.975.
  const std::pair<double, double> table[] = {{1, 12.706}, {2, 4.303}, {3, 3.182},  {4, 2.776},
                                             {5, 2.571},  {9, 2.262}, {19, 2.093}, {1000, 1.962}};
  for (const auto& [freedom, quantile] : table) CHECK_THAT(studentQuantile(freedom), WithinRel(quantile, 0.005));
}

TEST_CASE("The interval of a mean of equal weights is a point, and one weight tells nothing", "[measures]") {
  const LogMean same = logMeanExp(std::vector<double>(8, 700.0));
  CHECK(same.low == same.log_mean);
  CHECK(same.high == same.log_mean);
  const LogMean one = logMeanExp(std::vector<double>{3.0});
  CHECK(one.log_mean == 3);
  CHECK(one.low == -INFINITY);
  CHECK(one.high == INFINITY);
  CHECK(one.standard_error == INFINITY);
}

TEST_CASE("The interval of the mean of many lognormal weights tends to that of the delta method", "[measures]") {
  // Weights that hardly vary: sd 0.1, 10,000 of them; the delta method holds there, 0.1 / 100 within 2 %.
  Rng rng(4, Purpose::kData);
  std::vector<double> w(10'000);
  for (double& x : w) x = 0.1 * static_cast<double>(rng.normal());
  const LogMean found = logMeanExp(w);
  CHECK_THAT(found.standard_error, WithinRel(0.1 / 100, 0.05));
  CHECK_THAT(found.high - found.low, WithinRel(2 * kNormalQuantile * 0.1 / 100, 0.03));
}

TEST_CASE("The error bar of annealing holds log Z as often as it says, for few effective chains too",
          "[measures][ais][exact]") {
  // Random machines, 20 chains, at every number of effective chains. The share of n honest intervals that hold the
  // value scatters by sqrt(.95 .05 / n); three of that are allowed.
  std::vector<Bin> bins = {{1, 3}, {3, 6}, {6, 21}, {1, 21}};
  for (std::uint64_t machine = 1; machine <= 4; ++machine) {
    run(oracle::randomRbm(12, 8, 0.7f + 0.3f * static_cast<float>(machine), machine), 20, 25, bins);
  }
  for (const Bin& bin : bins) {
    INFO(bin.least << " to " << bin.most << " effective chains, " << bin.runs << " runs: " << share(bin.held, bin.runs)
                   << ", before " << share(bin.delta, bin.runs));
    REQUIRE(bin.runs >= 80);
    CHECK(share(bin.held, bin.runs) >= 0.95 - 3 * std::sqrt(0.95 * 0.05 / bin.runs));
  }
  CHECK(share(bins.back().delta, bins.back().runs) < 0.9);  // what the delta method gave
}

// The table behind the choice of the interval. Not run unless it is asked for by name.
TEST_CASE("How often the error bar of annealing holds log Z, by effective chains", "[.coverage]") {
  for (const bool patterns : {false, true}) {
    for (const std::size_t chains : {10u, 20u, 100u}) {
      std::vector<Bin> bins = {{1, 2}, {2, 4}, {4, 8}, {8, 15}, {15, 20}, {20, 27}, {27, 45}, {45, 70}, {70, 101}};
      for (std::uint64_t machine = 1; machine <= 8; ++machine) {
        const float scale = 0.6f + 0.2f * static_cast<float>(machine);
        run(patterns ? patternMachine(machine) : oracle::randomRbm(12, 8, scale, machine), chains, 40, bins);
      }
      std::printf("%s machines, %zu chains\n effective     runs  before  now   mean width\n",
                  patterns ? "pattern" : "random", chains);
      for (const Bin& bin : bins) {
        if (bin.runs < 20) continue;
        std::printf(" %4.0f to %-4.0f  %4d  %5.1f%%  %5.1f%%  %5.2f\n", bin.least, bin.most, bin.runs,
                    100 * share(bin.delta, bin.runs), 100 * share(bin.held, bin.runs), bin.width / bin.runs);
      }
    }
  }
}
