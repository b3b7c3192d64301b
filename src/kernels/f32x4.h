// Selects the vector functions of this build's instruction set and names them `lanes`: WebAssembly SIMD128, SSE2, or
// plain C++ where the processor has neither. All three give the same bits.
#pragma once

#if defined(__wasm_simd128__)
#include "kernels/f32x4_wasm.h"
namespace harmonium::kernels {
namespace lanes = lanes_wasm;
}
#elif defined(__SSE2__)
#include "kernels/f32x4_sse.h"
namespace harmonium::kernels {
namespace lanes = lanes_sse;
}
#else
#include "kernels/f32x4_scalar.h"
namespace harmonium::kernels {
namespace lanes = lanes_scalar;
}
#endif
