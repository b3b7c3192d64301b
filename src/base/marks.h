// The marks that pictures on axes are made from, so that every model and the session draw alike.
#pragma once

#include "base/matrix.h"
#include "base/view.h"

#include <span>
#include <string>

namespace harmonium {

void addPoint(Mark& mark, double x, double y);
// Sets the shape of a mark whose values come `width` at a time: 2 for points and lines, 3 for bars, 4 for arrows.
Mark finished(Mark mark, std::uint32_t width);

// The first two values of examples, one per column, as points; those that are not known are left out. At most `most`.
Mark pointsMark(const Matrix& examples, Ink ink, std::string label, Eigen::Index most = 1'000'000);
// A dashed line to set something beside: a level, an axis, a diagonal.
Mark guideMark(double x0, double y0, double x1, double y1, std::string label = {});
// Bars of equal width over [low, high] whose area is the share of the values that lie there: comparable with a density.
Mark histogramMark(std::span<const float> values, double low, double high, int bins, Ink ink, std::string label);
// Makes room above the highest of bars and lines that stand on zero.
void fitHeight(Panel& panel);

}  // namespace harmonium
