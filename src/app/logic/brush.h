// Points drawn by hand: a brush that leaves points along its way, scattered a little, the same for the same strokes.
// Numbers are those of the axes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium::app {

class Brush {
 public:
  static constexpr std::size_t kMost = 4000;  // points

  void begin(float x, float y, float radius, float spacing);
  // The way from where the brush was: a point for every `spacing` of it.
  void move(float x, float y);
  void end() { down_ = false; }
  bool down() const { return down_; }

  void undo();  // the last stroke
  void clear();
  std::size_t count() const { return points_.size() / 2; }
  std::span<const float> points() const { return points_; }  // x0, y0, x1, y1, ...

 private:
  void drop(float x, float y);
  float chance();  // in (-1, 1)

  std::vector<float> points_;
  std::vector<std::size_t> strokes_;  // where in points_ each begins
  float x_ = 0, y_ = 0, left_over_ = 0, radius_ = 0, spacing_ = 1;
  std::uint32_t state_ = 1;
  bool down_ = false;
};

}  // namespace harmonium::app
