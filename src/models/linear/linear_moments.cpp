// Compiled for speed: it passes over all examples.
#include "models/linear/linear_moments.h"

#include "base/assert.h"
#include "kernels/kernels.h"

#include <algorithm>

namespace harmonium {

namespace {

// Columns of a block of S. Up to one block, examples are multiplied few at a time: sums in float are short then, and S
// is right to eight digits.
constexpr Eigen::Index kWidth = 112;
constexpr Eigen::Index kFew = 4, kMany = 500;

}  // namespace

MomentSum::MomentSum(const Vector& about) : about_(about) {}

void MomentSum::add(const Matrix& batch) {
  const Eigen::Index V = about_.size();
  HARMONIUM_ASSERT(batch.rows() == V);
  if (first_.empty()) {
    for (Eigen::Index at = 0; at < V; at += kWidth) first_.push_back(at);
    first_.push_back(V);
    depth_ = V <= kWidth ? kFew : kMany;
    blocks_.resize(first_.size() - 1);
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      blocks_[b].resize(static_cast<std::size_t>(depth_ * (first_[b + 1] - first_[b])));
    }
    product_.resize(static_cast<std::size_t>(kWidth * kWidth));
    sum_ = RealVector::Zero(V);
    S_ = RealMatrix::Zero(V, V);
  }
  for (Eigen::Index n = 0; n < batch.cols(); ++n) {
    const float* const x = batch.data() + n * V;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Eigen::Index from = first_[b], width = first_[b + 1] - from;
      float* const held = blocks_[b].data() + held_ * width;
      for (Eigen::Index i = 0; i < width; ++i) {
        held[i] = x[from + i] - about_[from + i];
        sum_[from + i] += static_cast<double>(held[i]);
      }
    }
    if (++held_ == depth_) flush();
  }
  examples_ += static_cast<double>(batch.cols());
}

void MomentSum::flush() {
  const std::size_t rows = static_cast<std::size_t>(held_);
  for (std::size_t a = 0; a < blocks_.size() && held_ > 0; ++a) {
    const std::size_t m = static_cast<std::size_t>(first_[a + 1] - first_[a]);
    for (std::size_t b = a; b < blocks_.size(); ++b) {
      const std::size_t n = static_cast<std::size_t>(first_[b + 1] - first_[b]);
      const std::span<float> product = std::span(product_).first(m * n);
      kernels::productTransposedA(std::span(blocks_[a]).first(rows * m), std::span(blocks_[b]).first(rows * n), m, rows,
                                  n, kernels::Start::kZero, {}, kernels::Sign::kAdd, product);
      for (std::size_t i = 0; i < m; ++i) {
        double* const to = S_.data() + (first_[a] + static_cast<Eigen::Index>(i)) * S_.cols() + first_[b];
        for (std::size_t j = 0; j < n; ++j) to[j] += static_cast<double>(product[i * n + j]);
      }
    }
  }
  held_ = 0;
}

DataMoments MomentSum::moments() {
  flush();
  const Eigen::Index V = about_.size();
  DataMoments moments{.examples = examples_, .mean = about_.cast<double>(), .S = RealMatrix::Zero(V, V)};
  if (examples_ == 0) return moments;
  const RealVector shift = sum_ / examples_;
  moments.mean += shift;
  for (Eigen::Index i = 0; i < V; ++i) {
    for (Eigen::Index j = i; j < V; ++j) {
      const double s = S_(i, j) / examples_ - shift[i] * shift[j];
      moments.S(i, j) = moments.S(j, i) = i == j ? std::max(0.0, s) : s;
    }
  }
  return moments;
}

}  // namespace harmonium
