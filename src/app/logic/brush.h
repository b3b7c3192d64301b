// Points drawn by hand. The brush leaves points along its path, scattered inside a disc; the same strokes always give
// the same points. Positions, radius and spacing are in the units of the sheet's axes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium::app {

class Brush {
 public:
  static constexpr std::size_t kMost = 4000;  // points at most; further ones are dropped

  // Starts a stroke and leaves its first point. `radius` is that of the disc that points are scattered in, `spacing`
  // the length of path per point.
  void begin(float x, float y, float radius, float spacing);
  // Moves the brush in a straight line and leaves one point per `spacing` of the path. Does nothing between strokes.
  void move(float x, float y);
  void end() { down_ = false; }
  bool down() const { return down_; }

  void undo();   // removes the last stroke
  void clear();  // removes all strokes and starts the random scatter anew
  std::size_t count() const { return points_.size() / 2; }
  std::span<const float> points() const { return points_; }  // x0, y0, x1, y1, ...

 private:
  void addPoint(float x, float y);
  float nextRandom();  // a random number in (-1, 1)

  std::vector<float> points_;
  std::vector<std::size_t> strokes_;  // where in points_ each stroke begins
  float x_ = 0, y_ = 0, radius_ = 0, spacing_ = 1;
  float left_over_ = 0;  // length of path since the last point
  std::uint32_t state_ = 1;
  bool down_ = false;
};

}  // namespace harmonium::app
