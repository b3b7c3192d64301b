// Places a sequence of boxes in lines, as text flows: each box follows the last one, or begins the next line if it does
// not fit. All lengths have the same unit, usually framebuffer pixels.
#pragma once

#include <span>
#include <vector>

namespace harmonium::app {

struct Spot {
  float x = 0;
  int line = 0;
};
// Returns one spot per width, in order. `gap` separates neighbours in a line; `room` is the width of a line. A box that
// is wider than the room has a line of its own.
std::vector<Spot> flow(std::span<const float> widths, float gap, float room);
// The number of lines that the spots use; 0 for no spots.
int lineCount(std::span<const Spot> spots);

}  // namespace harmonium::app
