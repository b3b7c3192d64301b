// Linear latent variables with Gaussian noise: what probabilistic PCA and factor analysis share.
//
//   h ~ N(0, I)                           q latent variables (factors), drawn first
//   x = W h + mean + noise                noise_i ~ N(0, psi_i), each value by itself
//   p(x) = N(mean, C),  C = W W' + Psi    Psi = diag(psi)
//
// Probabilistic PCA has one variance for all values, psi_i = sigma^2; factor analysis has one for each.
//
// Everything about one x goes through the small matrix M (q x q), never through C (V x V):
//   M = I + W' Psi^-1 W
//   p(h | x) = N(M^-1 W' Psi^-1 (x - mean), M^-1)
//   log det C = sum_i log psi_i + log det M
//   d' C^-1 d = d' Psi^-1 d - z' M^-1 z,  z = W' Psi^-1 d
//
// Letters: V values of an example, q factors, N examples. W is known up to a rotation W R only: W R R' W' = W W'.
// Mathematics in double; the parameters that are saved are floats (models/linear/linear_model.h). Likelihoods are in
// nats, densities: they may be above 0.
//
// Tipping & Bishop (1999), Probabilistic principal component analysis; Rubin & Thayer (1982), EM algorithms for ML
// factor analysis; Ghahramani & Hinton (1996), The EM algorithm for mixtures of factor analyzers.
#pragma once

#include "base/algebra.h"
#include "models/linear/linear_moments.h"

#include <span>

namespace harmonium {

struct LinearGaussian {
  RealMatrix W;      // V x q, loadings
  RealVector mean;   // V
  RealVector noise;  // V, variances, above 0

  Eigen::Index values() const { return W.rows(); }
  Eigen::Index factors() const { return W.cols(); }
};

// What inference needs of the parameters, worked out once for all examples.
struct LinearPosterior {
  RealMatrix G;           // V x q: Psi^-1 W
  RealMatrix L;           // q x q: Cholesky factor of M
  RealMatrix covariance;  // q x q: M^-1, of h given any x
  RealMatrix beta;        // V x q: Psi^-1 W M^-1; the posterior mean is beta' (x - mean)
  RealMatrix M;           // q x q
};
void posteriorOf(const LinearGaussian& model, LinearPosterior& posterior);

// The mean of h given each column of x (V x N, NaN where a value is missing): q x N.
void posteriorMean(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x, RealMatrix& h);

// log p(x) of every column, in nats; of what is known of it where values are missing.
void logLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const Matrix& x,
                   std::span<double> nats);

// The mean of log p(x) over examples with these moments: exact, at the cost of V^2 q, however many examples there are.
double meanLogLikelihood(const LinearGaussian& model, const LinearPosterior& posterior, const DataMoments& moments);

// The best any Gaussian can do: that with the covariance of the data. -infinity where the covariance is singular (the
// likelihood is then unbounded). `eigenvalues` [V] of the covariance.
double saturatedLogLikelihood(const RealVector& eigenvalues);

// One example of which some values may be missing: `seen` lists the others. Leaves M^-1 of the values seen and the mean
// of h; gives log p of what is seen, if it is asked for.
struct PartialPosterior {
  std::vector<Eigen::Index> seen;  // set by seenIn
  RealMatrix M, L, covariance;     // q x q
  RealVector z, h;                 // q: W' Psi^-1 d; mean of h
};
bool seenIn(std::span<const float> x, PartialPosterior& partial);  // true where every value is known
void infer(const LinearGaussian& model, std::span<const float> x, PartialPosterior& partial);
double partialLogLikelihood(const LinearGaussian& model, std::span<const float> x, const PartialPosterior& partial);

}  // namespace harmonium
