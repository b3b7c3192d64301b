// Sets given inline with several parts, and as sequences: taken as they are, refused by the place of what is wrong.
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

// Two binary pixels, an intensity, one of three words, two counts up to 9, a length.
InlineData parts() {
  InlineData data;
  data.parts = {{.name = "pixels", .kind = PartKind::kBinary, .shape = {1, 2}},
                {.name = "grey", .kind = PartKind::kIntensity, .shape = {1}},
                {.name = "word", .kind = PartKind::kOneOf, .shape = {3}, .names = {"a", "b", "c"}},
                {.name = "counts", .kind = PartKind::kCounts, .shape = {2}, .high = 9},
                {.name = "length", .kind = PartKind::kReal, .shape = {1}, .low = -2, .high = 40}};
  data.examples.rows = {{0, 1, 0.5, 0, 1, 0, 9, 0, -2}, {1, 1, 1, 1, 0, 0, 3, 4, 37.5}};
  return data;
}

// Five frames of one value in sequences of two and three, one sequence of one frame held out.
InlineData sequences() {
  InlineData data;
  data.shape = {1};
  data.examples.rows = {{0}, {1}, {1}, {0}, {1}};
  data.lengths = {2, 3};
  data.test.rows = {{1}};
  data.test_lengths = {1};
  return data;
}

std::string refusal(InlineData data, const std::function<void(InlineData&)>& spoil) {
  spoil(data);
  const auto result = datasetOf(std::move(data));
  REQUIRE_FALSE(result.ok());
  REQUIRE(result.error().code == ErrorCode::kInvalidData);
  REQUIRE(result.error().sentence.back() == '.');
  return result.error().sentence;
}

std::string badParts(const std::function<void(InlineData&)>& spoil) {
  return refusal(parts(), spoil);
}
std::string badSequences(const std::function<void(InlineData&)>& spoil) {
  return refusal(sequences(), spoil);
}

}  // namespace

TEST_CASE("Parts lie in an example one behind the other, each of its own kind", "[data][inline][layout]") {
  const auto result = datasetOf(parts());
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.values() == 9);
  CHECK(set.rows == 1);
  CHECK(set.real);
  CHECK_FALSE(set.missing());
  REQUIRE(set.layout.parts.size() == 5);
  CHECK(set.layout.find("word")->first == 3);
  CHECK(set.layout.find("word")->names[2] == "c");
  CHECK(set.layout.find("counts")->high == 9);
  CHECK(set.layout.find("length")->low == -2);
  CHECK(set.value_names[6] == "counts 1");
  CHECK(set.train.floats[8] == -2.0f);
  CHECK(set.train.floats[17] == 37.5f);
}

TEST_CASE("Gaps belong to the part they are in", "[data][inline][layout]") {
  InlineData data = parts();
  data.examples.rows[1][8] = kNaN;
  const auto result = datasetOf(std::move(data));
  REQUIRE(result.ok());
  CHECK(result.value().missing());
  CHECK(result.value().layout.find("length")->missing);
  CHECK_FALSE(result.value().layout.find("counts")->missing);
}

TEST_CASE("Binary and one-of parts are held in bytes, and may come as such", "[data][inline][layout]") {
  InlineData data;
  data.form = InlineForm::kBytes;
  data.maximum = 16;
  data.parts = {{.name = "pixels", .kind = PartKind::kIntensity, .shape = {2}},
                {.name = "word", .kind = PartKind::kOneOf, .shape = {2}}};
  data.examples.bytes = {0, 8, 16, 0, 3, 16, 0, 16};
  const auto result = datasetOf(data);
  REQUIRE(result.ok());
  CHECK_FALSE(result.value().real);
  CHECK(result.value().train.bytes == data.examples.bytes);
  CHECK(result.value().train.examples == 2);
  data.examples.bytes[6] = 5;
  CHECK_THAT(datasetOf(data).error().sentence, ContainsSubstring("bytes[1][2] is 5; every value of the part \"word\""));
  data.examples.bytes[6] = 16;
  CHECK_THAT(datasetOf(data).error().sentence,
             ContainsSubstring("bytes[1] has 2 values of 1 in its part \"word\", of which exactly one must be 1"));
  data.parts[0].kind = PartKind::kCounts;
  CHECK_THAT(datasetOf(data).error().sentence, ContainsSubstring("the part \"pixels\" is of kind counts"));
}

TEST_CASE("Values that their part may not have are refused by their place", "[data][inline][layout]") {
  const auto at = [](std::size_t value, double x) {
    return badParts([=](InlineData& d) { d.examples.rows[1][value] = x; });
  };
  CHECK_THAT(at(1, 0.5), ContainsSubstring("examples[1][1] is 0.5; every value of the part \"pixels\" must be 0 or 1"));
  CHECK_THAT(at(2, 1.5), ContainsSubstring("part \"grey\" must be a number from 0 to 1"));
  CHECK_THAT(at(2, kNaN), ContainsSubstring("examples[1][2] is missing; every value of the part \"grey\""));
  CHECK_THAT(at(4, 1), ContainsSubstring("examples[1] has 2 values of 1 in its part \"word\""));
  CHECK_THAT(at(3, 0), ContainsSubstring("examples[1] has 0 values of 1 in its part \"word\""));
  CHECK_THAT(at(6, 10), ContainsSubstring("part \"counts\" must be a whole number from 0 to 9"));
  CHECK_THAT(at(6, 2.5), ContainsSubstring("examples[1][6] is 2.5"));
  CHECK_THAT(at(7, -1), ContainsSubstring("examples[1][7] is -1"));
  CHECK_THAT(at(8, 41), ContainsSubstring("part \"length\" must be a number from -2 to 40, or missing"));
  CHECK_THAT(at(8, HUGE_VAL), ContainsSubstring("examples[1][8] is not a finite number"));
  CHECK_THAT(badParts([](InlineData& d) { d.examples.rows[0].pop_back(); }),
             ContainsSubstring("examples[0] has 8 values; the shape asks for 9"));
  CHECK_THAT(badParts([](InlineData& d) {
               d.parts[3].high.reset();
               d.examples.rows[0][6] = 1e6 + 1;
             }),
             ContainsSubstring("a whole number from 0 to 1000000"));
  CHECK_THAT(badParts([](InlineData& d) {
               for (auto& row : d.examples.rows) row[8] = kNaN;
             }),
             ContainsSubstring("Value 9 of 9 is missing in all 2 training examples"));
}

TEST_CASE("Parts that are no parts are refused by their place", "[data][inline][layout]") {
  const auto part = [](const std::function<void(InlinePart&)>& spoil) {
    return badParts([&](InlineData& d) { spoil(d.parts[2]); });
  };
  CHECK_THAT(part([](InlinePart& p) { p.name.clear(); }), ContainsSubstring("parts[2].name is 0 bytes long"));
  CHECK_THAT(part([](InlinePart& p) { p.name.assign(41, 'x'); }), ContainsSubstring("parts[2].name is 41 bytes long"));
  CHECK_THAT(part([](InlinePart& p) { p.name = "grey"; }), ContainsSubstring("parts[2].name is that of another part"));
  CHECK_THAT(part([](InlinePart& p) { p.shape = {}; }), ContainsSubstring("parts[2].shape has 0 numbers"));
  CHECK_THAT(part([](InlinePart& p) { p.shape = {0}; }), ContainsSubstring("parts[2].shape[0] is 0"));
  CHECK_THAT(part([](InlinePart& p) { p.shape = {1e300}; }), ContainsSubstring("parts[2].shape[0] is 1e+300"));
  CHECK_THAT(part([](InlinePart& p) { p.shape = {3, 1}; }), ContainsSubstring("must be [classes], 2 or more"));
  CHECK_THAT(part([](InlinePart& p) { p.shape = {1}; }), ContainsSubstring("must be [classes], 2 or more"));
  CHECK_THAT(part([](InlinePart& p) { p.names.pop_back(); }), ContainsSubstring("parts[2].names has 2 entries"));
  CHECK_THAT(part([](InlinePart& p) { p.names[1].clear(); }), ContainsSubstring("parts[2].names[1] is 0 bytes long"));
  CHECK_THAT(part([](InlinePart& p) { p.low = 0; }), ContainsSubstring("parts[2].low goes with parts of kind real"));
  CHECK_THAT(part([](InlinePart& p) { p.high = 1; }), ContainsSubstring("parts[2].high goes with parts of kind"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts[3].high = 1.5; }), ContainsSubstring("parts[3].high is 1.5"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts[3].high = kNaN; }), ContainsSubstring("not a finite number"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts[4].low = -2e6; }), ContainsSubstring("parts[4].low is -2000000"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts[4].low = kNaN; }), ContainsSubstring("not a finite number"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts[4].low = 40; }), ContainsSubstring("must be less than"));
  CHECK_THAT(badParts([](InlineData& d) { d.shape = {9}; }), ContainsSubstring("either shape or parts"));
  CHECK_THAT(badParts([](InlineData& d) { d.real = true; }), ContainsSubstring("real does not go with parts"));
  CHECK_THAT(badParts([](InlineData& d) { d.names.assign(9, "x"); }),
             ContainsSubstring("names does not go with parts"));
  CHECK_THAT(badParts([](InlineData& d) { d.parts.resize(17, d.parts[0]); }),
             ContainsSubstring("parts has 17 entries"));
  CHECK_THAT(badParts([](InlineData& d) {
               d.parts[0].shape = d.parts[1].shape = {64, 64};
             }),
             ContainsSubstring("parts make 8198 values"));
}

TEST_CASE("Sequences begin where the lengths say", "[data][inline][sequences]") {
  const auto result = datasetOf(sequences());
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.train.starts == std::vector<std::uint32_t>{0, 2});
  CHECK(set.test.starts == std::vector<std::uint32_t>{0});
  CHECK(set.train.longestHistory() == 2);
}

TEST_CASE("A sequence's label is that of all its frames", "[data][inline][sequences]") {
  InlineData data = sequences();
  data.labels = {1, 0};
  data.test_labels = {1};
  const auto each = datasetOf(data);
  REQUIRE(each.ok());
  CHECK(each.value().train.labels == std::vector<std::int16_t>{1, 1, 0, 0, 0});
  CHECK(each.value().test.labels == std::vector<std::int16_t>{1});
  data.labels = {0, 1, 2, 3, -1};
  const auto frames = datasetOf(data);
  REQUIRE(frames.ok());
  CHECK(frames.value().train.labels == std::vector<std::int16_t>{0, 1, 2, 3, -1});
}

TEST_CASE("Sequences that do not fit are refused", "[data][inline][sequences]") {
  CHECK_THAT(badSequences([](InlineData& d) {
               d.lengths = {2, 2};
             }),
             ContainsSubstring("lengths adds up to 4 frames, but examples has 5"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths = {5, 0}; }), ContainsSubstring("lengths[1] is 0"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths = {2.5, 2.5}; }), ContainsSubstring("lengths[0] is 2.5"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths = {6, -1}; }), ContainsSubstring("lengths[1] is -1"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths = {kNaN}; }), ContainsSubstring("not a finite number"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths.assign(20, 1e5); }), ContainsSubstring("2000000 frames"));
  CHECK_THAT(badSequences([](InlineData& d) { d.test_lengths.clear(); }), ContainsSubstring("testLengths is missing"));
  CHECK_THAT(badSequences([](InlineData& d) { d.lengths.clear(); }), ContainsSubstring("testLengths is there"));
  CHECK_THAT(badSequences([](InlineData& d) {
               d.labels = {0, 1, 2};
             }),
             ContainsSubstring("labels has 3 entries and examples has 5 frames in 2 sequences"));
  CHECK_THAT(badSequences([](InlineData& d) {
               d.nested = true;
               d.lengths = {5, 0};
             }),
             ContainsSubstring("sequences[1] is empty"));
  CHECK_THAT(badSequences([](InlineData& d) {
               d.nested = true;
               d.examples.rows[4].push_back(0);
             }),
             ContainsSubstring("sequences[1][2] has 2 values"));
  CHECK_THAT(badSequences([](InlineData& d) {
               d.nested = true;
               d.real = false;
               d.examples.rows[3][0] = 7;
             }),
             ContainsSubstring("sequences[1][1][0] is 7"));
}
