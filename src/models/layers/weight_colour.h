// How strongly weights are coloured in pictures.
#pragma once

#include "base/numbers.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace harmonium {

// The weight that gets the full colour: three and a half deviations. With the maximum, one large weight would turn all
// others grey; with 1, the weights of a model that has just begun could not be seen.
inline float fullColourOf(std::span<const float> weights) {
  const double mean_square = kernels::dot(weights, weights) / toDouble(std::max<std::size_t>(1, weights.size()));
  return std::max(1e-6f, 3.5f * toFloat(std::sqrt(mean_square)));
}

}  // namespace harmonium
