// The matrix types. Two names say how a table of numbers lies in memory.
//
// A set of N examples of V values is a Matrix V x N: one example per column, its V values side by side. The same memory
// read row by row is [N, V]; JavaScript, NumPy and the kernels use that name. Weights W are a RowMatrix V x H, so that
// the H weights of one visible unit lie side by side.
//
// Eigen holds the memory and computes what is not time-critical. Frequent loops and every sum that determines a
// parameter go through kernels/, whose order of summation is fixed. The build turns Eigen's own vector code off, so
// that its sums have one order too.
#pragma once

#include "base/numbers.h"

#include <Eigen/Core>

#include <span>
#include <vector>

namespace harmonium {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<float, Eigen::Dynamic, 1>;

// The numbers of a matrix or vector in the order in which they lie in memory. The span is valid until `m` is resized or
// destroyed.
template <typename Dense>
std::span<float> flat(Dense& m) {
  return {m.data(), toSize(m.size())};
}
template <typename Dense>
std::span<const float> flat(const Dense& m) {
  return {m.data(), toSize(m.size())};
}

// The numbers of a list, to be read only.
inline std::span<const float> asSpan(const std::vector<float>& values) {
  return values;
}

// Whether an example of V x N has any value that is not missing (NaN), and whether any of the N examples has one.
inline bool anyKnown(const Matrix& examples, Index column) {
  const float* const values = examples.data() + column * examples.rows();
  for (Index i = 0; i < examples.rows(); ++i) {
    if (values[i] == values[i]) return true;
  }
  return false;
}
inline bool anyKnown(const Matrix& examples) {
  for (Index n = 0; n < examples.cols(); ++n) {
    if (anyKnown(examples, n)) return true;
  }
  return false;
}

}  // namespace harmonium
