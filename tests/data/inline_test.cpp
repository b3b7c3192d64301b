#include "data/inline.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

InlineData good() {
  InlineData data;
  data.shape = {2, 2};
  data.examples = {{0, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 1}};
  data.labels = {0, 2, -1};
  data.test = {{1, 1, 1, 1}};
  data.test_labels = {1};
  return data;
}

// What is said of good() after `spoil` has had its way with it.
std::string refusal(const std::function<void(InlineData&)>& spoil) {
  InlineData data = good();
  spoil(data);
  const auto result = datasetOf(data);
  REQUIRE_FALSE(result.ok());
  REQUIRE(result.error().code == ErrorCode::kInvalidData);
  REQUIRE(result.error().sentence.back() == '.');
  return result.error().sentence;
}

}  // namespace

TEST_CASE("A set given inline is taken as it is", "[data][inline]") {
  const auto result = datasetOf(good());
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.name == "inline");
  CHECK(set.rows == 2);
  CHECK(set.cols == 2);
  CHECK(set.train.examples == 3);
  CHECK(set.test.examples == 1);
  CHECK(set.train.isBinary());
  CHECK(set.train.label(1) == 2);
  CHECK(set.train.label(2) == Split::kNoLabel);
  CHECK(set.class_names.size() == 3);
  Matrix out;
  set.train.loadRange(1, 1, out);
  CHECK(out(0, 0) == 1.0f);
  CHECK(out(2, 0) == 0.0f);
}

TEST_CASE("Grey values, a line of values and no labels are all right", "[data][inline]") {
  InlineData data;
  data.shape = {3};
  data.examples = {{0.1, 0.5, 1}};
  const auto result = datasetOf(data);
  REQUIRE(result.ok());
  CHECK(result.value().rows == 1);
  CHECK(result.value().cols == 3);
  CHECK(result.value().train.label(0) == Split::kNoLabel);
  CHECK(result.value().class_names.empty());
  CHECK(result.value().test.examples == 0);
  Matrix out;
  result.value().train.loadRange(0, 1, out);
  CHECK(out(0, 0) == 0.1f);
  CHECK_FALSE(result.value().train.isBinary());
}

TEST_CASE("Inline rows are refused by the row and column that is wrong", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) { d.examples[1][3] = 1.5; }),
             ContainsSubstring("examples[1][3] is 1.5; every value must be a number from 0 to 1"));
  CHECK_THAT(refusal([](InlineData& d) { d.test[0][2] = -0.25; }), ContainsSubstring("test[0][2] is -0.25"));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THAT(refusal([nan](InlineData& d) { d.examples[2][0] = nan; }),
             ContainsSubstring("examples[2][0] is not a finite number"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples[2][0] = HUGE_VAL; }),
             ContainsSubstring("examples[2][0] is not a finite number"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples[1].pop_back(); }),
             ContainsSubstring("examples[1] has 3 values; the shape asks for 4"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples.clear(); }), ContainsSubstring("at least one example"));
}

TEST_CASE("Inline shapes are refused when they are no shape", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) { d.shape.clear(); }), ContainsSubstring("shape has 0 numbers"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape = {1, 2, 2}; }), ContainsSubstring("shape has 3 numbers"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape[1] = 0; }), ContainsSubstring("shape[1] is 0"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape[0] = 2.5; }), ContainsSubstring("shape[0] is 2.5"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape[0] = 1e300; }), ContainsSubstring("shape[0] is 1e+300"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape[0] = std::nan(""); }), ContainsSubstring("not a finite"));
  CHECK_THAT(refusal([](InlineData& d) { d.shape = {65, 64}; }), ContainsSubstring("at most 4096"));
}

TEST_CASE("Inline labels are refused when they do not fit", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) { d.labels.pop_back(); }),
             ContainsSubstring("labels has 2 entries and examples has 3"));
  CHECK_THAT(refusal([](InlineData& d) {
               d.test_labels = {1, 2};
             }),
             ContainsSubstring("testLabels has 2 entries and test has 1"));
  CHECK_THAT(refusal([](InlineData& d) { d.labels[1] = 0.5; }), ContainsSubstring("labels[1] is 0.5"));
  CHECK_THAT(refusal([](InlineData& d) { d.labels[1] = 256; }), ContainsSubstring("labels[1] is 256"));
  CHECK_THAT(refusal([](InlineData& d) { d.labels[1] = -2; }), ContainsSubstring("labels[1] is -2"));
}

TEST_CASE("Inline sets beyond the stated limits are refused", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) {
               d.examples.resize(kInlineMaxExamples + 1, {0, 0, 0, 0});
             }),
             ContainsSubstring("100001 rows; at most 100000"));
  InlineData data;
  data.shape = {64, 64};
  data.examples.assign(kInlineMaxNumbers / kInlineMaxValues + 1, {});  // the rows themselves are not looked at
  const auto result = datasetOf(data);
  REQUIRE_FALSE(result.ok());
  CHECK_THAT(result.error().sentence, ContainsSubstring("8388608 numbers"));
}
