// Counts of the states of chains: against a chain whose autocorrelation is known in closed form, and against binomial
// probabilities summed one by one.
#include "models/faces/state_tally.h"

#include "base/rng.h"
#include "models/layers/state_views.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr int kChains = 64;

// Chains of units that are drawn anew with probability `renewed` in each step, all units of a chain together, and are
// on with probability 1/4. Their states have the autocorrelation (1 - renewed)^t, so tau = (2 - renewed) / renewed.
class Renewed {
 public:
  Renewed(int units, float renewed) : states_(Matrix::Zero(units, kChains)), renewed_(renewed) {
    for (Index n = 0; n < kChains; ++n) draw(n);
  }
  void step() {
    for (Index n = 0; n < kChains; ++n)
      if (rng_.uniform() < renewed_) draw(n);
  }
  const Matrix& states() const { return states_; }

 private:
  void draw(Index n) {
    for (Index i = 0; i < states_.rows(); ++i) states_(i, n) = rng_.uniform() < 0.25f ? 1.0f : 0.0f;
  }
  Matrix states_;
  float renewed_;
  Rng rng_{7, Purpose::kChains, 0};
};

std::vector<double> quarterOn(int units) {
  std::vector<double> p;
  for (std::size_t state = 0; state < std::size_t{1} << units; ++state) {
    p.push_back(1);
    for (int i = 0; i < units; ++i) p.back() *= (state >> i & 1) != 0 ? 0.25 : 0.75;
  }
  return p;
}

void run(Renewed& chains, StateTally& tally, std::size_t steps) {
  for (std::size_t t = 0; t < steps; ++t) {
    chains.step();
    tally.add(chains.states());
  }
}

}  // namespace

TEST_CASE("A tally counts what comes after the burn-in, and forgets it all with the parameters", "[tally]") {
  StateTally tally(2, 3);
  CHECK(tally.total() == 0);
  const Matrix states{{1, 0, 1}, {0, 0, 1}};  // the states 1, 0 and 3
  for (std::size_t t = 0; t < StateTally::kBurnIn; ++t) tally.add(states);
  CHECK(tally.burningIn());
  CHECK(tally.steps() == StateTally::kBurnIn);
  tally.add(states);
  tally.add(states);
  CHECK_FALSE(tally.burningIn());
  CHECK(tally.steps() == 2);
  CHECK(tally.total() == 6);
  CHECK(tally.count(0) == 2);
  CHECK(tally.count(1) == 2);
  CHECK(tally.count(2) == 0);
  CHECK(tally.count(3) == 2);
  tally.restart();
  CHECK(tally.burningIn());
  CHECK(tally.total() == 0);
  CHECK(tally.count(3) == 0);
  tally.add(states);
  CHECK(tally.steps() == 1);
}

TEST_CASE("The spread between chains tells their autocorrelation time, known in closed form", "[tally]") {
  for (const int units : {3, 15}) {  // 15 units: groups of two chains
    for (const float renewed : {1.0f, 0.3f, 0.05f}) {
      Renewed chains(units, renewed);
      StateTally tally(static_cast<std::size_t>(units), kChains);
      run(chains, tally, StateTally::kBurnIn + 4000);
      const double tau = (2.0 - static_cast<double>(renewed)) / static_cast<double>(renewed);
      INFO(units << " units, renewed " << renewed);
      CHECK_THAT(tally.correlationTime(), WithinRel(tau, 0.15));
      CHECK(tally.mixed());
    }
  }
}

TEST_CASE("Chains that never leave their states are worth one draw each, and have not mixed", "[tally]") {
  Renewed chains(3, 0.0f);
  StateTally tally(3, kChains);
  run(chains, tally, StateTally::kBurnIn + 1000);
  CHECK_THAT(tally.draws(), WithinRel(64.0, 0.2));
  CHECK_FALSE(tally.mixed());
}

TEST_CASE("The distance that chance makes: binomial probabilities summed, and repeated draws", "[tally]") {
  // One state of probability p and its complement: the distance is |X / n - p|.
  const auto summed = [](double p, int n) {
    double mean = 0, term = std::pow(1 - p, n);
    for (int k = 0; k <= n; ++k) {
      mean += term * std::abs(toDouble(k) / n - p);
      term *= (p / (1 - p)) * toDouble(n - k) / toDouble(k + 1);
    }
    return mean;
  };
  for (const double p : {0.01, 0.2, 0.5}) {
    for (const int n : {5, 50, 400}) {
      const double both[] = {p, 1 - p};
      INFO("p " << p << ", n " << n);
      CHECK_THAT(expectedDistance(both, n), WithinRel(summed(p, n), 0.2));
    }
  }
  // Independent draws of eight units: the distance of their shares averages to what is expected.
  const std::vector<double> p = quarterOn(8);
  Renewed chains(8, 1.0f);
  double mean = 0;
  constexpr int kRepeats = 40;
  StateTally tally(8, kChains);
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    tally.restart();
    run(chains, tally, StateTally::kBurnIn + 30);
    for (std::size_t s = 0; s < p.size(); ++s) mean += 0.5 * std::abs(tally.count(s) / tally.total() - p[s]) / kRepeats;
  }
  CHECK_THAT(mean, WithinRel(expectedDistance(p, 30 * kChains), 0.03));
}

TEST_CASE("Views of counted states show shares, what chance makes, and whether chains have mixed", "[tally][views]") {
  const std::vector<double> p = quarterOn(4);
  const CountedModel model{.probabilities = p, .rows = 2, .cols = 2};
  StateTally tally(4, kChains);
  Renewed chains(4, 0.5f);
  run(chains, tally, 40);
  CHECK(stateTable(model, {.tally = &tally}).notes.at(0).starts_with("Burn-in: 40 of 100 steps"));
  run(chains, tally, 1060);
  const View table = stateTable(model, {.tally = &tally});
  CHECK(table.column_names == std::vector<std::string>{"exact", "chains", "\u00b1 chance"});
  CHECK(table.row_names.at(0) == "00 00");
  CHECK(table.row_tiles_shape == std::vector<std::uint32_t>{16, 2, 2});
  CHECK(table.row_tiles.size() == 64);
  // A binomial deviation of as many draws as the counts are worth.
  const double chance = std::sqrt(p[0] * (1 - p[0]) / tally.draws());
  CHECK_THAT(static_cast<double>(table.values.at(2)), WithinRel(chance, 1e-5));
  CHECK_THAT(static_cast<double>(table.values.at(1)), WithinAbs(p[0], 4 * chance));
  REQUIRE(table.notes.size() == 2);
  CHECK(table.notes[0].starts_with("Counted: 64,000 states, 1,000 steps of 64 chains."));
  CHECK_THAT(tally.correlationTime(), WithinRel(3.0, 0.15));
  CHECK(table.notes[1].starts_with("A chain forgets its state in "));
  CHECK(stateChart(model, {.tally = &tally}).panels.at(0).marks.size() == 4);

  Renewed stuck(4, 0.0f);
  tally.restart();
  run(stuck, tally, 300);
  CHECK(stateTable(model, {.tally = &tally}).notes.at(1).starts_with("Still mixing"));
}
