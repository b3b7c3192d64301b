// EM with missing values. Only the known values of an example enter inference and learning. The method assumes that
// whether a value is missing does not depend on the value itself (missing at random).
//
// o(n) are the known values of example n, and W_o are their rows of W:
//   E   M_n = I + W_o' Psi_o^-1 W_o;   h_n = M_n^-1 W_o' Psi_o^-1 (x_o - mean_o);   <h h'>_n = M_n^-1 + h_n h_n'
//   M   for every value i, over the examples that have it, the regression of x_i on (h, 1):
//       A_i = sum_n <(h, 1)(h, 1)'>_n,   b_i = sum_n x_ni <(h, 1)>_n,   (w_i, mean_i) = A_i^-1 b_i,
//       psi_i = (sum_n x_ni^2 - b_i' A_i^-1 b_i) / N_i;   sigma^2 = the mean over all values seen
// The M step maximises the expected likelihood over all parameters at once, so no step lowers the likelihood of the
// known values. A step costs one pass through the examples, N (V q^2 + q^3) operations.
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

// `x` is V x N with NaN where a value is missing. Sums use x - about, V, because sums of squares far from zero would
// lose digits.
Work partialExpectation(Pace& pace, const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics);
void partialExpectation(const LinearGaussian& model, const Matrix& x, const RealVector& about,
                        PartialStatistics& statistics);
Work partialMaximisation(Pace& pace, PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model);
void partialMaximisation(PartialStatistics& statistics, const RealVector& about, NoiseKind kind,
                         const RealVector& floor, LinearGaussian& model);

// The mean of log p of the known values, in nats, over the examples of which at least one is known. 0 if there is none.
Work partialMeanLogLikelihood(Pace& pace, const LinearGaussian& model, const Matrix& x, PartialPosterior& scratch,
                              double& mean);
double partialMeanLogLikelihood(const LinearGaussian& model, const Matrix& x, PartialPosterior& scratch);

// Write the mean and variance (1/N) of every value, V, over the examples in which it is known; 0 if it is known in
// none.
void partialMoments(const Matrix& x, RealVector& mean, RealVector& variance);

}  // namespace harmonium
