// What a restricted Boltzmann machine with label units says of the class of an example, and how it learns to say it.
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
// Larochelle & Bengio (2008), Classification using discriminative restricted Boltzmann machines, eq. (4)-(8);
// Larochelle, Mandel, Pascanu & Bengio (2012), Learning algorithms for the classification RBM.
#pragma once

#include "models/layers/rbm.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

struct LabelScratch {
  LinkScratch link;
  LinkSlopeScratch slope;
  Matrix input;                   // H x N: c + W'v of the values alone
  Matrix s;                       // H x N
  Matrix log_p;                   // K x N
  std::vector<float> with_label;  // H
  std::vector<double> scores;     // K
  std::vector<double> totals;     // N
};

// From values v alone (values() x N): log p(y = k | v) of every class, in nats, K x N; and -F(v), the logarithm of the
// sum over the classes of exp(-F(v, k)), N.
void classLogProbabilities(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch, Matrix& out,
                           std::span<double> totals);

// The hidden means given the values alone, H x N: sum over k of p(k | v) sigmoid(o_k). totals: N, -F(v).
void hiddenMeanOverClasses(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           std::span<double> totals, Matrix& h);

// Slope of the mean of log p(y | v), like the parameters: W holds the rows of U, b those of d (zero for the values).
// Examples whose label is not a class (below 0) count as none. v: values() x N; labels: N.
void discriminativeGradient(const RbmParameters& p, const Matrix& v, States states,
                            std::span<const std::int16_t> labels, LabelScratch& scratch, RbmGradient& g);

}  // namespace harmonium
