#include "app/logic/columns.h"

#include "app/logic/details.h"
#include "app/logic/format.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace harmonium;
using namespace harmonium::app;

TEST_CASE("the numbers of a column are written alike", "[app][columns]") {
  const std::vector<float> mixed = {1.25f, -20.5f, 0.031f};
  const ColumnStyle style = columnStyle(mixed);
  CHECK(columnWords(style, 1.25) == "1.250");
  CHECK(columnWords(style, -20.5) == "\u221220.500");
  CHECK_FALSE(style.shares);
  const std::vector<float> whole = {3, 1200, -4};
  CHECK(columnWords(columnStyle(whole), 1200) == "1,200");
  const std::vector<float> tiny = {1e-7f, 3e-6f};
  CHECK(columnWords(columnStyle(tiny), 1e-7) == "1.00e\u221207");
}

TEST_CASE("shares of one are told from states and from other numbers", "[app][columns]") {
  const std::vector<float> shares = {0, 0.25f, 1}, states = {0, 1, 1}, large = {0.5f, 1.5f};
  CHECK(columnStyle(shares).shares);
  CHECK_FALSE(columnStyle(states).shares);
  CHECK_FALSE(columnStyle(large).shares);
}

TEST_CASE("what is no number is a dash and spoils nothing", "[app][columns]") {
  const std::vector<float> gaps = {NAN, 2, NAN};
  const ColumnStyle style = columnStyle(gaps);
  CHECK(columnWords(style, NAN) == "\u2013");
  CHECK(columnWords(style, 2) == "2");
  const std::vector<float> nothing = {NAN};
  CHECK(columnStyle(nothing).decimals >= 0);
}

TEST_CASE("a column is every so many-th number", "[app][columns]") {
  const std::vector<float> table = {1, 2, 3, 4, 5, 6};
  CHECK(columnOf(table, 3, 1) == std::vector<float>{2, 5});
  CHECK(columnOf(table, 0, 0).empty());
}

TEST_CASE("fixed and scientific numbers have a real minus sign, and nothing has none", "[app][format]") {
  CHECK(formatFixed(-12345.6, 1) == "\u221212,345.6");
  CHECK(formatFixed(-0.001, 2) == "0.00");
  CHECK(formatFixed(NAN, 2) == "not a number");
  CHECK(formatScientific(-1.25e-7, 2) == "\u22121.25e\u221207");
}

TEST_CASE("details that add up to one are shares, others are numbers", "[app][details]") {
  Measurement measurement;
  CHECK(detailForm(measurement) == DetailForm::kNone);
  measurement.details = {{"0", 0.25}, {"1", 0.75}};
  CHECK(detailForm(measurement) == DetailForm::kShares);
  measurement.details = {{"precision", 0.9}, {"recall", 0.8}, {"density", 1.1}, {"coverage", 0.7}};
  CHECK(detailForm(measurement) == DetailForm::kNumbers);
  measurement.details = {{"all", 1}};
  CHECK(detailForm(measurement) == DetailForm::kNumbers);
}
