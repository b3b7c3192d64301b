// Schedules of learning rates, momentum and Gibbs steps. `epoch` is the number of epochs done, with fraction.
#pragma once

#include "base/numbers.h"

#include <algorithm>

namespace harmonium {

// A factor that falls linearly from 1 to 0 over `epochs` epochs and stays 0. epochs > 0.
inline double linearToZero(double epoch, double epochs) {
  return std::max(0.0, 1.0 - epoch / epochs);
}

// `before` while epoch < at, then `after`.
inline double switched(double epoch, double at, double before, double after) {
  return epoch < at ? before : after;
}

// A number of steps that starts at 1, grows by one every `epochs` epochs and ends at `most`. If `epochs` is 0, it is
// `most` from the start.
inline int growingSteps(double epoch, double epochs, int most) {
  return epochs <= 0 ? most : std::min(most, 1 + toInt(epoch / epochs));
}

}  // namespace harmonium
