#include "app/logic/axes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium::app;
using Catch::Matchers::WithinAbs;

namespace {

constexpr Margins kMargins{30, 8, 22, 36};

}  // namespace

TEST_CASE("panels lie inside their room, axes inside their panel, none over another", "[app][axes]") {
  const auto count = GENERATE(1u, 2u, 3u, 4u, 7u);
  const bool equal = GENERATE(true, false);
  const float width = GENERATE(340.0f, 640.0f, 1400.0f), height = GENERATE(300.0f, 520.0f, 900.0f);
  const Room room{11, 23, width, height};
  const std::vector<PanelShape> shapes(count, {6, 6, equal});
  const std::vector<PanelPlace> places = placePanels(shapes, room, kMargins, 12);
  REQUIRE(places.size() == count);
  for (const PanelPlace& each : places) {
    CHECK(each.cell.x >= room.x);
    CHECK(each.cell.y >= room.y);
    CHECK(each.cell.x + each.cell.width <= room.x + room.width + 0.01f);
    CHECK(each.cell.y + each.cell.height <= room.y + room.height + 0.01f);
    CHECK(each.axes.x + 1 >= each.cell.x + kMargins.left);
    CHECK(each.axes.y + 1 >= each.cell.y + kMargins.top);
    CHECK(each.axes.x + each.axes.width <= each.cell.x + each.cell.width - kMargins.right + 1);
    CHECK(each.axes.y + each.axes.height <= each.cell.y + each.cell.height - kMargins.bottom + 1);
  }
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a + 1; b < count; ++b) {
      const Room &one = places[a].cell, &other = places[b].cell;
      const bool apart = one.x + one.width <= other.x + 0.01f || one.y + one.height <= other.y + 0.01f ||
                         other.x + other.width <= one.x + 0.01f;
      CHECK(apart);
    }
  }
}

TEST_CASE("on the plane a unit is as long across as up", "[app][axes]") {
  const PanelShape shape{8, 4, true};
  const std::vector<PanelPlace> places = placePanels({&shape, 1}, {0, 0, 700, 600}, kMargins, 12);
  const Room& axes = places[0].axes;
  CHECK_THAT(axes.width / 8, WithinAbs(axes.height / 4, 0.5));
}

TEST_CASE("two planes stand side by side where it is wide and one above the other where it is narrow", "[app][axes]") {
  const std::vector<PanelShape> shapes(2, {6, 6, true});
  const std::vector<PanelPlace> wide = placePanels(shapes, {0, 0, 900, 420}, kMargins, 12);
  CHECK(wide[0].cell.y == wide[1].cell.y);
  CHECK(wide[0].cell.x < wide[1].cell.x);
  const std::vector<PanelPlace> narrow = placePanels(shapes, {0, 0, 360, 700}, kMargins, 12);
  CHECK(narrow[0].cell.x == narrow[1].cell.x);
  CHECK(narrow[0].cell.y < narrow[1].cell.y);
}

TEST_CASE("numbers become pixels and come back, and up is up", "[app][axes]") {
  const AxesMap map{{100, 50, 300, 200}, -3, 3, -1, 4};
  CHECK(map.x(-3) == 100);
  CHECK(map.x(3) == 400);
  CHECK(map.y(-1) == 250);
  CHECK(map.y(4) == 50);
  CHECK_THAT(map.valueAtX(map.x(1.25f)), WithinAbs(1.25, 1e-4));
  CHECK_THAT(map.valueAtY(map.y(0.5f)), WithinAbs(0.5, 1e-4));
  CHECK(map.holds(100, 50));
  CHECK_FALSE(map.holds(400, 100));
  CHECK_FALSE(map.holds(99, 100));
}
