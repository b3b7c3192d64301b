// Tests of exact sums over states of a restricted Boltzmann machine against plain sums over joint states.
#include "models/layers/rbm_exact.h"

#include "models/rbm/rbm_model.h"
#include "tests/support/central_difference.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Settings settingsWith(std::initializer_list<std::pair<const char*, double>> changes, const char* method) {
  Settings settings(Rbm::options());
  for (const auto& [name, value] : changes) REQUIRE(settings.set(name, value).ok());
  REQUIRE(settings.setChoice("method", method).ok());
  return settings;
}

DataSummary summaryOf(const Matrix& data) {
  return {
      .rows = 2, .cols = 2, .examples = static_cast<int>(data.cols()), .mean = data.rowwise().mean(), .binary = true};
}

void runUpdates(Rbm& rbm, const Matrix& data, std::uint64_t count) {
  for (std::uint64_t update = 0; update < count; ++update) {
    rbm.beginUpdate(data, {.update = update, .epoch = static_cast<double>(update)});
    Rng rng(1, Purpose::kUpdate, update);
    for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
  }
}

double meanLogLikelihood(const Rbm& rbm, const Matrix& data) {
  double sum = 0;
  for (Eigen::Index n = 0; n < data.cols(); ++n) {
    std::vector<double> v;
    for (const float x : data.col(n)) v.push_back(static_cast<double>(x));
    sum -= oracle::freeEnergyBySum(rbm.machine(), v);
  }
  return sum / static_cast<double>(data.cols()) - oracle::logPartitionBySum(rbm.machine());
}

}  // namespace

TEST_CASE("Exact averages equal those over all joint states, whichever layer is visited", "[rbm][exact]") {
  for (const auto& [visible, hidden] : {std::pair{5, 3}, {3, 5}, {4, 4}, {1, 2}, {10, 2}, {2, 10}}) {
    const RbmParameters p = oracle::randomRbm(visible, hidden, 1.2f, 31);
    RowMatrix W = RowMatrix::Zero(visible, hidden);
    Vector b = Vector::Zero(visible), c = Vector::Zero(hidden);
    const double log_z = oracle::logPartitionBySum(p);
    for (std::uint64_t v = 0; v < (std::uint64_t{1} << visible); ++v) {
      for (std::uint64_t h = 0; h < (std::uint64_t{1} << hidden); ++h) {
        const std::vector<double> on = oracle::bitsOf(v, p.visible()), up = oracle::bitsOf(h, p.hidden());
        const float share = static_cast<float>(std::exp(-oracle::energy(p, on, up) - log_z));
        for (Eigen::Index i = 0; i < visible; ++i) {
          const float own = share * static_cast<float>(on[static_cast<std::size_t>(i)]);
          b[i] += own;
          for (Eigen::Index j = 0; j < hidden; ++j)
            W(i, j) += own * static_cast<float>(up[static_cast<std::size_t>(j)]);
        }
        for (Eigen::Index j = 0; j < hidden; ++j) c[j] += share * static_cast<float>(up[static_cast<std::size_t>(j)]);
      }
    }
    ExactMoments counting;
    RbmMoments moments;
    counting.compute(p, moments);
    CHECK((moments.W - W).cwiseAbs().maxCoeff() < 2e-5f);
    CHECK((moments.b - b).cwiseAbs().maxCoeff() < 2e-5f);
    CHECK((moments.c - c).cwiseAbs().maxCoeff() < 2e-5f);
  }
}

TEST_CASE("The exact gradient equals central differences of the exact log-likelihood", "[rbm][exact][gradient]") {
  // Both sides of the enumeration. Tolerance: differences of order step^2 = 1.6e-5, float sums.
  for (const auto& [visible, hidden] : {std::pair{4, 3}, {3, 4}}) {
    RbmParameters p = oracle::randomRbm(visible, hidden, 0.8f, 21);
    Matrix data(visible, 3);
    Rng rng(2, Purpose::kData);
    for (float& x : flat(data)) x = rng.uniform() < 0.5f ? 1.0f : 0.0f;
    const auto logLikelihood = [&] {
      double sum = 0;
      for (Eigen::Index n = 0; n < data.cols(); ++n) {
        std::vector<double> v;
        for (const float x : data.col(n)) v.push_back(static_cast<double>(x));
        sum -= oracle::freeEnergyBySum(p, v) / 3;
      }
      return sum - oracle::logPartitionBySum(p);
    };
    const auto slope = [&](float& parameter) { return oracle::slopeAlong(parameter, 4e-3f, logLikelihood); };
    RbmScratch scratch;
    Matrix h_data;
    hiddenMean(p, data, States::kBinary, scratch, h_data);
    ExactMoments counting;
    RbmMoments moments;
    counting.compute(p, moments);
    RbmGradientScratch gradient_scratch;
    for (const States states : {States::kBinary, States::kReal}) {
      RbmGradient g;
      rbmGradient(p, {data, h_data, states}, moments, gradient_scratch, g);
      for (Eigen::Index i = 0; i < visible; ++i) {
        for (Eigen::Index j = 0; j < hidden; ++j) {
          CHECK_THAT(static_cast<double>(g.W(i, j)), WithinAbs(slope(p.W(i, j)), 2e-5));
        }
        CHECK_THAT(static_cast<double>(g.b[i]), WithinAbs(slope(p.b[i]), 2e-5));
      }
      for (Eigen::Index j = 0; j < hidden; ++j) {
        CHECK_THAT(static_cast<double>(g.c[j]), WithinAbs(slope(p.c[j]), 2e-5));
      }
    }
  }
}

TEST_CASE("Probabilities of all states are right and sum to one", "[rbm][exact]") {
  const RbmParameters p = oracle::randomRbm(5, 8, 1.0f, 4);
  const std::vector<double> all = stateProbabilities(p);
  REQUIRE(all.size() == 32);
  double sum = 0;
  for (std::uint64_t state = 0; state < 32; ++state) {
    const double share = all[static_cast<std::size_t>(state)];
    CHECK_THAT(share, WithinAbs(oracle::probability(p, oracle::bitsOf(state, 5)), 1e-6));
    sum += share;
  }
  CHECK_THAT(sum, WithinAbs(1.0, 1e-12));
}

TEST_CASE("The exact likelihood works in slices and gives every state its probability", "[rbm][exact]") {
  const RbmParameters p = oracle::randomRbm(11, 12, 0.6f, 4);  // 2,048 states: four slices
  const std::unique_ptr<Likelihood> likelihood = exactLikelihood(p, States::kBinary, LikelihoodOf::kVisible);
  int slices = 1;
  while (!likelihood->prepare()) ++slices;
  CHECK(slices == 4);
  CHECK(likelihood->prepared() == 1);
  const Matrix v = oracle::allStates(11);
  std::vector<double> nats(2048);
  likelihood->logLikelihood(v, nats);
  double sum = 0;
  for (const double value : nats) sum += std::exp(value);
  CHECK_THAT(sum, WithinAbs(1.0, 2e-5));
  CHECK(likelihood->method().find("2048") != std::string::npos);
}

TEST_CASE("A machine without weights is the independent model of its units", "[rbm][exact]") {
  // Closed form: sum_i v_i log p_i + (1 - v_i) log(1 - p_i). BoltzmannMachines.jl asks the same of its machines.
  RbmParameters p = oracle::randomRbm(6, 4, 1.0f, 9);
  p.W.setZero();
  const std::unique_ptr<Likelihood> likelihood = exactLikelihood(p, States::kBinary, LikelihoodOf::kVisible);
  while (!likelihood->prepare()) {
  }
  const Matrix v = oracle::allStates(6);
  std::vector<double> nats(64);
  likelihood->logLikelihood(v, nats);
  for (Eigen::Index n = 0; n < 64; ++n) {
    double expected = 0;
    for (Eigen::Index i = 0; i < 6; ++i) {
      const double on = 1 / (1 + std::exp(-static_cast<double>(p.b[i])));
      expected += std::log(v(i, n) == 1 ? on : 1 - on);
    }
    CHECK_THAT(nats[static_cast<std::size_t>(n)], WithinAbs(expected, 3e-6));
  }
}

TEST_CASE("Learning by the exact gradient never falls and comes close to the bound of the data",
          "[rbm][exact][learner]") {
  // Bound: the entropy of eight rows of which two come twice, 1.732868 nats (PyDeep's tests).
  const Matrix data = oracle::twoByTwoBars();
  Rbm rbm;
  rbm.initialise(
      settingsWith({{"hidden", 6}, {"learningRate", 0.3}, {"weightDecay", 0}, {"initialWeights", 0.3}}, "exact"),
      summaryOf(data), 5);
  double before = meanLogLikelihood(rbm, data);
  for (int round = 0; round < 15; ++round) {
    runUpdates(rbm, data, 200);
    const double now = meanLogLikelihood(rbm, data);
    CHECK(now > before);
    before = now;
  }
  CHECK(before < -1.732868);
  CHECK(before > -1.732868 - 0.05);
  CHECK(rbm.gradientPair() == nullptr);  // nothing to set beside itself
}

TEST_CASE("The exact gradient stands beside the one that an update took", "[rbm][exact][learner]") {
  const Matrix data = oracle::twoByTwoBars();
  const auto pairAfter = [&](const char* method, double gibbs, double chains) {
    Rbm rbm;
    rbm.initialise(settingsWith({{"hidden", 6},
                                 {"initialWeights", 0.5},
                                 {"gibbsSteps", gibbs},
                                 {"chains", chains},
                                 {"centred", 1},
                                 {"sparsityCost", 0.1}},
                                method),
                   summaryOf(data), 5);
    CHECK(rbm.gradientPair() == nullptr);
    runUpdates(rbm, data, 50);
    RbmGradient exact = rbm.gradientPair()->exact;
    return std::tuple{rbm.gradientPair()->cosine, rbm.gradientPair()->norm_ratio, exact};
  };
  // A thousand chains that ran for long are the model, near enough: the noise of 34 averages is about 0.09 long, half
  // of the gradient.
  const auto [cosine, ratio, exact] = pairAfter("pcd", 20, 1000);
  CHECK(cosine > 0.8);
  CHECK_THAT(ratio, WithinAbs(1.0, 0.25));
  CHECK(exact.W.cwiseAbs().maxCoeff() > 0.01f);
  // A single chain is not.
  const auto [rough, rough_ratio, same] = pairAfter("pcd", 1, 1);
  CHECK(rough < 0.7);
  CHECK(rough_ratio > 1.5);
}

TEST_CASE("Numbers beside the gradient come as curves, and only where all states can be counted",
          "[rbm][exact][learner]") {
  const Matrix data = oracle::twoByTwoBars();
  const auto namesAfter = [&](double hidden, const char* method) {
    Rbm rbm;
    rbm.initialise(settingsWith({{"hidden", hidden}}, method), summaryOf(data), 5);
    runUpdates(rbm, data, 2);
    std::vector<Reading> readings;
    rbm.readings({.train = data, .test = data, .update = 2}, readings);
    std::vector<std::string> names;
    for (const Reading& reading : readings) names.push_back(reading.name);
    return names;
  };
  const auto withUsual = [](std::vector<std::string> more) {
    std::vector<std::string> names = {"reconstructionError", "pseudoLogLikelihood", "freeEnergyGap", "logLikelihood"};
    names.insert(names.end(), more.begin(), more.end());
    return names;
  };
  CHECK(namesAfter(6, "cd") == withUsual({"gradientCosine", "gradientNorm"}));
  CHECK(namesAfter(6, "exact") == withUsual({}));
  CHECK(namesAfter(6, "tempering") == withUsual({"gradientCosine", "gradientNorm", "swapRate"}));

  Matrix wide = Matrix::Zero(64, 4);
  Rbm rbm;
  Settings settings = settingsWith({{"hidden", 64}}, "cd");
  rbm.initialise(settings, {.rows = 8, .cols = 8, .examples = 4, .mean = wide.rowwise().mean()}, 1);
  runUpdates(rbm, wide, 1);
  CHECK(rbm.gradientPair() == nullptr);
  const Result<std::unique_ptr<Likelihood>> none = rbm.likelihood(LikelihoodOf::kVisible);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().sentence.find("64 units; at most 20") != std::string::npos);
}

TEST_CASE("Counting every state is refused where there are too many, with the number allowed", "[rbm][exact]") {
  const DataSummary digits = {.rows = 8, .cols = 8, .examples = 100};
  CHECK(Rbm::allows(settingsWith({{"hidden", 18}}, "exact"), digits).ok());
  const Status refused = Rbm::allows(settingsWith({{"hidden", 64}}, "exact"), digits);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().sentence.find("hidden is 64") != std::string::npos);
  CHECK(refused.error().sentence.find("at most 18") != std::string::npos);
  // The visible layer is the smaller one.
  const DataSummary small = {.rows = 3, .cols = 3, .examples = 100};
  CHECK(Rbm::allows(settingsWith({{"hidden", 500}}, "exact"), small).ok());
  Settings gaussian = settingsWith({{"hidden", 500}}, "exact");
  REQUIRE(gaussian.setChoice("visible", "gaussian").ok());
  CHECK_FALSE(Rbm::allows(gaussian, small).ok());
}

TEST_CASE("The truth table names states, shares and what is missing", "[rbm][exact][views]") {
  const Matrix data = oracle::twoByTwoBars();
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 6}, {"learningRate", 0.3}}, "exact"), summaryOf(data), 5);
  runUpdates(rbm, data, 500);
  StateTally tally(4, 16);
  for (std::size_t t = 0; t <= StateTally::kBurnIn; ++t) tally.add(oracle::allStates(4));  // every state once
  const std::optional<View> view = rbm.view("truth", {.data = &data, .tally = &tally});
  REQUIRE(view.has_value());
  CHECK(view->column_names == std::vector<std::string>{"exact", "data", "chains", "\u00b1 chance"});
  REQUIRE(view->shape == std::vector<std::uint32_t>{16, 4});
  float machine = 0;
  for (std::size_t row = 0; row < 16; ++row) {
    machine += view->values[4 * row];
    CHECK_THAT(static_cast<double>(view->values[4 * row + 2]), WithinAbs(1.0 / 16, 1e-6));
    if (row > 0) CHECK(view->values[4 * row] <= view->values[4 * (row - 1)]);
    if (view->row_names[row] == "10 10") CHECK(view->values[4 * row + 1] == 0.125f);
    if (view->row_names[row] == "11 11") CHECK(view->values[4 * row + 1] == 0.25f);
    if (view->row_names[row] == "10 00") CHECK(view->values[4 * row + 1] == 0.0f);
  }
  CHECK_THAT(static_cast<double>(machine), WithinAbs(1.0, 1e-5));
  CHECK(view->notes.size() == 3);
  CHECK(rbm.view("states", {.data = &data, .tally = &tally})->panels.at(0).marks.size() == 5);
}
