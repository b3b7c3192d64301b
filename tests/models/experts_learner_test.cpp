#include "models/experts/experts_learner.h"

#include "session/trainer.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Settings settingsOf(std::initializer_list<std::pair<const char*, double>> numbers,
                    std::initializer_list<std::pair<const char*, const char*>> choices) {
  Settings settings(ProductOfExperts::options());
  for (const auto& [name, value] : numbers) REQUIRE(settings.set(name, value).ok());
  for (const auto& [name, value] : choices) REQUIRE(settings.setChoice(name, value).ok());
  return settings;
}

DataSummary planeOf(float low, float high) {
  DataSummary data{.rows = 1, .cols = 2, .examples = 4, .domain = Domain::kReal};
  data.low = low;
  data.high = high;
  data.some.resize(2, 4);
  data.some << 0.5f, -1.0f, 0.2f, 1.0f, 0.3f, -0.8f, 0.0f, 1.0f;
  return data;
}

double meanLogLikelihood(const Model& model, const Matrix& v) {
  Result<std::unique_ptr<Likelihood>> made = model.faces().density->likelihood(LikelihoodOf::kVisible);
  const std::unique_ptr<Likelihood> likelihood = std::move(made.value());
  while (!likelihood->prepare()) {
  }
  std::vector<double> nats(static_cast<std::size_t>(v.cols()));
  likelihood->logLikelihood(v, nats);
  double sum = 0;
  for (const double each : nats) sum += each;
  return sum / static_cast<double>(v.cols());
}

void runUpdate(Model& model, const Matrix& batch) {
  model.beginUpdate(batch, {});
  Rng rng(1, Purpose::kUpdate);
  for (std::size_t phase = 0; phase < model.phases().size(); ++phase) model.runWholePhase(phase, rng);
}

double readingOf(const Session& session, const std::string& name) {
  for (const Curve& curve : session.snapshot({}).curves) {
    if (curve.name == name) return static_cast<double>(curve.y.back());
  }
  FAIL("no curve " << name);
  return 0;
}

}  // namespace

TEST_CASE("The slope of the log-likelihood is that of central differences", "[experts][gradient]") {
  const Settings settings =
      settingsOf({{"learningRate", 0}, {"width3", 0.5}, {"width4", 0.4}, {"strength4", 0.5}, {"x1", 0.4}},
                 {{"expert1", "gaussian"}, {"expert3", "ring"}, {"expert4", "drawn"}});
  ProductOfExperts model;
  model.initialise(settings, planeOf(-2.5f, 2.5f), 1);
  Matrix batch(2, 5);
  batch << 0.5f, -1.2f, 0.3f, 1.4f, -0.2f, 0.8f, 0.1f, -1.1f, 0.6f, 0.0f;
  runUpdate(model, batch);
  const ExpertGradient slope = model.gradient();
  std::size_t checked = 0;
  for (Tensor& tensor : model.parameters()) {
    const std::size_t k = static_cast<std::size_t>(tensor.name[6] - '1');
    for (float& number : tensor.values) {
      const std::size_t i = static_cast<std::size_t>(&number - model.experts().experts[k].p.data());
      const float before = number, step = 0.01f;
      number = before + step;
      const double more = meanLogLikelihood(model, batch);
      number = before - step;
      const double less = meanLogLikelihood(model, batch);
      number = before;
      INFO(tensor.name << " " << i);
      CHECK_THAT(slope[k][i], WithinAbs((more - less) / (2 * static_cast<double>(step)), 2e-3));
      ++checked;
    }
  }
  CHECK(checked == 5 + 5 + 4 + 1);
}

TEST_CASE("Options say what an expert is", "[experts]") {
  // A Gaussian of deviations 1 along 30 degrees and 0.5 across: precision R' diag(1, 4) R.
  ProductOfExperts model;
  model.initialise(settingsOf({{"angle1", 30}, {"size1", 1}, {"width1", 0.5}}, {{"expert1", "gaussian"}}),
                   planeOf(-3, 3), 1);
  const auto& p = model.experts().experts[0].p;
  const double xx = 0.75 + 4 * 0.25, xy = (1 - 4) * 0.4330127018922193, yy = 0.25 + 4 * 0.75;
  CHECK_THAT(p[2] * p[2], WithinAbs(xx, 1e-6));
  CHECK_THAT(p[2] * p[3], WithinAbs(xy, 1e-6));
  CHECK_THAT(p[3] * p[3] + p[4] * p[4], WithinAbs(yy, 1e-6));
}

TEST_CASE("Turning an option of one expert moves that expert alone", "[experts]") {
  Settings settings = settingsOf({{"learningRate", 0.1}}, {});
  ProductOfExperts model;
  model.initialise(settings, planeOf(-3, 3), 1);
  Matrix batch(2, 3);
  batch << 0.5f, -1.2f, 0.3f, 1.4f, -0.2f, 0.8f;
  runUpdate(model, batch);
  const auto learnt = model.experts().experts;
  REQUIRE(settings.set("y1", 1.5).ok());
  model.configure(settings);
  CHECK(model.experts().experts[0].p != learnt[0].p);
  CHECK(model.experts().experts[1].p == learnt[1].p);
  REQUIRE(settings.set("learningRate", 0.2).ok());
  const auto turned = model.experts().experts;
  model.configure(settings);
  CHECK(model.experts().experts[0].p == turned[0].p);
  CHECK(model.experts().experts[1].p == learnt[1].p);
}

TEST_CASE("What the data are measured in shifts the log-likelihood by the logarithm of the unit", "[experts]") {
  const Settings settings = settingsOf({}, {{"expert1", "gaussian"}});
  ProductOfExperts small, large;
  small.initialise(settings, planeOf(-3, 3), 1);
  large.initialise(settings, planeOf(700, 1300), 1);  // origin 1000, unit 100
  Matrix v(2, 2), far;
  v << 0.5f, -1.0f, 0.25f, 2.0f;
  far = (100 * v).array() + 1000;
  CHECK_THAT(meanLogLikelihood(large, far), WithinAbs(meanLogLikelihood(small, v) - 2 * std::log(100.0), 1e-4));
}

TEST_CASE("What lies outside the box has no probability", "[experts]") {
  ProductOfExperts model;
  model.initialise(settingsOf({}, {}), planeOf(-1, 1), 1);
  Matrix v(2, 1);
  v << 0.0f, 1.3f;
  CHECK(meanLogLikelihood(model, v) == -HUGE_VAL);
}

TEST_CASE("A Gaussian that is the truth has no divergence from it", "[experts][session][oracle]") {
  // The set `line`: mean (0.5, 0.25), deviations sqrt(1.2^2 + 0.8^2 + 0.3^2) along atan(0.8 / 1.2) and 0.3 across.
  const auto session = experiments::open(
      R"({"model":"experts","data":"line","settings":{"expert1":"gaussian","expert2":"none","x1":0.5,"y1":0.25,)"
      R"("angle1":33.690067525979785,"size1":1.4730919862656235,"width1":0.3,"learningRate":0}})");
  session->train(1, 1e12);
  CHECK(std::abs(readingOf(*session, "divergence")) < 1e-4);
  for (const Curve& curve : session->snapshot({}).curves) {
    if (curve.name != "testLogLikelihood") continue;
    REQUIRE(curve.reference.has_value());
    // The box cuts off 1e-4 of the truth.
    CHECK_THAT(static_cast<double>(curve.y.back()), WithinAbs(*curve.reference, 1e-3));
  }
}

TEST_CASE("A ring expert finds the ring, by the grid and by walkers", "[experts][session]") {
  for (const std::string negative : {"quadrature", "walkers"}) {
    INFO(negative);
    Result<Spec> spec = parseSpec(
        R"({"model":"experts","data":"ring","settings":{"expert1":"ring","expert2":"none","size1":1.2,"width1":0.5,)"
        R"("grid":64,"learningRate":0.05,"negative":")" +
        negative + R"("}})");
    REQUIRE(spec.ok());
    const std::shared_ptr<const Dataset> data = experiments::dataOf(spec.value());
    Trainer trainer(spec.value(), data);
    Matrix held_out;
    data->test.loadRange(0, 500, held_out);
    const double before = meanLogLikelihood(trainer.model(), held_out);
    while (trainer.updates() < 150) trainer.runPhase();
    // Eight bumps of deviation 0.15 on radius 2. Walkers leave noise on the slope: about twice the rate.
    const auto& p = static_cast<const ProductOfExperts&>(trainer.model()).experts().experts[0].p;
    CHECK(std::abs(p[2] - 2.0f) < 0.1f);
    CHECK(p[3] > 4.0f);
    CHECK(meanLogLikelihood(trainer.model(), held_out) > before + 0.5);
    // No better than the truth, whose eight bumps are no ring.
    std::vector<double> truth(500);
    data->density->logDensity(flat(held_out), truth);
    double sum = 0;
    for (const double nats : truth) sum += nats;
    CHECK(meanLogLikelihood(trainer.model(), held_out) < sum / 500);
  }
}

TEST_CASE("Moves of unadjusted walkers are all accepted, large Metropolis steps are not", "[experts][session]") {
  const auto acceptance = [](const std::string& settings) {
    const auto session = experiments::open(
        R"({"model":"experts","data":"ring","settings":{"expert1":"ring","size1":2,)" + settings + "}}");
    session->train(1, 1e12);
    return readingOf(*session, "acceptance");
  };
  CHECK(acceptance(R"("walk":"langevin")") == 1);
  CHECK(acceptance(R"("walk":"mala","stepSize":0.01)") > 0.95);
  CHECK(acceptance(R"("walk":"metropolis","stepSize":3)") < 0.3);
}

TEST_CASE("Acceptance stands beside every walk, with a remedy where nearly all moves are refused",
          "[experts][session][walkers]") {
  const auto openWith = [](const std::string& settings) {
    return experiments::open(R"({"model":"experts","data":"ring","settings":{"expert1":"ring","expert2":"none",)" +
                             settings + "}}");
  };
  const auto noteOf = [&](const std::string& settings) {
    const auto session = openWith(settings);
    Result<std::unique_ptr<Job>> job =
        session->measure("mmd", R"({"samples":100,"steps":40,"examples":100,"permutations":19})");
    REQUIRE(job.ok());
    for (int i = 0; i < 10000 && !job.value()->advance(1e12); ++i) {
    }
    return job.value()->result().measurements.at(0).note;
  };
  const std::string stuck = noteOf(R"("walk":"metropolis","stepSize":5,"width1":0.01)");
  CHECK_THAT(stuck, ContainsSubstring("of the moves were accepted"));
  CHECK_THAT(stuck, ContainsSubstring("a smaller step size helps"));
  const std::string moving = noteOf(R"("walk":"mala","stepSize":0.1)");
  CHECK_THAT(moving, ContainsSubstring("of the moves were accepted"));
  CHECK_THAT(moving, !ContainsSubstring("smaller"));
  CHECK_THAT(noteOf(R"("walk":"langevin","stepSize":0.1)"), ContainsSubstring("taken as it is"));

  // Walkers that learn: the curve and the picture are about their own moves.
  const auto learning = openWith(R"("negative":"walkers","walk":"metropolis","stepSize":5,"width1":0.01)");
  learning->train(10, 1e12);
  CHECK(readingOf(*learning, "acceptance") < 0.1);
}

TEST_CASE("Pictures of walkers say how far their own distribution is from p(x)", "[experts][walkers][view]") {
  // A Gaussian of deviation 1/2: unadjusted Langevin with steps of 0.4 has the variance 0.25 / (1 - 0.16) = 0.2976.
  const auto noteOf = [](const char* walk, std::size_t panels) {
    ProductOfExperts model;
    model.initialise(settingsOf({{"size1", 0.5}, {"width1", 0.5}, {"stepSize", 0.4}, {"learningRate", 0}},
                                {{"expert1", "gaussian"}, {"expert2", "none"}, {"walk", walk}}),
                     planeOf(-3, 3), 1);
    const std::unique_ptr<Sampler> walkers = model.sampler(64);
    Rng rng(3, Purpose::kChains);
    walkers->restart(rng);
    Matrix recent(2, 64 * 60);
    for (Index step = 0; step < 360; ++step) {
      walkers->runRound(rng);
      if (step >= 60) {
        if (step % 5 == 0) recent.middleCols(64 * ((step - 60) / 5), 64) = walkers->states();
      }
    }
    const std::optional<View> view = model.view("walkers", {.recent = &recent, .sampler = walkers.get()});
    REQUIRE(view.has_value());
    CHECK(faultOf(*view).empty());
    CHECK(view->panels.size() == panels);
    // Walkers stand on the energy. Those of a fair walk have forgotten their start after 360 steps.
    CHECK(view->panels[0].marks.at(0).scale == ViewScale::kSigned);
    if (panels == 1) CHECK(view->notes.back().find("Mixed: ") == 0);
    return view->notes.at(1);
  };
  // Two pairs of variances, of 3,840 points that are nearly independent: four standard errors are 9 %.
  const auto variancesIn = [](const std::string& note) {
    std::vector<double> numbers;
    for (std::size_t at = note.find("walkers "); at < note.size();) {
      at = note.find_first_of("0123456789", at);
      if (at == std::string::npos) break;
      std::size_t used = 0;
      const double number = std::stod(note.substr(at), &used);
      if (used > 1) numbers.push_back(number);
      at += used;
    }
    return numbers;
  };
  const std::vector<double> biased = variancesIn(noteOf("langevin", 3)), fair = variancesIn(noteOf("mala", 1));
  REQUIRE(biased.size() == 4);
  REQUIRE(fair.size() == 4);
  for (const std::size_t d : {0u, 1u}) {
    CHECK_THAT(biased[d], WithinAbs(0.2976, 0.09 * 0.2976));
    CHECK_THAT(fair[d], WithinAbs(0.25, 0.09 * 0.25));
    CHECK_THAT(biased[2 + d], WithinAbs(0.25, 0.001));
    CHECK_THAT(fair[2 + d], WithinAbs(0.25, 0.001));
  }
}

TEST_CASE("Experts refuse what is not on the plane, and to be none at all", "[experts]") {
  CHECK_FALSE(ProductOfExperts::accepts({.rows = 8, .cols = 8}).ok());
  CHECK_FALSE(ProductOfExperts::accepts({.rows = 1, .cols = 1, .domain = Domain::kReal}).ok());
  CHECK_FALSE(ProductOfExperts::accepts({.rows = 1, .cols = 2, .domain = Domain::kReal, .missing = true}).ok());
  const Status none =
      ProductOfExperts::allows(settingsOf({}, {{"expert1", "none"}, {"expert2", "none"}}), planeOf(-1, 1));
  REQUIRE_FALSE(none.ok());
  CHECK_THAT(none.error().sentence, ContainsSubstring("at least one"));
}

TEST_CASE("Experts that run away are stopped with a word", "[experts][session]") {
  const auto session = experiments::open(
      R"({"model":"experts","data":"ring","settings":{"expert1":"ring","width1":0.02,"optimiser":"sgd",)"
      R"("learningRate":10,"grid":32}})");
  session->train(50, 1e12);
  CHECK(session->progress().diverged);
  CHECK_FALSE(session->progress().message.empty());
}

TEST_CASE("Experts take points given by hand, wherever they lie and however few", "[experts][session]") {
  for (const std::string examples :
       {"[[1000,1010],[1020,1005],[1015,1022],[1008,1001]]", "[[0.001,0.002],[0.0015,0.0011]]", "[[7,7]]"}) {
    INFO(examples);
    const auto session =
        experiments::open(R"({"model":"experts","data":{"shape":[2],"real":true,"examples":)" + examples +
                          R"(},"settings":{"expert1":"drawn","expert2":"gaussian","grid":32}})");
    session->train(5, 1e12);
    session->runChains(3);
    CHECK_FALSE(session->progress().diverged);
    const Snapshot snapshot = session->snapshot({"density", "chains"});
    for (const View& view : snapshot.views) CHECK(faultOf(view) == "");
    const Mark& samples = snapshot.views.back().panels[0].marks.back();
    const Panel& box = snapshot.views.front().panels[0];
    for (std::size_t i = 0; i < samples.values.size(); ++i) {
      REQUIRE(samples.values[i] >= box.x.low);
      REQUIRE(samples.values[i] <= box.x.high);
    }
  }
}
