#include "app/logic/axes.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// Charts that fill their room are not drawn flatter or taller than this.
constexpr float kFlattest = 2.6f, kTallest = 1.15f;

Room axesIn(const Room& cell, const Margins& margins, const PanelShape& shape) {
  Room axes{cell.x + margins.left, cell.y + margins.top, std::max(cell.width - margins.left - margins.right, 1.0f),
            std::max(cell.height - margins.top - margins.bottom, 1.0f)};
  float width = axes.width, height = axes.height;
  if (shape.equal) {
    const float unit = std::min(axes.width / shape.across, axes.height / shape.up);
    width = std::max(std::floor(unit * shape.across), 1.0f);
    height = std::max(std::floor(unit * shape.up), 1.0f);
  } else {
    width = std::min(width, height * kFlattest);
    height = std::min(height, width * kTallest);
  }
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
  const int count = static_cast<int>(panels.size());
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const float width = (room.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = (room.height - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    std::vector<PanelPlace> places;
    float worth = INFINITY;
    for (int i = 0; i < count; ++i) {
      const Room cell{room.x + static_cast<float>(i % columns) * (width + gap),
                      room.y + static_cast<float>(i / columns) * (height + gap), width, height};
      places.push_back({cell, axesIn(cell, margins, panels[static_cast<std::size_t>(i)])});
      worth = std::min(worth, places.back().axes.width * places.back().axes.height);
    }
    if (worth <= best_worth) continue;
    best_worth = worth;
    best = std::move(places);
  }
  return best;
}

}  // namespace harmonium::app
