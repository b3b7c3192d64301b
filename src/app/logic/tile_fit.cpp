#include "app/logic/tile_fit.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// Tiles grow at the cost of tiles left out only as long as at least this part of them is shown.
constexpr float kLeastShown = 0.6f;

// The score of an arrangement that shows all tiles is multiplied by this. Larger tiles must gain more than that.
constexpr float kAllShownBonus = 1.6f;
// The score of an arrangement without a ragged last row is multiplied by this.
constexpr float kEvenRowsBonus = 1.35f;
// The gap between tiles, as a part of their width in pixels.
constexpr float kGapPart = 0.06f;

// The largest number of columns for which every row is full; 0 where there is none.
int evenColumns(int shown, int across, int down) {
  for (int columns = std::min(across, shown); columns >= 1; --columns) {
    if (shown % columns == 0 && shown / columns <= down) return columns;
  }
  return 0;
}

}  // namespace

TileFit fitTiles(const TileShape& tile, int count, float gap, const Room& room) {
  const auto width = toFloat(tile.width), height = toFloat(tile.height);
  // The gap grows with the tiles, so that large tiles stay apart as clearly as small ones.
  const auto between = [&](float pixel) { return std::max(gap, std::round(kGapPart * pixel * width)); };
  const auto fitting = [&](float space, float size, float pixel) {
    return std::max(0, toInt((space + between(pixel)) / (size + between(pixel))));
  };
  TileFit best;
  float best_score = 0;
  for (float pixel = 1;; ++pixel) {
    const int across = fitting(room.width, width * pixel + tile.fixed, pixel);
    const int down = fitting(room.height, height * pixel + tile.below, pixel);
    const int shown = std::min(across * down, count);
    if (shown <= 0 || (pixel > 1 && toFloat(shown) < kLeastShown * toFloat(count))) break;
    const int even = evenColumns(shown, across, down);
    const float worth = shown < count ? 1 : even > 0 ? kAllShownBonus * kEvenRowsBonus : kAllShownBonus;
    // The score is the area that the pictures cover, in units of one value.
    const float score = toFloat(shown) * pixel * pixel * worth;
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
  // Tiles begin at whole pixels; otherwise the GPU would blur their values.
  best.x = std::round(room.x + (room.width - toFloat(best.columns) * best.pitch_x + gap) / 2);
  best.y = std::round(room.y + (room.height - toFloat(best.rows) * best.pitch_y + gap) / 2);
  return best;
}

}  // namespace harmonium::app
