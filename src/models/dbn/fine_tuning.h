// Discriminative fine-tuning: a feed-forward net that begins with the layers of a deep belief net and learns classes.
//
//   x_k  = sigmoid(W_k' x_(k-1) + c_k)      k = 1 .. L, x_0 = v, with the weights that the layers learnt; c_L is b_L
//   p(y | v) = softmax(V' x_L + s)          V and s begin at 0: the first steps move them alone
//   d log p(y | v) by back-propagation through all layers; the loss is the mean of -log p(y | v) over the batch
//
// It has weights of its own, so the net that generates stays as it is. Dropout may leave out hidden units at random.
//
// Hinton & Salakhutdinov (2006), Reducing the dimensionality of data with neural networks; Srivastava et al. (2014),
// Dropout.
#pragma once

#include "models/layers/belief_stack.h"
#include "models/layers/rbm.h"
#include "nn/mlp.h"
#include "nn/optimiser.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

class FineTuning {
 public:
  // `units` of the layers v, h^1 .. h^L. All weights are 0.
  void start(std::span<const Index> units, int classes, nn::Descent descent);
  bool exists() const { return classes_ > 0; }
  int classes() const { return classes_; }
  // Whether it has weights: whether begin() has run, or a file has brought them.
  bool begun() const;
  // Takes the layers over: the generative weights of the stack and of the machine on top, with the biases upwards.
  void begin(const BeliefStack& stack, const RbmParameters& top);
  void clear();

  // Examples are v, V x N. An example whose label is below 0 adds nothing.
  Work forward(Pace& pace, const Matrix& v, float dropout, Rng& rng, Team* team);
  Work backward(Pace& pace, std::span<const std::int16_t> labels, Team* team);
  void step(float rate, float momentum, Team* team);

  // p(y | v) of every class into p, C x N.
  void probabilities(const Matrix& v, Matrix& p) const;
  // The share of the labelled examples whose most probable class is not their label, 0 .. 1; 0 if none is labelled.
  Work classError(Pace& pace, const Matrix& v, std::span<const std::int16_t> labels, double& share) const;
  double classError(const Matrix& v, std::span<const std::int16_t> labels) const;

  std::vector<Tensor> parameters() { return net_.parameters("net."); }
  std::vector<Tensor> state() { return optimiser_.state("net."); }
  const nn::Mlp& net() const { return net_; }
  std::span<const float> slopes() const { return slopes_; }

 private:
  int classes_ = 0;
  nn::Descent descent_ = nn::Descent::kSgd;
  nn::Mlp net_;
  nn::MlpTrace trace_;
  nn::Optimiser optimiser_;
  Matrix along_output_;
  std::vector<int> known_;
  std::vector<float> slopes_;
};

}  // namespace harmonium
