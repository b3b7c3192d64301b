// Tensors of some rows of a matrix or vector: those of the values, or those of the label below them. Files keep the
// weights of both apart although one matrix holds them.
#pragma once

#include "base/tensor.h"

#include <cstddef>
#include <string>
#include <utility>

namespace harmonium {

inline Tensor rowsOf(std::string name, Vector& v, std::size_t first, std::size_t count) {
  return {std::move(name), {toU32(count)}, flat(v).subspan(first, count)};
}
inline Tensor rowsOf(std::string name, RowMatrix& m, std::size_t first, std::size_t count) {
  const std::size_t cols = columnCount(m);
  return {std::move(name), {toU32(count), toU32(cols)}, flat(m).subspan(first * cols, count * cols)};
}

}  // namespace harmonium
