#include "models/linear/linear_missing.h"

#include "base/numbers.h"

#include <algorithm>

namespace harmonium {

namespace {

std::span<const float> column(const Matrix& x, Index n) {
  return flat(x).subspan(toSize(n * x.rows()), rowCount(x));
}

}  // namespace

Work partialExpectation(Pace& pace, const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics) {
  const Index V = model.values(), q = model.factors(), size = (q + 1) * (q + 2) / 2;
  statistics.A.setZero(V, size);
  statistics.b.setZero(V, q + 1);
  statistics.squares.setZero(V);
  statistics.seen.setZero(V);
  statistics.outer.resize(size);
  PartialPosterior& posterior = statistics.posterior;
  // Every example has its own set of known values, so inference can share no matrix between examples.
  for (Index n = 0; n < x.cols(); ++n) {
    seenIn(column(x, n), posterior);
    infer(model, column(x, n), posterior);
    Index at = 0;
    for (Index a = 0; a < q; ++a) {
      for (Index c = 0; c <= a; ++c) {
        statistics.outer[at++] = posterior.covariance(a, c) + posterior.h[a] * posterior.h[c];
      }
    }
    for (Index a = 0; a < q; ++a) statistics.outer[at++] = posterior.h[a];
    statistics.outer[at] = 1;
    for (const Index i : posterior.seen) {
      const double value = toDouble(x(i, n)) - about[i];
      double* const A = statistics.A.data() + i * size;
      for (Index k = 0; k < size; ++k) A[k] += statistics.outer[k];
      double* const b = statistics.b.data() + i * (q + 1);
      for (Index a = 0; a < q; ++a) b[a] += value * posterior.h[a];
      b[q] += value;
      statistics.squares[i] += value * value;
      statistics.seen[i] += 1;
    }
    co_await pace.spent(2 * partialCost(model, posterior));
  }
}

void partialExpectation(const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics) {
  Pace whole;
  finish(partialExpectation(whole, model, x, about, statistics));
}

Work partialMaximisation(Pace& pace, PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model) {
  const Index V = model.values(), q = model.factors(), size = (q + 1) * (q + 2) / 2;
  double left_over = 0, all = 0;
  statistics.system.resize(q + 1, q + 1);
  statistics.solution.resize(q + 1);
  for (Index i = 0; i < V; ++i) {
    co_await pace.spent(toDouble(size * (q + 3)));
    if (statistics.seen[i] == 0) continue;  // no example has this value, so its parameters stay
    const double* const A = statistics.A.data() + i * size;
    const double* const b = statistics.b.data() + i * (q + 1);
    Index at = 0;
    for (Index a = 0; a <= q; ++a) {
      for (Index c = 0; c <= a; ++c) statistics.system(a, c) = A[at++];
      statistics.solution[a] = b[a];
    }
    // The system is singular if too few examples have the value; its parameters then stay as they are.
    if (!cholesky(statistics.system, statistics.L)) continue;
    solveCholesky(statistics.L, statistics.solution);
    double square = statistics.squares[i];
    for (Index a = 0; a <= q; ++a) square -= statistics.solution[a] * b[a];
    for (Index a = 0; a < q; ++a) model.W(i, a) = statistics.solution[a];
    model.mean[i] = about[i] + statistics.solution[q];
    model.noise[i] = square / statistics.seen[i];
    left_over += square;
    all += statistics.seen[i];
  }
  // A shared variance weights each value by the number of examples in which it is known.
  if (kind == NoiseKind::kShared && all > 0) model.noise.setConstant(left_over / all);
  restrictNoise(kind, floor, model.noise);
}

void partialMaximisation(PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model) {
  Pace whole;
  finish(partialMaximisation(whole, statistics, about, kind, floor, model));
}

Work partialMeanLogLikelihood(Pace& pace, const LinearGaussian& model, const Matrix& x, PartialPosterior& posterior,
                              double& mean) {
  double sum = 0, known = 0;
  for (Index n = 0; n < x.cols(); ++n) {
    seenIn(column(x, n), posterior);
    if (posterior.seen.empty()) continue;  // it would count as an example of probability 1
    infer(model, column(x, n), posterior);
    sum += partialLogLikelihood(model, column(x, n), posterior);
    ++known;
    co_await pace.spent(partialCost(model, posterior));
  }
  mean = sum / std::max(1.0, known);
}

double partialMeanLogLikelihood(const LinearGaussian& model, const Matrix& x, PartialPosterior& posterior) {
  Pace whole;
  double mean = 0;
  finish(partialMeanLogLikelihood(whole, model, x, posterior, mean));
  return mean;
}

void partialMoments(const Matrix& x, RealVector& mean, RealVector& variance) {
  RealVector count = RealVector::Zero(x.rows());
  mean = variance = count;
  const auto addAll = [&x](auto add) {
    for (Index n = 0; n < x.cols(); ++n) {
      for (Index i = 0; i < x.rows(); ++i) {
        if (x(i, n) == x(i, n)) add(i, toDouble(x(i, n)));  // NaN, a missing value, does not equal itself
      }
    }
  };
  addAll([&](Index i, double value) {
    mean[i] += value;
    ++count[i];
  });
  for (Index i = 0; i < x.rows(); ++i) mean[i] /= std::max(1.0, count[i]);
  addAll([&](Index i, double value) { variance[i] += (value - mean[i]) * (value - mean[i]); });
  for (Index i = 0; i < x.rows(); ++i) variance[i] /= std::max(1.0, count[i]);
}

}  // namespace harmonium
