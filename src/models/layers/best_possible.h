// The largest mean log-likelihood that any distribution over binary states can give to a set of examples.
#pragma once

#include "base/matrix.h"

#include <optional>

namespace harmonium {

// The mean over the examples (V x N, zeros and ones) of the logarithm of the share of equal examples among them, in
// nats per example: the distribution with these shares is the best fit (Gibbs' inequality). Nothing for V > 16 or N =
// 0: almost all patterns of larger examples differ, and -log N says nothing then.
std::optional<double> bestPossible(const Matrix& examples);

}  // namespace harmonium
