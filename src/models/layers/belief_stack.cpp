// Compiled for speed: every update of a belief net runs these passes.
#include "models/layers/belief_stack.h"

#include "base/numbers.h"

#include <utility>

namespace harmonium {

Work recogniseUp(Pace& pace, const BeliefStack& stack, std::size_t layers, States v_states, StackScratch& scratch,
                 Rng& rng, StackStates& states) {
  states.h.resize(layers + 1);
  states.mean.resize(layers + 1);
  for (std::size_t k = 0; k < layers; ++k) {
    co_await sampleBelief(pace, stack.up[k], states.h[k], statesOf(k, v_states), scratch.up[k], rng, states.mean[k + 1],
                          states.h[k + 1]);
  }
}

Work recognisedMeans(Pace& pace, const BeliefStack& stack, std::size_t layers, const Matrix& v, Matrix& top) {
  top = v;
  BeliefScratch scratch;
  Matrix above;
  for (std::size_t k = 0; k < layers; ++k) {
    co_await beliefMeans(pace, stack.up[k], top, States::kReal, scratch, above);
    std::swap(top, above);
  }
}

void recognisedMeans(const BeliefStack& stack, std::size_t layers, const Matrix& v, Matrix& top) {
  Pace whole;
  finish(recognisedMeans(whole, stack, layers, v, top));
}

Work drawLayer(Pace& pace, const BeliefStack& stack, std::size_t k, StackScratch& scratch, Rng& rng,
               StackStates& states) {
  return sampleBelief(pace, stack.down[k], states.h[k + 1], States::kBinary, scratch.down[k], rng, states.mean[k],
                      states.h[k]);
}

Work addLogWeights(Pace& pace, const BeliefStack& stack, const StackStates& states, States v_states,
                   StackScratch& scratch, std::span<double> out) {
  scratch.nats.resize(out.size());
  const auto add = [&](double sign) {
    for (std::size_t n = 0; n < out.size(); ++n) out[n] += sign * scratch.nats[n];
  };
  for (std::size_t k = 0; k < stack.layers(); ++k) {
    co_await beliefLogProbability(pace, stack.down[k], states.h[k], states.h[k + 1], States::kBinary, scratch.down[k],
                                  scratch.nats);
    add(1);
    co_await beliefLogProbability(pace, stack.up[k], states.h[k + 1], states.h[k], statesOf(k, v_states), scratch.up[k],
                                  scratch.nats);
    add(-1);
  }
}

RowMatrix seenFromBelow(std::span<const RowMatrix* const> weights) {
  RowMatrix seen = *weights[0];
  for (const RowMatrix* const next : weights.subspan(1)) {
    RowMatrix product(seen.rows(), next->cols());
    kernels::product(flat(std::as_const(seen)), flat(*next), rowCount(seen), columnCount(seen), columnCount(*next),
                     kernels::Start::kZero, {}, kernels::Sign::kAdd, flat(product), nullptr);
    seen = std::move(product);
  }
  return seen;
}

}  // namespace harmonium
