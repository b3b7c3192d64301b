#include "measures/classifier_two_sample.h"

#include "base/assert.h"

#include <algorithm>
#include <numeric>

namespace harmonium {

namespace {

constexpr int kHidden = 32;
constexpr std::size_t kEpochs = 100, kBatch = 50;

// `count` of the indices 0 .. all - 1, in random order: the first steps of a Fisher-Yates shuffle.
std::vector<Eigen::Index> randomSubset(Eigen::Index all, std::size_t count, Rng& rng) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(all));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(order[i], order[i + rng.below(static_cast<std::uint32_t>(order.size() - i))]);
  }
  order.resize(count);
  return order;
}

}  // namespace

ClassifierTwoSample::ClassifierTwoSample(const Matrix& data, const Matrix& samples, std::uint64_t seed) {
  const std::size_t each = static_cast<std::size_t>(std::min(data.cols(), samples.cols()));
  HARMONIUM_ASSERT(each >= 4 && data.rows() == samples.rows());
  Rng rng(seed, Purpose::kMeasure, 1);  // index 1, because the classifier draws from index 0 of the same seed
  // Both sets contribute equally many points to both halves, so that guessing is right with probability 1/2.
  const std::size_t learn = each / 2, hold = each - learn;
  Matrix learnt(data.rows(), static_cast<Eigen::Index>(2 * learn));
  held_out_.resize(data.rows(), static_cast<Eigen::Index>(2 * hold));
  std::vector<int> classes;
  Eigen::Index to_learn = 0, to_hold = 0;
  for (const int which : {0, 1}) {
    const Matrix& from = which == 0 ? data : samples;
    const std::vector<Eigen::Index> chosen = randomSubset(from.cols(), each, rng);
    for (std::size_t i = 0; i < each; ++i) {
      if (i < learn) {
        learnt.col(to_learn++) = from.col(chosen[i]);
        classes.push_back(which);
      } else {
        held_out_.col(to_hold++) = from.col(chosen[i]);
        held_out_classes_.push_back(which);
      }
    }
  }
  const std::size_t batch = std::min(kBatch, 2 * learn);
  classifier_.emplace(
      std::move(learnt), std::move(classes), 2,
      ClassifierPlan{.hidden = kHidden, .updates = kEpochs * (2 * learn / batch), .batch = batch, .seed = seed});
}

bool ClassifierTwoSample::advance() {
  if (!classifier_->advance()) return false;
  const std::vector<int> found = classifier_->classify(held_out_);
  for (std::size_t n = 0; n < found.size(); ++n) hits_ += found[n] == held_out_classes_[n] ? 1 : 0;
  return true;
}

}  // namespace harmonium
