#include "base/assert.h"
#include "kernels/f32x4.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace harmonium::kernels {

const char* instructionSet() {
  return lanes::kInstructionSet;
}

Tile fittingTile() {
  // volatile keeps the compiler from computing the difference itself, with the NaN of the machine that it runs on.
  volatile float infinity = std::numeric_limits<float>::infinity();
  const float none = infinity - infinity;
  return std::bit_cast<std::uint32_t>(none) >> 31 != 0 ? Tile::k4x8 : Tile::k6x8;
}

namespace simd {
using namespace lanes;  // NOLINT: the vocabulary
#include "kernels/bodies.inl"
}  // namespace simd

}  // namespace harmonium::kernels
