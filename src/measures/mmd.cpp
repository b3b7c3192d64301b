#include "measures/mmd.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/kernels.h"
#include "measures/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

constexpr std::size_t kMedianPoints = 128;  // of each set; the median needs no more, and all pairs would take too long

// Copies at most kMedianPoints points, evenly spaced in `from`, to the columns of `pooled` from `at` on.
void addEvenSubset(const Matrix& from, Matrix& pooled, Index& at) {
  const std::size_t count = columnCount(from), some = std::min(kMedianPoints, count);
  for (std::size_t i = 0; i < some; ++i) pooled.col(at++) = from.col(toIndex(i * count / some));
}

Matrix sideBySide(const Matrix& x, const Matrix& y) {
  Matrix all(x.rows(), x.cols() + y.cols());
  all << x, y;
  return all;
}

}  // namespace

double medianDistance(const Matrix& x, const Matrix& y) {
  Matrix pooled(x.rows(), toIndex(std::min(kMedianPoints, columnCount(x)) + std::min(kMedianPoints, columnCount(y))));
  Index at = 0;
  addEvenSubset(x, pooled, at);
  addEvenSubset(y, pooled, at);
  const Points points(std::move(pooled));
  std::vector<float> distances;
  DistanceSweep sweep;
  while (sweep.next(points, points)) {
    for (std::size_t i = 0; i < sweep.count(); ++i) {
      const std::span<const float> row = sweep.row(i);
      distances.insert(distances.end(), row.begin() + toIndex(sweep.first() + i + 1), row.end());
    }
  }
  const auto middle = distances.begin() + toIndex(distances.size() / 2);
  std::ranges::nth_element(distances, middle);
  double median = std::sqrt(toDouble(*middle));
  if (distances.size() % 2 == 0) {
    median = (median + std::sqrt(toDouble(*std::max_element(distances.begin(), middle)))) / 2;
  }
  // A bandwidth of 0 would make every kernel value 0 or undefined.
  if (median > 0) return median;
  double sum = 0, count = 0;
  for (const float distance : distances) {
    sum += std::sqrt(toDouble(distance));
    count += distance > 0 ? 1 : 0;
  }
  return count > 0 ? sum / count : 1;
}

Mmd::Mmd(Matrix x, Matrix y, double bandwidth, std::vector<double> factors, std::size_t permutations,
         std::uint64_t seed)
    : x_count_(columnCount(x)),
      bandwidth_(bandwidth),
      factors_(std::move(factors)),
      permutations_(permutations),
      rng_(seed, Purpose::kMeasure) {
  HARMONIUM_ASSERT(x.cols() >= 2 && y.cols() >= 2 && !factors_.empty());
  if (bandwidth_ <= 0) bandwidth_ = medianDistance(x, y);
  all_ = Points(sideBySide(x, y));
  kernel_.resize(all_.count() * all_.count());
  in_x_.assign(all_.count(), 0.0f);
  std::fill_n(in_x_.begin(), x_count_, 1.0f);
  order_.resize(all_.count());
  std::iota(order_.begin(), order_.end(), 0u);
}

bool Mmd::advance() {
  const std::size_t count = all_.count();
  if (row_sums_.size() < count) {
    sweep_.next(all_, all_);
    for (std::size_t i = 0; i < sweep_.count(); ++i) {
      const std::size_t own = sweep_.first() + i;
      const std::span<const float> distances = sweep_.row(i);
      const std::span<float> row = std::span(kernel_).subspan(own * count, count);
      scratch_.resize(count);
      for (const double factor : factors_) {
        const double width = factor * bandwidth_;
        const float scale = toFloat(-1 / (2 * width * width));
        for (std::size_t j = 0; j < count; ++j) scratch_[j] = scale * distances[j];
        kernels::exp(scratch_, scratch_);
        kernels::axpy(1 / toFloat(factors_.size()), scratch_, row);
      }
      // The unbiased estimate leaves out the pairs of a point with itself.
      row[own] = 0;
      row_sums_.push_back(kernels::sum(row));
      total_ += row_sums_.back();
    }
    if (row_sums_.size() == count) squared_ = statistic();
    return row_sums_.size() == count && permutations_ == 0;
  }
  shuffle();
  shuffled_.push_back(statistic());
  return shuffled_.size() == permutations_;
}

double Mmd::statistic() const {
  // Only the rows of x are summed. Their pairs lie within x or across both sets, and the pairs within y follow from the
  // total. A shuffle then costs half of a pass over the kernel matrix.
  const std::size_t count = all_.count();
  double within_x = 0, of_x = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (in_x_[i] == 0) continue;
    within_x += kernels::dot(std::span(kernel_).subspan(i * count, count), in_x_);
    of_x += row_sums_[i];
  }
  const double across = of_x - within_x, within_y = total_ - within_x - 2 * across;
  const double m = toDouble(x_count_), n = toDouble(count) - m;
  return within_x / (m * (m - 1)) + within_y / (n * (n - 1)) - 2 * across / (m * n);
}

void Mmd::shuffle() {
  // The first m steps of a Fisher-Yates shuffle choose a random subset of m points, which becomes x.
  std::ranges::fill(in_x_, 0.0f);
  for (std::size_t i = 0; i < x_count_; ++i) {
    const std::size_t other = i + rng_.below(toU32(order_.size() - i));
    std::swap(order_[i], order_[other]);
    in_x_[order_[i]] = 1;
  }
}

double Mmd::progress() const {
  // A shuffle takes about a hundredth of the time of all distances.
  const double rows = toDouble(row_sums_.size()) / toDouble(all_.count());
  const double shuffles = toDouble(permutations_) / 100;
  const double shuffled = toDouble(shuffled_.size()) / 100;
  return (rows + shuffled) / (1 + shuffles);
}

double Mmd::pValue() const {
  // The true assignment counts as one of the shuffles, so the p-value is never 0.
  const double reaching =
      toDouble(std::ranges::count_if(shuffled_, [this](double value) { return value >= squared_; }));
  return (1 + reaching) / (1 + toDouble(shuffled_.size()));
}

double Mmd::chance() const {
  RunningMean mean;
  for (const double value : shuffled_) mean.add(value);
  return mean.deviation();
}

}  // namespace harmonium
