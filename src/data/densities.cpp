#include "data/densities.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {
namespace {

// A term of a sum that is this many nats below the highest one is left out: e^-40 = 4e-18 is below the rounding error
// of the sum.
constexpr double kNegligible = 40;

}  // namespace

GaussianMixture::GaussianMixture(int dimensions, std::vector<Bump> bumps, bool separate)
    : dimensions_(dimensions), bumps_(std::move(bumps)) {
  HARMONIUM_ASSERT(dimensions == 1 || dimensions == 2);
  double total = 0;
  for (const Bump& bump : bumps_) total += bump.weight;
  double sum = 0;
  for (Bump& bump : bumps_) {
    sum += bump.weight;
    up_to_.push_back(sum / total);
    bump.weight /= total;
    if (!separate) continue;
    // Modes are floats, because samples are compared with them in float.
    modes_.push_back(toFloat(bump.x));
    if (dimensions == 2) modes_.push_back(toFloat(bump.y));
  }
}

void GaussianMixture::logDensity(std::span<const float> points, std::span<double> nats) const {
  const std::size_t width = toSize(dimensions_);
  HARMONIUM_ASSERT(points.size() == nats.size() * width);
  std::vector<double> heights;  // log(w_k) + log N(0; 0, s_k^2 I): the terms' values at the centres of the bumps
  for (const Bump& bump : bumps_) {
    heights.push_back(reals::log(bump.weight) - dimensions_ * (0.5 * reals::kLog2Pi + reals::log(bump.deviation)));
  }
  std::vector<double> terms(bumps_.size());
  for (std::size_t n = 0; n < nats.size(); ++n) {
    const double x = toDouble(points[n * width]);
    const double y = dimensions_ == 2 ? toDouble(points[n * width + 1]) : 0;
    for (std::size_t k = 0; k < bumps_.size(); ++k) {
      const Bump& bump = bumps_[k];
      const double dx = (x - bump.x) / bump.deviation, dy = dimensions_ == 2 ? (y - bump.y) / bump.deviation : 0;
      terms[k] = heights[k] - 0.5 * (dx * dx + dy * dy);
    }
    const double highest = *std::max_element(terms.begin(), terms.end());
    double sum = 0;
    for (const double term : terms) {
      if (term > highest - kNegligible) sum += reals::exp(term - highest);
    }
    nats[n] = highest + reals::log(sum);
  }
}

std::size_t GaussianMixture::draw(Rng& rng, float* out) const {
  const double at = toDouble(rng.uniform());
  // The last bump takes the rest, because rounding may leave the last sum slightly below 1.
  const auto found = std::upper_bound(up_to_.begin(), up_to_.end() - 1, at);
  const std::size_t k = toSize(found - up_to_.begin());
  const Bump& bump = bumps_[k];
  out[0] = toFloat(bump.x + bump.deviation * toDouble(rng.normal()));
  if (dimensions_ == 2) out[1] = toFloat(bump.y + bump.deviation * toDouble(rng.normal()));
  return k;
}

void GaussianLine::logDensity(std::span<const float> points, std::span<double> nats) const {
  HARMONIUM_ASSERT(points.size() == 2 * nats.size());
  // C = w w' + s^2 I has the determinant s^2 (s^2 + |w|^2) and the inverse (I - w w' / (s^2 + |w|^2)) / s^2.
  const auto [w0, w1] = direction_;
  const double variance = noise_ * noise_, total = variance + w0 * w0 + w1 * w1;
  const double height = -reals::kLog2Pi - 0.5 * reals::log(variance * total);
  for (std::size_t n = 0; n < nats.size(); ++n) {
    const double x = toDouble(points[2 * n]) - mean_[0], y = toDouble(points[2 * n + 1]) - mean_[1];
    const double along = x * w0 + y * w1;
    nats[n] = height - 0.5 * (x * x + y * y - along * along / total) / variance;
  }
}

void GaussianLine::draw(Rng& rng, float* out) const {
  const double h = toDouble(rng.normal());
  for (std::size_t i = 0; i < 2; ++i) {
    out[i] = toFloat(mean_[i] + direction_[i] * h + noise_ * toDouble(rng.normal()));
  }
}

void Checkerboard::logDensity(std::span<const float> points, std::span<double> nats) const {
  HARMONIUM_ASSERT(points.size() == 2 * nats.size());
  const double square = 2 * half_ / side_;
  const double inside = -reals::log(square * square * side_ * side_ / 2);
  for (std::size_t n = 0; n < nats.size(); ++n) {
    const double i = std::floor((toDouble(points[2 * n]) + half_) / square);
    const double j = std::floor((toDouble(points[2 * n + 1]) + half_) / square);
    const bool on_board = i >= 0 && i < side_ && j >= 0 && j < side_;
    nats[n] = on_board && toInt(i + j) % 2 == 0 ? inside : -HUGE_VAL;
  }
}

std::size_t Checkerboard::draw(Rng& rng, float* out) const {
  const std::uint32_t side = toU32(side_);
  const std::uint32_t square = rng.below(side * side / 2);
  // Each row has side / 2 filled squares. They start at column 0 in even rows and at column 1 in odd ones.
  const std::uint32_t row = 2 * square / side, column = 2 * square % side + row % 2;
  const double width = 2 * half_ / side_;
  out[0] = toFloat((column + toDouble(rng.uniform())) * width - half_);
  out[1] = toFloat((row + toDouble(rng.uniform())) * width - half_);
  return square;
}

}  // namespace harmonium
