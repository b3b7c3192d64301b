#include "app/logic/ticks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium::app;

TEST_CASE("ticks are round, even, inside and not too many", "[app][ticks]") {
  const double low = GENERATE(-3.0, -1e-4, 0.0, 0.013, 4e5);
  const double width = GENERATE(1e-5, 0.7, 1.0, 6.0, 250.0, 3e7);
  const int most = GENERATE(1, 2, 4, 7);
  const std::vector<double> ticks = roundTicks(low, low + width, most);
  CHECK(static_cast<int>(ticks.size()) <= most);
  for (const double tick : ticks) {
    CHECK(tick >= low - 1e-5 * width);
    CHECK(tick <= low + width + 1e-5 * width);
  }
  if (ticks.size() < 2) return;
  const double step = ticks[1] - ticks[0];
  const double lead = step / std::pow(10, std::floor(std::log10(step) + 1e-6));
  const bool round = std::abs(lead - 1) < 1e-3 || std::abs(lead - 2) < 1e-3 || std::abs(lead - 5) < 1e-3;
  CHECK(round);
  // Differences of doubles are no better than the doubles.
  const double rounding = 1e-9 * step + 1e-15 * (std::abs(low) + width);
  for (std::size_t i = 0; i + 1 < ticks.size(); ++i)
    CHECK_THAT(ticks[i + 1] - ticks[i], Catch::Matchers::WithinAbs(step, rounding));
}

TEST_CASE("round ends of a range are ticks themselves", "[app][ticks]") {
  CHECK(roundTicks(-3, 3, 7).size() == 7);
  CHECK(roundTicks(0, 1, 6).size() == 6);
  CHECK(roundTicks(0, 0.3, 4).back() > 0.29);
}

TEST_CASE("a range that is none has one tick", "[app][ticks]") {
  CHECK(roundTicks(2, 2, 5) == std::vector<double>{2});
  CHECK(roundTicks(3, 1, 5) == std::vector<double>{3});
  CHECK(roundTicks(0, INFINITY, 5) == std::vector<double>{0});
}

TEST_CASE("the words of ticks have a real minus sign and no noise", "[app][ticks]") {
  CHECK(tickWords({-2, 0, 2}) == std::vector<std::string>{"\u22122", "0", "2"});
  CHECK(tickWords(roundTicks(-0.2, 0.2, 4)) == std::vector<std::string>{"\u22120.2", "0", "0.2"});
}

TEST_CASE("ticks that lie close together have different words", "[app][ticks]") {
  CHECK(tickWords(roundTicks(0.25, 0.25008, 5)) ==
        std::vector<std::string>{"0.25000", "0.25002", "0.25004", "0.25006", "0.25008"});
  CHECK(tickWords({12340, 12341}) == std::vector<std::string>{"12,340", "12,341"});
}
