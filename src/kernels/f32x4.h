// The vocabulary of this build's vectors, under one name.
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
