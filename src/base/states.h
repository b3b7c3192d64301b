// States says whether all states of a set are 0 or 1.
//
// Binary states are multiplied by the faster binary product (kernels/kernels.h). It groups its sums differently, so its
// results differ from the dense product in their last bits. The choice between the two follows from the settings and
// never from the numbers themselves, so that a run has the same bits whatever its states happen to be.
#pragma once

namespace harmonium {

enum class States { kBinary, kReal };

}  // namespace harmonium
