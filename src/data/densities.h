// The densities from which artificial data are drawn. Both the samples and the log densities have the same bits on
// every machine (base/rng.h, base/reals.h).
#pragma once

#include "base/density.h"
#include "base/rng.h"

#include <array>
#include <cstddef>
#include <vector>

namespace harmonium {

// One round Gaussian component of a mixture. In one dimension y has no effect.
struct Bump {
  double x = 0, y = 0;   // the centre
  double deviation = 1;  // the standard deviation along every axis
  double weight = 1;     // relative to the weights of the other bumps
};

// p(x) = sum_k w_k N(x; m_k, s_k^2 I), the weights w_k adding up to 1.
class GaussianMixture final : public Density {
 public:
  // dimensions is 1 or 2. `separate` says that the bumps are equal and do not overlap, so that each sample belongs to
  // one of them; only then modes() lists them.
  GaussianMixture(int dimensions, std::vector<Bump> bumps, bool separate);

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return dimensions_; }
  std::span<const float> modes() const override { return modes_; }
  double modeDeviation() const override { return modes_.empty() ? 0 : bumps_.front().deviation; }

  const std::vector<Bump>& bumps() const { return bumps_; }  // with weights that add up to 1
  // Draws a point into out[dimensions] and returns the index of its bump.
  std::size_t draw(Rng& rng, float* out) const;

 private:
  int dimensions_;
  std::vector<Bump> bumps_;
  std::vector<double> up_to_;  // the sum of the weights of bumps 0 .. k
  std::vector<float> modes_;   // [bumps, dimensions], or empty
};

// The density of a factor model with one factor on the plane: x = m + w h + s e with h ~ N(0, 1) and e ~ N(0, I). It is
// a Gaussian with mean m and covariance w w' + s^2 I.
class GaussianLine final : public Density {
 public:
  GaussianLine(std::array<double, 2> mean, std::array<double, 2> direction, double noise)
      : mean_(mean), direction_(direction), noise_(noise) {}

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return 2; }

  void draw(Rng& rng, float* out) const;  // draws a point into out[2]

 private:
  std::array<double, 2> mean_, direction_;
  double noise_;
};

// The uniform density on the squares (i, j) with even i + j of a board of `side` x `side` squares on [-half, half]^2.
// `side` is even. The density is 0 elsewhere.
class Checkerboard final : public Density {
 public:
  Checkerboard(int side, double half) : side_(side), half_(half) {}

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return 2; }

  // Draws a point into out[2] and returns the index of its square among the filled ones, row by row from the bottom.
  std::size_t draw(Rng& rng, float* out) const;

 private:
  int side_;
  double half_;
};

}  // namespace harmonium
