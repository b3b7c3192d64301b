// Puts the values of a table on one scale before distances are taken. A table has columns in units of their own:
// metres beside milligrams. In the data's own units a distance is that of the column with the largest numbers alone.
// So each value is taken less its mean and in its standard deviations over the training data. A distance then stays
// what it is when a column is given in another unit.
#pragma once

#include "base/matrix.h"

#include <vector>

namespace harmonium {

class Scaling {
 public:
  Scaling() = default;  // leaves every value as it is
  // Shifts all V values by their means. Divides those that are marked in `scaled` [V] by their deviations; an empty
  // list marks none. A value that does not vary, or by rounding alone, is divided by the size of its mean, and by 1
  // where that is 0.
  Scaling(const Vector& mean, const Vector& deviation, const std::vector<bool>& scaled);

  void apply(Matrix& v) const;  // v: V x N, in place
  // The sum of the logarithms of all divisors, in nats: log p(x) = log p(scaled x) - logVolume().
  double logVolume() const { return log_volume_; }
  bool scales() const { return scales_; }  // whether any value is divided

 private:
  std::vector<double> mean_, divisor_;  // [V]; empty: every value stays as it is
  double log_volume_ = 0;
  bool scales_ = false;
};

}  // namespace harmonium
