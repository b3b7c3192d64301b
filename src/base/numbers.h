// One kind of number as another, in a word, so that conversions do not bury the mathematics. Each does what static_cast
// does and takes numbers and enumerations only. A value that the other kind can't hold is the caller's mistake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace harmonium {

template <typename T>
concept NumberOrEnum = std::is_arithmetic_v<T> || std::is_enum_v<T>;

using Index = std::ptrdiff_t;  // as Eigen counts rows and columns

constexpr double toDouble(NumberOrEnum auto x) {
  return static_cast<double>(x);
}
constexpr float toFloat(NumberOrEnum auto x) {
  return static_cast<float>(x);
}
constexpr int toInt(NumberOrEnum auto x) {
  return static_cast<int>(x);
}
constexpr std::size_t toSize(NumberOrEnum auto x) {
  return static_cast<std::size_t>(x);
}
constexpr Index toIndex(NumberOrEnum auto x) {
  return static_cast<Index>(x);
}
constexpr std::uint32_t toU32(NumberOrEnum auto x) {
  return static_cast<std::uint32_t>(x);
}
constexpr std::uint64_t toU64(NumberOrEnum auto x) {
  return static_cast<std::uint64_t>(x);
}

// Sides of a matrix or vector, as the kernels count.
template <typename Dense>
std::size_t rowCount(const Dense& m) {
  return static_cast<std::size_t>(m.rows());
}
template <typename Dense>
std::size_t columnCount(const Dense& m) {
  return static_cast<std::size_t>(m.cols());
}

}  // namespace harmonium
