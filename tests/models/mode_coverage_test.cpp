#include "models/mode_coverage.h"

#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium;
using Catch::Matchers::WithinAbs;

namespace {

// Four bumps of deviation 0.1 at the corners of the unit square.
class Corners final : public Density {
 public:
  void logDensity(std::span<const float>, std::span<double>) const override {}
  int dimensions() const override { return 2; }
  std::span<const float> modes() const override { return modes_; }
  double modeDeviation() const override { return 0.1; }

 private:
  std::vector<float> modes_ = {0, 0, 1, 0, 0, 1, 1, 1};
};

class Nowhere final : public Density {
 public:
  void logDensity(std::span<const float>, std::span<double>) const override {}
  int dimensions() const override { return 2; }
};

Matrix points(std::initializer_list<std::pair<float, float>> at) {
  Matrix m(2, static_cast<Eigen::Index>(at.size()));
  Eigen::Index n = 0;
  for (const auto& [x, y] : at) m.col(n++) << x, y;
  return m;
}

}  // namespace

TEST_CASE("Samples within three deviations of the nearest mode are of high quality, and cover it", "[modes]") {
  // Counted by hand: at 0 and 0.29 from (0, 0); at 0.31 from it; at 0.2 from (1, 1); in the middle of the square.
  const Matrix samples = points({{0, 0}, {0.29f, 0}, {0, 0.31f}, {1, 0.8f}, {0.5f, 0.5f}});
  const ModeCoverage coverage = *modeCoverage(samples, Corners());
  CHECK(coverage.samples == 5);
  CHECK(coverage.high_quality == 3);
  CHECK(coverage.per_mode == std::vector<int>{2, 0, 0, 1});
  CHECK(coverage.modes() == 4);
  CHECK(coverage.covered() == 2);
  CHECK_THAT(coverage.share(), WithinAbs(0.6, 1e-12));
  // Shares 2/3 and 1/3: entropy ln 3 - (2/3) ln 2.
  CHECK_THAT(coverage.effectiveModes(), WithinAbs(3 / std::pow(2.0, 2.0 / 3), 1e-12));
}

TEST_CASE("Draws from the bumps themselves cover all and are of high quality as often as theory says", "[modes]") {
  Rng rng(1, Purpose::kData);
  Matrix samples(2, 20000);
  for (Eigen::Index n = 0; n < samples.cols(); ++n) {
    const std::uint32_t corner = rng.below(4);
    samples(0, n) = static_cast<float>(corner % 2) + 0.1f * rng.normal();
    samples(1, n) = static_cast<float>(corner / 2) + 0.1f * rng.normal();
  }
  const ModeCoverage coverage = *modeCoverage(samples, Corners());
  CHECK(coverage.covered() == 4);
  // 1 - e^-4.5 = 0.98889, and of 20,000 draws five standard errors are 0.0037.
  CHECK_THAT(coverage.share(), WithinAbs(1 - std::exp(-4.5), 0.0037));
  CHECK(coverage.effectiveModes() > 3.99);
  CHECK(coverage.effectiveModes() <= 4 + 1e-9);
}

TEST_CASE("Collapse, unevenness and stray samples are said in words", "[modes]") {
  const auto words = [](const Matrix& samples) {
    std::string all;
    for (const std::string& note : coverageInWords(*modeCoverage(samples, Corners()))) all += note + "\n";
    return all;
  };
  CHECK(words(points({{0, 0}, {0, 0.1f}})) ==
        "1 of 4 modes are covered, 100 % of 2 samples lie on one.\nMode collapse: 3 modes are never drawn.\n");
  CHECK(words(points({{0, 0}, {1, 0}, {0, 1}, {1, 1}})) ==
        "4 of 4 modes are covered, 100 % of 4 samples lie on one.\n");
  Matrix uneven = Matrix::Zero(2, 40);
  uneven.col(0) << 1, 0;
  uneven.col(1) << 0, 1;
  uneven.col(2) << 1, 1;
  CHECK(words(uneven).find("drawn unevenly, as often as 1.4 equal ones") != std::string::npos);
  CHECK(words(points({{0.5f, 0.5f}, {5, 5}, {NAN, 0}})) ==
        "0 of 4 modes are covered, 0 % of 3 samples lie on one.\nMost samples lie between the modes, where there are "
        "no data.\n");
}

TEST_CASE("A density without separate bumps has no coverage, nor have samples of another dimension", "[modes]") {
  CHECK_FALSE(modeCoverage(points({{0, 0}}), Nowhere()).has_value());
  CHECK_FALSE(modeCoverage(Matrix::Zero(3, 2), Corners()).has_value());
  CHECK(modeCoverage(Matrix(2, 0), Corners())->share() == 0);
}
