// The deep belief net: probabilities, bounds, classes and samples. Oracle: tests/reference/deep.json, sums over all
// states in double precision, made from the same parameters (entry k of the tensor with offset o is ((7 (k + o) + 3)
// mod 13 - 6) / 4).
#include "tests/support/dbn.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <map>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::dbn;
using oracle::deep;

namespace {

double meanOf(const std::vector<double>& nats, const std::vector<double>& weights) {
  double mean = 0;
  for (std::size_t n = 0; n < nats.size(); ++n) mean += nats[n] * weights[n];
  return mean;
}

}  // namespace

TEST_CASE("A deep belief net counts log p(v) and its bound", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}), summaryOf(4), 1);
  CHECK(net.depth() == 1);
  fillNet432(net);
  CHECK(net.depth() == 2);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  const std::vector<double> bound = natsOf(net.bound({}), v);
  double total = 0;
  for (Index n = 0; n < v.cols(); ++n) {
    const std::string name = oracle::nameOf(v.col(n));
    INFO(name);
    CHECK_THAT(exact[static_cast<std::size_t>(n)], WithinAbs(expected["log_p"][name].get<double>(), kRounding));
    CHECK_THAT(bound[static_cast<std::size_t>(n)],
               WithinAbs(expected["bound_tied_up_pass"][name].get<double>(), kRounding));
    total += std::exp(exact[static_cast<std::size_t>(n)]);
  }
  CHECK_THAT(total, WithinAbs(1, 1e-9));
  const Result<std::unique_ptr<Likelihood>> made = net.likelihood(LikelihoodOf::kVisible);
  while (!made.value()->prepare()) {
  }
  CHECK_THAT(made.value()->logPartition(), WithinAbs(expected["top_log_z"].get<double>(), kRounding));
}

TEST_CASE("Bounds by samples have the means that counting gives", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}), summaryOf(4), 1);
  fillNet432(net);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  constexpr Index kDraws = 20000;
  for (const char* const name : {"0000", "1101"}) {
    INFO(name);
    const Matrix v = oracle::stateNamed(name).replicate(1, kDraws);
    // One guess weighted by importance is the variational bound; a thousand come near log p(v).
    for (const auto& [samples, count, key, bias] :
         {std::tuple{1, kDraws, "bound_tied_up_pass", 0.0}, std::tuple{1000, Index{40}, "log_p", 2e-3}}) {
      const std::vector<double> nats = natsOf(
          net.bound({.kind = BoundWish::Kind::kImportance, .samples = samples, .seed = 3}), Matrix(v.leftCols(count)));
      double mean = 0, square = 0;
      for (const double each : nats) {
        mean += each / static_cast<double>(count);
        square += each * each / static_cast<double>(count);
      }
      const double error = std::sqrt((square - mean * mean) / static_cast<double>(count));
      CHECK_THAT(mean, WithinAbs(expected[key][name].get<double>(), 4.5 * error + bias));
      CHECK(error < 0.02);
    }
  }
}

TEST_CASE("A layer upside down leaves the distribution as it was, without a gap", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 4}), summaryOf(4), 1);
  fillNet432(net);
  turnOver(net, 4, 3);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  const std::vector<double> bound = natsOf(net.bound({}), v);
  // The recognition weights are the exact posterior, so every single guess has the same weight.
  const std::vector<double> guess = natsOf(net.bound({.kind = BoundWish::Kind::kImportance, .seed = 9}), v);
  for (Index n = 0; n < v.cols(); ++n) {
    const double of_machine = expected["rbm1_log_p"][oracle::nameOf(v.col(n))].get<double>();
    CHECK_THAT(exact[static_cast<std::size_t>(n)], WithinAbs(of_machine, kRounding));
    CHECK_THAT(bound[static_cast<std::size_t>(n)], WithinAbs(of_machine, kRounding));
    CHECK_THAT(guess[static_cast<std::size_t>(n)], WithinAbs(of_machine, 2 * kRounding));
  }
}

TEST_CASE("Training the top from there raises the bound", "[dbn][oracle]") {
  // The oracle steps along the exact gradient for three weighted patterns; a hundred examples in those shares give
  // nearly the same averages when the states of the layer between are drawn for each.
  DeepBeliefNet net;
  Settings settings = settingsOf({3, 4}, {{"method", "exact"}});
  for (const auto& [name, value] : std::map<std::string, double>{{"momentum", 0.0},
                                                                 {"momentumStart", 0.0},
                                                                 {"weightDecay", 0.0},
                                                                 {"learningRate", 0.1},
                                                                 {"batchSize", 1000.0}}) {
    REQUIRE(settings.set(name, value).ok());
  }
  net.initialise(settings, summaryOf(4), 1);
  fillNet432(net);
  turnOver(net, 4, 3);
  constexpr Index kExamples = 20000;
  Matrix v(4, kExamples);
  const std::vector<std::string> patterns = {"1100", "0011", "1010"};
  const std::vector<double> shares = {0.5, 0.3, 0.2};
  for (Index n = 0; n < kExamples; ++n) v.col(n) = oracle::stateNamed(patterns[n % 10 < 5 ? 0 : n % 10 < 8 ? 1 : 2]);
  Matrix three(4, 3);
  for (Index n = 0; n < 3; ++n) three.col(n) = oracle::stateNamed(patterns[static_cast<std::size_t>(n)]);
  const nlohmann::json& trace = deep()["dbn_4_3_2"]["top_training_from_transpose_mean_over_data"];
  double before = -1e9;
  for (std::uint64_t step = 0; step <= 100; ++step) {
    const double bound = meanOf(natsOf(net.bound({}), three), shares);
    if (const auto found = trace.find(std::to_string(step)); found != trace.end()) {
      INFO("after " << step << " steps");
      CHECK_THAT(bound, WithinAbs((*found)["bound"].get<double>(), 2e-3));
      CHECK_THAT(meanOf(natsOf(net.likelihood(LikelihoodOf::kVisible), three), shares),
                 WithinAbs((*found)["exact"].get<double>(), 4e-3));
      CHECK(bound > before);
      before = bound;
    }
    CHECK(bound < deep()["dbn_4_3_2"]["bound_ceiling_best_possible_top"].get<double>() + kRounding);
    net.beginUpdate(v, {.update = step, .stage = 1, .stage_update = step});
    Rng rng(5, Purpose::kUpdate, step);
    for (std::size_t phase = 0; phase < 5; ++phase) net.runWholePhase(phase, rng);
  }
  CHECK(net.depth() == 2);
}

TEST_CASE("Labels stand beside the top: by the means of one pass up, and exactly", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}, {{"labels", "true"}}), summaryOf(4, 2), 1);
  CHECK(net.classes() == 0);  // until the highest machine is built
  fillNet432(net);
  CHECK(net.classes() == 2);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  Matrix p;
  net.classProbabilities(v, p);
  for (std::int16_t y = 0; y < 2; ++y) {
    const std::vector<std::int16_t> labels(16, y);
    const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kLabel), {v, labels});
    for (std::size_t n = 0; n < 16; ++n) {
      const std::string name = oracle::nameOf(v.col(static_cast<Index>(n)));
      INFO(name << " of class " << y);
      const std::size_t k = static_cast<std::size_t>(y);
      CHECK_THAT(static_cast<double>(p(y, static_cast<Index>(n))),
                 WithinAbs(expected["p_label_given_v_mean_up_pass"][name][k].get<double>(), kRounding));
      CHECK_THAT(std::exp(exact[n]), WithinAbs(expected["p_label_given_v_exact"][name][k].get<double>(), kRounding));
    }
  }
  const Result<std::unique_ptr<Likelihood>> made = net.likelihood(LikelihoodOf::kVisible);
  while (!made.value()->prepare()) {
  }
  CHECK_THAT(made.value()->logPartition(), WithinAbs(expected["top_with_label_log_z"].get<double>(), kRounding));
}

TEST_CASE("Samples come from p(v), and from p(v | y) where a class is held", "[dbn][samples]") {
  const bool labels = GENERATE(false, true);
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}, {{"labels", labels ? "true" : "false"}}), summaryOf(4, labels ? 2 : 0), 1);
  fillNet432(net);
  const Matrix v = oracle::allStates(4);
  std::vector<double> p(16);
  if (!labels) {
    for (Index s = 0; s < 16; ++s) {
      p[static_cast<std::size_t>(s)] = std::exp(deep()["dbn_4_3_2"]["log_p"][oracle::nameOf(v.col(s))].get<double>());
    }
  } else {
    // p(v | y = 1) is p(v, y = 1) over its sum.
    const std::vector<std::int16_t> ones(16, 1);
    const std::vector<double> joint = natsOf(net.likelihood(LikelihoodOf::kJoint), {v, ones});
    double sum = 0;
    for (const double each : joint) sum += std::exp(each);
    for (std::size_t s = 0; s < 16; ++s) p[s] = std::exp(joint[s]) / sum;
  }
  constexpr int kCount = 40000;
  const std::unique_ptr<Sampler> sampler = net.sampler(kCount);
  CHECK(sampler->chain());
  CHECK_FALSE(sampler->holdsValues());
  CHECK(sampler->stages().size() == 2);
  CHECK(sampler->classes() == (labels ? 2 : 0));
  Rng rng(3, Purpose::kSample);
  if (labels) sampler->holdClasses({1});
  sampler->restart(rng);
  for (int round = 0; round < 60; ++round) sampler->runRound(rng);
  std::vector<double> shares(16);
  for (Index n = 0; n < kCount; ++n) shares[oracle::numberOf(sampler->states().col(n))] += 1.0 / kCount;
  for (std::size_t s = 0; s < 16; ++s)
    CHECK_THAT(shares[s], WithinAbs(p[s], 4.5 * std::sqrt(p[s] * (1 - p[s]) / kCount)));
}

TEST_CASE("Refusals of a deep belief net name what is too large", "[dbn]") {
  const DataSummary data = summaryOf(64);
  const Status refused = DeepBeliefNet::allows(settingsOf({100, 100}, {{"method", "exact"}}), data);
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().sentence, ContainsSubstring("too many"));
  CHECK(DeepBeliefNet::allows(settingsOf({12, 64}, {{"method", "exact"}}), data).ok());
  CHECK_FALSE(DeepBeliefNet::allows(settingsOf({4, 4}, {{"labels", "true"}}), data).ok());
}
