#include "models/dbn/fine_tuning.h"

#include "base/numbers.h"
#include "nn/losses.h"

#include <algorithm>

namespace harmonium {

void FineTuning::start(std::span<const Index> units, int classes, nn::Descent descent) {
  classes_ = classes;
  descent_ = descent;
  nn::MlpShape shape{.sizes = {}, .hidden = nn::Activation::kSigmoid, .output = nn::Activation::kLinear};
  for (const Index size : units) shape.sizes.push_back(toInt(size));
  shape.sizes.push_back(classes);
  net_ = nn::Mlp(std::move(shape));
  trace_ = {};
  optimiser_.start({.kind = descent}, net_.values().size());
  slopes_.assign(net_.values().size(), 0.0f);
}

bool FineTuning::begun() const {
  return exists() && std::ranges::any_of(net_.weights(0), [](float w) { return w != 0; });
}

void FineTuning::begin(const BeliefStack& stack, const RbmParameters& top) {
  clear();
  const auto copy = [](std::span<const float> from, std::span<float> to) {
    std::ranges::copy(from.first(to.size()), to.begin());
  };
  const int below = toInt(stack.layers());
  for (int k = 0; k < below; ++k) {
    copy(flat(stack.down[toSize(k)].W), net_.weights(k));
    copy(flat(stack.up[toSize(k)].b), net_.biases(k));
  }
  // The rows of a label come last and stay behind.
  copy(flat(top.W), net_.weights(below));
  copy(flat(top.c), net_.biases(below));
}

void FineTuning::clear() {
  std::ranges::fill(net_.values(), 0.0f);
}

Work FineTuning::forward(Pace& pace, const Matrix& v, float dropout, Rng& rng, Team* team) {
  return net_.forward(pace, v, trace_, dropout, rng, team);
}

Work FineTuning::backward(Pace& pace, std::span<const std::int16_t> labels, Team* team) {
  known_.resize(labels.size());
  for (std::size_t n = 0; n < labels.size(); ++n) known_[n] = std::max<int>(0, labels[n]);
  nn::softmaxCrossEntropy(trace_.output(), known_, along_output_);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (labels[n] < 0) along_output_.col(toIndex(n)).setZero();
  }
  co_await net_.backward(pace, trace_, along_output_, nn::Slopes::kReplace, slopes_, nullptr, team);
}

void FineTuning::step(float rate, float momentum, Team* team) {
  optimiser_.configure({.kind = descent_, .rate = rate, .momentum = momentum});
  optimiser_.step(net_.values(), slopes_, team);
}

void FineTuning::probabilities(const Matrix& v, Matrix& p) const {
  nn::MlpTrace trace;
  nn::softmax(net_.forward(v, trace), p);
}

Work FineTuning::classError(Pace& pace, const Matrix& v, std::span<const std::int16_t> labels, double& share) const {
  nn::MlpTrace trace;
  Rng rng(0, Purpose::kMeasure);  // draws nothing without dropout
  co_await net_.forward(pace, v, trace, 0, rng, nullptr);
  const Matrix& p = trace.output();  // the largest logit is that of the most probable class
  double wrong = 0, known = 0;
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (labels[n] < 0) continue;
    Index best = 0;
    p.col(toIndex(n)).maxCoeff(&best);
    known += 1;
    wrong += best == labels[n] ? 0 : 1;
  }
  share = known > 0 ? wrong / known : 0;
}

double FineTuning::classError(const Matrix& v, std::span<const std::int16_t> labels) const {
  Pace whole;
  double share = 0;
  finish(classError(whole, v, labels, share));
  return share;
}

}  // namespace harmonium
