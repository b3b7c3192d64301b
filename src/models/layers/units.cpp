// Compiled for speed: every step of every chain computes the means of a group here.
#include "models/layers/units.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

std::span<float> rowsOf(Matrix& m, Index column, Index first, Index count) {
  return {m.data() + column * m.rows() + first, toSize(count)};
}

}  // namespace

void binaryMeans(Matrix& a, Team* team) {
  // Values per part. Parts are fixed, so results do not depend on the number of threads. Below four parts, waking the
  // threads costs more than the work.
  constexpr std::size_t kPart = 8192;
  const std::span<float> all = flat(a);
  shareOut(team, all.size() >= 4 * kPart, (all.size() + kPart - 1) / kPart, [&](std::size_t part) {
    const std::span<float> some = all.subspan(part * kPart, std::min(kPart, all.size() - part * kPart));
    kernels::sigmoid(some, some);
  });
}

void oneOfMeanRows(Matrix& a, Index first, Index count) {
  HARMONIUM_ASSERT(first >= 0 && first + count <= a.rows());
  for (Index n = 0; n < a.cols(); ++n) {
    const std::span<float> group = rowsOf(a, n, first, count);
    const float total = kernels::logSumExp(group);
    for (float& value : group) value -= total;
    kernels::exp(group, group);
  }
}

Index oneOfAt(std::span<const float> mean, double luck) {
  // Sums of floats would round a small mean away, or hand what rounding leaves of 1 to the last unit.
  double total = 0, sum = 0;
  for (const float each : mean) total += toDouble(each);
  std::size_t drawn = 0;
  while (drawn + 1 < mean.size() && luck * total >= (sum += toDouble(mean[drawn]))) ++drawn;
  return toIndex(drawn);
}

void sampleOneOfRows(const Matrix& mean, Index first, Index count, Rng& rng, Matrix& x) {
  HARMONIUM_ASSERT(x.rows() == mean.rows() && x.cols() == mean.cols());
  for (Index n = 0; n < mean.cols(); ++n) {
    const Index drawn = oneOfAt({mean.col(n).data() + first, toSize(count)}, rng.fineUniform());
    for (Index k = 0; k < count; ++k) x(first + k, n) = k == drawn ? 1.0f : 0.0f;
  }
}

double oneOfLogNormaliser(std::span<const float> a) {
  return toDouble(kernels::logSumExp(a));
}

void setOneOfRows(std::span<const std::int16_t> labels, Index first, Index count, Matrix& x) {
  HARMONIUM_ASSERT(toIndex(labels.size()) == x.cols() && first + count <= x.rows());
  for (Index n = 0; n < x.cols(); ++n) {
    const Index label = labels[toSize(n)];
    for (Index k = 0; k < count; ++k) x(first + k, n) = k == label ? 1.0f : 0.0f;
  }
}

bool isHeld(const Matrix& held, Index unit, Index column) {
  return held.cols() > 0 && unit < held.rows() && !std::isnan(held(unit, held.cols() == 1 ? 0 : column));
}

void holdStates(const Matrix& held, Matrix& x) {
  if (held.cols() == 0) return;
  HARMONIUM_ASSERT(held.rows() <= x.rows() && (held.cols() == 1 || held.cols() == x.cols()));
  for (Index n = 0; n < x.cols(); ++n) {
    const Index from = held.cols() == 1 ? 0 : n;
    for (Index i = 0; i < held.rows(); ++i) {
      if (!std::isnan(held(i, from))) x(i, n) = held(i, from);
    }
  }
}

Vector biasFromMean(const Vector& mean) {
  // The logarithm of kernels has the same bits on every machine, which that of the C library has not.
  Vector p = mean.cwiseMax(0.01f).cwiseMin(0.99f), q = Vector::Ones(mean.size()) - p;
  kernels::log(flat(p), flat(p));
  kernels::log(flat(q), flat(q));
  return p - q;
}

void meanOverColumns(const Matrix& m, Vector& mean) {
  mean.resize(m.rows());
  kernels::sumRows(flat(m), columnCount(m), rowCount(m), kernels::Start::kZero, kernels::Sign::kAdd, flat(mean));
  kernels::scale(1.0f / toFloat(m.cols()), flat(mean));
}

}  // namespace harmonium
