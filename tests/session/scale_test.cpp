// Real-valued models and their pictures in other units. Oracle: the same data in other units. A power of two changes no
// bit of a mantissa, so a model that measures every value in its own deviation learns the same bits.
#include "session/summary.h"
#include "tests/support/linear_models.h"

#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <vector>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using namespace harmonium::experiments;
using namespace harmonium::oracle;

namespace {

Matrix scaled(Matrix x, std::initializer_list<float> scales) {
  Eigen::Index i = 0;
  for (const float scale : scales) x.row(i++) *= scale;
  return x;
}

double measured(Session& session, const char* name) {
  Result<std::unique_ptr<Job>> job = session.measure(name, R"({"split":"train"})");
  REQUIRE(job.ok());
  while (!job.value()->advance(100)) {
  }
  return job.value()->result().measurements.at(0).value;
}

constexpr float kSmallScale = 0x1p-30f, kLargeScale = 0x1p30f;  // about 1e-9 and 1e9

struct Run {
  const char *model, *settings;
};
constexpr Run kRuns[] = {
    {"rbm", R"({"hidden":3,"learningRate":0.01,"batchSize":20})"},
    {"rbm", R"({"hidden":3,"learningRate":0.01,"batchSize":20,"method":"pcd","chains":10,"centred":true})"},
    {"rbm", R"({"hidden":3,"learningRate":0.01,"batchSize":20,"method":"exact","initialWeights":1})"},
    {"rbm", R"({"hidden":3,"learningRate":0.01,"batchSize":20,"method":"tempering","chains":4})"},
    {"gan", R"({"noiseSize":2,"generatorUnits":8,"discriminatorUnits":8,"batchSize":20})"}};

}  // namespace

TEST_CASE("Gaussian machines and adversarial networks learn the same bits in any unit of any value",
          "[scale][session]") {
  const Matrix x = randomData(2, 1, 100, 51);
  for (const Run& run : kRuns) {
    INFO(run.model << " " << run.settings);
    const auto plain = openOn(run.model, run.settings, datasetOf(x));
    plain->train(60, kForever);
    for (const auto& [a, b] : {std::pair{kSmallScale, kSmallScale},
                               {kLargeScale, kLargeScale},
                               {kSmallScale, kLargeScale},
                               {1.0f, 0x1p-13f},
                               {0x1p8f, 1.0f}}) {
      INFO(a << " and " << b);
      const auto other = openOn(run.model, run.settings, datasetOf(scaled(x, {a, b})));
      other->train(60, kForever);
      CHECK(other->hash() == plain->hash());
      if (std::string(run.model) == "rbm") {
        const double logs = std::log(static_cast<double>(a)) + std::log(static_cast<double>(b));
        CHECK_THAT(measured(*other, "logLikelihood") + logs, WithinAbs(measured(*plain, "logLikelihood"), 1e-5));
      }
      other->runChains(3);
      for (const View& view : other->snapshot({"*"}).views) {
        INFO(view.name);
        CHECK(faultOf(view) == "");
      }
    }
  }
}

TEST_CASE("Scales that are no powers of two change a likelihood by their logarithms", "[scale][session]") {
  const Matrix x = randomData(2, 1, 100, 52);
  const char* settings = R"({"hidden":3,"learningRate":0.01,"batchSize":100,"method":"exact","initialWeights":1})";
  const auto plain = openOn("rbm", settings, datasetOf(x));
  plain->train(100, kForever);
  for (const float scale : {1e-9f, 1e-6f, 1e-3f, 1e3f, 1e6f, 1e9f}) {
    INFO(scale);
    const auto other = openOn("rbm", settings, datasetOf(scaled(x, {scale, 30})));
    other->train(100, kForever);
    CHECK_THAT(measured(*other, "logLikelihood") + std::log(static_cast<double>(scale)) + std::log(30.0),
               WithinAbs(measured(*plain, "logLikelihood"), 1e-3));
  }
}

TEST_CASE("A machine of Gaussian units draws its density over both axes, in units of each", "[scale][views]") {
  const Matrix x = randomData(2, 1, 200, 53);
  const char* settings = R"({"hidden":2,"learningRate":0.01,"batchSize":50})";
  const auto fieldOf = [&](float a, float b) {
    const auto session = openOn("rbm", settings, datasetOf(scaled(x, {a, b})));
    session->train(50, kForever);
    return viewNamed(*session, "density");
  };
  const View plain = fieldOf(1, 1);
  CHECK(plain.kind == ViewKind::kPlane);
  for (const auto& [a, b] : {std::pair{1.0f, 1e-4f}, {1e-9f, 1e6f}, {1e9f, 1e9f}}) {
    const View view = fieldOf(a, b);
    CHECK(view.kind == (a == b ? ViewKind::kPlane : ViewKind::kChart));
    const Panel& panel = view.panels.at(0);
    double sum = 0;
    for (const float p : panel.marks.at(0).values) sum += static_cast<double>(p);
    const double cell = static_cast<double>(panel.x.high - panel.x.low) *
                        static_cast<double>(panel.y.high - panel.y.low) /
                        static_cast<double>(panel.marks[0].values.size());
    CHECK_THAT(sum * cell, WithinRel(1.0, 1e-4));
    CHECK(panel.marks[0].limit > 0);
    // Most cells are dark and some are not: neither value is lost in the range of the other.
    const auto bright =
        std::ranges::count_if(panel.marks[0].values, [&](float p) { return p > 0.1f * panel.marks[0].limit; });
    CHECK(bright > 20);
  }
}

TEST_CASE("Ranges and deviations keep to the scale of the data", "[scale][summary]") {
  const Matrix x = randomData(2, 1, 100, 54);
  const DataSummary plain = summarise(*datasetOf(x), Binarisation::kNone);
  CHECK(plain.oneScale());
  CHECK(plain.range(1).low == plain.low);
  for (const float scale : {1e-9f, 1e-3f, 1e6f}) {
    const DataSummary other = summarise(*datasetOf(Matrix(scale * x)), Binarisation::kNone);
    CHECK_THAT(other.low / scale, WithinRel(plain.low, 1e-5f));
    CHECK_THAT(other.high / scale, WithinRel(plain.high, 1e-5f));
    for (const Eigen::Index i : {0, 1}) CHECK_THAT(other.deviation[i] / scale, WithinRel(plain.deviation[i], 1e-5f));
  }
  const DataSummary apart = summarise(*datasetOf(scaled(x, {1, 1000})), Binarisation::kNone);
  CHECK_FALSE(apart.oneScale());
  CHECK(apart.range(0).high < 100);
  CHECK(apart.low <= apart.range(1).low);

  // Far from zero a sum of squares would have lost how much the values differ.
  Matrix far(3, 200);
  for (Eigen::Index n = 0; n < 200; ++n) {
    far(0, n) = 65536 + (n % 2 == 0 ? 0.0f : 0.03125f);
    far(1, n) = 100000.01f;
    far(2, n) = 0;
  }
  const DataSummary summary = summarise(*datasetOf(far), Binarisation::kNone);
  CHECK_THAT(summary.deviation[0], WithinRel(0.015625f, 1e-6f));
  CHECK(summary.deviation[1] == 0);  // the same number in every example
  CHECK(summary.unitOf(0) == summary.deviation[0]);
  CHECK(summary.unitOf(1) == 100000.01f);
  CHECK(summary.unitOf(2) == 1);
  // A range of one number still has a length that floats can part.
  for (const float value : {0.0f, 1e-9f, -7.0f, 1e6f}) {
    const DataSummary still = summarise(*datasetOf(Matrix::Constant(1, 5, value)), Binarisation::kNone);
    CHECK(still.low < value);
    CHECK(value < still.high);
  }
}

TEST_CASE("Pictures of linear models fill their axes in any unit", "[linear][scale][views]") {
  for (const char* model : {"ppca", "factorAnalysis"}) {
    for (const Eigen::Index V : {1, 2, 3}) {
      const Matrix x = randomData(V, 1, 60, 55);
      for (const float scale : {1e-9f, 1e-4f, 1e4f, 1e9f}) {
        INFO(model << " of " << V << " values times " << scale);
        const auto session = openOn(model, R"({"factors":1})", datasetOf(Matrix(scale * x)));
        session->train(20, kForever);
        session->runChains(3);
        for (const View& view : session->snapshot({"*"}).views) {
          INFO(view.name);
          CHECK(faultOf(view) == "");
          if (view.name != "chains" && view.name != "model") continue;
          for (const Panel& panel : view.panels) {
            CHECK(panel.x.high - panel.x.low < 30 * scale);
            CHECK(panel.x.high - panel.x.low > 0.5f * scale);
          }
        }
      }
    }
  }
}
