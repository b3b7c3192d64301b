#include "models/experts/experts.h"

#include "models/experts/experts_quadrature.h"
#include "models/experts/experts_walkers.h"

#include <Eigen/Dense>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>
#include <vector>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Expert gaussian(float x, float y, float a, float b, float d) {
  return {.kind = ExpertKind::kGaussian, .p = {x, y, a, b, d}};
}
Expert ridge(float w1, float w2, float c, float a, float h) {
  return {.kind = ExpertKind::kRidge, .p = {w1, w2, c, a, h}};
}
Expert ring(float x, float y, float r, float k) {
  return {.kind = ExpertKind::kRing, .p = {x, y, r, k}};
}
Expert drawn(float w, float deviation) {
  return {.kind = ExpertKind::kDrawn, .p = {w}, .deviation = deviation};
}

ExpertSet oneOfEach() {
  ExpertSet set;
  set.experts = {gaussian(0.3f, -0.2f, 0.8f, 0.4f, 1.1f), ridge(1.5f, -0.7f, 0.2f, 1.2f, 3.0f),
                 ring(-0.4f, 0.5f, 1.3f, 1.7f), drawn(0.7f, 0.6f)};
  set.points.resize(2, 3);
  set.points << 0.5f, -1.0f, 0.2f, 1.0f, 0.3f, -0.8f;
  return set;
}

float energyAt(const ExpertSet& set, float x, float y) {
  ExpertScratch scratch;
  Places places;
  places.x.resize(2, 1);
  places.x << x, y;
  place(set, places, scratch);
  std::vector<float> energy(1), part;
  totalEnergy(set, places, scratch, part, energy);
  return energy[0];
}

const Grid kBox{.dimensions = 2, .cells = 96, .low = -3, .high = 3};

struct Sums {
  double log_z = 0;
  Eigen::Vector2d mean = {0, 0};
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
};

Sums byQuadrature(const ExpertSet& set, const Grid& box) {
  ExpertScratch scratch;
  Quadrature q;
  layGrid(set, box, scratch, q);
  weigh(set, scratch, q);
  Sums sums{.log_z = logPartition(box, q)};
  for (std::size_t i = 0; i < box.size(); ++i) {
    sums.mean += static_cast<double>(q.probability[i]) * q.places.x.col(static_cast<Eigen::Index>(i)).cast<double>();
  }
  for (std::size_t i = 0; i < box.size(); ++i) {
    const Eigen::Vector2d off = q.places.x.col(static_cast<Eigen::Index>(i)).cast<double>() - sums.mean;
    sums.covariance += static_cast<double>(q.probability[i]) * off * off.transpose();
  }
  return sums;
}

// Independent walkers, all from the middle of the box, after `steps` steps.
Matrix walked(const ExpertSet& set, const WalkRecipe& recipe, int count, int steps) {
  Matrix x = Matrix::Zero(2, count);
  Rng rng(7, Purpose::kSample);
  WalkerScratch scratch;
  for (int step = 0; step < steps; ++step) {
    walkOnce(set, kBox, recipe, {}, step == 0 ? StoredEnergies::kInvalid : StoredEnergies::kValid, rng, scratch, x);
  }
  return x;
}

}  // namespace

TEST_CASE("Slopes of every expert are those of central differences", "[experts][gradient]") {
  // Energies are floats of a few nats: the difference quotient of step 0.01 is good to about 1e-4 of rounding and as
  // much of curvature.
  const float step = 0.01f;
  const ExpertSet set = oneOfEach();
  const float points[][2] = {{0.0f, 0.0f}, {1.2f, -0.7f}, {-1.5f, 1.1f}, {0.4f, 2.0f}};
  for (std::size_t k = 0; k < kExperts; ++k) {
    ExpertSet alone;
    alone.points = set.points;
    alone.experts[k] = set.experts[k];
    for (const auto& at : points) {
      INFO("expert " << k << " at " << at[0] << ", " << at[1]);
      Matrix x(2, 1), slope;
      x << at[0], at[1];
      ExpertScratch scratch;
      std::vector<float> energy(1);
      energyAndSlope(alone, x, scratch, energy, slope);
      CHECK_THAT(energy[0], WithinAbs(energyAt(alone, at[0], at[1]), 1e-5));
      const float dx = (energyAt(alone, at[0] + step, at[1]) - energyAt(alone, at[0] - step, at[1])) / (2 * step);
      const float dy = (energyAt(alone, at[0], at[1] + step) - energyAt(alone, at[0], at[1] - step)) / (2 * step);
      CHECK_THAT(slope(0, 0), WithinAbs(dx, 2e-3));
      CHECK_THAT(slope(1, 0), WithinAbs(dy, 2e-3));

      Places places;
      places.x = x;
      place(alone, places, scratch);
      ExpertGradient gradient{};
      addGradient(alone, places, std::vector<float>{1.0f}, 1, scratch, gradient);
      std::size_t numbers = 0;
      for (const ExpertNumbers& some : numbersOf(alone.experts[k].kind)) numbers += some.size;
      for (std::size_t i = 0; i < numbers; ++i) {
        ExpertSet more = alone, less = alone;
        more.experts[k].p[i] += step;
        less.experts[k].p[i] -= step;
        const float quotient = (energyAt(more, at[0], at[1]) - energyAt(less, at[0], at[1])) / (2 * step);
        INFO("number " << i);
        CHECK_THAT(gradient[k][i], WithinAbs(quotient, 2e-3));
      }
    }
  }
}

TEST_CASE("A drawn expert of one point is a Gaussian", "[experts]") {
  ExpertSet one, other;
  one.experts[0] = drawn(1.0f, 0.5f);
  one.points.resize(2, 1);
  one.points << 0.3f, -0.4f;
  other.experts[0] = gaussian(0.3f, -0.4f, 2.0f, 0.0f, 2.0f);
  for (const float x : {-1.0f, 0.0f, 0.7f})
    CHECK_THAT(energyAt(one, x, 0.2f), WithinAbs(energyAt(other, x, 0.2f), 1e-5));
}

TEST_CASE("Z, mean and covariance of a product of Gaussians are those of its closed form", "[experts][oracle]") {
  // Precisions add up; the mean is weighted by them; log Z = log 2 pi - log |L| / 2 - (sum m_k' L_k m_k - m' L m) / 2.
  ExpertSet set;
  set.experts[0] = gaussian(0.6f, -0.3f, 1.2f, 0.5f, 0.9f);
  set.experts[2] = gaussian(-0.5f, 0.4f, 0.7f, -0.3f, 1.6f);
  Eigen::Matrix2d precision = Eigen::Matrix2d::Zero();
  Eigen::Vector2d weighted = {0, 0};
  double squares = 0;
  for (const Expert& expert : set.experts) {
    if (expert.kind == ExpertKind::kNone) continue;
    const auto p = [&](std::size_t i) { return static_cast<double>(expert.p[i]); };
    Eigen::Matrix2d a;
    a << p(2), p(3), 0, p(4);
    const Eigen::Vector2d m = {p(0), p(1)};
    precision += a.transpose() * a;
    weighted += a.transpose() * a * m;
    squares += m.dot(a.transpose() * a * m);
  }
  const Eigen::Vector2d mean = precision.inverse() * weighted;
  const double log_z = std::log(2 * 3.14159265358979323846) - 0.5 * std::log(precision.determinant()) -
                       0.5 * (squares - mean.dot(precision * mean));
  // Narrowest deviation 0.5: a cell of 0.125 is narrow enough for all digits of a float; the box ends 8 of them away.
  const Sums found = byQuadrature(set, {.dimensions = 2, .cells = 128, .low = -8, .high = 8});
  CHECK_THAT(found.log_z, WithinAbs(log_z, 2e-6));
  CHECK((found.mean - mean).norm() < 1e-5);
  CHECK((found.covariance - precision.inverse()).norm() < 1e-5);
  // A cell as wide as the narrowest bump is still good to five digits.
  CHECK_THAT(byQuadrature(set, {.dimensions = 2, .cells = 32, .low = -8, .high = 8}).log_z, WithinAbs(log_z, 1e-4));
}

TEST_CASE("Without experts Z is the area of the box", "[experts][oracle]") {
  CHECK_THAT(byQuadrature({}, {.dimensions = 2, .cells = 16, .low = -1, .high = 2}).log_z,
             WithinAbs(std::log(9.0), 1e-6));
}

TEST_CASE("Ring and ridge have the Z that other ways of integrating give", "[experts][oracle]") {
  // Ring: 2 pi integral of exp(-(k (rho - r))^2 / 2) rho d rho = 2 pi r sqrt(2 pi) / k, up to exp(-(k r)^2 / 2).
  ExpertSet set;
  set.experts[0] = ring(0, 0, 1.5f, 5.0f);
  CHECK_THAT(byQuadrature(set, kBox).log_z, WithinAbs(std::log(2 * 3.14159265358979 * 1.5 * 2.50662827463 / 5), 1e-5));
  // Ridge along x: six long, and across it Simpson's rule with 6,000 pieces of the function as it is written.
  set.experts[0] = ridge(0, 2.0f, 0.5f, 1.5f, 2.0f);
  const auto across = [](double y) {
    const auto sigmoid = [](double t) { return 1 / (1 + std::exp(-t)); };
    return std::exp(2 * (sigmoid(2 * y - 0.5 + 1.5) - sigmoid(2 * y - 0.5 - 1.5)));
  };
  double simpson = across(-3) + across(3);
  for (int i = 1; i < 6000; ++i) simpson += (i % 2 == 1 ? 4 : 2) * across(-3 + i * 0.001);
  const double log_z = std::log(6 * simpson * 0.001 / 3);
  // The density stands at the walls, but is flat there: the error falls with the square of the cell.
  CHECK_THAT(byQuadrature(set, kBox).log_z, WithinAbs(log_z, 1e-4));
  const double fine = std::abs(byQuadrature(set, {.dimensions = 2, .cells = 48, .low = -3, .high = 3}).log_z - log_z);
  const double coarse = std::abs(byQuadrature(set, {.dimensions = 2, .cells = 24, .low = -3, .high = 3}).log_z - log_z);
  CHECK(coarse > 2 * fine);
}

TEST_CASE("Walkers that may refuse settle into p(x)", "[experts][walkers]") {
  ExpertSet set;
  set.experts[0] = ring(0, 0, 1.5f, 3.0f);
  set.experts[1] = ridge(0, 4.0f, 0, 3.0f, 2.0f);
  ExpertScratch scratch;
  Quadrature q;
  layGrid(set, kBox, scratch, q);
  weigh(set, scratch, q);
  constexpr int kWalkers = 2000, kCoarse = 8, kEach = 96 / kCoarse;
  std::vector<double> expected(kCoarse * kCoarse);
  for (int i = 0; i < 96 * 96; ++i) {
    expected[static_cast<std::size_t>(i / 96 / kEach * kCoarse + i % 96 / kEach)] +=
        kWalkers * static_cast<double>(q.probability[static_cast<std::size_t>(i)]);
  }
  for (const WalkRecipe recipe : {WalkRecipe{Walk::kMala, 0.35f}, WalkRecipe{Walk::kMetropolis, 0.5f}}) {
    INFO("walk " << static_cast<int>(recipe.walk));
    // One place of every walker: 2,000 independent draws, if 300 steps are enough to forget the middle.
    const Matrix x = walked(set, recipe, kWalkers, 300);
    std::vector<double> seen(expected.size());
    for (Eigen::Index n = 0; n < x.cols(); ++n) {
      const auto cell = [&](float at) { return std::min(kCoarse - 1, static_cast<int>((at + 3) / 6 * kCoarse)); };
      ++seen[static_cast<std::size_t>(cell(x(1, n)) * kCoarse + cell(x(0, n)))];
    }
    double chi = 0;
    int cells = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (expected[i] < 5) continue;
      chi += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
      ++cells;
    }
    // Chi-square of `cells` degrees of freedom: mean `cells`, variance twice that; four deviations.
    CHECK(cells > 20);
    CHECK(chi < cells + 4 * std::sqrt(2.0 * cells));
  }
}

TEST_CASE("Unadjusted Langevin is biased by just as much as theory says", "[experts][walkers][oracle]") {
  // Of a Gaussian of deviation s its stationary variance is s^2 / (1 - eps^2 / (4 s^2)).
  ExpertSet set;
  set.experts[0] = gaussian(0, 0, 2.0f, 0, 2.0f);
  const double s2 = 0.25, eps = 0.4, biased = s2 / (1 - eps * eps / (4 * s2));  // 0.2976
  const auto variance = [&](Walk walk) {
    const Matrix x = walked(set, {walk, static_cast<float>(eps)}, 2000, 100);
    return static_cast<double>(x.squaredNorm()) / static_cast<double>(x.size());
  };
  // 4,000 normal numbers: a standard error of sqrt(2 / 4000) = 2.2 %; four of them. The bias is 19 %.
  CHECK(std::abs(variance(Walk::kLangevin) / biased - 1) < 0.09);
  CHECK(std::abs(variance(Walk::kMala) / s2 - 1) < 0.09);
}

TEST_CASE("Walkers stay in the box and where they are held", "[experts][walkers]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  ExpertSet set = oneOfEach();
  set.experts[1].p[4] = -15;  // a wall that throws walkers far
  for (const Walk walk : {Walk::kLangevin, Walk::kMala, Walk::kMetropolis}) {
    Matrix x = Matrix::Zero(2, 50);
    Rng rng(3, Purpose::kSample);
    WalkerScratch scratch;
    const Matrix held = Vector{{nan, 0.75f}};
    for (int step = 0; step < 30; ++step) {
      walkOnce(set, kBox, {walk, 1.5f}, held, step == 0 ? StoredEnergies::kInvalid : StoredEnergies::kValid, rng,
               scratch, x);
      REQUIRE(x.row(0).minCoeff() >= kBox.low);
      REQUIRE(x.row(0).maxCoeff() <= kBox.high);
      REQUIRE(x.row(1) == Matrix::Constant(1, 50, 0.75f));
    }
    CHECK(x.row(0).maxCoeff() > x.row(0).minCoeff());
  }
}
