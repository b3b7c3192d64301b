// A stack of directed layers over the visible units: what sigmoid belief nets and the lower part of deep belief nets
// are made of. All units are binary. h^0 is v, and layers h^1 .. h^L stand above it.
//
//   generative    p(h^k | h^(k+1)) = product of sigmoid(b_k + W_(k+1) h^(k+1))          k = 0 .. L - 1
//   recognition   q(h^(k+1) | h^k) = product of sigmoid(c_(k+1) + R_(k+1) h^k)
//
//   W_k: units of layer k - 1 x units of layer k        R_k: units of layer k x units of layer k - 1
//
// What stands above h^L, its prior, is not part of the stack. N examples, one per column. Functions with a Pace can
// stop on the way (base/work.h).
#pragma once

#include "models/layers/belief.h"

#include <span>
#include <vector>

namespace harmonium {

struct BeliefStack {
  std::vector<BeliefLayer> down;  // down[k] draws h^k given h^(k+1): W_(k+1), b_k
  std::vector<BeliefLayer> up;    // up[k] draws h^(k+1) given h^k: R_(k+1), c_(k+1); empty without recognition

  std::size_t layers() const { return down.size(); }
  // The number of units of layer k, 0 .. L, of a stack that has layers.
  Index units(std::size_t k) const { return k == 0 ? down[0].W.rows() : down[k - 1].W.cols(); }
  bool recognises() const { return !up.empty(); }
};

// The states of all layers of N examples.
struct StackStates {
  std::vector<Matrix> h;     // h[k]: units of layer k x N; h[0] is v
  std::vector<Matrix> mean;  // the means that they were drawn from
};

// Memory that passes reuse. Each layer has its own, so that no pass allocates after the first.
struct StackScratch {
  std::vector<BeliefScratch> down, up;
  std::vector<double> nats;

  explicit StackScratch(std::size_t layers = 0, Team* team = nullptr) : down(layers), up(layers) { useTeam(team); }
  void useTeam(Team* team) {
    for (BeliefScratch& each : down) each.useTeam(team);
    for (BeliefScratch& each : up) each.useTeam(team);
  }
};

// Hidden states are drawn, so they hold only 0 and 1; visible ones need not.
inline States statesOf(std::size_t layer, States visible) {
  return layer == 0 ? visible : States::kBinary;
}

// Draws h^1 .. h^K upwards, K = `layers`, given states.h[0]. `v_states` says whether v holds only 0 and 1.
Work recogniseUp(Pace& pace, const BeliefStack& stack, std::size_t layers, States v_states, StackScratch& scratch,
                 Rng& rng, StackStates& states);
// Writes the means of h^K, K = `layers`, when the means of each layer, not states, drive the next; v where K = 0.
Work recognisedMeans(Pace& pace, const BeliefStack& stack, std::size_t layers, const Matrix& v, Matrix& top);
void recognisedMeans(const BeliefStack& stack, std::size_t layers, const Matrix& v, Matrix& top);
// Draws layer k, 0 .. L - 1, given the one above it.
Work drawLayer(Pace& pace, const BeliefStack& stack, std::size_t k, StackScratch& scratch, Rng& rng,
               StackStates& states);
// Adds the sum over k of log p(h^k | h^(k+1)) - log q(h^(k+1) | h^k) of every column to `out`, in nats. With the log of
// the prior of h^L it makes the log of an importance weight.
Work addLogWeights(Pace& pace, const BeliefStack& stack, const StackStates& states, States v_states,
                   StackScratch& scratch, std::span<double> out);

// What the units of the layer above all these layers do to the visible units, V x units: W_1 of one layer, and of more
// the product of the weights on the way down, which leaves out what the units in between make of it.
RowMatrix seenFromBelow(std::span<const RowMatrix* const> weights);

}  // namespace harmonium
