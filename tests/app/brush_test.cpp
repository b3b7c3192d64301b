#include "app/logic/brush.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using harmonium::app::Brush;

TEST_CASE("a stroke leaves points along its way, near to it, however it is cut", "[app][brush]") {
  Brush whole, cut;
  whole.begin(0, 0, 0.1f, 0.05f);
  whole.move(2, 0);
  whole.end();
  cut.begin(0, 0, 0.1f, 0.05f);
  for (int i = 1; i <= 64; ++i) cut.move(2 * static_cast<float>(i) / 64, 0);
  cut.end();
  CHECK(whole.count() >= 40);
  CHECK(whole.count() <= 42);
  CHECK(std::abs(static_cast<int>(whole.count()) - static_cast<int>(cut.count())) <= 1);
  for (std::size_t i = 0; i < cut.count(); ++i) {
    CHECK(std::abs(cut.points()[2 * i + 1]) <= 0.1f);
    CHECK(cut.points()[2 * i] >= -0.1f);
    CHECK(cut.points()[2 * i] <= 2.1f);
  }
}

TEST_CASE("the same strokes leave the same points", "[app][brush]") {
  Brush one, other;
  for (Brush* brush : {&one, &other}) {
    brush->begin(-1, 1, 0.2f, 0.1f);
    brush->move(1, -1);
    brush->end();
  }
  CHECK(std::vector<float>(one.points().begin(), one.points().end()) ==
        std::vector<float>(other.points().begin(), other.points().end()));
}

TEST_CASE("strokes are taken back one by one, and the sheet can be cleared", "[app][brush]") {
  Brush brush;
  brush.undo();
  CHECK(brush.count() == 0);
  brush.begin(0, 0, 0, 1);
  brush.end();
  brush.begin(1, 1, 0, 0.5f);
  brush.move(2, 1);
  CHECK(brush.count() == 4);
  brush.undo();
  CHECK(brush.count() == 1);
  CHECK_FALSE(brush.down());
  brush.move(3, 3);  // no stroke under way
  CHECK(brush.count() == 1);
  brush.clear();
  CHECK(brush.count() == 0);
}

TEST_CASE("a sheet has an end", "[app][brush]") {
  Brush brush;
  brush.begin(0, 0, 0.1f, 0.0001f);
  brush.move(3, 0);
  CHECK(brush.count() == Brush::kMost);
}
