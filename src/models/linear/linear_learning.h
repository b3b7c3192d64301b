// Learning of linear latent variables: maximum likelihood in closed form (probabilistic PCA) and EM (both kinds).
//
// EM on complete data needs only the moments (models/linear/linear_moments.h). The mean is that of the data from the
// start. One step is:
//   E   beta = Psi^-1 W M^-1;   <d h'> = S beta;   <h h'> = M^-1 + beta' S beta      means over the examples
//   M   W = <d h'> <h h'>^-1;   psi_i = S_ii - (W <h d'>)_ii;   sigma^2 = the mean of all psi_i where they are one
// No step lowers the likelihood. A step costs V^2 q operations for any number of examples.
//
// Probabilistic PCA in closed form, with eigenvalues l_1 >= l_2 >= ... of S and eigenvectors U:
//   sigma^2 = mean of the discarded eigenvalues l_q+1 .. l_V;   W = U (diag(l_1 .. l_q) - sigma^2 I)^1/2
// Tipping & Bishop (1999), eq. (7), (8).
//
// If a noise variance approaches zero (a Heywood case: one value is explained perfectly), the likelihood grows without
// bound or EM becomes slow. So variances are kept above a floor, which EM respects exactly.
#pragma once

#include "base/numbers.h"
#include "models/linear/linear_gaussian.h"

namespace harmonium {

enum class NoiseKind {
  kShared,    // one variance for all values: probabilistic PCA
  kDiagonal,  // one variance per value: factor analysis
};

// The least noise variance of every value, V. It is the larger of `own_share` of the value's variance (R's factanal
// uses 0.005) and `mean_share` of the mean variance; the latter keeps nearly constant values from dominating the
// likelihood. For shared noise it is `mean_share` of the mean variance for all values.
RealVector noiseFloor(NoiseKind kind, const RealVector& variances, double own_share, double mean_share);

struct EmStatistics {
  RealMatrix cross;   // V x q: <d h'>
  RealMatrix square;  // q x q: <h h'>
  RealMatrix L;       // its Cholesky factor
};
void expectation(const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics);
void maximisation(EmStatistics& statistics, const DataMoments& moments, NoiseKind kind, const RealVector& floor,
                  LinearGaussian& model);

// Makes psi valid: raises each variance to its floor and, for shared noise, sets all to one value.
void restrictNoise(NoiseKind kind, const RealVector& floor, RealVector& noise);

// The closed form. `eigenvalues`, V, are those of S, the largest first; `vectors` is V x q; sigma^2 is at least
// `least`.
LinearGaussian maximumLikelihood(const DataMoments& moments, const RealVector& eigenvalues, const RealMatrix& vectors,
                                 double least);
double maximumLikelihoodNoise(const RealVector& eigenvalues, Index q, double least);  // sigma^2
// The mean of log p(x) at the maximum, in nats per example.
double maximumLogLikelihood(const RealVector& eigenvalues, Index q, double least);

// The number of free parameters: W up to rotation, the noise and the mean.
double freeParameters(NoiseKind kind, Index V, Index q);
// -2 log L + 2 k and -2 log L + k log N, both divided by 2 N: nats per example, less is better.
struct Criteria {
  double aic, bic;
};
Criteria criteria(double mean_log_likelihood, double examples, double free_parameters);

// The test whether q factors suffice: the likelihood ratio against a Gaussian with any covariance. With Bartlett's
// (1950) correction the number of examples counts as N - 1 - (2 V + 5) / 6 - 2 q / 3. If q factors suffice, the
// statistic is chi-square distributed with `freedom` degrees of freedom. `shortfall` is saturatedLogLikelihood() less
// the model's mean log-likelihood, in nats per example.
struct FactorTest {
  double chi_square, freedom;
};
FactorTest factorTest(double shortfall, double examples, Index V, Index q);

}  // namespace harmonium
