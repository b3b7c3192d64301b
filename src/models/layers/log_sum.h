// The logarithm of a sum of exponentials, in double precision and with the same bits everywhere.
#pragma once

#include "base/reals.h"

#include <algorithm>
#include <limits>
#include <span>

namespace harmonium {

// log of the sum over i of e^(x_i), in nats, of at least one number. -infinity where all are.
inline double logSum(std::span<const double> x) {
  const double highest = *std::ranges::max_element(x);
  if (!(highest > -std::numeric_limits<double>::infinity())) return highest;
  double sum = 0;
  for (const double each : x) sum += reals::exp(each - highest);
  return highest + reals::log(sum);
}

}  // namespace harmonium
