// Probabilistic PCA and factor analysis on data made for a test, with and without a session.
#pragma once

#include "models/linear/factor_analysis.h"
#include "models/linear/ppca.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"
#include "tests/support/linear.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace harmonium::oracle {

inline constexpr double kForever = 1e12;
inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

inline std::shared_ptr<const Dataset> datasetOf(const Matrix& train, const Matrix& test = Matrix(), int rows = 1) {
  auto set = std::make_shared<Dataset>();
  set->name = "made";
  set->title = "Made for a test";
  set->rows = rows;
  set->cols = static_cast<int>(train.rows()) / rows;
  set->real = true;
  const auto splitOf = [&train](const Matrix& x) {
    Split split;
    split.examples = static_cast<int>(x.cols());
    split.values = static_cast<int>(train.rows());
    split.floats.assign(x.data(), x.data() + x.size());
    split.missing = std::ranges::any_of(split.floats, [](float value) { return std::isnan(value); });
    return split;
  };
  set->train = splitOf(train);
  set->test = splitOf(test);
  return set;
}

inline Result<std::unique_ptr<Session>> tryOpen(const std::string& model, const std::string& settings,
                                                std::shared_ptr<const Dataset> data, int seed = 1) {
  Result<Spec> spec = parseSpec(R"({"model":")" + model + R"(","data":"line","seed":)" + std::to_string(seed) +
                                R"(,"settings":)" + settings + "}");
  if (!spec) FAIL(spec.error().sentence);
  return Session::open(std::move(spec.value()), std::move(data));
}

inline std::unique_ptr<Session> openOn(const std::string& model, const std::string& settings,
                                       std::shared_ptr<const Dataset> data, int seed = 1) {
  Result<std::unique_ptr<Session>> session = tryOpen(model, settings, std::move(data), seed);
  if (!session) FAIL(session.error().sentence);
  return std::move(session.value());
}

inline const Curve* curveNamed(const Snapshot& snapshot, std::string_view name) {
  const auto found = std::ranges::find(snapshot.curves, name, &Curve::name);
  return found == snapshot.curves.end() ? nullptr : &*found;
}

inline View viewNamed(const Session& session, const std::string& name) {
  const Snapshot snapshot = session.snapshot({name});
  REQUIRE(snapshot.views.size() == 1);
  CHECK(faultOf(snapshot.views[0]) == "");
  return snapshot.views[0];
}

// A model without a session, at its first parameters or after some updates.
template <typename Kind>
Kind modelOn(const Matrix& x, const std::string& changes, std::uint64_t updates = 0) {
  Settings settings(Kind::options());
  const nlohmann::json wanted = nlohmann::json::parse(changes);
  for (const auto& [name, value] : wanted.items()) {
    REQUIRE((value.is_string() ? settings.setChoice(name, value.get<std::string>())
                               : settings.set(name, value.template get<double>()))
                .ok());
  }
  RealVector mean, variance;
  partialMoments(x, mean, variance);
  DataSummary data{.rows = 1,
                   .cols = static_cast<int>(x.rows()),
                   .examples = static_cast<int>(x.cols()),
                   .mean = mean.cast<float>(),
                   .binary = false,
                   .domain = Domain::kReal,
                   .missing = x.hasNaN(),
                   .train_missing = x.hasNaN(),
                   .deviation = variance.cwiseSqrt().cast<float>(),
                   .low = -10,
                   .high = 10};
  Kind model;
  model.initialise(settings, data, 1);
  Pace whole;
  finish(model.see(x, whole));
  finish(model.seen(whole));
  Rng rng(1, Purpose::kUpdate);
  for (std::uint64_t update = 0; update < updates; ++update) {
    model.beginUpdate(Matrix(x.rows(), 0), {.update = update, .epoch = 0});
    for (std::size_t phase = 0; phase < model.phases().size(); ++phase) model.runWholePhase(phase, rng);
  }
  return model;
}

}  // namespace harmonium::oracle
