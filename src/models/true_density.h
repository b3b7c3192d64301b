// What a model can reach at most where the distribution of the data is known.
#pragma once

#include "base/density.h"
#include "base/matrix.h"

#include <optional>

namespace harmonium {

// The mean of log p of the true density over the examples (V x N), in nats per example. On held-out examples no model
// does better but by chance. Nothing where the density is not known (null) or is 0 at an example, where there are no
// examples, or where they have other dimensions.
std::optional<double> meanLogDensity(const Density* truth, const Matrix& examples);

}  // namespace harmonium
