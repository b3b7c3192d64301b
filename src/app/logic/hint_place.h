// Where the words of an item stand that no mouse points at. Lengths are framebuffer pixels.
#pragma once

#include <algorithm>

namespace harmonium::app {

struct Corner {
  float x = 0, y = 0;
};

// The corner of a box of `size` below an item, or above it where there is no room below, or where a finger covers what
// is below. The whole box is on the screen, at `gap` from its edges, as far as it fits there.
inline Corner placeBeside(const Corner& item_min, const Corner& item_max, const Corner& size, const Corner& screen,
                          float gap, bool above) {
  const float under = item_max.y + gap, over = item_min.y - gap - size.y;
  const bool fits_under = under + size.y + gap <= screen.y, fits_over = over >= gap;
  const float y = (above && fits_over) || !fits_under ? over : under;
  return {std::clamp(item_min.x, gap, std::max(gap, screen.x - gap - size.x)),
          std::clamp(y, gap, std::max(gap, screen.y - gap - size.y))};
}

}  // namespace harmonium::app
