// Words in lines, as text flows: each where there is room, else at the start of the next line.
#pragma once

#include <span>
#include <vector>

namespace harmonium::app {

struct Spot {
  float x = 0;
  int line = 0;
};
// One that is wider than the room has a line to itself.
std::vector<Spot> flow(std::span<const float> widths, float gap, float room);
int lineCount(std::span<const Spot> spots);

}  // namespace harmonium::app
