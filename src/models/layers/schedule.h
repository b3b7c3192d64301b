// How rates change while training goes on: functions of the epochs done, with fraction.
#pragma once

#include <algorithm>

namespace harmonium {

// From 1 down to 0 in a straight line over `epochs`, and 0 from then on.
inline double linearToZero(double epoch, double epochs) {
  return std::max(0.0, 1.0 - epoch / epochs);
}

// One value before `at`, another one from then on.
inline double switched(double epoch, double at, double before, double after) {
  return epoch < at ? before : after;
}

// Whole steps that grow by one every `epochs` epochs, from 1 to `most`; `most` at once where `epochs` is 0.
inline int growingSteps(double epoch, double epochs, int most) {
  return epochs <= 0 ? most : std::min(most, 1 + static_cast<int>(epoch / epochs));
}

}  // namespace harmonium
