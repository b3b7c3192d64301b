// Squared Euclidean distances between many points. Most measures on samples are computed from them.
//
//   |x - y|^2 = |x|^2 + |y|^2 - 2 x.y          one matrix product instead of a loop over pairs
//
// The sum cancels where two points are close. Such pairs are computed again from their difference, and so are all pairs
// of short points (V <= 16), for which the matrix product saves no time. The distance from x to y has the same bits as
// that from y to x. Equal points have equal distances to every other point, so rounding cannot break ties.
#pragma once

#include "base/matrix.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

// N points with their squared lengths. The values are V x N, one point per column; the object owns them.
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

// out[i, j] = |a_(first + i) - b_j|^2 for `count` points of a and all points of b. out: [count, b.count()], row by row.
void squaredDistances(const Points& a, std::size_t first, std::size_t count, const Points& b, std::span<float> out);

// Goes through the points of one set block by block and computes their squared distances to all points of another set.
// A block takes a few milliseconds. Every call of next() must get the same two sets.
class DistanceSweep {
 public:
  bool next(const Points& from, const Points& to);  // computes the next block; false where no point is left
  std::size_t first() const { return first_; }      // the first point of the present block
  std::size_t count() const { return count_; }      // its number of points
  // The squared distances of point first() + i to all points of the other set. The caller may overwrite them.
  std::span<float> row(std::size_t i) { return std::span(distances_).subspan(i * width_, width_); }
  std::size_t visited() const { return first_ + count_; }  // points in this block and those before it

 private:
  std::size_t first_ = 0, count_ = 0, width_ = 0;
  std::vector<float> distances_;
};

}  // namespace harmonium
