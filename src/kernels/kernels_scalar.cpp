#include "base/assert.h"
#include "kernels/f32x4_scalar.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace harmonium::kernels {

void Bits::resize(std::size_t new_rows, std::size_t new_length) {
  rows = new_rows;
  length = new_length;
  words.assign(rows * wordsPerRow(), 0);
}

namespace scalar {
using namespace lanes_scalar;  // NOLINT: the vocabulary
#include "kernels/bodies.inl"
}  // namespace scalar

}  // namespace harmonium::kernels
