// Whether a set of states holds only 0 and 1.
//
// Binary states take the faster product, whose sums are grouped otherwise: the last bits differ from those of the dense
// product. So the choice follows from the settings, never from what the numbers happen to be.
#pragma once

namespace harmonium {

enum class States { kBinary, kReal };

}  // namespace harmonium
