#include "data/label_part.h"

#include "data/generators.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <set>
#include <utility>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

Dataset threeGrey() {
  Dataset set;
  set.rows = 1;
  set.cols = 2;
  set.train.examples = 3;
  set.train.values = 2;
  set.train.maximum = 16;
  set.train.bytes = {0, 16, 8, 4, 1, 2};
  set.train.labels = {1, 0, 2};
  set.test.values = 2;
  set.class_names = {"a", "b", "c"};
  return set;
}

std::string refusalOf(Dataset set) {
  const auto result = withLabelPart(std::move(set));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::kNotAvailable);
  return result.error().sentence;
}

}  // namespace

TEST_CASE("Labels become a one-of part behind the values", "[data][labels]") {
  const auto result = withLabelPart(threeGrey());
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.values() == 5);
  CHECK(set.rows == 1);
  CHECK_FALSE(set.real);
  REQUIRE(set.layout.parts.size() == 2);
  CHECK(set.layout.parts[0].kind == PartKind::kIntensity);
  const Part* label = set.layout.find("label");
  REQUIRE(label != nullptr);
  CHECK(label->kind == PartKind::kOneOf);
  CHECK(label->first == 2);
  CHECK(label->names == set.class_names);
  CHECK(set.value_names == std::vector<std::string>{"pixels 1", "pixels 2", "a", "b", "c"});
  Matrix v;
  set.train.loadRange(0, 3, v);
  const float expected[3][5] = {{0, 1, 0, 1, 0}, {0.5f, 0.25f, 1, 0, 0}, {0.0625f, 0.125f, 0, 0, 1}};
  for (Eigen::Index n = 0; n < 3; ++n) {
    for (Eigen::Index i = 0; i < 5; ++i) CHECK(v(i, n) == expected[n][i]);
  }
  CHECK(set.train.label(2) == 2);  // labels stay

  Dataset real = threeGrey();
  real.real = true;
  real.train.bytes.clear();
  real.train.floats = {-3, 2, 0, 1, 5, 7};
  const auto numbers = withLabelPart(std::move(real));
  REQUIRE(numbers.ok());
  CHECK(numbers.value().real);
  CHECK(numbers.value().train.floats == std::vector<float>{-3, 2, 0, 1, 0, 0, 1, 1, 0, 0, 5, 7, 0, 0, 1});
}

TEST_CASE("Labels are no part where an example has none", "[data][labels]") {
  Dataset gap = threeGrey();
  gap.train.labels[1] = Split::kNoLabel;
  CHECK_THAT(refusalOf(gap), ContainsSubstring("Example 1 of the training examples"));
  Dataset none = threeGrey();
  none.train.labels.clear();
  CHECK_THAT(refusalOf(none), ContainsSubstring("no labels"));
  Dataset one = threeGrey();
  one.class_names = {"a"};
  one.train.labels = {0, 0, 0};
  CHECK_THAT(refusalOf(one), ContainsSubstring("at least 2"));
  CHECK_THAT(refusalOf(std::move(withLabelPart(threeGrey()).value())), ContainsSubstring("named \"label\" already"));
}

TEST_CASE("Bars with their label are 32 different rows of two parts", "[data][labels][generators]") {
  const Dataset set = barsWithLabel(4);
  CHECK(set.train.examples == 32);
  CHECK(set.values() == 18);
  CHECK(set.train.isBinary());
  CHECK(set.layout.parts[0].kind == PartKind::kBinary);
  CHECK(set.layout.parts[0].rows == 4);
  std::set<std::vector<std::uint8_t>> rows;
  for (int n = 0; n < 32; ++n) {
    const auto first = set.train.bytes.begin() + n * 18;
    rows.insert({first, first + 18});
    CHECK(first[16] + first[17] == 1);
    CHECK(first[16 + set.train.label(static_cast<std::uint32_t>(n))] == 1);
  }
  CHECK(rows.size() == 32);
}
