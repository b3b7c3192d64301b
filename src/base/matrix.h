// Names for the two ways a table of numbers lies in memory here.
//
// A set of N examples of V values is a Matrix V x N: one example a column, its V values side by side. Read row by row
// the same memory is [N, V], which is how JavaScript, NumPy and the kernels speak of it. Weights W are a RowMatrix V x
// H, so that the H weights of one visible unit lie side by side.
//
// Eigen holds the memory and does cold algebra. Hot loops and every sum that decides a parameter go through kernels/,
// whose order of summation is fixed; the build turns Eigen's own vector code off so that its sums have one order too.
#pragma once

#include <Eigen/Core>

#include <span>

namespace harmonium {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<float, Eigen::Dynamic, 1>;

// The numbers of a matrix or vector in the order they lie in memory.
template <typename Dense>
std::span<float> flat(Dense& m) {
  return {m.data(), static_cast<std::size_t>(m.size())};
}
template <typename Dense>
std::span<const float> flat(const Dense& m) {
  return {m.data(), static_cast<std::size_t>(m.size())};
}

}  // namespace harmonium
