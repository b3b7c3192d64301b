#include "models/layers/rbm.h"

#include "tests/support/central_difference.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <vector>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

std::vector<double> column(const Matrix& m, Eigen::Index n) {
  std::vector<double> values;
  for (Eigen::Index i = 0; i < m.rows(); ++i) values.push_back(static_cast<double>(m(i, n)));
  return values;
}

}  // namespace

TEST_CASE("Free energy equals the sum over all hidden states", "[rbm][exact]") {
  const RbmParameters p = oracle::randomRbm(5, 7, 1.5f, 3);
  const Matrix v = oracle::allStates(5);
  RbmScratch scratch;
  Matrix a;
  std::vector<double> energies(32);
  freeEnergy(p, v, States::kBinary, scratch, a, energies);
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    CHECK_THAT(energies[static_cast<std::size_t>(n)], WithinAbs(oracle::freeEnergyBySum(p, column(v, n)), 2e-5));
  }
}

TEST_CASE("Free energies equal the published ones of a machine with 3 visible and 2 hidden units", "[rbm][reference]") {
  // The parameters of mlpack's rbm_network_test.cpp (weights stored hidden-first), after scikit-learn's; the energies
  // computed in double precision from E(v, h).
  RbmParameters p{RowMatrix(3, 2), Vector(3), Vector(2)};
  p.W << -.23224054f, -.23000632f, -.25701271f, -.25122418f, -.20716651f, -.20962217f;
  p.c << -.59922456f, -.60003836f;
  p.b << -.6f, -.625f, -.475f;
  Matrix v(3, 4);
  v.col(0) << 0, 0, 0;
  v.col(1) << 0, 1, 1;
  v.col(2) << 1, 0, 1;
  v.col(3) << 1, 1, 1;
  const double published[] = {-.8752371495798874, .506150658716378, .469234756647036, 1.2150908432824186};
  RbmScratch scratch;
  Matrix a;
  std::vector<double> energies(4);
  for (const States states : {States::kBinary, States::kReal}) {
    freeEnergy(p, v, states, scratch, a, energies);
    for (std::size_t n = 0; n < 4; ++n) CHECK_THAT(energies[n], WithinAbs(published[n], 3e-7));
  }
}

TEST_CASE("Conditional means equal the ratios of joint probabilities", "[rbm][exact]") {
  const RbmParameters p = oracle::randomRbm(4, 3, 1.0f, 11);
  RbmScratch scratch;
  Matrix h_mean, v_mean;
  const Matrix v = oracle::allStates(4), h = oracle::allStates(3);
  hiddenMean(p, v, States::kBinary, scratch, h_mean);
  visibleMean(p, h, States::kBinary, scratch, v_mean);
  const auto weight = [&](Eigen::Index vi, Eigen::Index hi) {
    return std::exp(-oracle::energy(p, column(v, vi), column(h, hi)));
  };
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    for (Eigen::Index j = 0; j < 3; ++j) {
      double on = 0, all = 0;
      for (Eigen::Index hi = 0; hi < h.cols(); ++hi) {
        all += weight(n, hi);
        on += static_cast<double>(h(j, hi)) * weight(n, hi);
      }
      CHECK_THAT(static_cast<double>(h_mean(j, n)), WithinAbs(on / all, 1e-6));
    }
  }
  for (Eigen::Index n = 0; n < h.cols(); ++n) {
    for (Eigen::Index i = 0; i < 4; ++i) {
      double on = 0, all = 0;
      for (Eigen::Index vi = 0; vi < v.cols(); ++vi) {
        all += weight(vi, n);
        on += static_cast<double>(v(i, vi)) * weight(vi, n);
      }
      CHECK_THAT(static_cast<double>(v_mean(i, n)), WithinAbs(on / all, 1e-6));
    }
  }
}

TEST_CASE("Binary and real states give the same inputs up to rounding", "[rbm]") {
  const RbmParameters p = oracle::randomRbm(37, 21, 0.5f, 5);
  Rng rng(1, Purpose::kData);
  Matrix v(37, 9), h(21, 9), fast, dense;
  for (float& x : flat(v)) x = rng.uniform() < 0.3f ? 1.0f : 0.0f;
  for (float& x : flat(h)) x = rng.uniform() < 0.3f ? 1.0f : 0.0f;
  RbmScratch scratch;
  hiddenInput(p, v, States::kBinary, scratch, fast);
  hiddenInput(p, v, States::kReal, scratch, dense);
  CHECK((fast - dense).cwiseAbs().maxCoeff() < 1e-5f);
  visibleInput(p, h, States::kBinary, scratch, fast);
  visibleInput(p, h, States::kReal, scratch, dense);
  CHECK((fast - dense).cwiseAbs().maxCoeff() < 1e-5f);
}

TEST_CASE("The gradient equals central differences of the exact log-likelihood", "[rbm][gradient]") {
  // Oracle: log p(v) by visiting every joint state, in double; the model's side of the gradient gets all visible
  // states, each as often as it is probable.
  RbmParameters p = oracle::randomRbm(4, 3, 0.8f, 21);
  Matrix data(4, 3);
  data.col(0) << 1, 0, 1, 0;
  data.col(1) << 1, 1, 1, 0;
  data.col(2) << 0, 0, 0, 1;

  const double log_z = oracle::logPartitionBySum(p);
  constexpr Eigen::Index kDraws = 20000;
  const Matrix states = oracle::allStates(4);
  Matrix model(4, kDraws);
  Eigen::Index filled = 0;
  for (Eigen::Index n = 0; n < states.cols(); ++n) {
    const double share = std::exp(-oracle::freeEnergyBySum(p, column(states, n)) - log_z);
    const Eigen::Index until = n + 1 == states.cols()
                                   ? kDraws
                                   : std::min(kDraws, filled + static_cast<Eigen::Index>(std::lround(share * kDraws)));
    for (; filled < until; ++filled) model.col(filled) = states.col(n);
  }
  RbmScratch scratch;
  Matrix h_data, h_model;
  hiddenMean(p, data, States::kBinary, scratch, h_data);
  hiddenMean(p, model, States::kBinary, scratch, h_model);
  RbmGradientScratch gradient_scratch;

  const auto logLikelihood = [&] {
    double sum = 0;
    for (Eigen::Index n = 0; n < data.cols(); ++n) sum -= oracle::freeEnergyBySum(p, column(data, n));
    return sum / 3.0 - oracle::logPartitionBySum(p);
  };
  const auto slope = [&](float& parameter) { return oracle::slopeAlong(parameter, 1e-2f, logLikelihood); };

  RbmGradient g;
  const States both[][2] = {
      {States::kBinary, States::kBinary}, {States::kReal, States::kBinary}, {States::kReal, States::kReal}};
  for (const auto& [of_data, of_model] : both) {
    rbmGradient(p, {data, h_data, of_data}, {model, h_model, of_model}, gradient_scratch, g);
    // 20,000 draws carry each probability to within 0.5 / 20,000; 16 states; differences of order step^2.
    constexpr double kTolerance = 16 * 0.5 / 20000 + 1e-4;
    for (Eigen::Index i = 0; i < 4; ++i) {
      for (Eigen::Index j = 0; j < 3; ++j)
        CHECK_THAT(static_cast<double>(g.W(i, j)), WithinAbs(slope(p.W(i, j)), kTolerance));
      CHECK_THAT(static_cast<double>(g.b[i]), WithinAbs(slope(p.b[i]), kTolerance));
    }
    for (Eigen::Index j = 0; j < 3; ++j) CHECK_THAT(static_cast<double>(g.c[j]), WithinAbs(slope(p.c[j]), kTolerance));
  }
}

TEST_CASE("The two sides of a gradient may have different numbers of examples", "[rbm][gradient]") {
  const RbmParameters p = oracle::randomRbm(6, 5, 0.5f, 2);
  const Matrix all = oracle::allStates(6);
  const Matrix data = all.leftCols(5), model = all.rightCols(13);
  RbmScratch scratch;
  Matrix h_data, h_model;
  hiddenMean(p, data, States::kBinary, scratch, h_data);
  hiddenMean(p, model, States::kBinary, scratch, h_model);
  RbmGradientScratch gradient_scratch;
  RbmGradient g;
  rbmGradient(p, {data, h_data, States::kBinary}, {model, h_model, States::kBinary}, gradient_scratch, g);
  const RowMatrix W = data * h_data.transpose() / 5.0f - model * h_model.transpose() / 13.0f;
  CHECK((g.W - W).cwiseAbs().maxCoeff() < 1e-6f);
  CHECK((g.b - (data.rowwise().mean() - model.rowwise().mean())).cwiseAbs().maxCoeff() < 1e-6f);
  CHECK((g.c - (h_data.rowwise().mean() - h_model.rowwise().mean())).cwiseAbs().maxCoeff() < 1e-6f);
}

TEST_CASE("Centring turns a gradient into the published one", "[rbm][gradient][reference]") {
  // PyDeep's test of its centred trainer: offsets (.5, .5) and (.1, .2).
  RbmGradient g{RowMatrix(2, 2), Vector(2), Vector(2)};
  g.W << .3f, .5f, -.4f, .8f;
  g.b << 2, 4;
  g.c << -2, -1;
  Vector mu(2), lambda(2);
  mu << .5f, .5f;
  lambda << .1f, .2f;
  centreGradient(mu, lambda, g);
  const float W[] = {1.1f, .6f, .2f, .5f}, b[] = {1.77f, 3.88f}, c[] = {-2.65f, -1.55f};
  for (std::size_t i = 0; i < 4; ++i) CHECK_THAT(flat(g.W)[i], WithinAbs(W[i], 1e-6f));
  for (std::size_t i = 0; i < 2; ++i) CHECK_THAT(flat(g.b)[i], WithinAbs(b[i], 1e-6f));
  for (std::size_t i = 0; i < 2; ++i) CHECK_THAT(flat(g.c)[i], WithinAbs(c[i], 1e-6f));
}

TEST_CASE("Gibbs steps leave the machine's distribution as it is", "[rbm][sampling]") {
  // Oracle: p(v) by counting. 4,000 chains started from exact draws, ten steps on: Pearson's statistic over 8 states
  // has 7 degrees of freedom; 24.3 is exceeded once in a thousand seeds, and the seed is fixed.
  const RbmParameters p = oracle::randomRbm(3, 4, 1.0f, 8);
  const Matrix states = oracle::allStates(3);
  std::vector<double> probabilities;
  for (Eigen::Index n = 0; n < 8; ++n) probabilities.push_back(oracle::probability(p, column(states, n)));

  constexpr Eigen::Index kChains = 4000;
  Rng rng(5, Purpose::kSample);
  Matrix v(3, kChains), mean, h;
  for (Eigen::Index chain = 0; chain < kChains; ++chain) {
    double left = static_cast<double>(rng.uniform());
    Eigen::Index state = 0;
    while (state < 7 && left >= probabilities[static_cast<std::size_t>(state)]) {
      left -= probabilities[static_cast<std::size_t>(state)];
      ++state;
    }
    v.col(chain) = states.col(state);
  }
  RbmScratch scratch;
  for (int step = 0; step < 10; ++step) gibbsStep(p, v, mean, h, {}, scratch, rng);
  std::vector<double> counts(8, 0.0);
  for (Eigen::Index chain = 0; chain < kChains; ++chain) {
    counts[static_cast<std::size_t>(v(0, chain) + 2 * v(1, chain) + 4 * v(2, chain))] += 1;
  }
  double statistic = 0;
  for (std::size_t n = 0; n < 8; ++n) {
    const double expected = probabilities[n] * kChains;
    statistic += (counts[n] - expected) * (counts[n] - expected) / expected;
  }
  CHECK(statistic < 24.3);
}

TEST_CASE("Clamped units keep their value, the others move", "[rbm][sampling]") {
  const RbmParameters p = oracle::randomRbm(6, 4, 0.1f, 4);
  Matrix v = Matrix::Zero(6, 50), mean, h;
  const float free = std::numeric_limits<float>::quiet_NaN();
  const Matrix held = Vector{{1.0f, free, 0.0f, free, free, 1.0f}};
  RbmScratch scratch;
  Rng rng(9, Purpose::kSample);
  for (int step = 0; step < 5; ++step) gibbsStep(p, v, mean, h, held, scratch, rng);
  CHECK(v.row(0).minCoeff() == 1.0f);
  CHECK(v.row(2).maxCoeff() == 0.0f);
  CHECK(v.row(5).minCoeff() == 1.0f);
  CHECK(v.row(1).sum() > 0.0f);
  CHECK(v.row(1).sum() < 50.0f);
}

TEST_CASE("Biases from the data give each unit its mean back", "[rbm]") {
  Vector mean(5);
  mean << 0.0f, 0.01f, 0.3f, 0.5f, 1.0f;
  const Vector b = biasFromMean(mean);
  for (Eigen::Index i = 1; i < 4; ++i)
    CHECK_THAT(1.0 / (1.0 + std::exp(-static_cast<double>(b[i]))), WithinRel(static_cast<double>(mean[i]), 1e-5));
  CHECK_THAT(b[0], WithinAbs(-4.59512f, 1e-4f));  // kept at the logit of 0.01
  CHECK_THAT(b[4], WithinAbs(4.59512f, 1e-4f));
}
