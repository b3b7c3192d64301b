#include "app/logic/tile_fit.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace harmonium::app;

namespace {
constexpr float kGap = 3;
}

TEST_CASE("tiles lie inside their room, on whole pixels, none over another", "[app][tiles]") {
  const int count = GENERATE(1, 7, 20, 64, 100, 256);
  const int side = GENERATE(3, 8, 28);
  const float width = GENERATE(40.0f, 340.0f, 583.0f, 1111.0f, 2600.0f);
  const float height = GENERATE(100.0f, 470.0f, 1500.0f);
  const Room room{17, 31, width, height};
  const TileFit fit = fitTiles({side, side}, count, kGap, room);
  CHECK(fit.shown > 0);
  CHECK(fit.shown <= count);
  CHECK(fit.shown <= fit.columns * fit.rows);
  CHECK(fit.shown > fit.columns * (fit.rows - 1));
  CHECK(fit.pixel == std::floor(fit.pixel));
  CHECK(fit.x == std::floor(fit.x));
  CHECK(fit.pitch_x >= fit.cell_width + kGap);
  const float right = fit.x + static_cast<float>(fit.columns - 1) * fit.pitch_x + fit.cell_width;
  const float bottom = fit.y + static_cast<float>(fit.rows - 1) * fit.pitch_y + fit.cell_height;
  // Centring rounds to whole pixels.
  CHECK(fit.x >= room.x - 1);
  CHECK(fit.y >= room.y - 1);
  CHECK(right <= room.x + room.width + 1);
  CHECK(bottom <= room.y + room.height + 1);
}

TEST_CASE("eight by eight digits fill a square stage in eight rows of eight", "[app][tiles]") {
  const TileFit fit = fitTiles({8, 8}, 64, kGap, {0, 0, 583, 480});
  CHECK(fit.shown == 64);
  CHECK(fit.columns == 8);
  CHECK(fit.rows == 8);
  CHECK(fit.pixel == 7);
}

TEST_CASE("large pictures are shown in part rather than too small to read", "[app][tiles]") {
  const TileFit fit = fitTiles({28, 28}, 100, kGap, {0, 0, 600, 500});
  CHECK(fit.pixel == 2);
  CHECK(fit.shown >= 60);
  CHECK(fit.shown < 100);
}

TEST_CASE("a room too small for one tile shows none", "[app][tiles]") {
  CHECK(fitTiles({28, 28}, 4, kGap, {0, 0, 20, 20}).shown == 0);
  CHECK(fitTiles({28, 28}, 0, kGap, {0, 0, 500, 500}).shown == 0);
}

TEST_CASE("what is fixed in a tile's width does not grow with it", "[app][tiles]") {
  const TileFit fit = fitTiles({16, 8, 2}, 6, kGap, {0, 0, 500, 300});
  CHECK(fit.cell_width == 16 * fit.pixel + 2);
}

TEST_CASE("a line for names below the tiles is kept free and counted", "[app][tiles]") {
  const TileFit fit = fitTiles({8, 8, 0, 18}, 6, kGap, {0, 0, 500, 300});
  CHECK(fit.cell_height == 8 * fit.pixel + 18);
  CHECK(fit.below == 18);
  CHECK(fit.y + static_cast<float>(fit.rows - 1) * fit.pitch_y + fit.cell_height <= 301);
}
