// A tensor is a named view of parameters or states: a name, a shape and the numbers. Saved files and JavaScript use it.
// It does not own the numbers; it is valid as long as the matrix that holds them keeps its size.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

// The values that a tensor may hold, both ends included: by default every finite number.
struct Allowed {
  float low = std::numeric_limits<float>::lowest();
  float high = std::numeric_limits<float>::max();
};
inline constexpr Allowed kShares = {0, 1};  // states, means of states and other numbers from 0 to 1

struct Tensor {
  std::string name;                  // unique within a model
  std::vector<std::uint32_t> shape;  // row-major, as JavaScript and NumPy use it
  std::span<float> values;           // as many as the product of the shape
  Allowed allowed = {};              // a file with other values is refused
};

inline Tensor within(Allowed allowed, Tensor tensor) {
  tensor.allowed = allowed;
  return tensor;
}

// A RowMatrix has the shape [rows, cols], a vector [size].
inline Tensor tensorOf(std::string name, RowMatrix& m) {
  return {std::move(name), {toU32(m.rows()), toU32(m.cols())}, flat(m)};
}
inline Tensor tensorOf(std::string name, Vector& v) {
  return {std::move(name), {toU32(v.size())}, flat(v)};
}
// A Matrix of units x count holds one example or chain per column and has the shape [count, units].
inline Tensor tensorOf(std::string name, Matrix& columns) {
  return {std::move(name), {toU32(columns.cols()), toU32(columns.rows())}, flat(columns)};
}

}  // namespace harmonium
