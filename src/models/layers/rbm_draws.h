// Exact samples of a restricted Boltzmann machine. The states of one layer are counted as in models/layers/rbm_exact.h;
// one of them is drawn by its probability, and the other layer is drawn given it.
#pragma once

#include "models/faces/exact_samples.h"
#include "models/layers/rbm.h"

#include <memory>

namespace harmonium {

// Null unless exactPartitionPossible(p). The draws hold the values alone, without the rows of a label: a label is drawn
// with the values, so that these follow p(v) with the label summed out.
std::unique_ptr<ExactDraws> exactRbmDraws(const RbmParameters& p);

}  // namespace harmonium
