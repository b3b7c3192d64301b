#include "app/logic/axes.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// A chart whose axes have different units fills its room, but its width is at most kMostWidthPerHeight times its
// height, and its height at most kMostHeightPerWidth times its width: outside of that, slopes are hard to read.
constexpr float kMostWidthPerHeight = 2.6f, kMostHeightPerWidth = 1.15f;

Room axesIn(const Room& cell, const Margins& margins, const PanelShape& shape) {
  Room axes{cell.x + margins.left, cell.y + margins.top, std::max(cell.width - margins.left - margins.right, 1.0f),
            std::max(cell.height - margins.top - margins.bottom, 1.0f)};
  float width = axes.width, height = axes.height;
  if (shape.equal) {
    // The axis that is short of room decides how long a unit is.
    const float unit = std::min(axes.width / shape.across, axes.height / shape.up);
    width = std::max(std::floor(unit * shape.across), 1.0f);
    height = std::max(std::floor(unit * shape.up), 1.0f);
  } else {
    width = std::min(width, height * kMostWidthPerHeight);
    height = std::min(height, width * kMostHeightPerWidth);
  }
  // Whole pixels keep the lines of the axes sharp.
  axes.x = std::round(axes.x + (axes.width - width) / 2);
  axes.y = std::round(axes.y + (axes.height - height) / 2);
  axes.width = std::round(width);
  axes.height = std::round(height);
  return axes;
}

}  // namespace

std::vector<PanelPlace> placePanels(std::span<const PanelShape> panels, const Room& room, const Margins& margins,
                                    float gap) {
  std::vector<PanelPlace> best;
  float best_worth = -1;
  const int count = toInt(panels.size());
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const float width = (room.width - gap * toFloat(columns - 1)) / toFloat(columns);
    const float height = (room.height - gap * toFloat(rows - 1)) / toFloat(rows);
    std::vector<PanelPlace> places;
    float worth = INFINITY;
    for (int i = 0; i < count; ++i) {
      const Room cell{room.x + toFloat(i % columns) * (width + gap), room.y + toFloat(i / columns) * (height + gap),
                      width, height};
      places.push_back({cell, axesIn(cell, margins, panels[toSize(i)])});
      worth = std::min(worth, places.back().axes.width * places.back().axes.height);
    }
    // Of equally good grids the one with the fewest columns stays, so the arrangement does not depend on rounding.
    if (worth <= best_worth) continue;
    best_worth = worth;
    best = std::move(places);
  }
  return best;
}

}  // namespace harmonium::app
