#include "base/mixing.h"

#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

// x_t = a x_(t-1) + noise in every chain, from its stationary distribution of variance 1, plus an offset per chain.
std::vector<float> autoregressive(double a, std::size_t chains, std::size_t times, double apart, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData);
  std::vector<float> series(chains * times);
  for (std::size_t chain = 0; chain < chains; ++chain) {
    double x = static_cast<double>(rng.normal());
    for (std::size_t t = 0; t < times; ++t) {
      x = a * x + std::sqrt(1 - a * a) * static_cast<double>(rng.normal());
      series[t * chains + chain] = static_cast<float>(x + apart * static_cast<double>(chain % 2));
    }
  }
  return series;
}

}  // namespace

TEST_CASE("Split R-hat is that of its definition", "[mixing][exact]") {
  // Two chains of four times, as halves: (0, 2), (2, 4), (1, 1), (5, 7). Means 1, 3, 1, 6; variances 2, 2, 0, 2, so W
  // is 1.5; the variance of the means is 5.5833. R-hat^2 = 1/2 + 5.5833 / 1.5.
  const std::vector<float> series = {0, 1, 2, 1, 2, 5, 4, 7};
  CHECK_THAT(splitRhat(series, 2), WithinRel(std::sqrt(0.5 + 67.0 / 12 / 1.5), 1e-12));
}

TEST_CASE("Split R-hat is near 1 for chains that mix, and large for chains that stay apart or drift", "[mixing]") {
  CHECK_THAT(splitRhat(autoregressive(0, 50, 200, 0, 1), 50), WithinAbs(1.0, 0.01));
  // Halves of 100 times with tau = (1 + a) / (1 - a) = 19 have means of variance 0.19 less 0.02: R-hat about 1.1.
  CHECK_THAT(splitRhat(autoregressive(0.9, 50, 200, 0, 2), 50), WithinAbs(1.09, 0.05));
  // Every second chain is 4 deviations away: the means vary by 4 about theirs.
  CHECK_THAT(splitRhat(autoregressive(0, 50, 200, 4, 3), 50), WithinRel(std::sqrt(1 + 4 * 100.0 / 99), 0.03));
  std::vector<float> drift = autoregressive(0, 50, 200, 0, 4);
  for (std::size_t i = 0; i < drift.size(); ++i) drift[i] += 0.05f * static_cast<float>(i / 50);
  CHECK(splitRhat(drift, 50) > 1.5);
}

TEST_CASE("Chains that stand still are told apart from a quantity that never varies", "[mixing]") {
  std::vector<float> still(40 * 10);
  for (std::size_t i = 0; i < still.size(); ++i) still[i] = i % 10 < 5 ? 1.0f : 2.0f;
  CHECK(splitRhat(still, 10) == HUGE_VAL);
  CHECK(splitRhat(std::vector<float>(400, 7.1f), 10) == 1.0);
}

TEST_CASE("The autocorrelation time has no unit of its own", "[mixing]") {
  const std::vector<float> series = autoregressive(0.8, 20, 2000, 0, 5);
  const Autocorrelation time = integratedTime(autocorrelationOf(series, 20, 200));
  CHECK(time.settled);
  CHECK_THAT(time.time, WithinRel(1.8 / 0.2, 0.1));  // the closed form of such a series
  for (const float scale : {1e-9f, 1e9f}) {
    std::vector<float> scaled = series;
    for (float& x : scaled) x *= scale;
    CHECK_THAT(integratedTime(autocorrelationOf(scaled, 20, 200)).time, WithinRel(time.time, 1e-4));
    CHECK_THAT(splitRhat(scaled, 20), WithinRel(splitRhat(series, 20), 1e-5));
  }
}
