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

namespace simd {
using namespace lanes;  // NOLINT: the vocabulary
#include "kernels/bodies.inl"
}  // namespace simd

}  // namespace harmonium::kernels
