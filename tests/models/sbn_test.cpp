// The sigmoid belief net. Oracle: tests/reference/deep.json, sums over all states in double precision, made from the
// same parameters: entry k of the tensor with offset o is ((7 (k + o) + 3) mod 13 - 6) / 4. Gradients are also compared
// with central differences.
#include "models/sbn/sbn.h"

#include "data/canon.h"
#include "models/layers/best_possible.h"
#include "tests/support/central_difference.h"
#include "tests/support/check_view.h"
#include "tests/support/deep.h"
#include "tests/support/experiments.h"
#include "tests/support/layered.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using layered::natsOf;
using layered::summaryOf;
using oracle::deep;
using oracle::fill;

namespace {

constexpr double kRounding = 2e-6;  // of parameters and states in float

Settings settingsOf(const std::vector<double>& layers,
                    const std::vector<std::pair<std::string, std::string>>& choices = {}) {
  return layered::settingsOf(SigmoidBeliefNet::options(), layers, choices);
}

// The net 3-2-2 of the oracle, with recognition weights.
void fillNet322(SigmoidBeliefNet& net) {
  const std::vector<Tensor> all = net.parameters();  // W1 b0 W2 b1 b2 R1 c1 R2 c2
  const int offsets[] = {0, 6, 9, 13, 15, 17, 23, 25, 29};
  REQUIRE(all.size() == 9);
  for (std::size_t at = 0; at < all.size(); ++at) fill(all[at].values, offsets[at]);
  net.parametersChanged();
}

}  // namespace

TEST_CASE("A sigmoid belief net counts log p(v), its bound and its posterior", "[sbn][oracle]") {
  SigmoidBeliefNet net;
  net.initialise(settingsOf({2, 2}), summaryOf(3), 1);
  fillNet322(net);
  const nlohmann::json& expected = deep()["sbn_3_2_2"];
  const Matrix v = oracle::allStates(3);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  const std::vector<double> bound = natsOf(net.bound({}), v);
  Matrix code;
  net.encode(v, code);
  double total = 0;
  for (Index n = 0; n < v.cols(); ++n) {
    const std::string name = oracle::nameOf(v.col(n));
    INFO(name);
    const std::size_t at = static_cast<std::size_t>(n);
    CHECK_THAT(exact[at], WithinAbs(expected["log_p"][name].get<double>(), kRounding));
    CHECK_THAT(bound[at], WithinAbs(expected["elbo"][name].get<double>(), kRounding));
    for (Index j = 0; j < 2; ++j) {
      CHECK_THAT(static_cast<double>(code(j, n)),
                 WithinAbs(expected["posterior_h1_mean"][name][static_cast<std::size_t>(j)].get<double>(), kRounding));
    }
    total += std::exp(exact[at]);
  }
  CHECK_THAT(total, WithinAbs(1, 1e-9));
}

TEST_CASE("The bound of two weighted guesses has the mean that counting gives", "[sbn][oracle]") {
  SigmoidBeliefNet net;
  net.initialise(settingsOf({2, 2}), summaryOf(3), 1);
  fillNet322(net);
  const nlohmann::json& expected = deep()["sbn_3_2_2"];
  constexpr Index kDraws = 20000;
  for (const char* const name : {"000", "101", "111"}) {
    INFO(name);
    const Matrix v = oracle::stateNamed(name).replicate(1, kDraws);
    for (const auto& [kind, samples, key] : {std::tuple{BoundWish::Kind::kImportance, 2, "iw_bound_K2"},
                                             std::tuple{BoundWish::Kind::kImportance, 1, "elbo"}}) {
      const std::vector<double> nats = natsOf(net.bound({.kind = kind, .samples = samples, .seed = 3}), v);
      double mean = 0, square = 0;
      for (const double each : nats) {
        mean += each / kDraws;
        square += each * each / kDraws;
      }
      const double error = std::sqrt((square - mean * mean) / kDraws);
      CHECK_THAT(mean, WithinAbs(expected[key][name].get<double>(), 4.5 * error));
      CHECK(error < 0.02);
    }
  }
}

TEST_CASE("A class on top has p(y), p(v | y) and p(y | v)", "[sbn][oracle]") {
  SigmoidBeliefNet net;
  net.initialise(settingsOf({2}, {{"classes", "true"}, {"recognition", "false"}}), summaryOf(3, 3), 1);
  const std::vector<Tensor> all = net.parameters();  // W1 b0 b1 U d
  REQUIRE(all.size() == 5);
  CHECK(all[3].name == "U");
  CHECK(all[3].shape == std::vector<std::uint32_t>{2, 3});
  const int offsets[] = {13, 19, 11, 5, 2};
  for (std::size_t at = 0; at < all.size(); ++at) fill(all[at].values, offsets[at]);
  const nlohmann::json& expected = deep()["sbn_label_3_2_y3"];
  const Matrix v = oracle::allStates(3);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  Matrix p;
  net.classProbabilities(v, p);
  for (std::int16_t y = 0; y < 3; ++y) {
    const std::vector<std::int16_t> labels(8, y);
    const std::vector<double> joint = natsOf(net.likelihood(LikelihoodOf::kJoint), {v, labels});
    const std::vector<double> label = natsOf(net.likelihood(LikelihoodOf::kLabel), {v, labels});
    for (std::size_t n = 0; n < 8; ++n) {
      const std::string name = oracle::nameOf(v.col(static_cast<Index>(n)));
      INFO(name << " of class " << y);
      const std::size_t k = static_cast<std::size_t>(y);
      const double log_p_y = expected["log_p_y"][k], given = expected["log_p_v_given_y"][name][k];
      const double posterior = expected["p_y_given_v"][name][k];
      CHECK_THAT(joint[n], WithinAbs(log_p_y + given, kRounding));
      CHECK_THAT(std::exp(label[n]), WithinAbs(posterior, kRounding));
      CHECK_THAT(static_cast<double>(p(y, static_cast<Index>(n))), WithinAbs(posterior, kRounding));
      CHECK_THAT(exact[n], WithinAbs(expected["log_p_v"][name].get<double>(), kRounding));
    }
  }
}

TEST_CASE("Wake and sleep move the weights as their expectations say", "[sbn][oracle]") {
  SigmoidBeliefNet net;
  Settings settings = settingsOf({2, 2});
  REQUIRE(settings.set("learningRate", 0).ok());  // the slopes alone are compared
  net.initialise(settings, summaryOf(3), 1);
  fillNet322(net);
  // One update with many copies of one example: means over samples stand for the expectations.
  const Matrix v = oracle::stateNamed("101").replicate(1, 40000);
  net.beginUpdate(v, {});
  Rng rng(5, Purpose::kUpdate);
  const std::vector<std::string> names = {"W1", "b0", "W2", "b1", "b2", "R1", "c1", "R2", "c2"};
  for (std::size_t phase = 0; phase < 4; ++phase) {
    net.runWholePhase(phase, rng);
    const std::vector<std::span<const float>> slopes = net.slopes();
    REQUIRE(slopes.size() == names.size());
    for (std::size_t at = 0; at < names.size(); ++at) {
      INFO("phase " << phase << ", " << names[at]);
      const bool learns = (phase == 1 && at < 5) || (phase == 3 && at >= 5);
      REQUIRE(slopes[at].empty() != learns);
      if (!learns) continue;
      const nlohmann::json& expected =
          deep()["sbn_3_2_2"][phase == 1 ? "expected_wake_update_v101" : "expected_sleep_update"][names[at]];
      const std::vector<double> flat = oracle::flatten(expected);
      REQUIRE(flat.size() == slopes[at].size());
      for (std::size_t i = 0; i < flat.size(); ++i) {
        CHECK_THAT(static_cast<double>(slopes[at][i]), WithinAbs(flat[i], 4.5 * 0.5 / std::sqrt(40000.0)));
      }
    }
  }
}

TEST_CASE("The exact method climbs the gradient of log p", "[sbn][gradient]") {
  const int classes = GENERATE(0, 3);
  SigmoidBeliefNet net;
  Settings settings = settingsOf({3, 2}, {{"recognition", "false"}, {"classes", classes > 0 ? "true" : "false"}});
  REQUIRE(settings.set("learningRate", 0).ok());
  net.initialise(settings, summaryOf(4, classes), 7);
  std::vector<Tensor> all = net.parameters();
  for (std::size_t at = 0; at < all.size(); ++at) fill(all[at].values, static_cast<int>(3 * at));
  Matrix v(4, 3);
  v << 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0;
  const std::vector<std::int16_t> labels = {2, -1, 0};
  const Batch batch = classes > 0 ? Batch(v, labels) : Batch(v);
  const auto objective = [&] {
    double sum = 0;
    for (Index n = 0; n < 3; ++n) {
      const Matrix one = v.col(n);
      const std::vector<std::int16_t> label = {labels[static_cast<std::size_t>(n)]};
      const bool joint = classes > 0 && label[0] >= 0;
      sum += natsOf(net.likelihood(joint ? LikelihoodOf::kJoint : LikelihoodOf::kVisible), {one, label})[0] / 3;
    }
    return sum;
  };
  net.beginUpdate(batch, {});
  Rng rng(5, Purpose::kUpdate);
  net.runWholePhase(0, rng);
  net.runWholePhase(1, rng);
  const std::vector<std::span<const float>> slopes = net.slopes();
  for (std::size_t at = 0; at < all.size(); ++at) {
    for (std::size_t i = 0; i < all[at].values.size(); ++i) {
      INFO(all[at].name << " " << i);
      const double expected = oracle::slopeAlong(all[at].values[i], 1e-2f, objective);
      CHECK_THAT(static_cast<double>(slopes[at][i]), WithinAbs(expected, 2e-5));
    }
  }
}

TEST_CASE("With many guesses reweighted wake-sleep has the slope of log p", "[sbn][gradient]") {
  SigmoidBeliefNet net, exact;
  Settings settings = settingsOf({2, 2}, {{"method", "reweighted"}, {"recognitionFrom", "wake"}});
  REQUIRE(settings.set("learningRate", 0).ok());
  REQUIRE(settings.set("samples", 100).ok());
  net.initialise(settings, summaryOf(3), 1);
  fillNet322(net);
  Settings counted = settingsOf({2, 2}, {{"recognition", "false"}});
  REQUIRE(counted.set("learningRate", 0).ok());
  exact.initialise(counted, summaryOf(3), 1);
  std::vector<Tensor> to = exact.parameters(), from = net.parameters();
  for (std::size_t at = 0; at < to.size(); ++at) std::ranges::copy(from[at].values, to[at].values.begin());
  const Matrix v = oracle::stateNamed("101").replicate(1, 400);
  // Recognition near the posterior of this example, so that a hundred weights are even enough: what the mean of
  // weights that are divided by their sum is biased by falls with their variance.
  Matrix code;
  net.encode(v.col(0), code);
  for (std::size_t at = 5; at < from.size(); ++at) std::ranges::fill(from[at].values, 0.0f);
  for (Index j = 0; j < 2; ++j) from[6].values[static_cast<std::size_t>(j)] = std::log(code(j, 0) / (1 - code(j, 0)));
  Rng rng(5, Purpose::kUpdate);
  for (SigmoidBeliefNet* each : {&net, &exact}) {
    each->beginUpdate(v, {});
    each->runWholePhase(0, rng);
    each->runWholePhase(1, rng);
  }
  for (std::size_t at = 0; at < to.size(); ++at) {
    for (std::size_t i = 0; i < to[at].values.size(); ++i) {
      INFO(to[at].name << " " << i);
      // 400 means over a hundred guesses have a deviation of a few thousandths, and a bias of as much.
      CHECK_THAT(static_cast<double>(net.slopes()[at][i]), WithinAbs(static_cast<double>(exact.slopes()[at][i]), 0.02));
    }
  }
}

TEST_CASE("Samples come from p(v), and from p(v | y) where a class is held", "[sbn][samples]") {
  SigmoidBeliefNet net;
  net.initialise(settingsOf({2}, {{"classes", "true"}, {"recognition", "false"}}), summaryOf(3, 3), 1);
  const int offsets[] = {13, 19, 11, 5, 2};
  std::vector<Tensor> all = net.parameters();
  for (std::size_t at = 0; at < all.size(); ++at) fill(all[at].values, offsets[at]);
  constexpr int kCount = 40000;
  const std::unique_ptr<Sampler> sampler = net.sampler(kCount);
  CHECK_FALSE(sampler->chain());
  CHECK(sampler->stages().size() == 3);
  Rng rng(3, Purpose::kSample);
  for (const int held : {-1, 1}) {
    sampler->holdClasses(held < 0 ? std::vector<std::int16_t>() : std::vector<std::int16_t>{1});
    sampler->restart(rng);
    sampler->runRound(rng);
    const Matrix v = oracle::allStates(3);
    std::vector<double> shares(8);
    for (Index n = 0; n < kCount; ++n) shares[oracle::numberOf(sampler->states().col(n))] += 1.0 / kCount;
    for (std::size_t s = 0; s < 8; ++s) {
      const std::string name = oracle::nameOf(v.col(static_cast<Index>(s)));
      const nlohmann::json& expected = deep()["sbn_label_3_2_y3"];
      const double p = std::exp(held < 0 ? expected["log_p_v"][name].get<double>()
                                         : expected["log_p_v_given_y"][name][1].get<double>());
      CHECK_THAT(shares[s], WithinAbs(p, 4.5 * std::sqrt(p * (1 - p) / kCount)));
    }
  }
}

TEST_CASE("The bars of wake-sleep have the shares of their source, and a net made by hand draws them", "[sbn][bars]") {
  const Dataset bars = helmholtzBars();
  const nlohmann::json& expected = deep()["bars_4x4"];
  Matrix v(16, bars.train.examples);
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < 16; ++i) v(i, n) = static_cast<float>(bars.train.bytes[static_cast<std::size_t>(16 * n + i)]);
  }
  const std::optional<double> best = bestPossible(v);
  REQUIRE(best);
  CHECK_THAT(-*best, WithinAbs(expected["entropy_nats"].get<double>(), 1e-9));
  CHECK(bars.class_names.size() == 2);

  for (const int strength : {4, 6, 10}) {
    SigmoidBeliefNet net;
    net.initialise(settingsOf({8, 1}), summaryOf(16), 1);
    std::vector<Tensor> all = net.parameters();
    for (const Tensor& tensor : all) std::ranges::fill(tensor.values, 0.0f);
    const float L = static_cast<float>(strength), rare = std::log(0.25f);
    for (std::size_t pixel = 0; pixel < 16; ++pixel) {
      all[1].values[pixel] = -L;                         // b0
      all[0].values[8 * pixel + pixel % 4] = 2 * L;      // W1: vertical bars 0 .. 3
      all[0].values[8 * pixel + 4 + pixel / 4] = 2 * L;  // horizontal bars 4 .. 7
    }
    for (std::size_t bar = 0; bar < 8; ++bar) {
      all[2].values[bar] = bar < 4 ? L : -L;           // W2: the top unit is on for vertical bars
      all[3].values[bar] = bar < 4 ? rare - L : rare;  // b1
    }
    all[4].values[0] = std::log(2.0f);  // b2
    double mean = 0;
    for (const double nats : natsOf(net.likelihood(LikelihoodOf::kVisible), v)) {
      mean += nats / static_cast<double>(v.cols());
    }
    const double bits = (*best - mean) / std::log(2.0);
    CHECK_THAT(bits, WithinAbs(expected["kl_bits_of_hand_made_16_8_1"][std::to_string(strength)].get<double>(), 1e-5));
  }
}

TEST_CASE("Refusals name what is too large", "[sbn]") {
  const DataSummary data = summaryOf(16);
  Settings settings = settingsOf({20, 10}, {{"recognition", "false"}});
  const Status refused = SigmoidBeliefNet::allows(settings, data);
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().sentence, ContainsSubstring("at most 16 units"));
  Settings with_classes = settingsOf({4}, {{"classes", "true"}});
  CHECK_FALSE(SigmoidBeliefNet::allows(with_classes, data).ok());
  SigmoidBeliefNet net;
  net.initialise(settingsOf({40}), data, 1);
  const Result<std::unique_ptr<Likelihood>> exact = net.likelihood(LikelihoodOf::kVisible);
  REQUIRE_FALSE(exact.ok());
  CHECK_THAT(exact.error().sentence, ContainsSubstring("bound"));
}
