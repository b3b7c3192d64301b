// The JSON of data sets given in place is read and written without loss, and wrong JSON is refused with a sentence.
#include "session/given_data.h"

#include "data/inline.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

std::string refusal(const std::string& text) {
  INFO(text);
  const auto set = readGivenData(Json::parse(text));
  REQUIRE_FALSE(set.ok());
  REQUIRE(set.error().code == ErrorCode::kInvalidData);
  REQUIRE(set.error().sentence.back() == '.');
  return set.error().sentence;
}

std::shared_ptr<const Dataset> read(const Json& json) {
  const auto set = readGivenData(json);
  INFO((set.ok() ? "" : set.error().sentence));
  REQUIRE(set.ok());
  return set.value();
}

// Bit for bit, so that NaN equals NaN.
std::vector<std::uint32_t> bitsOf(const std::vector<float>& values) {
  std::vector<std::uint32_t> bits;
  for (const float value : values) bits.push_back(std::isnan(value) ? 1u : std::bit_cast<std::uint32_t>(value));
  return bits;
}

void checkSame(const Split& a, const Split& b) {
  CHECK(a.examples == b.examples);
  CHECK(a.values == b.values);
  CHECK(a.bytes == b.bytes);
  if (!a.bytes.empty()) CHECK(a.maximum == b.maximum);
  CHECK(bitsOf(a.floats) == bitsOf(b.floats));
  CHECK(a.labels == b.labels);
  CHECK(a.starts == b.starts);
}

void checkSame(const Layout& a, const Layout& b) {
  REQUIRE(a.parts.size() == b.parts.size());
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    CHECK(a.parts[i].name == b.parts[i].name);
    CHECK(a.parts[i].kind == b.parts[i].kind);
    CHECK(a.parts[i].rows == b.parts[i].rows);
    CHECK(a.parts[i].cols == b.parts[i].cols);
    CHECK(a.parts[i].first == b.parts[i].first);
    CHECK(a.parts[i].low == b.parts[i].low);
    CHECK(a.parts[i].high == b.parts[i].high);
    CHECK(a.parts[i].names == b.parts[i].names);
    CHECK(a.parts[i].missing == b.parts[i].missing);
  }
}

void checkRoundTrip(const Dataset& set) {
  const auto again = read(Json::parse(writeGivenData(set)));
  checkSame(again->train, set.train);
  checkSame(again->test, set.test);
  CHECK(again->rows == set.rows);
  CHECK(again->cols == set.cols);
  CHECK(again->real == set.real);
  CHECK(again->missing() == set.missing());
  CHECK(again->value_names == set.value_names);
  CHECK(again->class_names == set.class_names);
  CHECK(again->title == set.title);
  checkSame(again->layout, set.layout);
}

}  // namespace

TEST_CASE("Numbers with gaps, bytes and floats make the set they say", "[session][given]") {
  const auto rows = read(Json::parse(
      R"({"shape":[2],"real":true,"examples":[[0.5,null],[-3,1e6]],"names":["a","b"],"classes":["u"],"labels":[0,-1],"title":"t"})"));
  CHECK(rows->real);
  CHECK(rows->missing());
  CHECK(std::isnan(rows->train.floats[1]));
  CHECK(rows->train.floats[3] == 1e6f);

  // 0x00 0x10 0x08 0x04 and 0x01 0x02, by hand.
  const auto bytes = read(Json::parse(R"({"shape":[1,2],"bytes":"ABAIBA==","maximum":16,"test":"AQI"})"));
  CHECK(bytes->train.bytes == std::vector<std::uint8_t>{0, 16, 8, 4});
  CHECK(bytes->test.bytes == std::vector<std::uint8_t>{1, 2});
  CHECK(bytes->train.maximum == 16.0f);

  // 1.0f = 0x3f800000, -2.0f = 0xc0000000, least significant byte first.
  const auto floats = read(Json::parse(R"({"shape":[2],"floats":"AACAPwAAAMA="})"));
  CHECK(floats->real);
  CHECK(floats->train.floats == std::vector<float>{1.0f, -2.0f});
}

TEST_CASE("Given data that is not what it should be is refused with a sentence", "[session][given]") {
  CHECK_THAT(refusal(R"({"shape":[2]})"), ContainsSubstring("one of examples, bytes and floats"));
  CHECK_THAT(refusal(R"({"shape":[2],"bytes":"AAA=","floats":""})"), ContainsSubstring("one of examples"));
  CHECK_THAT(refusal(R"({"examples":[[1]]})"), ContainsSubstring("the field shape"));
  CHECK_THAT(refusal(R"({"shape":[2],"bytes":[1,2]})"),
             ContainsSubstring("bytes must be a text in base64, not a list"));
  CHECK_THAT(refusal(R"({"shape":[2],"bytes":"A*=="})"), ContainsSubstring("bytes is not valid base64"));
  CHECK_THAT(refusal(R"({"shape":[2],"floats":"AAA="})"), ContainsSubstring("2 bytes, which is no whole number"));
  CHECK_THAT(refusal(R"({"shape":[2],"floats":"AACAPwAAgH8="})"), ContainsSubstring("floats[0][1] is not a finite"));
  CHECK_THAT(refusal(R"({"shape":[2],"floats":"AACAPwAAAMA=","real":false})"), ContainsSubstring("floats[0][1] is -2"));
  CHECK_THAT(refusal(R"({"shape":[2],"floats":"AACAPwAAAMA=","test":[[1,2]]})"),
             ContainsSubstring("test must be a text in base64"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[null]]})"), ContainsSubstring("examples[0][0] is missing"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[true]]})"), ContainsSubstring("examples[0][0] is true"));
  CHECK_THAT(refusal(R"({"shape":[null],"examples":[[1]]})"), ContainsSubstring("shape[0] is null"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"labels":[null]})"), ContainsSubstring("labels[0] is null"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"maximum":3})"), ContainsSubstring("goes with bytes"));
  CHECK_THAT(refusal(R"({"shape":[1],"bytes":"AA==","maximum":"x"})"), ContainsSubstring("maximum is"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"real":1})"), ContainsSubstring("true or false"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"names":"x"})"), ContainsSubstring("a list of texts"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"names":[1]})"), ContainsSubstring("names[0] is 1"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"title":[]})"), ContainsSubstring("title is a list"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"url":"x"})"), ContainsSubstring("has no field \"url\""));
}

TEST_CASE("A set written and read again is the same to the bit", "[session][given]") {
  InlineData grey;
  grey.shape = {1, 3};
  grey.examples.rows = {{0, 1, 0.1}, {0.25, 0, 1}};
  grey.labels = {0, 1};
  grey.test.rows = {{1, 1, 0}};
  checkRoundTrip(datasetOf(grey).value());
  grey.real = true;
  grey.examples.rows[0][1] = std::numeric_limits<double>::quiet_NaN();
  grey.classes = {"one", "two", "never seen"};
  grey.names = {"a", "b", "c"};
  grey.title = "Mine";
  checkRoundTrip(datasetOf(grey).value());

  // Small, but bytes of 255: as fractions they would be rounded.
  InlineData bytes;
  bytes.form = InlineForm::kBytes;
  bytes.shape = {2};
  bytes.examples.bytes = {3, 255, 7, 0};
  bytes.test.bytes = {9, 9};
  CHECK(Json::parse(writeGivenData(datasetOf(bytes).value())).contains("bytes"));
  checkRoundTrip(datasetOf(bytes).value());

  // Large: real values, binary pictures, and binary training beside grey test pictures.
  InlineData large;
  large.form = InlineForm::kFloats;
  large.shape = {100};
  for (int i = 0; i < 5000; ++i) large.examples.floats.push_back(static_cast<float>(i) / 7);
  CHECK(Json::parse(writeGivenData(datasetOf(large).value())).contains("floats"));
  checkRoundTrip(datasetOf(large).value());
  for (float& x : large.examples.floats) x = static_cast<int>(x) % 2 == 0 ? 0.0f : 1.0f;
  CHECK(Json::parse(writeGivenData(datasetOf(large).value())).contains("bytes"));
  checkRoundTrip(datasetOf(large).value());
  large.test.floats.assign(100, 0.3f);
  CHECK(Json::parse(writeGivenData(datasetOf(large).value())).contains("floats"));
  checkRoundTrip(datasetOf(large).value());
}

TEST_CASE("Parts and sequences make the set they say", "[session][given]") {
  const auto parts = read(Json::parse(
      R"({"parts":[{"name":"p","kind":"binary","shape":[1,2]},{"name":"w","kind":"oneOf","shape":[2],"names":["a","b"]},
          {"name":"n","kind":"counts","shape":[1],"high":5}],"examples":[[0,1,0,1,5],[1,1,1,0,0]]})"));
  CHECK(parts->real);
  CHECK(parts->layout.find("n")->high == 5);
  CHECK(parts->layout.find("w")->names[1] == "b");
  CHECK(parts->train.floats == std::vector<float>{0, 1, 0, 1, 5, 1, 1, 1, 0, 0});

  const auto lists = read(Json::parse(
      R"({"shape":[1,2],"sequences":[[[0,1],[1,1]],[[0,0]]],"test":[[[1,0]]],"labels":[1,0],"testLabels":[0]})"));
  CHECK(lists->train.starts == std::vector<std::uint32_t>{0, 2});
  CHECK(lists->train.labels == std::vector<std::int16_t>{1, 1, 0});
  CHECK(lists->test.starts == std::vector<std::uint32_t>{0});

  // Four bytes 0 1 0 1, by hand.
  const auto packed = read(Json::parse(R"({"shape":[1],"bytes":"AAEAAQ==","maximum":1,"lengths":[1,3]})"));
  CHECK(packed->train.starts == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("Parts and sequences that are not what they should be are refused with a sentence", "[session][given]") {
  const auto part = [](const std::string& text) { return refusal(R"({"examples":[[1,0]],"parts":[)" + text + "]}"); };
  CHECK_THAT(part(""), ContainsSubstring("a list of 1 to 16 parts"));
  CHECK_THAT(part("7"), ContainsSubstring("parts[0] is 7, but it must be an object"));
  CHECK_THAT(part(R"({"name":"a","kind":"binary"})"), ContainsSubstring("it lacks shape"));
  CHECK_THAT(part(R"({"name":3,"kind":"binary","shape":[2]})"), ContainsSubstring("parts[0].name is 3"));
  CHECK_THAT(
      part(R"({"name":"a","kind":"Binary","shape":[2]})"),
      ContainsSubstring("parts[0].kind is \"Binary\"; it must be one of binary, intensity, real, oneOf and counts"));
  CHECK_THAT(part(R"({"name":"a","kind":["real"],"shape":[2]})"), ContainsSubstring("parts[0].kind is a list"));
  CHECK_THAT(part(R"({"name":"a","kind":"real","shape":2})"), ContainsSubstring("parts[0].shape must be a list"));
  CHECK_THAT(part(R"({"name":"a","kind":"real","shape":[2],"low":"x"})"), ContainsSubstring("parts[0].low is \"x\""));
  CHECK_THAT(part(R"({"name":"a","kind":"real","shape":[2],"names":"x"})"),
             ContainsSubstring("parts[0].names must be a list of texts"));
  CHECK_THAT(part(R"({"name":"a","kind":"real","shape":[2],"weight":2})"), ContainsSubstring("no field \"weight\""));
  CHECK_THAT(refusal(R"({"shape":[1],"parts":[],"examples":[[1]]})"), ContainsSubstring("the field shape, or parts"));

  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[[1]]],"examples":[[1]]})"), ContainsSubstring("one of examples"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":7})"), ContainsSubstring("sequences must be a list of sequences"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[7]})"), ContainsSubstring("sequences[0] must be a list of rows"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[7]]})"), ContainsSubstring("sequences[0][0] must be a list of num"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[["7"]]]})"), ContainsSubstring("sequences[0][0][0] is \"7\""));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[[1]],[]]})"), ContainsSubstring("sequences[1] is empty"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[]})"), ContainsSubstring("sequences is empty"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[[1]]],"lengths":[1]})"),
             ContainsSubstring("lengths and testLengths"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[[1]]],"test":[[1]]})"),
             ContainsSubstring("test[0][0] must be a list"));
  CHECK_THAT(refusal(R"({"shape":[1],"sequences":[[[1]]],"maximum":3})"), ContainsSubstring("goes with bytes"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"lengths":7})"), ContainsSubstring("lengths must be a list"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"lengths":[null]})"), ContainsSubstring("lengths[0] is null"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"lengths":[2]})"), ContainsSubstring("adds up to 2 frames"));
  CHECK_THAT(refusal(R"({"shape":[1],"examples":[[1]],"lengths":[1],"test":[[1]]})"),
             ContainsSubstring("testLengths is missing"));
}

TEST_CASE("Parts and sequences written and read again are the same to the bit", "[session][given]") {
  InlineData parts;
  parts.parts = {{.name = "grey", .kind = PartKind::kIntensity, .shape = {2, 1}},
                 {.name = "word", .kind = PartKind::kOneOf, .shape = {2}, .names = {"a", "b"}},
                 {.name = "counts", .kind = PartKind::kCounts, .shape = {1}},
                 {.name = "lengths", .kind = PartKind::kReal, .shape = {2}, .high = 0.1}};
  parts.examples.rows = {{0.1, 1, 0, 1, 7, -0.3, std::numeric_limits<double>::quiet_NaN()}, {0, 0, 1, 0, 0, 0, 0.1}};
  parts.labels = {1, 0};
  checkRoundTrip(datasetOf(parts).value());
  parts.lengths = {1, 1};
  checkRoundTrip(datasetOf(parts).value());

  InlineData one;  // one part that names itself stays what it said
  one.parts = {{.name = "counts", .kind = PartKind::kCounts, .shape = {2}, .high = 3}};
  one.examples.rows = {{0, 3}, {1, 1}};
  CHECK(Json::parse(writeGivenData(datasetOf(one).value())).contains("parts"));
  checkRoundTrip(datasetOf(one).value());

  InlineData sequences;
  sequences.shape = {1, 2};
  sequences.examples.rows = {{0, 1}, {1, 1}, {0, 0.25}};
  sequences.lengths = {1, 2};
  sequences.test.rows = {{1, 0}};
  sequences.test_lengths = {1};
  sequences.labels = {1, 0};
  const Json written = Json::parse(writeGivenData(datasetOf(sequences).value()));
  CHECK(written["sequences"][1].size() == 2);
  CHECK(written["test"][0].size() == 1);
  checkRoundTrip(datasetOf(sequences).value());

  // Large: packed, with lengths beside.
  InlineData large;
  large.form = InlineForm::kFloats;
  large.shape = {100};
  for (int i = 0; i < 5000; ++i) large.examples.floats.push_back(static_cast<float>(i) / 7);
  large.lengths = {20, 30};
  large.test.floats.assign(200, 0.3f);
  large.test_lengths = {2};
  CHECK(Json::parse(writeGivenData(datasetOf(large).value()))["lengths"] == Json({20, 30}));
  checkRoundTrip(datasetOf(large).value());
  large.form = InlineForm::kBytes;
  large.examples = {};
  large.test = {};
  large.examples.bytes.assign(5000, 9);
  large.test_lengths.clear();
  CHECK(Json::parse(writeGivenData(datasetOf(large).value())).contains("bytes"));
  checkRoundTrip(datasetOf(large).value());
}

TEST_CASE("Sets as they were before there were parts are written as they were", "[session][given]") {
  InlineData grey;
  grey.shape = {1, 2};
  grey.examples.rows = {{0, 1}, {0.25, 0}};
  grey.labels = {0, 1};
  CHECK(writeGivenData(datasetOf(grey).value()) ==
        R"({"shape":[1,2],"examples":[[0.0,1.0],[0.25,0.0]],"labels":[0,1]})");
  InlineData bytes;
  bytes.form = InlineForm::kBytes;
  bytes.shape = {2};
  bytes.examples.bytes = {3, 255, 7, 0};
  CHECK(writeGivenData(datasetOf(bytes).value()) == R"({"shape":[1,2],"bytes":"A/8HAA==","maximum":255})");
}
