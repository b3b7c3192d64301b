#include "measures/distances.h"

#include "base/assert.h"
#include "kernels/kernels.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr std::size_t kShortLength = 16;  // points of at most this many values are subtracted directly
// A result below this share of |x|^2 + |y|^2 has lost more than four bits to cancellation; it is computed again.
constexpr double kCancellationShare = 1.0 / 16;
constexpr std::size_t kProductsPerBlock = 32'000'000;         // multiplications per block: a few milliseconds
constexpr std::size_t kFewestPoints = 8, kMostPoints = 64;    // points per block
constexpr std::size_t kMostDistances = std::size_t{1} << 20;  // distances per block at most: 4 MB

}  // namespace

Points::Points(Matrix values) : values_(std::move(values)), squares_(count()) {
  for (std::size_t n = 0; n < count(); ++n) squares_[n] = kernels::dot(point(n), point(n));
}

void squaredDistances(const Points& a, std::size_t first, std::size_t count, const Points& b, std::span<float> out) {
  HARMONIUM_ASSERT(a.length() == b.length() && first + count <= a.count() && out.size() == count * b.count());
  const bool is_short = a.length() <= kShortLength;
  if (!is_short) {
    kernels::productTransposedB(flat(a.values()).subspan(first * a.length(), count * a.length()), flat(b.values()),
                                count, a.length(), b.count(), kernels::Start::kZero, {}, kernels::Sign::kAdd, out);
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < b.count(); ++j) {
      float& distance = out[i * b.count() + j];
      const double squares = a.square(first + i) + b.square(j);
      const double square = is_short ? 0 : squares - 2 * static_cast<double>(distance);
      distance = static_cast<float>(
          square > kCancellationShare * squares ? square : kernels::squaredDistance(a.point(first + i), b.point(j)));
    }
  }
}

bool DistanceSweep::next(const Points& from, const Points& to) {
  first_ += count_;
  count_ = 0;
  if (first_ >= from.count()) return false;
  width_ = to.count();
  const std::size_t per_point = std::max<std::size_t>(1, width_ * from.length());
  const std::size_t wanted = std::clamp(kProductsPerBlock / per_point, kFewestPoints, kMostPoints);
  count_ = std::min(
      {wanted, std::max<std::size_t>(1, kMostDistances / std::max<std::size_t>(1, width_)), from.count() - first_});
  distances_.resize(count_ * width_);
  squaredDistances(from, first_, count_, to, distances_);
  return true;
}

}  // namespace harmonium
