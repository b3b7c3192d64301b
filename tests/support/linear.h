// Plain oracles for linear latent variables, written from the V x V density alone and sharing no line with what they
// check, and data to try them on.
#pragma once

#include "models/linear/linear_learning.h"

#include <cstdint>

namespace harmonium::oracle {

// The mean of log N(x; mean, W W' + Psi) over examples with these moments, through the inverse of the whole covariance.
double gaussianLogLikelihood(const LinearGaussian& model, const DataMoments& moments);
double gaussianLogLikelihood(const LinearGaussian& model, const RealVector& x);  // of one example

// N examples V x N of a model with q factors and random parameters, as floats.
Matrix randomData(Eigen::Index V, Eigen::Index q, Eigen::Index N, std::uint64_t seed);
LinearGaussian randomModel(Eigen::Index V, Eigen::Index q, NoiseKind kind, std::uint64_t seed);

DataMoments momentsOf(const Matrix& x);  // in double, two passes

// EM from a random start: `steps` steps without floors worth speaking of.
LinearGaussian fitted(const DataMoments& moments, NoiseKind kind, Eigen::Index q, int steps, std::uint64_t seed,
                      double own_share = 1e-12);

double meanLogLikelihoodOf(const LinearGaussian& model, const DataMoments& moments);

// The covariance the model gives x.
RealMatrix covarianceOf(const LinearGaussian& model);

}  // namespace harmonium::oracle
