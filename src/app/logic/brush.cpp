#include "app/logic/brush.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

// The multiplicative generator of Park & Miller (1988), modulo 2^31 - 1. It is good enough to scatter points and gives
// the same numbers on every machine.
float Brush::nextRandom() {
  state_ = toU32(std::uint64_t{state_} * 48271 % 2147483647);
  return 2 * toFloat(state_) / 2147483647.0f - 1;
}

void Brush::addPoint(float x, float y) {
  if (count() >= kMost) return;
  // Rejection sampling gives a uniform distribution in the disc. A try fails with probability 1 - pi/4; after 16 tries,
  // which all fail once in 5e10 points, the last point of the square serves as well.
  float dx = 1, dy = 1;
  for (int tries = 0; tries < 16 && dx * dx + dy * dy > 1; ++tries) {
    dx = nextRandom();
    dy = nextRandom();
  }
  points_.push_back(x + radius_ * dx);
  points_.push_back(y + radius_ * dy);
}

void Brush::begin(float x, float y, float radius, float spacing) {
  strokes_.push_back(points_.size());
  x_ = x;
  y_ = y;
  radius_ = radius;
  // A spacing of zero would never reach the end of the path.
  spacing_ = std::max(spacing, 1e-6f);
  left_over_ = 0;
  down_ = true;
  addPoint(x, y);
}

void Brush::move(float x, float y) {
  if (!down_) return;
  const float dx = x - x_, dy = y - y_, length = std::sqrt(dx * dx + dy * dy);
  if (!std::isfinite(length) || length == 0) return;
  // Many short moves leave as many points as one long move, because the rest of the path carries over.
  float distance = spacing_ - left_over_;
  for (; distance <= length && count() < kMost; distance += spacing_)
    addPoint(x_ + dx * distance / length, y_ + dy * distance / length);
  left_over_ = length - (distance - spacing_);
  x_ = x;
  y_ = y;
}

void Brush::undo() {
  down_ = false;
  if (strokes_.empty()) return;
  points_.resize(strokes_.back());
  strokes_.pop_back();
}

void Brush::clear() {
  points_.clear();
  strokes_.clear();
  down_ = false;
  state_ = 1;
}

}  // namespace harmonium::app
