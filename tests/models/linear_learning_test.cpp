#include "models/linear/linear_learning.h"

#include "base/rng.h"
#include "base/symmetric_eigen.h"
#include "models/linear/linear_missing.h"
#include "models/linear/linear_rotation.h"
#include "tests/support/linear.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>

using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::oracle;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

SymmetricEigen eigenOf(const RealMatrix& S) {
  SymmetricEigen eigen(S);
  while (!eigen.advance(1e9)) {
  }
  return eigen;
}

Matrix hidden(Matrix x, float share, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData, 1);
  for (float& value : flat(x)) {
    if (rng.uniform() < share) value = kMissing;
  }
  return x;
}

struct PartialFit {
  LinearGaussian model;
  double worst_gain = 0;  // the least gain of log-likelihood in any step
};

PartialFit partialFit(const Matrix& x, NoiseKind kind, Eigen::Index q, int steps, std::uint64_t seed) {
  RealVector mean, variance;
  partialMoments(x, mean, variance);
  PartialFit fit{.model = randomModel(x.rows(), q, kind, seed)};
  fit.model.mean = mean;
  fit.model.noise = kind == NoiseKind::kShared ? RealVector::Constant(x.rows(), variance.mean()) : variance;
  const RealVector floor = noiseFloor(kind, Units::kOne, mean, variance, {.own = 1e-9, .mean = 1e-9});
  PartialStatistics statistics;
  PartialPosterior scratch;
  double last = partialMeanLogLikelihood(fit.model, x, scratch);
  for (int step = 0; step < steps; ++step) {
    partialExpectation(fit.model, x, mean, statistics);
    partialMaximisation(statistics, mean, kind, floor, fit.model);
    const double now = partialMeanLogLikelihood(fit.model, x, scratch);
    fit.worst_gain = std::min(fit.worst_gain, now - last);
    last = now;
  }
  return fit;
}

}  // namespace

TEST_CASE("No step of EM lowers the likelihood", "[linear][em]") {
  // Random data of many shapes, fewer examples than values among them, and floors that bite.
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Eigen::Index V = 2 + static_cast<Eigen::Index>(seed % 7), q = static_cast<Eigen::Index>(seed % 4);
    const Eigen::Index N = 3 + static_cast<Eigen::Index>(seed * 7 % 40);
    const DataMoments moments = momentsOf(randomData(V, 2, N, seed));
    for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
      LinearGaussian model = randomModel(V, q, kind, seed + 100);
      const RealVector floor =
          noiseFloor(kind, Units::kOne, moments.mean, moments.S.diagonal(), {.own = 0.005, .mean = 1e-3});
      restrictNoise(kind, floor, model.noise);
      model.mean = moments.mean;
      LinearPosterior posterior;
      EmStatistics statistics;
      double last = gaussianLogLikelihood(model, moments);
      for (int step = 0; step < 60; ++step) {
        posteriorOf(model, posterior);
        expectation(posterior, moments, statistics);
        maximisation(statistics, moments, kind, floor, model);
        const double now = gaussianLogLikelihood(model, moments);
        INFO("seed " << seed << ", V " << V << ", q " << q << ", N " << N << ", step " << step);
        REQUIRE(now >= last - 1e-10 * (1 + std::abs(last)));
        last = now;
      }
    }
  }
}

TEST_CASE("The closed form has no slope left: nothing near it is better", "[linear][ppca][gradient]") {
  // Central differences of the likelihood in every parameter, by the V x V oracle.
  const DataMoments moments = momentsOf(randomData(5, 2, 60, 3));
  const SymmetricEigen eigen = eigenOf(moments.S);
  LinearGaussian model = maximumLikelihood(moments, eigen.values(), eigen.vectors(2), 0);
  const auto slope = [&](auto change) {
    constexpr double kStep = 1e-5;
    change(kStep);
    const double up = gaussianLogLikelihood(model, moments);
    change(-2 * kStep);
    const double down = gaussianLogLikelihood(model, moments);
    change(kStep);
    return (up - down) / (2 * kStep);
  };
  for (Eigen::Index i = 0; i < 5; ++i) {
    for (Eigen::Index a = 0; a < 2; ++a) {
      CHECK_THAT(slope([&](double by) { model.W(i, a) += by; }), WithinAbs(0, 1e-7));
    }
    CHECK_THAT(slope([&](double by) { model.mean[i] += by; }), WithinAbs(0, 1e-7));
  }
  CHECK_THAT(slope([&](double by) { model.noise.array() += by; }), WithinAbs(0, 1e-7));
  CHECK(slope([&](double by) { model.noise[0] += by; }) != 0);
}

TEST_CASE("A step of EM goes along the gradient", "[linear][em][gradient]") {
  // Oracle: Salakhutdinov, Roweis & Ghahramani (2003): the M step solves gradient of expected likelihood = 0, and that
  // gradient is the likelihood's own at the start: d L / d W = Psi^-1 (<d h'> - W <h h'>).
  const DataMoments moments = momentsOf(randomData(4, 2, 50, 6));
  LinearGaussian model = randomModel(4, 2, NoiseKind::kDiagonal, 7);
  model.mean = moments.mean;
  LinearPosterior posterior;
  posteriorOf(model, posterior);
  EmStatistics statistics;
  expectation(posterior, moments, statistics);
  const RealMatrix gradient =
      model.noise.cwiseInverse().asDiagonal() * (statistics.cross - model.W * statistics.square);
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index a = 0; a < 2; ++a) {
      constexpr double kStep = 1e-5;
      const double at = model.W(i, a);
      model.W(i, a) = at + kStep;
      const double up = gaussianLogLikelihood(model, moments);
      model.W(i, a) = at - kStep;
      const double down = gaussianLogLikelihood(model, moments);
      model.W(i, a) = at;
      CHECK_THAT(gradient(i, a), WithinAbs((up - down) / (2 * kStep), 1e-7));
    }
  }
}

TEST_CASE("No factors: a Gaussian with the variances of the data", "[linear][edge]") {
  const DataMoments moments = momentsOf(randomData(4, 2, 30, 8));
  const LinearGaussian shared = fitted(moments, NoiseKind::kShared, 0, 1, 1);
  CHECK_THAT(shared.noise[2], WithinAbs(moments.S.diagonal().mean(), 1e-12));
  const LinearGaussian each = fitted(moments, NoiseKind::kDiagonal, 0, 1, 1);
  CHECK((each.noise - moments.S.diagonal()).cwiseAbs().maxCoeff() < 1e-12);
  const SymmetricEigen eigen = eigenOf(moments.S);
  CHECK_THAT(maximumLogLikelihood(eigen.values(), 0, 0), WithinAbs(gaussianLogLikelihood(shared, moments), 1e-10));
}

TEST_CASE("As many factors as values: any covariance, down to the least variance", "[linear][edge]") {
  const DataMoments moments = momentsOf(randomData(4, 3, 80, 9));
  const SymmetricEigen eigen = eigenOf(moments.S);
  constexpr double kLeast = 1e-4;
  const LinearGaussian model = maximumLikelihood(moments, eigen.values(), eigen.vectors(4), kLeast);
  CHECK(model.noise[0] == kLeast);
  CHECK((covarianceOf(model) - moments.S).cwiseAbs().maxCoeff() < 1e-12);
  CHECK_THAT(gaussianLogLikelihood(model, moments), WithinAbs(saturatedLogLikelihood(eigen.values()), 1e-10));
  CHECK_THAT(maximumLogLikelihood(eigen.values(), 4, kLeast), WithinAbs(gaussianLogLikelihood(model, moments), 1e-10));
}

TEST_CASE("Constant values and fewer examples than values leave finite numbers", "[linear][edge]") {
  Matrix x = randomData(8, 2, 5, 10);  // rank 4 at most
  x.row(3).setConstant(2.5f);
  const DataMoments moments = momentsOf(x);
  const SymmetricEigen eigen = eigenOf(moments.S);
  CHECK(saturatedLogLikelihood(eigen.values()) == -std::numeric_limits<double>::infinity());
  for (const Eigen::Index q : {0, 2, 5, 8}) {
    const double least = 1e-6 * moments.S.diagonal().mean();
    const LinearGaussian closed = maximumLikelihood(moments, eigen.values(), eigen.vectors(q), least);
    CHECK(closed.noise.minCoeff() >= least);
    CHECK(closed.W.allFinite());
    const double reached = meanLogLikelihoodOf(closed, moments);
    CHECK(std::isfinite(reached));
    // Discarded eigenvalues near zero: terms up to 1 / least of rounding, 1e-16 of the largest eigenvalue.
    CHECK_THAT(maximumLogLikelihood(eigen.values(), q, least), WithinAbs(reached, 1e-6));
    for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
      const RealVector floor =
          noiseFloor(kind, Units::kOne, moments.mean, moments.S.diagonal(), {.own = 0.005, .mean = 1e-3});
      CHECK(floor.minCoeff() > 0);
      LinearGaussian model = randomModel(8, q, kind, 4);
      restrictNoise(kind, floor, model.noise);
      LinearPosterior posterior;
      EmStatistics statistics;
      for (int step = 0; step < 50; ++step) {
        posteriorOf(model, posterior);
        expectation(posterior, moments, statistics);
        maximisation(statistics, moments, kind, floor, model);
      }
      CHECK(model.W.allFinite());
      CHECK(model.noise.minCoeff() > 0);
      if (kind == NoiseKind::kDiagonal) CHECK_THAT(model.W.row(3).norm(), WithinAbs(0, 1e-9));
    }
  }
}

TEST_CASE("Held-out data of one factor want one factor", "[linear][ppca][reference]") {
  // scikit-learn's own test of PCA.score: the right number of factors has the best score on held-out data.
  const Matrix all = [] {
    Rng rng(11, Purpose::kData);
    Matrix x(3, 4000);
    for (Eigen::Index n = 0; n < 4000; ++n) {
      const float h = rng.normal();
      for (Eigen::Index i = 0; i < 3; ++i) x(i, n) = h * static_cast<float>(3 + i) + rng.normal() + 5;
    }
    return x;
  }();
  const DataMoments train = momentsOf(all.leftCols(2000)), test = momentsOf(all.rightCols(2000));
  const SymmetricEigen eigen = eigenOf(train.S);
  double best = -1e9;
  Eigen::Index best_q = -1;
  Criteria least{.aic = 1e9, .bic = 1e9};
  Eigen::Index least_aic = -1, least_bic = -1;
  for (Eigen::Index q = 0; q < 3; ++q) {
    const double score = meanLogLikelihoodOf(maximumLikelihood(train, eigen.values(), eigen.vectors(q), 1e-6), test);
    if (score > best) best = score, best_q = q;
    const Criteria c = criteria(maximumLogLikelihood(eigen.values(), q, 1e-6), train.examples,
                                freeParameters(NoiseKind::kShared, 3, q));
    if (c.aic < least.aic) least.aic = c.aic, least_aic = q;
    if (c.bic < least.bic) least.bic = c.bic, least_bic = q;
  }
  CHECK(best_q == 1);
  CHECK(least_bic == 1);
  CHECK(least_aic >= least_bic);  // AIC takes a factor too many in some share of cases, however many examples there are
}

TEST_CASE("Free parameters and criteria are counted as in the books", "[linear]") {
  // Factor analysis with all its factors free of rotation fits any covariance when 10 = 4 x 5 / 2 numbers are free.
  CHECK(freeParameters(NoiseKind::kDiagonal, 6, 3) == 6 * 3 - 3 + 6 + 6);
  CHECK(freeParameters(NoiseKind::kShared, 4, 3) == 4.0 * 5 / 2 + 4);  // q = p - 1: a free covariance, and the mean
  const Criteria c = criteria(-3, 50, 10);
  CHECK_THAT(2 * 50 * c.aic, WithinAbs(2 * 150 + 2 * 10, 1e-10));
  CHECK_THAT(2 * 50 * c.bic, WithinAbs(2 * 150 + 10 * 3.912023005428146, 1e-10));
}

TEST_CASE("EM with nothing missing is EM", "[linear][missing]") {
  const Matrix x = randomData(5, 2, 60, 12);
  const DataMoments moments = momentsOf(x);
  for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
    const LinearGaussian partial = partialFit(x, kind, 2, 3000, 1).model;
    const LinearGaussian whole = fitted(moments, kind, 2, 3000, 1);
    // Factor analysis creeps: after as many steps one start is not yet quite where another is.
    const double tolerance = kind == NoiseKind::kShared ? 1e-9 : 1e-5;
    CHECK_THAT(gaussianLogLikelihood(partial, moments), WithinAbs(gaussianLogLikelihood(whole, moments), tolerance));
    CHECK((covarianceOf(partial) - covarianceOf(whole)).cwiseAbs().maxCoeff() < 1e-3);
  }
}

TEST_CASE("No step of EM lowers the likelihood of what is seen", "[linear][missing][em]") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Matrix x = hidden(randomData(6, 2, 30, seed), 0.3f, seed);
    for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
      INFO("seed " << seed);
      CHECK(partialFit(x, kind, static_cast<Eigen::Index>(seed % 3), 40, seed).worst_gain > -1e-9);
    }
  }
}

TEST_CASE("With a fifth of the values missing the projection is almost unchanged", "[linear][missing][reference]") {
  // Tipping & Bishop (1999), figure 2: 38 x 18 values (Tobamovirus), 136 of them removed. Here as many made of two
  // factors; the posterior means of all examples are compared after the best rotation.
  Matrix x = randomData(18, 2, 38, 14);
  const LinearGaussian whole = fitted(momentsOf(x), NoiseKind::kShared, 2, 2000, 1);
  const Matrix part = hidden(x, 0.2f, 14);
  const LinearGaussian learnt = partialFit(part, NoiseKind::kShared, 2, 500, 2).model;
  LinearPosterior posterior, posterior_whole;
  posteriorOf(whole, posterior_whole);
  posteriorOf(learnt, posterior);
  RealMatrix h_whole, h;
  posteriorMean(whole, posterior_whole, x, h_whole);
  posteriorMean(learnt, posterior, part, h);
  h_whole = (principalRotation(whole.W, whole.noise).transpose() * h_whole).eval();
  h = (principalRotation(learnt.W, learnt.noise).transpose() * h).eval();
  for (Eigen::Index a = 0; a < 2; ++a) {
    const double correlation = h.row(a).dot(h_whole.row(a)) / (h.row(a).norm() * h_whole.row(a).norm());
    CHECK(std::abs(correlation) > 0.97);
  }
  // Filling the gaps with the mean instead does worse: its noise swallows what was filled in wrongly.
  CHECK(gaussianLogLikelihood(learnt, momentsOf(x)) > gaussianLogLikelihood(whole, momentsOf(x)) - 2);
}

TEST_CASE("A value that nobody has and an example that has nothing are left alone", "[linear][missing][edge]") {
  Matrix x = randomData(4, 1, 25, 15);
  x.row(2).setConstant(kMissing);
  x.col(7).setConstant(kMissing);
  for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
    const LinearGaussian model = partialFit(x, kind, 2, 50, 3).model;
    CHECK(model.W.allFinite());
    CHECK(model.mean.allFinite());
    CHECK(model.noise.allFinite());
    CHECK(model.noise.minCoeff() > 0);
  }
}

TEST_CASE("Rotations are orthogonal and leave the covariance alone", "[linear][rotation]") {
  const LinearGaussian model = randomModel(9, 4, NoiseKind::kDiagonal, 16);
  for (const RealMatrix& R : {varimaxRotation(model.W, Rows::kRaw), varimaxRotation(model.W, Rows::kKaiser),
                              principalRotation(model.W, model.noise)}) {
    CHECK((R.transpose() * R - RealMatrix::Identity(4, 4)).cwiseAbs().maxCoeff() < 1e-12);
    const RealMatrix turned = model.W * R;
    CHECK((turned * turned.transpose() - model.W * model.W.transpose()).cwiseAbs().maxCoeff() < 1e-11);
    for (Eigen::Index a = 0; a < 4; ++a) CHECK(turned.col(a).maxCoeff() >= -turned.col(a).minCoeff());
  }
  const RealMatrix turned = model.W * varimaxRotation(model.W, Rows::kRaw);
  CHECK(varimaxCriterion(turned) > varimaxCriterion(model.W));
  // No turn of any pair by any angle does better.
  for (int step = 1; step < 90; ++step) {
    const double angle = step * 3.14159265358979 / 180;
    for (Eigen::Index j = 0; j < 4; ++j) {
      for (Eigen::Index k = j + 1; k < 4; ++k) {
        RealMatrix other = turned;
        other.col(j) = std::cos(angle) * turned.col(j) + std::sin(angle) * turned.col(k);
        other.col(k) = std::cos(angle) * turned.col(k) - std::sin(angle) * turned.col(j);
        CHECK(varimaxCriterion(other) <= varimaxCriterion(turned) + 1e-12);
      }
    }
  }
}

TEST_CASE("Principal factors of the closed form are its eigenvectors", "[linear][rotation]") {
  const DataMoments moments = momentsOf(randomData(6, 3, 100, 17));
  const SymmetricEigen eigen = eigenOf(moments.S);
  const LinearGaussian closed = maximumLikelihood(moments, eigen.values(), eigen.vectors(3), 0);
  const LinearGaussian climbed = fitted(moments, NoiseKind::kShared, 3, 4000, 1);
  const RealMatrix turned = climbed.W * principalRotation(climbed.W, climbed.noise);
  CHECK((turned - closed.W).cwiseAbs().maxCoeff() < 1e-4);
}
