// The level that an exact curve can reach, wherever it is known: beside every curve, and right.
#include "session/session.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

std::unique_ptr<Session> trained(const std::string& spec) {
  auto session = experiments::open(spec);
  session->train(20, 1e12);
  return session;
}

const Curve* curveOf(const Snapshot& snapshot, const std::string& name) {
  const auto found = std::ranges::find(snapshot.curves, name, &Curve::name);
  return found == snapshot.curves.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("Every exact log-likelihood of countable states has the best possible beside it", "[session][curves]") {
  // Bars and stripes of 4 x 4: 32 draws, of which all on and all off come twice.
  const double best = -(28 * std::log(32.0) + 2 * 2 * std::log(16.0)) / 32;
  for (const char* model : {"rbm", "mixture", "boltzmann", "sbn"}) {
    INFO(model);
    const auto session =
        trained(std::string(R"({"model":")") + model + R"(","data":"bars-and-stripes","seed":1,"settings":{)" +
                (std::string(model) == "sbn"       ? R"("layers":[4])"
                 : std::string(model) == "mixture" ? ""
                                                   : R"("hidden":4)") +
                "}}");
    const Snapshot snapshot = session->snapshot({});
    const Curve* curve = curveOf(snapshot, "logLikelihood");
    REQUIRE(curve != nullptr);
    REQUIRE(curve->reference.has_value());
    CHECK(curve->reference_label == "best possible");
    CHECK_THAT(*curve->reference, WithinAbs(best, 1e-9));
    CHECK(curve->y.back() <= toFloat(best) + 1e-4f);
    for (const char* gap : {"divergence", "recognitionGap"}) {
      const Curve* left = curveOf(snapshot, gap);
      if (left == nullptr) continue;
      REQUIRE(left->reference.has_value());
      CHECK(*left->reference == 0);
    }
  }
}

TEST_CASE("Where the data's density is known, exact curves on the plane have its own log-likelihood beside them",
          "[session][curves]") {
  struct Case {
    const char *model, *settings, *curve;
  };
  for (const Case& each : {Case{"rbm", R"("hidden":6)", "logLikelihood"}, Case{"experts", "", "logLikelihood"},
                           Case{"factorAnalysis", "", "testLogLikelihood"}}) {
    INFO(each.model);
    const auto session = trained(std::string(R"({"model":")") + each.model +
                                 R"(","data":"ring","seed":1,"settings":{)" + each.settings + "}}");
    const Snapshot snapshot = session->snapshot({});
    const Curve* curve = curveOf(snapshot, each.curve);
    REQUIRE(curve != nullptr);
    REQUIRE(curve->reference.has_value());
    CHECK(curve->reference_label == "true density");
    // Eight round bumps that hardly overlap: the mean of log p is -log 8 - log(2 pi s^2) - 1. Over n examples it has a
    // standard error of 1 / sqrt(n); there are 500 at most.
    const double s = 0.15, mean = -std::log(8.0) - std::log(2 * std::numbers::pi * s * s) - 1;
    CHECK_THAT(*curve->reference, WithinAbs(mean, 4 / std::sqrt(400.0)));
  }
}
