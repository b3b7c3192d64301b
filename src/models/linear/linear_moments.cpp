// Compiled for speed: it multiplies all examples once.
#include "models/linear/linear_moments.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// The number of columns of a block of S. If S is a single block, few examples are multiplied at a time: sums in float
// are then short, and S is right to eight digits.
constexpr Index kWidth = 112;
constexpr Index kFew = 4, kMany = 500;

}  // namespace

void toCorrelation(RealMatrix& S) {
  RealVector unit(S.rows());
  for (Index i = 0; i < unit.size(); ++i) unit[i] = S(i, i) > 0 ? 1 / std::sqrt(S(i, i)) : 0;
  for (Index i = 0; i < S.rows(); ++i) {
    for (Index j = 0; j < S.cols(); ++j) S(i, j) *= unit[i] * unit[j];
  }
}

double logDeviations(const RealVector& variances) {
  double sum = 0;
  for (const double variance : variances) sum += 0.5 * reals::log(variance);
  return sum;
}

MomentSum::MomentSum(const Vector& about) : about_(about) {}

void MomentSum::begin() {
  const Index V = about_.size();
  for (Index at = 0; at < V; at += kWidth) first_.push_back(at);
  first_.push_back(V);
  depth_ = V <= kWidth ? kFew : kMany;
  blocks_.resize(first_.size() - 1);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    blocks_[b].resize(toSize(depth_ * (first_[b + 1] - first_[b])));
  }
  product_.resize(toSize(kWidth * kWidth));
  sum_ = RealVector::Zero(V);
  S_ = RealMatrix::Zero(V, V);
}

Work MomentSum::add(Pace& pace, const Matrix& batch) {
  const Index V = about_.size();
  HARMONIUM_ASSERT(batch.rows() == V);
  if (first_.empty()) begin();
  for (Index n = 0; n < batch.cols(); ++n) {
    const float* const x = batch.data() + n * V;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Index from = first_[b], width = first_[b + 1] - from;
      float* const held = blocks_[b].data() + held_ * width;
      for (Index i = 0; i < width; ++i) {
        held[i] = x[from + i] - about_[from + i];
        sum_[from + i] += toDouble(held[i]);
      }
    }
    if (++held_ == depth_) co_await flush(pace);
  }
  examples_ += toDouble(batch.cols());
}

void MomentSum::add(const Matrix& batch) {
  Pace whole;
  finish(add(whole, batch));
}

Work MomentSum::flush(Pace& pace) {
  const std::size_t rows = toSize(held_);
  for (std::size_t a = 0; a < blocks_.size() && held_ > 0; ++a) {
    const std::size_t m = toSize(first_[a + 1] - first_[a]);
    for (std::size_t b = a; b < blocks_.size(); ++b) {
      const std::size_t n = toSize(first_[b + 1] - first_[b]);
      const std::span<float> product = std::span(product_).first(m * n);
      kernels::productTransposedA(std::span(blocks_[a]).first(rows * m), std::span(blocks_[b]).first(rows * n), m, rows,
                                  n, kernels::Start::kZero, {}, kernels::Sign::kAdd, product);
      for (std::size_t i = 0; i < m; ++i) {
        double* const to = S_.data() + (first_[a] + toIndex(i)) * S_.cols() + first_[b];
        for (std::size_t j = 0; j < n; ++j) to[j] += toDouble(product[i * n + j]);
      }
      co_await pace.spent(toDouble((rows + 4) * m * n));
    }
  }
  held_ = 0;
}

Work MomentSum::moments(Pace& pace, DataMoments& moments) {
  co_await flush(pace);
  const Index V = about_.size();
  moments = {.examples = examples_, .mean = about_.cast<double>(), .S = RealMatrix::Zero(V, V)};
  if (examples_ == 0) co_return;
  const RealVector shift = sum_ / examples_;
  moments.mean += shift;
  for (Index i = 0; i < V; ++i) {
    for (Index j = i; j < V; ++j) {
      const double s = S_(i, j) / examples_ - shift[i] * shift[j];
      moments.S(i, j) = moments.S(j, i) = i == j ? std::max(0.0, s) : s;
    }
    co_await pace.spent(16 * toDouble(V));
  }
}

DataMoments MomentSum::moments() {
  DataMoments moments;
  Pace whole;
  finish(this->moments(whole, moments));
  return moments;
}

}  // namespace harmonium
