#include "app/logic/brush.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

// A multiplicative generator (Park & Miller 1988): plenty for scattering points, and the same everywhere.
float Brush::chance() {
  state_ = static_cast<std::uint32_t>(std::uint64_t{state_} * 48271 % 2147483647);
  return 2 * static_cast<float>(state_) / 2147483647.0f - 1;
}

void Brush::drop(float x, float y) {
  if (count() >= kMost) return;
  // Uniform in a disc, by refusal.
  float dx = 1, dy = 1;
  for (int tries = 0; tries < 16 && dx * dx + dy * dy > 1; ++tries) {
    dx = chance();
    dy = chance();
  }
  points_.push_back(x + radius_ * dx);
  points_.push_back(y + radius_ * dy);
}

void Brush::begin(float x, float y, float radius, float spacing) {
  strokes_.push_back(points_.size());
  x_ = x;
  y_ = y;
  radius_ = radius;
  spacing_ = std::max(spacing, 1e-6f);
  left_over_ = 0;
  down_ = true;
  drop(x, y);
}

void Brush::move(float x, float y) {
  if (!down_) return;
  const float dx = x - x_, dy = y - y_, length = std::sqrt(dx * dx + dy * dy);
  if (!std::isfinite(length) || length == 0) return;
  float gone = spacing_ - left_over_;
  for (; gone <= length && count() < kMost; gone += spacing_) drop(x_ + dx * gone / length, y_ + dy * gone / length);
  left_over_ = length - (gone - spacing_);
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
