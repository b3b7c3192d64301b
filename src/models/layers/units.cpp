// Compiled for speed: means of a group are taken in every step of every chain.
#include "models/layers/units.h"

#include "base/assert.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

std::span<float> rowsOf(Matrix& m, Eigen::Index column, Eigen::Index first, Eigen::Index count) {
  return {m.data() + column * m.rows() + first, static_cast<std::size_t>(count)};
}

}  // namespace

void binaryMeans(Matrix& a, Team* team) {
  constexpr std::size_t kPart = 8192;
  const std::span<float> all = flat(a);
  shareOut(team, all.size() >= 4 * kPart, (all.size() + kPart - 1) / kPart, [&](std::size_t part) {
    const std::span<float> some = all.subspan(part * kPart, std::min(kPart, all.size() - part * kPart));
    kernels::sigmoid(some, some);
  });
}

void oneOfMeanRows(Matrix& a, Eigen::Index first, Eigen::Index count) {
  HARMONIUM_ASSERT(first >= 0 && first + count <= a.rows());
  for (Eigen::Index n = 0; n < a.cols(); ++n) {
    const std::span<float> group = rowsOf(a, n, first, count);
    const float total = kernels::logSumExp(group);
    for (float& value : group) value -= total;
    kernels::exp(group, group);
  }
}

void sampleOneOfRows(const Matrix& mean, Eigen::Index first, Eigen::Index count, Rng& rng, Matrix& x) {
  HARMONIUM_ASSERT(x.rows() == mean.rows() && x.cols() == mean.cols());
  for (Eigen::Index n = 0; n < mean.cols(); ++n) {
    const float luck = rng.uniform();
    Eigen::Index drawn = count - 1;  // rounding may leave the sum of the means short of 1
    float sum = 0;
    for (Eigen::Index k = 0; k + 1 < count; ++k) {
      sum += mean(first + k, n);
      if (luck < sum) {
        drawn = k;
        break;
      }
    }
    for (Eigen::Index k = 0; k < count; ++k) x(first + k, n) = k == drawn ? 1.0f : 0.0f;
  }
}

double oneOfLogNormaliser(std::span<const float> a) {
  return static_cast<double>(kernels::logSumExp(a));
}

void setOneOfRows(std::span<const std::int16_t> labels, Eigen::Index first, Eigen::Index count, Matrix& x) {
  HARMONIUM_ASSERT(static_cast<Eigen::Index>(labels.size()) == x.cols() && first + count <= x.rows());
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    const Eigen::Index label = labels[static_cast<std::size_t>(n)];
    for (Eigen::Index k = 0; k < count; ++k) x(first + k, n) = k == label ? 1.0f : 0.0f;
  }
}

bool isHeld(const Matrix& held, Eigen::Index unit, Eigen::Index column) {
  return held.cols() > 0 && unit < held.rows() && !std::isnan(held(unit, held.cols() == 1 ? 0 : column));
}

void holdStates(const Matrix& held, Matrix& x) {
  if (held.cols() == 0) return;
  HARMONIUM_ASSERT(held.rows() <= x.rows() && (held.cols() == 1 || held.cols() == x.cols()));
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    const Eigen::Index from = held.cols() == 1 ? 0 : n;
    for (Eigen::Index i = 0; i < held.rows(); ++i) {
      if (!std::isnan(held(i, from))) x(i, n) = held(i, from);
    }
  }
}

Vector biasFromMean(const Vector& mean) {
  // log p and log(1 - p) by our own logarithm, so that the first parameters have the same bits everywhere.
  Vector p = mean.cwiseMax(0.01f).cwiseMin(0.99f), q = Vector::Ones(mean.size()) - p;
  kernels::log(flat(p), flat(p));
  kernels::log(flat(q), flat(q));
  return p - q;
}

void meanOverColumns(const Matrix& m, Vector& mean) {
  mean.resize(m.rows());
  kernels::sumRows(flat(m), static_cast<std::size_t>(m.cols()), static_cast<std::size_t>(m.rows()),
                   kernels::Start::kZero, kernels::Sign::kAdd, flat(mean));
  kernels::scale(1.0f / static_cast<float>(m.cols()), flat(mean));
}

}  // namespace harmonium
