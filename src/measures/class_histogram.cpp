#include "measures/class_histogram.h"

#include "measures/statistics.h"

#include <cmath>

namespace harmonium {

namespace {

// The numbers and the seed are fixed, so that values of different runs differ by their samples and not by the
// classifier.
constexpr ClassifierPlan kPlan = {.hidden = 64, .updates = 2000, .batch = 50, .rate = 0.002f, .seed = 1};

std::vector<double> sharesOf(const std::vector<int>& classes, int class_count) {
  std::vector<double> shares(static_cast<std::size_t>(class_count));
  for (const int one : classes) shares[static_cast<std::size_t>(one)] += 1 / static_cast<double>(classes.size());
  return shares;
}

}  // namespace

ClassHistogram::ClassHistogram(LabelledExamples train, LabelledExamples held_out, Matrix samples, int class_count)
    : held_out_(std::move(held_out)),
      samples_(std::move(samples)),
      data_shares_(sharesOf(train.classes, class_count)),
      classifier_(std::move(train.v), std::move(train.classes), class_count, kPlan) {}

bool ClassHistogram::advance() {
  if (!classifier_.advance()) return false;
  error_ = classifier_.error(held_out_.v, held_out_.classes);
  shares_ = sharesOf(classifier_.classify(samples_), static_cast<int>(data_shares_.size()));
  return true;
}

double ClassHistogram::divergence() const {
  return harmonium::divergence(shares_, data_shares_);
}

double ClassHistogram::standardError() const {
  // Delta method: the derivative of the divergence with respect to p_c is log(p_c / q_c) + 1, and shares of a sample of
  // n have the covariance of a multinomial. The terms with +1 cancel, because the shares add up to 1.
  double squares = 0;
  for (std::size_t c = 0; c < shares_.size(); ++c) {
    if (shares_[c] <= 0 || data_shares_[c] <= 0) continue;
    const double ratio = std::log(shares_[c] / data_shares_[c]);
    squares += shares_[c] * ratio * ratio;
  }
  const double value = divergence();
  return std::sqrt(std::max(0.0, squares - value * value) / static_cast<double>(samples_.cols()));
}

}  // namespace harmonium
