#include "base/assert.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>

#if defined(__wasm_simd128__)
#include "kernels/f32x4_wasm.h"
namespace lanes = harmonium::kernels::lanes_wasm;
#elif defined(__SSE2__)
#include "kernels/f32x4_sse.h"
namespace lanes = harmonium::kernels::lanes_sse;
#else
#include "kernels/f32x4_scalar.h"
namespace lanes = harmonium::kernels::lanes_scalar;
#endif

namespace harmonium::kernels {

const char* instructionSet() {
  return lanes::kInstructionSet;
}

Tile fittingTile() {
  volatile float infinity = std::numeric_limits<float>::infinity();  // read anew, so that no compiler subtracts it
  const float none = infinity - infinity;
  return std::bit_cast<std::uint32_t>(none) >> 31 != 0 ? Tile::k4x8 : Tile::k6x8;
}

namespace simd {
using namespace lanes;  // NOLINT: the vocabulary
#include "kernels/bodies.inl"
}  // namespace simd

}  // namespace harmonium::kernels
