// Densities that artificial data are drawn from. Drawing gives the same bits everywhere; log densities are for the eye
// (base/reals.h).
#pragma once

#include "base/density.h"
#include "base/rng.h"

#include <array>
#include <cstddef>
#include <vector>

namespace harmonium {

// One round Gaussian bump of a mixture. On the line only x counts.
struct Bump {
  double x = 0, y = 0;
  double deviation = 1;  // along every axis
  double weight = 1;     // relative to the others
};

// p(x) = sum_k w_k N(x; m_k, s_k^2 I), the weights w_k adding up to 1.
class GaussianMixture final : public Density {
 public:
  // `separate`: the bumps are equal and stand apart, so that it makes sense to ask which of them a sample belongs to.
  GaussianMixture(int dimensions, std::vector<Bump> bumps, bool separate);

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return dimensions_; }
  std::span<const float> modes() const override { return modes_; }
  double modeDeviation() const override { return modes_.empty() ? 0 : bumps_.front().deviation; }

  const std::vector<Bump>& bumps() const { return bumps_; }  // weights adding up to 1
  // A point into out[dimensions]; returns the bump it was drawn from.
  std::size_t draw(Rng& rng, float* out) const;

 private:
  int dimensions_;
  std::vector<Bump> bumps_;
  std::vector<double> up_to_;  // sum of the weights up to and with bump k
  std::vector<float> modes_;   // [bumps, dimensions], or none
};

// What a factor model with one factor makes on the plane: x = m + w h + s e with h ~ N(0, 1), e ~ N(0, I); a Gaussian
// with mean m and covariance w w' + s^2 I.
class GaussianLine final : public Density {
 public:
  GaussianLine(std::array<double, 2> mean, std::array<double, 2> direction, double noise)
      : mean_(mean), direction_(direction), noise_(noise) {}

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return 2; }

  void draw(Rng& rng, float* out) const;

 private:
  std::array<double, 2> mean_, direction_;
  double noise_;
};

// Uniform on the squares (i, j) with i + j even of a board of `side` x `side` squares on [-half, half]^2; `side` is
// even.
class Checkerboard final : public Density {
 public:
  Checkerboard(int side, double half) : side_(side), half_(half) {}

  void logDensity(std::span<const float> points, std::span<double> nats) const override;
  int dimensions() const override { return 2; }

  // A point into out[2]; returns the number of its square, row by row from below, among those that are filled.
  std::size_t draw(Rng& rng, float* out) const;

 private:
  int side_;
  double half_;
};

}  // namespace harmonium
