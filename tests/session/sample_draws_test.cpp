// Where the samples of a measure come from: exact draws where states can be counted, chains elsewhere, and what is said
// of chains that have not mixed.
#include "session/json.h"
#include "tests/support/experiments.h"
#include "tests/support/measured.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

// Two pictures without a bit in common, 100 of each. A machine that has learnt them by the exact gradient gives each
// half of its probability, but a chain never gets from one to the other. Their sizes differ, 2 and 10 pixels, so chains
// from noise end in the larger one more often.
std::string twoPatterns(const std::string& model, const std::string& settings) {
  std::string rows;
  for (int n = 0; n < 200; ++n) {
    std::string row;
    for (int i = 0; i < 12; ++i) row += (i == 0 ? "" : ",") + std::string((i < 2) == (n % 2 == 0) ? "1" : "0");
    rows += (n == 0 ? "[" : ",[") + row + "]";
  }
  return R"({"model":")" + model + R"(","seed":1,"settings":)" + settings + R"(,"data":{"shape":[3,4],"examples":[)" +
         rows + "]}}";
}

// The batch holds all examples and every state is counted, so training is plain ascent. The first weights are large:
// from small ones all hidden units grow alike, and the ascent stays at -1.13 nats.
std::unique_ptr<Session> learnt() {
  auto session =
      open(twoPatterns("rbm", R"({"hidden":4,"method":"exact","learningRate":0.2,"batchSize":200,"biasFromData":false,)"
                              R"("momentum":0.9,"weightDecay":0,"initialWeights":0.5})"));
  session->train(1500, kForever);
  return session;
}

constexpr const char* kLook = R"({"samples":400,"examples":200,"permutations":99)";

std::string with(const std::string& options, const std::string& more) {
  return options + more + "}";
}

}  // namespace

TEST_CASE("A machine that has learnt two patterns apart is judged by its distribution, not by its chains",
          "[measures][samples][draws]") {
  const auto session = learnt();
  // The exact distribution is right: ln 2 nats per example, less than 0.02 off.
  REQUIRE(measured(*session, "logLikelihood").value > -std::log(2.0) - 0.02);
  const Measurement exact = measured(*session, "mmd", with(kLook, ""));
  CHECK(detail(exact, "p-value") > 0.05);
  CHECK_THAT(exact.note, ContainsSubstring("by the exact probabilities of all 16 states"));
  CHECK_THAT(exact.note, !ContainsSubstring("R-hat"));
  const Measurement chains = measured(*session, "mmd", with(kLook, R"(,"draws":"chains")"));
  INFO(chains.note << " " << chains.value << " " << detail(chains, "p-value"));
  CHECK_THAT(chains.note, ContainsSubstring("after 1,000 steps from noise"));
  CHECK_THAT(chains.note, ContainsSubstring("have not mixed"));
  CHECK(detail(chains, "p-value") < 0.05);  // they condemn a model that is right
  // Every measure on samples draws exactly, and says so of chains.
  for (const char* name : {"parzen", "classifierTwoSample", "precisionRecall"}) {
    INFO(name);
    CHECK_THAT(measured(*session, name, R"({"samples":60,"examples":40})").note,
               ContainsSubstring("exact probabilities"));
    CHECK_THAT(measured(*session, name, R"({"samples":60,"examples":40,"draws":"chains"})").note,
               ContainsSubstring("have not mixed"));
  }
}

TEST_CASE("Chains that mix are said to mix, and few steps to tell nothing", "[measures][samples][draws]") {
  // Weights of 0: every step is an independent draw.
  const auto session = open(twoPatterns("rbm", R"({"hidden":4,"initialWeights":0})"));
  CHECK_THAT(measured(*session, "mmd", with(kLook, R"(,"draws":"chains")")).note,
             ContainsSubstring("The chains mix: R-hat is 1"));
  CHECK_THAT(measured(*session, "mmd", with(kLook, R"(,"draws":"chains","steps":5)")).note,
             ContainsSubstring("do not tell whether the chains mix"));
}

TEST_CASE("Exact draws are refused where states cannot be counted, and chains are taken there", "[measures][draws]") {
  const auto session = open(twoPatterns("boltzmann", R"({"hidden":12,"hiddenLinks":true})"));
  CHECK_THAT(refusal(*session, "mmd", R"({"draws":"exact"})").sentence, ContainsSubstring("cannot be counted"));
  CHECK_THAT(measured(*session, "mmd", with(kLook, R"(,"steps":60)")).note, ContainsSubstring("R-hat"));
  const auto small = open(twoPatterns("boltzmann", R"({"hidden":4,"hiddenLinks":true})"));
  CHECK_THAT(measured(*small, "mmd", with(kLook, R"(,"draws":"exact")")).note, ContainsSubstring("all 65,536 states"));
  const auto direct = open(R"({"model":"ppca","data":"line","settings":{"factors":1}})");
  direct->train(2, kForever);
  CHECK_THAT(measured(*direct, "mmd", R"({"draws":"exact","samples":50,"examples":50})").note,
             ContainsSubstring("drawn directly"));
}

TEST_CASE("Annealing in reverse starts at exact draws, or says that its chains have not mixed",
          "[measures][ais][draws]") {
  const auto session = learnt();
  const double exact = measured(*session, "logPartition", R"({"method":"exact"})").value;
  const std::string reverse = R"({"method":"reverse","chains":50,"temperatures":300)";
  const Measurement fair = measured(*session, "logPartition", with(reverse, ""));
  INFO(fair.note);
  CHECK_THAT(fair.note, ContainsSubstring("exact probabilities"));
  // The two directions bracket log Z; the reverse one errs high on average.
  CHECK(detail(fair, "forward") < exact + 0.5);
  CHECK(fair.value > exact - 0.5);
  const Measurement chains = measured(*session, "logPartition", with(reverse, R"(,"draws":"chains")"));
  INFO(chains.note);
  CHECK_THAT(chains.note, ContainsSubstring("have not mixed"));
  CHECK_FALSE(chains.standard_error.has_value());
  CHECK_THAT(chains.note, ContainsSubstring("no error bar"));
  CHECK_THAT(chains.note, ContainsSubstring("steps 10,000"));
  const std::vector<Measurement> both = all(*session, "logLikelihood", with(reverse, R"(,"draws":"chains")"));
  CHECK_FALSE(both.at(0).standard_error.has_value());
  CHECK_FALSE(both.at(1).standard_error.has_value());
}
