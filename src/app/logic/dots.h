// How points look: their shape, the colours of classes, and how much they hide what is below them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace harmonium::app {

enum class Dot { kDisc, kRing, kDiamond, kSquare, kTriangle, kCross };

// Classes have colours and shapes, counted from 0. Ten of them can be told apart: two of the same shape differ in a
// colour that readers with any common form of colour vision tell apart, and every colour has a contrast of 3 to 1 and
// more with the paper of its theme. Further classes begin again.
struct ClassLook {
  Dot shape = Dot::kDisc;
  std::uint32_t colour = 0;  // 0xRRGGBB
};
ClassLook classLook(int category, bool dark);

// The opacity of one of `count` points of this radius on axes of this area, in pixels. It falls as points come to lie
// on each other, so that their density stays visible. `faint`: the points lie on a field, which matters more.
float dotOpacity(std::size_t count, float radius, float area, bool faint);

}  // namespace harmonium::app
