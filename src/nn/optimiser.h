// Methods of gradient descent for one flat array of parameters w, with g the gradient of a loss.
//
//   sgd        w <- w - rate g
//   momentum   u <- momentum u - rate g;  w <- w + u                                  (Polyak 1964)
//   adam       m <- beta1 m + (1 - beta1) g;  s <- beta2 s + (1 - beta2) g^2          (Kingma & Ba 2015)
//              w <- w - rate (m / c1) / (sqrt(s / c2) + epsilon)
//
// Adam's m and s start at 0, so they are too small at first. c1 and c2 correct that. They are the same running means of
// a constant 1, so they are 1 - beta1^t and 1 - beta2^t after t steps without computing a power.
//
// state() holds everything that a saved run needs to continue, as tensors.
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
  float momentum = 0.9f;  // in [0, 1): the momentum of kMomentum, and beta1 of kAdam
  float beta2 = 0.999f;   // in [0, 1), kAdam only
  float epsilon = 1e-8f;  // kAdam only: keeps the step finite where s is 0
};

class Optimiser {
 public:
  // Resets the state to zero for `parameters` values.
  void start(const DescentOptions& options, std::size_t parameters);
  // Changes the numbers from the next step on and keeps the state. `kind` must be the same as before.
  void configure(const DescentOptions& options);

  // Does one step on w. w and gradient have as many values as start() was given.
  void step(std::span<float> w, std::span<const float> gradient, Team* team = nullptr);

  // For P parameters: nothing (kSgd); prefix + "velocity" [P] (kMomentum); prefix + "mean" [P], prefix + "square" [P]
  // and prefix + "corrections" [2] (kAdam).
  std::vector<Tensor> state(const std::string& prefix);

 private:
  DescentOptions options_;
  std::vector<float> first_, second_;      // u or m in the first, s in the second
  std::array<float, 2> corrections_ = {};  // c1, c2
};

}  // namespace harmonium::nn
