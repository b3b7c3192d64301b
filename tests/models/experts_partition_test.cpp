// log Z of narrow experts against closed forms, which a grid can't give.
#include "models/experts/experts_partition.h"

#include "kernels/kernels.h"
#include "models/experts/experts_learner.h"
#include "models/experts/experts_quadrature.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium;
using Catch::Matchers::WithinAbs;

namespace {

const double kPi = std::acos(-1.0);
const Grid kBox{.dimensions = 2, .cells = 96, .low = -3.6f, .high = 3.6f};

struct Found {
  double log_z, error;
};
Found found(const ExpertSet& set, double work = 1e8) {
  SharpPartition partition(set, kBox, work);
  double progress = 0;
  for (int i = 0; i < 1000000 && !partition.advance(); ++i) {
    REQUIRE(partition.progress() >= progress);
    progress = partition.progress();
  }
  return {partition.logPartition(), partition.error()};
}

ExpertSet only(const Expert& expert) {
  ExpertSet set;
  set.experts[0] = expert;
  return set;
}
// Deviations `size` along `degrees` and `width` across.
Expert gaussian(double x, double y, double degrees, double size, double width) {
  const double c = std::cos(degrees * kPi / 180), s = std::sin(degrees * kPi / 180);
  const double along = 1 / (size * size), across = 1 / (width * width);
  const double a = std::sqrt(along * c * c + across * s * s), b = (along - across) * c * s / a;
  return {.kind = ExpertKind::kGaussian,
          .p = {static_cast<float>(x), static_cast<float>(y), static_cast<float>(a), static_cast<float>(b),
                static_cast<float>(1 / (size * width * a))}};
}
Expert ring(float x, float y, float r, float k) {
  return {.kind = ExpertKind::kRing, .p = {x, y, r, k}};
}
double at(const Expert& expert, std::size_t i) {
  return static_cast<double>(expert.p[i]);
}

// The share of N(centre, width^2) that lies in the box.
double inside(double centre, double width) {
  const double high = static_cast<double>(kBox.high), scale = width * std::sqrt(2.0);
  return 0.5 * (std::erf((high - centre) / scale) + std::erf((centre + high) / scale));
}

}  // namespace

TEST_CASE("log Z of one Gaussian of any width is that of its closed form", "[experts][partition][oracle]") {
  // On the plane log Z = log 2 pi - log det A. Here the box holds all of it.
  for (const double width : {1e-4, 1e-3, 1e-2, 0.1}) {
    for (const double size : {1e-3, 1e-2, 0.3}) {
      for (const double degrees : {0.0, 30.0, 45.0, 103.0}) {
        const Expert expert = gaussian(0.3, -0.2, degrees, size, width);
        const Found z = found(only(expert));
        INFO(size << " x " << width << " at " << degrees << " degrees");
        CHECK_THAT(z.log_z, WithinAbs(std::log(2 * kPi) - std::log(at(expert, 2)) - std::log(at(expert, 4)), 1e-7));
        CHECK(z.error < 1e-7);
      }
    }
  }
}

TEST_CASE("log Z of a Gaussian that the box cuts off is a product of error functions", "[experts][partition][oracle]") {
  for (const double size : {10.0, 2.0, 1e-4}) {
    for (const double width : {10.0, 0.5, 1e-3}) {
      for (const double x : {0.0, 3.5999, 4.0}) {
        // Outside the box there may be nothing left of a narrow one.
        if (x > 3.6 && size < 1) continue;
        const Expert expert = gaussian(x, -0.4, 0, size, width);
        const double deviation_x = 1 / at(expert, 2), deviation_y = 1 / at(expert, 4);
        const double expected = std::log(2 * kPi * deviation_x * deviation_y) +
                                std::log(inside(at(expert, 0), deviation_x)) +
                                std::log(inside(at(expert, 1), deviation_y));
        INFO(size << " x " << width << " at " << x);
        CHECK_THAT(found(only(expert)).log_z, WithinAbs(expected, 1e-7));
      }
    }
  }
}

TEST_CASE("log Z of four Gaussians that disagree is that of their product", "[experts][partition][oracle]") {
  // Precisions add up; log Z = log 2 pi - log |L| / 2 - (sum m_k' L_k m_k - m' L m) / 2, here in long double.
  using Real = long double;
  for (const double width : {0.5, 0.05, 0.01}) {
    ExpertSet set;
    Real p = 0, q = 0, r = 0, one = 0, two = 0, squares = 0;
    for (std::size_t k = 0; k < kExperts; ++k) {
      const double step = static_cast<double>(k);
      set.experts[k] = gaussian(step - 1.5, 0.7 * step - 1, 30 * step, 0.5, width);
      const auto number = [&](std::size_t i) { return static_cast<Real>(set.experts[k].p[i]); };
      const Real xx = number(2) * number(2), xy = number(2) * number(3),
                 yy = number(3) * number(3) + number(4) * number(4);
      const Real x = number(0), y = number(1);
      p += xx, q += xy, r += yy;
      one += xx * x + xy * y, two += xy * x + yy * y;
      squares += xx * x * x + 2 * xy * x * y + yy * y * y;
    }
    const Real det = p * r - q * q, x = (r * one - q * two) / det, y = (p * two - q * one) / det;
    const Real expected = std::log(2 * std::acos(Real{-1})) - std::log(det) / 2 - (squares - x * one - y * two) / 2;
    INFO("width " << width);
    const Found z = found(set);
    CHECK_THAT(z.log_z, WithinAbs(static_cast<double>(expected), 1e-7));
    CHECK(z.error < 1e-7);
  }
}

TEST_CASE("log Z of a thin ring is that of its circumference", "[experts][partition][oracle]") {
  // 2 pi r sqrt(2 pi) / k, up to exp(-(k r)^2 / 2).
  for (const float k : {5.0f, 100.0f, 1000.0f}) {
    const double expected = std::log(2 * kPi * 2) + 0.5 * std::log(2 * kPi) - std::log(static_cast<double>(k));
    INFO("k " << k);
    CHECK_THAT(found(only(ring(0.1f, 0.2f, 2, k))).log_z, WithinAbs(expected, 1e-7));
  }
}

TEST_CASE("A trough that no grid sees is found", "[experts][partition][oracle]") {
  // Along x: the box's width times Simpson's rule across, with 720,000 pieces of the function as it is written.
  const double w = 1000, a = 1.5, h = 12;
  const ExpertSet set = only({.kind = ExpertKind::kRidge, .p = {0, 1000, 1234.5f, 1.5f, 12}});
  const auto across = [&](double y) {
    const auto sigmoid = [](double t) { return 1 / (1 + std::exp(-t)); };
    const double t = w * y - 1234.5;
    return std::exp(h * (sigmoid(t + a) - sigmoid(t - a)));
  };
  const double low = static_cast<double>(kBox.low), high = static_cast<double>(kBox.high), step = (high - low) / 720000;
  double simpson = across(low) + across(high);
  for (int i = 1; i < 720000; ++i) simpson += (i % 2 == 1 ? 4 : 2) * across(low + i * step);
  const double expected = std::log((high - low) * simpson * step / 3);
  CHECK_THAT(found(set).log_z, WithinAbs(expected, 1e-7));
  // The grid and its half agree with each other, and are wrong.
  ExpertScratch scratch;
  Quadrature q;
  layGrid(set, kBox, scratch, q);
  weigh(set, scratch, q);
  CHECK(std::abs(logPartition(kBox, q) - expected) > 0.3);
  CHECK_FALSE(gridSees(SharpEnergy(set), kBox));
}

TEST_CASE("Points that draw have the log Z of a sum of Gaussians", "[experts][partition][oracle]") {
  for (const float deviation : {0.5f, 0.1f}) {
    ExpertSet set = only({.kind = ExpertKind::kDrawn, .p = {1}, .deviation = deviation});
    set.points.resize(2, 4);
    set.points << 0.5f, -1.0f, 0.2f, 3.59f, 0.3f, -0.8f, 0.25f, 1.0f;
    const double s = static_cast<double>(deviation);
    double mean = 0;
    for (Index j = 0; j < 4; ++j) {
      mean += inside(static_cast<double>(set.points(0, j)), s) * inside(static_cast<double>(set.points(1, j)), s) / 4;
    }
    INFO("deviation " << deviation);
    CHECK_THAT(found(set).log_z, WithinAbs(std::log(2 * kPi * s * s * mean), 1e-7));
  }
}

TEST_CASE("Bounds of the energy hold, and energies are those of single precision", "[experts][partition]") {
  ExpertSet set;
  set.experts = {gaussian(0.3, -0.2, 25, 1.2, 0.6),
                 Expert{.kind = ExpertKind::kRidge, .p = {1.5f, -0.7f, 0.2f, 1.2f, -3.0f}},
                 ring(-0.4f, 0.5f, 1.3f, 1.7f), Expert{.kind = ExpertKind::kDrawn, .p = {-0.7f}, .deviation = 0.6f}};
  set.points.resize(2, 3);
  set.points << 0.5f, -1.0f, 0.2f, 1.0f, 0.3f, -0.8f;
  for (const float sign : {1.0f, -1.0f}) {
    set.experts[1].p[4] *= sign;
    set.experts[3].p[0] *= sign;
    const SharpEnergy sharp(set);
    Rng rng(5, Purpose::kData);
    for (int i = 0; i < 300; ++i) {
      Places places;
      places.x.resize(2, 1);
      kernels::uniform(rng, flat(places.x));
      places.x = 6 * places.x.array() - 3;
      const double x = static_cast<double>(places.x(0, 0)), y = static_cast<double>(places.x(1, 0));
      ExpertScratch scratch;
      std::vector<float> energy(1), part;
      place(set, places, scratch);
      totalEnergy(set, places, scratch, part, energy);
      REQUIRE_THAT(sharp.at(x, y), WithinAbs(static_cast<double>(energy[0]), 1e-4));
      // A rectangle with the point somewhere in it.
      const double left = static_cast<double>(rng.uniform()), right = static_cast<double>(rng.uniform());
      const double below = static_cast<double>(rng.uniform()), above = static_cast<double>(rng.uniform());
      REQUIRE(sharp.lowest(x - left, x + right, y - below, y + above) <= sharp.above(x, y) + 1e-12);
    }
  }
}

TEST_CASE("Where the work does not suffice, the error says so", "[experts][partition]") {
  // Two thin rings that cross at two places, where all of Z is: 4 pi / (k^2 sin of the angle between them).
  ExpertSet set;
  set.experts[0] = ring(0, 0, 2, 1e4f);
  set.experts[1] = ring(1, 0, 2, 1e4f);
  const double sine = std::sqrt(1 - std::pow(1 - 1.0 / 8, 2));
  const double expected = std::log(4 * kPi / (1e8 * sine));
  const Found z = found(set, 1e5);
  CHECK(z.error > kCountsAsExact);
  CHECK_FALSE(std::abs(z.log_z - expected) > z.error);
}

TEST_CASE("The likelihood of narrow experts is exact where the grid is nats off", "[experts][likelihood][oracle]") {
  Settings settings(ProductOfExperts::options());
  for (const char* name : {"size1", "width1"}) REQUIRE(settings.set(name, 0.01).ok());
  REQUIRE(settings.set("x1", 0.37).ok());
  REQUIRE(settings.setChoice("expert1", "gaussian").ok());
  REQUIRE(settings.setChoice("expert2", "none").ok());
  DataSummary data{.rows = 1, .cols = 2, .examples = 4, .domain = Domain::kReal};
  data.low = -3;
  data.high = 3;
  ProductOfExperts model;
  model.initialise(settings, data, 1);
  Result<std::unique_ptr<Likelihood>> made = model.likelihood(LikelihoodOf::kVisible);
  const std::unique_ptr<Likelihood> likelihood = std::move(made.value());
  for (int i = 0; i < 100000 && !likelihood->prepare(); ++i) {
  }
  CHECK(likelihood->certainty() == Certainty::kExact);
  CHECK_THAT(likelihood->logPartition(), WithinAbs(std::log(2 * kPi * 1e-4), 1e-6));
  Matrix x(2, 2);
  x << 0.37f, 0.38f, 0, 0.02f;
  std::vector<double> nats(2);
  likelihood->logLikelihood(x, nats);
  CHECK_THAT(nats[0], WithinAbs(-std::log(2 * kPi * 1e-4), 1e-6));
  CHECK_THAT(nats[1], WithinAbs(-std::log(2 * kPi * 1e-4) - 2.5, 1e-4));
  // The curves are as exact, and the picture says what it misses.
  std::vector<Reading> readings;
  model.readings({.train = x, .test = x}, readings);
  for (const Reading& reading : readings) {
    if (reading.name == "logPartition") CHECK_THAT(reading.value, WithinAbs(std::log(2 * kPi * 1e-4), 1e-6));
  }
  CHECK(model.view("density", {})->notes.size() == 1);
}
