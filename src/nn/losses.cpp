#include "nn/losses.h"

#include "base/assert.h"
#include "kernels/kernels.h"

namespace harmonium::nn {

namespace {

// Replaces each column of logits a by its log probabilities a - log sum exp a.
void toLogProbabilities(Matrix& a) {
  const std::size_t classes = static_cast<std::size_t>(a.rows());
  for (Eigen::Index n = 0; n < a.cols(); ++n) {
    const std::span<float> column = flat(a).subspan(static_cast<std::size_t>(n) * classes, classes);
    const float total = kernels::logSumExp(column);
    for (float& value : column) value -= total;
  }
}

// The mean binary cross entropy of logits a against target(i), and its gradient. Both formulas use |a|, so that a value
// near 0 keeps all its digits:
//   t softplus(-a) + (1 - t) softplus(a) = softplus(-|a|) + ((1 - t) a where a > 0, else -t a)
//   p - t = (1 - t) - sigmoid(-|a|) where a > 0, else sigmoid(-|a|) - t
template <typename Target>
double crossEntropy(std::span<const float> logits, Target target, std::span<float> along_logits) {
  HARMONIUM_ASSERT(logits.size() == along_logits.size() && !logits.empty());
  const double count = static_cast<double>(logits.size());
  double linear = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double a = static_cast<double>(logits[i]), t = static_cast<double>(target(i));
    linear += a > 0 ? (1 - t) * a : -t * a;
    along_logits[i] = logits[i] > 0 ? -logits[i] : logits[i];
  }
  // along_logits holds -|a| here, which both the softplus and the sigmoid need. It serves as scratch until the end.
  const double loss = (linear + kernels::sumSoftplus(along_logits)) / count;
  const float each = static_cast<float>(1 / count);
  kernels::sigmoid(along_logits, along_logits);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const float off = logits[i] > 0 ? (1 - target(i)) - along_logits[i] : along_logits[i] - target(i);
    along_logits[i] = off * each;
  }
  return loss;
}

}  // namespace

double binaryCrossEntropy(std::span<const float> logits, float target, std::span<float> along_logits) {
  return crossEntropy(
      logits, [target](std::size_t) { return target; }, along_logits);
}

double binaryCrossEntropy(std::span<const float> logits, std::span<const float> targets,
                          std::span<float> along_logits) {
  HARMONIUM_ASSERT(logits.size() == targets.size());
  return crossEntropy(
      logits, [targets](std::size_t i) { return targets[i]; }, along_logits);
}

void softmax(const Matrix& logits, Matrix& p) {
  p = logits;
  toLogProbabilities(p);
  kernels::exp(flat(p), flat(p));
}

double softmaxCrossEntropy(const Matrix& logits, std::span<const int> classes, Matrix& along_logits) {
  HARMONIUM_ASSERT(static_cast<Eigen::Index>(classes.size()) == logits.cols() && !classes.empty());
  // along_logits holds log probabilities first, from which the loss is read without a logarithm of a rounded
  // probability. It then becomes the probabilities and last the gradient.
  along_logits = logits;
  toLogProbabilities(along_logits);
  double loss = 0;
  for (Eigen::Index n = 0; n < logits.cols(); ++n) {
    HARMONIUM_ASSERT(classes[static_cast<std::size_t>(n)] >= 0 && classes[static_cast<std::size_t>(n)] < logits.rows());
    loss -= static_cast<double>(along_logits(classes[static_cast<std::size_t>(n)], n));
  }
  kernels::exp(flat(along_logits), flat(along_logits));
  for (Eigen::Index n = 0; n < logits.cols(); ++n) along_logits(classes[static_cast<std::size_t>(n)], n) -= 1;
  const double count = static_cast<double>(classes.size());
  kernels::scale(static_cast<float>(1 / count), flat(along_logits));
  return loss / count;
}

}  // namespace harmonium::nn
