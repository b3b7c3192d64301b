#include "app/logic/slider_scale.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace harmonium::app {
namespace {

// The part of a ratio scale that begins at zero which is kept for zero itself: a logarithm never reaches it.
constexpr double kZeroPart = 0.04;
// The powers of ten below the maximum that the rest of such a scale spans.
constexpr double kZeroDecades = 5;

double rounded(double value, int significant) {
  if (value == 0) return 0;
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - significant + 1);
  // Small units divide by their reciprocal: 3 / 1000 is exactly the double nearest to 0.003, while 3 * 0.001 is not.
  return unit >= 1 ? std::round(value / unit) * unit : std::round(value / unit) / std::round(1 / unit);
}

}  // namespace

SliderScale::SliderScale(const Option& option)
    : low_(option.minimum),
      high_(option.maximum),
      floor_(option.type != OptionType::kNumber ? 1 : option.maximum / std::pow(10, kZeroDecades)),
      integer_(option.type != OptionType::kNumber),
      ratio_(option.logarithmic && option.minimum >= 0 && option.maximum > 0),
      zero_(option.logarithmic && option.minimum == 0) {}

double SliderScale::position(double value) const {
  value = std::clamp(value, low_, high_);
  if (high_ <= low_) return 0;
  if (!ratio_) return (value - low_) / (high_ - low_);
  if (!zero_) return std::log(value / low_) / std::log(high_ / low_);
  if (value <= 0) return 0;
  const double t = std::log(std::max(value, floor_) / floor_) / std::log(high_ / floor_);
  return kZeroPart + (1 - kZeroPart) * t;
}

double SliderScale::toPrecision(double value) const {
  value = std::clamp(value, low_, high_);
  if (integer_) {
    // On a ratio scale one pixel covers several large numbers, so two digits are all that a hand can set.
    const double whole = ratio_ && value >= 100 ? rounded(value, 2) : std::round(value);
    return std::clamp(whole, low_, high_);
  }
  if (ratio_) return std::clamp(rounded(value, 2), low_, high_);
  const double unit = std::pow(10, std::floor(std::log10(high_ - low_)) - 2);
  const double snapped = unit >= 1 ? std::round(value / unit) * unit : std::round(value / unit) / std::round(1 / unit);
  return std::clamp(snapped, low_, high_);
}

double SliderScale::value(double position) const {
  const double t = std::clamp(position, 0.0, 1.0);
  if (!ratio_) return toPrecision(low_ + t * (high_ - low_));
  if (!zero_) return toPrecision(low_ * std::pow(high_ / low_, t));
  if (t < kZeroPart / 2) return 0;
  const double u = std::max(0.0, (t - kZeroPart) / (1 - kZeroPart));
  return toPrecision(floor_ * std::pow(high_ / floor_, u));
}

double SliderScale::stepped(double value, int steps) const {
  const int direction = steps < 0 ? -1 : 1;
  for (int i = 0; i < std::abs(steps); ++i) {
    if (integer_ && (!ratio_ || value < 20)) {
      value = std::clamp(value + direction, low_, high_);
      continue;
    }
    // A step of 1 % of the slider may round back to the same value; longer steps are tried until it changes.
    const double from = position(value);
    double next = value;
    for (int n = 1; n <= 20 && next == value; ++n) next = this->value(from + direction * 0.01 * n);
    value = next;
  }
  return value;
}

}  // namespace harmonium::app
