#include "measures/small_classifier.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "nn/losses.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

SmallClassifier::SmallClassifier(Matrix examples, std::vector<int> classes, int class_count, const ClassifierPlan& plan)
    : examples_(std::move(examples)),
      classes_(std::move(classes)),
      plan_(plan),
      rng_(plan.seed, Purpose::kMeasure),
      net_({.sizes = {toInt(examples_.rows()), plan.hidden, class_count},
            .hidden = nn::Activation::kRelu,
            .output = nn::Activation::kLinear}) {
  HARMONIUM_ASSERT(examples_.cols() >= 1 && classes_.size() == columnCount(examples_));
  // The mean is summed in double, column by column, so that its order is fixed.
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(examples_.rows());
  for (Index n = 0; n < examples_.cols(); ++n) sum += examples_.col(n).cast<double>();
  mean_ = (sum / toDouble(examples_.cols())).cast<float>();
  const double values = toDouble(examples_.size());
  double squares = 0;
  for (Index n = 0; n < examples_.cols(); ++n) {
    squares += toDouble((examples_.col(n) - mean_).squaredNorm());
  }
  // Examples that are all equal have no variance; they keep the scale 1.
  if (squares > 0) scale_ = toFloat(1 / std::sqrt(squares / values));
  examples_ = scaled(examples_);
  net_.initialise(rng_);
  optimiser_.start({.kind = nn::Descent::kAdam, .rate = plan_.rate}, net_.values().size());
  gradient_.resize(net_.values().size());
  order_.resize(classes_.size());
  std::iota(order_.begin(), order_.end(), 0u);
  next_ = order_.size();  // makes the first update shuffle
}

Matrix SmallClassifier::scaled(const Matrix& v) const {
  return (v.colwise() - mean_) * scale_;
}

void SmallClassifier::shuffle() {
  for (std::uint32_t left = toU32(order_.size()); left > 1; --left) {
    std::swap(order_[left - 1], order_[rng_.below(left)]);
  }
  next_ = 0;
}

bool SmallClassifier::advance() {
  const std::size_t size = std::min(plan_.batch, order_.size());
  // An epoch drops its last examples where they do not fill a batch, so all batches have one size.
  if (next_ + size > order_.size()) shuffle();
  batch_.resize(examples_.rows(), toIndex(size));
  batch_classes_.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint32_t example = order_[next_ + i];
    batch_.col(toIndex(i)) = examples_.col(toIndex(example));
    batch_classes_[i] = classes_[example];
  }
  next_ += size;
  nn::softmaxCrossEntropy(net_.forward(batch_, trace_), batch_classes_, slope_);
  net_.backward(trace_, slope_, nn::Slopes::kReplace, gradient_, nullptr);
  optimiser_.step(net_.values(), gradient_);
  return ++done_ >= plan_.updates;
}

// The class with the largest logit is the most probable one, so no softmax is needed.
std::vector<int> SmallClassifier::classify(const Matrix& v) const {
  nn::MlpTrace trace;
  const Matrix& logits = net_.forward(scaled(v), trace);
  std::vector<int> classes;
  for (Index n = 0; n < logits.cols(); ++n) {
    Index best = 0;
    logits.col(n).maxCoeff(&best);
    classes.push_back(toInt(best));
  }
  return classes;
}

double SmallClassifier::error(const Matrix& v, std::span<const int> classes) const {
  const std::vector<int> found = classify(v);
  std::size_t wrong = 0;
  for (std::size_t n = 0; n < found.size(); ++n) wrong += found[n] == classes[n] ? 0 : 1;
  return found.empty() ? 0 : toDouble(wrong) / toDouble(found.size());
}

}  // namespace harmonium
