#include "models/grid_density.h"

#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <numeric>

using namespace harmonium;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// N(0, deviation^2 I) in one or two dimensions.
class Round final : public Density {
 public:
  Round(int dimensions, double deviation) : dimensions_(dimensions), deviation_(deviation) {}
  void logDensity(std::span<const float> points, std::span<double> nats) const override {
    const std::size_t d = static_cast<std::size_t>(dimensions_);
    for (std::size_t n = 0; n < nats.size(); ++n) {
      nats[n] = 0;
      for (std::size_t i = 0; i < d; ++i) {
        const double z = static_cast<double>(points[n * d + i]) / deviation_;
        nats[n] -= z * z / 2 + std::log(deviation_ * std::sqrt(2 * M_PI));
      }
    }
  }
  int dimensions() const override { return dimensions_; }

 private:
  int dimensions_;
  double deviation_;
};

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("A smoothed Gaussian is a wider Gaussian", "[grid]") {
  // N(0, s^2) smoothed by N(0, h^2) is N(0, s^2 + h^2).
  for (const int dimensions : {1, 2}) {
    const Grid grid{.dimensions = dimensions, .cells = 64, .low = -4, .high = 4};
    const std::vector<double> found = cellsOfDensity(grid, Round(dimensions, 0.6), 0.3);
    const std::vector<double> wide = cellsOfDensity(grid, Round(dimensions, std::sqrt(0.36 + 0.09)), 0);
    CHECK_THAT(total(found), WithinAbs(1, 1e-6));
    // The kernel is cut at four bandwidths and sampled at cells.
    for (std::size_t i = 0; i < found.size(); ++i) REQUIRE_THAT(found[i], WithinAbs(wide[i], 1e-3 * wide[i] + 1e-6));
  }
}

TEST_CASE("Samples land in their cells and lose nothing but what lies outside", "[grid]") {
  const Grid grid{.dimensions = 2, .cells = 4, .low = 0, .high = 4};
  Matrix samples(2, 4);
  samples << 0.5f, 3.5f, 3.9f, 9, 0.5f, 1.5f, 1.1f, 1;
  const std::vector<double> cells = cellsOfSamples(grid, samples, 0);
  CHECK(cells[0] == 0.25);
  CHECK(cells[1 * 4 + 3] == 0.5);
  CHECK_THAT(total(cells), WithinAbs(0.75, 1e-12));
  const Matrix centres = grid.centres();
  CHECK(centres(0, 7) == 3.5f);
  CHECK(centres(1, 7) == 1.5f);
}

TEST_CASE("The estimate from many samples nears the smoothed density", "[grid]") {
  const Grid grid{.dimensions = 1, .cells = 40, .low = -4, .high = 4};
  Matrix samples(1, 40000);
  Rng rng(1, Purpose::kData);
  for (float& x : flat(samples)) x = rng.normal();
  const std::vector<double> estimate = cellsOfSamples(grid, samples, 0.2),
                            known = cellsOfDensity(grid, Round(1, 1), 0.2);
  for (std::size_t i = 0; i < known.size(); ++i) {
    // Cells of p at most 0.08: standard error sqrt(p / n), five of them.
    CHECK_THAT(estimate[i], WithinAbs(known[i], 5 * std::sqrt(0.08 / 40000)));
  }
  CHECK(jensenShannon(estimate, known) < 0.001);
}

TEST_CASE("Jensen-Shannon: 0 for equals, ln 2 for strangers, Gaussians as integrated", "[grid]") {
  const std::vector<double> left = {0.5, 0.5, 0, 0}, right = {0, 0, 0.25, 0.75}, half = {0.25, 0.25, 0.125, 0.375};
  CHECK(jensenShannon(left, left) == 0);
  CHECK_THAT(jensenShannon(left, right), WithinAbs(std::log(2.0), 1e-12));
  // By hand, m = (3 left + right) / 4: half a KL of ln(4/3), half of (ln(2/3) + ln 2) / 2.
  CHECK_THAT(jensenShannon(left, half),
             WithinAbs((std::log(4.0 / 3) + (std::log(2.0 / 3) + std::log(2.0)) / 2) / 2, 1e-12));
  CHECK_THAT(jensenShannon({0.5, 0}, {0, 0.5}), WithinAbs(std::log(2.0) / 2, 1e-12));  // half of each lies outside
}
