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
  // The most that stepsOf() can write: the byte positions in use, and per row one step per byte and one count per pass.
  // 25 is kPassBytes of binary_steps.inl, which cannot be included here.
  const std::size_t bytes = (length + 7) / 8;
  room.resize(bytes + rows * (bytes + bytes / 25 + 1) + 1);
}

namespace scalar {
using namespace lanes_scalar;  // NOLINT: the vocabulary
#include "kernels/bodies.inl"
}  // namespace scalar

}  // namespace harmonium::kernels
