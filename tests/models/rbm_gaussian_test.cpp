// Gaussian visible units: against integrals on a grid, against the mixture of Gaussians that such a machine is, and in
// training.
#include "models/layers/rbm_exact.h"
#include "models/rbm/rbm_model.h"
#include "models/rbm/rbm_start.h"
#include "tests/support/central_difference.h"
#include "tests/support/small_rbm.h"

#include <Eigen/LU>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

std::vector<double> column(const Matrix& m, Eigen::Index n) {
  std::vector<double> values;
  for (Eigen::Index i = 0; i < m.rows(); ++i) values.push_back(static_cast<double>(m(i, n)));
  return values;
}

double exactLogPartition(const RbmParameters& p) {
  ExactPartition partition(p);
  while (!partition.done()) partition.advance();
  return partition.logPartition();
}

// Mean and variance of every value under the mixture with one Gaussian for every hidden state.
struct Moments {
  std::vector<double> mean, variance;
};
Moments momentsOfMixture(const RbmParameters& p) {
  const std::size_t visible = p.visible();
  Moments m{std::vector<double>(visible), std::vector<double>(visible)};
  std::vector<double> squares(visible);
  const double log_z = oracle::logPartitionOfMixture(p);
  for (std::uint64_t state = 0; state < (std::uint64_t{1} << p.hidden()); ++state) {
    // The share of one state: the mixture of a machine that has no other.
    RbmParameters one = p;
    one.W.setZero();
    one.c.setZero();
    const std::vector<double> h = oracle::bitsOf(state, p.hidden());
    double log_share = 0;
    std::vector<double> means(visible);
    for (std::size_t j = 0; j < h.size(); ++j) {
      log_share += static_cast<double>(p.c[static_cast<Eigen::Index>(j)]) * h[j];
    }
    for (std::size_t i = 0; i < visible; ++i) {
      const Eigen::Index unit = static_cast<Eigen::Index>(i);
      const double b = static_cast<double>(p.b[unit]), variance = std::exp(static_cast<double>(p.z[unit]));
      means[i] = b;
      for (std::size_t j = 0; j < h.size(); ++j) {
        means[i] += static_cast<double>(p.W(unit, static_cast<Eigen::Index>(j))) * h[j];
      }
      log_share += (means[i] * means[i] - b * b) / (2 * variance) + 0.5 * std::log(2 * std::acos(-1.0) * variance) +
                   std::log(static_cast<double>(p.scale[unit]));
    }
    const double share = std::exp(log_share - log_z);
    for (std::size_t i = 0; i < visible; ++i) {
      const Eigen::Index unit = static_cast<Eigen::Index>(i);
      const double scale = static_cast<double>(p.scale[unit]);
      const double mean = static_cast<double>(p.shift[unit]) + scale * means[i];
      m.mean[i] += share * mean;
      squares[i] += share * (mean * mean + scale * scale * std::exp(static_cast<double>(p.z[unit])));
    }
  }
  for (std::size_t i = 0; i < visible; ++i) m.variance[i] = squares[i] - m.mean[i] * m.mean[i];
  return m;
}

Settings settingsWith(std::initializer_list<std::pair<const char*, double>> changes, const char* method = "cd") {
  Settings settings(Rbm::options());
  for (const auto& [name, value] : changes) REQUIRE(settings.set(name, value).ok());
  REQUIRE(settings.setChoice("method", method).ok());
  REQUIRE(settings.setChoice("visible", "gaussian").ok());
  return settings;
}

DataSummary summaryOf(const Matrix& data) {
  const Vector mean = data.rowwise().mean();
  Vector deviation(data.rows());
  for (Eigen::Index i = 0; i < data.rows(); ++i) {
    deviation[i] = std::sqrt((data.row(i).array() - mean[i]).square().sum() / static_cast<float>(data.cols()));
  }
  return {.rows = 1,
          .cols = static_cast<int>(data.rows()),
          .examples = static_cast<int>(data.cols()),
          .mean = mean,
          .binary = false,
          .domain = Domain::kReal,
          .deviation = deviation,
          .low = -5,
          .high = 5};
}

// Two clouds on the plane, far apart, on axes of very different size.
Matrix twoClouds() {
  Matrix data(2, 200);
  Rng rng(4, Purpose::kData);
  for (Eigen::Index n = 0; n < data.cols(); ++n) {
    const float side = n % 2 == 0 ? 1.0f : -1.0f;
    data(0, n) = 100 + 20 * (side + 0.35f * rng.normal());
    data(1, n) = 0.01f * (side + 0.35f * rng.normal());
  }
  return data;
}

void runUpdates(Rbm& rbm, const Matrix& data, std::uint64_t count) {
  for (std::uint64_t update = 0; update < count; ++update) {
    rbm.beginUpdate(data, {.update = update, .epoch = static_cast<double>(update)});
    Rng rng(1, Purpose::kUpdate, update);
    for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
  }
}

double meanLogLikelihood(const Rbm& rbm, const Matrix& data) {
  Result<std::unique_ptr<Likelihood>> made = rbm.likelihood(LikelihoodOf::kVisible);
  const std::unique_ptr<Likelihood> likelihood = std::move(made.value());
  while (!likelihood->prepare()) {
  }
  std::vector<double> nats(static_cast<std::size_t>(data.cols()));
  likelihood->logLikelihood(data, nats);
  double sum = 0;
  for (const double value : nats) sum += value;
  return sum / static_cast<double>(nats.size());
}

}  // namespace

TEST_CASE("A Gaussian machine's free energy equals the sum over all hidden states", "[rbm][gaussian][exact]") {
  const RbmParameters p = oracle::randomGaussianRbm(3, 5, 0.8f, 3);
  Matrix v(3, 20), a;
  Rng rng(1, Purpose::kData);
  for (float& x : flat(v)) x = 3 * rng.normal();
  RbmScratch scratch;
  std::vector<double> energies(20);
  freeEnergy(p, v, States::kReal, scratch, a, energies);
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    const double expected = oracle::freeEnergyBySum(p, column(v, n));
    CHECK_THAT(energies[static_cast<std::size_t>(n)], WithinAbs(expected, 2e-6 * (10 + std::abs(expected))));
  }
}

TEST_CASE("The density of a Gaussian machine has an integral of one", "[rbm][gaussian][exact]") {
  // Oracle: the trapezium rule on a grid, exact to many digits for sums of Gaussians; energies from E(v, h) alone.
  for (const int hidden : {1, 3}) {
    const RbmParameters p = oracle::randomGaussianRbm(2, hidden, 0.7f, 8);
    constexpr int kCells = 120;
    const auto at = [&](Eigen::Index i, int cell) {
      const double reach = 9;  // in units of the machine
      return static_cast<double>(p.shift[i]) + static_cast<double>(p.scale[i]) * reach * (2.0 * cell / kCells - 1);
    };
    double sum = 0;
    for (int x = 0; x <= kCells; ++x) {
      for (int y = 0; y <= kCells; ++y) sum += std::exp(-oracle::freeEnergyBySum(p, {at(0, x), at(1, y)}));
    }
    const double area = (at(0, 1) - at(0, 0)) * (at(1, 1) - at(1, 0));
    CHECK_THAT(std::log(sum * area), WithinAbs(oracle::logPartitionOfMixture(p), 1e-9));
    CHECK_THAT(exactLogPartition(p), WithinAbs(oracle::logPartitionOfMixture(p), 2e-6));
  }
}

TEST_CASE("A Gaussian machine without weights is the independent Gaussian model", "[rbm][gaussian][exact]") {
  // Closed form: sum_i log N(v_i; mean_i, variance_i). Tolerance: float parameters.
  RbmParameters p = oracle::randomGaussianRbm(4, 6, 1.0f, 5);
  p.W.setZero();
  std::unique_ptr<Likelihood> likelihood = exactLikelihood(p, States::kReal, LikelihoodOf::kVisible);
  while (!likelihood->prepare()) {
  }
  Matrix v(4, 3);
  v.col(0) << 0, 1, -2, 3;
  v.col(1) << -1, 0.5f, 0, 2;
  v.col(2) << 4, 4, 4, 4;
  std::vector<double> nats(3);
  likelihood->logLikelihood(v, nats);
  for (Eigen::Index n = 0; n < 3; ++n) {
    double expected = 0;
    for (Eigen::Index i = 0; i < 4; ++i) {
      const double scale = static_cast<double>(p.scale[i]);
      const double mean = static_cast<double>(p.shift[i]) + scale * static_cast<double>(p.b[i]);
      const double variance = scale * scale * std::exp(static_cast<double>(p.z[i]));
      const double off = static_cast<double>(v(i, n)) - mean;
      expected -= 0.5 * std::log(2 * std::acos(-1.0) * variance) + off * off / (2 * variance);
    }
    CHECK_THAT(nats[static_cast<std::size_t>(n)], WithinAbs(expected, 2e-6 * (10 + std::abs(expected))));
  }
}

TEST_CASE("A Gaussian machine's exact gradient equals central differences of its exact log-likelihood",
          "[rbm][gaussian][gradient]") {
  // Oracle: the mixture of Gaussians, in double. Tolerance: differences of order step^2 = 1e-4, float sums.
  RbmParameters p = oracle::randomGaussianRbm(3, 4, 0.6f, 21);
  Matrix data(3, 5);
  Rng rng(2, Purpose::kData);
  for (float& x : flat(data)) x = 2 * rng.normal();
  const auto logLikelihood = [&] {
    double sum = 0;
    for (Eigen::Index n = 0; n < data.cols(); ++n) sum -= oracle::freeEnergyBySum(p, column(data, n));
    return sum / static_cast<double>(data.cols()) - oracle::logPartitionOfMixture(p);
  };
  const auto slope = [&](float& parameter) { return oracle::slopeAlong(parameter, 4e-3f, logLikelihood); };
  RbmScratch scratch;
  Matrix h_data;
  hiddenMean(p, data, States::kReal, scratch, h_data);
  ExactMoments counting;
  RbmMoments moments;
  counting.compute(p, moments);
  RbmGradientScratch gradient_scratch;
  RbmGradient g;
  rbmGradient(p, {data, h_data, States::kReal}, moments, gradient_scratch, g);
  const auto same = [](float value, double expected) {
    CHECK_THAT(static_cast<double>(value), WithinAbs(expected, 3e-4 * (1 + std::abs(expected))));
  };
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (Eigen::Index j = 0; j < 4; ++j) same(g.W(i, j), slope(p.W(i, j)));
    same(g.b[i], slope(p.b[i]));
    same(g.z[i], slope(p.z[i]));
  }
  for (Eigen::Index j = 0; j < 4; ++j) same(g.c[j], slope(p.c[j]));
}

TEST_CASE("Gibbs samples of a Gaussian machine have the moments of its mixture, and so has the gradient's model side",
          "[rbm][gaussian][sampling]") {
  const RbmParameters p = oracle::randomGaussianRbm(3, 3, 0.5f, 12);
  const Moments exact = momentsOfMixture(p);
  constexpr Eigen::Index kChains = 4000;
  Matrix v = p.shift.replicate(1, kChains), mean, h;
  RbmScratch scratch;
  Rng rng(5, Purpose::kChains);
  for (int step = 0; step < 60; ++step) gibbsStep(p, v, mean, h, {}, scratch, rng);
  for (Eigen::Index i = 0; i < 3; ++i) {
    const std::size_t unit = static_cast<std::size_t>(i);
    const double deviation = std::sqrt(exact.variance[unit]);
    const Vector values = v.row(i);
    const double average = kernels::sum(flat(values)) / kChains;
    double variance = 0;
    for (const float x : values) variance += std::pow(static_cast<double>(x) - exact.mean[unit], 2) / kChains;
    // Four standard errors of a mean and, as of a normal, of a variance.
    CHECK_THAT(average, WithinAbs(exact.mean[unit], 4 * deviation / std::sqrt(double{kChains})));
    CHECK_THAT(variance, WithinAbs(exact.variance[unit], 4 * exact.variance[unit] * std::sqrt(2.0 / kChains)));
  }

  // Samples, or means with the noise added on, against themselves counted exactly: the gradient vanishes on average.
  ExactMoments counting;
  RbmMoments moments;
  counting.compute(p, moments);
  for (const bool means : {false, true}) {
    const Matrix& model = means ? mean : v;
    Matrix h_mean;
    hiddenMean(p, means ? v : model, States::kReal, scratch, h_mean);
    if (means) h_mean = h;  // the states that the means are of
    RbmGradientScratch gradient_scratch;
    RbmGradient g;
    rbmGradient(p, {model, h_mean, States::kReal, means}, {model, h_mean, States::kReal, means}, gradient_scratch, g);
    CHECK(g.z.cwiseAbs().maxCoeff() < 1e-3f);
    rbmGradient(p, {v, h, States::kReal}, {model, h_mean, States::kReal, means}, gradient_scratch, g);
    CHECK(g.W.cwiseAbs().maxCoeff() < 0.25f);
    CHECK(g.z.cwiseAbs().maxCoeff() < 0.25f);
    rbmGradient(p, {v, h, States::kReal}, moments, gradient_scratch, g);
    CHECK(g.W.cwiseAbs().maxCoeff() < 0.25f);
    CHECK(g.z.cwiseAbs().maxCoeff() < 0.25f);
  }
}

TEST_CASE("A clamped Gaussian unit keeps its value, in the units of the data", "[rbm][gaussian][sampling]") {
  const RbmParameters p = oracle::randomGaussianRbm(3, 2, 0.5f, 1);
  Matrix v = Matrix::Zero(3, 10), mean, h;
  RbmScratch scratch;
  Rng rng(1, Purpose::kChains);
  const Matrix held = Vector{{NAN, 7.5f, NAN}};
  for (int step = 0; step < 3; ++step) gibbsStep(p, v, mean, h, held, scratch, rng);
  CHECK((v.row(1).array() == 7.5f).all());
  CHECK((mean.row(1).array() == 7.5f).all());
  CHECK((v.row(0).array() != v(0, 0)).any());
}

TEST_CASE("Gaussian units learn two clouds by every method, whatever the units of the data",
          "[rbm][gaussian][learner]") {
  // Oracle: two round clouds of deviations 7 and 0.0035, each with half of the examples, have an expected log
  // density of -(1 + log 2 pi) - log(7 * 0.0035) - log 2; one cloud that has the data's own mean and variance is far
  // below.
  const Matrix data = twoClouds();
  const double clouds = -(1 + std::log(2 * std::acos(-1.0))) - std::log(7 * 0.0035) - std::log(2.0);
  for (const char* method : {"cd", "pcd", "tempering", "exact"}) {
    // Where chains cross from cloud to cloud, the share of each answers late and strongly to the parameters (by
    // 1 / s^2): a smaller rate lets the chains keep up.
    const double rate = method == std::string("pcd") || method == std::string("tempering") ? 0.003 : 0.02;
    Rbm rbm;
    rbm.initialise(
        settingsWith(
            {{"hidden", 3}, {"learningRate", rate}, {"weightDecay", 0}, {"initialWeights", 0.1}, {"momentumEpochs", 0}},
            method),
        summaryOf(data), 3);
    INFO(method);
    CHECK(meanLogLikelihood(rbm, data) < clouds - 0.4);
    runUpdates(rbm, data, 2000);
    CHECK_THAT(meanLogLikelihood(rbm, data), WithinAbs(clouds, 0.15));
    for (const float z : rbm.machine().z)
      CHECK_THAT(static_cast<double>(z), WithinAbs(std::log(0.35 * 0.35 / 1.1225), 0.4));
  }
}

namespace {

// Independent sources with heavy tails, turned: Laplacian ones, or the same with every source raised to the power 1.5.
// Variances are those of the sources; the rotation is by `degrees` in the first two values, and then in the next two.
Matrix heavySources(int values, double degrees, bool heavier, std::uint64_t seed) {
  Matrix data(values, 1000);
  Rng rng(seed, Purpose::kData);
  for (float& x : flat(data)) {
    const double u = static_cast<double>(rng.uniform()) - 0.5;
    const double size = -std::log(1 - 2 * std::abs(u) + 1e-9);
    x = static_cast<float>(std::copysign(heavier ? std::pow(size, 1.5) : size, u));
  }
  const float c = static_cast<float>(std::cos(degrees / 180 * std::acos(-1.0)));
  const float s = static_cast<float>(std::sin(degrees / 180 * std::acos(-1.0)));
  for (Eigen::Index i = 0; i + 1 < data.rows(); ++i) {
    const Matrix one = data.row(i), other = data.row(i + 1);
    data.row(i) = c * one - s * other;
    data.row(i + 1) = s * one + c * other;
  }
  return data;
}

// The mean log-likelihood of the normal distribution with the data's own mean and covariance.
double likelihoodOfNormal(const Matrix& data) {
  const Eigen::MatrixXd x = data.cast<double>();
  const Eigen::MatrixXd centred = x.colwise() - x.rowwise().mean();
  const Eigen::MatrixXd covariance = centred * centred.transpose() / static_cast<double>(x.cols());
  const double values = static_cast<double>(x.rows());
  return -0.5 * (values * (1 + std::log(2 * std::acos(-1.0))) + std::log(covariance.determinant()));
}

double learnt(const Matrix& data, const char* start, std::uint64_t seed, double rate, int epochs) {
  DataSummary summary = summaryOf(data);
  summary.some = data.leftCols(500);
  Settings settings = settingsWith({{"hidden", 4}, {"learningRate", rate}});
  REQUIRE(settings.setChoice("start", start).ok());
  Rbm rbm;
  rbm.initialise(settings, summary, seed);
  constexpr Eigen::Index kBatch = 20;
  std::uint64_t update = 0;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (Eigen::Index at = 0; at + kBatch <= data.cols(); at += kBatch, ++update) {
      const Matrix batch = data.middleCols(at, kBatch);
      rbm.beginUpdate(batch, {.update = update, .epoch = static_cast<double>(epoch)});
      Rng rng(seed, Purpose::kUpdate, update);
      for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
    }
  }
  return meanLogLikelihood(rbm, data);
}

}  // namespace

TEST_CASE("Data with heavy tails do not hold a Gaussian machine on its saddle", "[rbm][gaussian][start]") {
  // Oracle: one normal distribution with the data's own covariance, beside the exact likelihood by counting. Small
  // weights are still there after 20 epochs.
  struct World {
    const char* name;
    Matrix data;
  };
  const World worlds[] = {{"two Laplacian sources at 30 degrees", heavySources(2, 30, false, 1)},
                          {"two heavier ones at 15", heavySources(2, 15, true, 2)},
                          {"three Laplacian ones", heavySources(3, 25, false, 3)}};
  for (const World& world : worlds) {
    const double single = likelihoodOfNormal(world.data);
    double gain = 0;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      INFO(world.name << ", seed " << seed);
      const double by_tails = learnt(world.data, "byTails", seed, 0.01, 20) - single;
      CHECK(by_tails > 0.005);
      gain += by_tails / 3;
      CHECK(learnt(world.data, "small", seed, 0.01, 20) < single + 0.01);
    }
    CHECK(gain > 0.015);
  }
}

TEST_CASE("Hidden units start as rare only along heavy tails", "[rbm][gaussian][start]") {
  const auto started = [](const Matrix& data) {
    DataSummary summary = summaryOf(data);
    summary.some = data.leftCols(500);
    Rbm rbm;
    rbm.initialise(settingsWith({{"hidden", 6}}), summary, 5);
    return rbm.machine();
  };
  const RbmParameters heavy = started(heavySources(2, 30, false, 1));
  for (Eigen::Index j = 0; j < 6; ++j) {
    // The share of the unit's component beside the one without hidden units, from the mixture's own formula.
    const double share = static_cast<double>(heavy.c[j]) + static_cast<double>(heavy.W.col(j).squaredNorm()) / 2;
    CHECK_THAT(share, WithinAbs(std::log(0.01), 1e-5));
    CHECK_THAT(static_cast<double>(heavy.W.col(j).norm()), WithinAbs(2, 0.1));
  }
  Matrix normal(2, 1000);
  Rng rng(8, Purpose::kData);
  kernels::normal(rng, 3.0f, 2.0f, flat(normal));
  for (const Matrix& light : {normal, Matrix(twoClouds().replicate(1, 5))}) {
    const RbmParameters p = started(light);
    CHECK((p.c.array() == 0).all());
    CHECK(p.W.cwiseAbs().maxCoeff() < 0.1f);
  }
  // Kurtosis of numbers whose moments are known: -2 for two values, 3 for a Laplacian.
  RbmParameters unit;
  unit.shift = Vector::Zero(1);
  unit.scale = Vector::Ones(1);
  Matrix two(1, 4);
  two << 1, -1, 1, -1;
  CHECK_THAT(excessKurtosis(unit, two, Vector::Ones(1)), WithinAbs(-2, 1e-12));
}

TEST_CASE("A value that never varies does no harm, and no variance falls below its floor", "[rbm][gaussian][learner]") {
  Matrix data = twoClouds();
  data.row(1).setConstant(3);
  const DataSummary summary = summaryOf(data);
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 3}, {"learningRate", 0.1}}), summary, 3);
  runUpdates(rbm, data, 1500);
  const RbmParameters& p = rbm.machine();
  CHECK(p.W.allFinite());
  CHECK(p.z[1] == -6.0f);
  CHECK(p.z[0] > -6.0f);

  Settings fixed = settingsWith({{"hidden", 3}, {"learnVariance", 0}});
  rbm.initialise(fixed, summary, 3);
  runUpdates(rbm, data, 10);
  CHECK((p.z.array() == 0).all());
}

TEST_CASE("Data without numbers for some values, and binary units for any numbers, are refused", "[rbm][gaussian]") {
  const DataSummary real = {.rows = 1, .cols = 4, .examples = 10, .domain = Domain::kReal};
  DataSummary gaps = real;
  gaps.missing = true;
  CHECK(Rbm::accepts(real).ok());
  CHECK_FALSE(Rbm::accepts(gaps).ok());
  Settings settings(Rbm::options());
  CHECK(Rbm::allows(settings, real).ok());
  REQUIRE(settings.setChoice("visible", "binary").ok());
  const Status refused = Rbm::allows(settings, real);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().sentence.find("visible") != std::string::npos);
  CHECK(Rbm::allows(settings, {.rows = 2, .cols = 2, .examples = 10}).ok());
}
