// A parameter by name, with its shape as JavaScript sees it (row-major), and the numbers themselves, which stay where
// they are.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

struct Tensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::span<float> values;
};

// A matrix by rows [rows, cols], a vector [size].
inline Tensor tensorOf(std::string name, RowMatrix& m) {
  return {std::move(name), {static_cast<std::uint32_t>(m.rows()), static_cast<std::uint32_t>(m.cols())}, flat(m)};
}
inline Tensor tensorOf(std::string name, Vector& v) {
  return {std::move(name), {static_cast<std::uint32_t>(v.size())}, flat(v)};
}
// Examples or chains, one per column: [count, units], examples first.
inline Tensor tensorOf(std::string name, Matrix& columns) {
  return {std::move(name),
          {static_cast<std::uint32_t>(columns.cols()), static_cast<std::uint32_t>(columns.rows())},
          flat(columns)};
}

}  // namespace harmonium
