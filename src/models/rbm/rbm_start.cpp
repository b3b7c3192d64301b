#include "models/rbm/rbm_start.h"

#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace harmonium {

namespace {

constexpr float kDistance = 2;  // of a rare component from the mean, in deviations of the noise
constexpr double kShare = 0.01;
// Kurtosis beyond which tails count as heavy: this much, and two standard errors of the kurtosis of normal numbers.
constexpr double kHeavy = 0.5;
// Values read in all, so that a wide machine opens within a second: its further units start as they are.
constexpr double kMostRead = 2e8;

}  // namespace

double excessKurtosis(const RbmParameters& p, const Matrix& v, const Vector& d) {
  std::vector<double> y(columnCount(v));
  double mean = 0;
  for (Index n = 0; n < v.cols(); ++n) {
    double sum = 0;
    for (Index i = 0; i < v.rows(); ++i)
      sum += toDouble(d[i]) * (toDouble(v(i, n)) - toDouble(p.shift[i])) / toDouble(p.scale[i]);
    y[toSize(n)] = sum;
    mean += sum / toDouble(v.cols());
  }
  double squares = 0, fourth = 0;
  for (const double each : y) {
    const double square = (each - mean) * (each - mean);
    squares += square / toDouble(y.size());
    fourth += square * square / toDouble(y.size());
  }
  return squares > 0 ? fourth / (squares * squares) - 3 : 0;
}

Work startByTails(Pace& pace, const Matrix& v, std::uint64_t seed, RbmParameters& p) {
  if (v.cols() < 2) co_return;
  Rng rng(seed, Purpose::kParameters, 1);
  const double heavy = std::max(kHeavy, 2 * std::sqrt(24 / toDouble(v.cols())));
  Vector direction(p.W.rows());
  const Index looked = std::min(p.W.cols(), std::max<Index>(1, static_cast<Index>(kMostRead / toDouble(v.size()))));
  for (Index j = 0; j < looked; ++j) {
    co_await pace.spent(16 * toDouble(v.size()));
    for (float& each : flat(direction)) each = rng.normal();
    const float length = std::sqrt(toFloat(kernels::dot(flat(direction), flat(direction))));
    if (!(length > 0)) continue;
    direction /= length;
    if (excessKurtosis(p, v, direction) <= heavy) continue;
    double square = 0;
    for (Index i = 0; i < direction.size(); ++i) {
      p.W(i, j) += kDistance * direction[i];
      square += toDouble(p.W(i, j)) * toDouble(p.W(i, j));
    }
    p.c[j] = toFloat(reals::log(kShare) - square / 2);
  }
}

}  // namespace harmonium
