#include "data/canon.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

using Row = std::vector<int>;

std::vector<Row> rowsOf(const Dataset& set) {
  std::vector<Row> rows;
  const std::size_t values = static_cast<std::size_t>(set.values());
  REQUIRE(set.train.bytes.size() == values * static_cast<std::size_t>(set.train.examples));
  for (std::size_t at = 0; at < set.train.bytes.size(); at += values) {
    rows.emplace_back(set.train.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      set.train.bytes.begin() + static_cast<std::ptrdiff_t>(at + values));
  }
  return rows;
}

void checkPlain(const Dataset& set) {
  CHECK(set.train.isBinary());
  CHECK(set.train.maximum == 1);
  CHECK(set.train.values == set.values());
  CHECK(set.test.examples == 0);
  CHECK(set.test.values == set.values());
  const std::vector<Row> rows = rowsOf(set);
  CHECK(std::set<Row>(rows.begin(), rows.end()).size() == rows.size());  // each once: the entropy is its logarithm
}

}  // namespace

TEST_CASE("Encoder patterns have one unit on in each group, the same in both", "[data][canon]") {
  for (const int units : {kEncoderMinUnits, 4, 8, 40, kEncoderMaxUnits}) {
    const Dataset set = encoder(units);
    checkPlain(set);
    CHECK(set.rows == 2);
    CHECK(set.cols == units);
    REQUIRE(set.train.examples == units);
    for (const Row& row : rowsOf(set)) {
      CHECK(std::accumulate(row.begin(), row.end(), 0) == 2);
      CHECK(std::equal(row.begin(), row.begin() + units, row.begin() + units));
    }
  }
}

TEST_CASE("Shifter cases hold every pattern with its three shifts, and say which", "[data][canon]") {
  const Dataset set = shifter();
  checkPlain(set);
  CHECK(set.rows == 3);
  CHECK(set.cols == 8);
  REQUIRE(set.train.examples == 768);
  REQUIRE(set.train.labels.size() == 768);
  std::map<Row, int> patterns;
  const std::vector<Row> rows = rowsOf(set);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const Row first(rows[n].begin(), rows[n].begin() + 8), code(rows[n].begin() + 16, rows[n].end());
    Row second(rows[n].begin() + 8, rows[n].begin() + 16);
    ++patterns[first];
    const int label = set.train.labels[n];
    CHECK(code == Row{label == 0, label == 1, label == 2, 0, 0, 0, 0, 0});
    // Undo the shift: what went left (label 0) comes back by going right.
    if (label == 0) std::rotate(second.begin(), second.end() - 1, second.end());
    if (label == 2) std::rotate(second.begin(), second.begin() + 1, second.end());
    CHECK(second == first);
  }
  CHECK(patterns.size() == 256);
  CHECK(std::ranges::all_of(patterns, [](const auto& entry) { return entry.second == 3; }));
}

TEST_CASE("The best possible recognition of shifts is 762 of 768", "[data][canon]") {
  // Of the cases that show the same two patterns, one answer is right once.
  std::map<Row, int> shown;
  for (const Row& row : rowsOf(shifter())) ++shown[Row(row.begin(), row.begin() + 16)];
  CHECK(shown.size() == 762);
}

TEST_CASE("Even parity has half of all patterns, and no two units tell of each other", "[data][canon]") {
  for (int bits = kParityMinBits; bits <= kParityMaxBits; ++bits) {
    const Dataset set = parity(bits);
    checkPlain(set);
    REQUIRE(set.train.examples == 1 << (bits - 1));
    const std::vector<Row> rows = rowsOf(set);
    for (const Row& row : rows) CHECK(std::accumulate(row.begin(), row.end(), 0) % 2 == 0);
    if (bits < 3) continue;
    for (std::size_t i = 0; i < static_cast<std::size_t>(bits); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto both = std::ranges::count_if(rows, [&](const Row& row) { return row[i] == 1 && row[j] == 1; });
        CHECK(both * 4 == set.train.examples);
      }
    }
  }
}

TEST_CASE("Canonical sets have the entropies their header names", "[data][canon][reference]") {
  // Rows differ, so the entropy of n rows is ln n. 0.693147 is ln 2: what parity costs a machine without hidden units,
  // whose best is uniform over all 8 patterns (KL = ln 8 - ln 4).
  CHECK_THAT(std::log(rowsOf(encoder(4)).size()), WithinAbs(1.386294, 1e-6));
  CHECK_THAT(std::log(rowsOf(encoder(8)).size()), WithinAbs(2.079442, 1e-6));
  CHECK_THAT(std::log(rowsOf(shifter()).size()), WithinAbs(6.643790, 1e-6));
  CHECK_THAT(std::log(8.0) - std::log(rowsOf(parity(3)).size()), WithinAbs(0.693147, 1e-6));
}
