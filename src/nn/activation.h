// Activation functions y = f(a) of a layer and their derivatives.
//
//   linear      y = a                           dy/da = 1
//   relu        y = max(a, 0)                   dy/da = 1 where y > 0, else 0
//   leakyRelu   y = a where a > 0, else 0.2 a   dy/da = 1 where y > 0, else 0.2, so every unit keeps a gradient
//   tanh        y in (-1, 1)                    dy/da = 1 - y^2
//   sigmoid     y = 1 / (1 + e^-a), in (0, 1)   dy/da = y (1 - y)
//
// Each derivative is a function of y alone, so a forward pass stores y and not a.
#pragma once

#include <span>

namespace harmonium::nn {

enum class Activation { kLinear, kRelu, kLeakyRelu, kTanh, kSigmoid };

inline constexpr float kLeak = 0.2f;  // the slope of leakyRelu below 0

// Replaces each a by y = f(a).
void activate(Activation kind, std::span<float> a);
// `d` holds the derivatives of a loss with respect to y and becomes those with respect to a. y and d have the same
// length.
void activateBack(Activation kind, std::span<const float> y, std::span<float> d);

}  // namespace harmonium::nn
