// The parameters of a sigmoid belief net, and the passes through it: up by recognition, down by generation.
//
//   p(y)             = softmax(d)                       y: one of C classes, only in nets with a class on top
//   p(h^L | y)       = sigmoid(b_L + U y)               without classes p(h^L) = sigmoid(b_L)
//   p(h^k | h^(k+1)) = sigmoid(b_k + W_(k+1) h^(k+1))   k = L - 1 .. 0, h^0 = v (models/layers/belief_stack.h)
//   p(y | h^L)       = softmax over y of d_y + h^L.(b_L + U_y) - sum_j softplus(b_L + U_y)_j
//
// The last line is exact, so a class needs no recognition weights of its own.
//
// N examples, one per column. Functions with a Pace can stop on the way (base/work.h).
#pragma once

#include "models/layers/belief_stack.h"
#include "models/layers/counted_beliefs.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

struct BeliefNet {
  BeliefStack stack;
  BeliefLayer top;  // U: units of h^L x C, and b_L; C = 0 without classes
  Vector d;         // C

  std::size_t layers() const { return stack.layers(); }
  Index classes() const { return d.size(); }
};

// The states of all layers of N examples, and their classes.
struct BeliefStates : StackStates {
  Matrix y = {};  // C x N, one-of
};

struct BeliefNetScratch : StackScratch {
  BeliefScratch top;
  std::vector<double> of_classes, of_example;
  Matrix class_means;
  Vector biases;

  explicit BeliefNetScratch(std::size_t layers = 0, Team* team = nullptr) : StackScratch(layers) { useTeam(team); }
  void useTeam(Team* team) {
    StackScratch::useTeam(team);
    top.useTeam(team);
  }
};

// Draws one layer of the stack given the one above it; `k` from L, the highest, down to 0. The highest is drawn given
// states.y where there are classes.
Work dreamLayer(Pace& pace, const BeliefNet& net, std::size_t k, Index examples, BeliefNetScratch& scratch, Rng& rng,
                BeliefStates& states);
// Draws a class for every sample whose entry of `held` is below 0, and takes the others from there. `held` has one
// entry per sample, or none.
void dreamClasses(const BeliefNet& net, Index examples, std::span<const std::int16_t> held, Rng& rng,
                  BeliefStates& states);
// Draws a class of every example from p(y | h^L) where its label is below 0 or missing; otherwise takes the label.
void nameClasses(const BeliefNet& net, std::span<const std::int16_t> labels, BeliefNetScratch& scratch, Rng& rng,
                 BeliefStates& states);
// Writes log p(y = k, h^L) of every class into out[k * N + n], in nats; without classes log p(h^L) into out[N].
// `biases` is scratch memory.
void topLogProbabilities(const BeliefNet& net, const Matrix& top, Vector& biases, std::vector<double>& out);

// Writes log p(v, h) - log q(h | v) of every column, in nats, for states drawn by recogniseUp(). Classes are summed out
// where `labels` is empty or the label is below 0; otherwise log p(v, h, y) takes the place of log p(v, h).
Work logWeights(Pace& pace, const BeliefNet& net, const BeliefStates& states, States v_states,
                std::span<const std::int16_t> labels, BeliefNetScratch& scratch, std::span<double> out);

// The last part of it: adds log p(h^L) of every column, or log p(y, h^L) of examples with a label.
void addTopProbabilities(const BeliefNet& net, const Matrix& top, std::span<const std::int16_t> labels,
                         BeliefNetScratch& scratch, std::span<double> out);

// Whether the states of the net can be counted, and what counts them: CountedBeliefs::prepare() comes next.
bool countable(const BeliefNet& net);
void beginCounting(const BeliefNet& net, std::vector<double>& top, CountedBeliefs& counted);  // `top` is scratch
// The prior of the highest layer as a table for it, log p(y, h^L) [classes, 2^n], with scratch memory after its end.
void topTable(const BeliefNet& net, std::vector<double>& top);

}  // namespace harmonium
