// Probabilistic PCA and factor analysis as models. Their mathematics is tested next door, in a session in
// tests/session/linear_session_test.cpp.
#include "models/linear/linear_sampler.h"
#include "tests/support/linear_models.h"

#include <catch2/matchers/catch_matchers_floating_point.hpp>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using namespace harmonium::oracle;

TEST_CASE("Parameters have the names and shapes that scripts know", "[linear][ppca][factorAnalysis]") {
  const Matrix x = randomData(5, 2, 30, 1);
  Ppca ppca = modelOn<Ppca>(x, R"({"factors":2})", 1);
  FactorAnalysis analysis = modelOn<FactorAnalysis>(x, R"({"factors":3})", 1);
  const std::vector<Tensor> one = ppca.parameters(), other = analysis.parameters();
  REQUIRE(one.size() == 3);
  CHECK((one[0].name == "W" && one[0].shape == std::vector<std::uint32_t>{5, 2}));
  CHECK((one[1].name == "mean" && one[1].shape == std::vector<std::uint32_t>{5}));
  CHECK((one[2].name == "noise" && one[2].shape == std::vector<std::uint32_t>{1}));
  CHECK((other[0].shape == std::vector<std::uint32_t>{5, 3} && other[2].shape == std::vector<std::uint32_t>{5}));
  CHECK(one[2].values[0] > 0);
}

TEST_CASE("Steps too small for a float are not lost", "[linear][factorAnalysis][em]") {
  // Oracle: the same EM all in double. Near a Heywood case thousands of steps each move less than a float can tell.
  const Matrix x = randomData(4, 1, 25, 6);
  const FactorAnalysis start = modelOn<FactorAnalysis>(x, R"({"factors":2,"varianceFloor":0,"leastNoise":0})");
  const FactorAnalysis late = modelOn<FactorAnalysis>(x, R"({"factors":2,"varianceFloor":0,"leastNoise":0})", 6000);
  LinearGaussian model = start.model();
  const DataMoments& moments = *start.moments();
  const RealVector floor =
      noiseFloor(NoiseKind::kDiagonal, Units::kEach, moments.mean, moments.S.diagonal(), {.own = 0, .mean = 0});
  LinearPosterior posterior;
  EmStatistics statistics;
  for (int step = 0; step < 6000; ++step) {
    posteriorOf(model, posterior);
    expectation(posterior, moments, statistics);
    maximisation(statistics, moments, NoiseKind::kDiagonal, floor, model);
  }
  CHECK((late.model().W - model.W).cwiseAbs().maxCoeff() < 1e-8);
  CHECK((late.model().noise - model.noise).cwiseAbs().maxCoeff() < 1e-8);
}

TEST_CASE("Parameters from elsewhere are taken as they are", "[linear][parameters]") {
  const Matrix x = randomData(3, 1, 50, 8);
  FactorAnalysis model = modelOn<FactorAnalysis>(x, R"({"factors":1})", 20);
  std::vector<Tensor> parameters = model.parameters();
  const float weights[] = {1e-6f, -2, 0.5f};
  std::ranges::copy(weights, parameters[0].values.begin());
  parameters[2].values[1] = -4;  // no variance
  model.parametersChanged();
  // To the last bit of a float; what an earlier number had beyond its own is dropped where it would show.
  for (Eigen::Index i = 0; i < 3; ++i) CHECK(static_cast<float>(model.model().W(i, 0)) == weights[i]);
  CHECK(model.model().noise[1] > 0);
  CHECK(model.parameters()[2].values[1] > 0);
  CHECK(model.trainingState()[0].values[0] == 0);
}

TEST_CASE("Samples have the mean and covariance of the model", "[linear][sample]") {
  const Matrix x = randomData(3, 1, 100, 10);
  for (const bool shared : {true, false}) {
    std::unique_ptr<LinearModel> model;
    if (shared) {
      model = std::make_unique<Ppca>(modelOn<Ppca>(x, R"({"factors":1})", 50));
    } else {
      model = std::make_unique<FactorAnalysis>(modelOn<FactorAnalysis>(x, R"({"factors":1})", 50));
    }
    Rng rng(4, Purpose::kSample);
    LinearSampler many(*model, 20000);
    many.restart(rng);
    many.runRound(rng);
    const DataMoments moments = momentsOf(many.states());
    const RealMatrix C = covarianceOf(model->model());
    // Seven standard errors: C_ii / sqrt(n) for a mean's square, sqrt(2 / n) C for a variance.
    const double largest = C.diagonal().maxCoeff();
    CHECK((moments.mean - model->model().mean).cwiseAbs().maxCoeff() < 7 * std::sqrt(largest / 20000));
    CHECK((moments.S - C).cwiseAbs().maxCoeff() < 7 * largest * std::sqrt(2.0 / 20000));

    // Stage by stage: h, then exactly W h + mean, then noise about it.
    LinearSampler g(*model, 5);
    g.restart(rng);
    CHECK(g.stage() == -1);
    g.runStage(LinearSampler::kDraw, rng);
    REQUIRE((g.latent().rows() == 1 && g.latent().cols() == 5));
    g.runStage(LinearSampler::kMap, rng);
    const RealMatrix mapped = model->model().W * g.latent().cast<double>();
    CHECK(((g.image().cast<double>().colwise() - model->model().mean) - mapped).cwiseAbs().maxCoeff() < 1e-5);
    const Matrix before = g.image();
    g.runStage(LinearSampler::kAddNoise, rng);
    CHECK(g.stage() == 2);
    CHECK(g.mean() == before);
    CHECK((g.states() - g.mean()).cwiseAbs().minCoeff() > 0);
  }
}

TEST_CASE("Latent variables at zero give the mean, one factor turned its loadings", "[linear][latent]") {
  const Matrix x = randomData(5, 2, 80, 11);
  Ppca model = modelOn<Ppca>(x, R"({"factors":2,"rotation":"none"})", 30);
  REQUIRE(model.latentSize() == 2);
  std::vector<float> h(2, 0.0f), v(5);
  model.decode(h, v);
  for (Eigen::Index i = 0; i < 5; ++i) {
    CHECK_THAT(v[static_cast<std::size_t>(i)], WithinRel(static_cast<float>(model.model().mean[i]), 1e-6f));
  }
  h[1] = 2;
  model.decode(h, v);
  for (Eigen::Index i = 0; i < 5; ++i) {
    CHECK_THAT(v[static_cast<std::size_t>(i)],
               WithinAbs(static_cast<float>(model.model().mean[i] + 2 * model.model().W(i, 1)), 1e-5f));
  }
}

TEST_CASE("Reconstruction goes through the posterior mean and fills gaps", "[linear][reconstruct]") {
  Matrix x = randomData(4, 2, 60, 13);
  const FactorAnalysis model = modelOn<FactorAnalysis>(x, R"({"factors":2})", 200);
  Matrix mean;
  x(1, 0) = kMissing;
  model.reconstruct(x, mean);
  CHECK(mean.allFinite());
  LinearPosterior posterior;
  posteriorOf(model.model(), posterior);
  RealMatrix h;
  posteriorMean(model.model(), posterior, x, h);
  const RealMatrix expected = (model.model().W * h).colwise() + model.model().mean;
  CHECK((mean.cast<double>() - expected).cwiseAbs().maxCoeff() < 1e-5);
}

TEST_CASE("The likelihood that is measured is the density", "[linear][likelihood]") {
  const Matrix x = randomData(4, 2, 60, 14);
  const Ppca model = modelOn<Ppca>(x, R"({"factors":2})", 40);
  CHECK_FALSE(model.likelihood(LikelihoodOf::kJoint).ok());
  Result<std::unique_ptr<Likelihood>> made = model.likelihood(LikelihoodOf::kVisible);
  REQUIRE(made.ok());
  const std::unique_ptr<Likelihood> likelihood = std::move(made.value());
  REQUIRE(likelihood->prepare());
  CHECK(likelihood->certainty() == Certainty::kExact);
  CHECK(model.faces().energy_density == nullptr);
  std::vector<double> nats(60);
  likelihood->logLikelihood(x, nats);
  for (Eigen::Index n = 0; n < 60; ++n) {
    CHECK_THAT(nats[static_cast<std::size_t>(n)],
               WithinAbs(gaussianLogLikelihood(model.model(), RealVector(x.col(n).cast<double>())), 1e-8));
  }
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>

namespace {
std::size_t allocations = 0;
}

TEST_CASE("No kind of update allocates once it has run", "[linear][allocation]") {
  static const int installed = __sanitizer_install_malloc_and_free_hooks(
      [](const volatile void*, std::size_t) { ++allocations; }, [](const volatile void*) {});
  REQUIRE(installed > 0);
  const Matrix x = randomData(6, 2, 30, 28);
  const auto check = [](LinearModel& model) {
    Rng rng(1, Purpose::kUpdate);
    const Matrix none(6, 0);
    Pace pace;  // keeps the memory of the first update for the others
    std::size_t before = 0;
    for (int update = 0; update < 6; ++update) {
      if (update == 3) before = allocations;
      model.beginUpdate(none, {});
      finish(model.runPhase(0, rng, pace));
      finish(model.runPhase(1, rng, pace));
    }
    CHECK(allocations == before);
  };
  for (const char* settings :
       {R"({"factors":2})", R"({"factors":2,"method":"closed"})", R"({"factors":2,"missing":0.3})"}) {
    INFO(settings);
    Ppca model = modelOn<Ppca>(x, settings);
    check(model);
  }
  for (const char* settings : {R"({"factors":2})", R"({"factors":2,"missing":0.3})"}) {
    INFO(settings);
    FactorAnalysis model = modelOn<FactorAnalysis>(x, settings);
    check(model);
  }
}
#endif
#endif
