// A density that is known in closed form: where artificial data come from, and what a model's can be set beside.
#pragma once

#include <span>
#include <vector>

namespace harmonium {

class Density {
 public:
  virtual ~Density() = default;

  // log p(x) in nats at n points [n, dimensions], row after row; -infinity where p is 0.
  virtual void logDensity(std::span<const float> points, std::span<double> nats) const = 0;
  virtual int dimensions() const = 0;

  // Where the density is made of separate, equal, round bumps: their centres [modes, dimensions] and the standard
  // deviation of each along every axis. Empty and 0 where it is not.
  virtual std::span<const float> modes() const { return {}; }
  virtual double modeDeviation() const { return 0; }
};

}  // namespace harmonium
