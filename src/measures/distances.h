// Squared Euclidean distances between many points: what the measures on samples are made of.
//
//   |x - y|^2 = |x|^2 + |y|^2 - 2 x.y          one matrix product instead of a loop over pairs
//
// The sum cancels where two points are close: such pairs are computed again from their difference, and so are all
// pairs of short points (V <= 16), where the product saves nothing. Distances are symmetric to the bit, and equal
// points have equal distances to everything, so that ties stay ties.
#pragma once

#include "base/matrix.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

// Points with their squared lengths: V x N, one a column.
class Points {
 public:
  Points() = default;
  explicit Points(Matrix values);

  std::size_t count() const { return static_cast<std::size_t>(values_.cols()); }
  std::size_t length() const { return static_cast<std::size_t>(values_.rows()); }
  const Matrix& values() const { return values_; }
  std::span<const float> point(std::size_t n) const { return flat(values_).subspan(n * length(), length()); }
  double square(std::size_t n) const { return squares_[n]; }

 private:
  Matrix values_;
  std::vector<double> squares_;
};

// out[i, j] = |a_(first + i) - b_j|^2 for `count` points of a and all of b, row after row: [count, b.count()].
void squaredDistances(const Points& a, std::size_t first, std::size_t count, const Points& b, std::span<float> out);

// Visits the points of one set block by block, with their distances to all points of another: a few milliseconds a
// block.
class DistanceSweep {
 public:
  bool next(const Points& from, const Points& to);  // the next block; false when there is none left
  std::size_t first() const { return first_; }
  std::size_t count() const { return count_; }
  std::span<float> row(std::size_t i) { return std::span(distances_).subspan(i * width_, width_); }
  std::size_t visited() const { return first_ + count_; }

 private:
  std::size_t first_ = 0, count_ = 0, width_ = 0;
  std::vector<float> distances_;
};

}  // namespace harmonium
