#include "measures/log_weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

LogMean logMeanExp(std::span<const double> w) {
  const double count = static_cast<double>(w.size());
  // Weights span hundreds of nats, so exp(w) would overflow. Relative to the highest every term is at most 1.
  const double highest = *std::max_element(w.begin(), w.end());
  double sum = 0, squares = 0, mean = 0;
  for (const double x : w) {
    const double e = std::exp(x - highest);
    sum += e;
    squares += e * e;
    mean += x / count;
  }
  double spread = 0;
  for (const double x : w) spread += (x - mean) * (x - mean);

  LogMean result;
  result.log_mean = highest + std::log(sum / count);
  result.effective_samples = sum * sum / squares;
  if (w.size() > 1) {
    const double variance = std::max(0.0, (squares - sum * sum / count) / (count - 1));
    result.standard_error = std::sqrt(variance / count) / (sum / count);
    result.deviation = std::sqrt(spread / (count - 1));
  }
  return result;
}

double logAddExp(double x, double y) {
  const double high = std::max(x, y), low = std::min(x, y);
  if (high == -std::numeric_limits<double>::infinity()) return high;  // -infinity minus itself would be NaN
  return high + std::log1p(std::exp(low - high));
}

}  // namespace harmonium
