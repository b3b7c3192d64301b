// The maximum mean discrepancy (MMD) of two sets of points: the distance of their means after a kernel has mapped each
// point to a function. It is 0 exactly when both sets come from one distribution.
//
//   MMD^2 = E k(x, x') + E k(y, y') - 2 E k(x, y)          k(x, y) = mean over s of exp(-|x - y|^2 / (2 s^2))
//
// The estimate leaves out the pairs i = j, so it is unbiased and may be below 0. It has no unit and lies between about
// 0 and 2. A permutation test tells whether it exceeds chance: the points are assigned to the two sets at random, many
// times, and the p-value is the share of the assignments, the true one included, that reach the value.
//   median    one bandwidth s, the median distance between the pooled points (at most 256 of them)
//   mixture   five bandwidths, 1/4, 1/2, 1, 2 and 4 times the median, which respond to fine and to coarse differences
// Gretton, Borgwardt, Rasch, Schoelkopf & Smola (2012), A kernel two-sample test, lemma 6 and section 8.
#pragma once

#include "base/rng.h"
#include "measures/distances.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

// The median distance |x - y| over the pairs of the pooled points, at most 128 of each set, evenly spaced. The result
// is positive: where more than half of the pairs coincide it is the mean of the other distances, and 1 where all
// coincide.
double medianDistance(const Matrix& x, const Matrix& y);

class Mmd {
 public:
  // x: V x m, y: V x n; m, n >= 2. The bandwidths are `factors` times `bandwidth`; 0 stands for the median distance. It
  // keeps a kernel matrix of (m + n)^2 floats.
  Mmd(Matrix x, Matrix y, double bandwidth, std::vector<double> factors, std::size_t permutations, std::uint64_t seed);

  bool advance();  // does a few milliseconds of work; returns true once done
  double progress() const;

  // These are valid once done.
  double squared() const { return squared_; }      // MMD^2
  double bandwidth() const { return bandwidth_; }  // the one that `factors` multiply
  double pValue() const;                           // in [1 / (permutations + 1), 1]
  double chance() const;                           // the standard deviation of MMD^2 over the random assignments

 private:
  double statistic() const;  // MMD^2 for the assignment in in_x_
  void shuffle();            // draws a random assignment into in_x_

  std::size_t x_count_;
  Points all_;  // the points of x, then those of y
  double bandwidth_;
  std::vector<double> factors_;
  std::size_t permutations_;
  Rng rng_;
  DistanceSweep sweep_;
  std::vector<float> kernel_, scratch_;  // [m + n, m + n], 0 on the diagonal
  std::vector<double> row_sums_;
  double total_ = 0;
  std::vector<float> in_x_;  // 1 where the point belongs to x, else 0
  std::vector<std::uint32_t> order_;
  double squared_ = 0;
  std::vector<double> shuffled_;
};

}  // namespace harmonium
