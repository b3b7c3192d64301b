#include "measures/precision_recall.h"

#include "base/assert.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace harmonium {

namespace {

double number(std::size_t count) {
  return static_cast<double>(count);
}

}  // namespace

PrecisionRecall::PrecisionRecall(Matrix real, Matrix samples, std::size_t k)
    : real_(std::move(real)), samples_(std::move(samples)), k_(k), in_real_ball_(samples_.count(), 0) {
  HARMONIUM_ASSERT(k_ >= 1 && k_ < real_.count() && k_ < samples_.count());
}

// Computes the squared radii of one block of points. Returns true when every point has its radius.
bool PrecisionRecall::measureBalls(const Points& points, DistanceSweep& sweep, std::vector<float>& radii) {
  if (radii.size() == points.count()) return true;
  sweep.next(points, points);
  for (std::size_t i = 0; i < sweep.count(); ++i) {
    const std::span<float> row = sweep.row(i);
    row[sweep.first() + i] = std::numeric_limits<float>::infinity();  // a point is not its own neighbour
    const auto kth = row.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
    std::ranges::nth_element(row, kth);
    radii.push_back(*kth);
  }
  return false;
}

bool PrecisionRecall::advance() {
  if (!measureBalls(real_, real_sweep_, real_radii_)) return false;
  if (!measureBalls(samples_, sample_sweep_, sample_radii_)) return false;
  if (!across_.next(real_, samples_)) return true;
  for (std::size_t i = 0; i < across_.count(); ++i) {
    const std::span<const float> row = across_.row(i);
    const float radius = real_radii_[across_.first() + i];
    bool covered = false, recalled = false;
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (row[j] <= radius) {
        covered = true;
        in_real_ball_[j] = 1;
        ball_memberships_ += 1;
      }
      recalled = recalled || row[j] <= sample_radii_[j];
    }
    covered_ += covered ? 1 : 0;
    recalled_ += recalled ? 1 : 0;
  }
  return across_.visited() == real_.count();
}

// The three sweeps cost as many distances as they have pairs: N^2, M^2 and N M.
double PrecisionRecall::progress() const {
  const double n = number(real_.count()), m = number(samples_.count());
  return (number(real_sweep_.visited()) * n + number(sample_sweep_.visited()) * m + number(across_.visited()) * m) /
         (n * n + m * m + n * m);
}

double PrecisionRecall::precision() const {
  return number(static_cast<std::size_t>(std::ranges::count(in_real_ball_, 1))) / number(samples_.count());
}
double PrecisionRecall::recall() const {
  return recalled_ / number(real_.count());
}
double PrecisionRecall::density() const {
  return ball_memberships_ / (number(k_) * number(samples_.count()));
}
double PrecisionRecall::coverage() const {
  return covered_ / number(real_.count());
}

}  // namespace harmonium
