// Numbers the states of binary units.
#pragma once

#include "base/numbers.h"

#include <cstddef>
#include <span>

namespace harmonium {

// Bit i is unit i, which counts as on from 0.5. At most as many units as a size has bits.
inline std::size_t stateNumber(std::span<const float> units) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < units.size(); ++i) number |= toSize(units[i] >= 0.5f) << i;
  return number;
}

}  // namespace harmonium
