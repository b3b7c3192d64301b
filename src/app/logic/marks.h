// What can be read off the marks of a plane or a chart.
#pragma once

#include "base/view.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace harmonium::app {

// Its shape is the one its kind asks for, and there are as many numbers as the shape says. Nothing else is drawn.
bool sound(const Mark& mark);

// Of a field, the number in the cell that holds (x, y) on the panel's axes; nothing outside or where it is no number.
std::optional<float> fieldAt(const Mark& mark, const Panel& panel, float x, float y);
// Of a line or of bars: how high at x. A line that comes by more than once: where it does so first.
std::optional<float> heightAt(const Mark& mark, float x);

// The pieces of a line between which the pen is lifted, as [first, last) points.
struct Stroke {
  std::size_t first = 0, last = 0;
};
std::vector<Stroke> strokesOf(const Mark& mark);

// The marks that the legend lists: those with a label, each label with its ink and kind once.
std::vector<const Mark*> listed(const View& view);

}  // namespace harmonium::app
