// Offsets that are taken off values far from zero before they are stored in single precision.
#include "data/offsets.h"

#include "base/rng.h"
#include "data/inline.h"
#include "session/given_data.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

double offsetOf(const std::vector<double>& values) {
  OffsetOf column;
  for (const double value : values) column.add(value);
  return column.offset();
}

std::vector<double> around(double middle, double deviation) {
  std::vector<double> values;
  Rng rng(3, Purpose::kData);
  for (int n = 0; n < 200; ++n) values.push_back(middle + deviation * static_cast<double>(rng.normal()));
  return values;
}

// Air pressure in pascals, height in metres, and a value that is near zero.
InlineData weather() {
  InlineData data;
  data.shape = {3};
  data.real = true;
  data.names = {"pressure, Pa", "height", "wind"};
  const std::vector<double> pressure = around(101325.02, 0.02), height = around(12, 3), wind = around(0, 1);
  for (std::size_t n = 0; n < 200; ++n) {
    (n < 150 ? data.examples : data.test).rows.push_back({pressure[n], height[n], wind[n]});
  }
  data.examples.rows[4][0] = std::nan("");
  return data;
}

}  // namespace

TEST_CASE("An offset is taken off where single precision would blur the values, and nowhere else", "[data][offsets]") {
  CHECK(offsetOf(around(101325.02, 0.02)) == 101325);
  CHECK(offsetOf(around(-101325.02, 0.02)) == -101325);
  CHECK(offsetOf(around(1e5, 3.0)) != 0);
  CHECK(offsetOf(around(1000.5, 1e-5)) == 1000.5);
  for (const double middle : {0.0, 1.0, -50.0}) CHECK(offsetOf(around(middle, 1)) == 0);
  CHECK(offsetOf({}) == 0);
  CHECK(offsetOf({100000.01}) == 0);                    // one value has no deviation
  CHECK(offsetOf({100000.01, 100000.01}) == 0);         // nor has a constant
  CHECK(offsetOf({1950, 1987, 2020, 1999}) == 0);       // floats hold whole numbers
  CHECK(offsetOf({100000.5, 100000.25, 100001}) == 0);  // and these halves and quarters
  // What is left is within ten deviations, so that single precision keeps seven digits of what differs.
  for (const double deviation : {1e-6, 3e-3, 0.02, 0.5, 4.0, 70.0}) {
    INFO(deviation);
    CHECK_THAT(offsetOf(around(987654.321, deviation)), WithinAbs(987654.321, 10 * deviation));
  }
}

TEST_CASE("Stored values are the given ones less their offset, to the digits of the spread", "[data][offsets]") {
  const InlineData given = weather();
  const auto result = datasetOf(given);
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.offsets == std::vector<double>{101325, 0, 0});
  CHECK(set.value_names == given.names);
  CHECK(storedNames(set) == std::vector<std::string>{"pressure, Pa less 101325", "height", "wind"});
  for (std::size_t n = 0; n < 150; ++n) {
    for (std::size_t i = 0; i < 3; ++i) {
      const double stored = static_cast<double>(set.train.floats[3 * n + i]) + set.offsets[i];
      if (n == 4 && i == 0) {
        CHECK(std::isnan(stored));
      } else {
        CHECK_THAT(stored, WithinAbs(given.examples.rows[n][i], i == 0 ? 1e-8 : 1e-5));
      }
    }
  }
  CHECK_THAT(static_cast<double>(set.test.floats[0]) + 101325, WithinAbs(given.test.rows[0][0], 1e-8));

  InlineData nameless = weather();
  nameless.names.clear();
  CHECK(storedNames(datasetOf(nameless).value()) == std::vector<std::string>{"x1 less 101325", "x2", "x3"});
  InlineData longest = weather();
  longest.names[0] = "pressure at the height of the sea in \u03bcb";
  const std::string shown = storedNames(datasetOf(longest).value())[0];
  CHECK(shown.size() <= 40);
  CHECK_THAT(shown, ContainsSubstring("pressure at the") && ContainsSubstring("less 101325"));
}

TEST_CASE("Offsets are written and read without loss, and wrong ones are refused", "[data][offsets][given]") {
  const Dataset set = datasetOf(weather()).value();
  const Json written = Json::parse(writeGivenData(set));
  CHECK(written["offsets"] == Json::array({101325, 0, 0}));
  const auto again = readGivenData(Json::parse(textOf(written)));
  REQUIRE(again.ok());
  CHECK(again.value()->offsets == set.offsets);
  CHECK(again.value()->value_names == set.value_names);
  for (std::size_t at = 0; at < set.train.floats.size(); ++at) {
    const float one = set.train.floats[at], other = again.value()->train.floats[at];
    CHECK((one == other || (std::isnan(one) && std::isnan(other))));
  }
  const auto refusal = [](const char* text) {
    const auto read = readGivenData(Json::parse(text));
    REQUIRE_FALSE(read.ok());
    return read.error().sentence;
  };
  CHECK_THAT(refusal(R"({"shape":[2],"real":true,"examples":[[1,2]],"offsets":[1]})"),
             ContainsSubstring("offsets has 1 entries") && ContainsSubstring("2"));
  CHECK_THAT(refusal(R"({"shape":[2],"real":true,"examples":[[1,2]],"offsets":[1,1e7]})"),
             ContainsSubstring("offsets[1] is 10000000"));
  CHECK_THAT(refusal(R"({"shape":[2],"real":false,"examples":[[1,0]],"offsets":[1,2]})"), ContainsSubstring("real"));
  CHECK_THAT(refusal(R"({"shape":[2],"real":true,"examples":[[1,2]],"offsets":[1,null]})"),
             ContainsSubstring("offsets[1]"));
}

TEST_CASE("A part that says its own range keeps its values", "[data][offsets][parts]") {
  InlineData data = weather();
  data.shape.clear();
  data.real.reset();
  data.names.clear();
  data.parts = {{.name = "pressure", .shape = {1}, .low = 100000}, {.name = "rest", .shape = {2}}};
  CHECK(datasetOf(data).value().offsets.empty());
  data.parts[0].low.reset();
  CHECK(datasetOf(data).value().offsets == std::vector<double>{101325, 0, 0});
}
