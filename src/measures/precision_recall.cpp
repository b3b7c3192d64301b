// Compiled for speed: every pair of points is looked at.
#include "measures/precision_recall.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/rng.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace harmonium {

namespace {

constexpr std::uint64_t kRealStream = 4, kSampleStream = 5;  // random numbers of a measure that draw the halves

// The standard deviation of a figure over the halves.
double spread(std::span<const NeighbourFigures> halves, double NeighbourFigures::*figure) {
  const double count = toDouble(halves.size());
  double mean = 0, squares = 0;
  for (const NeighbourFigures& each : halves) mean += each.*figure / count;
  for (const NeighbourFigures& each : halves) squares += (each.*figure - mean) * (each.*figure - mean);
  return std::sqrt(squares / (count - 1));
}

}  // namespace

PrecisionRecall::Set::Set(Matrix values, std::uint64_t seed, std::uint64_t stream)
    : points(std::move(values)), halves(points.count(), 0) {
  std::vector<std::uint32_t> order(points.count());
  std::iota(order.begin(), order.end(), 0u);
  Rng rng(seed, Purpose::kMeasure, stream);
  for (std::size_t r = 0; r < kHalves; ++r) {
    for (std::size_t i = 0; i < half(); ++i) {
      std::swap(order[i], order[i + rng.below(toU32(order.size() - i))]);
      halves[order[i]] |= 1u << r;
    }
  }
}

bool PrecisionRecall::Set::measureBalls(std::size_t k, bool halved) {
  if (largest.size() == points.count()) return true;
  sweep.next(points, points);
  // With so many of the nearest points known, a half nearly always has k of them.
  const std::size_t known = std::min(points.count() - 1, halved ? 4 * k + 16 : k);
  for (std::size_t i = 0; i < sweep.count(); ++i) {
    const std::span<float> row = sweep.row(i);
    row[sweep.first() + i] = std::numeric_limits<float>::infinity();  // a point is not its own neighbour
    near.resize(row.size());
    std::iota(near.begin(), near.end(), 0u);
    const auto nearer = [&row](std::uint32_t a, std::uint32_t b) { return row[a] < row[b]; };
    std::ranges::nth_element(near, near.begin() + toIndex(known - 1), nearer);
    std::sort(near.begin(), near.begin() + toIndex(known), nearer);
    radii.resize(radii.size() + kHalves + 1, -1.0f);
    const std::size_t point = sweep.first() + i;
    radii[point * (kHalves + 1)] = row[near[k - 1]];
    if (halved) measureHalves(k, point, row, known);
    largest.push_back(*std::max_element(radii.end() - toIndex(kHalves + 1), radii.end()));
  }
  return false;
}

void PrecisionRecall::Set::measureHalves(std::size_t k, std::size_t point, std::span<const float> row,
                                         std::size_t known) {
  for (std::size_t r = 0; r < kHalves; ++r) {
    if ((halves[point] >> r & 1) == 0) continue;
    float& radius = radii[point * (kHalves + 1) + r + 1];
    std::size_t found = 0, at = 0;
    for (; at < known && found < k; ++at) found += halves[near[at]] >> r & 1;
    if (found == k) {
      radius = row[near[at - 1]];
      continue;
    }
    others.clear();
    for (std::size_t j = 0; j < row.size(); ++j) {
      if ((halves[j] >> r & 1) != 0) others.push_back(row[j]);
    }
    const auto kth = others.begin() + toIndex(k - 1);
    std::ranges::nth_element(others, kth);
    radius = *kth;
  }
}

PrecisionRecall::PrecisionRecall(Matrix real, Matrix samples, std::size_t k, std::uint64_t seed)
    : k_(k),
      real_(std::move(real), seed, kRealStream),
      samples_(std::move(samples), seed, kSampleStream),
      halved_(k < real_.half() && k < samples_.half()),
      in_ball_(samples_.points.count(), 0),
      in_halves_(samples_.points.count(), 0),
      balls_in_(kHalves, 0),
      covered_in_(kHalves, 0),
      recalled_in_(kHalves, 0) {
  HARMONIUM_ASSERT(k_ >= 1 && k_ < real_.points.count() && k_ < samples_.points.count());
}

bool PrecisionRecall::advance() {
  if (!real_.measureBalls(k_, halved_)) return false;
  if (!samples_.measureBalls(k_, halved_)) return false;
  if (!across_.next(real_.points, samples_.points)) return true;
  for (std::size_t i = 0; i < across_.count(); ++i) look(across_.first() + i, across_.row(i));
  if (across_.visited() < real_.points.count()) return false;
  finish();
  return true;
}

void PrecisionRecall::look(std::size_t i, std::span<const float> row) {
  bool covered = false, recalled = false;
  std::uint32_t covered_in = 0, recalled_in = 0;  // bit r: in half r
  for (std::size_t j = 0; j < row.size(); ++j) {
    // Most pairs are too far apart for any ball.
    if (row[j] > real_.largest[i] && row[j] > samples_.largest[j]) continue;
    if (row[j] <= real_.radius(0, i)) {
      covered = true;
      in_ball_[j] = 1;
      balls_ += 1;
    }
    recalled = recalled || row[j] <= samples_.radius(0, j);
    for (std::uint32_t both = halved_ ? real_.halves[i] & samples_.halves[j] : 0; both != 0; both &= both - 1) {
      const std::size_t r = toSize(std::countr_zero(both));
      const std::uint32_t bit = 1u << r;
      if (row[j] <= real_.radius(r + 1, i)) {
        covered_in |= bit;
        in_halves_[j] |= bit;
        balls_in_[r] += 1;
      }
      if (row[j] <= samples_.radius(r + 1, j)) recalled_in |= bit;
    }
  }
  covered_ += covered ? 1 : 0;
  recalled_ += recalled ? 1 : 0;
  for (std::size_t r = 0; r < kHalves; ++r) {
    covered_in_[r] += covered_in >> r & 1;
    recalled_in_[r] += recalled_in >> r & 1;
  }
}

void PrecisionRecall::finish() {
  const auto figuresOf = [this](double inside, double recalled, double balls, double covered, std::size_t real,
                                std::size_t made) {
    const double n = toDouble(real), m = toDouble(made);
    return NeighbourFigures{inside / m, recalled / n, balls / (toDouble(k_) * m), covered / n};
  };
  const double inside = toDouble(std::ranges::count(in_ball_, 1));
  figures_ = figuresOf(inside, recalled_, balls_, covered_, real_.points.count(), samples_.points.count());
  if (!halved_) return;
  std::vector<NeighbourFigures> halves;
  for (std::size_t r = 0; r < kHalves; ++r) {
    double inside_half = 0;
    for (const std::uint32_t in : in_halves_) inside_half += in >> r & 1;
    halves.push_back(
        figuresOf(inside_half, recalled_in_[r], balls_in_[r], covered_in_[r], real_.half(), samples_.half()));
  }
  NeighbourFigures errors;
  using Figures = NeighbourFigures;
  for (const auto figure : {&Figures::precision, &Figures::recall, &Figures::density, &Figures::coverage}) {
    errors.*figure = spread(halves, figure);
  }
  errors_ = errors;
}

// The three sweeps cost as many distances as they have pairs: N^2, M^2 and N M.
double PrecisionRecall::progress() const {
  const double n = toDouble(real_.points.count()), m = toDouble(samples_.points.count());
  return (toDouble(real_.sweep.visited()) * n + toDouble(samples_.sweep.visited()) * m +
          toDouble(across_.visited()) * m) /
         (n * n + m * m + n * m);
}

}  // namespace harmonium
