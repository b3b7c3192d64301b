// What the numbers of a measurement mean: its standard error and the parts of it, whether it is exact, and on which
// examples it was taken.
#include "measures/statistics.h"
#include "session/codec.h"
#include "session/json.h"
#include "tests/support/experiments.h"
#include "tests/support/measured.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

// 3x3 pictures of 0 and 1, or grey: 40 to train with and 30 held out.
std::string pictures(bool grey) {
  Rng rng(8, Purpose::kData);
  std::string rows[2];
  for (int n = 0; n < 70; ++n) {
    const bool kind = rng.uniform() < 0.5f;
    std::string row;
    for (int i = 0; i < 9; ++i) {
      const double shade = (i % 3 == (kind ? 0 : 2) ? 0.8 : 0.2) + 0.1 * static_cast<double>(rng.uniform());
      const bool bit = static_cast<double>(rng.uniform()) < shade;
      row += (i == 0 ? "" : ",") + (grey ? formatNumber(shade) : std::string(bit ? "1" : "0"));
    }
    std::string& to = rows[n < 40 ? 0 : 1];
    to += (to.empty() ? "[" : ",[") + row + "]";
  }
  return R"({"shape":[3,3],"examples":[)" + rows[0] + R"(],"test":[)" + rows[1] + "]}";
}

std::unique_ptr<Session> openPictures(bool grey) {
  auto session = open(R"({"model":"rbm","seed":2,"settings":{"hidden":6,"batchSize":10,"binarisation":")" +
                      std::string(grey ? "sample" : "none") + R"("},"data":)" + pictures(grey) + "}");
  session->train(300, kForever);
  return session;
}

double square(const std::optional<double>& error) {
  return error.value_or(0) * error.value_or(0);
}

}  // namespace

TEST_CASE("A standard error is the same sum of parts for exact and annealed likelihoods", "[measures][errors]") {
  const auto session = openPictures(false);
  const std::string anneal = R"({"method":"ais","chains":50,"temperatures":100)";
  const Measurement exact = measured(*session, "logLikelihood"),
                    annealed = measured(*session, "logLikelihood", anneal + "}"),
                    trained = measured(*session, "logLikelihood", anneal + R"(,"split":"train"})");
  // Over examples: the same for both, that of the mean. Of the estimate: only the annealed one has it.
  CHECK(exact.exact);
  CHECK(exact.standard_error == exact.error_over_examples);
  CHECK_FALSE(exact.error_of_estimate.has_value());
  CHECK_THAT(annealed.error_over_examples.value(), WithinRel(exact.error_over_examples.value(), 1e-9));
  CHECK(annealed.error_of_estimate.value() > 0);
  CHECK_THAT(square(annealed.standard_error),
             WithinRel(square(annealed.error_over_examples) + square(annealed.error_of_estimate), 1e-9));
  CHECK(detail(annealed, "standard error over examples") == annealed.error_over_examples.value());
  CHECK(detail(annealed, "standard error of the estimate") == annealed.error_of_estimate.value());
  // The training examples are all there are, so other ones are no question.
  CHECK_FALSE(trained.error_over_examples.has_value());
  CHECK(trained.standard_error == trained.error_of_estimate);
  const Measurement partition = measured(*session, "logPartition", anneal + "}");
  CHECK(partition.standard_error == annealed.error_of_estimate);
  CHECK(detail(partition, "95 % from") < partition.value);
  CHECK(detail(partition, "95 % to") > partition.value);
  // The fields reach a client.
  const Json json = Json::parse(writeMeasurement(annealed));
  CHECK(json["errorOverExamples"] == annealed.error_over_examples.value());
  CHECK(json["errorOfEstimate"] == annealed.error_of_estimate.value());
  CHECK(Json::parse(writeMeasurement(exact))["errorOfEstimate"].is_null());
}

TEST_CASE("Every error over examples is for held-out data alone", "[measures][errors]") {
  const auto session = openPictures(false);
  for (const char* name : {"reconstructionError", "pseudoLogLikelihood"}) {
    const std::string exact = std::string_view(name) == "reconstructionError" ? "" : R"(,"method":"exact")";
    INFO(name);
    CHECK(measured(*session, name, R"({"split":"test")" + exact + "}").error_over_examples.value() > 0);
    CHECK_FALSE(measured(*session, name, R"({"split":"train")" + exact + "}").standard_error.has_value());
    CHECK(measured(*session, name, R"({"split":"test")" + exact + "}").exact);
  }
}

TEST_CASE("A value of pixels drawn as 0 or 1 is an estimate, and its error is what other draws scatter by",
          "[measures][errors][pixels]") {
  const auto session = openPictures(true);
  const auto at = [&](const std::string& seed, int draws, const char* name = "logLikelihood") {
    return measured(*session, name,
                    R"({"split":"train","seed":)" + seed + R"(,"pixelDraws":)" + std::to_string(draws) + "}");
  };
  const Measurement four = at("1", 4);
  CHECK_FALSE(four.exact);
  CHECK(four.certainty == "estimate");
  CHECK_THAT(four.note, ContainsSubstring("drawn as 0 or 1, 4 times each"));
  CHECK_FALSE(at("1", 1).exact);
  CHECK_FALSE(at("1", 1).standard_error.has_value());  // one draw does not tell about others
  CHECK_THAT(at("1", 1).note, ContainsSubstring("once"));
  for (const char* name : {"logLikelihood", "pseudoLogLikelihood", "reconstructionError"}) {
    INFO(name);
    CHECK_FALSE(at("1", 4, name).exact);
  }
  CHECK_FALSE(measured(*session, "freeEnergyGap").exact);
  CHECK(measured(*session, "logPartition").exact);  // log Z has nothing to do with pixels
  // The deviation of 24 values is known to 1 / sqrt(46), 15 %; four of that.
  RunningMean values, told;
  for (int seed = 10; seed < 34; ++seed) {
    const Measurement m = at(std::to_string(seed), 4);
    values.add(m.value);
    told.add(square(m.error_of_estimate));
  }
  CHECK_THAT(std::sqrt(told.mean()), WithinRel(values.deviation(), 4 / std::sqrt(46.0)));
  // Twenty-five times the draws, a fifth of the error.
  CHECK_THAT(at("1", 100).error_of_estimate.value(), WithinRel(four.error_of_estimate.value() / 5, 0.25));
  CHECK_THAT(at("1", 100).value, WithinAbs(values.mean(), 5 * four.error_of_estimate.value() / std::sqrt(20.0)));
}

TEST_CASE("Over the held-out examples the error of grey pixels is a part of the whole", "[measures][errors][pixels]") {
  const auto session = openPictures(true);
  const Measurement test = measured(*session, "logLikelihood");
  CHECK(test.error_of_estimate.value() > 0);
  CHECK(test.error_over_examples.value() > 0);
  CHECK_THAT(square(test.standard_error),
             WithinRel(square(test.error_over_examples) + square(test.error_of_estimate), 1e-9));
}

TEST_CASE("Curves and measures of one name say on which examples they were taken", "[measures][curves]") {
  const auto session = openPictures(true);
  CHECK_THAT(measured(*session, "logLikelihood").note, ContainsSubstring("mean over 30 held-out examples"));
  CHECK_THAT(measured(*session, "logLikelihood", R"({"split":"train"})").note,
             ContainsSubstring("mean over 40 training examples"));
  const auto examplesOf = [](const Session& of, std::string_view name) {
    for (const Curve& curve : of.snapshot({}).curves) {
      if (curve.name == name) return curve.examples;
    }
    return std::string("no such curve");
  };
  CHECK(examplesOf(*session, "logLikelihood") == "40 training examples, pixels drawn once");
  CHECK(examplesOf(*session, "reconstructionError") == "40 training examples");
  CHECK(examplesOf(*session, "freeEnergyGap") == "30 held-out examples, 40 training examples, pixels drawn once");
  const auto line = open(R"({"model":"experts","data":"line"})");
  line->train(3, kForever);
  CHECK(examplesOf(*line, "logLikelihood").starts_with("500 of "));
  CHECK(examplesOf(*line, "acceptance").empty());
}

TEST_CASE("Measures on the samples of a table do not depend on the units of its columns", "[measures][scaling]") {
  // A machine of Gaussian units standardises its values, so its samples are the same in any units.
  const auto table = [](const std::vector<double>& units) {
    Rng rng(9, Purpose::kData);
    std::string rows;
    for (int n = 0; n < 120; ++n) {
      const double common = static_cast<double>(rng.normal());
      rows += n == 0 ? "[" : ",[";
      for (std::size_t i = 0; i < units.size(); ++i) {
        const double value = (common + 0.5 * static_cast<double>(rng.normal())) * units[i];
        rows += (i == 0 ? "" : ",") + formatNumber(value);
      }
      rows += "]";
    }
    auto session =
        open(R"({"model":"rbm","seed":3,"settings":{"hidden":3,"batchSize":20},"data":{"shape":[3],"real":true,)"
             R"("examples":[)" +
             rows + "]}}");
    session->train(50, kForever);
    return session;
  };
  const auto plain = table({1, 1, 1}), given = table({0.01, 1, 1000});
  const std::string look = R"({"samples":100,"examples":100)";
  for (const char* name : {"mmd", "precisionRecall", "classifierTwoSample"}) {
    INFO(name);
    const Measurement one = measured(*plain, name, look + "}"), other = measured(*given, name, look + "}");
    CHECK_THAT(other.value, WithinAbs(one.value, 0.011));  // at most a point of 100 changes sides
    CHECK_THAT(other.note, ContainsSubstring("standard deviations"));
    const Measurement raw = measured(*given, name, look + R"(,"scale":"raw"})");
    CHECK_THAT(raw.note, !ContainsSubstring("standard deviations"));
  }
  CHECK_THAT(measured(*given, "mmd", look + "}").value, WithinAbs(measured(*plain, "mmd", look + "}").value, 1e-4));
  // A density: other units shift its logarithm by theirs, ln 0.01 + ln 1000.
  CHECK_THAT(measured(*given, "parzen", look + "}").value,
             WithinAbs(measured(*plain, "parzen", look + "}").value - std::log(10.0), 1e-3));
}
