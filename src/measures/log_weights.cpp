#include "measures/log_weights.h"

#include "base/numbers.h"
#include "measures/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

// The quantile of a gamma distribution with mean 1 and the given shape, `z` standard deviations from the median of the
// normal distribution that its cube root nearly has. At least 0.
double gammaQuantile(double shape, double z) {
  const double root = 1 - 1 / (9 * shape) + z / (3 * std::sqrt(shape));
  return root > 0 ? root * root * root : 0;
}

// Sets the interval from the weights relative to the largest: `sum` of `count` >= 2 weights, and `squares` of their
// deviations from the mean weight.
void setInterval(double sum, double squares, double count, LogMean& result) {
  if (squares <= 0) {
    result.low = result.high = result.log_mean;
    return;
  }
  const double z = studentQuantile(count - 1);
  const double below = gammaQuantile(sum * sum / squares, -z);
  // The weight that was not drawn, less the mean weight, which is what one more weight adds to the deviation.
  const double missing = std::exp(std::min(result.deviation, 500.0)) - sum / count;
  const double wider = sum + missing, more = squares + missing * missing;
  const double above = gammaQuantile(wider * wider / more, z) * wider / sum;
  result.low = result.log_mean + std::log(below);
  result.high = result.log_mean + std::max(0.0, std::log(above));
  const double longest = std::max(result.log_mean - result.low, result.high - result.log_mean);
  result.standard_error = longest / kNormalQuantile;
}

}  // namespace

LogMean logMeanExp(std::span<const double> w) {
  const double count = toDouble(w.size());
  // Weights span hundreds of nats, so exp(w) would overflow. Relative to the highest every term is at most 1.
  const double highest = *std::max_element(w.begin(), w.end());
  double sum = 0, squares = 0, mean = 0;
  for (const double x : w) {
    const double e = std::exp(x - highest);
    sum += e;
    squares += e * e;
    mean += x / count;
  }
  double spread = 0, varied = 0;
  for (const double x : w) {
    spread += (x - mean) * (x - mean);
    const double off = std::exp(x - highest) - sum / count;
    varied += off * off;
  }

  LogMean result;
  result.log_mean = highest + std::log(sum / count);
  result.effective_samples = sum * sum / squares;
  if (w.size() == 1) {
    result.low = -std::numeric_limits<double>::infinity();
    result.high = result.standard_error = std::numeric_limits<double>::infinity();
    return result;
  }
  result.deviation = std::sqrt(spread / (count - 1));
  setInterval(sum, varied * count / (count - 1), count, result);
  return result;
}

double logAddExp(double x, double y) {
  const double high = std::max(x, y), low = std::min(x, y);
  if (high == -std::numeric_limits<double>::infinity()) return high;  // -infinity minus itself would be NaN
  return high + std::log1p(std::exp(low - high));
}

}  // namespace harmonium
