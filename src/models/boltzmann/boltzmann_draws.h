// Exact samples of a general Boltzmann machine whose states can be counted (models/boltzmann/boltzmann_exact.h).
#pragma once

#include "models/boltzmann/boltzmann.h"
#include "models/faces/exact_samples.h"

#include <memory>

namespace harmonium {

// Counts all joint states where hidden units are connected to each other (n <= 20), else the visible states (V <= 20),
// given which the hidden units are independent. Null where there are more. One sweep over the visible units follows
// every draw: it leaves the distribution as it is, and it has means.
std::unique_ptr<ExactDraws> exactBoltzmannDraws(const BoltzmannParameters& p, bool hidden_links);

}  // namespace harmonium
