// Compiled for speed: the window is laid around every sample for every example.
#include "measures/parzen.h"

#include "base/assert.h"
#include "base/reals.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

std::vector<double> logarithmicLadder(double low, double high, std::size_t count) {
  HARMONIUM_ASSERT(low > 0 && low <= high && count >= 2);
  std::vector<double> ladder;
  for (std::size_t i = 0; i < count; ++i) {
    ladder.push_back(low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(count - 1)));
  }
  return ladder;
}

Parzen::Parzen(Matrix samples, Matrix validation, Matrix test, std::vector<double> sigmas)
    : samples_(std::move(samples)),
      validation_(std::move(validation)),
      test_(std::move(test)),
      sigmas_(std::move(sigmas)),
      chosen_(sigmas_.size() == 1),
      validation_scores_(sigmas_.size()) {
  HARMONIUM_ASSERT(samples_.count() > 0 && test_.count() > 0 && !sigmas_.empty());
  HARMONIUM_ASSERT(chosen_ || validation_.count() > 0);
}

double Parzen::logDensity(std::span<const float> distances, double sigma) {
  // The term of the nearest sample is taken out first. The remaining sum lies between 1 and M and cannot underflow.
  const float nearest = *std::ranges::min_element(distances);
  const double scale = -1 / (2 * sigma * sigma);
  exponents_.resize(distances.size());
  for (std::size_t m = 0; m < distances.size(); ++m) {
    exponents_[m] = static_cast<float>(scale) * (distances[m] - nearest);
  }
  kernels::exp(exponents_, exponents_);
  const double count = static_cast<double>(distances.size()), values = static_cast<double>(samples_.length());
  return scale * static_cast<double>(nearest) + std::log(kernels::sum(exponents_)) - std::log(count) -
         values * (std::log(sigma) + reals::kLog2Pi / 2);
}

bool Parzen::advance() {
  if (!chosen_) {
    if (choosing_.next(validation_, samples_)) {
      for (std::size_t i = 0; i < choosing_.count(); ++i) {
        for (std::size_t s = 0; s < sigmas_.size(); ++s)
          validation_scores_[s].add(logDensity(choosing_.row(i), sigmas_[s]));
      }
      return false;
    }
    chosen_ = true;
    // Among equal scores the smallest sigma wins, so the choice is the same in every run.
    for (std::size_t s = 1; s < sigmas_.size(); ++s) {
      if (validation_scores_[s].mean() > validation_scores_[best_].mean()) best_ = s;
    }
    return false;
  }
  if (!scoring_.next(test_, samples_)) return true;
  for (std::size_t i = 0; i < scoring_.count(); ++i) score_.add(logDensity(scoring_.row(i), sigma()));
  return scoring_.visited() == test_.count();
}

// The unit is test and validation points, each of which costs one row of distances.
double Parzen::progress() const {
  const std::size_t validation = sigmas_.size() == 1 ? 0 : validation_.count();
  return static_cast<double>(choosing_.visited() + scoring_.visited()) /
         static_cast<double>(validation + test_.count());
}

bool Parzen::atEdge() const {
  return sigmas_.size() > 1 && (best_ == 0 || best_ + 1 == sigmas_.size());
}

}  // namespace harmonium
