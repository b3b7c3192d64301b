// Maximum mean discrepancy: how far the mean of one set of points is from that of another, after each point has become
// a bump in function space. 0 exactly when the two come from one distribution.
//
//   MMD^2 = E k(x, x') + E k(y, y') - 2 E k(x, y)          k(x, y) = mean over s of exp(-|x - y|^2 / (2 s^2))
//
// The estimate leaves out i = j and is unbiased, so it may fall below 0. Unit: none; between about 0 and 2. Whether it
// is more than chance is told by shuffling which points belong to which set: the p-value is the share of shuffles
// (the true one counted in) that reach it.
//   median    one bandwidth s: the median distance between the pooled points (at most 256 of them)
//   mixture   five: 1/4, 1/2, 1, 2 and 4 times that: sees detail and outline
// Gretton, Borgwardt, Rasch, Schoelkopf and Smola (2012), A kernel two-sample test, lemma 6 and section 8.
#pragma once

#include "base/rng.h"
#include "measures/distances.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

// The median distance |x - y| over the pairs of the pooled points, at most 128 of each set, evenly chosen. Positive:
// where more than half of all pairs coincide the mean of the others stands in, and 1 where all do.
double medianDistance(const Points& x, const Points& y);

class Mmd {
 public:
  // x: V x m, y: V x n; m, n >= 2. Bandwidths are `factors` times `bandwidth`; 0 takes the median distance.
  Mmd(Matrix x, Matrix y, double bandwidth, std::vector<double> factors, std::size_t permutations, std::uint64_t seed);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const;

  // Once done.
  double squared() const { return squared_; }
  double bandwidth() const { return bandwidth_; }
  double pValue() const;
  double chance() const;  // standard deviation of the shuffled values: what is noise

 private:
  double statistic() const;  // with the sets as in_x_ has them
  void shuffle();

  std::size_t x_count_;
  Points all_;  // x, then y
  double bandwidth_;
  std::vector<double> factors_;
  std::size_t permutations_;
  Rng rng_;
  DistanceSweep sweep_;
  std::vector<float> kernel_, scratch_;  // [m + n, m + n], 0 on the diagonal
  std::vector<double> row_sums_;
  double total_ = 0;
  std::vector<float> in_x_;  // 1: the point belongs to x
  std::vector<std::uint32_t> order_;
  double squared_ = 0;
  std::vector<double> shuffled_;
};

}  // namespace harmonium
