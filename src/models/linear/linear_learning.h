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

enum class Units {
  kOne,   // all values have one unit, as the pixels of a picture do
  kEach,  // every value has a unit of its own, as the columns of a table do
};

// What the floors of the noise are shares of.
struct FloorShares {
  double own;   // of the value's own variance (R's factanal uses 0.005); factor analysis only
  double mean;  // of the mean variance of all values, which keeps values that hardly change from ruling the likelihood
};

// The least noise variance of every value, V, given its mean and variance in the data.
//
//   factor analysis, Units::kOne    the larger of own variance_i and mean (mean of all variances)
//   factor analysis, Units::kEach   own variance_i: a share of other columns would depend on the units they come in
//   shared noise, Units::kOne       mean (mean of all variances)
//   shared noise, Units::kEach      mean (least variance of a value that varies)
//
// So with Units::kEach the likelihood of factor analysis does not depend on the units: in other units it differs by the
// sum of the logarithms of the scales. A value that never changes has no deviation; its size |mean| stands for that,
// and 1 if it is 0.
RealVector noiseFloor(NoiseKind kind, Units units, const RealVector& mean, const RealVector& variances,
                      FloorShares shares);

struct EmStatistics {
  RealMatrix cross;   // V x q: <d h'>
  RealMatrix square;  // q x q: <h h'>
  RealMatrix L;       // its Cholesky factor
};
Work expectation(Pace& pace, const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics);
void expectation(const LinearPosterior& posterior, const DataMoments& moments, EmStatistics& statistics);
// The mean of log p(x) in nats over all examples, from what the E step of these parameters has computed. It leaves out
// how far the model's mean is from that of the data, which is nothing from the first step on.
double meanLogLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const DataMoments& moments,
                         const EmStatistics& statistics);
Work maximisation(Pace& pace, EmStatistics& statistics, const DataMoments& moments, NoiseKind kind,
                  const RealVector& floor, LinearGaussian& model);
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

// The number of free parameters: W up to rotation, the noise and the mean. It is at most V (V + 3) / 2, the numbers
// that a mean and a covariance have: where W and the noise have more, they determine no further distribution.
double freeParameters(NoiseKind kind, Index V, Index q);

// The largest q at which factor analysis has no more free parameters than a covariance has numbers (Ledermann 1937):
// (V - q)^2 >= V + q. With more factors, other loadings and noises give the same distribution.
Index mostDeterminedFactors(Index V);

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
