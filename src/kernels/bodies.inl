// The bodies of all kernels. Included in a namespace that has taken in the words of one instruction set
// (f32x4_*.h). Each file leans on those before it, so their order is kept by hand.

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
