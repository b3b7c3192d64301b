#include "app/logic/dots.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

constexpr int kClasses = 10;
constexpr std::uint32_t kOnPaper[kClasses] = {0x2166ac, 0xb5651d, 0xc2185b, 0x00838f, 0x2e8b57,
                                              0x8a7a00, 0xd6559a, 0x4f7fe0, 0x3d3d3d, 0x7b3fa0};
constexpr std::uint32_t kAtNight[kClasses] = {0x6cb2f8, 0xe0a458, 0xf06292, 0x4dd0e1, 0x66cc8a,
                                              0xd4c84a, 0xff9ad5, 0x90a4ff, 0xe8e4da, 0xc79cf2};
// A class and the one five further share a shape.
constexpr Dot kShapes[] = {Dot::kDisc, Dot::kSquare, Dot::kTriangle, Dot::kDiamond, Dot::kCross};

}  // namespace

ClassLook classLook(int category, bool dark) {
  const int k = std::max(category, 0) % kClasses;
  return {kShapes[k % 5], (dark ? kAtNight : kOnPaper)[k]};
}

float dotOpacity(std::size_t count, float radius, float area, bool faint) {
  constexpr float kCrowded = 0.1f;  // most points lie in about this part of the axes
  constexpr float kLeast = 0.12f, kFaint = 0.45f;
  const float layers = toFloat(count) * 3.1416f * radius * radius / (kCrowded * std::max(area, 1.0f));
  const float opacity = std::min(0.95f, 1 / std::sqrt(std::max(layers, 0.1f)));
  return std::max(kLeast, opacity * (faint ? kFaint : 1.0f));
}

}  // namespace harmonium::app
