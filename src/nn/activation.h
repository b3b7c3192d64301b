// What a layer does to each of its sums, and the way back through it.
//
//   linear      y = a
//   relu        y = max(a, 0)                   dy/da = 1 where y > 0, else 0
//   leakyRelu   y = a where a > 0, else 0.2 a   dy/da = 1 where y > 0, else 0.2: no unit is ever quite dead
//   tanh        y in (-1, 1)                    dy/da = 1 - y^2
//   sigmoid     y = 1 / (1 + e^-a), in (0, 1)   dy/da = y (1 - y)
//
// All slopes follow from y alone, so a forward pass keeps y and nothing else.
#pragma once

#include <span>

namespace harmonium::nn {

enum class Activation { kLinear, kRelu, kLeakyRelu, kTanh, kSigmoid };

inline constexpr float kLeak = 0.2f;

// a becomes y, in place.
void activate(Activation kind, std::span<float> a);
// `d` holds the slope of a loss along y and becomes its slope along a.
void activateBack(Activation kind, std::span<const float> y, std::span<float> d);

}  // namespace harmonium::nn
