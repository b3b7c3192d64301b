// Ways to walk downhill along a gradient g of a loss, on one flat array of parameters w.
//
//   sgd        w <- w - rate g
//   momentum   u <- momentum u - rate g;  w <- w + u                                  (Polyak 1964)
//   adam       m <- beta1 m + (1 - beta1) g;  s <- beta2 s + (1 - beta2) g^2          (Kingma & Ba 2015)
//              w <- w - rate (m / c1) / (sqrt(s / c2) + epsilon)
//
// Adam's m and s start at 0 and so are too small at first. c1 and c2 say by how much: they are the same running means,
// of a constant 1, and reach 1 - beta1^t and 1 - beta2^t after t steps without a power being taken.
//
// All that a run needs to go on is in state(), as tensors.
#pragma once

#include "base/team.h"
#include "base/tensor.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace harmonium::nn {

enum class Descent { kSgd, kMomentum, kAdam };

struct DescentOptions {
  Descent kind = Descent::kAdam;
  float rate = 0.001f;
  float momentum = 0.9f;  // of kMomentum; beta1 of kAdam
  float beta2 = 0.999f;   // kAdam only, as is epsilon
  float epsilon = 1e-8f;
};

class Optimiser {
 public:
  // Starts from nothing, for `parameters` values.
  void start(const DescentOptions& options, std::size_t parameters);
  // Another rate or momentum from now on; `kind` must stay.
  void configure(const DescentOptions& options);

  void step(std::span<float> w, std::span<const float> gradient, Team* team = nullptr);

  // prefix + "velocity" [P]; or prefix + "mean" [P], prefix + "square" [P], prefix + "corrections" [2].
  std::vector<Tensor> state(const std::string& prefix);

 private:
  DescentOptions options_;
  std::vector<float> first_, second_;      // u or m; s
  std::array<float, 2> corrections_ = {};  // c1, c2
};

}  // namespace harmonium::nn
