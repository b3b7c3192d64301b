#include "models/linear/linear_missing.h"

#include <algorithm>

namespace harmonium {

namespace {

std::span<const float> column(const Matrix& x, Eigen::Index n) {
  return flat(x).subspan(static_cast<std::size_t>(n * x.rows()), static_cast<std::size_t>(x.rows()));
}

}  // namespace

void partialExpectation(const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics) {
  const Eigen::Index V = model.values(), q = model.factors(), size = (q + 1) * (q + 2) / 2;
  statistics.A.setZero(V, size);
  statistics.b.setZero(V, q + 1);
  statistics.squares.setZero(V);
  statistics.seen.setZero(V);
  statistics.outer.resize(size);
  PartialPosterior& posterior = statistics.posterior;
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    seenIn(column(x, n), posterior);
    infer(model, column(x, n), posterior);
    Eigen::Index at = 0;
    for (Eigen::Index a = 0; a < q; ++a) {
      for (Eigen::Index c = 0; c <= a; ++c) {
        statistics.outer[at++] = posterior.covariance(a, c) + posterior.h[a] * posterior.h[c];
      }
    }
    for (Eigen::Index a = 0; a < q; ++a) statistics.outer[at++] = posterior.h[a];
    statistics.outer[at] = 1;
    for (const Eigen::Index i : posterior.seen) {
      const double value = static_cast<double>(x(i, n)) - about[i];
      double* const A = statistics.A.data() + i * size;
      for (Eigen::Index k = 0; k < size; ++k) A[k] += statistics.outer[k];
      double* const b = statistics.b.data() + i * (q + 1);
      for (Eigen::Index a = 0; a < q; ++a) b[a] += value * posterior.h[a];
      b[q] += value;
      statistics.squares[i] += value * value;
      statistics.seen[i] += 1;
    }
  }
}

void partialMaximisation(PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model) {
  const Eigen::Index V = model.values(), q = model.factors(), size = (q + 1) * (q + 2) / 2;
  double left_over = 0, all = 0;
  statistics.system.resize(q + 1, q + 1);
  statistics.solution.resize(q + 1);
  for (Eigen::Index i = 0; i < V; ++i) {
    if (statistics.seen[i] == 0) continue;  // nobody has it: nothing to learn
    const double* const A = statistics.A.data() + i * size;
    const double* const b = statistics.b.data() + i * (q + 1);
    Eigen::Index at = 0;
    for (Eigen::Index a = 0; a <= q; ++a) {
      for (Eigen::Index c = 0; c <= a; ++c) statistics.system(a, c) = A[at++];
      statistics.solution[a] = b[a];
    }
    if (!cholesky(statistics.system, statistics.L)) continue;
    solveCholesky(statistics.L, statistics.solution);
    double square = statistics.squares[i];
    for (Eigen::Index a = 0; a <= q; ++a) square -= statistics.solution[a] * b[a];
    for (Eigen::Index a = 0; a < q; ++a) model.W(i, a) = statistics.solution[a];
    model.mean[i] = about[i] + statistics.solution[q];
    model.noise[i] = square / statistics.seen[i];
    left_over += square;
    all += statistics.seen[i];
  }
  // What one value lacks counts for less where all share a variance.
  if (kind == NoiseKind::kShared && all > 0) model.noise.setConstant(left_over / all);
  restrictNoise(kind, floor, model.noise);
}

double partialMeanLogLikelihood(const LinearGaussian& model, const Matrix& x) {
  PartialPosterior posterior;
  double sum = 0;
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    seenIn(column(x, n), posterior);
    infer(model, column(x, n), posterior);
    sum += partialLogLikelihood(model, column(x, n), posterior);
  }
  return sum / static_cast<double>(std::max<Eigen::Index>(1, x.cols()));
}

void partialMoments(const Matrix& x, RealVector& mean, RealVector& variance) {
  RealVector count = RealVector::Zero(x.rows());
  mean = variance = count;
  const auto addAll = [&x](auto add) {
    for (Eigen::Index n = 0; n < x.cols(); ++n) {
      for (Eigen::Index i = 0; i < x.rows(); ++i) {
        if (x(i, n) == x(i, n)) add(i, static_cast<double>(x(i, n)));
      }
    }
  };
  addAll([&](Eigen::Index i, double value) {
    mean[i] += value;
    ++count[i];
  });
  for (Eigen::Index i = 0; i < x.rows(); ++i) mean[i] /= std::max(1.0, count[i]);
  addAll([&](Eigen::Index i, double value) { variance[i] += (value - mean[i]) * (value - mean[i]); });
  for (Eigen::Index i = 0; i < x.rows(); ++i) variance[i] /= std::max(1.0, count[i]);
}

}  // namespace harmonium
