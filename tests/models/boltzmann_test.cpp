// The mathematics of the general Boltzmann machine against plain double-precision sums over all its states, written
// from the energy alone.
#include "models/boltzmann/boltzmann.h"

#include "models/boltzmann/boltzmann_exact.h"
#include "models/boltzmann/boltzmann_mixing.h"
#include "models/layers/rbm_exact.h"
#include "tests/support/small_boltzmann.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <vector>

using Catch::Matchers::WithinAbs;
using namespace harmonium;
using oracle::randomBoltzmann;

namespace {

constexpr double kRounding = 1e-9;  // parameters are floats, everything after them is double

std::vector<std::uint32_t> unitsFrom(std::uint32_t first, std::uint32_t end) {
  std::vector<std::uint32_t> units;
  for (std::uint32_t unit = first; unit < end; ++unit) units.push_back(unit);
  return units;
}

// Data for a machine with 4 visible units.
Matrix fourUnitData() {
  Matrix data(4, 3);
  data.col(0) << 1, 0, 1, 0;
  data.col(1) << 1, 1, 1, 0;
  data.col(2) << 0, 0, 0, 1;
  return data;
}

}  // namespace

TEST_CASE("Energies of the joined machine equal those by the parts", "[boltzmann][exact]") {
  const BoltzmannParameters p = randomBoltzmann(4, 3, 1, 5);
  Couplings m;
  couplingsOf(p, m);
  UnitStates states(7, 128), fields;
  for (Eigen::Index n = 0; n < 128; ++n) {
    for (Eigen::Index k = 0; k < 7; ++k) states(k, n) = static_cast<float>(n >> k & 1);
  }
  std::vector<double> found(128), weights(128);
  energies(m, states, fields, found);
  logWeights(m.J, flat(m.a), weights);
  for (std::size_t n = 0; n < 128; ++n) {
    // Hidden units are the low bits.
    const double energy = oracle::energy(p, oracle::bitsOf(n >> 3, 4), oracle::bitsOf(n & 7, 3));
    CHECK_THAT(found[n], WithinAbs(energy, 1e-5));  // its products are floats
    CHECK_THAT(-weights[n], WithinAbs(energy, kRounding));
  }
}

TEST_CASE("Counted log-likelihoods equal plain sums, however the hidden units are summed out", "[boltzmann][exact]") {
  for (const int hidden : {0, 1, 3, 5}) {
    for (const bool hidden_links : {true, false}) {
      BoltzmannParameters p = randomBoltzmann(5, hidden, 1.5f, 9);
      keepLinks(p.U, p.V, VisibleLinks::kAll, 5, hidden_links);
      VisibleWeights weights(p, hidden_links);
      double before = 0;
      while (!weights.advance()) {
        CHECK(weights.progress() >= before);
        CHECK(weights.progress() < 1);
        before = weights.progress();
      }
      const double log_z = oracle::logPartitionBySum(p);
      CHECK_THAT(weights.logPartition(), WithinAbs(log_z, kRounding));
      for (std::uint64_t v = 0; v < 32; ++v) {
        CHECK_THAT(weights.logWeights()[static_cast<std::size_t>(v)],
                   WithinAbs(oracle::logWeightBySum(p, oracle::bitsOf(v, 5)), kRounding));
      }
      const std::vector<float> state = {1, 0, 0.7f, 0.4f, 1};  // from 0.5 on is on
      CHECK_THAT(weights.logProbability(state),
                 WithinAbs(oracle::logWeightBySum(p, {1, 0, 1, 0, 1}) - log_z, kRounding));
    }
  }
}

TEST_CASE("Without links inside the layers, log Z is that of the restricted machine", "[boltzmann][exact]") {
  // Oracle: the restricted machine's own exact sum over its smaller layer, and plain sums over everything.
  BoltzmannParameters p = randomBoltzmann(6, 4, 1.2f, 3);
  keepLinks(p.U, p.V, VisibleLinks::kNone, 6, false);
  ExactPartition partition(p.rbm);
  while (!partition.done()) partition.advance();
  for (const bool joint : {true, false}) {
    VisibleWeights weights(p, joint);
    weights.finish();
    CHECK_THAT(weights.logPartition(), WithinAbs(partition.logPartition(), 1e-5));  // that one adds floats
    CHECK_THAT(weights.logPartition(), WithinAbs(oracle::logPartitionBySum(p.rbm), kRounding));
  }
}

TEST_CASE("The exact gradient equals central differences of the exact log-likelihood", "[boltzmann][gradient]") {
  // Oracle: log p(v) as a sum over all joint states in double, for every parameter of W, U, V, b and c.
  BoltzmannParameters p = randomBoltzmann(4, 3, 0.8f, 21);
  const Matrix data = fourUnitData();
  Couplings m;
  couplingsOf(p, m);
  std::vector<double> table;
  UnitStates states;
  UnitMoments one, of_data, of_model;
  dataMoments(m, data, table, states, one, of_data);
  modelMoments(m, table, of_model);
  BoltzmannGradient g;
  boltzmannGradient(of_data, of_model, 3, VisibleLinks::kAll, 4, true, g);

  const auto slope = [&](float& entry, float* mirrored) {
    constexpr float kStep = 1e-3f;
    const float kept = entry;
    const auto at = [&](float value) {
      entry = value;
      if (mirrored != nullptr) *mirrored = value;
      return oracle::meanLogLikelihood(p, data);
    };
    const double above = at(kept + kStep), up = static_cast<double>(entry);
    const double below = at(kept - kStep), down = static_cast<double>(entry);
    at(kept);
    return (above - below) / (up - down);
  };
  constexpr double kTolerance = 2e-6;  // float moments, and differences of order step^2
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_THAT(static_cast<double>(g.W(i, j)), WithinAbs(slope(p.rbm.W(i, j), nullptr), kTolerance));
    }
    for (Eigen::Index j = 0; j < i; ++j) {
      CHECK_THAT(static_cast<double>(g.U(i, j)), WithinAbs(slope(p.U(i, j), &p.U(j, i)), kTolerance));
      CHECK(g.U(i, j) == g.U(j, i));
    }
    CHECK(g.U(i, i) == 0);
    CHECK_THAT(static_cast<double>(g.b[i]), WithinAbs(slope(p.rbm.b[i], nullptr), kTolerance));
  }
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      CHECK_THAT(static_cast<double>(g.V(i, j)), WithinAbs(slope(p.V(i, j), &p.V(j, i)), kTolerance));
      CHECK(g.V(i, j) == g.V(j, i));
    }
    CHECK_THAT(static_cast<double>(g.c[i]), WithinAbs(slope(p.rbm.c[i], nullptr), kTolerance));
  }
}

TEST_CASE("Twenty units can be counted, and their moments are those of independent units", "[boltzmann][exact]") {
  // Oracle: without couplings every unit is on with probability sigmoid(a), log Z is the sum of softplus(a).
  Couplings m{.J = RowMatrix::Zero(20, 20), .a = Vector(20), .hidden = 4};
  double log_z = 0;
  for (Eigen::Index k = 0; k < 20; ++k) {
    m.a[k] = 0.25f * static_cast<float>(k) - 2;
    log_z += std::log1p(std::exp(static_cast<double>(m.a[k])));
  }
  std::vector<double> table;
  UnitMoments moments;
  modelMoments(m, table, moments);
  const auto mean = [&](Eigen::Index k) { return 1 / (1 + std::exp(-static_cast<double>(m.a[k]))); };
  for (Eigen::Index k = 0; k < 20; ++k) {
    CHECK_THAT(static_cast<double>(moments.units[k]), WithinAbs(mean(k), 1e-6));
    for (Eigen::Index j = 0; j < k; ++j) {
      CHECK_THAT(static_cast<double>(moments.pairs(k, j)), WithinAbs(mean(k) * mean(j), 1e-6));
    }
  }
  logWeights(m.J, flat(m.a), table);
  CHECK_THAT(logTotal(table), WithinAbs(log_z, 1e-8));
}

TEST_CASE("Gibbs sweeps leave the machine's distribution as it is", "[boltzmann][sampling]") {
  // Oracle: p(s) by plain sums. 4,000 chains started from exact draws, ten sweeps on: Pearson's statistic over 32
  // states has 31 degrees of freedom; 61.1 is exceeded once in a thousand seeds, and the seed is fixed.
  const BoltzmannParameters p = randomBoltzmann(3, 2, 1, 8);
  Couplings m;
  couplingsOf(p, m);
  const double log_z = oracle::logPartitionBySum(p);
  std::vector<double> probabilities;
  for (std::uint64_t s = 0; s < 32; ++s) {
    probabilities.push_back(std::exp(-oracle::energy(p, oracle::bitsOf(s >> 2, 3), oracle::bitsOf(s & 3, 2)) - log_z));
  }
  constexpr Eigen::Index kChains = 4000;
  Rng rng(5, Purpose::kSample);
  UnitStates states(5, kChains), means;
  for (Eigen::Index chain = 0; chain < kChains; ++chain) {
    double left = static_cast<double>(rng.uniform());
    std::size_t state = 0;
    while (state < 31 && left >= probabilities[state]) left -= probabilities[state++];
    for (Eigen::Index k = 0; k < 5; ++k) states(k, chain) = static_cast<float>(state >> k & 1);
  }
  const std::vector<std::uint32_t> order = unitsFrom(0, 5);
  for (int sweep = 0; sweep < 10; ++sweep) gibbsSweep(m, order, 1, states, means, rng);
  std::vector<double> counts(32, 0.0);
  for (Eigen::Index chain = 0; chain < kChains; ++chain) {
    std::size_t state = 0;
    for (Eigen::Index k = 0; k < 5; ++k) state |= static_cast<std::size_t>(states(k, chain)) << k;
    counts[state] += 1;
  }
  double statistic = 0;
  for (std::size_t n = 0; n < 32; ++n) {
    const double expected = probabilities[n] * kChains;
    statistic += (counts[n] - expected) * (counts[n] - expected) / expected;
  }
  CHECK(statistic < 61.1);
}

TEST_CASE("A temperature scales the energy", "[boltzmann][sampling]") {
  // Two units without couplings at beta = 1/2: sigmoid(a / 2), known in closed form; 20,000 draws, 4.5 deviations.
  Couplings m{.J = RowMatrix::Zero(2, 2), .a = Vector(2), .hidden = 0};
  m.a << 3, -1;
  UnitStates states = UnitStates::Zero(2, 20000), means;
  Rng rng(1, Purpose::kSample);
  gibbsSweep(m, unitsFrom(0, 2), 0.5f, states, means, rng);
  for (Eigen::Index k = 0; k < 2; ++k) {
    const double p = 1 / (1 + std::exp(-static_cast<double>(m.a[k]) / 2));
    CHECK_THAT(static_cast<double>(means(k, 0)), WithinAbs(p, 1e-6));
    CHECK_THAT(static_cast<double>(states.row(k).mean()), WithinAbs(p, 4.5 * std::sqrt(p * (1 - p) / 20000)));
  }
  // Ackley, Hinton & Sejnowski's 4-2-4 schedule: 20, 15, 12, then 10.
  for (const auto& [stage, temperature] : {std::pair{0, 20.0}, {1, 15.0}, {2, 12.0}}) {
    CHECK_THAT(10.0 / static_cast<double>(annealingBeta(2, 3, stage)), WithinAbs(temperature, 1e-5));
  }
}

TEST_CASE("Mean field settles on its own equations, and is exact where hidden units are independent",
          "[boltzmann][sampling]") {
  BoltzmannParameters p = randomBoltzmann(4, 3, 0.7f, 13);
  const Matrix data = fourUnitData();
  for (const bool hidden_links : {true, false}) {
    keepLinks(p.U, p.V, VisibleLinks::kAll, 4, hidden_links);
    Couplings m;
    couplingsOf(p, m);
    UnitStates states = UnitStates::Zero(7, 3), fields;
    setVisible(data, states);
    Pace whole;
    for (int sweep = 0; sweep < (hidden_links ? 200 : 1); ++sweep) {
      finish(meanFieldSweep(whole, m, unitsFrom(0, 3), states, fields));
    }
    for (Eigen::Index n = 0; n < 3; ++n) {
      for (Eigen::Index j = 0; j < 3; ++j) {
        double input = static_cast<double>(m.a[j]);
        for (Eigen::Index k = 0; k < 7; ++k)
          input += static_cast<double>(m.J(j, k)) * static_cast<double>(states(k, n));
        CHECK_THAT(static_cast<double>(states(j, n)), WithinAbs(1 / (1 + std::exp(-input)), 1e-5));
        CHECK(states(j, n) > 0);
        CHECK(states(j, n) < 1);
      }
    }
    if (hidden_links) continue;
    std::vector<double> table;
    UnitStates exact_states;
    UnitMoments one, exact, field;
    dataMoments(m, data, table, exact_states, one, exact);
    field.clear(7);
    finish(addMoments(whole, states, field));
    field.divide(3);
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_THAT(static_cast<double>(field.units[j]), WithinAbs(static_cast<double>(exact.units[j]), 1e-6));
      for (Eigen::Index i = 3; i < 7; ++i) {
        CHECK_THAT(static_cast<double>(field.pairs(j, i)), WithinAbs(static_cast<double>(exact.pairs(j, i)), 1e-6));
      }
    }
  }
}

TEST_CASE("Links are symmetric, off the diagonal and where they may be", "[boltzmann]") {
  BoltzmannParameters p{.rbm = {RowMatrix::Zero(6, 2), Vector::Zero(6), Vector::Zero(2)},
                        .U = RowMatrix::Constant(6, 6, 1),
                        .V = RowMatrix::Constant(2, 2, 1)};
  p.U(0, 1) = 3;
  keepLinks(p.U, p.V, VisibleLinks::kRows, 3, false);
  CHECK(p.V == RowMatrix::Zero(2, 2));
  CHECK(p.U(0, 1) == 2);
  CHECK(p.U(1, 0) == 2);
  for (Eigen::Index i = 0; i < 6; ++i) {
    for (Eigen::Index j = 0; j < 6; ++j) CHECK((p.U(i, j) != 0) == (i != j && i / 3 == j / 3));
  }
}

TEST_CASE("Autocorrelation, its time and the distance from equilibrium by the sweep operator are exact",
          "[boltzmann][mixing]") {
  // Oracle: the transition matrix of a sweep, state by state, in plain double code.
  const BoltzmannParameters p = randomBoltzmann(3, 2, 1.3f, 17);
  Couplings m;
  couplingsOf(p, m);
  const std::size_t n = 32;
  std::vector<double> energy(n), probability(n);
  const double log_z = oracle::logPartitionBySum(p);
  for (std::size_t s = 0; s < n; ++s) {
    energy[s] = oracle::energy(p, oracle::bitsOf(s >> 2, 3), oracle::bitsOf(s & 3, 2));
    probability[s] = std::exp(-energy[s] - log_z);
  }
  std::vector<std::vector<double>> sweep(n, std::vector<double>(n, 0.0));
  for (std::size_t from = 0; from < n; ++from) {
    for (std::size_t to = 0; to < n; ++to) {
      // Units are visited in order, so the path is known: lower bits of `to` first.
      double chance = 1;
      for (std::size_t k = 0; k < 5; ++k) {
        const std::size_t low = (std::size_t{1} << k) - 1;
        const std::size_t mixed = (to & low) | (from & ~low), bit = std::size_t{1} << k;
        const double on = 1 / (1 + std::exp(energy[mixed | bit] - energy[mixed & ~bit]));
        chance *= (to & bit) != 0 ? on : 1 - on;
      }
      sweep[from][to] = chance;
    }
  }
  double mean = 0, variance = 0;
  for (std::size_t s = 0; s < n; ++s) mean += probability[s] * energy[s];
  for (std::size_t s = 0; s < n; ++s) variance += probability[s] * (energy[s] - mean) * (energy[s] - mean);
  std::vector<double> f(n), start(n);
  for (std::size_t s = 0; s < n; ++s) f[s] = energy[s] - mean;
  for (std::size_t s = 0; s < n; ++s) {
    start[s] = (s & 3) == 0 ? 1 : 0;  // hidden units off
    for (std::size_t i = 0; i < 3; ++i) {
      const double on = 1 / (1 + std::exp(-static_cast<double>(p.rbm.b[static_cast<Eigen::Index>(i)])));
      start[s] *= (s >> (2 + i) & 1) != 0 ? on : 1 - on;
    }
  }
  const SweepOperator op(m);
  const std::vector<double> rho = op.autocorrelation(6), distances = op.distances(6);
  REQUIRE(rho.size() >= 5);
  REQUIRE(distances.size() >= 3);
  for (std::size_t t = 0; t < rho.size(); ++t) {
    double covariance = 0;
    for (std::size_t s = 0; s < n; ++s) covariance += probability[s] * (energy[s] - mean) * f[s];
    CHECK_THAT(rho[t], WithinAbs(covariance / variance, 1e-9));
    std::vector<double> next(n, 0.0);
    for (std::size_t s = 0; s < n; ++s) {
      for (std::size_t to = 0; to < n; ++to) next[s] += sweep[s][to] * f[to];
    }
    f = next;
  }
  for (std::size_t t = 0; t < distances.size(); ++t) {
    double distance = 0;
    for (std::size_t s = 0; s < n; ++s) distance += std::abs(start[s] - probability[s]) / 2;
    CHECK_THAT(distances[t], WithinAbs(distance, 1e-9));
    std::vector<double> next(n, 0.0);
    for (std::size_t s = 0; s < n; ++s) {
      for (std::size_t to = 0; to < n; ++to) next[to] += start[s] * sweep[s][to];
    }
    start = next;
  }
  CHECK(mixingTime(std::vector<double>{0.9, 0.4, 0.2, 0.1}) == 2);
  CHECK_FALSE(mixingTime(std::vector<double>{0.9, 0.4}).has_value());
}

TEST_CASE("Autocorrelation of an autoregressive series is the known one", "[boltzmann][mixing]") {
  // Oracle: x_t = 0.8 x_(t-1) + noise has rho(t) = 0.8^t and tau = (1 + 0.8) / (1 - 0.8) = 9. 64 series of 2,000 steps
  // are worth 14,000 independent values; the tolerances are about four deviations (Bartlett's formula).
  constexpr std::size_t kChains = 64, kTimes = 2000;
  Rng rng(3, Purpose::kData);
  std::vector<float> series(kChains * kTimes);
  for (std::size_t chain = 0; chain < kChains; ++chain) {
    float x = rng.normal() / std::sqrt(1 - 0.64f);
    for (std::size_t t = 0; t < kTimes; ++t) {
      series[t * kChains + chain] = x;
      x = 0.8f * x + rng.normal();
    }
  }
  const std::vector<double> rho = autocorrelationOf(series, kChains, 100);
  REQUIRE(rho.size() == 101);
  for (const std::size_t lag : {1u, 2u, 5u, 10u}) CHECK_THAT(rho[lag], WithinAbs(std::pow(0.8, lag), 0.03));
  const Autocorrelation time = integratedTime(rho);
  CHECK(time.settled);
  CHECK_THAT(time.time, WithinAbs(9, 0.8));

  CHECK(autocorrelationOf(std::vector<float>(100, 1.0f), 10, 5).empty());  // nothing varies
  // Chains that stand still in different places have forgotten nothing.
  std::vector<float> stuck;
  for (int t = 0; t < 50; ++t) stuck.insert(stuck.end(), {0.0f, 1.0f, 5.0f});
  CHECK_THAT(autocorrelationOf(stuck, 3, 10)[10], WithinAbs(1, 1e-9));
  CHECK_FALSE(integratedTime(autocorrelationOf(stuck, 3, 10)).settled);
}
