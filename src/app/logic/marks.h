// Reads values and geometry off the marks of a plane or a chart. Coordinates are those of the panel's axes.
#pragma once

#include "base/view.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace harmonium::app {

// Whether the mark's shape suits its kind and the number of its values suits the shape. An invalid mark is not
// drawn. Shapes: field [rows, cols]; points and lines [n, 2]; meshes [rows, cols, 2]; bars [n, 3] as (from, to,
// height); arrows [n, 4] as (x, y, dx, dy).
bool isValid(const Mark& mark);

// The value of the field's cell that holds (x, y). None outside the panel's axes, in a cell that is not finite, or for
// a mark that is no field.
std::optional<float> fieldAt(const Mark& mark, const Panel& panel, float x, float y);
// The height of a line or of bars at x. If a line passes x more than once, the first pass counts. None where the mark
// has no height at x, or is of another kind.
std::optional<float> heightAt(const Mark& mark, float x);

// One unbroken piece of a line: points first .. last - 1. Points that are not finite break a line.
struct Stroke {
  std::size_t first = 0, last = 0;
};
// The pieces of at least two points; none for a mark that is no line.
std::vector<Stroke> strokesOf(const Mark& mark);

// The marks that the legend lists: the first mark of each combination of label, ink and kind. Marks without a label are
// not listed. The pointers point into the view.
std::vector<const Mark*> listed(const View& view);

}  // namespace harmonium::app
