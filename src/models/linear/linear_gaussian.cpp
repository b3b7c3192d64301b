// Compiled for speed: a step of EM spends its time in these loops over factors and values.
#include "models/linear/linear_gaussian.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace harmonium {

namespace {

// Computes M = I + sum of w_i w_i' / psi_i over the known values: beginPrecision(), addPrecision() for all of them, and
// endPrecision(). The sum runs in the order of the values, so that its bits do not depend on anything else.
void beginPrecision(const LinearGaussian& model, RealMatrix& M) {
  M.setIdentity(model.factors(), model.factors());
}

template <typename Seen>
void addPrecision(const LinearGaussian& model, const Seen& seen, RealMatrix& M) {
  const Index q = model.factors();
  for (const Index i : seen) {
    const double* const w = model.W.data() + i * q;
    for (Index a = 0; a < q; ++a) {
      const double g = w[a] / model.noise[i];
      for (Index b = 0; b <= a; ++b) M(a, b) += g * w[b];
    }
  }
}

void endPrecision(RealMatrix& M) {
  for (Index a = 0; a < M.rows(); ++a) {
    for (Index b = 0; b < a; ++b) M(b, a) = M(a, b);
  }
}

double distance(const LinearGaussian& model, std::span<const float> x, Index i) {
  return toDouble(x[toSize(i)]) - model.mean[i];
}

std::span<const float> column(const Matrix& x, Index n) {
  return flat(x).subspan(toSize(n * x.rows()), rowCount(x));
}

// Adds G' d of one example to z and returns d' Psi^-1 d.
double project(const LinearGaussian& model, const RealMatrix& G, std::span<const float> x, RealVector& z) {
  const Index q = model.factors();
  z.setZero(q);
  double square = 0;
  for (Index i = 0; i < model.values(); ++i) {
    const double d = distance(model, x, i);
    const double* const g = G.data() + i * q;
    for (Index a = 0; a < q; ++a) z[a] += g[a] * d;
    square += d * d / model.noise[i];
  }
  return square;
}

double inner(const RealVector& x, const RealVector& y) {
  double sum = 0;
  for (Index a = 0; a < x.size(); ++a) sum += x[a] * y[a];
  return sum;
}

double logNoise(const RealVector& noise) {
  double sum = 0;
  for (Index i = 0; i < noise.size(); ++i) sum += reals::log(noise[i]);
  return sum;
}

void beginPosterior(const LinearGaussian& model, LinearPosterior& posterior) {
  const Index V = model.values(), q = model.factors();
  posterior.G.resize(V, q);
  for (Index i = 0; i < V; ++i) {
    for (Index a = 0; a < q; ++a) posterior.G(i, a) = model.W(i, a) / model.noise[i];
  }
  posterior.beta.resize(V, q);
  posterior.beta = posterior.G;
  beginPrecision(model, posterior.M);
}

Work largePosterior(Pace& pace, const LinearGaussian& model, LinearPosterior& posterior) {
  beginPosterior(model, posterior);
  const Index V = model.values();
  const double each = toDouble(posterior.M.size()) + 1;
  const Index step = partsPerPiece(each);
  for (Index i = 0; i < V; i += step) {
    const Index end = std::min(V, i + step);
    addPrecision(model, std::views::iota(i, end), posterior.M);
    co_await pace.spent(each * toDouble(end - i));
  }
  endPrecision(posterior.M);
  bool positive = true;  // M is at least I; numbers that ran away show as NaN further on
  co_await cholesky(pace, posterior.M, posterior.L, positive);
  co_await invertCholesky(pace, posterior.L, posterior.covariance);
  co_await solveCholeskyRows(pace, posterior.L, posterior.beta);
}

}  // namespace

Work posteriorOf(Pace& pace, const LinearGaussian& model, LinearPosterior& posterior) {
  const double V = toDouble(model.values()), q = toDouble(model.factors());
  if (!isPiece(pace, 5 * q * q * (V + q))) return largePosterior(pace, model, posterior);
  posteriorOf(model, posterior);
  return {};
}

void posteriorOf(const LinearGaussian& model, LinearPosterior& posterior) {
  beginPosterior(model, posterior);
  addPrecision(model, std::views::iota(Index{0}, model.values()), posterior.M);
  endPrecision(posterior.M);
  cholesky(posterior.M, posterior.L);
  invertCholesky(posterior.L, posterior.covariance);
  solveCholeskyRows(posterior.L, posterior.beta);
}

void posteriorMean(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x, RealMatrix& h) {
  Pace whole;
  finish(posteriorMean(whole, model, posterior, x, h));
}

Work posteriorMean(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   RealMatrix& h) {
  h.resize(model.factors(), x.cols());
  if (model.factors() == 0) co_return;
  const double complete = 2 * toDouble(posterior.beta.size());
  RealVector z(model.factors());
  PartialPosterior partial;
  for (Index n = 0; n < x.cols(); ++n) {
    if (seenIn(column(x, n), partial)) {
      project(model, posterior.beta, column(x, n), z);
      h.col(n) = z;
    } else {
      infer(model, column(x, n), partial);
      h.col(n) = partial.h;
    }
    co_await pace.spent(partial.seen.size() == toSize(x.rows()) ? complete : partialCost(model, partial));
  }
}

Work logLikelihood(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   std::span<double> nats) {
  HARMONIUM_ASSERT(nats.size() == columnCount(x));
  const double constant =
      toDouble(model.values()) * reals::kLog2Pi + logNoise(model.noise) + logDeterminantCholesky(posterior.L);
  const double complete = 4 * toDouble(posterior.G.size() + posterior.L.size());
  RealVector z, solved;
  PartialPosterior partial;
  for (Index n = 0; n < x.cols(); ++n) {
    double& out = nats[toSize(n)];
    if (seenIn(column(x, n), partial)) {
      const double square = project(model, posterior.G, column(x, n), z);
      solved = z;
      solveCholesky(posterior.L, solved);
      out = -0.5 * (constant + square - inner(z, solved));
    } else {
      infer(model, column(x, n), partial);
      out = partialLogLikelihood(model, column(x, n), partial);
    }
    co_await pace.spent(partial.seen.size() == toSize(x.rows()) ? complete : partialCost(model, partial));
  }
}

void logLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   std::span<double> nats) {
  Pace whole;
  finish(logLikelihood(whole, model, posterior, x, nats));
}

Work meanLogLikelihood(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior,
                       const DataMoments& moments, double& mean) {
  const Index V = model.values(), q = model.factors();
  // tr(C^-1 S) = tr(Psi^-1 S) - tr(beta' S G), and the same of (m - mean)(m - mean)'.
  RealMatrix SG;
  co_await multiply(pace, moments.S, posterior.G, SG);
  double trace = 0;
  RealVector z = RealVector::Zero(q);
  for (Index i = 0; i < V; ++i) {
    const double d = moments.mean[i] - model.mean[i];
    trace += (moments.S(i, i) + d * d) / model.noise[i];
    for (Index a = 0; a < q; ++a) {
      trace -= posterior.beta(i, a) * SG(i, a);
      z[a] += posterior.G(i, a) * d;
    }
  }
  RealVector solved = z;
  solveCholesky(posterior.L, solved);
  trace -= inner(z, solved);
  mean = -0.5 * (toDouble(V) * reals::kLog2Pi + logNoise(model.noise) + logDeterminantCholesky(posterior.L) + trace);
}

double meanLogLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const DataMoments& moments) {
  Pace whole;
  double mean = 0;
  finish(meanLogLikelihood(whole, model, posterior, moments, mean));
  return mean;
}

double saturatedLogLikelihood(const RealVector& eigenvalues) {
  const double V = toDouble(eigenvalues.size());
  double sum = V * (reals::kLog2Pi + 1);
  for (Index i = 0; i < eigenvalues.size(); ++i) {
    if (!(eigenvalues[i] > 1e-12 * eigenvalues[0])) return -INFINITY;
    sum += reals::log(eigenvalues[i]);
  }
  return -0.5 * sum;
}

double partialCost(const LinearGaussian& model, const PartialPosterior& partial) {
  const double q = toDouble(model.factors());
  return q * q * (toDouble(partial.seen.size()) + 4 * q);
}

bool seenIn(std::span<const float> x, PartialPosterior& partial) {
  partial.seen.clear();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == x[i]) partial.seen.push_back(toIndex(i));
  }
  return partial.seen.size() == x.size();
}

void infer(const LinearGaussian& model, std::span<const float> x, PartialPosterior& partial) {
  const Index q = model.factors();
  beginPrecision(model, partial.M);
  addPrecision(model, partial.seen, partial.M);
  endPrecision(partial.M);
  cholesky(partial.M, partial.L);
  invertCholesky(partial.L, partial.covariance);
  partial.z.setZero(q);
  for (const Index i : partial.seen) {
    const double d = distance(model, x, i) / model.noise[i];
    for (Index a = 0; a < q; ++a) partial.z[a] += model.W(i, a) * d;
  }
  partial.h = partial.z;
  solveCholesky(partial.L, partial.h);
}

double partialLogLikelihood(const LinearGaussian& model, std::span<const float> x, const PartialPosterior& partial) {
  double sum =
      toDouble(partial.seen.size()) * reals::kLog2Pi + logDeterminantCholesky(partial.L) - inner(partial.z, partial.h);
  for (const Index i : partial.seen) {
    const double d = distance(model, x, i);
    sum += reals::log(model.noise[i]) + d * d / model.noise[i];
  }
  return -0.5 * sum;
}

}  // namespace harmonium
