#include "models/linear/linear_learning.h"

#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// No variance is less than this share of the value's own: its inverse has to leave the factors some digits of a double.
constexpr double kLeastShare = 1e-12;
// The noise of a value that never changes, as a share of its squared size.
constexpr double kConstantShare = 1e-6;
// The parameters are floats, of which this is about the least that keeps its digits.
constexpr double kLeastFloat = 1e-37;

double squaredSize(double mean) {
  return mean != 0 ? mean * mean : 1;
}

double meanOf(const RealVector& values) {
  double sum = 0;
  for (Index i = 0; i < values.size(); ++i) sum += values[i];
  return sum / toDouble(std::max<Index>(1, values.size()));
}

// The noise that is best with the loadings of `model`.
void maximiseNoise(const EmStatistics& statistics, const DataMoments& moments, NoiseKind kind, const RealVector& floor,
                   LinearGaussian& model) {
  model.noise.resize(model.values());
  for (Index i = 0; i < model.values(); ++i) {
    double left = moments.S(i, i);
    for (Index a = 0; a < model.factors(); ++a) left -= model.W(i, a) * statistics.cross(i, a);
    model.noise[i] = left;
  }
  restrictNoise(kind, floor, model.noise);
}

}  // namespace

RealVector noiseFloor(NoiseKind kind, Units units, const RealVector& mean, const RealVector& variances,
                      FloorShares shares) {
  const Index V = variances.size();
  RealVector floor(V);
  double common = meanOf(variances), sizes = 0;
  for (Index i = 0; i < V; ++i) {
    sizes += squaredSize(mean[i]) / toDouble(V);
    const bool less = variances[i] > 0 && variances[i] < common;
    if (kind == NoiseKind::kShared && units == Units::kEach && less) common = variances[i];
  }
  for (Index i = 0; i < V; ++i) {
    const double own =
        variances[i] > 0 ? std::max(kLeastShare, shares.own) * variances[i] : kConstantShare * squaredSize(mean[i]);
    const double all = common > 0 ? std::max(kLeastShare, shares.mean) * common : kConstantShare * sizes;
    if (kind == NoiseKind::kShared) {
      floor[i] = all;
    } else if (units == Units::kEach || common == 0) {
      floor[i] = own;
    } else {
      floor[i] = std::max(all, shares.own * variances[i]);
    }
    floor[i] = std::max(kLeastFloat, floor[i]);
  }
  return floor;
}

Work expectation(Pace& pace, const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics) {
  co_await multiply(pace, moments.S, posterior.beta, statistics.cross);
  co_await multiplyTransposed(pace, posterior.beta, statistics.cross, statistics.square);
  statistics.square += posterior.covariance;
}

void expectation(const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics) {
  multiply(moments.S, posterior.beta, statistics.cross);
  multiplyTransposed(posterior.beta, statistics.cross, statistics.square);
  statistics.square += posterior.covariance;
}

double meanLogLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const DataMoments& moments,
                         const EmStatistics& statistics) {
  // tr(C^-1 S) = tr(Psi^-1 S) - tr(G' S beta)
  double sum = toDouble(model.values()) * reals::kLog2Pi + logDeterminantCholesky(posterior.L);
  for (Index i = 0; i < model.values(); ++i) {
    sum += reals::log(model.noise[i]) + moments.S(i, i) / model.noise[i];
    for (Index a = 0; a < model.factors(); ++a) sum -= posterior.G(i, a) * statistics.cross(i, a);
  }
  return -0.5 * sum;
}

Work maximisation(Pace& pace, EmStatistics& statistics, const DataMoments& moments, NoiseKind kind,
                  const RealVector& floor, LinearGaussian& model) {
  model.mean = moments.mean;
  model.W = statistics.cross;
  bool positive = false;
  co_await cholesky(pace, statistics.square, statistics.L, positive);
  if (positive) co_await solveCholeskyRows(pace, statistics.L, model.W);
  maximiseNoise(statistics, moments, kind, floor, model);
}

void maximisation(EmStatistics& statistics, const DataMoments& moments, NoiseKind kind, const RealVector& floor,
                  LinearGaussian& model) {
  model.mean = moments.mean;
  model.W = statistics.cross;
  if (cholesky(statistics.square, statistics.L)) solveCholeskyRows(statistics.L, model.W);
  maximiseNoise(statistics, moments, kind, floor, model);
}

void restrictNoise(NoiseKind kind, const RealVector& floor, RealVector& noise) {
  if (kind == NoiseKind::kShared) {
    double sum = 0;
    for (Index i = 0; i < noise.size(); ++i) sum += noise[i];
    noise.setConstant(sum / toDouble(std::max<Index>(1, noise.size())));
  }
  // Written so that a NaN stays one.
  for (Index i = 0; i < noise.size(); ++i) noise[i] = noise[i] < floor[i] ? floor[i] : noise[i];
}

double maximumLikelihoodNoise(const RealVector& eigenvalues, Index q, double least) {
  double discarded = 0;
  for (Index i = q; i < eigenvalues.size(); ++i) discarded += std::max(0.0, eigenvalues[i]);
  return std::max(least, discarded / toDouble(std::max<Index>(1, eigenvalues.size() - q)));
}

LinearGaussian maximumLikelihood(const DataMoments& moments, const RealVector& eigenvalues, const RealMatrix& vectors,
                                 double least) {
  const double noise = maximumLikelihoodNoise(eigenvalues, vectors.cols(), least);
  LinearGaussian model{.W = vectors, .mean = moments.mean, .noise = RealVector::Constant(vectors.rows(), noise)};
  for (Index a = 0; a < vectors.cols(); ++a) {
    model.W.col(a) *= std::sqrt(std::max(0.0, eigenvalues[a] - noise));
  }
  return model;
}

double maximumLogLikelihood(const RealVector& eigenvalues, Index q, double least) {
  const double noise = maximumLikelihoodNoise(eigenvalues, q, least);
  double sum = toDouble(eigenvalues.size()) * reals::kLog2Pi;
  for (Index i = 0; i < eigenvalues.size(); ++i) {
    const double variance = i < q ? std::max(noise, eigenvalues[i]) : noise;
    sum += reals::log(variance) + std::max(0.0, eigenvalues[i]) / variance;
  }
  return -0.5 * sum;
}

double freeParameters(NoiseKind kind, Index V, Index q) {
  const double v = toDouble(V), f = toDouble(q);
  return std::min(v * f - f * (f - 1) / 2 + (kind == NoiseKind::kShared ? 1 : v) + v, v * (v + 3) / 2);
}

Index mostDeterminedFactors(Index V) {
  Index q = 0;
  while (q + 1 < V && (V - q - 1) * (V - q - 1) >= V + q + 1) ++q;
  return q;
}

Criteria criteria(double mean_log_likelihood, double examples, double free_parameters) {
  return {.aic = -mean_log_likelihood + free_parameters / examples,
          .bic = -mean_log_likelihood + free_parameters * reals::log(examples) / (2 * examples)};
}

FactorTest factorTest(double shortfall, double examples, Index V, Index q) {
  const double v = toDouble(V), f = toDouble(q);
  return {.chi_square = (examples - 1 - (2 * v + 5) / 6 - 2 * f / 3) * 2 * shortfall,
          .freedom = ((v - f) * (v - f) - v - f) / 2};
}

}  // namespace harmonium
