// A directed layer of a belief net: on/off units that follow the units above them, and, for wake-sleep, a guess at the
// units above from those below.
//
//   generative    p(x_i = 1 | y) = sigmoid(b_i + (W y)_i)        W: lower x upper, b: lower
//   recognition   q(y_j = 1 | x) = sigmoid(c_j + (R x)_j)        R: upper x lower, c: upper
//
//   log p(x | y) = sum_i x_i a_i - softplus(a_i),  a = b + W y
//   d log p(x | y) / dW = (x - p) y'    d log p(x | y) / db = x - p        what the wake phase learns from
//   d log q(y | x) / dR = (y - q) x'    d log q(y | x) / dc = y - q        what the sleep phase learns from
//
// Both directions are the same layer with its groups exchanged: the units that are told, and those that tell. N
// examples, one per column.
//
// Neal (1992), Connectionist learning of belief networks; Hinton, Dayan, Frey & Neal (1995), The wake-sleep algorithm.
#pragma once

#include "base/rng.h"
#include "models/layers/link.h"

#include <span>

namespace harmonium {

// Weights [told, telling] and biases of the units that are told.
struct BeliefLayer {
  RowMatrix W;
  Vector b;
};

struct BeliefScratch {
  LinkScratch link;
  LinkSlopeScratch slope;
  Matrix mean, off;
};

// The means of the units that are told, told x N, given states of those that tell, telling x N.
void beliefMeans(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Matrix& mean);
// The same, and a draw of them.
void sampleBelief(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Rng& rng,
                  Matrix& mean, Matrix& told);
// log p(told | telling) of every column, in nats. out: N.
void beliefLogProbability(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                          BeliefScratch& scratch, std::span<double> out);
// Slope of its mean over the columns, like the layer.
void beliefSlope(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 BeliefScratch& scratch, BeliefLayer& slope);

}  // namespace harmonium
