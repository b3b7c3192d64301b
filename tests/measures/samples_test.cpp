#include "measures/distances.h"
#include "measures/mmd.h"
#include "measures/parzen.h"
#include "measures/precision_recall.h"
#include "measures/statistics.h"
#include "tests/measures/points.h"
#include "tests/support/reference.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using oracle::normalPoints;
using oracle::runsToItsEnd;

namespace {

// log (1/M) sum_m N(x; s_m, sigma^2 I), as it is written.
double windowDensity(const Matrix& samples, const Matrix& points, Eigen::Index n, double sigma) {
  const double values = static_cast<double>(samples.rows());
  double sum = 0;
  for (Eigen::Index m = 0; m < samples.cols(); ++m) {
    sum += std::exp(-oracle::squaredDistance(points, n, samples, m) / (2 * sigma * sigma));
  }
  return std::log(sum / static_cast<double>(samples.cols())) -
         values / 2 * std::log(2 * std::numbers::pi * sigma * sigma);
}

double discrepancy(const Matrix& x, const Matrix& y, double bandwidth, const std::vector<double>& factors) {
  const auto kernel = [&](double square) {
    double sum = 0;
    for (const double factor : factors) {
      sum += std::exp(-square / (2 * factor * factor * bandwidth * bandwidth)) / static_cast<double>(factors.size());
    }
    return sum;
  };
  const double m = static_cast<double>(x.cols()), n = static_cast<double>(y.cols());
  double value = 0;
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      if (i != j) value += kernel(oracle::squaredDistance(x, i, x, j)) / (m * (m - 1));
    }
    for (Eigen::Index j = 0; j < y.cols(); ++j) value -= 2 * kernel(oracle::squaredDistance(x, i, y, j)) / (m * n);
  }
  for (Eigen::Index i = 0; i < y.cols(); ++i) {
    for (Eigen::Index j = 0; j < y.cols(); ++j) {
      if (i != j) value += kernel(oracle::squaredDistance(y, i, y, j)) / (n * (n - 1));
    }
  }
  return value;
}

// E k(x, y) for x ~ N(0, a^2 I), y ~ N(shift, b^2 I) and a Gaussian kernel of bandwidth s: the convolution of three
// Gaussians.
double meanKernel(int values, double a, double b, double shift_square, double s) {
  const double variance = s * s + a * a + b * b;
  return std::pow(s * s / variance, values / 2.0) * std::exp(-shift_square / (2 * variance));
}

Mmd finishedMmd(const Matrix& x, const Matrix& y, double bandwidth, std::vector<double> factors,
                std::size_t permutations, std::uint64_t seed = 1) {
  Mmd mmd(x, y, bandwidth, std::move(factors), permutations, seed);
  REQUIRE(runsToItsEnd(mmd));
  return mmd;
}

struct Four {
  double precision, recall, density, coverage;
};

Four neighbours(const Matrix& real, const Matrix& samples, std::size_t k) {
  PrecisionRecall measure(real, samples, k, 1);
  REQUIRE(runsToItsEnd(measure));
  return {measure.precision(), measure.recall(), measure.density(), measure.coverage()};
}

Four neighboursByLoops(const Matrix& real, const Matrix& samples, std::size_t k) {
  const auto radius = [k](const Matrix& points, Eigen::Index i) {
    std::vector<double> squares;
    for (Eigen::Index j = 0; j < points.cols(); ++j) {
      if (j != i) squares.push_back(oracle::squaredDistance(points, i, points, j));
    }
    std::ranges::sort(squares);
    return squares[k - 1];
  };
  Four four{};
  const double n = static_cast<double>(real.cols()), m = static_cast<double>(samples.cols());
  for (Eigen::Index j = 0; j < samples.cols(); ++j) {
    bool held = false;
    for (Eigen::Index i = 0; i < real.cols(); ++i) {
      const bool inside = oracle::squaredDistance(real, i, samples, j) <= radius(real, i);
      held = held || inside;
      four.density += inside ? 1 / (static_cast<double>(k) * m) : 0;
    }
    four.precision += held ? 1 / m : 0;
  }
  for (Eigen::Index i = 0; i < real.cols(); ++i) {
    bool recalled = false, covered = false;
    for (Eigen::Index j = 0; j < samples.cols(); ++j) {
      const double square = oracle::squaredDistance(real, i, samples, j);
      recalled = recalled || square <= radius(samples, j);
      covered = covered || square <= radius(real, i);
    }
    four.recall += recalled ? 1 / n : 0;
    four.coverage += covered ? 1 / n : 0;
  }
  return four;
}

Matrix binaryPoints(int values, int count, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData);
  Matrix points(values, count);
  for (float& x : flat(points)) x = rng.uniform() < 0.3f ? 1.0f : 0.0f;
  return points;
}

nlohmann::json referenceCases() {
  return readReference("samples.json")["cases"];
}

Matrix pointsOf(const nlohmann::json& list, int values) {
  Matrix points(values, static_cast<Eigen::Index>(list.size()) / values);
  std::size_t at = 0;
  for (float& x : flat(points)) x = list[at++].get<float>();
  return points;
}

}  // namespace

TEST_CASE("Distances through a product are those of the differences", "[measures][distances]") {
  for (const int values : {1, 2, 16, 17, 200}) {
    const Matrix a = normalPoints(values, 37, 3, 1, 1), b = normalPoints(values, 29, 3, 1, 2);
    const Points from(a), to(b);
    std::vector<float> found(37 * 29);
    squaredDistances(from, 0, 37, to, found);
    for (Eigen::Index i = 0; i < 37; ++i) {
      for (Eigen::Index j = 0; j < 29; ++j) {
        CHECK_THAT(static_cast<double>(found[static_cast<std::size_t>(i * 29 + j)]),
                   WithinRel(oracle::squaredDistance(a, i, b, j), 1e-4));
      }
    }
  }
}

TEST_CASE("Close points far from the origin keep their distance", "[measures][distances]") {
  // |x|^2 is about 2e6, the distance 1e-4: nothing of it would be left in the sum of squares.
  const Matrix a = Matrix::Constant(200, 1, 100.0f);
  Matrix b = a;
  b(7, 0) += 0.01f;
  const double expected = oracle::squaredDistance(a, 0, b, 0);
  std::vector<float> found(1);
  squaredDistances(Points(a), 0, 1, Points(b), found);
  CHECK_THAT(static_cast<double>(found[0]), WithinRel(expected, 1e-5));
  squaredDistances(Points(a), 0, 1, Points(a), found);
  CHECK(found[0] == 0.0f);
}

TEST_CASE("Distances are symmetric to the bit, and equal points have equal distances", "[measures][distances]") {
  Matrix a = normalPoints(50, 20, 1, 1, 3);
  a.col(11) = a.col(4);
  const Points points(a);
  std::vector<float> all(400), part(60);
  squaredDistances(points, 0, 20, points, all);
  for (std::size_t i = 0; i < 20; ++i) {
    for (std::size_t j = 0; j < 20; ++j) CHECK(all[i * 20 + j] == all[j * 20 + i]);
    CHECK(all[i * 20 + 4] == all[i * 20 + 11]);
    CHECK(all[i * 20 + i] == 0.0f);
  }
  squaredDistances(points, 3, 3, points, part);
  CHECK(std::equal(part.begin(), part.end(), all.begin() + 60));
}

TEST_CASE("A sweep visits every point once, whatever the sizes", "[measures][distances]") {
  for (const int count : {1, 7, 64, 65, 200}) {
    const Points from(normalPoints(3, count, 0, 1, 1)), to(normalPoints(3, 5, 0, 1, 2));
    DistanceSweep sweep;
    std::size_t expected = 0;
    while (sweep.next(from, to)) {
      CHECK(sweep.first() == expected);
      REQUIRE(sweep.count() > 0);
      expected += sweep.count();
    }
    CHECK(expected == static_cast<std::size_t>(count));
  }
}

TEST_CASE("Parzen: one sample at distance 0 gives -d log(sigma sqrt(2 pi))", "[measures][parzen][reference]") {
  const Matrix point = normalPoints(7, 1, 0, 1, 1);
  for (const double sigma : {0.1, 0.5, 3.0}) {
    Parzen parzen(point, {}, point, {sigma});
    REQUIRE(runsToItsEnd(parzen));
    CHECK_THAT(parzen.logLikelihood(), WithinAbs(-7 * std::log(sigma * std::sqrt(2 * std::numbers::pi)), 1e-12));
  }
}

TEST_CASE("Parzen: the likelihood is that of the mixture written out", "[measures][parzen][exact]") {
  const Matrix samples = normalPoints(5, 40, 0, 1, 1), points = normalPoints(5, 33, 0.2, 1, 2);
  for (const double sigma : {0.3, 1.0}) {
    double sum = 0, squares = 0;
    for (Eigen::Index n = 0; n < 33; ++n) {
      const double nats = windowDensity(samples, points, n, sigma);
      sum += nats / 33;
      squares += nats * nats;
    }
    Parzen parzen(samples, {}, points, {sigma});
    REQUIRE(runsToItsEnd(parzen));
    CHECK_THAT(parzen.logLikelihood(), WithinRel(sum, 1e-6));
    CHECK_THAT(parzen.standardError(), WithinRel(std::sqrt((squares - 33 * sum * sum) / 32 / 33), 1e-5));
  }
}

TEST_CASE("Parzen: the width with the best validation is taken, and no other set is looked at",
          "[measures][parzen][exact]") {
  const Matrix samples = normalPoints(2, 200, 0, 1, 1), validation = normalPoints(2, 100, 0, 1, 2),
               test = normalPoints(2, 150, 0, 1, 3);
  const std::vector<double> sigmas = logarithmicLadder(0.1, 5, 10);
  CHECK_THAT(sigmas.front(), WithinRel(0.1, 1e-12));
  CHECK_THAT(sigmas.back(), WithinRel(5.0, 1e-12));
  Parzen parzen(samples, validation, test, sigmas);
  REQUIRE(runsToItsEnd(parzen));
  double best = -1e300, best_sigma = 0, score = 0;
  for (std::size_t s = 0; s < sigmas.size(); ++s) {
    double sum = 0;
    for (Eigen::Index n = 0; n < 100; ++n) sum += windowDensity(samples, validation, n, sigmas[s]) / 100;
    CHECK_THAT(parzen.validation(s), WithinRel(sum, 1e-5));
    if (sum > best) {
      best = sum;
      best_sigma = sigmas[s];
    }
  }
  for (Eigen::Index n = 0; n < 150; ++n) score += windowDensity(samples, test, n, best_sigma) / 150;
  CHECK(parzen.sigma() == best_sigma);
  CHECK_FALSE(parzen.atEdge());
  CHECK_THAT(parzen.logLikelihood(), WithinRel(score, 1e-6));
  Parzen narrow(samples, validation, test, {0.001, 0.002});
  REQUIRE(runsToItsEnd(narrow));
  CHECK(narrow.atEdge());
}

TEST_CASE("Parzen: far points do not make it overflow", "[measures][parzen]") {
  // 100 sigmas out the exponent is -5,000: exp of it is 0 in any precision.
  const Matrix samples = Matrix::Zero(3, 4), point = Matrix::Constant(3, 1, 10.0f);
  Parzen parzen(samples, {}, point, {0.1});
  REQUIRE(runsToItsEnd(parzen));
  CHECK_THAT(parzen.logLikelihood(),
             WithinAbs(-300 / 0.02 - 3 * std::log(0.1 * std::sqrt(2 * std::numbers::pi)), 1e-6));
}

TEST_CASE("MMD: the estimate is the unbiased one written out", "[measures][mmd][exact]") {
  const Matrix x = normalPoints(4, 31, 0, 1, 1), y = normalPoints(4, 23, 0.4, 1.2, 2);
  for (const std::vector<double>& factors : {std::vector<double>{1}, {0.25, 0.5, 1, 2, 4}}) {
    const Mmd mmd = finishedMmd(x, y, 1.7, factors, 0);
    CHECK_THAT(mmd.squared(), WithinAbs(discrepancy(x, y, 1.7, factors), 1e-7));
  }
}

TEST_CASE("MMD: between Gaussians it agrees with the closed form", "[measures][mmd][reference]") {
  // Mean of 30 estimates against the closed form, within 4 standard errors of that mean.
  constexpr int kValues = 3, kRounds = 30;
  const double a = 1, b = 1.3, shift = 0.5, s = 1.5, square = kValues * shift * shift;
  const double expected =
      meanKernel(kValues, a, a, 0, s) + meanKernel(kValues, b, b, 0, s) - 2 * meanKernel(kValues, a, b, square, s);
  double sum = 0, squares = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const double value = finishedMmd(normalPoints(kValues, 120, 0, a, 2 * round),
                                     normalPoints(kValues, 100, shift, b, 2 * round + 1), s, {1}, 0)
                             .squared();
    sum += value / kRounds;
    squares += value * value / kRounds;
  }
  const double error = std::sqrt((squares - sum * sum) / (kRounds - 1));
  CHECK(error < expected / 10);
  CHECK_THAT(sum, WithinAbs(expected, 4 * error));
}

TEST_CASE("MMD: the p-value of one distribution is evenly spread, that of two is as small as can be",
          "[measures][mmd]") {
  int below_half = 0, small = 0;
  double squared_sum = 0;
  constexpr int kRounds = 40;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const Mmd mmd =
        finishedMmd(normalPoints(2, 40, 0, 1, 2 * round), normalPoints(2, 40, 0, 1, 2 * round + 1), 0, {1}, 99, round);
    below_half += mmd.pValue() <= 0.5 ? 1 : 0;
    small += mmd.pValue() <= 0.05 ? 1 : 0;
    squared_sum += mmd.squared() / mmd.chance();
  }
  // Binomial(40, 1/2): 10 to 30 holds all but 0.2 %. Binomial(40, 0.05): 7 and more come once in 300.
  CHECK(below_half >= 10);
  CHECK(below_half <= 30);
  CHECK(small <= 6);
  CHECK(std::abs(squared_sum / kRounds) < 4 / std::sqrt(kRounds));  // unbiased: 0 on average
  const Mmd apart = finishedMmd(normalPoints(2, 40, 0, 1, 1), normalPoints(2, 40, 2, 1, 2), 0, {1}, 99);
  CHECK(apart.pValue() == 0.01);
  CHECK(apart.squared() > 10 * apart.chance());
}

TEST_CASE("MMD: the same seed shuffles alike, and points that all coincide give 0", "[measures][mmd]") {
  const Matrix x = normalPoints(2, 30, 0, 1, 1), y = normalPoints(2, 30, 0.3, 1, 2);
  CHECK(finishedMmd(x, y, 0, {1}, 50, 7).pValue() == finishedMmd(x, y, 0, {1}, 50, 7).pValue());
  CHECK(finishedMmd(x, y, 0, {1}, 50, 7).chance() != finishedMmd(x, y, 0, {1}, 50, 8).chance());
  const Matrix same = Matrix::Ones(2, 10);
  const Mmd none = finishedMmd(same, same, 0, {1}, 20);
  CHECK_THAT(none.squared(), WithinAbs(0.0, 1e-12));
  CHECK(none.pValue() > 0.04);
  CHECK(none.bandwidth() == 1.0);
}

TEST_CASE("Precision, recall, density and coverage are those of their definitions", "[measures][neighbours][exact]") {
  for (const std::size_t k : {1u, 3u, 5u}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Matrix real = normalPoints(3, 40, 0, 1, seed), samples = normalPoints(3, 50, 0.5, 0.8, seed + 10);
      const Four found = neighbours(real, samples, k), expected = neighboursByLoops(real, samples, k);
      CHECK_THAT(found.precision, WithinAbs(expected.precision, 1e-12));
      CHECK_THAT(found.recall, WithinAbs(expected.recall, 1e-12));
      CHECK_THAT(found.density, WithinAbs(expected.density, 1e-12));
      CHECK_THAT(found.coverage, WithinAbs(expected.coverage, 1e-12));
    }
  }
}

TEST_CASE("On the rim is within: binary points full of ties", "[measures][neighbours][exact]") {
  // Distances between binary points are whole numbers: nearly every ball has neighbours on its rim.
  for (const int values : {8, 20}) {
    const Matrix real = binaryPoints(values, 40, 1), samples = binaryPoints(values, 35, 2);
    const Four found = neighbours(real, samples, 3), expected = neighboursByLoops(real, samples, 3);
    CHECK_THAT(found.precision, WithinAbs(expected.precision, 1e-12));
    CHECK_THAT(found.recall, WithinAbs(expected.recall, 1e-12));
    CHECK_THAT(found.density, WithinAbs(expected.density, 1e-12));
    CHECK_THAT(found.coverage, WithinAbs(expected.coverage, 1e-12));
  }
}

TEST_CASE("Data set beside itself: everything is precise, recalled and covered", "[measures][neighbours]") {
  const Matrix grey = normalPoints(60, 50, 0.5, 0.2, 4);
  const Four same = neighbours(grey, grey, 3);
  CHECK(same.precision == 1.0);
  CHECK(same.recall == 1.0);
  CHECK(same.coverage == 1.0);
  CHECK(same.density >= 1.0);  // each ball holds its centre and k neighbours
}

TEST_CASE("A model that has lost a mode is precise but recalls half; one that scatters is not precise",
          "[measures][neighbours]") {
  Matrix real(2, 400);
  real << normalPoints(2, 200, -5, 0.5, 1), normalPoints(2, 200, 5, 0.5, 2);
  const Four collapsed = neighbours(real, normalPoints(2, 400, 5, 0.5, 3), 5);
  CHECK(collapsed.precision > 0.95);
  CHECK(collapsed.recall < 0.55);
  CHECK(collapsed.coverage < 0.55);
  const Four scattered = neighbours(real, normalPoints(2, 400, 0, 20, 4), 5);
  CHECK(scattered.precision < 0.1);
  CHECK(scattered.density < 0.1);
}

TEST_CASE("Of one distribution density is 1 and coverage what Naeem et al. derive",
          "[measures][neighbours][reference]") {
  // Lemmas 1 and 2: E density = 1, E coverage = 1 - (N-1)...(N-k) / ((M+N-1)...(M+N-k)) whatever the distribution.
  constexpr int kRounds = 30, kCount = 100;
  constexpr std::size_t kNeighbours = 5;
  double missed = 1;
  for (int i = 1; i <= 5; ++i) missed *= (kCount - i) / (2.0 * kCount - i);
  double density = 0, density_squares = 0, coverage = 0, coverage_squares = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const Four four =
        neighbours(normalPoints(4, kCount, 0, 1, 2 * round), normalPoints(4, kCount, 0, 1, 2 * round + 1), kNeighbours);
    density += four.density / kRounds;
    density_squares += four.density * four.density / kRounds;
    coverage += four.coverage / kRounds;
    coverage_squares += four.coverage * four.coverage / kRounds;
  }
  const double density_error = std::sqrt((density_squares - density * density) / (kRounds - 1));
  const double coverage_error = std::sqrt((coverage_squares - coverage * coverage) / (kRounds - 1));
  CHECK_THAT(density, WithinAbs(1.0, 4 * density_error));
  CHECK_THAT(coverage, WithinAbs(1 - missed, 4 * coverage_error));
}

TEST_CASE("The numbers of NumPy and scikit-learn on two small sets", "[measures][reference]") {
  // tests/reference/samples.py. Distances and kernels are floats here: six figures.
  const nlohmann::json cases = referenceCases();
  REQUIRE(cases.size() == 2);
  for (const nlohmann::json& given : cases) {
    INFO(given["name"].get<std::string>());
    const int values = given["values"].get<int>();
    const Matrix real = pointsOf(given["real"], values), samples = pointsOf(given["samples"], values);
    for (const nlohmann::json& row : given["parzen"]) {
      Parzen parzen(samples, {}, real, {row["sigma"].get<double>()});
      REQUIRE(runsToItsEnd(parzen));
      CHECK_THAT(parzen.logLikelihood(), WithinRel(row["mean"].get<double>(), 1e-6));
      CHECK_THAT(parzen.standardError(), WithinRel(row["standardError"].get<double>(), 1e-5));
    }
    const double median = given["medianDistance"].get<double>();
    CHECK_THAT(medianDistance(real, samples), WithinRel(median, 1e-6));
    CHECK_THAT(finishedMmd(real, samples, 0, {1}, 0).squared(), WithinAbs(given["mmd"].get<double>(), 1e-6));
    CHECK_THAT(finishedMmd(real, samples, 0, {0.25, 0.5, 1, 2, 4}, 0).squared(),
               WithinAbs(given["mmdMixture"].get<double>(), 1e-6));
    for (const nlohmann::json& row : given["neighbours"]) {
      const Four found = neighbours(real, samples, row["k"].get<std::size_t>());
      CHECK_THAT(found.precision, WithinAbs(row["precision"].get<double>(), 1e-12));
      CHECK_THAT(found.recall, WithinAbs(row["recall"].get<double>(), 1e-12));
      CHECK_THAT(found.density, WithinAbs(row["density"].get<double>(), 1e-12));
      CHECK_THAT(found.coverage, WithinAbs(row["coverage"].get<double>(), 1e-12));
    }
  }
}

TEST_CASE("The errors of precision, recall, density and coverage are what repeated draws of both sets scatter by",
          "[measures][neighbours][errors]") {
  // Both sets are drawn again every time; the samples are wider than the data, so that no figure is at its end. Halves
  // err on the wide side, here by a fifth to a quarter. A deviation of kRounds values is known to 1 / sqrt(2 kRounds),
  // 11 %: three of that below 1.2 and above 1.25 times the spread. The error of a share of the samples is half of it.
  constexpr int kRounds = 40, kCount = 200;
  RunningMean spread[4], told[4], share;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    PrecisionRecall measure(normalPoints(2, kCount, 0, 1, 2 * round + 100),
                            normalPoints(2, kCount, 0.3, 1.5, 2 * round + 101), 3, round);
    REQUIRE(runsToItsEnd(measure));
    REQUIRE(measure.errors().has_value());
    const NeighbourFigures& errors = *measure.errors();
    const double values[] = {measure.precision(), measure.recall(), measure.density(), measure.coverage()};
    const double own[] = {errors.precision, errors.recall, errors.density, errors.coverage};
    for (int i = 0; i < 4; ++i) {
      spread[i].add(values[i]);
      told[i].add(own[i] * own[i]);
    }
    share.add(values[0] * (1 - values[0]) / kCount);
  }
  for (int i = 0; i < 4; ++i) {
    INFO("figure " << i << ": told " << std::sqrt(told[i].mean()) << ", spread " << spread[i].deviation());
    CHECK(std::sqrt(told[i].mean()) > 0.8 * spread[i].deviation());
    CHECK(std::sqrt(told[i].mean()) < 1.65 * spread[i].deviation());
  }
  INFO("of a share " << std::sqrt(share.mean()));
  CHECK(std::sqrt(share.mean()) < 0.7 * std::sqrt(told[0].mean()));
}

TEST_CASE("Sets too small to be halved have no errors", "[measures][neighbours][errors]") {
  PrecisionRecall small(normalPoints(2, 6, 0, 1, 1), normalPoints(2, 30, 0, 1, 2), 5, 1);
  REQUIRE(runsToItsEnd(small));
  CHECK_FALSE(small.errors().has_value());
  PrecisionRecall enough(normalPoints(2, 12, 0, 1, 1), normalPoints(2, 30, 0, 1, 2), 5, 1);
  REQUIRE(runsToItsEnd(enough));
  CHECK(enough.errors().has_value());
}

// 10,000 points of 1,000 values: half a minute. Not run unless it is asked for by name.
TEST_CASE("The table of the PRDC package: N(0, I) in 1,000 dimensions", "[.slow][reference]") {
  // Its README: precision .4772, recall .4705, density 1.0555, coverage .9735, "may fluctuate due to randomness".
  const Four found = neighbours(normalPoints(1000, 10'000, 0, 1, 1), normalPoints(1000, 10'000, 0, 1, 2), 5);
  WARN("precision " << found.precision << ", recall " << found.recall << ", density " << found.density << ", coverage "
                    << found.coverage);
  CHECK_THAT(found.precision, WithinAbs(0.4772, 0.03));
  CHECK_THAT(found.recall, WithinAbs(0.4705, 0.03));
  CHECK_THAT(found.density, WithinAbs(1.0555, 0.1));
  CHECK_THAT(found.coverage, WithinAbs(0.9735, 0.01));
}
