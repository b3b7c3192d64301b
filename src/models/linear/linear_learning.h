// How linear latent variables are learnt: maximum likelihood in closed form (probabilistic PCA), and EM (both kinds).
//
// EM on complete data needs only the moments (models/linear/linear_moments.h). One step, with the mean already that of
// the data:
//   E   beta = Psi^-1 W M^-1;   <d h'> = S beta;   <h h'> = M^-1 + beta' S beta      means over the examples
//   M   W = <d h'> <h h'>^-1;   psi_i = S_ii - (W <h d'>)_ii;   sigma^2 = the mean of all psi_i where they are one
// No step lowers the likelihood. It costs V^2 q operations, whatever the number of examples.
//
// Probabilistic PCA in closed form, with eigenvalues l_1 >= l_2 >= ... of S and eigenvectors U:
//   sigma^2 = mean of the discarded eigenvalues l_q+1 .. l_V;   W = U (diag(l_1 .. l_q) - sigma^2 I)^1/2
// Tipping & Bishop (1999), eq. (7), (8).
//
// Where noise variances run to zero (a Heywood case: one value explained perfectly), the likelihood grows without
// bound or creeps; variances are therefore kept above a floor, which EM respects exactly.
#pragma once

#include "models/linear/linear_gaussian.h"

namespace harmonium {

enum class NoiseKind {
  kShared,    // one variance for all values: probabilistic PCA
  kDiagonal,  // one for each: factor analysis
};

// The least noise variance of every value: `own_share` of its variance (R's factanal: 0.005), but no less than
// `mean_share` of the mean variance, so that values that are constant or nearly so do not rule the likelihood. For
// shared noise all are the latter.
RealVector noiseFloor(NoiseKind kind, const RealVector& variances, double own_share, double mean_share);

struct EmStatistics {
  RealMatrix cross;   // V x q: <d h'>
  RealMatrix square;  // q x q: <h h'>
  RealMatrix L;       // its Cholesky factor
};
void expectation(const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics);
void maximisation(EmStatistics& statistics, const DataMoments& moments, NoiseKind kind, const RealVector& floor,
                  LinearGaussian& model);

// Replaces psi by what it may be: each at least its floor, all the same where they are shared.
void restrictNoise(NoiseKind kind, const RealVector& floor, RealVector& noise);

// `eigenvalues` [V] of S, largest first; `vectors` [V, q]; sigma^2 is at least `least`.
LinearGaussian maximumLikelihood(const DataMoments& moments, const RealVector& eigenvalues, const RealMatrix& vectors,
                                 double least);
double maximumLikelihoodNoise(const RealVector& eigenvalues, Eigen::Index q, double least);  // sigma^2
// The mean of log p(x) that it reaches, in nats per example.
double maximumLogLikelihood(const RealVector& eigenvalues, Eigen::Index q, double least);

// Numbers that are free to fit: W up to rotation, the noise and the mean.
double freeParameters(NoiseKind kind, Eigen::Index V, Eigen::Index q);
// -2 log L + 2 k and -2 log L + k log N, both divided by 2 N: nats per example, less is better.
struct Criteria {
  double aic, bic;
};
Criteria criteria(double mean_log_likelihood, double examples, double free_parameters);

// Does q suffice? The likelihood ratio against a Gaussian with any covariance, with Bartlett's (1950) correction of
// N - 1 - (2 V + 5) / 6 - 2 q / 3 examples: chi-square distributed with `freedom` degrees where q factors suffice.
// `shortfall`: saturatedLogLikelihood less the model's, in nats per example.
struct FactorTest {
  double chi_square, freedom;
};
FactorTest factorTest(double shortfall, double examples, Eigen::Index V, Eigen::Index q);

}  // namespace harmonium
