#include "app/logic/tile_fit.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// At least this part of the tiles is shown when larger ones would not leave room for all.
constexpr float kLeastShown = 0.6f;

// All tiles are worth this much more than most of them a little larger.
constexpr float kWhole = 1.6f;
// Full rows are worth this much more than a ragged last one.
constexpr float kEven = 1.35f;
// The gap between tiles, as a part of their width.
constexpr float kGapPart = 0.06f;

// The most columns that fill all their rows, or 0.
int evenColumns(int shown, int across, int down) {
  for (int columns = std::min(across, shown); columns >= 1; --columns) {
    if (shown % columns == 0 && shown / columns <= down) return columns;
  }
  return 0;
}

}  // namespace

TileFit fitTiles(const TileShape& tile, int count, float gap, const Room& room) {
  const auto width = static_cast<float>(tile.width), height = static_cast<float>(tile.height);
  // The gap grows with the tiles.
  const auto between = [&](float pixel) { return std::max(gap, std::round(kGapPart * pixel * width)); };
  const auto fitting = [&](float space, float size, float pixel) {
    return std::max(0, static_cast<int>((space + between(pixel)) / (size + between(pixel))));
  };
  TileFit best;
  float best_score = 0;
  for (float pixel = 1;; ++pixel) {
    const int across = fitting(room.width, width * pixel + tile.fixed, pixel);
    const int down = fitting(room.height, height * pixel + tile.below, pixel);
    const int shown = std::min(across * down, count);
    if (shown <= 0 || (pixel > 1 && static_cast<float>(shown) < kLeastShown * static_cast<float>(count))) break;
    const int even = evenColumns(shown, across, down);
    const float worth = shown < count ? 1 : even > 0 ? kWhole * kEven : kWhole;
    const float score = static_cast<float>(shown) * pixel * pixel * worth;
    if (score <= best_score) continue;
    best_score = score;
    best.pixel = pixel;
    best.shown = shown;
    best.columns = even > 0 ? even : std::min(across, shown);
  }
  if (best.shown == 0) return best;
  gap = between(best.pixel);
  best.rows = (best.shown + best.columns - 1) / best.columns;
  best.cell_width = width * best.pixel + tile.fixed;
  best.cell_height = height * best.pixel + tile.below;
  best.below = tile.below;
  best.pitch_x = best.cell_width + gap;
  best.pitch_y = best.cell_height + gap;
  best.x = std::round(room.x + (room.width - static_cast<float>(best.columns) * best.pitch_x + gap) / 2);
  best.y = std::round(room.y + (room.height - static_cast<float>(best.rows) * best.pitch_y + gap) / 2);
  return best;
}

}  // namespace harmonium::app
