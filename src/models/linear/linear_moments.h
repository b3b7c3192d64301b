// Mean and covariance of a data set, gathered batch by batch: all that linear models with complete data learn from.
//
//   mean = sum_n x_n / N
//   S    = sum_n (x_n - mean)(x_n - mean)' / N        with 1/N: the maximum likelihood estimate, not the unbiased one
//
// Values are taken about a first guess of their mean, so that nothing cancels. Blocks of examples are multiplied in
// float by kernels/ and added up in double; only half of S is worked out, in blocks of columns.
#pragma once

#include "base/algebra.h"

#include <vector>

namespace harmonium {

struct DataMoments {
  double examples = 0;  // N
  RealVector mean;      // V
  RealMatrix S;         // V x V
};

class MomentSum {
 public:
  MomentSum() = default;
  explicit MomentSum(const Vector& about);  // V: the first guess; keeps no other memory until the first batch

  void add(const Matrix& batch);  // V x N, complete
  DataMoments moments();          // of all so far

 private:
  void flush();

  Vector about_;
  std::vector<Eigen::Index> first_;  // of every block of columns, and V at the end
  Eigen::Index depth_ = 0, held_ = 0;
  std::vector<std::vector<float>> blocks_;  // [depth, width] each: x - about of the examples held
  std::vector<float> product_;
  double examples_ = 0;
  RealVector sum_;  // V
  RealMatrix S_;    // V x V: sum of products, upper blocks
};

}  // namespace harmonium
