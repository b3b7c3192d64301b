#include "measures/scaling.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <cmath>

namespace harmonium {

namespace {
constexpr double kRounding = 1e-6;  // a deviation below this share of the mean is that of rounding to floats
}  // namespace

Scaling::Scaling(const Vector& mean, const Vector& deviation, const std::vector<bool>& scaled)
    : divisor_(toSize(mean.size()), 1.0) {
  HARMONIUM_ASSERT(mean.size() == deviation.size() && (scaled.empty() || scaled.size() == divisor_.size()));
  for (Index i = 0; i < mean.size(); ++i) {
    const std::size_t value = toSize(i);
    mean_.push_back(toDouble(mean[i]));
    if (scaled.empty() || !scaled[value]) continue;
    const double size = std::abs(mean_.back()), own = toDouble(deviation[i]);
    divisor_[value] = own > kRounding * size ? own : size > 0 ? size : 1.0;
    log_volume_ += std::log(divisor_[value]);
    scales_ = true;
  }
}

void Scaling::apply(Matrix& v) const {
  if (mean_.empty() || v.cols() == 0) return;
  HARMONIUM_ASSERT(rowCount(v) == mean_.size());
  for (Index n = 0; n < v.cols(); ++n) {
    for (std::size_t i = 0; i < mean_.size(); ++i) {
      float& value = v(toIndex(i), n);
      value = toFloat((toDouble(value) - mean_[i]) / divisor_[i]);
    }
  }
}

}  // namespace harmonium
