// The functions of base/reals.h beside the C library's, and the bits that they have in every build.
#include "base/reals.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace harmonium;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// How far `value` is from `truth`, in units in the last place of `truth`.
double ulps(double value, double truth) {
  if (value == truth || (std::isnan(value) && std::isnan(truth))) return 0;
  if (!std::isfinite(value) || !std::isfinite(truth)) return kInfinity;
  const double size = std::abs(truth);
  return std::abs(value - truth) / (std::nextafter(size, kInfinity) - size);
}

// The worst of many points between `low` and `high`, beside the C library (which is itself within 1 ulp).
template <class Ours, class Theirs>
double worst(double low, double high, Ours ours, Theirs theirs) {
  double result = 0;
  constexpr int kPoints = 20000;
  for (int i = 0; i <= kPoints; ++i) {
    const double x = low + (high - low) * (i + 0.37 * std::sin(i)) / kPoints;
    result = std::max(result, ulps(ours(x), theirs(x)));
  }
  return result;
}

double theirExp(double x) {
  return std::exp(x);
}
double theirLog(double x) {
  return std::log(x);
}

}  // namespace

TEST_CASE("exp is that of the C library but for the last bit", "[base][reals]") {
  CHECK(worst(-1, 1, reals::exp, theirExp) <= 2);
  CHECK(worst(-708, 709.7, reals::exp, theirExp) <= 2);
  CHECK(reals::exp(0) == 1);
  CHECK(reals::exp(710) == kInfinity);
  CHECK(reals::exp(kInfinity) == kInfinity);
  CHECK(reals::exp(-746) == 0);
  CHECK(reals::exp(-kInfinity) == 0);
  CHECK(std::isnan(reals::exp(kNaN)));
  CHECK(std::abs(reals::exp(-740) - std::exp(-740)) <= 2 * std::numeric_limits<double>::denorm_min());
}

TEST_CASE("log is that of the C library but for the last bit", "[base][reals]") {
  CHECK(worst(0.5, 2, reals::log, theirLog) <= 2);
  CHECK(worst(1e-300, 1e-290, reals::log, theirLog) <= 2);
  CHECK(worst(2, 1e6, reals::log, theirLog) <= 2);
  CHECK(worst(1e300, 1.7e308, reals::log, theirLog) <= 2);
  CHECK(reals::log(1) == 0);
  CHECK(reals::log(0) == -kInfinity);
  CHECK(reals::log(kInfinity) == kInfinity);
  CHECK(std::isnan(reals::log(-1)));
  CHECK(std::isnan(reals::log(kNaN)));
  CHECK(ulps(reals::log(5e-324), std::log(5e-324)) <= 2);
  CHECK(ulps(reals::log(std::nextafter(1.0, 2.0)), std::log(std::nextafter(1.0, 2.0))) <= 1);
}

TEST_CASE("log1p and expm1 lose nothing near 0", "[base][reals]") {
  const auto their_log1p = [](double x) { return std::log1p(x); };
  const auto their_expm1 = [](double x) { return std::expm1(x); };
  for (const double scale : {1e-300, 1e-17, 1e-9, 1e-3, 0.5, 0.99}) {
    CHECK(worst(-scale, scale, reals::log1p, their_log1p) <= 3);
    CHECK(worst(-scale, scale, reals::expm1, their_expm1) <= 5);
  }
  CHECK(worst(0.4, 100, reals::log1p, their_log1p) <= 3);
  CHECK(worst(1e15, 1e18, reals::log1p, their_log1p) <= 3);
  CHECK(worst(-40, 700, reals::expm1, their_expm1) <= 5);
  CHECK(reals::log1p(-1) == -kInfinity);
  CHECK(reals::log1p(kInfinity) == kInfinity);
  CHECK(std::isnan(reals::log1p(-2)));
  CHECK(std::isnan(reals::log1p(kNaN)));
  CHECK(reals::expm1(-kInfinity) == -1);
  CHECK(std::isnan(reals::expm1(kNaN)));
}

TEST_CASE("tanh, sigmoid and softplus are right at both ends and in the middle", "[base][reals]") {
  const auto their_tanh = [](double x) { return std::tanh(x); };
  const auto their_sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto their_softplus = [](double x) { return std::log1p(std::exp(x)); };
  CHECK(worst(-1e-8, 1e-8, reals::tanh, their_tanh) <= 5);
  CHECK(worst(-1, 1, reals::tanh, their_tanh) <= 5);
  CHECK(worst(-25, 25, reals::tanh, their_tanh) <= 5);
  CHECK(worst(-700, 40, reals::sigmoid, their_sigmoid) <= 4);
  CHECK(worst(-700, 700, reals::softplus, their_softplus) <= 4);
  CHECK(reals::tanh(-kInfinity) == -1);
  CHECK(std::isnan(reals::tanh(kNaN)));
  CHECK(reals::sigmoid(-800) == 0);
  CHECK(reals::sigmoid(800) == 1);
  CHECK(std::isnan(reals::sigmoid(kNaN)));
  CHECK(reals::softplus(1000) == 1000);
  CHECK(reals::softplus(-1000) == 0);
}

TEST_CASE("pow is exact about 0 and as near as its logarithm allows elsewhere", "[base][reals]") {
  for (const double y : {-3.0, -0.5, 0.1, 1.0, 2.0, 10.0}) {
    INFO(y);
    const double most = 4 + 2 * std::abs(y) * std::log(100.0);
    CHECK(worst(
              0.01, 100, [&](double x) { return reals::pow(x, y); }, [&](double x) { return std::pow(x, y); }) <= most);
  }
  CHECK(reals::pow(0, 2) == 0);
  CHECK(reals::pow(0, -1) == kInfinity);
  CHECK(reals::pow(0, 0) == 1);
}

TEST_CASE("logAdd adds probabilities that no double can hold", "[base][reals]") {
  CHECK(std::abs(reals::logAdd(-5000, -5000) - (-5000 + std::log(2.0))) < 1e-12);
  CHECK(reals::logAdd(-kInfinity, -3) == -3);
  CHECK(reals::logAdd(-3, -kInfinity) == -3);
  CHECK(reals::logAdd(-kInfinity, -kInfinity) == -kInfinity);
  CHECK(reals::logAdd(kInfinity, 1) == kInfinity);
}

TEST_CASE("The functions have the same bits in every build", "[base][reals][determinism]") {
  std::uint64_t digest = 0xcbf29ce484222325;
  const auto add = [&](double value) { digest = (digest ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3; };
  for (int i = -4000; i <= 4000; ++i) {
    const double x = i / 57.0;
    for (const double value : {reals::exp(x), reals::expm1(x), reals::tanh(x), reals::sigmoid(x), reals::softplus(x),
                               reals::logAdd(x, 1 - x)}) {
      add(value);
    }
    if (x > 0) {
      for (const double value : {reals::log(x), reals::log1p(x), reals::pow(x, 0.3), reals::log(x * 1e-300)})
        add(value);
    }
  }
  CHECK(digest == 0x5936bf3cb91bd4b0);
}
