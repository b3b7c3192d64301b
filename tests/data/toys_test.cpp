#include "data/toys.h"

#include "data/catalogue.h"
#include "session/hash.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

std::vector<const CatalogueEntry*> toyEntries() {
  std::vector<const CatalogueEntry*> entries;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.real && entry.make != nullptr) entries.push_back(&entry);
  }
  return entries;
}

// The density at the middles of even cells that fill [-half, half]^dimensions, `count` of them along every axis.
struct Grid {
  int count;
  double step;
  std::vector<double> mass;  // p(x) times the size of a cell; x runs fastest

  Grid(const Density& density, double half, double step_along) : step(step_along) {
    count = static_cast<int>(std::lround(2 * half / step));
    const auto middle = [&](int i) { return static_cast<float>((i + 0.5) * step - half); };
    std::vector<float> points;
    for (int j = 0; j < (density.dimensions() == 2 ? count : 1); ++j) {
      for (int i = 0; i < count; ++i) {
        points.push_back(middle(i));
        if (density.dimensions() == 2) points.push_back(middle(j));
      }
    }
    mass.resize(points.size() / static_cast<std::size_t>(density.dimensions()));
    density.logDensity(points, mass);
    for (double& m : mass) m = std::exp(m) * std::pow(step, density.dimensions());
  }
};

// The line's noise reaches farther out than the others'.
double halfOf(const std::string& name) {
  return name == "line" ? 8.0 : 4.0;
}

// Steps of half a standard deviation or less: the sums of bumps are then exact to more digits than are asked for. The
// squares of the checkerboard are made of whole cells.
constexpr double kStep = 0.05;

}  // namespace

TEST_CASE("The density of every toy adds up to one", "[data][toys]") {
  REQUIRE(toyEntries().size() == 10);
  for (const CatalogueEntry* entry : toyEntries()) {
    INFO(entry->name);
    const Dataset set = entry->make();
    REQUIRE(set.density != nullptr);
    REQUIRE(set.density->dimensions() == entry->cols);
    CHECK(static_cast<int>(set.density->modes().size()) == entry->modes * entry->cols);
    const Grid grid(*set.density, halfOf(entry->name), entry->name == "line" ? 0.1 : kStep);
    CHECK_THAT(std::accumulate(grid.mass.begin(), grid.mass.end(), 0.0), WithinAbs(1, 1e-6));
  }
}

TEST_CASE("The examples of every toy are spread as its density says", "[data][toys]") {
  for (const CatalogueEntry* entry : toyEntries()) {
    INFO(entry->name);
    const Dataset set = entry->make();
    const double half = halfOf(entry->name);
    const Grid grid(*set.density, half, kStep);
    // Coarse cells of ten fine ones along every axis.
    const int coarse = grid.count / 10;
    const int rows = entry->cols == 2 ? coarse : 1;
    std::vector<double> expected(static_cast<std::size_t>(coarse * rows)), seen(expected.size());
    for (std::size_t cell = 0; cell < grid.mass.size(); ++cell) {
      const int i = static_cast<int>(cell) % grid.count / 10, j = static_cast<int>(cell) / grid.count / 10;
      expected[static_cast<std::size_t>(j * coarse + i)] += grid.mass[cell] * kToyTraining;
    }
    const auto placeOf = [&](float x) {
      return static_cast<int>(std::floor((static_cast<double>(x) + half) / (10 * kStep)));
    };
    for (int n = 0; n < set.train.examples; ++n) {
      const float* x = set.train.floats.data() + static_cast<std::ptrdiff_t>(n) * entry->cols;
      const int i = placeOf(x[0]), j = entry->cols == 2 ? placeOf(x[1]) : 0;
      REQUIRE((i >= 0 && i < coarse && j >= 0 && j < rows));
      ++seen[static_cast<std::size_t>(j * coarse + i)];
    }
    // Pearson's chi-square: mean df, variance 2 df. Cells with few expected are taken together.
    double chi = 0, few_expected = 0, few_seen = 0;
    int cells = 0;
    for (std::size_t cell = 0; cell < expected.size(); ++cell) {
      if (expected[cell] < 5) {
        few_expected += expected[cell];
        few_seen += seen[cell];
        continue;
      }
      chi += (seen[cell] - expected[cell]) * (seen[cell] - expected[cell]) / expected[cell];
      ++cells;
    }
    CHECK(std::abs(few_seen - few_expected) <= 5 * std::sqrt(few_expected) + 1);
    CHECK(cells >= 8);
    CHECK(chi < cells + 4 * std::sqrt(2.0 * cells));
  }
}

TEST_CASE("The held-out examples are as likely as the entropy says", "[data][toys]") {
  for (const CatalogueEntry* entry : toyEntries()) {
    INFO(entry->name);
    const Dataset set = entry->make();
    const Grid grid(*set.density, halfOf(entry->name), kStep);
    const double cell = std::pow(kStep, entry->cols);
    double mean = 0, square = 0;  // of log p under p
    for (const double mass : grid.mass) {
      if (mass <= 0) continue;
      const double nats = std::log(mass / cell);
      mean += mass * nats;
      square += mass * nats * nats;
    }
    std::vector<double> nats(static_cast<std::size_t>(set.test.examples));
    set.density->logDensity(set.test.floats, nats);
    const double found = std::accumulate(nats.begin(), nats.end(), 0.0) / set.test.examples;
    const double error = std::sqrt(std::max(0.0, square - mean * mean) / set.test.examples);
    CHECK(std::abs(found - mean) <= 4 * error + 1e-9);
  }
}

TEST_CASE("Every bump of equal ones gets its share, and its label says which it is", "[data][toys]") {
  for (const std::string name : {"ring", "grid", "two-bumps", "comb"}) {
    INFO(name);
    const Dataset set = findDataset(name)->make();
    const auto modes = set.density->modes();
    const std::size_t width = static_cast<std::size_t>(set.cols), count = modes.size() / width;
    REQUIRE(count == set.class_names.size());
    CHECK(set.density->modeDeviation() > 0);
    std::vector<int> seen(count);
    double squares = 0;
    for (std::size_t n = 0; n < static_cast<std::size_t>(kToyTraining); ++n) {
      const std::size_t label = static_cast<std::size_t>(set.train.labels[n]);
      REQUIRE(label < count);
      ++seen[label];
      for (std::size_t d = 0; d < width; ++d) {
        const double off = static_cast<double>(set.train.floats[n * width + d] - modes[label * width + d]);
        squares += off * off;
      }
    }
    // Binomial shares: four standard deviations, which one of these 40 exceeds with probability 0.0025.
    const double p = 1.0 / static_cast<double>(count);
    for (const int times : seen) CHECK(std::abs(times - kToyTraining * p) < 4 * std::sqrt(kToyTraining * p * (1 - p)));
    // A variance from m normal numbers has relative standard deviation sqrt(2 / m).
    const double numbers = kToyTraining * static_cast<double>(width);
    const double variance = set.density->modeDeviation() * set.density->modeDeviation();
    CHECK(std::abs(squares / numbers / variance - 1) < 4 * std::sqrt(2 / numbers));
  }
}

TEST_CASE("The line has the mean and the covariance of its factor model", "[data][toys]") {
  const Dataset set = noisyLine();
  // m = (0.5, 0.25), C = w w' + 0.3^2 I with w = (1.2, 0.8).
  const double mean[2] = {0.5, 0.25}, covariance[3] = {1.53, 0.96, 0.73};
  double sums[5] = {};
  for (std::size_t n = 0; n < static_cast<std::size_t>(kToyTraining); ++n) {
    const double x = static_cast<double>(set.train.floats[2 * n]) - mean[0];
    const double y = static_cast<double>(set.train.floats[2 * n + 1]) - mean[1];
    const double terms[5] = {x, y, x * x, x * y, y * y};
    for (std::size_t i = 0; i < 5; ++i) sums[i] += terms[i] / kToyTraining;
  }
  // Standard errors of means, sqrt(C_ii / N), and of second moments, sqrt((C_ii C_jj + C_ij^2) / N); four of them.
  const double n = std::sqrt(static_cast<double>(kToyTraining));
  CHECK_THAT(sums[0], WithinAbs(0, 4 * std::sqrt(covariance[0]) / n));
  CHECK_THAT(sums[1], WithinAbs(0, 4 * std::sqrt(covariance[2]) / n));
  CHECK_THAT(sums[2], WithinAbs(covariance[0], 4 * covariance[0] * std::sqrt(2.0) / n));
  CHECK_THAT(sums[3], WithinAbs(covariance[1],
                                4 * std::sqrt(covariance[0] * covariance[2] + covariance[1] * covariance[1]) / n));
  CHECK_THAT(sums[4], WithinAbs(covariance[2], 4 * covariance[2] * std::sqrt(2.0) / n));
}

TEST_CASE("The two moons and the two spirals mirror each other at the origin", "[data][toys]") {
  for (const std::string name : {"moons", "spirals"}) {
    const Dataset set = findDataset(name)->make();
    const std::vector<float> points = {1.0f, 0.5f, -1.0f, -0.5f, -0.3f, 1.2f, 0.3f, -1.2f};
    std::vector<double> nats(4);
    set.density->logDensity(points, nats);
    CHECK_THAT(nats[0], WithinAbs(nats[1], 1e-9));
    CHECK_THAT(nats[2], WithinAbs(nats[3], 1e-9));
  }
}

TEST_CASE("Toys have the same bits everywhere", "[data][toys][golden]") {
  // FNV-1a of all numbers, training before test; taken natively, and compared in every build.
  const std::map<std::string, std::string> digests = {
      {"ring", "f2c9a171202f8cea"},    {"grid", "b5b199f543432bd6"},       {"moons", "aa52f8beb4f684c3"},
      {"spirals", "702cd422e49b564b"}, {"swiss-roll", "2d4ca14e99a45c6b"}, {"checkerboard", "8ed075ee370f1909"},
      {"line", "2f269aa7f5c30b41"},    {"mixture", "28fffa65f33c3c97"},    {"two-bumps", "d09c474df0306e67"},
      {"comb", "6cb3eeb9f1a08b43"},
  };
  for (const CatalogueEntry* entry : toyEntries()) {
    INFO(entry->name);
    const Dataset set = entry->make();
    Hash hash;
    hash.add(set.train.floats);
    hash.add(set.test.floats);
    for (const std::int16_t label : set.train.labels) hash.add(static_cast<std::uint32_t>(label));
    CHECK(hash.hex() == digests.at(entry->name));
  }
}
