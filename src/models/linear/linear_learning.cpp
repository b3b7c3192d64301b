#include "models/linear/linear_learning.h"

#include "base/reals.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// No variance is less, whatever the floors say: its inverse still has to be a number.
constexpr double kLeast = 1e-12;

}  // namespace

RealVector noiseFloor(NoiseKind kind, const RealVector& variances, double own_share, double mean_share) {
  double mean = 0;
  for (Eigen::Index i = 0; i < variances.size(); ++i) mean += variances[i];
  mean /= static_cast<double>(std::max<Eigen::Index>(1, variances.size()));
  RealVector floor = RealVector::Constant(variances.size(), std::max(kLeast, mean_share * mean));
  if (kind == NoiseKind::kDiagonal) {
    for (Eigen::Index i = 0; i < floor.size(); ++i) floor[i] = std::max(floor[i], own_share * variances[i]);
  }
  return floor;
}

void expectation(const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics) {
  multiply(moments.S, posterior.beta, statistics.cross);
  multiplyTransposed(posterior.beta, statistics.cross, statistics.square);
  statistics.square += posterior.covariance;
}

void maximisation(EmStatistics& statistics, const DataMoments& moments, NoiseKind kind, const RealVector& floor,
                  LinearGaussian& model) {
  model.mean = moments.mean;
  model.W = statistics.cross;
  if (cholesky(statistics.square, statistics.L)) solveCholeskyRows(statistics.L, model.W);
  for (Eigen::Index i = 0; i < model.values(); ++i) {
    double left = moments.S(i, i);
    for (Eigen::Index a = 0; a < model.factors(); ++a) left -= model.W(i, a) * statistics.cross(i, a);
    model.noise[i] = left;
  }
  restrictNoise(kind, floor, model.noise);
}

void restrictNoise(NoiseKind kind, const RealVector& floor, RealVector& noise) {
  if (kind == NoiseKind::kShared) {
    double sum = 0;
    for (Eigen::Index i = 0; i < noise.size(); ++i) sum += noise[i];
    noise.setConstant(sum / static_cast<double>(std::max<Eigen::Index>(1, noise.size())));
  }
  // Written so that a NaN stays one.
  for (Eigen::Index i = 0; i < noise.size(); ++i) noise[i] = noise[i] < floor[i] ? floor[i] : noise[i];
}

double maximumLikelihoodNoise(const RealVector& eigenvalues, Eigen::Index q, double least) {
  double discarded = 0;
  for (Eigen::Index i = q; i < eigenvalues.size(); ++i) discarded += std::max(0.0, eigenvalues[i]);
  return std::max(least, discarded / static_cast<double>(std::max<Eigen::Index>(1, eigenvalues.size() - q)));
}

LinearGaussian maximumLikelihood(const DataMoments& moments, const RealVector& eigenvalues, const RealMatrix& vectors,
                                 double least) {
  const double noise = maximumLikelihoodNoise(eigenvalues, vectors.cols(), least);
  LinearGaussian model{.W = vectors, .mean = moments.mean, .noise = RealVector::Constant(vectors.rows(), noise)};
  for (Eigen::Index a = 0; a < vectors.cols(); ++a) {
    model.W.col(a) *= std::sqrt(std::max(0.0, eigenvalues[a] - noise));
  }
  return model;
}

double maximumLogLikelihood(const RealVector& eigenvalues, Eigen::Index q, double least) {
  const double noise = maximumLikelihoodNoise(eigenvalues, q, least);
  double sum = static_cast<double>(eigenvalues.size()) * reals::kLog2Pi;
  for (Eigen::Index i = 0; i < eigenvalues.size(); ++i) {
    const double variance = i < q ? std::max(noise, eigenvalues[i]) : noise;
    sum += reals::log(variance) + std::max(0.0, eigenvalues[i]) / variance;
  }
  return -0.5 * sum;
}

double freeParameters(NoiseKind kind, Eigen::Index V, Eigen::Index q) {
  const double v = static_cast<double>(V), f = static_cast<double>(q);
  return v * f - f * (f - 1) / 2 + (kind == NoiseKind::kShared ? 1 : v) + v;
}

Criteria criteria(double mean_log_likelihood, double examples, double free_parameters) {
  return {.aic = -mean_log_likelihood + free_parameters / examples,
          .bic = -mean_log_likelihood + free_parameters * reals::log(examples) / (2 * examples)};
}

FactorTest factorTest(double shortfall, double examples, Eigen::Index V, Eigen::Index q) {
  const double v = static_cast<double>(V), f = static_cast<double>(q);
  return {.chi_square = (examples - 1 - (2 * v + 5) / 6 - 2 * f / 3) * 2 * shortfall,
          .freedom = ((v - f) * (v - f) - v - f) / 2};
}

}  // namespace harmonium
