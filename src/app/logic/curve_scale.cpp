#include "app/logic/curve_scale.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

double logOfUpdates(double updates) {
  return std::log10(1 + std::max(0.0, updates));
}

double updatesOfLog(double value) {
  return std::pow(10, value) - 1;
}

double earlyShare(std::span<const float> x, std::span<const float> y) {
  constexpr std::size_t kLeastPoints = 10;
  const std::size_t count = std::min(x.size(), y.size());
  if (count < kLeastPoints) return 0;
  const float end = x[0] + (x[count - 1] - x[0]) / 10;
  float low = INFINITY, high = -INFINITY, first = NAN, early = NAN, last = NAN;
  for (std::size_t i = 0; i < count; ++i) {
    if (!std::isfinite(y[i])) continue;
    low = std::min(low, y[i]);
    high = std::max(high, y[i]);
    if (std::isnan(first)) first = y[i];
    // The first point after the tenth counts too: a curve with few early points comes down to it.
    if (x[i] <= end || (i > 0 && x[i - 1] <= end)) early = y[i];
    last = y[i];
  }
  if (!(high > low)) return 0;
  // A curve that only wavers does not go anywhere early, and one that goes on does not stay there.
  const float gone = std::abs(early - first), left = std::abs(last - early);
  return toDouble(std::max(0.0f, std::min(gone, high - low - left)) / (high - low));
}

std::vector<double> powerTicks(double high, int most) {
  most = std::max(most, 2);
  const int powers = high >= 1 ? toInt(std::floor(std::log10(high) + 1e-9)) : 0;
  const int step = powers / (most - 1) + 1;  // beside the 0
  std::vector<double> ticks = {0};
  if (high < 1) return ticks;
  for (int power = powers % step; power <= powers; power += step) ticks.push_back(std::pow(10, power));
  return ticks;
}

}  // namespace harmonium::app
