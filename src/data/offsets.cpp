#include "data/offsets.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr double kMostLost = 1e-5;  // a rounding error as a share of the deviation

}  // namespace

void OffsetOf::add(double x) {
  if (count_ == 0) first_ = x;
  const double rounding = x - toDouble(toFloat(x)), about = x - first_;
  ++count_;
  sum_ += about;
  squares_ += about * about;
  lost_ += rounding * rounding;
}

double OffsetOf::offset() const {
  if (count_ == 0) return 0;
  const double shift = sum_ / count_, mean = first_ + shift;
  const double deviation = std::sqrt(std::max(0.0, squares_ / count_ - shift * shift));
  if (!(deviation > 0) || !(std::sqrt(lost_ / count_) > kMostLost * deviation)) return 0;
  // The steps are powers of ten, by multiplication alone: the last bit of pow() differs between machines. Below 1 their
  // inverse is a whole number, by which a division gives the double nearest to a decimal number.
  double step = 1, inverse = 1;
  while (step < deviation) step *= 10;
  while (deviation * inverse * 10 < 1 && inverse < 1e15) inverse *= 10;
  return step > 1 ? std::round(mean / step) * step : std::round(mean * inverse) / inverse;
}

}  // namespace harmonium
