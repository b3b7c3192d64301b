#include "models/linear/linear_gaussian.h"

#include "models/linear/linear_missing.h"
#include "tests/support/linear.h"

#include <Eigen/LU>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <limits>

using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::oracle;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

RealVector columnOf(const Matrix& x, Eigen::Index n) {
  return x.col(n).cast<double>();
}

}  // namespace

TEST_CASE("The likelihood through the small matrix is that of the whole covariance", "[linear][exact]") {
  // Oracle: N(mean, W W' + Psi) with the V x V inverse and determinant.
  for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
    for (const Eigen::Index q : {0, 1, 3, 6, 9}) {
      INFO("q = " << q);
      const LinearGaussian model = randomModel(6, q, kind, 3);
      const Matrix x = randomData(6, 2, 40, 4);
      LinearPosterior posterior;
      posteriorOf(model, posterior);
      std::vector<double> nats(40);
      logLikelihood(model, posterior, x, nats);
      double mean = 0;
      for (Eigen::Index n = 0; n < 40; ++n) {
        const double expected = gaussianLogLikelihood(model, columnOf(x, n));
        CHECK_THAT(nats[static_cast<std::size_t>(n)], WithinAbs(expected, 1e-9 * (1 + std::abs(expected))));
        mean += expected / 40;
      }
      CHECK_THAT(meanLogLikelihood(model, posterior, momentsOf(x)), WithinAbs(mean, 1e-8));
      CHECK_THAT(gaussianLogLikelihood(model, momentsOf(x)), WithinAbs(mean, 1e-8));
    }
  }
}

TEST_CASE("The posterior is the one of joint Gaussian variables", "[linear][exact]") {
  // Oracle: E[h | x] = W' C^-1 (x - mean) and cov = I - W' C^-1 W, with the V x V inverse.
  const LinearGaussian model = randomModel(7, 3, NoiseKind::kDiagonal, 8);
  const Matrix x = randomData(7, 2, 5, 9);
  LinearPosterior posterior;
  posteriorOf(model, posterior);
  RealMatrix h;
  posteriorMean(model, posterior, x, h);
  REQUIRE(h.rows() == 3);
  REQUIRE(h.cols() == 5);
  const Eigen::MatrixXd inverse = Eigen::MatrixXd(covarianceOf(model)).inverse();
  const Eigen::MatrixXd gain = model.W.transpose() * inverse;
  for (Eigen::Index n = 0; n < 5; ++n) {
    CHECK((h.col(n) - gain * (columnOf(x, n) - model.mean)).cwiseAbs().maxCoeff() < 1e-10);
  }
  CHECK((posterior.covariance - (Eigen::MatrixXd::Identity(3, 3) - gain * model.W)).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("Covariance times precision is the identity for no, two and all factors", "[linear][exact][reference]") {
  // scikit-learn's own test of its factor analysis: to 1e-12 for q = 0, 2, p. The precision by the lemma:
  // Psi^-1 - Psi^-1 W M^-1 W' Psi^-1.
  for (const Eigen::Index q : {0, 2, 5}) {
    const LinearGaussian model = randomModel(5, q, NoiseKind::kDiagonal, 10);
    LinearPosterior posterior;
    posteriorOf(model, posterior);
    Eigen::MatrixXd precision = model.noise.cwiseInverse().asDiagonal();
    precision -= posterior.G * posterior.beta.transpose();
    CHECK((covarianceOf(model) * precision - Eigen::MatrixXd::Identity(5, 5)).cwiseAbs().maxCoeff() < 1e-12);
  }
}

TEST_CASE("What is missing of an example is integrated out", "[linear][missing][exact]") {
  // Oracle: the marginal of a Gaussian is the Gaussian of what is left of its mean and covariance.
  const LinearGaussian model = randomModel(5, 2, NoiseKind::kDiagonal, 12);
  Matrix x = randomData(5, 2, 1, 13);
  const RealVector whole = columnOf(x, 0);
  x(1, 0) = kMissing;
  x(4, 0) = kMissing;
  LinearGaussian left = model;
  RealVector rest(3);
  for (const Eigen::Index at : {0, 1, 2}) {
    const Eigen::Index from = at == 0 ? 0 : at + 1;  // values 0, 2 and 3
    left.W.row(at) = model.W.row(from);
    left.mean[at] = model.mean[from];
    left.noise[at] = model.noise[from];
    rest[at] = whole[from];
  }
  left.W.conservativeResize(3, 2);
  left.mean.conservativeResize(3);
  left.noise.conservativeResize(3);
  LinearPosterior posterior, posterior_left;
  posteriorOf(model, posterior);
  posteriorOf(left, posterior_left);
  double nats = 0;
  logLikelihood(model, posterior, x, {&nats, 1});
  CHECK_THAT(nats, WithinAbs(gaussianLogLikelihood(left, rest), 1e-10));
  RealMatrix h, h_left;
  posteriorMean(model, posterior, x, h);
  posteriorMean(left, posterior_left, rest.cast<float>(), h_left);
  CHECK((h - h_left).cwiseAbs().maxCoeff() < 1e-6);

  // Nothing known: the prior.
  x.setConstant(kMissing);
  logLikelihood(model, posterior, x, {&nats, 1});
  CHECK(nats == 0);
  posteriorMean(model, posterior, x, h);
  CHECK(h.cwiseAbs().maxCoeff() == 0);
}

TEST_CASE("Moments gathered in batches are those of two passes in double", "[linear][moments]") {
  for (const Eigen::Index V : {1, 3, 30, 130, 250}) {
    INFO("V = " << V);
    const Matrix x = randomData(V, 2, 733, 20);
    const DataMoments expected = momentsOf(x);
    MomentSum sum(expected.mean.cast<float>());
    for (Eigen::Index at = 0; at < 733; at += 100) sum.add(x.middleCols(at, std::min<Eigen::Index>(100, 733 - at)));
    const DataMoments moments = sum.moments();
    CHECK(moments.examples == 733);
    CHECK((moments.mean - expected.mean).cwiseAbs().maxCoeff() < 1e-6);
    // Products and, in wide data, sums of up to 500 of them are rounded to float: 6e-8 each.
    const double tolerance = (V <= 112 ? 1e-7 : 1e-6) * expected.S.cwiseAbs().maxCoeff();
    CHECK((moments.S - expected.S).cwiseAbs().maxCoeff() < tolerance);
    CHECK(moments.S == RealMatrix(moments.S.transpose()));
  }
}

TEST_CASE("Values far from zero keep their variance", "[linear][moments]") {
  // 1000 + small: squares taken about zero would lose all of it in float.
  Matrix x = randomData(3, 1, 200, 21);
  x.array() += 1000.0f;
  const DataMoments expected = momentsOf(x);
  MomentSum sum(expected.mean.cast<float>());
  sum.add(x);
  CHECK((sum.moments().S - expected.S).cwiseAbs().maxCoeff() < 1e-6 * expected.S.cwiseAbs().maxCoeff());
}

TEST_CASE("Moments are the same however the examples are cut into batches", "[linear][moments][determinism]") {
  const Matrix x = randomData(130, 2, 211, 22);
  const auto momentsIn = [&x](Eigen::Index size) {
    MomentSum sum(Vector::Zero(x.rows()));
    for (Eigen::Index at = 0; at < x.cols(); at += size) sum.add(x.middleCols(at, std::min(size, x.cols() - at)));
    return sum.moments();
  };
  const DataMoments whole = momentsIn(211), cut = momentsIn(17);
  CHECK(whole.S == cut.S);
  CHECK(whole.mean == cut.mean);
}
