// Densities on the plane: against closed forms, and against draws from the density itself.
#include "models/plane_density.h"

#include "base/reals.h"
#include "base/rng.h"
#include "data/densities.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <numeric>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

// Two axes of different units: x about 100, y about 0.
const PlaneGrid kGrid{.x = {80, 120}, .y = {-1, 1}};
constexpr double kMean[] = {101, 0.1}, kDeviation[] = {4, 0.2};

double energyAt(double x, double y) {
  const double a = (x - kMean[0]) / kDeviation[0], b = (y - kMean[1]) / kDeviation[1];
  return 0.5 * (a * a + b * b);
}

std::vector<double> gaussian() {
  const Matrix at = kGrid.centres();
  std::vector<double> energy;
  for (Index n = 0; n < at.cols(); ++n) energy.push_back(energyAt(toDouble(at(0, n)), toDouble(at(1, n))) - 7);
  return densityOfEnergies(kGrid, energy);
}

Matrix draws(Index count, std::uint64_t seed, double shift = 0) {
  Rng rng(seed, Purpose::kMeasure);
  Matrix x(2, count);
  for (Index n = 0; n < count; ++n) {
    for (const Index d : {0, 1}) x(d, n) = toFloat(kMean[d] + kDeviation[d] * (toDouble(rng.normal()) + shift));
  }
  return x;
}

}  // namespace

TEST_CASE("energies become the density that they stand for, whatever their constant", "[plane]") {
  const std::vector<double> p = gaussian();
  const Matrix at = kGrid.centres();
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double exact = std::exp(-energyAt(toDouble(at(0, toIndex(i))), toDouble(at(1, toIndex(i))))) /
                         (2 * M_PI * kDeviation[0] * kDeviation[1]);
    CHECK_THAT(p[i], WithinAbs(exact, 1e-4));
    sum += p[i] * kGrid.cell();
  }
  CHECK_THAT(sum, WithinRel(1.0, 1e-12));
  CHECK(densityOfEnergies(kGrid, std::vector<double>(kGrid.size(), NAN)).empty());
}

TEST_CASE("the density of samples is smoothed by a cell and a half, on axes of their own", "[plane]") {
  const std::vector<double> found = densityOfSamples(kGrid, draws(200'000, 5)), exact = gaussian();
  // Smoothing widens a Gaussian: variances add up.
  double wide = 1;
  for (const double share : {40.0 / 56 / kDeviation[0], 2.0 / 56 / kDeviation[1]})
    wide *= std::sqrt(1 + 1.5 * 1.5 * share * share);
  const double most = *std::ranges::max_element(exact);
  CHECK_THAT(*std::ranges::max_element(found), WithinRel(most / wide, 0.03));
  CHECK_THAT(std::accumulate(found.begin(), found.end(), 0.0) * kGrid.cell(), WithinAbs(1, 1e-3));
}

TEST_CASE("a density is a field whose highest value has the full colour", "[plane]") {
  const std::optional<Mark> mark = densityMark(kGrid, gaussian(), Ink::kModel, "p(x)");
  REQUIRE(mark.has_value());
  CHECK(mark->shape == std::vector<std::uint32_t>{56, 56});
  CHECK(mark->limit == *std::ranges::max_element(mark->values));
  CHECK_FALSE(densityMark(kGrid, {}, Ink::kModel, "p(x)").has_value());
}

TEST_CASE("the truth stands on the axes of the model", "[plane]") {
  const GaussianMixture truth(2, {{.x = 100, .y = 0.5, .deviation = 2}}, false);
  const Panel axes{.x = {"height", 80, 120}, .y = {"weight", -10, 10}};
  const std::optional<Panel> panel = truthPanel(axes, &truth);
  REQUIRE(panel.has_value());
  CHECK(panel->x.label == "height");
  CHECK(panel->y.high == 10);
  const std::vector<float>& p = panel->marks.at(0).values;
  const auto most = static_cast<std::size_t>(std::ranges::max_element(p) - p.begin());
  CHECK_THAT(80 + 40 * (static_cast<double>(most % 56) + 0.5) / 56, WithinAbs(100, 0.5));
  CHECK_THAT(-10 + 20 * (static_cast<double>(most / 56) + 0.5) / 56, WithinAbs(0.5, 0.25));
  CHECK_FALSE(truthPanel(axes, nullptr).has_value());
  const GaussianMixture line(1, {{}}, false);
  CHECK_FALSE(truthPanel(axes, &line).has_value());
}

TEST_CASE("draws from the density itself are mixed, others are not", "[plane]") {
  const std::vector<double> p = gaussian();
  int alarms = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const std::optional<MixingOnPlane> mixing = mixingOnPlane(kGrid, p, draws(500, seed));
    REQUIRE(mixing.has_value());
    CHECK(mixing->chains > 490);
    alarms += mixing->mixed() ? 0 : 1;
  }
  CHECK(alarms <= 1);  // 6 means beyond 4 standard errors: once in 2,600
  // Off by a third of a deviation: 500 draws tell that with 7 standard errors.
  const MixingOnPlane off = *mixingOnPlane(kGrid, p, draws(500, 3, 1.0 / 3));
  CHECK_FALSE(off.mixed());
  CHECK(inWords(off).find("Still mixing: ") == 0);
  CHECK_FALSE(mixingOnPlane(kGrid, p, draws(10, 1)).has_value());
  CHECK_FALSE(mixingOnPlane(kGrid, {}, draws(500, 1)).has_value());
}

TEST_CASE("chains that have not left one of two modes are still mixing", "[plane]") {
  const PlaneGrid grid{.x = {-4, 4}, .y = {-4, 4}};
  const GaussianMixture two(2, {{.x = -2, .deviation = 0.4}, {.x = 2, .deviation = 0.4}}, true);
  std::vector<double> p(grid.size());
  two.logDensity(flat(grid.centres()), p);
  for (double& value : p) value = reals::exp(value);
  Rng rng(9, Purpose::kMeasure);
  Matrix fair(2, 500), stuck(2, 500);
  for (Index n = 0; n < 500; ++n) {
    two.draw(rng, fair.col(n).data());
    // 62 % in one mode instead of 50 %: five standard errors.
    stuck(0, n) = toFloat((n < 310 ? -2 : 2) + 0.4 * toDouble(rng.normal()));
    stuck(1, n) = toFloat(0.4 * toDouble(rng.normal()));
  }
  CHECK(mixingOnPlane(grid, p, fair)->mixed());
  CHECK_FALSE(mixingOnPlane(grid, p, stuck)->mixed());
}
