#include "kernels/kernels.h"
#include "models/gan/gan_sampler.h"
#include "tests/nn/reference.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <set>

using namespace harmonium;
using Catch::Matchers::WithinAbs;

namespace {

using Changes = std::initializer_list<std::pair<const char*, double>>;

Settings settingsWith(Changes changes, std::initializer_list<std::pair<const char*, const char*>> choices = {}) {
  Settings settings(Gan::options());
  for (const auto& [name, value] : changes) REQUIRE(settings.set(name, value).ok());
  for (const auto& [name, value] : choices) REQUIRE(settings.setChoice(name, value).ok());
  return settings;
}

// Two real values whose means and deviations are neither 0 and 1 nor alike.
DataSummary planeSummary() {
  Vector mean(2), deviation(2);
  mean << 0.5f, -1;
  deviation << 2, 0.5f;
  return {.rows = 1,
          .cols = 2,
          .examples = 100,
          .mean = mean,
          .binary = false,
          .domain = Domain::kReal,
          .deviation = deviation,
          .low = -4,
          .high = 4};
}

DataSummary pictureSummary() {
  return {.rows = 2, .cols = 3, .examples = 100, .mean = Vector::Constant(6, 0.3f), .binary = false};
}

Matrix somePoints(int count, std::uint64_t seed) {
  Matrix x(2, count);
  Rng rng(seed, Purpose::kData);
  for (Eigen::Index n = 0; n < count; ++n) x.col(n) << 0.5f + 2 * rng.normal(), -1 + 0.5f * rng.normal();
  return x;
}

void runUpdate(Gan& gan, const Matrix& batch, std::uint64_t update) {
  gan.beginUpdate(batch, {.update = update, .epoch = 0});
  Rng rng(1, Purpose::kUpdate, update);
  for (std::size_t phase = 0; phase < gan.phases().size(); ++phase) gan.runWholePhase(phase, rng);
}

std::vector<float> valuesOf(const nn::Mlp& net) {
  return {net.values().begin(), net.values().end()};
}

double softplus(double x) {
  return std::log1p(std::exp(x));
}

// Both nets again in double precision, from their shapes and whatever parameters they are given.
struct Reference {
  const Gan& gan;
  const DataSummary& data;

  std::vector<double> standardised(const Matrix& x, Eigen::Index n) const {
    std::vector<double> out;
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const double value = static_cast<double>(x(i, n));
      out.push_back(data.domain == Domain::kReal
                        ? (value - static_cast<double>(data.mean[i])) / static_cast<double>(data.deviation[i])
                        : value);
    }
    return out;
  }
  double discriminatorLoss(const std::vector<double>& d, const std::vector<double>& g, const Matrix& x, const Matrix& z,
                           double smoothing) const {
    double loss = 0;
    for (Eigen::Index n = 0; n < x.cols(); ++n) {
      const double real = oracle::forward(gan.discriminator().shape(), d, standardised(x, n))[0];
      loss += (1 - smoothing) * softplus(-real) + smoothing * softplus(real);
      const std::vector<double> made = oracle::forward(gan.generator().shape(), g, oracle::column(z, n));
      loss += softplus(oracle::forward(gan.discriminator().shape(), d, made)[0]);
    }
    return loss / static_cast<double>(x.cols());
  }
  double generatorLossOf(GeneratorLoss kind, const std::vector<double>& d, const std::vector<double>& g,
                         const Matrix& z) const {
    double loss = 0;
    for (Eigen::Index n = 0; n < z.cols(); ++n) {
      const std::vector<double> made = oracle::forward(gan.generator().shape(), g, oracle::column(z, n));
      const double a = oracle::forward(gan.discriminator().shape(), d, made)[0];
      loss += kind == GeneratorLoss::kMinimax ? -softplus(a) : softplus(-a);
    }
    return loss / static_cast<double>(z.cols());
  }
};

}  // namespace

TEST_CASE("A GAN's parameters have the shapes of its options", "[gan]") {
  Gan gan;
  gan.initialise(settingsWith({{"noiseSize", 5},
                               {"generatorLayers", 1},
                               {"generatorUnits", 7},
                               {"discriminatorLayers", 2},
                               {"discriminatorUnits", 9}}),
                 planeSummary(), 1);
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> found;
  for (const Tensor& tensor : gan.parameters()) found.emplace_back(tensor.name, tensor.shape);
  CHECK(found == std::vector<std::pair<std::string, std::vector<std::uint32_t>>>{{"generator.W0", {5, 7}},
                                                                                 {"generator.b0", {7}},
                                                                                 {"generator.W1", {7, 2}},
                                                                                 {"generator.b1", {2}},
                                                                                 {"discriminator.W0", {2, 9}},
                                                                                 {"discriminator.b0", {9}},
                                                                                 {"discriminator.W1", {9, 9}},
                                                                                 {"discriminator.b1", {9}},
                                                                                 {"discriminator.W2", {9, 1}},
                                                                                 {"discriminator.b2", {1}}});
  CHECK(gan.latentSize() == 5);
  gan.initialise(settingsWith({{"generatorLayers", 0}, {"discriminatorLayers", 0}}), pictureSummary(), 1);
  CHECK(gan.parameters().size() == 4);
  CHECK(gan.generator().shape().output == nn::Activation::kSigmoid);
}

TEST_CASE("Both nets' slopes are the central differences of their losses", "[gan][gradient]") {
  // models.md, oracle 16. Differences are taken on the reference in double precision; the bound is float rounding.
  for (const DataSummary& data : {planeSummary(), pictureSummary()}) {
    for (const char* loss : {"minimax", "nonSaturating"}) {
      for (const double smoothing : {0.0, 0.2}) {
        for (const char* activation : {"relu", "leakyRelu", "tanh"}) {
          Gan gan;
          gan.initialise(
              settingsWith(
                  {{"generatorUnits", 6}, {"discriminatorUnits", 5}, {"smoothing", smoothing}},
                  {{"loss", loss}, {"generatorActivation", activation}, {"discriminatorActivation", activation}}),
              data, 3);
          Matrix x = somePoints(8, 2);
          if (data.domain == Domain::kUnit) {
            x.resize(6, 8);
            Rng pixels(2, Purpose::kData);
            kernels::uniform(pixels, flat(x));
          }
          // Biases start at 0, where rectifiers have a corner; a few updates move them off it.
          for (std::uint64_t update = 0; update < 3; ++update) runUpdate(gan, x, update);

          const Reference reference{gan, data};
          Matrix z(2, 8);
          Rng same(1, Purpose::kUpdate, 3), rng(1, Purpose::kUpdate, 3);
          gan.drawNoise(z, same);
          const std::vector<double> d = oracle::doubles(gan.discriminator().values());
          const std::vector<double> g = oracle::doubles(gan.generator().values());
          gan.beginUpdate(x, {.update = 3, .epoch = 0});
          for (std::size_t phase = 0; phase <= Gan::kStepD; ++phase) gan.runWholePhase(phase, rng);
          INFO(loss << ", smoothing " << smoothing << ", " << activation << ", " << data.values() << " values");
          CHECK(oracle::relativeError(gan.discriminatorSlopes(), oracle::slopes(
                                                                     [&](const std::vector<double>& at) {
                                                                       return reference.discriminatorLoss(at, g, x, z,
                                                                                                          smoothing);
                                                                     },
                                                                     d)) < 1e-5);

          const std::vector<double> d_now = oracle::doubles(gan.discriminator().values());
          CHECK(d_now != d);
          gan.runWholePhase(Gan::kStepG, rng);
          const GeneratorLoss kind =
              loss == std::string("minimax") ? GeneratorLoss::kMinimax : GeneratorLoss::kNonSaturating;
          CHECK(oracle::relativeError(gan.generatorSlopes(), oracle::slopes(
                                                                 [&](const std::vector<double>& at) {
                                                                   return reference.generatorLossOf(kind, d_now, at, z);
                                                                 },
                                                                 g)) < 1e-5);
        }
      }
    }
  }
}

TEST_CASE("The push on a sample is minus the slope of G's loss there, in the units of the data", "[gan][gradient]") {
  for (const char* loss : {"minimax", "nonSaturating"}) {
    const DataSummary data = planeSummary();
    Gan gan;
    gan.initialise(settingsWith({}, {{"loss", loss}, {"discriminatorActivation", "tanh"}}), data, 4);
    const Matrix x = somePoints(5, 6);
    Matrix logits, pushes;
    Pace whole;
    finish(gan.pushesOf(whole, x, pushes));
    const std::vector<double> d = oracle::doubles(gan.discriminator().values());
    for (Eigen::Index n = 0; n < 5; ++n) {
      const auto lossAt = [&](const std::vector<double>& at) {
        std::vector<double> seen = at;
        for (std::size_t i = 0; i < 2; ++i) {
          const Eigen::Index row = static_cast<Eigen::Index>(i);
          seen[i] = (at[i] - static_cast<double>(data.mean[row])) / static_cast<double>(data.deviation[row]);
        }
        const double a = oracle::forward(gan.discriminator().shape(), d, seen)[0];
        return loss == std::string("minimax") ? softplus(a) : -softplus(-a);  // minus the loss
      };
      const Vector found = pushes.col(n);
      CHECK(oracle::relativeError(flat(found), oracle::slopes(lossAt, oracle::column(x, n))) < 1e-4);
    }
  }
}

TEST_CASE("Each net can be held still", "[gan]") {
  for (const char* train : {"both", "generator", "discriminator"}) {
    Gan gan;
    gan.initialise(settingsWith({{"discriminatorSteps", 2}}, {{"train", train}}), planeSummary(), 1);
    const std::vector<float> g = valuesOf(gan.generator()), d = valuesOf(gan.discriminator());
    runUpdate(gan, somePoints(20, 1), 0);
    INFO(train);
    CHECK((valuesOf(gan.generator()) == g) == (train == std::string("discriminator")));
    CHECK((valuesOf(gan.discriminator()) == d) == (train == std::string("generator")));
  }
}

TEST_CASE("Three steps of D in one update are three updates of one step", "[gan]") {
  const Matrix x = somePoints(12, 5);
  const auto learnt = [&](int steps) {
    Gan gan;
    gan.initialise(settingsWith({{"discriminatorSteps", steps}, {"batchSize", 4}}, {{"train", "discriminator"}}),
                   planeSummary(), 7);
    CHECK(gan.needs().examples_per_update == 4 * steps);
    Rng rng(1, Purpose::kUpdate);
    for (int first = 0; first < 12; first += 4 * steps) {
      gan.beginUpdate(Matrix(x.middleCols(first, 4 * steps)), {});
      for (std::size_t phase = 0; phase < gan.phases().size(); ++phase) gan.runWholePhase(phase, rng);
    }
    return valuesOf(gan.discriminator());
  };
  CHECK(learnt(3) == learnt(1));
  // A batch too small for its steps: as many as there are examples.
  Gan gan;
  gan.initialise(settingsWith({{"discriminatorSteps", 10}}), planeSummary(), 7);
  runUpdate(gan, x.leftCols(3), 0);
  CHECK(std::ranges::all_of(gan.discriminator().values(), [](float w) { return std::isfinite(w); }));
}

TEST_CASE("A team gives a GAN the same parameters, to the bit", "[gan][team]") {
  // Two products of a layer are large enough to be shared; 131 columns leave a narrow part at the end.
  const Settings settings =
      settingsWith({{"batchSize", 67}, {"generatorUnits", 131}, {"discriminatorUnits", 131}, {"dropout", 0.3}});
  const auto trainedBy = [&](Team* team) {
    Gan gan;
    gan.initialise(settings, planeSummary(), 3);
    gan.useTeam(team);
    for (std::uint64_t update = 0; update < 3; ++update) runUpdate(gan, somePoints(67, update), update);
    std::vector<float> all = valuesOf(gan.generator());
    const std::vector<float> d = valuesOf(gan.discriminator());
    all.insert(all.end(), d.begin(), d.end());
    return all;
  };
  const std::vector<float> alone = trainedBy(nullptr);
  for (const int members : {2, 3}) {
    Team team(members);
    INFO(members << " members");
    REQUIRE(trainedBy(&team) == alone);
  }
}

TEST_CASE("Against a fixed G that makes a shifted Gaussian, D learns the logistic curve that theory gives",
          "[gan][learns][oracle]") {
  // Data N(0, 1), samples N(1, 1): the best D has logit log p_data - log p_model = 1/2 - x. G without hidden layers
  // makes them exactly: x = z + 1. D without hidden layers can say it exactly.
  DataSummary data = planeSummary();
  data.cols = 1;
  data.mean = Vector::Zero(1);
  data.deviation = Vector::Ones(1);
  Gan gan;
  gan.initialise(
      settingsWith({{"generatorLayers", 0}, {"discriminatorLayers", 0}, {"noiseSize", 1}, {"discriminatorRate", 0.1}},
                   {{"train", "discriminator"}, {"discriminatorOptimiser", "sgd"}}),
      data, 1);
  for (Tensor& tensor : gan.parameters()) {
    if (tensor.name.starts_with("generator.")) tensor.values[0] = 1;  // W0 and b0
  }
  Rng rng(2, Purpose::kData);
  Matrix x(1, 250);
  double slope = 0, height = 0;
  for (std::uint64_t update = 0; update < 800; ++update) {
    kernels::normal(rng, 0, 1, flat(x));
    runUpdate(gan, x, update);
    if (update < 400) continue;
    slope += static_cast<double>(gan.discriminator().values()[0]) / 400;
    height += static_cast<double>(gan.discriminator().values()[1]) / 400;
  }
  // Means over the last 400 updates, of 100,000 examples a side: their errors are below 0.01.
  CHECK_THAT(slope, WithinAbs(-1, 0.05));
  CHECK_THAT(height, WithinAbs(0.5, 0.05));
}

TEST_CASE("A D that knows nothing reads as the optimum: V = -log 4, each loss ln 2", "[gan][readings][oracle]") {
  for (const double smoothing : {0.0, 0.1}) {
    Gan gan;
    gan.initialise(settingsWith({{"smoothing", smoothing}}), planeSummary(), 1);
    for (Tensor& tensor : gan.parameters()) {
      if (tensor.name.starts_with("discriminator.")) std::ranges::fill(tensor.values, 0.0f);
    }
    const Matrix x = somePoints(50, 1), none(2, 0);
    std::vector<Reading> readings;
    gan.readings({.train = x, .test = none, .update = 0}, readings);
    const auto named = [&](const char* name) {
      return *std::ranges::find(readings, std::string(name), &Reading::name);
    };
    CHECK_THAT(named("value").value, WithinAbs(-1.3863, 1e-4));
    CHECK_THAT(*named("value").reference,
               WithinAbs(std::log((1 - smoothing) / 2) + std::log((1 + smoothing) / 2), 1e-9));
    CHECK_THAT(named("discriminatorLoss").value, WithinAbs(2 * std::log(2.0), 1e-6));
    CHECK_THAT(named("generatorLoss").value, WithinAbs(std::log(2.0), 1e-6));
  }
}

TEST_CASE("Noise is what was asked for, and samples are what G makes of it", "[gan][sample]") {
  for (const char* kind : {"uniform", "normal"}) {
    Gan gan;
    gan.initialise(settingsWith({{"noiseSize", 3}}, {{"noise", kind}}), planeSummary(), 1);
    Rng rng(1, Purpose::kSample);
    GanSampler g(gan, 2, 1000);
    REQUIRE_FALSE(g.chain());
    g.restart(rng);
    g.runRound(rng);
    REQUIRE(g.noise().rows() == 3);
    REQUIRE(g.states().rows() == 2);
    REQUIRE(g.states().cols() == 1000);
    const double variance = static_cast<double>(g.noise().array().square().mean());
    if (kind == std::string("uniform")) {
      CHECK(g.noise().cwiseAbs().maxCoeff() <= 1);
      CHECK_THAT(variance, WithinAbs(1.0 / 3, 0.03));  // five standard errors of 3000 draws: 0.027
    } else {
      CHECK_THAT(variance, WithinAbs(1, 0.13));
    }
    std::vector<float> one(2);
    gan.decode(flat(g.noise()).first(3), one);
    CHECK(one[0] == g.states()(0, 0));
    CHECK(one[1] == g.states()(1, 0));
  }
}

TEST_CASE("Before learning, pictures are as bright as the data on average", "[gan]") {
  Gan gan;
  gan.initialise(settingsWith({{"initialWeights", 0.001}}), pictureSummary(), 1);
  std::vector<float> picture(6);
  gan.decode(std::vector<float>{0, 0}, picture);
  for (const float pixel : picture) CHECK_THAT(static_cast<double>(pixel), WithinAbs(0.3, 1e-3));
}

TEST_CASE("A GAN spreads over the ring of eight bumps", "[gan][learns]") {
  const auto session = experiments::open(R"({"model":"gan","data":"ring","seed":1})");
  const auto newest = [&](const std::string& name) {
    for (const Curve& curve : session->snapshot({}).curves) {
      if (curve.name == name) return static_cast<double>(curve.y.back());
    }
    FAIL("no curve " << name);
    return 0.0;
  };
  session->train(50, 1e12);
  const double far = newest("jensenShannon");
  CHECK(newest("highQuality") < 0.3);
  session->train(1450, 1e12);
  CHECK(newest("modesCovered") == 8);
  CHECK(newest("highQuality") > 0.6);
  CHECK(newest("jensenShannon") < 0.5 * far);
  CHECK_THAT(newest("value"), WithinAbs(-1.3863, 0.1));
  const Snapshot snapshot = session->snapshot({"points"});
  REQUIRE(snapshot.views.size() == 1);
  REQUIRE_FALSE(snapshot.views[0].notes.empty());
  CHECK(snapshot.views[0].notes[0].starts_with("8 of 8 modes are covered"));
}

TEST_CASE("A GAN that runs away says so and keeps its last good parameters", "[gan][diverges]") {
  const auto session = experiments::open(
      R"({"model":"gan","data":"ring","settings":{"generatorOptimiser":"sgd","discriminatorOptimiser":"sgd",
          "generatorRate":10,"discriminatorRate":10}})");
  session->train(2000, 1e12);
  CHECK(session->progress().diverged);
  CHECK_FALSE(session->progress().message.empty());
  for (const View& view : session->snapshot({"*"}).views) CHECK(faultOf(view) == "");
}

TEST_CASE("A GAN shows what its data allow", "[gan][views]") {
  const auto shown = [](const std::string& data, const std::string& settings) {
    const auto session =
        experiments::open(R"({"model":"gan","data":)" + data + R"(,"settings":{"batchSize":3,)" + settings + "}}");
    std::set<std::string> names;
    for (int phase = 0; phase < 13; ++phase) {
      if (phase > 0) session->runPhase();
      for (const View& view : session->snapshot({"*"}).views) {
        INFO(view.name << ", phase " << phase);
        CHECK(faultOf(view) == "");
        names.insert(view.name);
      }
    }
    return names;
  };
  using Names = std::set<std::string>;
  const Names on_axes = {"arrows", "chains", "discriminator", "latent", "optimal", "points", "update", "warp"};
  CHECK(shown(R"("ring")", R"("noiseSize":2,"smoothing":0.1)") == on_axes);
  CHECK(shown(R"("ring")", R"("noiseSize":1,"noise":"uniform")") == on_axes);
  CHECK(shown(R"("mixture")", R"("noiseSize":1)") == on_axes);
  CHECK(shown(R"("mixture")", R"("noiseSize":7)") == on_axes);
  CHECK(shown(R"("bars-and-stripes")", R"("noiseSize":3)") ==
        Names{"chains", "discriminator", "latent", "update", "warp"});
  CHECK(shown(R"("bars-and-stripes")", R"("noiseSize":1)") ==
        Names{"chains", "discriminator", "latent", "update", "warp"});
  CHECK(shown(R"({"shape":[3],"examples":[[1,2,3],[2,-4,5],[0,7,1.5],[3,3,-9]]})", R"("noiseSize":2)") ==
        Names{"chains", "discriminator", "latent", "update"});
}

TEST_CASE("A GAN takes any data without gaps", "[gan]") {
  DataSummary data = planeSummary();
  CHECK(Gan::accepts(data).ok());
  CHECK(Gan::accepts(pictureSummary()).ok());
  data.missing = true;
  CHECK_FALSE(Gan::accepts(data).ok());
}
