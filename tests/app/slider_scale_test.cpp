#include "app/logic/slider_scale.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <iterator>

using Catch::Matchers::WithinAbs;
using harmonium::Option;
using harmonium::OptionType;
using harmonium::app::SliderScale;

namespace {

Option range(OptionType type, double minimum, double maximum, bool logarithmic) {
  Option option;
  option.type = type;
  option.minimum = minimum;
  option.maximum = maximum;
  option.logarithmic = logarithmic;
  return option;
}

const Option kRanges[] = {
    range(OptionType::kSizes, 1, 1000, false),    range(OptionType::kSizes, 1, 4096, true),
    range(OptionType::kNumber, 0, 1, false),      range(OptionType::kNumber, -2, 3, false),
    range(OptionType::kNumber, 1e-5, 1, true),    range(OptionType::kNumber, 0, 0.1, true),
    range(OptionType::kInteger, 1, 10, false),    range(OptionType::kInteger, 1, 4096, true),
    range(OptionType::kInteger, 0, 100000, true),
};

}  // namespace

TEST_CASE("the ends of a slider are the ends of the range", "[app][slider]") {
  const Option option = GENERATE(from_range(std::begin(kRanges), std::end(kRanges)));
  const SliderScale scale(option);
  CHECK(scale.value(0) == option.minimum);
  CHECK(scale.value(1) == option.maximum);
  CHECK(scale.value(-3) == option.minimum);
  CHECK(scale.value(7) == option.maximum);
  CHECK_THAT(scale.position(option.minimum), WithinAbs(0, 1e-12));
  CHECK_THAT(scale.position(option.maximum), WithinAbs(1, 1e-12));
}

TEST_CASE("a value read off a slider lies where it was read", "[app][slider]") {
  const Option option = GENERATE(from_range(std::begin(kRanges), std::end(kRanges)));
  const SliderScale scale(option);
  for (int i = 0; i <= 100; ++i) {
    const double value = scale.value(i / 100.0);
    // Rounding moves a value; reading it again moves it no further.
    CHECK(scale.value(scale.position(value)) == value);
  }
}

TEST_CASE("values grow along a slider", "[app][slider]") {
  const Option option = GENERATE(from_range(std::begin(kRanges), std::end(kRanges)));
  const SliderScale scale(option);
  for (int i = 0; i < 100; ++i) CHECK(scale.value(i / 100.0) <= scale.value((i + 1) / 100.0));
}

TEST_CASE("equal steps of a ratio scale are equal ratios", "[app][slider]") {
  const SliderScale scale(range(OptionType::kNumber, 1e-4, 1, true));
  CHECK_THAT(scale.value(0.25), WithinAbs(1e-3, 1e-12));
  CHECK_THAT(scale.value(0.5), WithinAbs(1e-2, 1e-12));
  CHECK_THAT(scale.value(0.75), WithinAbs(1e-1, 1e-12));
}

TEST_CASE("zero can be reached on a ratio scale that begins at zero", "[app][slider]") {
  const SliderScale scale(range(OptionType::kNumber, 0, 0.1, true));
  CHECK(scale.value(0.01) == 0);
  CHECK(scale.value(0.05) > 0);
}

TEST_CASE("values are as short as hands mean them", "[app][slider]") {
  CHECK(SliderScale(range(OptionType::kNumber, 0, 1, false)).value(1.0 / 3) == 0.33);
  CHECK(SliderScale(range(OptionType::kInteger, 1, 4096, true)).value(0.73) == 430);
  CHECK(SliderScale(range(OptionType::kInteger, 1, 10, false)).value(0.5) == 6);
}

TEST_CASE("a keyboard step always moves, and never past the ends", "[app][slider]") {
  const Option option = GENERATE(from_range(std::begin(kRanges), std::end(kRanges)));
  const SliderScale scale(option);
  double value = option.minimum;
  int steps = 0;
  while (value < option.maximum && steps < 2000) {
    const double next = scale.stepped(value, 1);
    REQUIRE(next > value);
    CHECK(scale.stepped(next, -1) < next);
    value = next;
    ++steps;
  }
  CHECK(value == option.maximum);
  CHECK(scale.stepped(option.maximum, 1) == option.maximum);
  CHECK(scale.stepped(option.minimum, -1) == option.minimum);
}
