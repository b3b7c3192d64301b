#include "tests/support/linear.h"

#include "base/rng.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <cmath>

namespace harmonium::oracle {

namespace {

constexpr double kLog2Pi = 1.8378770664093454836;

}  // namespace

RealMatrix covarianceOf(const LinearGaussian& model) {
  RealMatrix C = model.W * model.W.transpose();
  C.diagonal() += model.noise;
  return C;
}

double gaussianLogLikelihood(const LinearGaussian& model, const DataMoments& moments) {
  const RealMatrix C = covarianceOf(model);
  const RealVector d = moments.mean - model.mean;
  const RealMatrix about = moments.S + d * d.transpose();
  const Eigen::LLT<Eigen::MatrixXd> factor(C);
  const double log_determinant = 2 * Eigen::MatrixXd(factor.matrixL()).diagonal().array().log().sum();
  const double trace = (Eigen::MatrixXd(C).inverse() * about).trace();
  return -0.5 * (static_cast<double>(C.rows()) * kLog2Pi + log_determinant + trace);
}

double gaussianLogLikelihood(const LinearGaussian& model, const RealVector& x) {
  return gaussianLogLikelihood(model, DataMoments{.examples = 1, .mean = x, .S = RealMatrix::Zero(x.size(), x.size())});
}

LinearGaussian randomModel(Eigen::Index V, Eigen::Index q, NoiseKind kind, std::uint64_t seed) {
  Rng rng(seed, Purpose::kParameters);
  LinearGaussian model{.W = RealMatrix(V, q), .mean = RealVector(V), .noise = RealVector(V)};
  for (Eigen::Index i = 0; i < V; ++i) {
    for (Eigen::Index a = 0; a < q; ++a) model.W(i, a) = static_cast<double>(rng.normal());
    model.mean[i] = 3 * static_cast<double>(rng.normal());
    model.noise[i] = 0.1 + static_cast<double>(rng.uniform());
  }
  if (kind == NoiseKind::kShared) model.noise.setConstant(model.noise.mean());
  return model;
}

Matrix randomData(Eigen::Index V, Eigen::Index q, Eigen::Index N, std::uint64_t seed) {
  const LinearGaussian model = randomModel(V, q, NoiseKind::kDiagonal, seed);
  Rng rng(seed, Purpose::kData);
  Matrix x(V, N);
  for (Eigen::Index n = 0; n < N; ++n) {
    RealVector h(q);
    for (double& value : h) value = static_cast<double>(rng.normal());
    const RealVector mean = model.W * h + model.mean;
    for (Eigen::Index i = 0; i < V; ++i) {
      x(i, n) = static_cast<float>(mean[i] + std::sqrt(model.noise[i]) * static_cast<double>(rng.normal()));
    }
  }
  return x;
}

DataMoments momentsOf(const Matrix& x) {
  const Eigen::MatrixXd wide = x.cast<double>();
  const RealVector mean = wide.rowwise().mean();
  const Eigen::MatrixXd about = wide.colwise() - mean;
  const double N = static_cast<double>(x.cols());
  return {.examples = N, .mean = mean, .S = about * about.transpose() / N};
}

double meanLogLikelihoodOf(const LinearGaussian& model, const DataMoments& moments) {
  LinearPosterior posterior;
  posteriorOf(model, posterior);
  return meanLogLikelihood(model, posterior, moments);
}

LinearGaussian fitted(const DataMoments& moments, NoiseKind kind, Eigen::Index q, int steps, std::uint64_t seed,
                      double own_share) {
  const RealVector variances = moments.S.diagonal();
  LinearGaussian model = randomModel(variances.size(), q, kind, seed);
  for (Eigen::Index i = 0; i < variances.size(); ++i) model.W.row(i) *= 0.5 * std::sqrt(variances[i]);
  model.noise = kind == NoiseKind::kShared ? RealVector::Constant(variances.size(), variances.mean()) : variances;
  const RealVector floor = noiseFloor(kind, Units::kOne, moments.mean, variances, {.own = own_share, .mean = 1e-12});
  LinearPosterior posterior;
  EmStatistics statistics;
  for (int step = 0; step < steps; ++step) {
    posteriorOf(model, posterior);
    expectation(posterior, moments, statistics);
    maximisation(statistics, moments, kind, floor, model);
  }
  return model;
}

}  // namespace harmonium::oracle
