// A picture on its way from the one shown before to the next of the same view. Numbers move where the shapes of both
// agree: states and weights of a network, pixels, cells of a matrix, points, lines, bars and fields. What is new grows:
// arrows from their beginnings, bars from zero. All else is that of the next picture at once.
#pragma once

#include "base/view.h"

#include <span>
#include <vector>

namespace harmonium::app {

// The numbers of a view whose picture may have come as bytes.
std::vector<float> numbersOf(const View& view);

// The view between `from` and `to`; `part` is 0 at `from` and 1 at `to`. The numbers of `from` must be in its `values`
// (numbersOf()). `between` begins as a copy of `to`, and a later call overwrites it. Returns whether anything moves.
bool tween(const View& from, const View& to, float part, View& between);

// How far a move is after `seconds`: 0 .. 1, slow at both ends.
inline constexpr double kTweenSeconds = 0.8;
float tweenPart(double seconds);

}  // namespace harmonium::app
