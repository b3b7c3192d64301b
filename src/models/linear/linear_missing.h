// EM where values are missing: each example tells of its factors by what is known of it, and is learnt from by that
// alone. Assumes that what is missing does not depend on the missing value itself (missing at random).
//
// With o(n) the values seen of example n, W_o their rows of W:
//   E   M_n = I + W_o' Psi_o^-1 W_o;   h_n = M_n^-1 W_o' Psi_o^-1 (x_o - mean_o);   <h h'>_n = M_n^-1 + h_n h_n'
//   M   for every value i, over the examples that have it, the regression of x_i on (h, 1):
//       A_i = sum_n <(h, 1)(h, 1)'>_n,   b_i = sum_n x_ni <(h, 1)>_n,   (w_i, mean_i) = A_i^-1 b_i,
//       psi_i = (sum_n x_ni^2 - b_i' A_i^-1 b_i) / N_i;   sigma^2 = the mean over all values seen
// This is the maximum of the expected likelihood over all parameters at once, so no step lowers the likelihood of what
// was seen. It costs a pass through the examples: N (V q^2 + q^3) operations.
//
// Tipping & Bishop (1999), section 4 and their Tobamovirus example; Ilin & Raiko (2010), Practical approaches to PCA
// in the presence of missing values.
#pragma once

#include "models/linear/linear_learning.h"

namespace harmonium {

struct PartialStatistics {
  RealMatrix A;        // V x (q + 1)(q + 2) / 2: lower triangles, row by row
  RealMatrix b;        // V x (q + 1)
  RealVector squares;  // V: sum of x^2
  RealVector seen;     // V: N_i
  // Scratch.
  PartialPosterior posterior;
  RealVector outer, solution;
  RealMatrix system, L;
};

// `x`: V x N, NaN where a value is missing; taken about `about` (V) so that nothing cancels.
void partialExpectation(const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics);
void partialMaximisation(PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model);

// The mean over the examples of log p of what is seen of each, in nats.
double partialMeanLogLikelihood(const LinearGaussian& model, const Matrix& x);

// Mean and variance (1/N) of every value over the examples that have it; 0 where none has.
void partialMoments(const Matrix& x, RealVector& mean, RealVector& variance);

}  // namespace harmonium
