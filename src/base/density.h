// A probability density that is known in closed form. Artificial data are drawn from one, and a model's density is
// compared with it.
#pragma once

#include <span>
#include <vector>

namespace harmonium {

class Density {
 public:
  virtual ~Density() = default;

  // Writes log p(x) in nats for each of n points. points: [n, dimensions], row by row; nats: [n]. The value is
  // -infinity where p is 0.
  virtual void logDensity(std::span<const float> points, std::span<double> nats) const = 0;
  virtual int dimensions() const = 0;  // 1 and more

  // A density that consists of separate, equal, round bumps returns their centres [modes, dimensions], row by row, and
  // the standard deviation of a bump along every axis. Any other density returns an empty span and 0. The span stays
  // valid as long as the density.
  virtual std::span<const float> modes() const { return {}; }
  virtual double modeDeviation() const { return 0; }
};

}  // namespace harmonium
