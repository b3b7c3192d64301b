// A directed layer of a belief net. The units are binary. The generative direction draws the lower units given the
// upper ones. Wake-sleep adds a recognition direction, which approximates the upper units given the lower ones.
//
//   generative    p(x_i = 1 | y) = sigmoid(b_i + (W y)_i)        W: lower x upper, b: lower
//   recognition   q(y_j = 1 | x) = sigmoid(c_j + (R x)_j)        R: upper x lower, c: upper
//
//   log p(x | y) = sum_i x_i a_i - softplus(a_i),  a = b + W y
//   d log p(x | y) / dW = (x - p) y'    d log p(x | y) / db = x - p        what the wake phase learns from
//   d log q(y | x) / dR = (y - q) x'    d log q(y | x) / dc = y - q        what the sleep phase learns from
//
// Both directions use the same functions with the groups exchanged. `telling` holds the states of the parents, on which
// the layer conditions; `told` holds the states of the children, which it draws or scores. N examples, one per column.
//
// Neal (1992), Connectionist learning of belief networks; Hinton, Dayan, Frey & Neal (1995), The wake-sleep algorithm.
#pragma once

#include "base/rng.h"
#include "models/layers/link.h"

#include <span>

namespace harmonium {

// Weights, told x telling, and biases of the told units.
struct BeliefLayer {
  RowMatrix W;
  Vector b;
};

// Memory that the functions below reuse between calls. Its contents mean nothing to the caller.
struct BeliefScratch {
  LinkScratch link;
  LinkSlopeScratch slope;
  Matrix mean, off;

  void useTeam(Team* team) { link.team = slope.team = team; }
};

// Functions with a Pace can stop on the way (base/work.h); the same without one run to their end.

// Writes the means of the told units, told x N, given the states of the telling units, telling x N. `states` says
// whether `telling` holds only 0 and 1, which makes the product faster.
Work beliefMeans(Pace& pace, const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch,
                 Matrix& mean);
void beliefMeans(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Matrix& mean);
// Writes the means and a sample of the told units, told x N each.
Work sampleBelief(Pace& pace, const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch,
                  Rng& rng, Matrix& mean, Matrix& told);
void sampleBelief(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Rng& rng,
                  Matrix& mean, Matrix& told);
// Writes log p(told | telling) of every column into out[N], in nats.
Work beliefLogProbability(Pace& pace, const BeliefLayer& layer, const Matrix& told, const Matrix& telling,
                          States states, BeliefScratch& scratch, std::span<double> out);
void beliefLogProbability(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                          BeliefScratch& scratch, std::span<double> out);
// Writes log p(told) of every column for independent units with these biases, in nats.
void freeLogProbability(const Vector& biases, const Matrix& told, std::span<double> out);
// Writes the gradient of the sum of w_n log p(told | telling) over the columns n. Without weights, all w_n are 1/N and
// the gradient is that of the mean. `slope` has the shapes of `layer`.
Work beliefSlope(Pace& pace, const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 std::span<const float> weights, BeliefScratch& scratch, BeliefLayer& slope);
void beliefSlope(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 BeliefScratch& scratch, BeliefLayer& slope);

}  // namespace harmonium
