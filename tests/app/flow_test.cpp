#include "app/logic/flow.h"

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace harmonium::app;

TEST_CASE("words fill a line before they begin the next", "[app][flow]") {
  const std::vector<float> widths = {50, 40, 60, 10};
  const std::vector<Spot> spots = flow(widths, 10, 100);
  REQUIRE(spots.size() == 4);
  CHECK(spots[0].line == 0);
  CHECK(spots[1].line == 0);
  CHECK(spots[1].x == 60);
  CHECK(spots[2].line == 1);
  CHECK(spots[2].x == 0);
  CHECK(spots[3].line == 1);
  CHECK(lineCount(spots) == 2);
}

TEST_CASE("a word wider than its line has one to itself", "[app][flow]") {
  const std::vector<float> widths = {20, 300, 20};
  const std::vector<Spot> spots = flow(widths, 10, 100);
  CHECK(spots[1].line == 1);
  CHECK(spots[1].x == 0);
  CHECK(spots[2].line == 2);
  CHECK(lineCount({}) == 0);
}
