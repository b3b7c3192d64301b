// The mathematics of linear latent variables with Gaussian noise, which probabilistic PCA and factor analysis share.
//
//   h ~ N(0, I)                           q latent variables (factors)
//   x = W h + mean + noise                noise_i ~ N(0, psi_i), independent for each value
//   p(x) = N(mean, C),  C = W W' + Psi    Psi = diag(psi)
//
// Probabilistic PCA has one variance for all values, psi_i = sigma^2; factor analysis has one for each.
//
// Inference for one x uses the small matrix M (q x q) and never C (V x V):
//   M = I + W' Psi^-1 W
//   p(h | x) = N(M^-1 W' Psi^-1 (x - mean), M^-1)
//   log det C = sum_i log psi_i + log det M
//   d' C^-1 d = d' Psi^-1 d - z' M^-1 z,  z = W' Psi^-1 d
//
// Letters: V values of an example, q factors, N examples. W is determined up to a rotation R, since W R R' W' = W W'.
// The computation runs in double; the saved parameters are floats (models/linear/linear_model.h). Log-likelihoods are
// in nats; they are logarithms of densities and may exceed 0.
//
// Functions with a Pace can stop on the way (base/work.h); the same without one run to their end.
//
// Tipping & Bishop (1999), Probabilistic principal component analysis; Rubin & Thayer (1982), EM algorithms for ML
// factor analysis; Ghahramani & Hinton (1996), The EM algorithm for mixtures of factor analyzers.
#pragma once

#include "base/algebra.h"
#include "base/numbers.h"
#include "models/linear/linear_moments.h"

#include <span>

namespace harmonium {

struct LinearGaussian {
  RealMatrix W;      // V x q, loadings
  RealVector mean;   // V
  RealVector noise;  // V, variances, above 0

  Index values() const { return W.rows(); }
  Index factors() const { return W.cols(); }
};

// Matrices that inference needs, computed once from the parameters for all examples.
struct LinearPosterior {
  RealMatrix G;           // V x q: Psi^-1 W
  RealMatrix L;           // q x q: Cholesky factor of M
  RealMatrix covariance;  // q x q: M^-1, of h given any x
  RealMatrix beta;        // V x q: Psi^-1 W M^-1; the posterior mean is beta' (x - mean)
  RealMatrix M;           // q x q
};
Work posteriorOf(Pace& pace, const LinearGaussian& model, LinearPosterior& posterior);
void posteriorOf(const LinearGaussian& model, LinearPosterior& posterior);

// Writes the mean of h given each column of x into h, q x N. x is V x N, with NaN where a value is missing.
Work posteriorMean(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   RealMatrix& h);
void posteriorMean(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x, RealMatrix& h);

// Writes log p of the known values of every column of x into nats[N].
Work logLikelihood(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   std::span<double> nats);
void logLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   std::span<double> nats);

// The mean of log p(x) in nats over all examples with these moments. It is exact and costs V^2 q operations for any
// number of examples.
Work meanLogLikelihood(Pace& pace, const LinearGaussian& model, const LinearPosterior& posterior,
                       const DataMoments& moments, double& mean);
double meanLogLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const DataMoments& moments);

// The highest mean log-likelihood of any Gaussian in nats: that of the Gaussian with the covariance of the data.
// `eigenvalues`, V, are those of the covariance. Returns -infinity if the covariance is singular, where no maximum
// exists.
double saturatedLogLikelihood(const RealVector& eigenvalues);

// Inference for one example with missing values. seenIn() lists the known values; infer() computes M^-1 for these
// values and the mean of h; partialLogLikelihood() returns log p of the known values in nats.
struct PartialPosterior {
  std::vector<Index> seen;      // set by seenIn
  RealMatrix M, L, covariance;  // q x q
  RealVector z, h;              // q: W' Psi^-1 d; mean of h
};
bool seenIn(std::span<const float> x, PartialPosterior& partial);                  // true where every value is known
double partialCost(const LinearGaussian& model, const PartialPosterior& partial);  // of infer(), in operations
void infer(const LinearGaussian& model, std::span<const float> x, PartialPosterior& partial);
double partialLogLikelihood(const LinearGaussian& model, std::span<const float> x, const PartialPosterior& partial);

}  // namespace harmonium
