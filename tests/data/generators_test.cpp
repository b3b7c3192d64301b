#include "data/generators.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <map>
#include <vector>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

std::vector<std::uint8_t> rowOf(const Split& split, int example) {
  const auto first = split.bytes.begin() + static_cast<std::ptrdiff_t>(example) * split.values;
  return {first, first + split.values};
}

}  // namespace

TEST_CASE("Bars and stripes have the entropy that is published for them", "[data][generators]") {
  // Best mean log-likelihood in nats per picture, all but two of 2^(side + 1) rows once and those two twice:
  // -ln 2 (side + 1 - 2^(1 - side)). Of these PyDeep's tests have the 2x2 value, -1.732868.
  const std::map<int, double> published = {{2, -1.732868}, {3, -2.599302}, {4, -3.379093}, {5, -4.115561}};
  for (const auto& [side, best] : published) {
    const Dataset set = barsAndStripes(side);
    REQUIRE(set.train.examples == 2 << side);
    std::map<std::vector<std::uint8_t>, int> count;
    for (int n = 0; n < set.train.examples; ++n) ++count[rowOf(set.train, n)];
    double log_likelihood = 0;
    for (const auto& [row, times] : count) {
      const double p = static_cast<double>(times) / set.train.examples;
      log_likelihood += p * std::log(p);
    }
    CHECK_THAT(log_likelihood, WithinAbs(best, 6e-7));  // as many digits as are given above
    CHECK_THAT(log_likelihood, WithinAbs(-std::log(2.0) * (side + 1 - std::pow(2.0, 1 - side)), 1e-13));
  }
}

TEST_CASE("Every bar is upright, every stripe lies, and blank and full are both", "[data][generators]") {
  for (int side = kBarsMinSide; side <= kBarsMaxSide; ++side) {
    const Dataset set = barsAndStripes(side);
    CHECK(set.rows == side);
    CHECK(set.cols == side);
    CHECK(set.test.examples == 0);
    CHECK(set.train.isBinary());
    REQUIRE(set.train.labels.size() == static_cast<std::size_t>(set.train.examples));
    std::map<std::vector<std::uint8_t>, int> count;
    for (int n = 0; n < set.train.examples; ++n) {
      const auto row = rowOf(set.train, n);
      ++count[row];
      const bool lying = set.train.label(static_cast<std::uint32_t>(n)) == 1;
      for (int r = 0; r < side; ++r) {
        for (int c = 0; c < side; ++c) {
          const int leader = lying ? r * side : c;  // the first pixel of the same line
          REQUIRE(row[static_cast<std::size_t>(r * side + c)] == row[static_cast<std::size_t>(leader)]);
        }
      }
    }
    const std::size_t pixels = static_cast<std::size_t>(side * side);
    CHECK(count.size() == static_cast<std::size_t>((2 << side) - 2));
    CHECK(count[std::vector<std::uint8_t>(pixels, 0)] == 2);
    CHECK(count[std::vector<std::uint8_t>(pixels, 1)] == 2);
  }
}
