#include "nn/optimiser.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/kernels.h"

#include <cmath>

namespace harmonium::nn {

// Arrays that the method does not use stay empty, so that state() saves only what matters.
void Optimiser::start(const DescentOptions& options, std::size_t parameters) {
  options_ = options;
  first_.assign(options.kind == Descent::kSgd ? 0 : parameters, 0.0f);
  second_.assign(options.kind == Descent::kAdam ? parameters : 0, 0.0f);
  corrections_ = {};
}

void Optimiser::configure(const DescentOptions& options) {
  HARMONIUM_ASSERT(options.kind == options_.kind);
  options_ = options;
}

void Optimiser::step(std::span<float> w, std::span<const float> gradient, Team* team) {
  constexpr float kDownhill = -1;  // the kernels ascend a gradient, and a loss must descend
  switch (options_.kind) {
    case Descent::kSgd:
      return kernels::axpy(-options_.rate, gradient, w);
    case Descent::kMomentum:
      return kernels::momentumStep(w, first_, gradient, kDownhill, options_.rate, options_.momentum, 0, team);
    case Descent::kAdam:
      break;
  }
  auto& [c1, c2] = corrections_;
  c1 = options_.momentum * c1 + (1 - options_.momentum);
  c2 = options_.beta2 * c2 + (1 - options_.beta2);
  // (m / c1) / (sqrt(s / c2) + epsilon) = m (sqrt(c2) / c1) / (sqrt(s) + epsilon sqrt(c2)). The right side moves both
  // corrections into two numbers that are computed once per step.
  const float root = std::sqrt(c2);
  kernels::adamStep(w, first_, second_, gradient, kDownhill, options_.momentum, options_.beta2,
                    options_.rate * root / c1, options_.epsilon * root, team);
}

std::vector<Tensor> Optimiser::state(const std::string& prefix) {
  const std::uint32_t count = toU32(first_.size());
  switch (options_.kind) {
    case Descent::kSgd:
      return {};
    case Descent::kMomentum:
      return {{prefix + "velocity", {count}, first_}};
    case Descent::kAdam:
      return {{prefix + "mean", {count}, first_},
              {prefix + "square", {count}, second_, {.low = 0}},
              {prefix + "corrections", {2}, corrections_, kShares}};
  }
  return {};
}

}  // namespace harmonium::nn
