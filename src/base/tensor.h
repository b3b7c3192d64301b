// A tensor is a named view of parameters or states: a name, a shape and the numbers. Saved files and JavaScript use it.
// It does not own the numbers; it is valid as long as the matrix that holds them keeps its size.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

struct Tensor {
  std::string name;                  // unique within a model
  std::vector<std::uint32_t> shape;  // row-major, as JavaScript and NumPy use it
  std::span<float> values;           // as many as the product of the shape
};

// A RowMatrix has the shape [rows, cols], a vector [size].
inline Tensor tensorOf(std::string name, RowMatrix& m) {
  return {std::move(name), {static_cast<std::uint32_t>(m.rows()), static_cast<std::uint32_t>(m.cols())}, flat(m)};
}
inline Tensor tensorOf(std::string name, Vector& v) {
  return {std::move(name), {static_cast<std::uint32_t>(v.size())}, flat(v)};
}
// A Matrix of units x count holds one example or chain per column and has the shape [count, units].
inline Tensor tensorOf(std::string name, Matrix& columns) {
  return {std::move(name),
          {static_cast<std::uint32_t>(columns.cols()), static_cast<std::uint32_t>(columns.rows())},
          flat(columns)};
}

}  // namespace harmonium
