#include "models/gan/gan_game.h"

#include "models/grid_density.h"
#include "tests/nn/reference.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace harmonium;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("At D = 1/2 every loss is ln 2 and V is -log 4", "[gan][oracle]") {
  // Goodfellow et al. (2014): V = -log 4 = -1.3863 at D = 1/2.
  const std::vector<float> none(6, 0.0f);
  std::vector<float> along(6);
  CHECK_THAT(generatorLoss(GeneratorLoss::kMinimax, none, along), WithinAbs(-std::log(2.0), 1e-7));
  CHECK_THAT(generatorLoss(GeneratorLoss::kNonSaturating, none, along), WithinAbs(std::log(2.0), 1e-7));
  const GameValue game = gameValue(none, none);
  CHECK_THAT(game.value, WithinAbs(-std::log(4.0), 1e-12));
  CHECK_THAT(game.error, WithinAbs(0, 1e-7));  // the root of what rounding leaves of a difference
  CHECK_THAT(optimalValue(0), WithinAbs(-1.386294361, 1e-9));
  CHECK_THAT(optimalDiscriminator(0.3, 0.3, 0), WithinAbs(0.5, 1e-12));
}

TEST_CASE("G's slope fades under the minimax loss where D is sure, and does not under the other", "[gan][oracle]") {
  // D(G(z)) -> 0: the slope of log(1 - D) along the logit is -D, that of -log D is -(1 - D).
  std::vector<float> along(1);
  for (const float logit : {-2.0f, -5.0f, -10.0f, -30.0f}) {
    const double d = 1 / (1 + std::exp(-static_cast<double>(logit)));
    generatorLoss(GeneratorLoss::kMinimax, std::vector<float>{logit}, along);
    CHECK_THAT(static_cast<double>(along[0]), WithinRel(-d, 1e-5));
    generatorLoss(GeneratorLoss::kNonSaturating, std::vector<float>{logit}, along);
    CHECK_THAT(static_cast<double>(along[0]), WithinRel(-(1 - d), 1e-5));
  }
}

TEST_CASE("G's slopes are the central differences of its losses", "[gan][gradient]") {
  const std::vector<float> logits = {-4, -1, -0.2f, 0.6f, 3};
  std::vector<float> along(5);
  for (const GeneratorLoss kind : {GeneratorLoss::kMinimax, GeneratorLoss::kNonSaturating}) {
    const auto loss = [kind](const std::vector<double>& a) {
      double sum = 0;
      for (const double logit : a) {
        const double d = 1 / (1 + std::exp(-logit));
        sum += kind == GeneratorLoss::kMinimax ? std::log(1 - d) : -std::log(d);
      }
      return sum / static_cast<double>(a.size());
    };
    CHECK_THAT(generatorLoss(kind, logits, along), WithinRel(loss(oracle::doubles(logits)), 1e-6));
    CHECK(oracle::relativeError(along, oracle::slopes(loss, oracle::doubles(logits))) < 1e-6);
  }
}

TEST_CASE("V is a mean with the standard error of its two means", "[gan]") {
  const std::vector<float> data = {0, 2}, samples = {-1, 0, 1};
  const auto log_d = [](double a) { return -std::log1p(std::exp(-a)); };
  const double on_data = (log_d(0) + log_d(2)) / 2, on_samples = (log_d(1) + log_d(0) + log_d(-1)) / 3;
  double variance = 0;
  for (const double a : {0.0, 2.0}) variance += std::pow(log_d(a) - on_data, 2) / 2 / 1;
  double second = 0;
  for (const double a : {-1.0, 0.0, 1.0}) second += std::pow(log_d(a) - on_samples, 2) / 3 / 2;
  const GameValue game = gameValue(data, samples);
  CHECK_THAT(game.value, WithinAbs(on_data + on_samples, 1e-12));
  CHECK_THAT(game.error, WithinAbs(std::sqrt(variance + second), 1e-12));
}

TEST_CASE("The best D is the best there is, with smoothing too", "[gan][oracle]") {
  // By trying 10,000 values of D at one x: p ((1 - s) log D + s log(1 - D)) + q log(1 - D) has its peak there.
  for (const double smoothing : {0.0, 0.1, 0.3}) {
    for (const auto& [p, q] : {std::pair{0.2, 0.7}, {0.5, 0.5}, {0.9, 0.05}}) {
      double best = -INFINITY, at = 0;
      for (int i = 1; i < 10000; ++i) {
        const double d = i / 10000.0;
        const double value = p * ((1 - smoothing) * std::log(d) + smoothing * std::log(1 - d)) + q * std::log(1 - d);
        if (value > best) {
          best = value;
          at = d;
        }
      }
      CHECK_THAT(optimalDiscriminator(p, q, smoothing), WithinAbs(at, 1e-4));
    }
  }
  CHECK_THAT(optimalValue(0.1), WithinAbs(std::log(0.45) + std::log(0.55), 1e-12));
}

TEST_CASE("With the best D, V is -log 4 plus twice the Jensen-Shannon divergence", "[gan][oracle]") {
  // Goodfellow et al. (2014), theorem 1, on a density of five cells.
  const std::vector<double> p = {0.1, 0.4, 0.2, 0.3, 0}, q = {0.3, 0.1, 0.2, 0, 0.4};
  double value = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double d = optimalDiscriminator(p[i], q[i], 0);
    if (p[i] > 0) value += p[i] * std::log(d);
    if (q[i] > 0) value += q[i] * std::log(1 - d);
  }
  CHECK_THAT(value, WithinAbs(optimalValue(0) + 2 * jensenShannon(p, q), 1e-12));
}
