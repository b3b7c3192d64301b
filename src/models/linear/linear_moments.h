// Mean and covariance of a data set, summed batch by batch. Linear models with complete data need nothing else.
//
//   mean = sum_n x_n / N
//   S    = sum_n (x_n - mean)(x_n - mean)' / N        with 1/N: the maximum likelihood estimate, not the unbiased one
//
// Sums use the values less a first guess of their mean, because sums of squares far from zero would lose digits.
// kernels/ multiplies blocks of examples in float, and the products are summed in double. S is symmetric, so only half
// of its blocks are computed. Functions with a Pace can stop on the way (base/work.h).
#pragma once

#include "base/algebra.h"
#include "base/numbers.h"

#include <vector>

namespace harmonium {

struct DataMoments {
  double examples = 0;  // N
  RealVector mean;      // V
  RealMatrix S;         // V x V
};

// Turns a covariance, V x V, into the correlation. A value that never changes has none with any, itself included.
void toCorrelation(RealMatrix& S);
// The sum of the logarithms of the deviations, given the variances.
double logDeviations(const RealVector& variances);

class MomentSum {
 public:
  MomentSum() = default;
  explicit MomentSum(const Vector& about);  // V: the first guess; other memory is allocated with the first batch

  Work add(Pace& pace, const Matrix& batch);   // V x N, complete
  Work moments(Pace& pace, DataMoments& out);  // the moments of all examples added so far
  void add(const Matrix& batch);
  DataMoments moments();

 private:
  void begin();
  Work flush(Pace& pace);

  Vector about_;
  std::vector<Index> first_;  // of every block of columns, and V at the end
  Index depth_ = 0, held_ = 0;
  std::vector<std::vector<float>> blocks_;  // [depth, width] each: x - about of the examples held
  std::vector<float> product_;
  double examples_ = 0;
  RealVector sum_;  // V
  RealMatrix S_;    // V x V: sum of products, upper blocks
};

}  // namespace harmonium
