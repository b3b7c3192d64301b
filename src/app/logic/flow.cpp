#include "app/logic/flow.h"

namespace harmonium::app {

std::vector<Spot> flow(std::span<const float> widths, float gap, float room) {
  std::vector<Spot> spots;
  Spot next;
  for (const float width : widths) {
    // The first box of a line never wraps, however wide it is; otherwise a wide box would leave an empty line.
    if (next.x > 0 && next.x + width > room) next = {0, next.line + 1};
    spots.push_back(next);
    next.x += width + gap;
  }
  return spots;
}

int lineCount(std::span<const Spot> spots) {
  return spots.empty() ? 0 : spots.back().line + 1;
}

}  // namespace harmonium::app
