// The bodies of all kernels. kernels_scalar.cpp and kernels_simd.cpp include this file in a namespace that uses the
// vector functions of one instruction set (f32x4_*.h). Each file below needs those before it, so clang-format must not
// sort them.

// clang-format off
#include "kernels/loops.inl"
#include "kernels/functions.inl"

#include "kernels/elementwise.inl"
#include "kernels/sums.inl"
#include "kernels/random.inl"

#include "kernels/products.inl"
#include "kernels/dense.inl"
#include "kernels/packing.inl"
#include "kernels/binary_steps.inl"
#include "kernels/binary_tables.inl"
#include "kernels/binary_rows.inl"
#include "kernels/binary.inl"
// clang-format on
