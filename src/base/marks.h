// Functions that build the marks of pictures on axes. Models and the session share them, so that equal things look
// equal everywhere.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/view.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// The classes of examples: one label per example, -1 where it is not known, and a name per class. Both are empty where
// there are none; a class without a name goes by its number.
struct Classes {
  std::span<const std::int16_t> labels = {};
  std::span<const std::string> names = {};
};

// Appends one point x, y to a mark of points or a line.
void addPoint(Mark& mark, double x, double y);
// Sets the shape of a mark whose values come `width` at a time: 2 for points and lines, 3 for bars, 4 for arrows.
Mark finished(Mark mark, std::uint32_t width);

// Points at the first two values of each example. examples: V x N, V >= 2, one example per column. Only the first
// `most` examples are read. A point with a value that is not finite is left out.
Mark pointsMark(const Matrix& examples, Ink ink, std::string label, Index most = 1'000'000);
// The same, with one mark per class that occurs, named after it. Examples of no known class go by `label`.
std::vector<Mark> classMarks(const Matrix& examples, Ink ink, const std::string& label, const Classes& classes);
// A dashed line from (x0, y0) to (x1, y1), such as a level, an axis or a diagonal, for comparison with other marks.
Mark guideMark(double x0, double y0, double x1, double y1, std::string label = {});
// `bins` bars of equal width over [low, high]; low < high. The area of a bar is the share of all values that lie in it,
// so the bars compare directly with a density.
Mark histogramMark(std::span<const float> values, double low, double high, int bins, Ink ink, std::string label);
// Sets the y axis to start at 0 and to end 10 % above the highest bar or line of the panel.
void fitHeight(Panel& panel);

}  // namespace harmonium
