// Annealing in both directions, binary and Gaussian.
#include "measures/ais.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/rbm_tempering.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

LogMean run(Ais ais) {
  while (!ais.done()) ais.advance();
  return ais.estimate();
}

// The even ladder that PyDeep takes.
std::vector<double> evenLadder(std::size_t count) {
  std::vector<double> ladder;
  for (std::size_t i = 0; i <= count; ++i) ladder.push_back(static_cast<double>(i) / static_cast<double>(count));
  return ladder;
}

double exactLogPartition(const RbmParameters& p) {
  ExactPartition partition(p);
  while (!partition.done()) partition.advance();
  return partition.logPartition();
}

// Independent exact samples: a hidden state by its probability, then the visible units given it.
Matrix exactSamples(const RbmParameters& p, Eigen::Index count, std::uint64_t seed) {
  RbmStates states(p);
  REQUIRE(states.overHidden());
  states.load(p, 0, states.total());
  double highest = -INFINITY;
  for (const double term : states.logTerms()) highest = std::max(highest, term);
  std::vector<double> until;
  double sum = 0;
  for (const double term : states.logTerms()) until.push_back(sum += std::exp(term - highest));
  Rng rng(seed, Purpose::kSample);
  Matrix h(static_cast<Eigen::Index>(p.hidden()), count), mean, v;
  for (Eigen::Index n = 0; n < count; ++n) {
    const double at = static_cast<double>(rng.uniform()) * sum;
    const auto found = std::upper_bound(until.begin(), until.end() - 1, at);
    h.col(n) = states.states().col(found - until.begin());
  }
  RbmScratch scratch;
  sampleVisible(p, h, mean, v, scratch, rng);
  return v;
}

// The machine of PyDeep's test_estimator.py: log Z 59.6749019726.
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

TEST_CASE("Annealing comes within PyDeep's own bounds of the exact value in both directions",
          "[measures][ais][reference]") {
  // 0.5, 0.05 and 0.005 at 100, 1,000 and 10,000 temperatures with 100 chains.
  const RbmParameters p = pydeepMachine();
  const Matrix start = exactSamples(p, 100, 1);
  const RbmBase uniform(Vector::Zero(4));
  const struct {
    std::size_t temperatures;
    double tolerance;
  } bounds[] = {{100, 0.5}, {1000, 0.05}, {10000, 0.005}};
  for (const auto& [temperatures, tolerance] : bounds) {
    const LogMean up = run(Ais(annealRbm(p, uniform), evenLadder(temperatures), 100, 1));
    const LogMean back = run(Ais::reverse(annealRbm(p, uniform), evenLadder(temperatures), start, 1));
    CHECK_THAT(up.log_mean, WithinAbs(59.6749, tolerance));
    CHECK_THAT(back.log_mean, WithinAbs(59.6749, tolerance));
    CHECK(back.effective_samples <= 100);
  }
}

TEST_CASE("Annealing errs low on average and reverse annealing high: log Z lies between", "[measures][ais][exact]") {
  // Few temperatures, few chains, many repetitions: the biases are large beside their own errors.
  for (const bool gaussian : {false, true}) {
    const RbmParameters p = gaussian ? oracle::randomGaussianRbm(5, 4, 0.9f, 3) : oracle::randomRbm(10, 6, 1.5f, 3);
    const double exact = exactLogPartition(p);
    const Eigen::Index visible = static_cast<Eigen::Index>(p.visible());
    const RbmBase base =
        gaussian ? RbmBase(Vector::Zero(visible), Vector::Constant(visible, 1.0f)) : RbmBase(Vector::Zero(visible));
    constexpr int kRounds = 150;
    double low = 0, high = 0;
    for (std::uint64_t round = 1; round <= kRounds; ++round) {
      low += run(Ais(annealRbm(p, base), annealingLadder(5), 4, round)).log_mean / kRounds;
      high += run(Ais::reverse(annealRbm(p, base), annealingLadder(5), exactSamples(p, 4, round), round)).log_mean /
              kRounds;
    }
    INFO("gaussian " << gaussian << ": " << low << " <= " << exact << " <= " << high);
    CHECK(low < exact);
    CHECK(high > exact);
    CHECK(high - low > 0.05);
  }
}

TEST_CASE("Both directions agree with the exact value of Gaussian machines within their own error bars",
          "[measures][ais][gaussian]") {
  // A bar is to be believed from ten effective samples on; most of these machines give that many.
  int judged = 0, outside = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RbmParameters p = oracle::randomGaussianRbm(6, 5, 0.4f, seed);
    const double exact = exactLogPartition(p);
    const RbmBase base(Vector::Zero(6), Vector::Constant(6, 1.0f));
    for (const LogMean& estimate :
         {run(Ais(annealRbm(p, base), annealingLadder(300), 100, seed)),
          run(Ais::reverse(annealRbm(p, base), annealingLadder(300), exactSamples(p, 100, seed), seed))}) {
      CHECK(estimate.standard_error > 0);
      if (estimate.effective_samples < 10) continue;
      ++judged;
      if (std::abs(estimate.log_mean - exact) > 3 * estimate.standard_error) ++outside;
    }
  }
  CHECK(judged >= 15);
  CHECK(outside <= 1);
}

TEST_CASE("A Gaussian machine without weights is annealed exactly, with no spread", "[measures][ais][gaussian]") {
  // cossio's tests ask the same of every kind of layer: log Z in closed form.
  RbmParameters p = oracle::randomGaussianRbm(7, 5, 1.0f, 2);
  p.W.setZero();
  p.c.setZero();
  const RbmBase base(p.b, p.z);
  for (const LogMean& estimate :
       {run(Ais(annealRbm(p, base), annealingLadder(50), 20, 1)),
        run(Ais::reverse(annealRbm(p, base), annealingLadder(50), exactSamples(p, 20, 1), 1))}) {
    CHECK_THAT(estimate.log_mean, WithinAbs(oracle::logPartitionOfMixture(p), 1e-5));
    CHECK_THAT(estimate.standard_error, WithinAbs(0.0, 1e-6));
  }
}
