// A range of numbers, such as that of an axis.
#pragma once

#include <algorithm>
#include <cmath>

namespace harmonium {

struct Range {
  float low = 0, high = 1;
  bool operator==(const Range&) const = default;
  float length() const { return high - low; }
};

// Adds `share` of the length on either side. What may not vanish is room in proportion to where the range lies: a range
// of a single number gets a tenth of it, or 1 around 0, and one that floats can hardly part gets a millionth.
inline Range withRoom(float low, float high, float share) {
  const float size = std::max(std::abs(low), std::abs(high));
  float room = std::max(share * (high - low), 1e-6f * size);
  if (!(high > low)) room = size > 0 ? 0.1f * size : 1.0f;
  return {low - room, high + room};
}

// The numbers within `half` of the middle, and as above where that is nothing.
inline Range rangeAbout(float middle, float half) {
  return withRoom(middle - half, middle + half, 0);
}

}  // namespace harmonium
