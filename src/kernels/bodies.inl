// The bodies of all kernels, in the order in which they lean on each other. Included in a namespace that has
// taken in the words of one instruction set (f32x4_*.h).

// clang-format off: the order matters.
#include "kernels/binary.inl"
#include "kernels/dense.inl"
#include "kernels/elementwise.inl"
#include "kernels/functions.inl"
#include "kernels/loops.inl"
#include "kernels/packing.inl"
#include "kernels/products.inl"
#include "kernels/random.inl"
#include "kernels/sums.inl"
// clang-format on
