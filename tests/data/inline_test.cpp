#include "data/inline.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

InlineData good() {
  InlineData data;
  data.shape = {2, 2};
  data.examples.rows = {{0, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 1}};
  data.labels = {0, 2, -1};
  data.test.rows = {{1, 1, 1, 1}};
  data.test_labels = {1};
  return data;
}

// What is said of good() after `spoil` has had its way with it.
std::string refusal(const std::function<void(InlineData&)>& spoil) {
  InlineData data = good();
  spoil(data);
  const auto result = datasetOf(std::move(data));
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
  data.examples.rows = {{0.1, 0.5, 1}};
  const auto result = datasetOf(std::move(data));
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
  CHECK_THAT(refusal([](InlineData& d) {
               d.real = false;
               d.examples.rows[1][3] = 1.5;
             }),
             ContainsSubstring("examples[1][3] is 1.5; every value must be a number from 0 to 1"));
  CHECK_THAT(refusal([](InlineData& d) {
               d.real = false;
               d.test.rows[0][2] = -0.25;
             }),
             ContainsSubstring("test[0][2] is -0.25"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples.rows[2][0] = kNaN; }),
             ContainsSubstring("examples[2][0] is missing; only a real-valued set"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples.rows[2][0] = HUGE_VAL; }),
             ContainsSubstring("examples[2][0] is not a finite number"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples.rows[1].pop_back(); }),
             ContainsSubstring("examples[1] has 3 values; the shape asks for 4"));
  CHECK_THAT(refusal([](InlineData& d) { d.examples.rows.clear(); }), ContainsSubstring("at least one example"));
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
               d.examples.rows.resize(kInlineMaxExamples + 1, {0, 0, 0, 0});
             }),
             ContainsSubstring("100001 rows; at most 100000"));
  InlineData data;
  data.shape = {64, 64};
  data.examples.rows.assign(kInlineMaxNumbers / kInlineMaxValues + 1, {});  // the rows themselves are not looked at
  const auto result = datasetOf(std::move(data));
  REQUIRE_FALSE(result.ok());
  CHECK_THAT(result.error().sentence, ContainsSubstring("8388608 numbers"));
}

TEST_CASE("A set is real-valued when it says so or when a number lies outside 0 to 1", "[data][inline]") {
  InlineData outside = good();
  outside.test.rows[0][2] = -2.5;
  const auto found = datasetOf(std::move(outside));
  REQUIRE(found.ok());
  CHECK(found.value().real);
  CHECK_FALSE(found.value().missing());
  CHECK(found.value().train.floats.size() == 12);  // never bytes
  CHECK(found.value().test.floats[2] == -2.5f);

  InlineData said = good();
  said.real = true;
  said.examples.rows[1][3] = kNaN;
  said.names = {"a", "b", "c", "d"};
  said.classes = {"x", "y", "z"};
  said.title = "My own";
  const auto gaps = datasetOf(std::move(said));
  REQUIRE(gaps.ok());
  CHECK(gaps.value().real);
  CHECK(gaps.value().missing());
  CHECK(std::isnan(gaps.value().train.floats[7]));
  CHECK(gaps.value().value_names[3] == "d");
  CHECK(gaps.value().class_names == std::vector<std::string>{"x", "y", "z"});
  CHECK(gaps.value().title == "My own");

  CHECK_FALSE(datasetOf(good()).value().real);
}

TEST_CASE("Real values are refused when they are too large or never known", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) { d.examples.rows[0][1] = -1.5e6; }),
             ContainsSubstring("examples[0][1] is -1500000; every value must lie between -1000000 and 1000000"));
  CHECK_THAT(refusal([](InlineData& d) {
               d.real = true;
               for (auto& row : d.examples.rows) row[2] = kNaN;
             }),
             ContainsSubstring("Value 3 of 4 is missing in all 3 training examples"));
}

TEST_CASE("Names, classes and titles are refused when they do not fit", "[data][inline]") {
  CHECK_THAT(refusal([](InlineData& d) { d.names = {"a", "b"}; }), ContainsSubstring("names has 2 entries"));
  CHECK_THAT(refusal([](InlineData& d) { d.names = {"a", "b", "", "d"}; }), ContainsSubstring("names[2] is 0 bytes"));
  CHECK_THAT(refusal([](InlineData& d) { d.classes = {std::string(41, 'x')}; }),
             ContainsSubstring("classes[0] is 41 bytes long; 1 to 40"));
  CHECK_THAT(refusal([](InlineData& d) {
               d.classes = {"a", "b"};
             }),
             ContainsSubstring("labels[1] is 2; a label is a whole number from 0 to 1"));
  CHECK_THAT(refusal([](InlineData& d) { d.classes.assign(257, "a"); }), ContainsSubstring("classes has 257 entries"));
  CHECK_THAT(refusal([](InlineData& d) { d.title.assign(81, 'x'); }), ContainsSubstring("title is 81 bytes long"));
}

TEST_CASE("A set of bytes or of floats is taken as it is", "[data][inline]") {
  InlineData bytes;
  bytes.form = InlineForm::kBytes;
  bytes.shape = {1, 2};
  bytes.examples.bytes = {0, 16, 8, 4};
  bytes.test.bytes = {1, 2};
  bytes.maximum = 16;
  const auto grey = datasetOf(bytes);
  REQUIRE(grey.ok());
  CHECK(grey.value().train.bytes == std::vector<std::uint8_t>{0, 16, 8, 4});
  CHECK(grey.value().train.maximum == 16.0f);
  CHECK(grey.value().test.examples == 1);
  CHECK_FALSE(grey.value().real);

  bytes.examples.bytes[2] = 17;
  CHECK_THAT(datasetOf(bytes).error().sentence, ContainsSubstring("bytes[1][0] is 17; no byte may be larger"));
  bytes.examples.bytes.pop_back();
  CHECK_THAT(datasetOf(bytes).error().sentence, ContainsSubstring("no whole number of examples of 2 values"));
  bytes.examples.bytes.pop_back();
  bytes.maximum = 0;
  CHECK_THAT(datasetOf(bytes).error().sentence, ContainsSubstring("maximum is 0"));
  bytes.maximum = 255;
  bytes.real = true;
  CHECK_THAT(datasetOf(bytes).error().sentence, ContainsSubstring("bytes are intensities"));

  InlineData floats;
  floats.form = InlineForm::kFloats;
  floats.shape = {2};
  floats.examples.floats = {0.5f, -3.0f, std::numeric_limits<float>::quiet_NaN(), 2.0f};
  const auto real = datasetOf(floats);
  REQUIRE(real.ok());
  CHECK(real.value().real);
  CHECK(real.value().missing());
  CHECK(real.value().train.examples == 2);
  floats.examples.floats[3] = HUGE_VALF;
  CHECK_THAT(datasetOf(floats).error().sentence, ContainsSubstring("floats[1][1] is not a finite number"));
  floats.examples.floats.clear();
  CHECK_THAT(datasetOf(floats).error().sentence, ContainsSubstring("floats is empty"));
}
