// Classification with a restricted Boltzmann machine that has label units: p(y | v), and the gradient of its logarithm.
//
// The last K visible units are the label y (models/layers/rbm.h). With o_kj = c_j + (W'v)_j + U_kj:
//
//   F(v, k) = - b.v - d_k - sum_j softplus(o_kj)
//   p(y = k | v) = exp(-F(v, k)) / sum over l of exp(-F(v, l))             exact: K passes, no Z
//   F(v) = - log sum over k of exp(-F(v, k))
//
//   d log p(y | v) / dW_ij = v_i s_j        s_j = sum over k of ([y = k] - p(k | v)) sigmoid(o_kj)
//   d log p(y | v) / dU_kj = ([y = k] - p(k | v)) sigmoid(o_kj)
//   d log p(y | v) / dc_j = s_j             d log p(y | v) / dd_k = [y = k] - p(k | v)        b does not enter
//
// Functions with a Pace can stop on the way (base/work.h); the same without one run to their end.
//
// Larochelle & Bengio (2008), Classification using discriminative restricted Boltzmann machines, eq. (4)-(8);
// Larochelle, Mandel, Pascanu & Bengio (2012), Learning algorithms for the classification RBM.
#pragma once

#include "models/layers/rbm.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

// Memory that the functions below reuse between calls.
struct LabelScratch {
  LinkScratch link;
  LinkSlopeScratch slope;
  Matrix input;                   // H x N: c + W'v of the values, without the label's part
  Matrix s;                       // H x N: s_j of every example
  Matrix log_p;                   // K x N
  std::vector<float> with_label;  // H
  std::vector<double> scores;     // K
  std::vector<double> totals;     // N
};

// Given values v, values() x N without the label's rows, writes two things, both in nats: `out` gets log p(y = k | v)
// of every class, K x N; `totals` gets -F(v) = log sum over k of exp(-F(v, k)), N. The machine has label units.
Work classLogProbabilities(Pace& pace, const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           Matrix& out, std::span<double> totals);
void classLogProbabilities(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch, Matrix& out,
                           std::span<double> totals);

// Writes the hidden means given the values alone into h, H x N: sum over k of p(k | v) sigmoid(o_k). `totals` gets
// -F(v), N.
Work hiddenMeanOverClasses(Pace& pace, const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           std::span<double> totals, Matrix& h);
void hiddenMeanOverClasses(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           std::span<double> totals, Matrix& h);

// Gives every example whose entry of `labels` is below 0 a class drawn from p(y | v), in the rows of the label of
// `joint`, which holds v and the known labels (joinLabels(), models/layers/rbm_scores.h). Draws nothing where all are
// known.
Work drawUnknownLabels(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                       std::span<const std::int16_t> labels, LabelScratch& scratch, Rng& rng, Matrix& joint);

// Writes the gradient of the mean of log p(y | v) into g, which has the shapes of the parameters: W includes the rows
// of U, and b includes d and is zero for the values. v is values() x N, labels N. An example whose label is no class
// adds nothing, but it counts in N.
Work discriminativeGradient(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                            std::span<const std::int16_t> labels, LabelScratch& scratch, RbmGradient& g);

}  // namespace harmonium
