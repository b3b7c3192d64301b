#include "measures/statistics.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

void RunningMean::add(double x) {
  count_ += 1;
  // The update below would turn an infinity into NaN, so it is remembered apart.
  if (std::isinf(x)) {
    infinite_ = x;
    return;
  }
  const double before = x - mean_;
  mean_ += before / count_;
  squares_ += before * (x - mean_);
}

double RunningMean::deviation() const {
  if (std::isinf(mean())) return HUGE_VAL;
  return count_ > 1 ? std::sqrt(squares_ / (count_ - 1)) : 0;
}

double RunningMean::standardError() const {
  return count_ > 1 ? deviation() / std::sqrt(count_) : 0;
}

double guessingTail(std::size_t hits, std::size_t trials) {
  // Each term is exp(log C(n, k) - n log 2), because C(n, k) itself would overflow. The sum starts at k = n. Where hits
  // > n / 2 it thus adds the smallest terms first, which keeps their digits.
  if (hits == 0) return 1;
  const double n = toDouble(trials);
  double tail = 0;
  for (std::size_t k = trials + 1; k-- > hits;) {
    const double x = toDouble(k);
    tail += std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) - n * std::log(2.0));
  }
  return std::min(1.0, tail);
}

std::pair<double, double> wilsonInterval(double hits, double trials) {
  constexpr double z = kNormalQuantile;
  if (trials <= 0) return {0, 1};
  const double share = hits / trials, scale = 1 + z * z / trials;
  const double centre = (share + z * z / (2 * trials)) / scale;
  const double half = z / scale * std::sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double studentQuantile(double freedom) {
  if (freedom <= 1) return 12.706204736432095;
  if (freedom <= 2) return 4.302652729911275;
  constexpr double z = kNormalQuantile, z2 = z * z;
  const double n = freedom;
  // The expansion in powers of 1 / n about the normal quantile.
  const double terms[] = {(z2 + 1) / 4, ((5 * z2 + 16) * z2 + 3) / 96, (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
                          ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160};
  return z * (1 + terms[0] / n + terms[1] / (n * n) + terms[2] / (n * n * n) + terms[3] / (n * n * n * n));
}

double entropy(std::span<const double> p) {
  double sum = 0;
  for (const double x : p) sum -= x > 0 ? x * std::log(x) : 0;
  return sum;
}

double divergence(std::span<const double> p, std::span<const double> q) {
  HARMONIUM_ASSERT(p.size() == q.size());
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) sum += q[i] > 0 ? p[i] * std::log(p[i] / q[i]) : INFINITY;
  }
  return sum;
}

}  // namespace harmonium
